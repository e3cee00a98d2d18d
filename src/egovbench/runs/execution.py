"""Executes one notebook with papermill, in this process, and finds what went wrong.

Imported in workers only, since papermill takes a second to import.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError

from egovbench.base.errors import EgovbenchError
from egovbench.base.visible_text import visible
from egovbench.kernels.forked import ForkedKernelManager, ForkedProvisioner
from egovbench.runs.outcomes import how_ended
from egovbench.site.outputs import tags_of

_START_SECONDS = 120
_MARKER = "papermill-error-cell-tag"
INJECTED = "injected-parameters"
_OUTPUT = "IOPub"  # in what nbclient says of outputs that it waited for in vain
_HEEDED = ("raises-exception", "skip-execution")
"""Tags that nbclient knows with hyphens only."""


@dataclass(frozen=True)
class Fault:
    """What stopped a notebook: the cell's number from 1, None for no cell, and one line of text."""

    cell: int | None
    message: str


def execute(
    source: NotebookNode,
    parameters: Mapping[str, Any],
    *,
    root: Path,
    cell_timeout: int,
) -> tuple[NotebookNode, Fault | None]:
    """Execute a notebook in a fresh kernel whose working directory is `root`.

    `parameters` are those that the notebook declares. `cell_timeout` is how many seconds a cell may
    take. Returns the notebook as far as it came, and what stopped it, None when it came to its end:
    whatever a notebook does ends in a fault, not in an exception.

    What papermill writes into the metadata of cells is not looked at: after a timeout or a dead
    kernel it says that every cell was completed.
    """
    for cell in source.cells:
        given = cell.metadata.get("tags") or []
        spelled = [tag for tag in _HEEDED if tag in tags_of(cell) and tag not in given]
        if spelled:
            cell.metadata["tags"] = [*given, *spelled]
    # Told by nbclient's hooks: papermill hands nothing back on failure.
    reached: dict[str, Any] = {"notebook": source, "cell_index": None}
    stopped: Exception | None = None
    try:
        papermill.execute_notebook(
            source,
            None,
            parameters=dict(parameters),
            kernel_name="python3",
            language="python",
            progress_bar=False,
            request_save_on_cell_execute=False,
            autosave_cell_every=0,
            start_timeout=_START_SECONDS,
            execution_timeout=cell_timeout,
            iopub_timeout=cell_timeout,
            cwd=root,
            kernel_manager_class=ForkedKernelManager,
            shutdown_kernel="immediate",
            on_notebook_start=reached.update,
            on_cell_start=reached.update,
        )
    except PapermillExecutionError:
        pass  # The error stands in the outputs, where _first_fault finds it.
    except Exception as error:
        # Whatever stops a notebook fails its report alone.
        stopped = error
    notebook: NotebookNode = reached["notebook"]
    notebook.cells = [cell for cell in notebook.cells if _MARKER not in tags_of(cell)]
    match stopped:
        case None:
            return notebook, _first_fault(notebook)
        case CellTimeoutError() if _OUTPUT in str(stopped):
            message = f"the cell ended, and {cell_timeout} seconds later its output had not arrived"
        case CellTimeoutError():
            message = f"the cell took longer than {cell_timeout} seconds"
        case DeadKernelError():
            message = f"the kernel {how_ended(ForkedProvisioner.ended)} while it ran this cell"
        case _:
            message = one_line(stopped)
    at = reached["cell_index"]
    return notebook, Fault(None if at is None else position(notebook, at), message)


def one_line(error: Exception) -> str:
    """Return an exception as one line: the message of ours, type and message of others."""
    words = visible(" ".join(str(error).split()))
    return words if isinstance(error, EgovbenchError) else f"{type(error).__name__}: {words}"


def _first_fault(notebook: NotebookNode) -> Fault | None:
    """Return the first error in the outputs, or the first code cell that was never executed."""
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type != "code" or not tags_of(cell).isdisjoint(_HEEDED):
            continue
        for output in cell.outputs:
            if output.output_type == "error":
                message = " ".join(f"{output.ename}: {output.evalue}".split())
                return Fault(position(notebook, index), visible(message))
        if cell.source.strip() and cell.execution_count is None:
            return Fault(position(notebook, index), "the cell was not executed")
    return None


def position(notebook: NotebookNode, index: int) -> int:
    """Return the cell's number in the notebook as its author knows it, from 1."""
    injected = [INJECTED in tags_of(cell) for cell in notebook.cells[:index]]
    return index + 1 - sum(injected)

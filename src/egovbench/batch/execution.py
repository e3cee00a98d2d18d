"""Executes one notebook in a kernel of its own and finds out what stopped it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError

from egovbench.batch.kernel import EnvironmentKernelManager
from egovbench.errors import EgovbenchError

_START_TIMEOUT = 120
_MARKER = "papermill-error-cell-tag"
_INJECTED = "injected-parameters"


@dataclass(frozen=True)
class Fault:
    """What stopped a notebook, on one line; `cell` is its author's number, from 1."""

    cell: int | None
    message: str


@dataclass(frozen=True)
class Execution:
    """A notebook as far as it came, and what stopped it; None where nothing did."""

    notebook: NotebookNode
    fault: Fault | None


def execute(
    source: NotebookNode, parameters: Mapping[str, Any], *, root: Path, cell_timeout: int
) -> Execution:
    """Execute `source` with `parameters` in the folder `root`; a failure is a fault, no exception.

    What papermill writes into the metadata of cells is not looked at: after a timeout or a dead
    kernel it says that every cell was completed.
    """
    seen = _Seen(source)
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
            start_timeout=_START_TIMEOUT,
            execution_timeout=cell_timeout,
            cwd=root,
            kernel_manager_class=EnvironmentKernelManager,
            shutdown_kernel="immediate",
            on_notebook_start=seen.notebook_starts,
            on_cell_start=seen.cell_starts,
        )
    except PapermillExecutionError:
        pass  # The error stands in the outputs, where _first_fault finds it.
    except Exception as error:
        # Whatever stops a notebook fails its report alone.
        stopped = error
    notebook = seen.notebook
    notebook.cells = [cell for cell in notebook.cells if _MARKER not in _tags(cell)]
    if stopped is None:
        return Execution(notebook, _first_fault(notebook))
    cell = _position(notebook, seen.cell) if seen.cell is not None else None
    return Execution(notebook, Fault(cell, _stopped(stopped, cell_timeout)))


def one_line(error: Exception) -> str:
    """Return an error's message on one line, with its kind unless it is one of ours."""
    words = " ".join(str(error).split())
    return words if isinstance(error, EgovbenchError) else f"{type(error).__name__}: {words}"


class _Seen:
    """What nbclient's hooks tell while a notebook runs: papermill hands nothing back on failure."""

    def __init__(self, source: NotebookNode) -> None:
        self.notebook = source
        self.cell: int | None = None

    def notebook_starts(self, notebook: NotebookNode, **_: Any) -> None:
        self.notebook = notebook

    def cell_starts(self, cell: NotebookNode, cell_index: int, **_: Any) -> None:
        self.cell = cell_index


def _first_fault(notebook: NotebookNode) -> Fault | None:
    """Return the first error in the outputs, or the first code cell that was never executed."""
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type != "code" or "raises-exception" in _tags(cell):
            continue
        for output in cell.outputs:
            if output.output_type == "error":
                message = " ".join(f"{output.ename}: {output.evalue}".split())
                return Fault(_position(notebook, index), message)
        if cell.source.strip() and cell.execution_count is None:
            return Fault(_position(notebook, index), "the cell was not executed")
    return None


def _stopped(error: Exception, cell_timeout: int) -> str:
    if isinstance(error, CellTimeoutError):
        return f"the cell took longer than {cell_timeout} seconds"
    if isinstance(error, DeadKernelError):
        return "the kernel died while it ran this cell"
    return one_line(error)


def _position(notebook: NotebookNode, index: int) -> int:
    """Return the cell's number in the notebook as its author knows it, from 1."""
    injected = [_INJECTED in _tags(cell) for cell in notebook.cells[:index]]
    return index + 1 - sum(injected)


def _tags(cell: NotebookNode) -> list[str]:
    tags: list[str] = cell.metadata.get("tags", [])
    return tags

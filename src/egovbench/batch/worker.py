"""One worker process: executes notebooks one after the other and exports each with one exporter.

Imported in workers only, since papermill and nbconvert take a second to import.
"""

import logging
import os
import signal
import threading
import time
from dataclasses import dataclass
from typing import Any

import nbformat
import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError

from egovbench.batch.kernel import EnvironmentKernelManager, isolate
from egovbench.batch.outcome import Assignment, Outcome
from egovbench.batch.plan import Report
from egovbench.errors import EgovbenchError
from egovbench.ingest.tables import write_text
from egovbench.language import DEFAULT_LANGUAGE, say, speaking
from egovbench.report.exporter import PageContext, ReportExporter

_START_TIMEOUT = 120
_MARKER = "papermill-error-cell-tag"
_INJECTED = "injected-parameters"


@dataclass(frozen=True)
class _Fault:
    cell: int | None
    message: str


class Worker:
    """Makes reports; start one in each process."""

    def __init__(self, assignment: Assignment) -> None:
        self._assignment = assignment
        # Ctrl-C reaches the whole group of processes; the runner alone decides what ends.
        signal.signal(signal.SIGINT, lambda *_: None)
        threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
        isolate(assignment.scratch / str(os.getpid()))
        logging.getLogger("papermill").setLevel(logging.CRITICAL)
        logging.getLogger("traitlets").setLevel(logging.CRITICAL)
        self._exporter = ReportExporter()

    def make(self, report: Report) -> Outcome:
        """Execute and export one report; a failure is an outcome, never an exception."""
        began = time.monotonic()
        folder = self._assignment.folder
        page = folder / f"{report.name}.html"
        title = report.label
        findings: tuple[str, ...] = ()
        fault: _Fault | None = None
        try:
            notebook, fault = self._execute(report)
            saved = folder / "notebooks" / f"{report.name}.ipynb"
            text = nbformat.writes(notebook)
            write_text(saved, text + "\n")
            if fault is None:
                exported = self._exporter.export(notebook, self._context(report))
                write_text(page, exported.html)
                title, findings = exported.title, exported.findings
        except Exception as error:
            # A full disk or an output that nobody foresaw fails this report, not the others.
            fault = _Fault(None, _one_line(error))
        if fault is not None:
            page.unlink(missing_ok=True)
        return Outcome(
            name=report.name,
            title=title,
            findings=findings,
            cell=fault.cell if fault else None,
            error=fault.message if fault else None,
            seconds=time.monotonic() - began,
        )

    def _execute(self, report: Report) -> tuple[NotebookNode, _Fault | None]:
        """Return the notebook as far as it came, and what stopped it.

        What papermill writes into the metadata of cells is not looked at: after a timeout or a
        dead kernel it says that every cell was completed.
        """
        source = nbformat.read(report.notebook, as_version=4)
        seen = _Seen(source)
        stopped: Exception | None = None
        try:
            papermill.execute_notebook(
                source,
                None,
                parameters=dict(report.parameters),
                kernel_name="python3",
                language="python",
                progress_bar=False,
                request_save_on_cell_execute=False,
                autosave_cell_every=0,
                start_timeout=_START_TIMEOUT,
                execution_timeout=self._assignment.cell_timeout,
                cwd=self._assignment.root,
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
        notebook.metadata.setdefault("papermill", {}).update(
            input_path=f"notebooks/{report.notebook.name}",
            output_path=f"notebooks/{report.name}.ipynb",
        )
        fault = _first_fault(notebook)
        if stopped is not None:
            message = self._stopped(stopped)
            fault = _Fault(
                _position(notebook, seen.cell) if seen.cell is not None else None, message
            )
        return notebook, fault

    def _stopped(self, error: Exception) -> str:
        if isinstance(error, CellTimeoutError):
            return f"the cell took longer than {self._assignment.cell_timeout} seconds"
        if isinstance(error, DeadKernelError):
            return "the kernel died while it ran this cell"
        return _one_line(error)

    def _context(self, report: Report) -> PageContext:
        section = report.parameters.get("section")
        with speaking(str(report.parameters.get("lang", DEFAULT_LANGUAGE))):
            own = [(say("heads.section"), str(section))] if section else []
            notebook = (say("run.fact.notebook"), report.notebook.name)
        facts = [notebook, *own, *self._assignment.facts]
        return PageContext(
            report.label,
            self._assignment.site,
            "index.html",
            self._assignment.made,
            facts,
            self._assignment.pages,
        )


class _Seen:
    """What nbclient's hooks tell while a notebook runs: papermill hands nothing back on failure."""

    def __init__(self, source: NotebookNode) -> None:
        self.notebook = source
        self.cell: int | None = None

    def notebook_starts(self, notebook: NotebookNode, **_: Any) -> None:
        self.notebook = notebook

    def cell_starts(self, cell: NotebookNode, cell_index: int, **_: Any) -> None:
        self.cell = cell_index


def _first_fault(notebook: NotebookNode) -> _Fault | None:
    """Return the first error in the outputs, or the first code cell that was never executed."""
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type != "code" or "raises-exception" in _tags(cell):
            continue
        for output in cell.outputs:
            if output.output_type == "error":
                message = " ".join(f"{output.ename}: {output.evalue}".split())
                return _Fault(_position(notebook, index), message)
        if cell.source.strip() and cell.execution_count is None:
            return _Fault(_position(notebook, index), "the cell was not executed")
    return None


def _position(notebook: NotebookNode, index: int) -> int:
    """Return the cell's number in the notebook as its author knows it, from 1."""
    injected = [_INJECTED in _tags(cell) for cell in notebook.cells[:index]]
    return index + 1 - sum(injected)


def _tags(cell: NotebookNode) -> list[str]:
    tags: list[str] = cell.metadata.get("tags", [])
    return tags


def _one_line(error: Exception) -> str:
    words = " ".join(str(error).split())
    return words if isinstance(error, EgovbenchError) else f"{type(error).__name__}: {words}"


def _end_with(parent: int) -> None:
    """End this process when its runner is gone, so that a killed run leaves nothing behind."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)

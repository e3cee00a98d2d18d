"""One worker process: executes notebooks one after the other and exports each with one exporter.

Imported in workers only, since papermill and nbconvert take a second to import.
"""

import logging
import os
import signal
import threading
import time

import nbformat

from egovbench.batch.execution import Fault, execute, one_line
from egovbench.batch.outcome import Assignment, Outcome
from egovbench.batch.plan import Report
from egovbench.ingest.tables import write_text
from egovbench.kernels.isolation import isolate
from egovbench.report.exporter import PageContext, ReportExporter


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
        fault: Fault | None = None
        try:
            execution = execute(
                nbformat.read(report.notebook, as_version=4),
                report.parameters,
                root=self._assignment.root,
                cell_timeout=self._assignment.cell_timeout,
                kernel=self._assignment.kernel,
            )
            notebook, fault = execution.notebook, execution.fault
            notebook.metadata.setdefault("papermill", {}).update(
                input_path=f"notebooks/{report.notebook.name}",
                output_path=f"notebooks/{report.name}.ipynb",
            )
            saved = folder / "notebooks" / f"{report.name}.ipynb"
            text = nbformat.writes(notebook)
            write_text(saved, text + "\n")
            if fault is None:
                exported = self._exporter.export(notebook, self._context(report))
                write_text(page, exported.html)
                title, findings = exported.title, exported.findings
        except Exception as error:
            # A full disk or an output that nobody foresaw fails this report, not the others.
            fault = Fault(None, one_line(error))
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

    def _context(self, report: Report) -> PageContext:
        section = report.parameters.get("section")
        own = [("Section", str(section))] if section else []
        facts = [("Notebook", report.notebook.name), *own, *self._assignment.facts]
        return PageContext(
            report.label,
            self._assignment.site,
            "index.html",
            self._assignment.made,
            facts,
            self._assignment.pages,
        )


def _end_with(parent: int) -> None:
    """End this process when its runner is gone, so that a killed run leaves nothing behind."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)

"""One worker process: executes notebooks one after the other and exports each with one exporter.

Imported in workers only, since papermill and nbconvert take a second to import.
"""

import json
import logging
import os
import re
import time

import nbformat
from nbformat import NotebookNode

from egovbench.base.errors import WriteError
from egovbench.base.files import read_utf8, write_bytes, write_text
from egovbench.base.mime import PICTURES, RUN
from egovbench.base.paths import PROJECT
from egovbench.kernels.forked import start_fork_server
from egovbench.kernels.isolation import isolate
from egovbench.language import speaking
from egovbench.runs.execution import Fault, execute, one_line
from egovbench.runs.outcomes import Assignment, Outcome, State, clear_rooms, outcome_now
from egovbench.site.exporter import Page, PageContext, ReportExporter
from egovbench.site.pictures import find_tables, take_pictures

_PAGE = re.compile(r'(href=\\")(?=[\w-]+\.html)')
_NAMED_PAGE = re.compile(r"(?<![\w-])[\w-]++\.html")
_INJECTED = "injected-parameters"
PRELOAD = "egovbench.runs.preload"
_KEPT = ("default_parameters", "parameters")


class Worker:
    """Makes reports; start one in each process."""

    def __init__(self, assignment: Assignment) -> None:
        self.assignment = assignment
        isolate(assignment.scratch / str(os.getpid()))
        os.environ[RUN] = "1"
        os.environ[PROJECT] = str(assignment.root)
        if assignment.pictures:
            os.environ[PICTURES] = "1"
        start_fork_server([PRELOAD])
        logging.getLogger("papermill").setLevel(logging.CRITICAL)
        logging.getLogger("traitlets").setLevel(logging.CRITICAL)
        self._exporter = ReportExporter()

    def make(self, task: State) -> Outcome:
        """Execute and export one report.

        A failure is an outcome, never an exception. Raises WriteError when a file cannot be
        written: that is not the report's fault, and the next one would fare no better.
        """
        name = task.report.name
        try:
            return self._make(task)
        except OSError as fault:
            place = fault.filename or self.assignment.folder
            raise WriteError(
                f"{place}: cannot be written for {name} ({fault.strerror or fault})"
            ) from None

    def _make(self, task: State) -> Outcome:
        began = time.monotonic()
        folder, report = self.assignment.folder, task.report
        clear_rooms(folder, report.name)
        notebook, fault = self._execute(task)
        pictures = take_pictures(notebook, report.name)
        find_tables(notebook, report.name, folder)
        # From the folder of the notebooks the pages lie one level up.
        text = _PAGE.sub(r"\1../", nbformat.writes(notebook)) + "\n"
        write_text(folder / "notebooks" / f"{report.name}.ipynb", text)
        page: Page | None = None
        if fault is None:
            page, fault = self._export(task, notebook)
        address = folder / f"{report.name}.html"
        if page is not None:
            for picture in pictures:
                write_bytes(folder / picture.address, picture.content)
            write_text(address, page.html)
        else:
            address.unlink(missing_ok=True)
        named = sorted(set(_NAMED_PAGE.findall(json.dumps(notebook))))
        return outcome_now(
            self.assignment,
            task,
            title=page.title if page else report.label,
            findings=page.findings if page else (),
            summary=page.summary if page else None,
            cell=fault.cell if fault else None,
            error=fault.message if fault else None,
            seconds=round(time.monotonic() - began, 3),
            pages={page: page in self.assignment.pages for page in named},
        )

    def _execute(self, task: State) -> tuple[NotebookNode, Fault | None]:
        report = task.report
        root = self.assignment.root
        notebook, fault = execute(
            nbformat.reads(read_utf8(report.notebook), as_version=4),
            report.given(self.assignment.folder, root),
            root=root,
            cell_timeout=self.assignment.cell_timeout,
        )
        _drop_times(notebook)
        notebook.metadata.setdefault("papermill", {}).update(
            input_path=f"notebooks/{report.notebook.name}",
            output_path=f"notebooks/{report.name}.ipynb",
        )
        return notebook, fault

    def _export(self, task: State, notebook: NotebookNode) -> tuple[Page | None, Fault | None]:
        try:
            with speaking(task.report.language):
                context = PageContext(
                    label=task.report.label,
                    site=self.assignment.site,
                    ways=self.assignment.ways[task.report.name],
                    pages=self.assignment.pages,
                )
                return self._exporter.export(notebook, context), None
        except Exception as error:
            # An output that nobody foresaw fails this report, not the others.
            return None, Fault(None, one_line(error))


def _drop_times(notebook: NotebookNode) -> None:
    """Remove what differs between two executions of the same, and what papermill says of cells.

    The report's outcome says when it was made and how long that took.
    """
    papermill = notebook.metadata.get("papermill", {})
    notebook.metadata["papermill"] = {name: papermill[name] for name in _KEPT if name in papermill}
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if _INJECTED in cell.metadata.get("tags", []):
            cell["id"] = _INJECTED

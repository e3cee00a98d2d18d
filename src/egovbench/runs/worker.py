"""One worker process: executes notebooks one after the other and makes the page of each.

Imported in workers only, since papermill takes a second to import.
"""

import ctypes
import logging
import os
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import nbformat
from nbformat import NotebookNode, from_dict

from egovbench.base.errors import ExportError, InputError, WriteError
from egovbench.base.files import checked_folder, read_utf8, write_bytes, write_text
from egovbench.base.visible_text import whole
from egovbench.kernels.forked import start_fork_server
from egovbench.kernels.isolation import isolate
from egovbench.language import speaking
from egovbench.runs.execution import INJECTED, Fault, execute, one_line, position
from egovbench.runs.outcomes import (
    PRELOAD,
    ROOMS,
    Assignment,
    Outcome,
    State,
    clear_rooms,
    outcome_now,
)
from egovbench.runs.places import Places
from egovbench.site.exporter import Page, PageContext, export
from egovbench.site.outputs import tags_of
from egovbench.site.pictures import Picture, find_tables, take_pictures

_PAGE = re.compile(r'(href=\\")(?=[\w-]+\.html)')
_NAMED_PAGE = re.compile(r"(?<![\w-])[\w-]++\.html")
_KEPT = ("default_parameters", "parameters")


class Worker:
    """Makes reports; start one in each process."""

    def __init__(self, assignment: Assignment) -> None:
        self.assignment = assignment
        isolate(assignment.scratch / str(os.getpid()))
        os.environ.update(assignment.environment)
        start_fork_server([PRELOAD])
        logging.getLogger("papermill").setLevel(logging.CRITICAL)
        logging.getLogger("traitlets").setLevel(logging.CRITICAL)
        self._places = Places(assignment.folder, assignment.root, assignment.scratch)

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
        page: Page | None = None
        pictures: list[Picture] = []
        text = ""
        try:
            notebook, fault = self._execute(task)
            self._check_places()
            pictures = take_pictures(notebook, report.name)
            find_tables(notebook, report.name, folder)
            text = nbformat.writes(notebook)
            if fault is None:
                page, fault = self._export(task, notebook)
        except WriteError:
            raise
        except Exception as error:
            # A notebook or output that nobody foresaw fails this report, not the others.
            fault = Fault(None, self._places.hidden(one_line(error)))
        # From the folder of the notebooks the pages lie one level up.
        address, kept = (
            folder / f"{report.name}.html",
            folder / "notebooks" / f"{report.name}.ipynb",
        )
        if text:
            write_text(kept, _PAGE.sub(r"\1../", text) + "\n")
        else:
            kept.unlink(missing_ok=True)
        if page is not None:
            for picture in pictures:
                write_bytes(folder / picture.address, picture.content)
            write_text(address, page.html)
        else:
            address.unlink(missing_ok=True)
        named = sorted(set(_NAMED_PAGE.findall(text)))
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
        source = nbformat.reads(read_utf8(report.notebook), as_version=4)
        notebook, fault = execute(
            nbformat.reads(whole(nbformat.writes(source)), as_version=4),
            report.given(self.assignment.folder, root),
            root=root,
            cell_timeout=self.assignment.cell_timeout,
        )
        _drop_times(notebook)
        notebook.metadata.setdefault("papermill", {}).update(
            input_path=f"notebooks/{report.notebook.name}",
            output_path=f"notebooks/{report.name}.ipynb",
        )
        fault = self._without_links(report.name) or fault
        if fault is not None:
            fault = Fault(fault.cell, self._places.hidden(fault.message))
        self._hide_places(notebook)
        return notebook, fault

    def _without_links(self, name: str) -> Fault | None:
        """Return the fault of a notebook that left links in place of files, which are removed."""
        try:
            for room in ROOMS:
                checked_folder(self.assignment.folder / room / name)
        except InputError as found:
            clear_rooms(self.assignment.folder, name)
            return Fault(None, str(found))
        return None

    def _check_places(self) -> None:
        """Raise WriteError where a notebook put a link in place of a folder of the run."""
        folder = self.assignment.folder
        for place in (folder, *(folder / name for name in (*ROOMS, "notebooks"))):
            if place.is_symlink():
                raise WriteError(f"{place}: cannot be written (it is a symbolic link now)")

    def _hide_places(self, notebook: NotebookNode) -> None:
        """Let nothing that the notebook was given or shows name a place of this machine."""
        hidden = self._places.hidden_in
        notebook.metadata.update(hidden(notebook.metadata))
        for cell in notebook.cells:
            if INJECTED in tags_of(cell):
                cell["source"] = hidden(cell.source)
            if cell.cell_type == "code":
                cell["outputs"] = [from_dict(hidden(output)) for output in cell.outputs]

    def _export(self, task: State, notebook: NotebookNode) -> tuple[Page | None, Fault | None]:
        seconds = self.assignment.cell_timeout
        try:
            with _at_most(seconds), speaking(task.report.language):
                context = PageContext(
                    label=task.report.label,
                    site=self.assignment.site,
                    ways=self.assignment.ways[task.report.name],
                    pages=self.assignment.pages,
                )
                return export(notebook, context), None
        except _TooSlow:
            return None, Fault(None, f"the page took longer than {seconds} seconds")
        except ExportError as error:
            cell = None if error.cell is None else position(notebook, error.cell)
            return None, Fault(cell, self._places.hidden(one_line(error)))


class _TooSlow(BaseException):
    """Making a page took too long; no handler of errors on the way stops it."""


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Raise _TooSlow after so many seconds, in whatever thread this is: Dask's get no signals."""
    thread, put = ctypes.c_ulong(threading.get_ident()), ctypes.pythonapi.PyThreadState_SetAsyncExc
    timer = threading.Timer(seconds, put, (thread, ctypes.py_object(_TooSlow)))
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        put(thread, None)  # what came too late


def _drop_times(notebook: NotebookNode) -> None:
    """Remove what differs between two executions of the same, and what papermill says of cells.

    The report's outcome says when it was made and how long that took.
    """
    papermill = notebook.metadata.get("papermill", {})
    notebook.metadata["papermill"] = {name: papermill[name] for name in _KEPT if name in papermill}
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if INJECTED in tags_of(cell):
            cell["id"] = INJECTED

"""Runs without kernels: cells are executed in this process, so that a test can afford hundreds."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import pytest
from invented_runs import (
    SECTION,
    WriteNotebook,
    invented_project,
    notebook_writer,
    planner,
    runner_of,
)
from nbformat import NotebookNode

from egovbench.runs import keys, worker
from egovbench.runs.execution import Execution, Fault
from egovbench.runs.executors import Ended
from egovbench.runs.outcomes import Assignment, State, Status, Task, bases_of, states_of
from egovbench.runs.plan import Plan
from egovbench.runs.runner import Run
from egovbench.site.exporter import ReportExporter

TABLES_CELL = """\
import os
os.makedirs(output_dir, exist_ok=True)
for name in ("one", "two"):
    with open(f"{output_dir}/{name}.csv", "w") as stream:
        stream.write(f"focal,{name}\\n{focal},1\\n")
"""


exporter = cache(ReportExporter)


class Instant:
    """Makes one report after the other in this process."""

    def outcomes(self, assignment: Assignment, tasks: Sequence[Task]) -> Ended:
        maker = worker.Worker(assignment)
        for task in tasks:
            yield task, maker.make(task)


def execute_here(
    source: NotebookNode, parameters: Mapping[str, Any], *, root: Path, **_: Any
) -> Execution:
    """Execute the cells as one program; each shows as its output what it leaves in `shown`."""
    values: dict[str, Any] = {}
    for number, cell in enumerate(source.cells, start=1):
        if cell.cell_type != "code":
            continue
        try:
            exec(cell.source, values)
        except Exception as error:
            return Execution(source, Fault(number, f"{type(error).__name__}: {error}"))
        if "parameters" in cell.metadata.get("tags", []):
            output = values["output_dir"]
            values |= parameters
            values["output_dir"] = str(root / parameters.get("output_dir", output))
        if "shown" in values:
            text = str(values.pop("shown"))
            cell.outputs = [nbformat.v4.new_output("stream", text=text)]
        cell.execution_count = number
    return Execution(source, None)


class Project:
    """An invented checkout whose reports are made at once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write: WriteNotebook = notebook_writer(root)
        self.write("overview", "shown = f'about {focal}'", TABLES_CELL)
        self.write("section", "shown = f'{section} of {focal}'", TABLES_CELL, declared=SECTION)

    def plan(self, sections: Sequence[str] = ("A", "B"), **settings: Any) -> Plan:
        """A run of the overview and of sections, of Luxembourg against Estonia and Denmark."""
        given = {"run": "my-run", "notebooks": ("overview",), **settings}
        given.setdefault("parameters", {"peers": ["EST", "DNK"]})
        return planner(self.root)(sections=sections, **given)

    def run(self, plan: Plan | None = None, **choice: Any) -> Run:
        return runner_of(self.root)(plan or self.plan(), Instant(), **choice)

    def states(self, plan: Plan | None = None) -> dict[str, State]:
        plan = plan or self.plan()
        bases = bases_of(plan, root=self.root, data=self.root / "data")
        return {state.report.name: state for state in states_of(plan, bases)}

    def stale(self, plan: Plan | None = None) -> dict[str, tuple[str, ...]]:
        """Names of the reports that are not up to date, with why."""
        return {
            name: state.reasons
            for name, state in self.states(plan).items()
            if state.status is not Status.UP_TO_DATE
        }


@pytest.fixture
def instant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setattr(worker, "execute", execute_here)
    monkeypatch.setattr(worker, "isolate", lambda scratch: None)
    monkeypatch.setattr(worker, "ReportExporter", exporter)
    # In the place of this package, which somebody may be working on while the tests run.
    places = {"package": "_PACKAGE", "templates": "_TEMPLATES", "catalogues": "_CATALOGUES"}
    for name, attribute in places.items():
        folder = tmp_path / name
        folder.mkdir()
        (folder / "invented.py").write_text("invented = True\n")
        monkeypatch.setattr(keys, attribute, folder)
    return Project(invented_project(tmp_path))

"""An invented checkout: its notebooks, plans and runs, with real kernels or without any."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from egovbench.base.countries import Country
from egovbench.runs import executors, worker
from egovbench.runs.config import Entry, RunConfig
from egovbench.runs.execution import Fault
from egovbench.runs.executors import Ended, Executor, LocalExecutor
from egovbench.runs.outcomes import (
    PRELOAD,
    Assignment,
    Outcome,
    State,
    Status,
    bases_of,
    read_manifest,
    states_of,
)
from egovbench.runs.plan import Plan, make_plan
from egovbench.runs.project import Project
from egovbench.runs.runner import Run, run_plan

# Invented notebooks need nothing of what reports share.
if PRELOAD in executors.PRELOADED:
    executors.PRELOADED.remove(PRELOAD)

DECLARED = """\
# An invented notebook's parameters
focal: str = "LUX"
peers: str = "eu27"
survey: str = "msq2024"
fidelity: str = "close"
items: str = "common"
min_share: float = 1.0
no_or_unknown: str = "no"
sources: str = "all"
answered_by: str = "any"
max_age: int = 0
fusion: str = "preferred"
weights: str = "sections"
lang: str = "en"
output_dir: str = "outputs/notebooks"
"""
SECTION = DECLARED + 'section: str = "A"\n'
FINDING = """\
from IPython.display import display
text = f"Invented finding about {focal}"
html = f"<p class='finding'><strong>{text}</strong></p>"
finding = {"text": text}
display(
    {"text/html": html, "text/plain": text, "application/vnd.egovbench.finding+json": finding},
    raw=True,
)
"""
TABLES_CELL = """\
import os
os.makedirs(output_dir, exist_ok=True)
for name in ("one", "two"):
    with open(f"{output_dir}/{name}.csv", "w") as stream:
        stream.write(f"focal,{name}\\n{focal},1\\n")
"""
TABLES = {
    "codebook/invented.yml": "invented: true\n",
    "countries.csv": "iso3,name\nLUX,Luxembourg\nEST,Estonia\n",
    "neighbours.csv": "iso3,neighbour\nFIN,NOR\n",
    "crosswalks/invented.yml": "source: invented\n",
    "responses/LUX.csv": "item,answer\n1,invented\n",
    "responses/EST.csv": "item,answer\n1,invented\n",
    "codes/LUX.csv": "iso3,item,code\nLUX,1,yes\n",
    "codes/DNK.csv": "iso3,item,code\nDNK,1,no\n",
    "others/invented.csv": 'iso3,item,note\nEST,1,"two\nlines"\nDNK,1,no\nNOR,1,no\n',
    "indices/indices.csv": "index,iso3,value\ninvented,EST,1\ninvented,NOR,2\n",
    "README.md": "nothing that a report reads\n",
}
"""Invented tables in the places where a project has its own."""
COUNTRIES = {
    iso3: Country(iso3, iso2, name, "Europe", iso3 != "NOR", True)
    for iso3, iso2, name in (
        ("LUX", "LU", "Luxembourg"),
        ("EST", "EE", "Estonia"),
        ("DNK", "DK", "Denmark"),
        ("NOR", "NO", "Norway"),
        ("FIN", "FI", "Finland"),
    )
}
"""Five countries of Europe; all but Norway are members of the European Union."""


class Silent:
    """Progress that is not shown."""

    def start(self, to_make: int, up_to_date: int) -> None: ...

    def ended(self, outcome: Outcome) -> None: ...


class Invented:
    """A checkout with small tables, five countries, two land borders, and no notebook yet."""

    def __init__(self, parent: Path) -> None:
        self.root = parent / "project"
        (self.root / "notebooks").mkdir(parents=True, exist_ok=True)
        for name, text in TABLES.items():
            path = self.root / "data" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        self.described = Project(
            root=self.root,
            notebooks=self.root / "notebooks",
            data=self.root / "data",
            countries=COUNTRIES,
            neighbours={"FIN": ("NOR",), "NOR": ("FIN",)},
            section_titles={section: f"Invented section {section}" for section in "ABCDEFG"},
        )

    def write(
        self,
        name: str,
        *sources: str,
        declared: str = DECLARED,
        title: str | None = None,
        tags: Mapping[int, str] | None = None,
    ) -> Path:
        """Write notebooks/NAME.ipynb: title, parameters, a code cell for each source."""
        cells = [new_markdown_cell(f"# {title or f'Invented {name}'}"), new_code_cell(declared)]
        cells += [new_code_cell(source) for source in sources]
        for index, tag in {1: "parameters", **(tags or {})}.items():
            cells[index].metadata["tags"] = [tag]
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        path = self.root / "notebooks" / f"{name}.ipynb"
        nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)
        return path

    def plan(
        self,
        overrides: Mapping[str, Any] | None = None,
        notebooks: Sequence[str] = (),
        sections: Sequence[str] = ("A",),
        out: Path | None = None,
        **settings: Any,
    ) -> Plan:
        """Plan a run of `notebooks`, and of `section` for each of `sections`.

        `reports` stand in their place.
        """
        entries = [Entry(name) for name in notebooks]
        entries += [Entry("section", {"section": sections})] if sections else []
        config = RunConfig(**{"reports": tuple(entries), **settings})
        out = out or self.root / "outputs"
        return make_plan(config, overrides or {}, project=self.described, out=out)

    def run(self, plan: Plan, executor: Executor | None = None, **choice: Any) -> Run:
        """Carry out a plan, with two workers of this machine unless told otherwise."""
        # The page on method reads the project's own tables; these are invented, and no sources.
        with patch("egovbench.site.method.numbered_sources", return_value=[]):
            return run_plan(
                plan,
                project=self.described,
                executor=executor or TwoWorkers(2),
                progress=Silent(),  # type: ignore[arg-type]
                **choice,
            )


class Instant(Invented):
    """A checkout whose cells are executed in this process, so that a test can afford hundreds."""

    def __init__(self, parent: Path) -> None:
        super().__init__(parent)
        self.write("overview", "shown = f'about {focal}'", TABLES_CELL)
        self.write("section", "shown = f'{section} of {focal}'", TABLES_CELL, declared=SECTION)

    def plan(self, *overrides: Any, **settings: Any) -> Plan:
        """Plan a run of the overview and two sections: Luxembourg, Estonia and Denmark."""
        usual: dict[str, Any] = {"run": "my-run", "notebooks": ("overview",)}
        usual |= {"sections": ("A", "B"), "parameters": {"peers": ["EST", "DNK"]}}
        return super().plan(*overrides, **usual | settings)

    def run(self, plan: Plan | None = None, executor: Executor | None = None, **choice: Any) -> Run:
        """Carry out a plan in this process."""
        return super().run(plan or self.plan(), executor or Here(), **choice)

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


class TwoWorkers(LocalExecutor):
    """Makes reports in two processes, and has the run's own files written in this one."""

    call = Executor.call


class Here(Executor):
    """Makes one report after the other in this process."""

    def outcomes(self, assignment: Assignment, tasks: Sequence[State]) -> Ended:
        maker = worker.Worker(assignment)
        for task in tasks:
            yield task, maker.make(task)


def execute_here(
    source: NotebookNode, parameters: Mapping[str, Any], *, root: Path, **_: Any
) -> tuple[NotebookNode, Fault | None]:
    """Execute the cells as one program; each shows as its output what it leaves in `shown`."""
    values: dict[str, Any] = {}
    for number, cell in enumerate(source.cells, start=1):
        if cell.cell_type != "code":
            continue
        try:
            exec(cell.source, values)
        except Exception as error:
            return source, Fault(number, f"{type(error).__name__}: {error}")
        if "parameters" in cell.metadata.get("tags", []):
            output = values["output_dir"]
            values |= parameters
            values["output_dir"] = str(root / parameters.get("output_dir", output))
        if "shown" in values:
            text = str(values.pop("shown"))
            cell.outputs = [nbformat.v4.new_output("stream", text=text)]
        cell.execution_count = number
    return source, None


def files_below(folder: Path) -> dict[str, bytes]:
    """Return the content of a run's files by path, without its lock."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def manifest_of(run: Run) -> dict[str, Any]:
    return read_manifest(run.index.parent)

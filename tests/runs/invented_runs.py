"""What the tests of batches share: invented parameters, a finding, and names of fixtures' types."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from egovbench.base.countries import Country
from egovbench.runs.config import Entry, RunConfig
from egovbench.runs.executors import Executor, LocalExecutor
from egovbench.runs.outcomes import Outcome
from egovbench.runs.plan import Plan, make_plan
from egovbench.runs.project import Project
from egovbench.runs.runner import Run, run_plan

DECLARED = """\
# An invented notebook's parameters
focal: str = "LUX"
peers: str = "eu27"
survey: str = "msq2024"
fidelity: str = "close"
items: str = "common"
min_share: float = 1.0
gtmi_zero: str = "no"
sources: str = "all"
answered_by: str = "any"
max_age: int = 0
fusion: str = "preferred"
weights: str = "sections"
lang: str = "en"
output_dir: str = "outputs/notebooks"
"""
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
TITLES = {section: f"Invented section {section}" for section in "ABCDEFG"}

WriteNotebook = Callable[..., Path]
MakePlan = Callable[..., Plan]
Execute = Callable[..., Run]
SECTION = DECLARED + 'section: str = "A"\n'


def few_countries() -> dict[str, Country]:
    """Return five countries of Europe; all but Norway are members of the European Union."""
    rows = [
        ("LUX", "LU", "Luxembourg"),
        ("EST", "EE", "Estonia"),
        ("DNK", "DK", "Denmark"),
        ("NOR", "NO", "Norway"),
        ("FIN", "FI", "Finland"),
    ]
    return {
        iso3: Country(iso3, iso2, name, "Europe", iso3 != "NOR", True) for iso3, iso2, name in rows
    }


def described(root: Path) -> Project:
    """Return an invented checkout as planning sees it: five countries, two land borders."""
    return Project(
        root=root,
        notebooks=root / "notebooks",
        data=root / "data",
        countries=few_countries(),
        neighbours={"FIN": ("NOR",), "NOR": ("FIN",)},
        section_titles=TITLES,
    )


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


def invented_project(parent: Path) -> Path:
    """Make an invented checkout with small tables and an empty folder of notebooks."""
    root = parent / "project"
    (root / "notebooks").mkdir(parents=True)
    for name, text in TABLES.items():
        path = root / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def notebook_writer(project: Path) -> WriteNotebook:
    """Return what writes notebooks/NAME.ipynb: title, parameters, a code cell for each source."""

    def write(
        name: str,
        *sources: str,
        declared: str = DECLARED,
        title: str | None = None,
        tags: Mapping[int, str] | None = None,
    ) -> Path:
        cells = [new_markdown_cell(f"# {title or f'Invented {name}'}"), new_code_cell(declared)]
        cells += [new_code_cell(source) for source in sources]
        for index, tag in {1: "parameters", **(tags or {})}.items():
            cells[index].metadata["tags"] = [tag]
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        path = project / "notebooks" / f"{name}.ipynb"
        nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)
        return path

    return write


def planner(project: Path) -> MakePlan:
    """Return what plans runs of the project's notebooks.

    `notebooks` are run once each, `section` for each of `sections`; `reports` stand in their place.
    """

    def make(
        overrides: Mapping[str, Any] | None = None,
        notebooks: Sequence[str] = (),
        sections: Sequence[str] = ("A",),
        **settings: Any,
    ) -> Plan:
        entries = [Entry(name) for name in notebooks]
        entries += [Entry("section", {"section": sections})] if sections else []
        config = RunConfig(**{"reports": tuple(entries), **settings})
        return make_plan(
            config, overrides or {}, project=described(project), out=project / "outputs"
        )

    return make


class Silent:
    """Progress that is kept instead of shown."""

    def __init__(self) -> None:
        self.to_make = 0
        self.up_to_date = 0
        self.outcomes: list[Outcome] = []

    def start(self, to_make: int, up_to_date: int) -> None:
        self.to_make, self.up_to_date = to_make, up_to_date

    def ended(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)


def runner_of(root: Path) -> Execute:
    """Return what carries out plans of the project at `root`, with two workers."""

    def run(plan: Plan, executor: Executor | None = None, **choice: Any) -> Run:
        return run_plan(
            plan,
            project=described(root),
            executor=executor or LocalExecutor(2),
            progress=Silent(),
            **choice,
        )

    return run


def files_below(folder: Path) -> dict[str, bytes]:
    """Return the content of a run's files by path, without its lock."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }

"""What the tests of batches share: invented parameters, a finding, and names of fixtures' types."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from egovbench.batch.config import RunConfig
from egovbench.batch.plan import Plan, make_plan

DECLARED = """\
# An invented notebook's parameters
focal: str = "LUX"
peers: str | list[str] = "eu27"
survey: str = "msq2024"
fidelity: str = "close"
items: str = "common"
min_share: float = 1.0
gtmi_zero: str = "no"
sources: str | list[str] = "all"
answered_by: str = "any"
max_age: int = 0
fusion: str = "preferred"
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


def invented_countries() -> pd.DataFrame:
    rows = [
        ("LUX", "LU", "Luxembourg"),
        ("EST", "EE", "Estonia"),
        ("DNK", "DK", "Denmark"),
        ("NOR", "NO", "Norway"),
        ("FIN", "FI", "Finland"),
    ]
    return pd.DataFrame(rows, columns=["iso3", "iso2", "name"])


def invented_project(parent: Path) -> Path:
    """Make an invented checkout with one input table and an empty folder of notebooks."""
    root = parent / "project"
    (root / "notebooks").mkdir(parents=True)
    (root / "data").mkdir()
    (root / "data" / "invented.csv").write_text("iso3,value\nLUX,1\n", encoding="utf-8")
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
    """Return what plans runs of the project's notebooks; `sections` is A unless given."""

    def make(overrides: Mapping[str, Any] | None = None, **settings: Any) -> Plan:
        config = RunConfig(**{"notebooks": (), "sections": ["A"], **settings})
        return make_plan(
            config,
            overrides or {},
            countries=invented_countries(),
            section_titles=TITLES,
            notebooks=project / "notebooks",
            out=project / "outputs",
            root=project,
        )

    return make

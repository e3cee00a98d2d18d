"""Invented notebooks, countries and plans for the tests of batches."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from invented_runs import DECLARED, TITLES, MakePlan, WriteNotebook
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from egovbench.batch.config import RunConfig
from egovbench.batch.plan import Plan, make_plan


@pytest.fixture
def countries() -> pd.DataFrame:
    rows = [
        ("LUX", "LU", "Luxembourg"),
        ("EST", "EE", "Estonia"),
        ("DNK", "DK", "Denmark"),
        ("NOR", "NO", "Norway"),
        ("FIN", "FI", "Finland"),
    ]
    return pd.DataFrame(rows, columns=["iso3", "iso2", "name"])


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """An invented checkout with one input table and an empty folder of notebooks."""
    root = tmp_path / "project"
    (root / "notebooks").mkdir(parents=True)
    (root / "data").mkdir()
    (root / "data" / "invented.csv").write_text("iso3,value\nLUX,1\n", encoding="utf-8")
    return root


@pytest.fixture
def write_notebook(project: Path) -> WriteNotebook:
    """Write notebooks/NAME.ipynb: title, parameters, then a code cell for each source."""

    def write(name: str, *sources: str, declared: str = DECLARED, title: str | None = None) -> Path:
        cells = [new_markdown_cell(f"# {title or f'Invented {name}'}")]
        parameters = new_code_cell(declared)
        parameters.metadata["tags"] = ["parameters"]
        cells += [parameters, *(new_code_cell(source) for source in sources)]
        path = project / "notebooks" / f"{name}.ipynb"
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)
        return path

    return write


@pytest.fixture
def plan_of(project: Path, countries: pd.DataFrame, tmp_path: Path) -> MakePlan:
    """Make a plan of the project's notebooks; `sections` is A unless given."""

    def make(overrides: Mapping[str, Any] | None = None, **settings: Any) -> Plan:
        config = RunConfig(**{"notebooks": (), "sections": ["A"], **settings})
        return make_plan(
            config,
            overrides or {},
            countries=countries,
            section_titles=TITLES,
            notebooks=project / "notebooks",
            out=project / "outputs",
            root=project,
        )

    return make

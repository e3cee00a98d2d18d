from pathlib import Path

import pytest
from instant_runs import instant
from invented_runs import (
    Execute,
    MakePlan,
    WriteNotebook,
    few_countries,
    invented_project,
    notebook_writer,
    planner,
    runner_of,
)

from egovbench.base.countries import Country

__all__ = ["instant"]


@pytest.fixture
def countries() -> dict[str, Country]:
    return few_countries()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return invented_project(tmp_path)


@pytest.fixture
def write_notebook(project: Path) -> WriteNotebook:
    return notebook_writer(project)


@pytest.fixture
def plan_of(project: Path) -> MakePlan:
    return planner(project)


@pytest.fixture
def execute(project: Path) -> Execute:
    return runner_of(project)

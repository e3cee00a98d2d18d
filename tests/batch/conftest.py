from pathlib import Path

import pandas as pd
import pytest
from invented_runs import (
    MakePlan,
    WriteNotebook,
    invented_countries,
    invented_project,
    notebook_writer,
    planner,
)


@pytest.fixture
def countries() -> pd.DataFrame:
    return invented_countries()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return invented_project(tmp_path)


@pytest.fixture
def write_notebook(project: Path) -> WriteNotebook:
    return notebook_writer(project)


@pytest.fixture
def plan_of(project: Path) -> MakePlan:
    return planner(project)

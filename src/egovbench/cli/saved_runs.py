"""The argument RUN: a run configuration, a run's folder or plan, or a run's name below outputs."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from egovbench.base import paths
from egovbench.cli import completion, options

if TYPE_CHECKING:
    from egovbench.runs.plan import Plan
    from egovbench.runs.project import Project

RunArgument = Annotated[
    str,
    typer.Argument(
        metavar="RUN",
        help="A run's name below --out, its folder, or a configuration.",
        autocompletion=completion.runs,
    ),
]


def find_run(run: str, out: Path) -> "tuple[Project, Plan]":
    """Return the project and the plan of a run that was made, or of a configuration's run.

    Raises InputError where there is no such run or configuration.
    """
    from egovbench.runs.project import read_project
    from egovbench.runs.saved_plan import PLAN, read_plan

    path = Path(run)
    if path.suffix in (".yml", ".yaml"):
        _, project, plan = options.make_plan_of(path, out)
        return project, plan
    if path.suffix != ".json":
        path = (path if path.is_dir() else out / run) / PLAN
    return read_project(), read_plan(path, paths.PROJECT_ROOT)

"""The options that shape a plan, the same for every command that takes one."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from egovbench.base import paths
from egovbench.cli import completion

if TYPE_CHECKING:
    from egovbench.runs.config import RunConfig
    from egovbench.runs.plan import Plan
    from egovbench.runs.project import Project

DEFAULT_CONFIG = paths.NOTEBOOKS / "runs" / "default.yml"

Config = Annotated[Path, typer.Option(help="Run configuration; the other options go before it.")]
Focal = Annotated[
    str | None,
    typer.Option(
        help="ISO3 code of the country the reports are about.", autocompletion=completion.countries
    ),
]
Peers = Annotated[
    str | None,
    typer.Option(
        help="eu27, oecd, neighbours, region, all, a group of the configuration, or ISO3 codes "
        "with commas.",
        autocompletion=completion.peers,
    ),
]
Sections = Annotated[
    str | None,
    typer.Option(
        help="all, or letters from A to G with commas.", autocompletion=completion.sections
    ),
]
Language = Annotated[
    str | None,
    typer.Option(
        help="Language of the reports: en, fr or de.", autocompletion=completion.languages
    ),
]
Values = Annotated[
    list[str] | None,
    typer.Option(
        "--parameter",
        "-p",
        metavar="NAME=VALUE",
        help="Any parameter of the notebooks, such as replications=100; may be repeated.",
    ),
]
Out = Annotated[Path, typer.Option(help="Folder for the run's folder.")]


def make_plan_of(
    config: Path,
    focal: str | None,
    peers: str | None,
    sections: str | None,
    lang: str | None,
    values: Sequence[str] | None,
    out: Path,
) -> "tuple[RunConfig, Project, Plan]":
    """Return the configuration, the project, and the plan that the options ask for.

    Raises ParameterError or InputError for whatever a user can get wrong.
    """
    from egovbench.base.errors import ParameterError
    from egovbench.runs.config import read_config
    from egovbench.runs.plan import make_plan
    from egovbench.runs.project import read_project

    settings = read_config(config)
    project = read_project()
    given = {"focal": focal, "peers": peers, "sections": sections, "lang": lang}
    overrides = {name: value for name, value in given.items() if value is not None}
    for each in values or ():
        name, separator, value = each.partition("=")
        if not separator or not name.strip():
            raise ParameterError("parameter", each, "NAME=VALUE, such as replications=100")
        if name.strip() in overrides:
            raise ParameterError(name.strip(), value, "each parameter once")
        overrides[name.strip()] = value
    return settings, project, make_plan(settings, overrides, project=project, out=out)

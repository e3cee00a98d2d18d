"""Options of several commands: those of the parameters are made from their declarations."""

import os
from collections.abc import Callable, Mapping, Sequence
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from egovbench.base import paths
from egovbench.base.errors import ParameterError
from egovbench.base.parameters import DECLARED, Declaration
from egovbench.cli import completion

if TYPE_CHECKING:
    from egovbench.runs.config import RunConfig
    from egovbench.runs.plan import Plan
    from egovbench.runs.project import Project

DEFAULT_CONFIG = paths.NOTEBOOKS / "runs" / "default.yml"
OF_REPORTS = tuple(name for name in DECLARED if name not in ("output_dir", "section"))
"""Names of the parameters that shape the reports of a run."""

Config = Annotated[Path, typer.Option(help="Run configuration; the other options go before it.")]
Sections = Annotated[
    str | None,
    typer.Option(
        help="all, or letters from A to G with commas.", autocompletion=completion.sections
    ),
]
Values = Annotated[
    list[str] | None,
    typer.Option(
        "--parameter",
        "-p",
        metavar="NAME=VALUE",
        help="Any parameter of the notebooks, your own too; may be repeated.",
    ),
]
Run = Annotated[
    str,
    typer.Argument(
        metavar="RUN",
        help="A run's name below --out, its folder, or a configuration.",
        autocompletion=completion.runs,
    ),
]
Out = Annotated[Path, typer.Option(help="Folder for the run's folder.")]
Replace = Annotated[
    bool,
    typer.Option(
        "--replace",
        help="Replace what is known, reviewed or decided, and say which, or another source's file.",
    ),
]

_KINDS = {str: "TEXT", int: "INTEGER", float: "NUMBER"}

Command = Callable[..., None]


def takes(*names: str, defaults: bool = False) -> Callable[[Command], Command]:
    """Give a command an option for each of these parameters, in place of its `**` argument.

    The command gets them as text, None where they are not given; `read_given` turns them into
    values. With `defaults` the help shows the parameters' defaults.
    """

    def with_options(command: Command) -> Command:
        own = signature(command).parameters.values()
        kept = [each for each in own if each.kind is not Parameter.VAR_KEYWORD]
        made = [_option(DECLARED[name], defaults) for name in names]
        vars(command)["__signature__"] = Signature([*kept, *made])
        return command

    return with_options


def read_given(given: Mapping[str, str | Sequence[str] | None]) -> dict[str, Any]:
    """Return the options that were given, as values: numbers as such, files from the root."""
    return {
        name: _value(name, text if isinstance(text, str) else ",".join(text))
        for name, text in given.items()
        if text is not None
    }


def make_plan_of(
    config: Path,
    out: Path,
    *,
    sections: str | None = None,
    values: Sequence[str] | None = None,
    given: Mapping[str, str | Sequence[str] | None] | None = None,
) -> "tuple[RunConfig, Project, Plan]":
    """Return the configuration, the project, and the plan that the options ask for.

    Raises ParameterError or InputError for whatever a user can get wrong.
    """
    from egovbench.runs.config import read_config
    from egovbench.runs.plan import make_plan
    from egovbench.runs.project import read_project

    project = read_project()
    settings = read_config(config)
    overrides = read_given({**(given or {}), "sections": sections})
    for each in values or ():
        name, separator, value = each.partition("=")
        if not separator or not name.strip():
            raise ParameterError("parameter", each, "NAME=VALUE, such as replications=100")
        if name.strip() in overrides:
            raise ParameterError(name.strip(), value, "each parameter once")
        overrides[name.strip()] = _value(name.strip(), value)
    return settings, project, make_plan(settings, overrides, project=project, out=out)


def check_new_workbook(out: Path) -> None:
    """Raise ParameterError unless a new workbook can be called so."""
    if out.suffix != ".xlsx":
        raise ParameterError("out", str(out), "a file name that ends in .xlsx")
    if out.exists():
        raise ParameterError("out", str(out), "a file that does not exist yet")


def find_run(run: str, out: Path) -> "tuple[Project, Plan]":
    """Return the project and the plan of a run that was made, or of a configuration's run.

    Raises InputError where there is no such run or configuration.
    """
    from egovbench.runs.plan import read_plan
    from egovbench.runs.project import read_project
    from egovbench.site import PLAN

    path = Path(run)
    if path.suffix in (".yml", ".yaml"):
        _, project, plan = make_plan_of(path, out)
        return project, plan
    if path.suffix != ".json":
        path = (path if path.is_dir() else out / run) / PLAN
    return read_project(), read_plan(path, paths.PROJECT_ROOT)


def _option(declared: Declaration, defaults: bool) -> Parameter:
    meaning = f"{declared.meaning[0].upper()}{declared.meaning[1:]}"
    valid = f": {declared.valid.removeprefix('one of ')}" if declared.choices else ""
    option = typer.Option(
        metavar=_KINDS[declared.kind],
        help=f"{meaning}{valid}.",
        show_default=str(declared.default) if defaults else False,
        autocompletion=completion.values_of(declared),
    )
    kind: Any = list[str] | None if declared.several else str | None
    annotation = Annotated[kind, option]
    return Parameter(declared.name, Parameter.KEYWORD_ONLY, default=None, annotation=annotation)


def _value(name: str, text: str) -> Any:
    """Return an option's text as a value; a path counts from where one stands, then the root.

    It becomes one from the root, wherever that is: runs keep it, and name nobody's home.
    """
    if name not in DECLARED:
        return text
    path = Path(os.path.realpath(text))
    if not DECLARED[name].file or not path.is_file():
        return DECLARED[name].read(text)
    return os.path.relpath(path, paths.PROJECT_ROOT.resolve())

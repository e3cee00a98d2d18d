"""The commands and where each stands; a command's module is imported when it is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand

from egovbench.cli.examples import epilog_of


@dataclass(frozen=True)
class _Place:
    """A command's module in this package, its function, and the class that shows its help."""

    module: str
    function: str
    shown_by: str = ""


_PLACES: Mapping[str, _Place] = {
    "ingest": _Place("ingest", "ingest"),
    "code": _Place("code", "code"),
    "template": _Place("template", "template"),
    "import": _Place("import_", "import_source", shown_by="NamesSources"),
    "plan": _Place("plan", "plan"),
    "run": _Place("run", "run"),
    "status": _Place("status", "status"),
    "compare": _Place("compare", "compare"),
    "composite": _Place("composite", "composite"),
    "simulate": _Place("simulate", "simulate"),
    "gaps": _Place("gaps", "gaps"),
    "validate": _Place("validate", "validate"),
}

NAMES = tuple(_PLACES)
"""The names of the commands, in the order of the help."""


def find_command(name: str) -> Any:
    """Return the command called `name`, ready to run; None where there is none."""
    place = _PLACES.get(name)
    if place is None:
        return None
    module = import_module(f"egovbench.cli.{place.module}")
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    shown_by = getattr(module, place.shown_by) if place.shown_by else TyperCommand
    app.command(name, cls=shown_by, epilog=epilog_of(name))(getattr(module, place.function))
    return typer.main.get_command(app)

"""The command line; each command stands in a module of its own, imported when it is used."""

import sys
from io import TextIOWrapper
from typing import Any

import typer
from typer.core import TyperGroup

from egovbench import __version__
from egovbench.cli.commands import NAMES, find_command
from egovbench.errors import EgovbenchError


class _Commands(TyperGroup):
    """Finds commands when they are asked for; shows a fault of the input as one line."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(NAMES)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        return find_command(cmd_name)

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except EgovbenchError as fault:
            print(f"egovbench: {fault}", file=sys.stderr)
            raise typer.Exit(fault.exit_code) from None


app = typer.Typer(
    cls=_Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Compare governments' answers to the UN Member States Questionnaire.",
)


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"egovbench {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    version: bool = typer.Option(
        False, "--version", callback=_show_version, is_eager=True, help="Show the version."
    ),
) -> None:
    pass


def main() -> None:
    """Run the command line; what a stream's encoding lacks is written as an escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    app()

"""The command line; each command stands in a module of its own, imported when it is used."""

import os
import sys
from io import BufferedWriter, FileIO, TextIOWrapper
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from egovbench import __version__
from egovbench.base.errors import EgovbenchError
from egovbench.base.visible_text import visible
from egovbench.cli.commands import NAMES, epilog_of, find_command


class _Commands(TyperGroup):
    """Finds commands when they are asked for; shows a fault of the input as one line."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(NAMES)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        return find_command(cmd_name)

    def invoke(self, ctx: Any) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except EgovbenchError as fault:
            print(f"egovbench: {fault}", file=sys.stderr)
            raise typer.Exit(fault.exit_code) from None
        except OSError as fault:
            print(f"egovbench: {_described(fault)}", file=sys.stderr)
            raise typer.Exit(EgovbenchError.exit_code) from None
        return result


def _described(fault: OSError) -> str:
    """Return what the system refused; without a file's name it is mostly what was printed."""
    if fault.filename is None:
        # Else the interpreter tries once more to write it when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    place = "" if fault.filename is None else f"{fault.filename}: "
    return visible(f"{place}{fault.strerror or fault}")


app = typer.Typer(
    cls=_Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Compare governments' answers to the UN Member States Questionnaire.",
    epilog=epilog_of(""),
)


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"egovbench {__version__}")
        raise typer.Exit


def _choose_project(folder: Path | None) -> None:
    if folder is not None:
        os.environ["EGOVBENCH_PROJECT"] = os.path.realpath(folder)  # which base.paths reads


@app.callback()
def _common(
    project: Annotated[
        Path | None,
        typer.Option(
            callback=_choose_project,
            is_eager=True,
            help="Folder with the project's data and notebooks, if not the clone that holds this "
            "program or the working folder.",
        ),
    ] = None,
    version: bool = typer.Option(
        False, "--version", callback=_show_version, is_eager=True, help="Show the version."
    ),
) -> None:
    pass


class _Stream(FileIO):
    """Standard output or error: what nobody reads any more is dropped, and the command goes on."""

    def write(self, content: Any) -> int:
        try:
            return super().write(content) or 0
        except BrokenPipeError:
            return len(content)


def _open_streams() -> None:
    """Open what is closed, so that no other file takes its place, and hear no broken pipe.

    What a stream's encoding lacks is written as an escape.
    """
    while (handle := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(handle)
    for name, handle in (("stdout", 1), ("stderr", 2)):
        former = getattr(sys, name)
        writer = BufferedWriter(_Stream(handle, "wb", closefd=False))
        encoding = former.encoding if former else "utf-8"
        lines = handle == 2 or os.isatty(handle)
        stream = TextIOWrapper(writer, encoding, "backslashreplace", line_buffering=lines)
        setattr(sys, name, stream)


def main() -> None:
    """Run the command line."""
    _open_streams()
    app()

"""Registers the commands; imported when the program runs, so that a library user pays nothing."""

import typer

from egovbench.cli.code import code
from egovbench.cli.composite import composite
from egovbench.cli.ingest import ingest
from egovbench.cli.run import run


def register(app: typer.Typer) -> None:
    """Add every command to `app`."""
    app.command()(ingest)
    app.command()(code)
    app.command()(run)
    app.command()(composite)

"""Registers the commands; imported when the program runs, so that a library user pays nothing."""

import typer

from egovbench.cli.code import code
from egovbench.cli.composite import composite
from egovbench.cli.gaps import gaps
from egovbench.cli.import_ import NamesSources, import_source
from egovbench.cli.ingest import ingest
from egovbench.cli.run import run
from egovbench.cli.simulate import simulate
from egovbench.cli.template import template
from egovbench.cli.validate import validate


def register(app: typer.Typer) -> None:
    """Add every command to `app`."""
    app.command()(ingest)
    app.command()(code)
    app.command()(template)
    app.command("import", cls=NamesSources)(import_source)
    app.command()(run)
    app.command()(composite)
    app.command()(simulate)
    app.command()(gaps)
    app.command()(validate)

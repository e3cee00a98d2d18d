"""`egovbench import`: from other bodies' data to the project's tables."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from egovbench.base import paths


class NamesSources(TyperCommand):
    """Names the registered sources in its help, read only when the help is asked for."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help, with the sources below it."""
        from egovbench.others.sources import SOURCES

        self.epilog = f"{self.epilog}\n\nSources: {', '.join(SOURCES)}."
        super().format_help(ctx, formatter)


SHOWN_BY = NamesSources


def import_(
    source: Annotated[
        str, typer.Argument(help="A source named below, or indices for the published indices.")
    ],
    files: Annotated[
        list[Path], typer.Argument(help="Tables of the source; for indices the folder of them.")
    ],
    details: Annotated[
        Path | None, typer.Option(help="A further table of the source, with names and links.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="The table to write, if not the project's own.")
    ] = None,
) -> None:
    """Turn another body's data into a table of coded answers, or of published indices."""
    from egovbench.base.schemas import COUNTRIES_TABLE, OTHERS_TABLE
    from egovbench.base.tables import read_table, write_table
    from egovbench.others.sources import import_answers

    if source == "indices":
        _import_indices(files, details, out)
        return
    countries = read_table(paths.COUNTRIES, COUNTRIES_TABLE)["iso3"].tolist()
    given = files if details is None else [*files, details]
    imported = import_answers(source, given, countries)
    for edition, variables in imported.missing.items():
        print(f"warning: {edition} has no column {', '.join(variables)}", file=sys.stderr)
    target = out or paths.OTHERS / f"{source}.csv"
    write_table(imported.answers, target, OTHERS_TABLE)
    n_countries = imported.answers["iso3"].nunique()
    print(f"{source}: {len(imported.answers)} answers of {n_countries} countries -> {target}")


def _import_indices(files: list[Path], details: Path | None, out: Path | None) -> None:
    from egovbench.base.errors import ParameterError
    from egovbench.base.schemas import INDICES_TABLE
    from egovbench.base.tables import write_table
    from egovbench.others.index_tables import import_indices

    if len(files) != 1 or details is not None:
        raise ParameterError("files", " ".join(map(str, files)), "one folder, without --details")
    target = out or paths.INDICES / "indices.csv"
    indices = import_indices(files[0])
    write_table(indices, target, INDICES_TABLE)
    print(f"indices: {len(indices)} values of {indices['index'].nunique()} indices -> {target}")

"""`egovbench ingest`: from documents to responses and codes."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from egovbench.base import paths
from egovbench.base.visible_text import visible
from egovbench.cli import completion
from egovbench.cli.tables import print_table

if TYPE_CHECKING:
    import pandas as pd

    from egovbench.documents.collection import FileResult
    from egovbench.questionnaire import Codebook


def ingest(
    sources: Annotated[
        list[Path],
        typer.Argument(help="Files, or folders of them: PDF, text, .xlsx, .csv, coding sheets."),
    ],
    country: Annotated[
        str | None,
        typer.Option(
            help="ISO3 code, where the document does not name its country.",
            autocompletion=completion.countries,
        ),
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder for a country's responses.")] = paths.RESPONSES,
    codes: Annotated[
        Path, typer.Option(help="Folder for a country's codes, of coding sheets.")
    ] = paths.CODES,
    masked: Annotated[
        Path | None,
        typer.Option(help="Folder for a copy of each text without personal data."),
    ] = None,
    report: Annotated[
        Path | None, typer.Option(help="File for the table of what was read, as JSON.")
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="Say more of each file.")] = False,
) -> None:
    """Read filled-in questionnaires and coding sheets, whatever their form, by their content.

    Answers go to OUT/<ISO3>.csv, one row a question, those of another wave of the questionnaire to
    OUT/<ISO3>-<survey>.csv; coding sheets go to CODES/<ISO3>.csv. Names and e-mail addresses of
    respondents are dropped. A file that cannot be read is named and the others are read; then the
    command ends with 1. Of several files of one country the one completed last counts; where that
    is not known, the one with more answers.
    """
    from egovbench.base.countries import read_countries
    from egovbench.base.errors import InputError, ParameterError
    from egovbench.base.files import write_text
    from egovbench.base.parameters import check_country
    from egovbench.base.schemas import COUNTRIES_TABLE
    from egovbench.base.tables import read_table
    from egovbench.documents.collection import (
        details,
        find_files,
        report_json,
        summary,
        write_results,
    )
    from egovbench.questionnaire import read_codebook

    codebook = read_codebook(paths.CODEBOOK)
    countries = read_table(paths.COUNTRIES, COUNTRIES_TABLE)
    written = [path for path in (out, codes, masked, report) if path is not None]
    files, left_out = find_files(sources, written)
    if not files and not left_out:
        given = ", ".join(map(str, sources))
        raise InputError(given, "found no files; expected questionnaires or coding sheets")
    if country is not None and len(files) > 1:
        raise ParameterError("country", country, "a single file, since it names one country")
    if country is not None:
        check_country("country", country, read_countries(paths.COUNTRIES))
    results = _read(files, codebook, countries, country)
    targets = write_results(results, codebook.id, out, codes, masked)
    results = [*results, *left_out]
    for result in results:
        lines = [line for each in result.documents.read for line in each.warnings]
        lines += [f"{result.path.name}: {note}" for note in result.documents.notes]
        for line in lines:
            print(f"warning: {visible(line)}", file=sys.stderr)
        if result.result == "failed":
            print(f"egovbench: {visible(f'{result.path}: {result.reason}')}", file=sys.stderr)
        for line in details(result) if verbose else ():
            print(visible(f"{result.path.name}: {line}"))
    if any(result.result != "failed" for result in results) or len(results) > 1:
        rows = [(each.path, each.kind, each.result, summary(each)) for each in results]
        print_table(["file", "kind", "result", "what was read, or why not"], rows)
    if report is not None:
        write_text(report, report_json(results, targets))
    if any(result.result == "failed" for result in results):
        raise typer.Exit(1)


def _read(
    files: Sequence[Path], codebook: "Codebook", countries: "pd.DataFrame", country: str | None
) -> "list[FileResult]":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from egovbench.documents.collection import read_files

    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=True,
    ) as progress:
        task = progress.add_task("reading", total=len(files))

        def advance(result: "FileResult") -> None:
            progress.update(task, advance=1, description=visible(result.path.name))

        return read_files(files, codebook, countries, country, advance)

"""`egovbench ingest`: from documents to responses."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from egovbench import paths


def ingest(
    files: Annotated[list[Path], typer.Argument(help="Questionnaires as text.")],
    country: Annotated[
        str | None,
        typer.Option(help="ISO3 code, where the document does not name its country."),
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder for one table a country.")] = paths.RESPONSES,
    masked: Annotated[
        Path | None,
        typer.Option(help="Folder for a copy of each document without personal data."),
    ] = None,
) -> None:
    """Read filled-in questionnaires and write one row for each question to OUT/<ISO3>.csv.

    Names and e-mail addresses of respondents are dropped. Example:
    egovbench ingest data/raw/luxembourg_msq.txt
    """
    from egovbench.codebook import read_codebook
    from egovbench.errors import InputError, ParameterError
    from egovbench.ingest.responses import read_document
    from egovbench.ingest.tables import read_table, write_table
    from egovbench.ingest.writing import write_text
    from egovbench.schemas import COUNTRIES_TABLE, RESPONSES_TABLE

    codebook = read_codebook(paths.CODEBOOK)
    countries = read_table(paths.COUNTRIES, COUNTRIES_TABLE)
    if country is not None and len(files) > 1:
        raise ParameterError("country", country, "a single file, since it names one country")
    documents = [read_document(file, codebook, countries, country) for file in files]
    countries_read = [document.iso3 for document in documents]
    for file, iso3 in zip(files, countries_read, strict=True):
        if countries_read.count(iso3) > 1:
            raise InputError(file, f"one of several files of {iso3}; expected one file a country")
    for file, document in zip(files, documents, strict=True):
        for warning in document.warnings:
            print(f"warning: {warning}", file=sys.stderr)
        target = out / f"{document.iso3}.csv"
        write_table(document.responses, target, RESPONSES_TABLE)
        if masked is not None:
            write_text(masked / file.name, document.masked_text)
        statuses = document.responses["status"].value_counts()
        shown = ", ".join(f"{n} {str(status).replace('_', ' ')}" for status, n in statuses.items())
        print(f"{document.iso3}: {len(document.responses)} items ({shown}) -> {target}")

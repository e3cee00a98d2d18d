"""Commands from documents and other bodies' data to the project's tables, and their check."""

import dataclasses
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import click
import typer

from egovbench.base import paths
from egovbench.base.confined import prepare
from egovbench.base.countries import read_countries
from egovbench.base.errors import InputError, ParameterError, WriteError
from egovbench.base.files import as_closed_as, check_place, read_once, write_bytes, write_new
from egovbench.base.parameters import DEFAULTS, check_country
from egovbench.base.visible_text import visible
from egovbench.cli import completion, options
from egovbench.cli.tables import (
    grouped,
    may_replace,
    print_fault,
    print_table,
    print_warning,
    print_warnings,
)
from egovbench.questionnaire import read_codebook

if TYPE_CHECKING:
    import pandas as pd
    from pandera.pandas import DataFrameSchema

    from egovbench.documents.collection import FileResult
    from egovbench.documents.readings import Documents
    from egovbench.questionnaire import Codebook

_NOT_UNPACKED = {".txt", ".csv"}  # by their names, before anything is read
_LABEL = re.compile(r"(?:[A-Z]{3}-|(?<![a-z0-9-]))[a-z0-9-]+\.[a-z]+")


def ingest(
    sources: Annotated[
        list[Path],
        typer.Argument(
            help="Files, or folders of them: PDF, text, .xlsx, .csv, coding sheets, reviews."
        ),
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
        Path, typer.Option(help="Folder for a country's codes, of coding sheets and reviews.")
    ] = paths.CODES,
    reviews: Annotated[
        Path, typer.Option(help="Folder for a country's decisions, of reviews.")
    ] = paths.REVIEWS,
    masked: Annotated[
        Path | None,
        typer.Option(help="Folder for a copy of each text without personal data."),
    ] = None,
    report: Annotated[
        Path | None, typer.Option(help="File for the table of what was read, as JSON.")
    ] = None,
    replace: options.Replace = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Say more of each file.")] = False,
) -> None:
    """Read filled-in questionnaires and coding sheets, whatever their form, by their content.

    Answers go to OUT/<ISO3>.csv, one row per question, those of another wave of the questionnaire
    to OUT/<ISO3>-<survey>.csv; coding sheets go to CODES/<ISO3>.csv, decisions of reviews to
    REVIEWS/<ISO3>.csv, and the codes that they decide to CODES. Names and e-mail addresses of
    respondents are dropped. A file that cannot be read is named and the others are read; then the
    command ends with 1. Of several files of one country the one completed last counts; where that
    is not known, the one with more answers. Codes of coding sheets that would replace known or
    reviewed ones, and decisions that would replace others, are shown and not written, and the
    command ends with 2, unless --replace is given; so it ends where a decision is left out, because
    the answer is another one since the sheet was made.
    """
    if any(source.suffix.lower() not in _NOT_UNPACKED for source in sources):
        # Which take as long to import as they do here.
        prepare("egovbench.documents.collection", "egovbench.documents.pdf.reader")
    from egovbench.base.schemas import COUNTRIES_TABLE
    from egovbench.base.tables import read_table
    from egovbench.cli.review import count_review, store_review, up_to_date
    from egovbench.documents import collection

    paths.check_data(paths.DATA)
    codebook = read_once(read_codebook, paths.CODEBOOK)
    countries = read_table(paths.COUNTRIES, COUNTRIES_TABLE)
    written = [path for path in (out, codes, reviews, masked, report) if path is not None]
    files, left_out = collection.find_files(sources, written)
    if not files and not left_out:
        given = ", ".join(map(str, sources))
        raise InputError(given, "found no files; expected questionnaires or coding sheets")
    if country is not None and len(files) > 1:
        raise ParameterError("country", country, "a single file, since it names one country")
    if country is not None:
        check_country("country", country, read_once(read_countries, paths.COUNTRIES))
    click.get_current_context().with_resource(as_closed_as(files))
    results, stays = [], False
    for result in _read(files, codebook, countries, country):
        documents, reasons = _writable(result.documents, out, codes, masked, replace, files)
        results.append(collection.keeping(result, documents, reasons))
        stays = stays or bool(reasons)
    targets = collection.write_results(results, codebook.id, out, codes, masked)
    for place, result in enumerate(results):
        kept, reasons = [], []
        for each in result.documents.reviews:
            review = up_to_date(each, out, codebook)
            stays = stays or len(review.decisions) < len(each.decisions)
            if len(review.decisions):
                stored = store_review(review, reviews, codebook, replace)
                if stored is None:
                    reasons.append(f"the decisions on {each.iso3} stay as they are")
                    continue
                targets[each.iso3, each.survey, "reviews"], decisions = stored
                count_review(review, decisions, out, codes, codebook)
            kept.append(each)
        documents = dataclasses.replace(result.documents, reviews=tuple(kept))
        results[place] = collection.keeping(result, documents, reasons)
        stays = stays or bool(reasons)
    results += left_out
    names = {each.label: each.path.name for each in results}

    def by_name(line: str) -> str:
        """Return a line with the names of files, which nobody but their user sees."""
        return _LABEL.sub(lambda found: names.get(found[0], found[0]), line)

    for result in results:
        lines = [line for each in result.documents.read for line in each.warnings]
        lines = [by_name(line) for line in (*lines, *result.documents.notes)]
        print_warnings(result.path.name, lines if verbose else grouped(lines))
        if result.result == "failed":
            print_fault(f"{result.path}: {result.reason}")
        for line in collection.details(result) if verbose else ():
            print(visible(f"{result.path.name}: {line}"))
    if any(result.result != "failed" for result in results) or len(results) > 1:
        rows = [
            (each.path, each.kind, each.result, by_name(collection.summary(each)))
            for each in results
        ]
        print_table(["file", "kind", "result", "what was read, or why not"], rows)
    if report is not None:
        write_new({report: collection.report_json(results, targets)}, files, replace=True)
    if stays:
        raise typer.Exit(2)
    if any(result.result == "failed" for result in results):
        raise typer.Exit(1)


def _writable(
    documents: "Documents",
    out: Path,
    codes: Path,
    masked: Path | None,
    replace: bool,
    inputs: Sequence[Path],
) -> "tuple[Documents, list[str]]":
    """Return what of a file's tables and copies may be written, and why the rest is not."""
    from egovbench.documents.collection import masked_copy

    own = read_once(read_codebook, paths.CODEBOOK).id
    read, tables, reasons = [], [], []
    for document in documents.read:
        target = paths.country_table(out, document.iso3, document.survey, own)
        may = _may_write(document.responses, target, replace, inputs)
        if may and masked is not None and document.masked_text:
            copy = masked_copy(masked, document)
            may = _may_stand(copy, document.masked_text, replace, inputs)
        if may:
            read.append(document)
        else:
            reasons.append(f"the answers of {document.iso3} stay as they are")
    for table in documents.codes:
        iso3 = str(table["iso3"].iloc[0])
        if _may_write(table, codes / f"{iso3}.csv", replace, inputs):
            tables.append(table)
        else:
            reasons.append(f"the codes of {iso3} stay as they are")
    return dataclasses.replace(documents, read=tuple(read), codes=tuple(tables)), reasons


def _may_stand(target: Path, text: str, replace: bool, inputs: Sequence[Path]) -> bool:
    """Return whether a text may be written to `target`, and say why not."""
    try:
        check_place(target, text, inputs, replace=replace)
    except WriteError as fault:
        print_fault(str(fault))
        return False
    return True


def _may_write(table: "pd.DataFrame", target: Path, replace: bool, inputs: Sequence[Path]) -> bool:
    """Return whether a country's responses or codes may be written, and say what they replace.

    Raises InputError where what stands at `target` is no such table.
    """
    from egovbench.base.schemas import CODES_TABLE, RESPONSES_TABLE
    from egovbench.base.tables import csv_text, read_table
    from egovbench.questionnaire.replacing import changed_answers, changed_responses

    are_codes = "code" in table.columns
    schema, what = (CODES_TABLE, "codes") if are_codes else (RESPONSES_TABLE, "responses")
    if not _may_stand(target, csv_text(table), True, inputs):
        return False
    if not target.exists():
        return True
    try:
        standing = read_table(target, schema)
    except InputError:
        if replace:
            return True
        found = f"no table of {what} as this version reads it; --replace writes a new one over it"
        raise InputError(target, found) from None
    if are_codes:
        changes = changed_answers(standing, table)
        n_replaced, what = int(changes["replaced"].sum()), "known or reviewed answers"
    else:
        changes = changed_responses(standing, table)
        n_replaced, what = len(changes), "answers"
    if not n_replaced:
        return True
    columns = ["item", "before", "after"]
    rows = changes[columns].to_numpy().tolist()
    return may_replace(target, replace, what, n_replaced, columns, rows)


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


def code(
    responses: Annotated[list[Path], typer.Argument(help="Tables that ingest wrote.")],
    out: Annotated[Path, typer.Option(help="Folder for a table per country.")] = paths.CODES,
    replace: options.Replace = False,
) -> None:
    """Code the scored items of each country and write OUT/<ISO3>.csv.

    Answers of another wave go to OUT/<ISO3>-<survey>.csv. Decisions in data/reviews/ under the same
    name win over the rules. Codes that would replace known or reviewed ones are shown and not
    written, and the command ends with 2, unless --replace is given.
    """
    from egovbench.base.schemas import CODES_TABLE, RESPONSES_TABLE, REVIEWS_TABLE
    from egovbench.base.tables import read_table, write_table
    from egovbench.questionnaire.agreement import agreement
    from egovbench.questionnaire.coding import code_responses, needing_review, with_reviews

    paths.check_data(paths.DATA)
    codebook = read_once(read_codebook, paths.CODEBOOK)
    kept = False
    click.get_current_context().with_resource(as_closed_as(responses))
    for path in responses:
        found = code_responses(read_table(path, RESPONSES_TABLE), codebook)
        for (iso3, survey), codes in found.groupby(["iso3", "survey"]):
            target = paths.country_table(out, str(iso3), str(survey), codebook.id)
            review = paths.REVIEWS / target.name
            final = codes
            if review.exists():
                final = with_reviews(codes, read_table(review, REVIEWS_TABLE))
            if not _may_write(final, target, replace, responses):
                kept = True
                continue
            write_table(final, target, CODES_TABLE)
            counts = final["code"].value_counts()
            shown = ", ".join(f"{n} {str(name).replace('_', ' ')}" for name, n in counts.items())
            print(f"{iso3}: {len(final)} items ({shown}) -> {target}")
            reviewed = final["rule"] == "review"
            result = agreement(codes.loc[reviewed, "code"], final.loc[reviewed, "code"])
            if result.n:
                print(
                    f"{iso3}: rules and review agree on {result.share:.0%} of {result.n} reviewed "
                    f"items (Cohen's kappa {result.kappa:.2f})"
                )
            waiting = needing_review(final)["item"].tolist()
            if waiting:
                print(f"{iso3}: coded by weak evidence, not reviewed: {waiting}")
    if kept:
        raise typer.Exit(2)


def template(
    country: Annotated[
        str, typer.Argument(help="ISO3 code of the country.", autocompletion=completion.countries)
    ],
    out: Annotated[Path, typer.Option(help="Workbook (.xlsx) to write; it must not exist yet.")],
) -> None:
    """Write a coding sheet for a country: one row per item, with lists of the allowed codes.

    The country's own codes are filled in, and where it has none those of other sources.
    """
    import pandas as pd

    from egovbench.comparison.data import load_data
    from egovbench.documents.sheets.coding_sheet import coding_template
    from egovbench.others.fusion import as_codes, fuse_answers, usable_answers

    data = load_data()
    check_country("country", country, data.countries)
    options.check_new_workbook(out)
    codebook = data.codebook
    coded = (data.own_codes["iso3"] == country) & (data.own_codes["survey"] == codebook.id)
    own = data.own_codes[coded]
    answers = usable_answers(
        data.others[data.others["iso3"] == country], DEFAULTS.fidelity, DEFAULTS.no_or_unknown
    )
    said = fuse_answers(answers, DEFAULTS.fusion)
    borrowed = as_codes(said[~said["item"].isin(own["item"])])
    codes = pd.concat([own, borrowed])
    name = data.countries[country].name
    write_bytes(out, coding_template(country, name, codebook, codes, said, data.source_titles))
    print(
        f"{country}: {len(codebook.scored)} items, {len(own)} filled in by the country's own codes "
        f"and {len(borrowed)} by other sources -> {out}"
    )


def import_(
    source: Annotated[
        str, typer.Argument(help="A source named below, or indices for the published indices.")
    ],
    files: Annotated[
        list[Path], typer.Argument(help="Tables of the source; for indices the folder of them.")
    ],
    out: Annotated[
        Path | None, typer.Option(help="The table to write, if not the project's own.")
    ] = None,
    replace: options.Replace = False,
) -> None:
    """Turn another body's data into a table of coded answers, or of published indices.

    Of nifo, files with names that end in .html are factsheets as published: their headings and the
    acts named there go to headings.csv and instruments.csv in the folder OUT. Its codes are made
    by reading these, and are imported from a table.
    """
    from egovbench.base.schemas import COUNTRIES_TABLE, INDICES_TABLE, OTHERS_TABLE
    from egovbench.base.tables import read_table
    from egovbench.others.index_tables import import_indices
    from egovbench.others.sources import import_answers

    paths.check_data(paths.DATA)
    if source == "indices":
        if len(files) != 1:
            found = " ".join(map(str, files))
            raise ParameterError("files", found, "one folder")
        target = out or paths.INDICES / "indices.csv"
        indices = import_indices(files[0])
        _write_import(indices, target, INDICES_TABLE, replace, files)
        print(f"indices: {len(indices)} values of {indices['index'].nunique()} indices -> {target}")
        return
    if source == "nifo" and all(file.suffix.lower() == ".html" for file in files):
        _import_factsheets(files, out or paths.FACTSHEETS, replace)
        return
    countries = read_table(paths.COUNTRIES, COUNTRIES_TABLE)["iso3"].tolist()
    imported = import_answers(source, files, countries)
    for edition, variables in imported.missing.items():
        print_warning(f"{edition} has no column {', '.join(variables)}")
    target = out or paths.OTHERS / f"{source}.csv"
    _write_import(imported.answers, target, OTHERS_TABLE, replace, files)
    n_countries = imported.answers["iso3"].nunique()
    print(f"{source}: {len(imported.answers)} answers of {n_countries} countries -> {target}")


def _write_import(
    table: "pd.DataFrame",
    target: Path,
    schema: "DataFrameSchema",
    replace: bool,
    files: Sequence[Path],
) -> None:
    """Write a table over one of the same source, another file only with `replace`.

    The same source has an edition or an index in common.
    """
    from egovbench.base.tables import checked, csv_text, read_table

    of = "index" if "index" in table.columns else "survey"
    text = csv_text(checked(table, schema, target))
    try:
        own = not set(read_table(target, schema)[of]).isdisjoint(table[of])
    except InputError:
        own = False
    write_new({target: text}, files, replace=replace or own)


def _import_factsheets(files: Sequence[Path], out: Path, replace: bool) -> None:
    from egovbench.base import schemas
    from egovbench.base.tables import checked, csv_text, read_table
    from egovbench.others.factsheets import read_factsheets

    found = read_factsheets(files, read_table(paths.COUNTRIES, schemas.COUNTRIES_TABLE))
    for remark in grouped(found.remarks):
        print_warning(remark)
    tables = (
        ("headings", found.headings, schemas.FACTSHEET_HEADINGS_TABLE),
        ("instruments", found.instruments, schemas.FACTSHEET_INSTRUMENTS_TABLE),
    )
    texts = {
        out / f"{name}.csv": csv_text(checked(table, schema, out)) for name, table, schema in tables
    }
    write_new(texts, files, replace=replace or out == paths.FACTSHEETS)
    print(
        f"nifo: {len(files)} factsheets of {found.headings['iso3'].nunique()} countries, "
        f"{len(found.headings)} headings, {len(found.instruments)} acts and systems -> {out}"
    )


def validate(
    data: Annotated[Path, typer.Argument(help="Folder of the data.")] = paths.DATA,
    describe: Annotated[
        bool, typer.Option("--describe", help="Write datapackage.json anew before the check.")
    ] = False,
) -> None:
    """Check every table below data/; name file, row and column of faults.

    Codebook, crosswalks and datapackage.json are checked as well.
    """
    from egovbench.data.datapackage import write_datapackage
    from egovbench.data.validation import find_faults

    if describe:
        print(f"described in {write_datapackage(data)}")
    faults = find_faults(data)
    for fault in faults:
        print(visible(str(fault)), file=sys.stderr)
    if faults:
        print_fault(f"{len(faults)} faults in {data}")
        raise typer.Exit(2)
    print(f"no faults in {data}")

"""Commands from documents and other bodies' data to the project's tables, and their check."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from egovbench.base import paths
from egovbench.base.countries import read_countries
from egovbench.base.errors import InputError, ParameterError
from egovbench.base.files import write_bytes, write_text
from egovbench.base.parameters import DEFAULTS, check_country
from egovbench.base.visible_text import visible
from egovbench.cli import completion, options
from egovbench.cli.tables import may_replace, print_fault, print_table, print_warning
from egovbench.questionnaire import read_codebook

if TYPE_CHECKING:
    import pandas as pd

    from egovbench.documents.collection import FileResult
    from egovbench.questionnaire import Codebook

Replace = Annotated[
    bool,
    typer.Option("--replace", help="Replace what is known, reviewed or decided, and say which."),
]


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
    replace: Replace = False,
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
    from egovbench.base.schemas import COUNTRIES_TABLE
    from egovbench.base.tables import read_table
    from egovbench.cli.review import count_review, store_review, up_to_date
    from egovbench.documents import collection

    codebook = read_codebook(paths.CODEBOOK)
    countries = read_table(paths.COUNTRIES, COUNTRIES_TABLE)
    written = [path for path in (out, codes, reviews, masked, report) if path is not None]
    files, left_out = collection.find_files(sources, written)
    if not files and not left_out:
        given = ", ".join(map(str, sources))
        raise InputError(given, "found no files; expected questionnaires or coding sheets")
    if country is not None and len(files) > 1:
        raise ParameterError("country", country, "a single file, since it names one country")
    if country is not None:
        check_country("country", country, read_countries(paths.COUNTRIES))
    results = _read(files, codebook, countries, country)
    reasons: dict[Path, str] = {}
    outdated = False
    for result in results:
        for table in result.documents.codes:
            iso3 = str(table["iso3"].iloc[0])
            if not _may_write(table, codes / f"{iso3}.csv", replace):
                reasons[result.path] = f"the codes of {iso3} stay as they are"
    results = collection.skipping(results, reasons)
    targets = collection.write_results(results, codebook.id, out, codes, masked)
    for result in results:
        for each in result.documents.reviews:
            review = up_to_date(each, out, codebook)
            outdated = outdated or len(review.decisions) < len(each.decisions)
            if review.decisions.empty:
                continue
            stored = store_review(review, reviews, codebook, replace)
            if stored is None:
                reasons[result.path] = f"the decisions on {each.iso3} stay as they are"
                continue
            targets[each.iso3, each.survey, "reviews"], decisions = stored
            count_review(review, decisions, out, codes, codebook)
    results = [*collection.skipping(results, reasons), *left_out]
    for result in results:
        lines = [line for each in result.documents.read for line in each.warnings]
        lines += [f"{result.path.name}: {note}" for note in result.documents.notes]
        for line in lines:
            print_warning(line)
        if result.result == "failed":
            print_fault(f"{result.path}: {result.reason}")
        for line in collection.details(result) if verbose else ():
            print(visible(f"{result.path.name}: {line}"))
    if any(result.result != "failed" for result in results) or len(results) > 1:
        rows = [(each.path, each.kind, each.result, collection.summary(each)) for each in results]
        print_table(["file", "kind", "result", "what was read, or why not"], rows)
    if report is not None:
        write_text(report, collection.report_json(results, targets))
    if reasons or outdated:
        raise typer.Exit(2)
    if any(result.result == "failed" for result in results):
        raise typer.Exit(1)


def _may_write(codes: "pd.DataFrame", target: Path, replace: bool) -> bool:
    """Return whether a country's codes may be written to `target`, and say what they replace there.

    Raises InputError where what stands there is no table of codes.
    """
    from egovbench.base.schemas import CODES_TABLE
    from egovbench.base.tables import read_table
    from egovbench.questionnaire.replacing import changed_answers

    if not target.exists():
        return True
    try:
        standing = read_table(target, CODES_TABLE)
    except InputError:
        if replace:
            return True
        found = "no table of codes as this version reads it; --replace writes a new one over it"
        raise InputError(target, found) from None
    changes = changed_answers(standing, codes)
    n_replaced = int(changes["replaced"].sum())
    if not n_replaced:
        return True
    columns = ["item", "before", "after"]
    rows = changes[columns].to_numpy().tolist()
    return may_replace(target, replace, "known or reviewed answers", n_replaced, columns, rows)


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
    replace: Replace = False,
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

    paths.refuse_former_layout(paths.DATA)
    codebook = read_codebook(paths.CODEBOOK)
    kept = False
    for path in responses:
        found = code_responses(read_table(path, RESPONSES_TABLE), codebook)
        for (iso3, survey), codes in found.groupby(["iso3", "survey"]):
            target = paths.country_table(out, str(iso3), str(survey), codebook.id)
            review = paths.REVIEWS / target.name
            final = codes
            if review.exists():
                final = with_reviews(codes, read_table(review, REVIEWS_TABLE))
            if not _may_write(final, target, replace):
                kept = True
                continue
            write_table(final, target, CODES_TABLE, source=path)
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
) -> None:
    """Turn another body's data into a table of coded answers, or of published indices.

    Of nifo, files with names that end in .html are factsheets as published: their headings and the
    acts named there go to headings.csv and instruments.csv in the folder OUT. Its codes are made
    by reading these, and are imported from a table.
    """
    from egovbench.base.schemas import COUNTRIES_TABLE, INDICES_TABLE, OTHERS_TABLE
    from egovbench.base.tables import read_table, write_table
    from egovbench.others.index_tables import import_indices
    from egovbench.others.sources import import_answers

    if source == "indices":
        if len(files) != 1:
            found = " ".join(map(str, files))
            raise ParameterError("files", found, "one folder")
        target = out or paths.INDICES / "indices.csv"
        indices = import_indices(files[0])
        write_table(indices, target, INDICES_TABLE)
        print(f"indices: {len(indices)} values of {indices['index'].nunique()} indices -> {target}")
        return
    if source == "nifo" and all(file.suffix.lower() == ".html" for file in files):
        _import_factsheets(files, out or paths.FACTSHEETS)
        return
    countries = read_table(paths.COUNTRIES, COUNTRIES_TABLE)["iso3"].tolist()
    imported = import_answers(source, files, countries)
    for edition, variables in imported.missing.items():
        print_warning(f"{edition} has no column {', '.join(variables)}")
    target = out or paths.OTHERS / f"{source}.csv"
    write_table(imported.answers, target, OTHERS_TABLE)
    n_countries = imported.answers["iso3"].nunique()
    print(f"{source}: {len(imported.answers)} answers of {n_countries} countries -> {target}")


def _import_factsheets(files: Sequence[Path], out: Path) -> None:
    from egovbench.base import schemas
    from egovbench.base.tables import read_table, write_table
    from egovbench.others.factsheets import read_factsheets

    found = read_factsheets(files, read_table(paths.COUNTRIES, schemas.COUNTRIES_TABLE))
    for remark in found.remarks:
        print_warning(remark)
    write_table(found.headings, out / "headings.csv", schemas.FACTSHEET_HEADINGS_TABLE)
    write_table(found.instruments, out / "instruments.csv", schemas.FACTSHEET_INSTRUMENTS_TABLE)
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

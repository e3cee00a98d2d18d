"""`egovbench review`: a workbook for reviewers, what two differ on, and what they decided."""

from dataclasses import replace
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from egovbench.base import paths
from egovbench.base.errors import InputError, ParameterError
from egovbench.base.files import as_closed_as, write_bytes
from egovbench.base.parameters import check_country
from egovbench.cli import completion, options
from egovbench.cli.tables import may_replace, print_fault, print_table, print_warning

if TYPE_CHECKING:
    import pandas as pd

    from egovbench.comparison.data import Data
    from egovbench.documents.readings import ReadReview
    from egovbench.questionnaire import Codebook


def review(
    country: Annotated[
        str, typer.Argument(help="ISO3 code of the country.", autocompletion=completion.countries)
    ],
    out: Annotated[
        Path | None, typer.Option(help="Workbook (.xlsx) to write; it must not exist yet.")
    ] = None,
    anew: Annotated[
        bool, typer.Option("--anew", help="Leave stored decisions out, for a reading by itself.")
    ] = False,
    compare: Annotated[
        tuple[Path, Path] | None, typer.Option(help="Two filled-in workbooks of this country.")
    ] = None,
) -> None:
    """Write a workbook in which a reviewer decides on a country's codes; ingest reads it back.

    With --compare two filled-in ones are compared: how far the reviewers agree, and what they
    differ on; what both left as it is stored does not count. OUT is then a workbook of what they
    decided: what differs is to be settled, what is alike filled in.
    """
    from egovbench.comparison.data import load_data
    from egovbench.comparison.review import answered_surveys, answers_to_review, stored_reviews
    from egovbench.documents.sheets.review_sheet import review_workbook

    data = load_data()
    check_country("country", country, data.countries)
    surveys = answered_surveys(data, country)
    if not surveys:
        known = ", ".join(sorted(data.responses["iso3"].unique()))
        raise ParameterError("country", country, f"one with answers in data/responses/: {known}")
    if out is None and compare is None:
        raise ParameterError("out", "nothing", "a file name that ends in .xlsx")
    if out is not None:
        options.check_new_workbook(out)
    tables = {}
    for survey in surveys:
        stored = stored_reviews(data, country, survey)
        reviews = stored.iloc[:0] if anew else stored
        tables[survey] = answers_to_review(data, country, survey, reviews)
    if compare is not None:
        tables = _compared(country, tables, compare, data)
    if out is not None:
        name = data.countries[country].name
        write_bytes(out, review_workbook(country, name, tables, data.codebook))
        for survey, table in tables.items():
            n_open, n_decided = int(table["needs_review"].sum()), int(table["reviewed"].sum())
            print(f"{country} ({survey}): {n_open} items to decide, {n_decided} decided -> {out}")


def _compared(
    country: str, tables: "dict[str, pd.DataFrame]", files: tuple[Path, Path], data: "Data"
) -> "dict[str, pd.DataFrame]":
    """Print how far two reviewers agree, and return what there is to settle, by survey."""
    from egovbench.comparison.review import stored_reviews
    from egovbench.language.numbers import percent
    from egovbench.questionnaire.reviews import (
        compare_reviews,
        settling_table,
        without_untouched,
    )

    first, second = (_read(path, country, data) for path in files)
    shared = [survey for survey in tables if survey in first and survey in second]
    if not shared:
        found = f"decisions on {', '.join(first)}"
        raise InputError(files[1], f"found {', '.join(second)}; expected {found}, as in {files[0]}")
    settling = {}
    for survey in shared:
        one, other = without_untouched(
            first[survey].decisions,
            second[survey].decisions,
            stored_reviews(data, country, survey),
        )
        pairs, both = compare_reviews(one, other)
        kappa = "not defined" if isnan(both.kappa) else f"{both.kappa:.2f}"
        print(
            f"{country} ({survey}): both decided {both.n} items, {percent(both.share)} alike, "
            f"Cohen's kappa {kappa}"
        )
        differ = pairs[~pairs["alike"]].replace("", "-")
        if len(differ):
            rows = differ[["item", "first", "second"]].to_numpy().tolist()
            print_table(["item", str(files[0]), str(files[1])], rows, "Not decided alike")
        settling[survey] = settling_table(tables[survey], one, other)
    return settling


def _read(path: Path, country: str, data: "Data") -> "dict[str, ReadReview]":
    from egovbench.base.schemas import COUNTRIES_TABLE
    from egovbench.base.tables import read_table
    from egovbench.documents.collection import read_documents

    countries = read_table(paths.COUNTRIES, COUNTRIES_TABLE)
    reviews = read_documents(path, data.codebook, countries, country).reviews
    if not reviews:
        raise InputError(path, "is no review; expected a workbook of egovbench review, filled in")
    return {each.survey: up_to_date(each, paths.RESPONSES, data.codebook) for each in reviews}


def up_to_date(review: "ReadReview", folder: Path, codebook: "Codebook") -> "ReadReview":
    """Return a review without decisions on answers that are others now, which are named.

    `folder` holds the responses; of a country without any there nothing is left out.
    """
    from egovbench.base.schemas import RESPONSES_TABLE
    from egovbench.base.tables import read_table
    from egovbench.documents.sheets.review_sheet import outdated_items

    path = paths.country_table(folder, review.iso3, review.survey, codebook.id)
    if not path.exists():
        return review
    items = outdated_items(review, read_table(path, RESPONSES_TABLE), codebook)
    for item in items:
        found = f"the decision on item {item} is left out: the sheet shows another answer than"
        remedy = f"egovbench review {review.iso3} --out FILE.xlsx makes a new sheet"
        print_fault(f"{found} {path}; {remedy}")
    decisions = review.decisions
    return replace(review, decisions=decisions[~decisions["item"].isin(items)])


def store_review(
    review: "ReadReview", folder: Path, codebook: "Codebook", replacing: bool
) -> "tuple[Path, pd.DataFrame] | None":
    """Store a review's decisions beside those in `folder`, and say what became of them.

    Returns the table written and what it holds, or None where a stored decision would change
    without `replacing`.
    """
    from egovbench.base.schemas import REVIEWS_TABLE
    from egovbench.base.tables import read_table, write_table
    from egovbench.questionnaire.reviews import in_words, merge_reviews, unexplained_changes

    target = paths.country_table(folder, review.iso3, review.survey, codebook.id)
    given = review.decisions
    stored = read_table(target, REVIEWS_TABLE) if target.exists() else given.iloc[:0]
    merged, changed = merge_reviews(stored, given)
    if changed:
        said = [in_words(table)[changed] for table in (stored, given)]
        rows = list(zip(changed, *said, strict=True))
        columns = ["item", "before", "after"]
        if not may_replace(target, replacing, "decisions", len(changed), columns, rows):
            return None
        for item in unexplained_changes(stored, given):
            found = f"the decision on item {item} was changed, its rationale was not"
            print_warning(f"{target}: {found}")
    write_table(merged, target, REVIEWS_TABLE)
    n_new, n_given = len(merged) - len(stored), len(given)
    counts = f"{n_new} new decisions, {len(changed)} changed"
    print(
        f"{review.iso3} ({review.survey}): {counts}, {n_given - n_new - len(changed)} as they were "
        f"-> {target}"
    )
    return target, merged


def count_review(
    review: "ReadReview",
    stored: "pd.DataFrame",
    responses: Path,
    codes: Path,
    codebook: "Codebook",
) -> None:
    """Let a review's decisions count in the country's table of codes, and say what changes there.

    `stored` are all its decisions, `responses` and `codes` folders. Codes of other items stay as
    they are; a country without codes gets them all, one without responses none.
    """
    from egovbench.base.schemas import CODES_TABLE, RESPONSES_TABLE
    from egovbench.base.tables import read_table, write_table
    from egovbench.questionnaire.coding import code_responses, with_reviews
    from egovbench.questionnaire.replacing import changed_answers, with_items_from

    answers, target = (
        paths.country_table(folder, review.iso3, review.survey, codebook.id)
        for folder in (responses, codes)
    )
    if not answers.exists():
        print_warning(f"{answers}: there are no answers, so the decisions do not count yet")
        return
    found = with_reviews(code_responses(read_table(answers, RESPONSES_TABLE), codebook), stored)
    if target.exists():
        standing = read_table(target, CODES_TABLE)
        found = with_items_from(standing, found, review.decisions["item"])
        changes = changed_answers(standing, found)[["item", "before", "after"]]
        if len(changes):
            caption = f"{target}: {len(changes)} codes change"
            print_table(list(changes.columns), changes.to_numpy().tolist(), caption)
    with as_closed_as([answers]):
        write_table(found, target, CODES_TABLE)

"""Reads a long table of responses, one row per country and question, as the project writes it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from egovbench.base.errors import InputError
from egovbench.base.naming import own_source
from egovbench.base.schemas import RESPONSES_TABLE, SELECTION_SEPARATOR, STATUSES
from egovbench.documents.privacy import mask_for, ordinary_words, withhold
from egovbench.documents.readings import (
    Documents,
    Given,
    ReadDocument,
    chosen_options,
    document_of,
)
from egovbench.documents.sheets.cells import Sheet, shown
from egovbench.questionnaire import Codebook, Question

# What can be told from the other columns or from the codebook need not stand there.
NEEDED = ("iso3", "survey", "item", "answer", "selection", "status")
KNOWN = tuple(RESPONSES_TABLE.columns)


def is_long_table(sheets: Sequence[Sheet]) -> bool:
    """Return whether the first row of the first sheet names a country, an item and an answer."""
    return {"iso3", "item"} <= {cell.text for cell in sheets[0].rows.get(1, {}).values()}


def read_long_table(
    path: Path,
    sheets: Sequence[Sheet],
    codebook: Codebook,
    countries: pd.DataFrame,
    iso3: str | None = None,
) -> Documents:
    """Return the responses of each country in a table with the columns of RESPONSES_TABLE.

    NEEDED columns must be there. `section`, `urls` and `truncated` follow from the others and the
    codebook; `source` is the file and `locator` the row where the table does not say. A question
    that a country has no row for is "not_asked". Answers to personal questions are withheld and
    their names masked in the country's other answers. `iso3` must be the table's only country.
    Raises InputError, naming row and column, for a column or value that is not allowed, a status
    that contradicts the answer, and an item that a country has twice.
    """
    sheet = sheets[0]
    columns = _columns(path, sheet)
    known = set(countries["iso3"])
    by_country: dict[str, dict[int, tuple[int, dict[str, str]]]] = {}
    for number in sorted(sheet.rows):
        if number == 1:
            continue
        row = {name: sheet.text(number, column) for name, column in columns.items()}
        question = _checked(path, number, row, codebook, known)
        rows = by_country.setdefault(row["iso3"], {})
        if question.number in rows:
            found = f"found item {question.number} of {row['iso3']} a second time"
            raise InputError(path, f"{found}; expected each once", row=number, column="item")
        rows[question.number] = (number, row)
    if not by_country:
        raise InputError(path, "holds no row below its headings")
    if iso3 is not None and set(by_country) != {iso3}:
        listed = ", ".join(sorted(by_country))
        raise InputError(path, f"holds answers of {listed}; expected those of {iso3} alone")
    ordinary = ordinary_words(codebook, countries)
    read = tuple(
        _document(path, country, rows, codebook, ordinary)
        for country, rows in sorted(by_country.items())
    )
    return Documents(read=read)


def _columns(path: Path, sheet: Sheet) -> dict[str, int]:
    columns: dict[str, int] = {}
    for column, cell in sheet.rows.get(1, {}).items():
        if cell.text not in KNOWN or cell.text in columns:
            what = "a column twice" if cell.text in columns else "an unknown column"
            expected = f"expected {', '.join(KNOWN)}"
            raise InputError(path, f"{what}: {shown(cell.text)}; {expected}", row=1)
        columns[cell.text] = column
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        raise InputError(
            path, f"column {missing[0]} is missing; needed are {', '.join(NEEDED)}", row=1
        )
    return columns


def _checked(
    path: Path, number: int, row: Mapping[str, str], codebook: Codebook, known: set[str]
) -> Question:
    """Return the row's question after every cell was checked against it."""

    def fault(column: str, expected: str) -> InputError:
        named = column == "selection" and question is not None and question.personal
        found = f"found {shown(withhold(row[column]) if named else row[column])}"
        return InputError(path, f"{found}; expected {expected}", row=number, column=column)

    if row["iso3"] not in known:
        raise fault("iso3", "a code of data/countries.csv")
    if row["survey"] != codebook.id:
        raise fault("survey", codebook.id)
    item = int(row["item"]) if row["item"].isascii() and row["item"].isdigit() else 0
    question = codebook.by_number.get(item) if len(row["item"]) < 4 else None
    if question is None:
        raise fault("item", f"the number of a question, 1 to {codebook.questions[-1].number}")
    if row.get("section", "") not in ("", question.section):
        raise fault("section", f"{question.section}, the section of item {item}")
    if row["status"] not in STATUSES:
        raise fault("status", f"one of {', '.join(STATUSES)}")
    if row["status"] == "withheld" and not question.personal:
        raise fault("status", f"another, since item {item} asks for nothing personal")
    holds = bool(row["answer"] or row["selection"])
    if holds != (row["status"] == "answered"):
        expected = "blank, not_asked or withheld without an answer, answered with one"
        raise fault("status", expected)
    chosen, unknown = _selected(question, row["selection"])
    if unknown or (len(chosen) > 1 and question.kind == "single choice"):
        options = SELECTION_SEPARATOR.join(question.options) or "nothing: it has no options"
        many = "some" if question.kind == "multiple choice" else "one"
        raise fault("selection", f"{many} of the options of item {item}: {options}")
    return question


def _document(
    path: Path,
    iso3: str,
    held: Mapping[int, tuple[int, dict[str, str]]],
    codebook: Codebook,
    ordinary: Sequence[str],
) -> ReadDocument:
    personal = [number for number in held if codebook.by_number[number].personal]
    mask = mask_for([held[number][1]["answer"] for number in personal], ordinary)
    masked = mask.apply_each(row["answer"] for _, row in held.values())
    given = {}
    for (item, (number, row)), answer in zip(held.items(), masked, strict=True):
        chosen, _ = _selected(codebook.by_number[item], row["selection"])
        given[item] = Given(
            answer=answer,
            selection=SELECTION_SEPARATOR.join(chosen),
            locator=mask.apply(row.get("locator", "")) or f"row {number}",
            status=row["status"] if row["status"] in ("not_asked", "withheld") else "",
            source=mask.apply(own_source(row.get("source", ""), iso3, codebook.id)),
        )
    missing = [str(each.number) for each in codebook.questions if each.number not in held]
    warnings = []
    if missing:
        listed = ", ".join(missing)
        warnings.append(f"{iso3} has no row for question {listed}: not_asked")
    return document_of(given, codebook, path, iso3, codebook.id, warnings)


def _selected(question: Question, given: str) -> tuple[list[str], list[str]]:
    parts = [part.strip() for part in given.split(SELECTION_SEPARATOR) if part.strip()]
    return chosen_options(question, parts)

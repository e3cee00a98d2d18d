"""A review: a workbook in which reviewers decide on codes; writes it and reads it back."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range_abs

from egovbench.base.cells import cell_text, put_cell
from egovbench.base.comparing import equal
from egovbench.base.errors import InputError
from egovbench.base.schemas import REVIEWS_TABLE, SEEN
from egovbench.base.tables import checked
from egovbench.documents.readings import Documents, ReadReview
from egovbench.documents.sheets.cells import Cell, Row, Sheet
from egovbench.documents.sheets.fill_in import (
    ADDRESSES,
    COUNTRY_LABEL,
    HEADING,
    LEAST_RATIONALE,
    TO_FILL_IN,
    WRAPPED,
    SheetRow,
    allow,
    country_of,
    on_cover,
    put_marked_cell,
    rows_of_items,
)
from egovbench.documents.wording import word_texts
from egovbench.questionnaire import Codebook
from egovbench.questionnaire.coding import coded_answers
from egovbench.questionnaire.reviews import DECISIONS

COVER_SHEET = "Review"
REVIEWER_LABEL = "Reviewer"
DATE_LABEL = "Date"
COLUMNS: Mapping[str, int] = {
    "item": 6, "section": 8, "question": 30, "answer": 80, "proposed": 15, "why": 26,
    "other sources": 26, "first reviewer": 26, "second reviewer": 26, "decision": 23,
    "rationale": 36, "reviewer": 16, "date": 11, "saw": 7,
}  # fmt: skip
"""The columns with their widths; those of two reviewers stand only where they are compared."""
_COMPARED = ("first reviewer", "second reviewer")
FILLED_IN = ("decision", "rationale", "reviewer", "date", "saw")
_READ = ("item", "section", "question", "answer", *FILLED_IN)
_BANDS = {
    "decide": "To decide: {n} items",
    "decided": "Decided: {n} items. Unfold them by the + beside the row.",
    "strong": "No decision needed: {n} items. Unfold them by the + beside the row.",
}
_BAND_TITLES = {words.partition(":")[0] for words in _BANDS.values()}

HOW_TO_FILL_IN = (
    "Each item that needs a decision stands on top, with what the government wrote. The words on "
    "which the proposed code rests are bold and coloured. What needs none is folded below.",
    "decision: one of those listed here. Leave it empty where you cannot tell; an emptied one "
    "leaves what was decided before.",
    f"rationale: why, in {LEAST_RATIONALE} characters or more. Needed for every decision.",
    "reviewer, date: as above where you leave them empty. Write an institution or a role, no "
    "person's name and no e-mail address. A date is year-month-day, such as 2026-11-30.",
    "saw: text, if you saw the text alone; ticks, if you saw which options are ticked as well. A "
    "tick that is found later wins over a decision made by the text alone. Empty counts as text.",
    "An answer that is longer than its row is high stands whole in the line above the sheet.",
    "Rows may be sorted and columns made wider; leave items, questions, answers and headings as "
    "they are.",
    "Then: egovbench ingest FILE.xlsx",
)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_CELL = {"font_size": 10, "border": 1, "border_color": "#D9DDE3"}
_LINE_HEIGHT = 13.5  # points, of text of that size
_GREATEST_HEIGHT = 409  # points, of a row, by the format
_BAND = {"bold": True, "bg_color": "#F1F3F6"}
_MARK = {"font_size": 10, "bold": True, "font_color": "#B3261E"}


def review_workbook(
    iso3: str, name: str, tables: Mapping[str, pd.DataFrame], codebook: Codebook
) -> bytes:
    """Return a workbook (.xlsx) with a cover and a sheet for each survey of a country.

    `tables` holds by survey a review_table, or a settling_table of what two reviewers decided.
    Items that need a decision come first; those decided and those that need none are folded below.
    Decisions are filled in. Foreign text never starts a formula, and is cut to what a cell holds.
    """
    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"author": "egovbench"})
        offered = _write_cover(book, iso3, name)
        for survey, table in tables.items():
            _write_items(book, survey, table, offered)
    return content.getvalue()


def _write_cover(book: Workbook, iso3: str, name: str) -> str:
    """Write the cover and return where the decisions stand, as a formula."""
    sheet = book.add_worksheet(COVER_SHEET)
    title = book.add_format({**WRAPPED, "bold": True, "font_size": 14})
    wrapped, plain = book.add_format(WRAPPED), book.add_format({"valign": "top"})
    bold = book.add_format({**WRAPPED, "bold": True})
    to_fill_in = book.add_format({**WRAPPED, **TO_FILL_IN, "border": 1, "border_color": "#C8C2A0"})
    put_cell(sheet, 0, 0, f"Review: {name}", title)
    for row, (label, value, style) in enumerate(
        [
            (COUNTRY_LABEL, iso3, plain),
            (REVIEWER_LABEL, "", to_fill_in),
            (DATE_LABEL, "", to_fill_in),
        ],
        1,
    ):
        put_cell(sheet, row, 0, label, bold)
        put_cell(sheet, row, 1, value, style)
    row = 5
    for sentence in HOW_TO_FILL_IN:
        sheet.merge_range(row, 0, row, 1, sentence, wrapped)
        sheet.set_row(row, 32 if len(sentence) > 110 else None)
        row += 1
    row += 1
    first = row
    for word, decision in DECISIONS.items():
        put_cell(sheet, row, 0, word, bold)
        bounds = _with_bounds(decision.code, decision.lower, decision.upper)
        put_cell(sheet, row, 1, f"{decision.meaning}; counts as {bounds}", wrapped)
        row += 1
    sheet.set_column("A:A", 26)
    sheet.set_column("B:B", 84)
    sheet.fit_to_pages(1, 1)
    return f"={COVER_SHEET}!{xl_range_abs(first, 0, row - 1, 0)}"


def _write_items(book: Workbook, survey: str, table: pd.DataFrame, offered: str) -> None:
    sheet = book.add_worksheet(survey)
    columns = [name for name in COLUMNS if name not in _COMPARED or "first" in table]
    styles = {
        name: book.add_format({**WRAPPED, **_CELL, **(TO_FILL_IN if name in FILLED_IN else {})})
        for name in columns
    }
    styles["date"].set_num_format("yyyy-mm-dd")
    styles["item"].set_align("left")
    mark = book.add_format(_MARK)
    heading = book.add_format({**HEADING, **WRAPPED})
    band_style = book.add_format(_BAND)
    for place, name in enumerate(columns):
        put_cell(sheet, 0, place, name, heading)
        sheet.set_column(place, place, COLUMNS[name])
    row = 0
    for row, (title, answer, folded) in enumerate(_lines(table), 1):
        if answer is None:
            for place in range(len(columns)):
                put_cell(sheet, row, place, "" if place else title, band_style)
            sheet.set_row(row, None, None, {"collapsed": folded})
            continue
        cells = _cells(answer)
        text, words = _answer(answer)
        height = _height({**cells, "answer": text})
        sheet.set_row(row, height, None, {"level": int(folded), "hidden": folded})
        for place, name in enumerate(columns):
            put_cell(sheet, row, place, cells[name], styles[name])
        place = columns.index("answer")
        put_marked_cell(sheet, row, place, text, words, mark, styles["answer"])
    for name, source, message in (
        ("decision", offered, f"Choose one of the decisions on the sheet {COVER_SHEET}."),
        ("saw", list(SEEN), f"One of: {', '.join(SEEN)}"),
    ):
        allowed = {"validate": "list", "source": source}
        allow(sheet, columns.index(name), row, allowed, "Not in the list", message)
    # Not protected: in a protected sheet nothing can be unfolded.
    sheet.outline_settings(symbols_below=False)
    sheet.freeze_panes(1, 3)
    sheet.set_zoom(85)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _lines(table: pd.DataFrame) -> Iterator[tuple[str, dict[Any, Any] | None, bool]]:
    """Yield a title above each group of items, then its rows, and whether these are folded."""
    open_, decided = table["needs_review"], table["reviewed"] & ~table["needs_review"]
    groups = {"decide": open_, "decided": decided, "strong": ~(open_ | decided)}
    for name, chosen in groups.items():
        folded = name != "decide"
        if chosen.any() or not folded:
            yield _BANDS[name].format(n=int(chosen.sum())), None, folded
            yield from (("", row, folded) for row in table[chosen].to_dict("records"))


def _answer(row: Mapping[Any, Any]) -> tuple[str, list[tuple[int, int]]]:
    """Return what was answered, ticked options first, and where the deciding words stand in it."""
    text = _with_ticks(row["answer"], row["selection"])
    moved = len(text) - len(row["answer"])
    return text, [(start + moved, end + moved) for start, end in row["words"]]


def _with_ticks(answer: str, selection: str) -> str:
    return f"Ticked: {selection}\n{answer}" if selection else answer


def _cells(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {
        "item": row["item"],
        "section": row["section"],
        "question": row["question"],
        "answer": "",
        "proposed": _with_bounds(row["code"], row["lower"], row["upper"]),
        "why": f"{row['rule']}: {row['rationale']}",
        "other sources": row["others"],
        "first reviewer": row.get("first", ""),
        "second reviewer": row.get("second", ""),
        "decision": row["decision"],
        "rationale": row["decision_rationale"],
        "reviewer": row["reviewer"],
        "date": row["date"],
        "saw": row["saw"] or ("ticks" if row["selection"] else "text"),
    }


def _height(cells: Mapping[str, Any]) -> float:
    """Return how high a row must be for its texts; not all programs find out by themselves."""
    lines = max(
        sum(1 + len(line) // COLUMNS[name] for line in str(text).split("\n"))
        for name, text in cells.items()
    )
    return min(lines * _LINE_HEIGHT + 2, _GREATEST_HEIGHT)


def _with_bounds(code: str, lower: float, upper: float) -> str:
    name = code.replace("_", " ")
    return f"{name} ({lower:g} to {upper:g})" if lower < upper and not equal(lower, upper) else name


def is_review(sheets: Sequence[Sheet]) -> bool:
    """Return whether the sheets are those of a review, by the cover's name or by the headings."""
    return any(
        each.name == COVER_SHEET or {"item", "decision", "saw"} <= set(_columns(each))
        for each in sheets
    )


def read_reviews(
    path: Path,
    sheets: Sequence[Sheet],
    codebook: Codebook,
    countries: pd.DataFrame,
    iso3: str | None = None,
) -> Documents:
    """Return the decisions of a filled-in review, one ReadReview for each of its sheets.

    Each sheet is called like the survey that it is about. Rows without a decision are left out; a
    reviewer or date that a row lacks is the cover's; an empty `saw` is "text". E-mail addresses are
    masked. `iso3` must be the country that the cover names, if both are given. Raises InputError,
    naming sheet, cell and item, for a heading, item or question that was changed, a formula, a
    decision, date or `saw` that is not allowed, one without rationale, reviewer or date, a
    rationale without a decision, and for a workbook without any decision.
    """
    cover = next((each for each in sheets if each.name == COVER_SHEET), None)
    country = country_of(path, cover, countries, iso3)
    by_cover = {
        "reviewer": on_cover(path, cover, REVIEWER_LABEL),
        "date": on_cover(path, cover, DATE_LABEL),
    }
    read = [_read(path, each, country, codebook, by_cover) for each in sheets if each is not cover]
    reviews = [each for each in read if len(each.decisions)]
    if not reviews:
        raise InputError(path, "no decision is filled in; expected some in the column decision")
    return Documents(reviews=tuple(reviews))


def outdated_items(review: ReadReview, responses: pd.DataFrame, codebook: Codebook) -> list[int]:
    """Return the decided items whose answer is not the one that the sheet shows.

    `responses` (RESPONSES_TABLE) are the country's answers to the survey as they are now.
    """
    ticked = responses.set_index("item")["selection"]
    now = {
        coded.item: cell_text(_with_ticks(text, ticked.get(coded.item, "")))
        for text, coded in coded_answers(responses, codebook)
    }
    shown_then = review.answers.items()
    return [item for item, text in shown_then if word_texts(text) != word_texts(now[item])]


def _columns(sheet: Sheet) -> dict[str, int]:
    return {cell.text: column for column, cell in sheet.rows.get(1, {}).items()}


def _read(
    path: Path, sheet: Sheet, country: str, codebook: Codebook, by_cover: Mapping[str, Cell]
) -> ReadReview:
    surveys = [codebook.id, *(each.id for each in codebook.waves)]
    if sheet.name not in surveys:
        expected = f"a sheet that is called like its questionnaire: {', '.join(surveys)}"
        raise InputError(path, f"sheet {sheet.label} is none of these; expected {expected}")
    columns = _columns(sheet)
    for name in _READ:
        if name not in columns:
            found = f"sheet {sheet.name}, row 1: found no column {name}"
            raise InputError(path, f"{found}; expected the headings as they were")
    items = {
        number: row for number, row in sheet.rows.items() if not _is_band(row, columns["item"])
    }
    rows: dict[int, dict[str, Any]] = {}
    answers: dict[int, str] = {}
    for row in rows_of_items(path, replace(sheet, rows=items), columns, "question", codebook):
        rows[row.item] = _decision(row, by_cover)
        if rows[row.item]:
            answers[row.item] = row.text("answer")
    made = [{"item": item, **row} for item, row in sorted(rows.items()) if row]
    types = {name: str(column.dtype) for name, column in REVIEWS_TABLE.columns.items()}
    table = pd.DataFrame(made, columns=list(types)).astype(types)
    return ReadReview(country, sheet.name, checked(table, REVIEWS_TABLE, path), answers)


def _is_band(row: Row, item: int) -> bool:
    """Return whether a row is one of the headings above the items, which say how many there are."""
    return set(row) == {item} and row[item].text.partition(":")[0] in _BAND_TITLES


def _decision(row: SheetRow, by_cover: Mapping[str, Cell]) -> dict[str, Any]:
    """Return a row's decision, by columns of REVIEWS_TABLE; nothing where there is none."""
    given = {name: row.text(name) for name in FILLED_IN}
    words = {_plain(word): word for word in DECISIONS}
    word = words.get(_plain(given["decision"]))
    rationale = ADDRESSES.apply(given["rationale"])
    if word is None:
        if given["decision"] or rationale:
            expected = f"one of: {'; '.join(DECISIONS)}"
            expected += "" if given["decision"] else ", since there is a rationale"
            raise row.fault("decision", given["decision"], expected)
        return {}
    if len(rationale) < LEAST_RATIONALE:
        expected = f"a reason of {LEAST_RATIONALE} characters or more"
        raise row.fault("rationale", rationale, expected)
    reviewer = " ".join(ADDRESSES.apply(given["reviewer"] or by_cover["reviewer"].text).split())
    if not reviewer:
        expected = "an institution or a role, here or on the cover"
        raise row.fault("reviewer", reviewer, expected)
    cell = row.sheet.rows[row.number].get(row.columns["date"], by_cover["date"])
    when = _iso_date(cell)
    if not when:
        expected = "a date such as 2026-11-30, here or on the cover"
        raise row.fault("date", cell.text, expected)
    made = DECISIONS[word]
    return {
        "code": made.code,
        "lower": made.lower,
        "upper": made.upper,
        "saw": row.one_of("saw", SEEN) or "text",
        "rationale": rationale,
        "reviewer": reviewer,
        "date": when,
    }


def _plain(decision: str) -> str:
    return " ".join(decision.casefold().replace(",", " ").split())


def _iso_date(cell: Cell) -> str:
    """Return a cell's date as year-month-day, empty where it is none."""
    if cell.moment is not None:
        return cell.moment.date().isoformat()
    if _DATE.fullmatch(cell.text):
        try:
            return date.fromisoformat(cell.text).isoformat()
        except ValueError:
            pass
    return ""

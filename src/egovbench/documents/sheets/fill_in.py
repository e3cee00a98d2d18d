"""Workbooks that people fill in: how their cells are written, and checked one by one when read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from egovbench.base.cells import cell_text, put_cell, to_cell
from egovbench.base.errors import InputError
from egovbench.base.visible_text import visible_lines
from egovbench.documents.privacy import Mask
from egovbench.documents.sheets.cells import Cell, Sheet, reference, shown
from egovbench.documents.wording import word_texts
from egovbench.questionnaire import Codebook
from egovbench.questionnaire.reviews import marked_pieces

COUNTRY_LABEL = "Country"
LEAST_RATIONALE = 10  # characters, as of a reviewer's decision
WRAPPED = {"text_wrap": True, "valign": "top"}
TO_FILL_IN = {"bg_color": "#FFFBE6", "locked": False}
HEADING = {"bold": True, "bg_color": "#DDE5EE"}
ADDRESSES = Mask(())


def put_marked_cell(
    sheet: Worksheet,
    row: int,
    column: int,
    text: str,
    words: Iterable[tuple[int, int]],
    mark: Format,
    style: Format,
) -> None:
    """Write a text in the style with `words`, each from a start to an end, in that of a mark."""
    cell, readable = cell_text(text), visible_lines(text)
    # The apostrophe before what looks like a formula moves the words, and so do escapes.
    moved = len(to_cell(readable)) - len(readable)
    places = [[len(visible_lines(text[:at])) + moved for at in word] for word in words]
    pieces = list(marked_pieces(cell, [(start, end) for start, end in places]))
    if pieces == [(cell, True)]:  # a format for a whole text is none for a part of it
        pieces = [(cell[:1], True), (cell[1:], True)]
    if len(pieces) < 2 or not all(piece for piece, _ in pieces):
        put_cell(sheet, row, column, text, style)
        return
    tokens = [token for piece, marked in pieces for token in (mark if marked else style, piece)]
    sheet.write_rich_string(row, column, *tokens, style)


def allow(
    sheet: Worksheet, column: int, last: int, allowed: Mapping[str, Any], title: str, message: str
) -> None:
    """Let a column's cells from row 1 to the last take only what is allowed; all counts from 0."""
    told = {"show_input": False, "error_title": title, "error_message": message}
    sheet.data_validation(1, column, last, column, {**allowed, **told})


@dataclass
class SheetRow:
    """A row of a filled-in sheet, whose cells are checked one by one; `item` is told in faults.

    Cells are called by the headings, the `columns` of the sheet.
    """

    path: Path
    sheet: Sheet
    columns: Mapping[str, int]
    number: int
    item: int = 0

    def text(self, name: str) -> str:
        """Return the text of a cell; raises InputError for a formula."""
        cell = self.sheet.rows[self.number].get(self.columns[name])
        if cell is not None and cell.formula:
            raise self.fault(name, None, "text", said=f"found the formula {shown(cell.text)}")
        return cell.text if cell else ""

    def one_of(self, name: str, allowed: Sequence[str]) -> str:
        """Return one of the allowed words or nothing; raises InputError for anything else."""
        text = self.text(name)
        plain = "_".join(text.casefold().split())
        if plain and plain not in allowed:
            raise self.fault(name, text, f"one of {', '.join(allowed)}, or nothing")
        return plain

    def fault(self, name: str, found: str | None, expected: str, *, said: str = "") -> InputError:
        """Return an error that names the cell, what was found there, and what would be right."""
        item = f", item {self.item}" if self.item else ""
        cell = reference(self.number, self.columns[name])
        found = said or f"found {shown(found or '')}"
        place = f"sheet {self.sheet.label}, cell {cell}{item}"
        return InputError(self.path, f"{place}: {found}; expected {expected}")


def rows_of_items(
    path: Path, sheet: Sheet, columns: Mapping[str, int], wording: str, codebook: Codebook
) -> Iterator[SheetRow]:
    """Yield the rows below the headings, each of another scored item.

    Raises InputError for an item that is none or stands there twice, and where its section or its
    `wording`, in the column called so, is not as it was written.
    """
    questions = {question.number: question for question in codebook.scored}
    seen = set()
    for row in (SheetRow(path, sheet, columns, number) for number in sorted(sheet.rows)):
        if row.number == 1:
            continue
        found = sheet.text(row.number, columns["item"])
        # The number of digits keeps the conversion short.
        number = int(found) if found.isascii() and found.isdigit() and len(found) < 4 else 0
        if number not in questions:
            expected = f"the number of a scored item, {min(questions)} to {max(questions)}"
            raise row.fault("item", found, expected)
        row.item, question = number, questions[number]
        if row.text("section") != question.section:
            expected = f"{question.section}, as in the template"
            raise row.fault("section", row.text("section"), expected)
        # A sheet may also hold the wording alone, without the heading of its group.
        whole, given = codebook.whole_wording(question), row.text(wording)
        if word_texts(given) not in map(word_texts, (whole, question.wording)):
            raise row.fault(wording, given, f"{shown(whole)}, as in the template")
        if number in seen:
            raise row.fault("item", None, "one row", said="found the item twice")
        seen.add(number)
        yield row


def on_cover(path: Path, cover: Sheet | None, label: str) -> Cell:
    """Return the cell beside a label on the cover, empty where there is none; never a formula."""
    rows = cover.rows if cover else {}
    cells = [row.get(2) for row in rows.values() if 1 in row and row[1].text == label]
    if not cells or cells[0] is None:
        return Cell("")
    if cells[0].formula:
        raise InputError(path, f"{label} on the cover is a formula; expected text")
    return cells[0]


def country_of(path: Path, cover: Sheet | None, countries: pd.DataFrame, iso3: str | None) -> str:
    """Return the country that the cover names, or `iso3`; raises InputError where they differ."""
    named = on_cover(path, cover, COUNTRY_LABEL).text
    if not named and iso3 is None:
        raise InputError(path, "names no country on the cover; give it with --country ISO3")
    if iso3 is not None and named not in ("", iso3):
        raise InputError(path, f"is of {shown(named)} by its cover and of {iso3} by --country")
    country = iso3 or named
    if country not in set(countries["iso3"]):
        raise InputError(path, f"country {shown(country)} is not in the table of countries")
    return country

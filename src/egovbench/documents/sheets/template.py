"""Writes a coding sheet: a workbook in which a country is coded by hand."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from egovbench.base.links import find_links
from egovbench.base.schemas import CODES, EVIDENCE
from egovbench.base.spreadsheet_text import to_cell
from egovbench.documents.sheets import coding_layout as layout
from egovbench.documents.sheets.cells import MAXIMUM_CELL_CHARACTERS
from egovbench.questionnaire import Codebook

_WIDTHS = {"A": 7, "B": 9, "C": 60, "D": 12, "E": 12, "F": 50, "G": 40, "H": 44}
_HEADING = PatternFill("solid", fgColor="DDE5EE")
_OPEN = PatternFill("solid", fgColor="FFFBE6")


def coding_template(
    iso3: str,
    name: str,
    codebook: Codebook,
    answers: pd.DataFrame,
    source_titles: Mapping[str, str],
) -> bytes:
    """Return a workbook (.xlsx) with one row for each scored item of `codebook`.

    `answers` (OTHERS_TABLE, at most one for each item) are what other sources say of the country;
    they are filled in as codes with evidence "source", and named by `source_titles`, which has a
    title for each survey. Cells to be filled in offer the allowed codes and kinds of evidence as
    lists; all others are locked. Foreign text never starts a formula.
    """
    book = Workbook()
    book.properties.creator = "egovbench"
    cover = book.active
    assert isinstance(cover, Worksheet)
    cover.title = layout.COVER_SHEET
    _write_cover(cover, iso3, name, codebook)
    _write_items(book.create_sheet(layout.CODING_SHEET), codebook, answers, source_titles)
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).save()
    return content.getvalue()


def _write_cover(sheet: Worksheet, iso3: str, name: str, codebook: Codebook) -> None:
    rows = [
        (f"Coding sheet: {name}", ""),
        (layout.COUNTRY_LABEL, iso3),
        (layout.SURVEY_LABEL, codebook.id),
        (layout.CODER_LABEL, ""),
        ("", ""),
        *((sentence, "") for sentence in layout.HOW_TO_FILL_IN),
    ]
    for row, (label, value) in enumerate(rows, 1):
        _put(sheet, row, 1, label)
        _put(sheet, row, 2, value)
        sheet.cell(row, 1).alignment = Alignment(wrap_text=True, vertical="top")
    sheet["A1"].font = Font(bold=True, size=14)
    coder = next(row for row, (label, _) in enumerate(rows, 1) if label == layout.CODER_LABEL)
    _open(sheet, coder, 2)
    sheet.column_dimensions["A"].width = 100
    sheet.column_dimensions["B"].width = 30
    sheet.protection.enable()


def _write_items(
    sheet: Worksheet,
    codebook: Codebook,
    answers: pd.DataFrame,
    source_titles: Mapping[str, str],
) -> None:
    for column, heading in enumerate(layout.COLUMNS, 1):
        _put(sheet, 1, column, heading)
        sheet.cell(1, column).font = Font(bold=True)
        sheet.cell(1, column).fill = _HEADING
    by_item = {int(row["item"]): row for row in answers.to_dict("records")}
    for row, question in enumerate(codebook.scored, 2):
        found = by_item.get(question.number)
        filled = _filled_in(found, source_titles) if found else ("",) * 5
        _put(sheet, row, layout.ITEM, question.number)
        for column, text in enumerate(
            (question.section, layout.shown_wording(question, codebook), *filled), layout.SECTION
        ):
            _put(sheet, row, column, text)
        for column in range(1, len(layout.COLUMNS) + 1):
            sheet.cell(row, column).alignment = Alignment(wrap_text=True, vertical="top")
        for column in layout.FILLED_IN:
            _open(sheet, row, column)
    last = len(codebook.scored) + 1
    _offer(sheet, f"D2:D{last}", CODES)
    _offer(sheet, f"E2:E{last}", EVIDENCE)
    for letter, width in _WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "D2"
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False
    sheet.protection.enable()


def _filled_in(answer: Mapping[Any, Any], source_titles: Mapping[str, str]) -> tuple[str, ...]:
    """Return code, evidence, rationale, source address, and what the other source says."""
    survey = str(answer["survey"])
    said = f"{survey}, {answer['variable']}, {answer['fidelity']}: {answer['code']}"
    if answer["zero_ambiguous"]:
        said += " (the source says: no or unknown)"
    instrument = f"; {answer['instrument']}" if answer["instrument"] else ""
    title = source_titles.get(survey, survey)
    return (
        str(answer["code"]),
        "source" if answer["code"] in layout.KNOWN_CODES else "none",
        f"{title}: {answer['variable']}{instrument}",
        " ".join(find_links(str(answer["link"]))),
        said,
    )


def _put(sheet: Worksheet, row: int, column: int, value: str | int) -> None:
    cell = sheet.cell(row, column)
    if isinstance(value, int):
        cell.value = value
    elif value:
        text = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.value = to_cell(text)[:MAXIMUM_CELL_CHARACTERS]
        cell.data_type = "s"


def _open(sheet: Worksheet, row: int, column: int) -> None:
    sheet.cell(row, column).protection = Protection(locked=False)
    sheet.cell(row, column).fill = _OPEN


def _offer(sheet: Worksheet, cells: str, values: tuple[str, ...]) -> None:
    offer = DataValidation(
        type="list",
        formula1=f'"{",".join(values)}"',
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="Not in the list",
        error=f"One of: {', '.join(values)}",
    )
    sheet.add_data_validation(offer)
    offer.add(cells)

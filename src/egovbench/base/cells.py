"""Cells of tables, of CSV and of workbooks: texts that no spreadsheet takes for formulas."""

import re
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING

from egovbench.base.visible_text import visible_lines

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MAXIMUM_CELL_CHARACTERS = 32_767  # of a cell, by the format of workbooks
_MARK = "'"
_NOT_IN_XML = re.compile(r"[\ufffe\uffff]")
_APART = re.compile(r"[,;\t\r\n\"]")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+|(?: to -?[0-9]+(?:\.[0-9]+)?))?")


def csv_line(values: Iterable[object]) -> str:
    """Return values as a line of CSV, texts as `base.tables.csv_text` says.

    >>> print(csv_line(["a", 1.5, "b; c", "=d"]), end="")
    a,1.5,"b; c",'=d
    """
    return ",".join(_quoted(each) if isinstance(each, str) else str(each) for each in values) + "\n"


def _quoted(text: str) -> str:
    cell = to_cell(visible_lines(text))
    doubled = cell.replace('"', '""')
    return f'"{doubled}"' if _APART.search(cell) else cell


def cell_text(text: str) -> str:
    """Return `text` as it may stand in a workbook: no formula, nothing hidden, not too long.

    A cell's length is counted in UTF-16, in which rare characters take two places.
    """
    cell = to_cell(_NOT_IN_XML.sub("\ufffd", visible_lines(text))).encode("utf-16-le")
    return cell[: 2 * MAXIMUM_CELL_CHARACTERS].decode("utf-16-le", "ignore")


def put_cell(
    sheet: "Worksheet", row: int, column: int, content: str | float, style: "Format | None" = None
) -> None:
    """Write a number, a text, which is never a formula, or an empty cell; all counts from 0."""
    if not isinstance(content, str):
        sheet.write_number(row, column, content, style)
        return
    cell = cell_text(content)
    if cell.startswith("<r>"):
        cell = f" {cell}"  # else XlsxWriter takes it for the XML of a formatted text
    if cell:
        sheet.write_string(row, column, cell, style)
    else:
        sheet.write_blank(row, column, None, style)


def to_cell(text: str) -> str:
    """Return `text` as a cell that no spreadsheet takes for a formula.

    A text that begins, perhaps after blanks, with =, +, - or @, in any width, or with a tab or a
    line break gets a leading apostrophe, the spreadsheets' own mark of text. A negative number
    or range stays as it is. `from_cell` gives back exactly what was put in.
    """
    return _MARK + text if _looks_like_formula(text) else text


def from_cell(cell: str) -> str:
    """Return the text that `to_cell` made a cell of; other cells come back as they are."""
    return cell[1:] if cell.startswith(_MARK) and _looks_like_formula(cell[1:]) else cell


def _looks_like_formula(text: str) -> bool:
    """Apostrophes that stand before are passed over, so that a marked text is marked again."""
    bare = text.lstrip(_MARK)
    if bare[:1] in ("\t", "\r", "\n"):
        return True
    visible = bare.lstrip(" \u00a0\u200b\u3000\ufeff")
    # Full-width and small forms of the signs count as the signs.
    sign = unicodedata.normalize("NFKC", visible[:1])
    return sign in ("=", "+", "-", "@") and not _NUMBER.fullmatch(bare)

"""Keeps foreign text in cells of CSV and XLSX files from being taken for a formula."""

import re
import unicodedata
from collections.abc import Callable

import pandas as pd

_MARK = "'"
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")


def to_cell(text: str) -> str:
    """Return `text` as a cell that no spreadsheet takes for a formula.

    A text that begins, perhaps after blanks, with =, +, - or @, in any width, or with a tab or a
    line break gets a leading apostrophe, the spreadsheets' own mark of text. A negative number
    stays as it is. `from_cell` gives back exactly what was put in.
    """
    return _MARK + text if _looks_like_formula(text) else text


def from_cell(cell: str) -> str:
    """Return the text that `to_cell` made a cell of; other cells come back as they are."""
    return cell[1:] if cell.startswith(_MARK) and _looks_like_formula(cell[1:]) else cell


def to_cells(table: pd.DataFrame) -> pd.DataFrame:
    """Return `table` with `to_cell` applied to every text; its numbers stay numbers."""
    return _mapped(table, lambda cell: to_cell(cell) if isinstance(cell, str) else cell)


def from_cells(table: pd.DataFrame) -> pd.DataFrame:
    """Return `table` with `from_cell` applied to every text."""
    return _mapped(table, lambda cell: from_cell(cell) if isinstance(cell, str) else cell)


def _looks_like_formula(text: str) -> bool:
    """Apostrophes that stand before are passed over, so that a marked text is marked again."""
    bare = text.lstrip(_MARK)
    if bare[:1] in ("\t", "\r", "\n"):
        return True
    visible = bare.lstrip(" \u00a0\u200b\u3000\ufeff")
    # Full-width and small forms of the signs count as the signs.
    sign = unicodedata.normalize("NFKC", visible[:1])
    return sign in ("=", "+", "-", "@") and not _NUMBER.fullmatch(bare)


def _mapped(table: pd.DataFrame, change: Callable[[object], object]) -> pd.DataFrame:
    text = table.select_dtypes(include=["str", "object"]).columns
    return table.assign(**{column: table[column].map(change) for column in text})

"""Reads sheets of a publisher's workbook as text, however large the rest of the workbook is."""

import zipfile
from collections.abc import Collection
from io import BytesIO
from pathlib import Path

from python_calamine import CalamineSheet, load_workbook

from egovbench.base.confined import read_confined
from egovbench.base.errors import InputError
from egovbench.base.files import read_content

MAXIMUM_BYTES = 50_000_000
MAXIMUM_UNPACKED_BYTES = 500_000_000
MAXIMUM_ROWS = 5_000
MAXIMUM_COLUMNS = 1_000

Rows = dict[int, list[str]]
"""By row number (from 1) the texts of a row's cells, for the rows that hold something."""


def read_sheets(path: Path, wanted: Collection[str]) -> dict[str, Rows]:
    """Return the sheets of the workbook at `path` by name, those not `wanted` without rows.

    A formula gives the value that was stored with it, a whole number no decimals. Raises InputError
    for what is missing, no workbook, damaged, larger than the limits of this module, or takes more
    memory or time than `read_confined` allows.
    """
    return read_confined(path, _sheets, tuple(wanted))


def _sheets(path: Path, wanted: Collection[str]) -> dict[str, Rows]:
    content = read_content(path, MAXIMUM_BYTES)
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
            if unpacked > MAXIMUM_UNPACKED_BYTES:
                found = f"unpacks to {unpacked:,} bytes"
                raise InputError(path, f"{found}; expected at most {MAXIMUM_UNPACKED_BYTES:,}")
        with load_workbook(BytesIO(content)) as book:
            return {
                name: _rows(path, book.get_sheet_by_name(name)) if name in wanted else {}
                for name in book.sheet_names
            }
    except (InputError, MemoryError):
        raise
    # A hostile file can make the library fail in any way; each is a fault of the file.
    except Exception as fault:
        raise InputError(path, f"not a workbook, or damaged ({type(fault).__name__})") from None


def _rows(path: Path, sheet: CalamineSheet) -> Rows:
    if sheet.total_height > MAXIMUM_ROWS or sheet.total_width > MAXIMUM_COLUMNS:
        expected = f"at most {MAXIMUM_ROWS:,} rows of {MAXIMUM_COLUMNS:,} cells"
        raise InputError(path, f"a sheet is too large; expected {expected}")
    rows = enumerate(sheet.to_python(skip_empty_area=False), 1)
    return {number: texts for number, row in rows if any(texts := [_text(cell) for cell in row])}


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()

"""Cells of a workbook or CSV table as text, whatever their format."""

import csv
import re
import warnings
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils import get_column_letter
from openpyxl.utils.escape import unescape

from egovbench.base.addresses import without_contacts
from egovbench.base.errors import InputError
from egovbench.base.files import read_content
from egovbench.base.tables import from_cell
from egovbench.documents.source import SEPARATOR_LINE, decoded, visible_text

MAXIMUM_BYTES = 20_000_000
MAXIMUM_UNPACKED_BYTES = 64_000_000
MAXIMUM_PARTS = 1_000
# An element takes a few hundred bytes of memory however short it is written.
MAXIMUM_TAGS = 1_200_000
_DEFINITIONS = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
MAXIMUM_SHEETS = 50
MAXIMUM_CELLS = 250_000
MAXIMUM_ROWS = 1_048_576  # of a sheet, by the format
MAXIMUM_CELL_CHARACTERS = 32_767  # of a cell, by the format
_DELIMITERS = (",", ";", "\t")
_ARCHIVE = b"PK"
_SHORT = re.compile(r"\s+")
_LONGEST_SHOWN = 60


def _check_workbook(path: Path, content: bytes) -> None:
    """Check the archive that a workbook is, part by part.

    Raises InputError for what is no archive, one that holds too much, and one that defines
    entities, which a workbook never does and by which a short text can unfold into gigabytes.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check_parts(path, archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as fault:
        raise InputError(path, f"a damaged workbook ({fault})") from None
    except NotImplementedError:
        raise InputError(path, "packed in a way that cannot be read; save it as .xlsx") from None


def _check_parts(path: Path, archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > MAXIMUM_PARTS:
        raise InputError(path, f"found {len(parts):,} parts; expected at most {MAXIMUM_PARTS:,}")
    if any(part.flag_bits & 1 for part in parts):
        raise InputError(path, "the archive has a password; save it as .xlsx without one")
    # A part never unpacks to more than the size it declares.
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAXIMUM_UNPACKED_BYTES:
        raise InputError(
            path, f"unpacks to {unpacked:,} bytes; expected at most {MAXIMUM_UNPACKED_BYTES:,}"
        )
    tags = 0
    for part in parts:
        text = archive.read(part)
        tags += text.count(b"<")
        if any(each in text for each in _DEFINITIONS):
            raise InputError(path, "defines XML entities, which a workbook never does")
    if tags > MAXIMUM_TAGS:
        raise InputError(path, f"found {tags:,} XML tags; expected at most {MAXIMUM_TAGS:,}")


@dataclass(frozen=True)
class Cell:
    """A cell: its text, stripped and without invisible characters, and what else it was.

    `formula` says whether the text is a formula, which is never computed; `moment` is the date
    and time of a date cell.
    """

    text: str
    formula: bool = False
    moment: datetime | None = None


Row = dict[int, Cell]


@dataclass(frozen=True)
class Sheet:
    """A sheet: by row number (from 1) the cells that hold something, by column number (from 1)."""

    name: str
    rows: dict[int, Row]

    def text(self, row: int, column: int) -> str:
        """Return the text of a cell, empty where there is none."""
        cell = self.rows.get(row, {}).get(column)
        return cell.text if cell else ""


def reference(row: int, column: int) -> str:
    """Return a cell's name in a sheet: row 17, column 4 is D17."""
    return f"{get_column_letter(column)}{row}"


def shown(text: str) -> str:
    """Return the start of a cell's text in quotes, on one line, for a message.

    Addresses are masked while they are whole: half of one is still somebody's name.
    """
    line = _SHORT.sub(" ", without_contacts(text))
    return repr(line if len(line) <= _LONGEST_SHOWN else f"{line[:_LONGEST_SHOWN]}…")


def read_sheets(path: Path) -> list[Sheet]:
    """Return the sheets of the workbook or CSV table at `path`, hidden ones too, empty ones not.

    Formulas are read as text and never computed; macros, charts, pictures and links to other
    files are not read at all. Raises InputError for what is no sheet, damaged, has a password, or
    is larger than the limits of this module.
    """
    content = read_content(path, MAXIMUM_BYTES)
    lines = _workbook(path, content) if content.startswith(_ARCHIVE) else _table(path, content)
    sheets: dict[tuple[int, str], dict[int, Row]] = defaultdict(dict)
    n_cells = 0
    for sheet, number, width, cells in lines:
        n_cells += width
        if n_cells > MAXIMUM_CELLS:
            found = f"found more than {MAXIMUM_CELLS:,} cells"
            raise InputError(path, f"{found}; expected fewer than that")
        held = {column: cell for column, cell in enumerate(cells, 1) if cell and cell.text}
        for column, cell in held.items():
            if len(cell.text) > MAXIMUM_CELL_CHARACTERS:
                found = f"cell {reference(number, column)} holds {len(cell.text):,} characters"
                raise InputError(path, f"{found}; expected at most {MAXIMUM_CELL_CHARACTERS:,}")
        if held:
            sheets[sheet][number] = held
    if not sheets:
        raise InputError(path, "the file is empty; expected a sheet with a row of headings")
    return [Sheet(name, rows) for (_, name), rows in sheets.items()]


Line = tuple[tuple[int, str], int, int, Iterable[Cell | None]]
"""A row of a file: its sheet's place and name, its number, and how many cells it has, and those."""


def _workbook(path: Path, content: bytes) -> Iterator[Line]:
    _check_workbook(path, content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            reader = _Reader(path, BytesIO(content))
            reader.read()
            for place, sheet in enumerate(reader.wb.worksheets):
                # The size that a sheet declares may be wrong, and would cut off what lies beyond.
                sheet.reset_dimensions()
                for number, row in enumerate(sheet.iter_rows(), 1):
                    if number > MAXIMUM_ROWS:
                        found = f"found a row {number:,}"
                        raise InputError(path, f"{found}; expected at most {MAXIMUM_ROWS:,}")
                    yield (place, str(sheet.title)), number, len(row), list(map(_cell, row))
    except InputError:
        raise
    # A hostile file can make the library fail in any way; each is a fault of the file.
    except Exception as fault:
        raise InputError(path, f"a damaged workbook ({type(fault).__name__})") from None


class _Reader(ExcelReader):
    """openpyxl's reader, which looks at the list of sheets before it reads the first of them."""

    def __init__(self, path: Path, content: BytesIO) -> None:
        super().__init__(content, read_only=True, keep_links=False)
        self._path = path

    def read_worksheets(self) -> None:
        """Raise InputError for too many sheets, and for one that is listed again and again."""
        parts = [relation.target for _, relation in self.parser.find_sheets()]
        if len(parts) > MAXIMUM_SHEETS:
            found = f"found {len(parts):,} sheets"
            raise InputError(self._path, f"{found}; expected at most {MAXIMUM_SHEETS}")
        if len(set(parts)) < len(parts):
            raise InputError(self._path, "a damaged workbook (it lists a sheet more than once)")
        super().read_worksheets()


def _cell(cell: Any) -> Cell | None:
    value, formula = cell.value, cell.data_type == "f"
    if value is None:
        return None
    form = str(cell.number_format)
    if isinstance(value, datetime):
        return Cell(value.isoformat(sep=" ", timespec="seconds"), moment=value)
    if isinstance(value, (int, float)) and not isinstance(value, bool) and "%" in form:
        return Cell(f"{100 * value:.10g}%")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(getattr(value, "text", value)) if formula else str(value)
    if isinstance(value, str) and not formula:
        text = from_cell(unescape(text))
    return Cell(_clean(text), formula)


def _table(path: Path, content: bytes) -> Iterator[Line]:
    text = decoded(path, content, "save the sheet as CSV UTF-8 or .xlsx")
    if "\x00" in text:
        raise InputError(path, "found binary data; expected a CSV table")
    first = text.partition("\n")[0]
    stated = SEPARATOR_LINE.match(text)
    delimiter = stated[1] if stated else max(_DELIMITERS, key=first.count)
    csv.field_size_limit(2**31 - 1)  # A cell that is too long is refused by its name instead.
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        for number, row in enumerate(reader, 1):
            held = [] if stated and number == 1 else row
            cells = (Cell(_clean(from_cell(each))) for each in held)
            yield (0, path.stem), number, len(row), cells
    except csv.Error as fault:
        raise InputError(path, f"not a CSV table ({fault})", row=reader.line_num) from None


def _clean(text: str) -> str:
    return visible_text(text).strip()

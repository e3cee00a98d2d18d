"""Cells of a workbook or CSV table as text, whatever their format."""

import re
import zipfile
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from xml.etree.ElementTree import Element, iterparse

from python_calamine import load_workbook
from xlsxwriter.utility import xl_rowcol_to_cell

from egovbench.base.addresses import without_contacts
from egovbench.base.cells import MAXIMUM_CELL_CHARACTERS, from_cell
from egovbench.base.errors import InputError
from egovbench.base.files import read_content
from egovbench.base.plain_tables import decoded, records_of
from egovbench.documents.source import ARCHIVE, AS_WORKBOOK, visible_text

MAXIMUM_BYTES = 20_000_000
MAXIMUM_UNPACKED_BYTES = 64_000_000
MAXIMUM_PARTS = 1_000
# Of the most rows that a sheet can have, all formatted.
MAXIMUM_TAGS = 4_000_000
MAXIMUM_ATTRIBUTES = 8_000_000
_DEFINITIONS = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
MAXIMUM_SHEETS = 50
MAXIMUM_CELLS = 250_000
MAXIMUM_ROWS = 1_048_576  # of a sheet, by the format
MAXIMUM_AREA = 4_000_000  # cells from the first to the last, which take memory though empty
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_SHORT = re.compile(r"\s+")
_LONGEST_SHOWN = 60
_OWN_NAMES = re.compile(r"Cover|Coding|Review|msq[a-z0-9-]*")
PERCENT = "%"
_AT_ONCE = 4 * 1024 * 1024  # bytes
_PERCENT_FORMATS = ("9", "10")  # which the format knows without a code
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # how the format writes what XML cannot hold

Value = int | float | str | bool | time | date | datetime | timedelta


def _check_parts(path: Path, archive: zipfile.ZipFile) -> None:
    """Check the archive that a workbook is, part by part.

    Raises InputError for one that holds too much, and one that defines entities, which a workbook
    never does and by which a short text can unfold into gigabytes.
    """
    parts = archive.infolist()
    if len(parts) > MAXIMUM_PARTS:
        raise InputError(path, f"found {len(parts):,} parts; expected at most {MAXIMUM_PARTS:,}")
    if any(part.flag_bits & 1 for part in parts):
        raise InputError(path, f"the archive has a password; {AS_WORKBOOK} without one")
    # A part never unpacks to more than the size it declares.
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAXIMUM_UNPACKED_BYTES:
        raise InputError(
            path, f"unpacks to {unpacked:,} bytes; expected at most {MAXIMUM_UNPACKED_BYTES:,}"
        )
    tags = attributes = 0
    for part in parts:
        text = archive.read(part)
        tags += text.count(b"<")
        attributes += text.count(b'="') + text.count(b"='")
        if any(each in text for each in _DEFINITIONS):
            raise InputError(path, "defines XML entities, which a workbook never does")
        if part.filename.endswith(".xml") and text.startswith(_WIDE):
            raise InputError(path, f"found {part.filename} in UTF-16; {AS_WORKBOOK}")
    if tags > MAXIMUM_TAGS:
        raise InputError(path, f"found {tags:,} XML tags; expected at most {MAXIMUM_TAGS:,}")
    if attributes > MAXIMUM_ATTRIBUTES:
        found = f"found {attributes:,} XML attributes"
        raise InputError(path, f"{found}; expected at most {MAXIMUM_ATTRIBUTES:,}")


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
    """A sheet: by row number (from 1) the cells that hold something, by column number (from 1).

    `number` is its place in the file, from 1.
    """

    name: str
    rows: dict[int, Row]
    number: int = 1

    @property
    def label(self) -> str:
        """What messages call it: by its name where we gave it, else by its number."""
        return self.name if _OWN_NAMES.fullmatch(self.name) else str(self.number)

    def text(self, row: int, column: int) -> str:
        """Return the text of a cell, empty where there is none."""
        cell = self.rows.get(row, {}).get(column)
        return cell.text if cell else ""


def reference(row: int, column: int) -> str:
    """Return a cell's name in a sheet: row 17, column 4 is D17."""
    return str(xl_rowcol_to_cell(row - 1, column - 1))


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
    lines = _workbook(path, content) if content.startswith(ARCHIVE) else _table(path, content)
    sheets: dict[tuple[int, str], dict[int, Row]] = defaultdict(dict)
    n_cells = 0
    for sheet, number, cells in lines:
        held = {column: cell for column, cell in cells.items() if cell.text}
        n_cells += len(held)
        _check_count(path, n_cells)
        for column, cell in held.items():
            if len(cell.text) > MAXIMUM_CELL_CHARACTERS:
                found = f"cell {reference(number, column)} holds {len(cell.text):,} characters"
                raise InputError(path, f"{found}; expected at most {MAXIMUM_CELL_CHARACTERS:,}")
        if held:
            sheets[sheet][number] = held
    if not sheets:
        raise InputError(path, "the file is empty; expected a sheet with a row of headings")
    return [Sheet(name, rows, place + 1) for (place, name), rows in sheets.items()]


Line = tuple[tuple[int, str], int, Mapping[int, Cell]]
"""A row of a file: its sheet's place and name, its number, and its cells by column."""


def _workbook(path: Path, content: bytes) -> Iterator[Line]:
    """Yield the rows of a workbook: values as calamine reads them, the rest from the parts."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check_parts(path, archive)
            details = dict(_details(path, archive))
        with load_workbook(BytesIO(content)) as book:
            for place, sheet in enumerate(book.sheets_metadata):
                found = details.get(sheet.name)
                if found is None:
                    continue  # a chart
                rows = book.get_sheet_by_index(place).iter_rows()
                first, left = book.get_sheet_by_index(place).start or (0, 0)
                yield from _rows((place, sheet.name), rows, first, left, found)
    except (InputError, MemoryError):
        raise
    except NotImplementedError:
        raise InputError(path, f"packed in a way that cannot be read; {AS_WORKBOOK}") from None
    # A hostile file can make the libraries fail in any way; each is a fault of the file.
    except Exception as fault:
        raise InputError(
            path, f"a damaged workbook ({type(fault).__name__}); {AS_WORKBOOK}"
        ) from None


def _rows(
    sheet: tuple[int, str],
    rows: Iterator[Sequence[Value]],
    first: int,
    left: int,
    details: Mapping[tuple[int, int], str],
) -> Iterator[Line]:
    """Yield the rows of a sheet whose first cell with a value stands at `first` and `left`."""
    told: dict[int, dict[int, Cell]] = defaultdict(dict)
    for (number, column), detail in details.items():
        if detail != PERCENT:
            told[number][column] = Cell(_clean(detail), detail.startswith("="))
    for number, row in enumerate(rows, first + 1):
        cells = {
            column: _cell(value, details.get((number, column)) == PERCENT)
            for column, value in enumerate(row, left + 1)
            if value not in ("", None)
        }
        yield sheet, number, dict(sorted((cells | told.pop(number, {})).items()))
    for number, held in sorted(told.items()):
        yield sheet, number, held


def _cell(value: Value, percent: bool) -> Cell:
    if isinstance(value, datetime):
        return Cell(value.isoformat(sep=" ", timespec="seconds"), moment=value)
    if isinstance(value, date):
        return _cell(datetime.combine(value, time()), percent)
    if isinstance(value, float):
        number = int(value) if value.is_integer() else value
        return Cell(f"{100 * value:.10g}%" if percent else str(number))
    if isinstance(value, str):
        value = from_cell(_ESCAPED.sub(lambda code: chr(int(code[1], 16)), value))
    return Cell(_clean(str(value)))


Details = Mapping[tuple[int, int], str]
"""By row and column what a value does not tell: a formula, an error, or that it is a PERCENT."""


def _details(path: Path, archive: zipfile.ZipFile) -> Iterator[tuple[str, Details]]:
    """Yield the name of each sheet with cells, and their details.

    Raises InputError for too many sheets, one that is listed again, and cells too far apart.
    """
    links = {link.get("Id"): link for link in _elements(archive, "xl/_rels/workbook.xml.rels")}
    listed = [each for each in _elements(archive, "xl/workbook.xml") if _name(each) == "sheet"]
    if len(listed) > MAXIMUM_SHEETS:
        found = f"found {len(listed):,} sheets"
        raise InputError(path, f"{found}; expected at most {MAXIMUM_SHEETS}")
    percents = _percents(archive)
    seen: set[str] = set()
    for sheet in listed:
        identity = next((sheet.get(key) for key in sheet.attrib if key.endswith("}id")), None)
        target = links[identity].get("Target", "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in seen:
            raise InputError(path, "a damaged workbook (it lists a sheet more than once)")
        seen.add(part)
        if links[identity].get("Type", "").endswith("/worksheet"):
            yield sheet.get("name", ""), _of_sheet(path, archive, part, percents)


def _of_sheet(
    path: Path, archive: zipfile.ZipFile, part: str, percents: Collection[str]
) -> Details:
    details: dict[tuple[int, int], str] = {}
    row = column = width = last = count = 0
    for element in _elements(archive, part):
        name = _name(element)
        if name == "row":
            row, column = int(element.get("r") or row + 1), 0
        elif name == "c":
            column = _column(element.get("r", "")) or column + 1
            parts = {_name(each): each.text or "" for each in element}
            held = {name: text for name, text in parts.items() if text or name != "v"}
            if not held:
                continue
            count, width, last = count + 1, max(width, column), max(last, row)
            if "f" in held:
                details[row, column] = f"={held['f']}"
            elif element.get("t") == "e":
                details[row, column] = held.get("v", "")
            elif element.get("s") in percents and element.get("t", "n") == "n":
                details[row, column] = PERCENT
    _check_count(path, count)
    if last > MAXIMUM_ROWS:
        raise InputError(path, f"found a row {last:,}; expected at most {MAXIMUM_ROWS:,}")
    if last * width > MAXIMUM_AREA:
        found = f"found cells up to {reference(last, width)}"
        raise InputError(path, f"{found}; expected at most {MAXIMUM_AREA:,} cells between")
    return details


def _elements(archive: zipfile.ZipFile, part: str) -> Iterator[Element]:
    """Yield the elements of a part as each ends, or begins for a row, and forget those of a row."""
    name = next((each for each in archive.namelist() if each.lower() == part.lower()), part)
    with archive.open(name) as opened:
        # In small pieces a long attribute would be read from its beginning for each of them.
        stream = SimpleNamespace(read=lambda _: opened.read(_AT_ONCE))
        for event, element in iterparse(stream, ("start", "end")):
            is_row = _name(element) == "row"
            if (event == "start") == is_row:
                yield element
            elif is_row:
                element.clear()


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _column(cell: str) -> int:
    """Return the column of a cell's name, 0 for none."""
    letters = cell.rstrip("0123456789")
    return reduce(lambda number, letter: 26 * number + ord(letter) - 64, letters[:3], 0)


def _percents(archive: zipfile.ZipFile) -> set[str]:
    """Return the numbers of the styles by which a number is shown as a share of 100."""
    if "xl/styles.xml" not in map(str.lower, archive.namelist()):
        return set()
    formats, found = set(_PERCENT_FORMATS), set[str]()
    for element in _elements(archive, "xl/styles.xml"):
        if _name(element) == "numFmt" and "%" in element.get("formatCode", ""):
            formats.add(element.get("numFmtId", ""))
        elif _name(element) == "cellXfs":
            found = {str(n) for n, each in enumerate(element) if each.get("numFmtId") in formats}
    return found


def _table(path: Path, content: bytes) -> Iterator[Line]:
    _, records = records_of(path, decoded(path, content, "save the sheet as CSV UTF-8 or .xlsx"))
    width = 0
    for number, (_, row) in enumerate(records, 1):
        _check_count(path, width := width + len(row))
        cells = {column: Cell(_clean(from_cell(each))) for column, each in enumerate(row, 1)}
        yield (0, ""), number, cells


def _check_count(path: Path, cells: int) -> None:
    if cells > MAXIMUM_CELLS:
        raise InputError(path, f"found more than {MAXIMUM_CELLS:,} cells; expected fewer than that")


def _clean(text: str) -> str:
    return visible_text(text).strip()

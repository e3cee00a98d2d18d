"""Reads CSV tables as people have them: the one reader of all, and numbers and weights by id."""

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice
from math import isfinite, nan
from pathlib import Path

from egovbench.base.errors import InputError
from egovbench.base.files import read_content

NAMES = {";": "semicolons", "\t": "tabs", "|": "vertical bars", ",": "commas"}
"""What may delimit the cells of a table, and how it is called."""
# By which a spreadsheet program is told the delimiter of a table.
SEPARATOR_LINE = re.compile(r"sep=([,;|\t])[ \t]*(?:\r\n?|\n|$)", re.IGNORECASE)
_REMEDY = "if it is Latin-1 or Windows-1252, save it as CSV UTF-8"
_OPENING = 65_536
_LOOKED_AT = 20
_DECIMAL_COMMA = re.compile(r"^([+-]?\d+),(\d+)$")
_DECIMAL_POINT = re.compile(r"^[+-]?\d+\.\d+$")
_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
csv.field_size_limit(2**31 - 1)  # what is too long is refused by its name instead

Record = tuple[int, list[str]]
"""A row of a table, with the number of its last line."""


def read_rows(path: Path) -> tuple[list[str], list[Record]]:
    """Return the header and the rows of a table, without blanks around cells.

    A decimal comma becomes a point where cells are not delimited by commas. Raises InputError as
    `read_records` and `with_points` do, and for a table without rows.
    """
    delimiter, header, records = read_records(path)
    rows = [(line, [cell.strip() for cell in cells]) for line, cells in records]
    if not rows:
        raise InputError(path, "found no rows; expected a header and rows below it")
    if delimiter != ",":
        for place, name in enumerate(header):
            column = with_points(path, name, [cells[place] for _, cells in rows])
            for (_, cells), cell in zip(rows, column, strict=True):
                cells[place] = cell
    return header, rows


def is_former(path: Path, text: str) -> bool:
    """Tell whether the table at `path` is of the same columns and units (first cells) as `text`."""
    try:
        _, header, rows = read_records(path)
    except InputError:
        return False
    (_, columns), *records = records_of(path, text)[1]
    return header == columns and {each[0] for _, each in rows} == {each[0] for _, each in records}


def with_points(path: Path, column: str, cells: list[str]) -> list[str]:
    """Return the cells of a column with decimal points in place of decimal commas.

    Raises InputError where some have the one and some the other: a comma may then be of thousands.
    """
    commas = [cell for cell in cells if _DECIMAL_COMMA.match(cell)]
    point = next(filter(_DECIMAL_POINT.match, cells), None) if commas else None
    if point is not None:
        found = f"found {commas[0]!r} and {point!r}; expected decimal commas alone or points alone"
        raise InputError(path, found, column=column)
    return [_DECIMAL_COMMA.sub(r"\1.\2", cell) for cell in cells] if commas else cells


def read_records(path: Path) -> tuple[str, list[str], list[Record]]:
    """Return the delimiter of a table, its header without blanks, and its rows as they are.

    Empty lines are left out, and so are columns at the end that are empty throughout. Raises
    InputError for a file that is no table, and for a row that is shorter or longer.
    """
    text = decoded(path, read_content(path), _REMEDY)
    delimiter, records = records_of(path, text)
    rows = [(line, cells) for line, cells in records if any(map(str.strip, cells))]
    if not rows:
        raise InputError(path, "not a UTF-8 CSV table (found no rows); expected a header and rows")
    first, header = rows[0][0], [name.strip() for name in rows.pop(0)[1]]
    while not header[-1]:
        header.pop()
    width = len(header)
    for line, cells in rows:
        if len(cells) < width or any(map(str.strip, cells[width:])):
            found = f"found {len(cells)} cells, delimited by {NAMES[delimiter]}"
            raise InputError(path, f"{found}; expected {width} as in line {first}", row=line)
    return delimiter, header, [(line, cells[:width]) for line, cells in rows]


def records_of(path: Path, text: str) -> tuple[str, Iterator[Record]]:
    """Return what delimits the cells of a table's text, and its rows, empty ones too.

    Raises InputError for binary data, and for a quotation mark that nothing closes.
    """
    if "\x00" in text:
        found = "found binary data (NUL characters), or UTF-16 without its mark"
        raise InputError(path, f"{found}; expected a CSV table in UTF-8")
    delimiter, text = delimiter_of(text)
    return delimiter, _records(path, text, delimiter)


def _records(path: Path, text: str, delimiter: str) -> Iterator[Record]:
    """Yield the rows; from a quotation mark on that stands where none should, as it can be read."""
    done = last = 0
    for strict in (True, False):
        stream = io.StringIO(text, newline="")
        reader = csv.reader(stream, delimiter=delimiter, strict=strict)
        try:
            for cells in islice(reader, done, None):
                done, last = done + 1, reader.line_num
                yield last, cells
        except csv.Error as fault:
            if str(fault) == "unexpected end of data":
                found = "a quotation mark opens here and nothing closes it"
                raise InputError(path, f"{found}; expected one at the end", row=last + 1) from None
        else:
            return


def decoded(path: Path, content: bytes, remedy: str) -> str:
    """Return the text of a file: in UTF-8, or the encoding that a byte order mark states.

    Raises InputError for another encoding, with the remedy where nothing states the encoding.
    """
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as fault:
        found = f"not {encoding.removesuffix('-sig').upper()} text (byte {fault.start:,})"
        advice = f"; {remedy}" if encoding == "utf-8" else ""
        raise InputError(path, found + advice) from None


def delimiter_of(text: str) -> tuple[str, str]:
    """Return what delimits the cells of a table, and the table without the line that states it.

    That is what its first line says to spreadsheet programs; else which of NAMES gives the first
    rows the same number of cells, or else the header most of them.

    >>> delimiter_of("unit;a;b")
    (';', 'unit;a;b')
    """
    stated = SEPARATOR_LINE.match(text)
    if stated:
        return stated[1], "\n" + text[stated.end() :]

    def likely(delimiter: str) -> tuple[bool, int]:
        stream = io.StringIO(text[:_OPENING], newline="")
        rows = list(islice(filter(any, csv.reader(stream, delimiter=delimiter)), _LOOKED_AT))
        width = len(rows[0]) if rows else 0
        # The last one may be cut.
        alike = all(len(row) == width for row in rows[: -1 if len(rows) > 2 else None])
        return alike and width > 1, width

    found = {delimiter: likely(delimiter) for delimiter in NAMES}
    best = max(NAMES, key=found.__getitem__)
    return (best if found[best][1] > 1 else ","), text


def read_number(path: Path, line: int, column: str, cell: str) -> float:
    """Return the number in a cell, NaN for an empty one. Raises InputError for anything else."""
    if cell == "":
        return nan
    try:
        number = float(cell)
    except ValueError:
        number = nan
    if not isfinite(number):
        expected = f"found {cell!r}; expected a number or an empty cell"
        if _DECIMAL_COMMA.match(cell):
            expected += "; a decimal comma is read where cells are not delimited by commas"
        raise InputError(path, expected, row=line, column=column)
    return number


def read_weights(path: Path) -> dict[str, float]:
    """Return the weights at `path` by id. Raises InputError for a column, id or cell at fault."""
    header, rows = read_rows(path)
    for column in ("id", "weight"):
        if column not in header:
            raise InputError(path, f"column {column!r} is missing", row=1)
    at_id, at_weight = header.index("id"), header.index("weight")
    found: dict[str, float] = {}
    for line, cells in rows:
        if cells[at_id] in found:
            raise InputError(path, f"id {cells[at_id]!r} stands there twice", row=line)
        weight = read_number(path, line, "weight", cells[at_weight])
        if not isfinite(weight):
            raise InputError(path, "found nothing; expected a number", row=line, column="weight")
        if weight < 0:
            expected = f"found {weight:g}; expected a number from 0 up"
            raise InputError(path, expected, row=line, column="weight")
        found[cells[at_id]] = weight
    if not any(found.values()):
        raise InputError(path, "all weights are 0; expected one above 0", column="weight")
    return found

"""Reads CSV tables of a user's own, which have no schema: rows, numbers, and weights by id."""

import csv
import io
import re
from math import isfinite, nan
from pathlib import Path

from egovbench.base.errors import InputError
from egovbench.base.files import read_content

NAMES = {",": "commas", ";": "semicolons", "\t": "tabs"}
"""What may delimit the cells of a table, and how it is called."""
# By which a spreadsheet program is told the delimiter of a table.
SEPARATOR_LINE = re.compile(r"sep=([,;\t])\s*(?:\n|$)", re.IGNORECASE)
_OPENING = 65_536
_QUOTED = re.compile(r'"[^"]*"')
_DECIMAL = re.compile(r"^([+-]?\d+),(\d+)$")
_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def read_rows(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return the header and the rows, each with the number of its last line, without blanks.

    Cells are delimited as `delimiter_of` says; a decimal comma becomes a point where they are not
    delimited by commas. Raises InputError for a file that is no table, and for a row that is
    shorter or longer.
    """
    text = decoded(path, read_content(path), "save it as CSV UTF-8")
    delimiter, text = delimiter_of(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    header = [name.strip() for name in next(filter(None, reader), [])]
    rows = [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader if cells]
    if delimiter != ",":
        rows = [(line, [_DECIMAL.sub(r"\1.\2", cell) for cell in cells]) for line, cells in rows]
    if not rows:
        raise InputError(path, "found no rows; expected a header and rows below it")
    for line, cells in rows:
        if len(cells) != len(header):
            found = f"found {len(cells)} cells, delimited by {NAMES[delimiter]}"
            raise InputError(path, f"{found}; expected {len(header)} as in line 1", row=line)
    return header, rows


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

    That is what its first line says to spreadsheet programs, or which of NAMES its headings hold
    most often, outside of quotes.

    >>> delimiter_of("unit;a;b")
    (';', 'unit;a;b')
    """
    stated = SEPARATOR_LINE.match(text)
    if stated:
        return stated[1], "\n" * stated[0].count("\n") + text[stated.end() :]
    first = _QUOTED.sub("", text[:_OPENING]).lstrip("\n").partition("\n")[0]
    return max(NAMES, key=first.count), text


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

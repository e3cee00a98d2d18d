"""Reads CSV tables of a user's own, which have no schema: rows, numbers, and weights by id."""

import csv
import io
from math import isfinite, nan
from pathlib import Path

from egovbench.base.errors import InputError


def read_rows(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return the header and the rows, each with the number of its last line, without blanks.

    Raises InputError for a file that is no table, and for a row that is shorter or longer.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError(path, "the file does not exist") from None
    except (OSError, UnicodeDecodeError) as fault:
        raise InputError(path, f"not a UTF-8 CSV table ({fault})") from None
    reader = csv.reader(io.StringIO(text, newline=""))
    header = [name.strip() for name in next(reader, [])]
    rows = [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader if cells]
    if not rows:
        raise InputError(path, "found no rows; expected a header and rows below it")
    for line, cells in rows:
        if len(cells) != len(header):
            raise InputError(
                path, f"found {len(cells)} cells; expected {len(header)} as in line 1", row=line
            )
    return header, rows


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

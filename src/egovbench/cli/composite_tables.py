"""Reads the tables of `egovbench composite`: any CSV, not only the project's own."""

import csv
import io
from pathlib import Path

import numpy as np
import pandas as pd

from egovbench.base.errors import InputError, MethodError
from egovbench.scoring.framework import Framework, read_framework


def read_nodes(path: Path) -> Framework:
    """Return the framework at `path`. Raises InputError for one that contradicts itself."""
    header, rows = _rows(path)
    try:
        return read_framework(pd.DataFrame([cells for _, cells in rows], columns=header))
    except MethodError as fault:
        raise InputError(path, str(fault)) from None


def read_weights(path: Path) -> dict[str, float]:
    """Return the weights at `path` by id. Raises InputError for a column, id or cell at fault."""
    header, rows = _rows(path)
    for column in ("id", "weight"):
        if column not in header:
            raise InputError(path, f"column {column!r} is missing", row=1)
    at_id, at_weight = header.index("id"), header.index("weight")
    found: dict[str, float] = {}
    for line, cells in rows:
        if cells[at_id] in found:
            raise InputError(path, f"id {cells[at_id]!r} stands there twice", row=line)
        weight = _number(path, line, "weight", cells[at_weight])
        if np.isnan(weight):
            raise InputError(path, "found nothing; expected a number", row=line, column="weight")
        found[cells[at_id]] = weight
    return found


def read_values(path: Path, nodes: Framework) -> tuple[pd.DataFrame, list[str]]:
    """Return the indicators of `nodes` by unit, and the names of columns that it lacks.

    Empty cells are missing values. Raises InputError for a cell, unit or column at fault.
    """
    header, rows = _rows(path)
    repeated = [name for name in header if header.count(name) > 1]
    if repeated:
        raise InputError(path, f"column {repeated[0]!r} stands there twice", row=1)
    places = {name: at for at, name in enumerate(header) if at > 0 and name in nodes.indicators}
    numbers = [
        [_number(path, line, name, cells[at]) for name, at in places.items()]
        for line, cells in rows
    ]
    units: dict[str, int] = {}
    for line, cells in rows:
        if cells[0] == "" or cells[0] in units:
            raise InputError(path, f"unit {cells[0]!r} is empty or stands there twice", row=line)
        units[cells[0]] = line
    frame = pd.DataFrame(
        np.array(numbers, dtype=np.float64).reshape(len(rows), len(places)),
        index=pd.Index(list(units), dtype="str"),
        columns=list(places),
    )
    return frame, [name for name in header[1:] if name not in places]


def _rows(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
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
        raise InputError(path, "found no rows; expected a header and a row for every unit")
    for line, cells in rows:
        if len(cells) != len(header):
            raise InputError(
                path, f"found {len(cells)} cells; expected {len(header)} as in line 1", row=line
            )
    return header, rows


def _number(path: Path, line: int, column: str, cell: str) -> float:
    if cell == "":
        return float("nan")
    try:
        number = float(cell)
    except ValueError:
        number = float("nan")
    if not np.isfinite(number):
        expected = f"found {cell!r}; expected a number or an empty cell"
        raise InputError(path, expected, row=line, column=column)
    return number

"""Reads the tables of a composite indicator: any CSV, not only the project's own."""

from pathlib import Path

import numpy as np
import pandas as pd

from egovbench.base.errors import InputError, MethodError
from egovbench.base.plain_tables import read_number, read_rows
from egovbench.scoring.framework import Framework, read_framework


def read_nodes(path: Path) -> Framework:
    """Return the framework at `path`. Raises InputError for one that contradicts itself."""
    header, rows = read_rows(path)
    try:
        return read_framework(pd.DataFrame([cells for _, cells in rows], columns=header))
    except MethodError as fault:
        raise InputError(path, str(fault)) from None


def read_values(path: Path, nodes: Framework) -> tuple[pd.DataFrame, list[str]]:
    """Return the indicators of `nodes` by unit, and the names of columns that it lacks.

    Empty cells are missing values. Raises InputError for a cell, unit or column at fault.
    """
    header, rows = read_rows(path)
    repeated = [name for name in header if header.count(name) > 1]
    if repeated:
        raise InputError(path, f"column {repeated[0]!r} stands there twice", row=1)
    absent = [name for name in nodes.indicators if name not in header[1:]]
    if absent:
        expected = f"indicator {absent[0]!r} of the framework has no column"
        raise InputError(path, expected, row=1)
    places = {name: at for at, name in enumerate(header) if at > 0 and name in nodes.indicators}
    numbers = [
        [read_number(path, line, name, cells[at]) for name, at in places.items()]
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

"""Reading and writing the project's CSV tables against their schemas.

Foreign text in their cells is kept from being taken for a formula by a spreadsheet.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandas.api.extensions import ExtensionArray
from pandera.errors import SchemaError, SchemaErrors

from egovbench.base.cells import csv_line, from_cell
from egovbench.base.errors import InputError
from egovbench.base.files import write_text
from egovbench.base.paths import from_root
from egovbench.base.plain_tables import read_records, read_rows, with_points
from egovbench.base.vocabulary import FORMER_NAMES


def read_table(path: Path, schema: pa.DataFrameSchema) -> pd.DataFrame:
    """Return the table at `path` with the columns and types of `schema`.

    Text cells keep what they hold ("NA" stays text); an empty text cell is an empty string, an
    empty number cell a missing value; the mark that `write_table` puts before a text that a
    spreadsheet would take for a formula is taken off. Raises InputError with line and column of the
    first fault.
    """
    delimiter, header, records = read_records(path)
    raw = pd.DataFrame([cells for _, cells in records], columns=header, dtype="str")
    missing = [name for name in schema.columns if name not in raw.columns]
    if missing:
        expected = f"column {missing[0]} is missing; expected {', '.join(schema.columns)}"
        former = [name for name in raw.columns if FORMER_NAMES.get(name) in missing]
        if former:
            expected = f"this column is now called {FORMER_NAMES[former[0]]}; rename it"
        elif missing == ["lower", "upper"]:
            expected = "columns lower and upper are missing, as in tables of an earlier version; "
            expected += "make the table again (egovbench import, ingest or code)"
        elif missing == ["lower", "upper", "saw"]:
            expected = "columns lower, upper and saw are missing, as in reviews of an earlier "
            expected += "version; add the least and the greatest value that each decision leaves "
            expected += "open (yes 1 and 1, partly 0.5 and 1, no 0 and 0, unknown 0 and 1), and "
            expected += "what the reviewer saw (text or ticks)"
        raise InputError(path, expected, row=1, column=former[0] if former else None)
    twice = [name for name in header if header.count(name) > 1]
    surplus = twice or [name for name in header if name not in schema.columns]
    if surplus:
        what = "a column twice" if twice else "unknown column"
        expected = f"{what}; expected {', '.join(schema.columns)}"
        raise InputError(path, expected, row=1, column=surplus[0])
    typed = pd.DataFrame(
        {
            name: _typed(path, name, raw[name], str(column.dtype), delimiter)
            for name, column in schema.columns.items()
        },
        index=raw.index,
    )
    return checked(from_cells(typed), schema, path)


def read_numbers(path: str) -> pd.DataFrame | None:
    """Return the CSV table at `path` with its numbers to the last bit; None for an empty path.

    A relative path counts from the project's root.

    Raises InputError for a file that does not exist or is no UTF-8 CSV table with rows.

    Shape: the rows and columns of the file; the index is each row's line.
    Scale: as the tables have it; a column with a cell that is no number stays text.
    Missing: an empty cell among numbers is a missing value.
    Source: the file at `path`, such as the choices.csv that a run writes.
    """
    if not path:
        return None
    header, rows = read_rows(from_root(path))
    columns = [_exact(column) for column in zip(*(cells for _, cells in rows), strict=True)]
    table = pd.DataFrame(dict(enumerate(columns)), index=[line for line, _ in rows])
    return table.set_axis(header, axis="columns")


def _exact(cells: Sequence[str]) -> ExtensionArray:
    try:
        return pd.array([float(cell) if cell else np.nan for cell in cells], dtype="float64")
    except ValueError:
        return pd.array(cells, dtype="str")


def checked(frame: pd.DataFrame, schema: pa.DataFrameSchema, place: Path | str) -> pd.DataFrame:
    """Return `frame` as it is if it satisfies `schema`, else raise InputError naming the place."""
    try:
        return schema.validate(frame, lazy=True)
    except SchemaErrors as faults:
        case = faults.failure_cases.iloc[0]
        row = None if pd.isna(case["index"]) else int(case["index"]) + 2
        column = case["column"] if case["schema_context"] == "Column" else None
        raise InputError(
            place,
            f"found {case['failure_case']!r}; expected {_expectation(str(case['check']))}",
            row=row,
            column=column,
        ) from None
    except SchemaError as fault:
        raise InputError(place, str(fault).splitlines()[0]) from None


def write_table(frame: pd.DataFrame, path: Path, schema: pa.DataFrameSchema) -> None:
    """Check `frame` against `schema` and write it as `write_csv` does."""
    write_csv(checked(frame, schema, path), path)


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """Write any table to `path` whole or not at all, as `csv_text` gives it."""
    write_text(path, csv_text(table))


def csv_text(table: pd.DataFrame) -> str:
    """Return `table` as CSV, its index left out, as every table of the program is written.

    No cell or heading starts a formula (see `to_cell`). Characters that no one sees or that turn
    the order of others are written as escapes. A text that holds a separator of any spreadsheet
    (comma, semicolon, tab) stands in quotes. A missing value is an empty cell.
    """
    columns = [[str(name), *table.iloc[:, place]] for place, name in enumerate(table.columns)]
    return "".join(csv_line(map(_present, row)) for row in zip(*columns, strict=True))


def _present(value: Any) -> object:
    return value if isinstance(value, str) or not pd.isna(value) else ""


def _typed(path: Path, name: str, cells: pd.Series, dtype: str, delimiter: str) -> pd.Series:
    if dtype.startswith("str"):
        return cells
    cells = cells.str.strip()
    if delimiter != ",":
        cells = pd.Series(with_points(path, name, cells.tolist()), index=cells.index, dtype="str")
    if dtype == "bool":
        truth = cells.str.lower().map({"true": True, "false": False})
        _refuse(path, name, cells, truth.isna(), "true or false")
        return truth.astype("bool")
    numbers = pd.to_numeric(cells.where(cells != ""), errors="coerce")
    if dtype == "int64":
        _refuse(path, name, cells, numbers.isna() | (numbers % 1 != 0), "a whole number")
        return numbers.astype("int64")
    _refuse(path, name, cells, numbers.isna() & (cells != ""), "a number or an empty cell")
    return numbers.astype("float64")


def _refuse(path: Path, name: str, cells: pd.Series, bad: pd.Series, expected: str) -> None:
    if bad.any():
        position = int(bad.to_numpy().argmax())
        raise InputError(
            path,
            f"found {cells.iloc[position]!r}; expected {expected}",
            row=position + 2,
            column=name,
        )


def _expectation(check: str) -> str:
    if check.startswith("isin("):
        return f"one of {check[5:-1]}"
    return {"multiple_fields_uniqueness": "each key only once"}.get(check, check)


def from_cells(table: pd.DataFrame) -> pd.DataFrame:
    """Return `table` with `from_cell` applied to every text."""
    text = table.select_dtypes(include=["str", "object"]).columns
    return table.assign(**{column: table[column].map(_from_any) for column in text})


def _from_any(cell: object) -> object:
    return from_cell(cell) if isinstance(cell, str) else cell

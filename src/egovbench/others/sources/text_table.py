"""Reads a source's CSV file as text, whatever its columns, and keeps persons out of titles."""

import re
from pathlib import Path

import pandas as pd

from egovbench.base.errors import InputError
from egovbench.base.plain_tables import read_rows


def read_text_table(path: Path) -> pd.DataFrame:
    """Return the CSV file at `path` with every cell as text, an empty cell as an empty string.

    The index is the line of the file; of two columns with one name the first is read. Raises
    InputError for a file that is missing, a workbook, or no CSV table.
    """
    if path.suffix.lower() in (".xlsx", ".xls", ".xlsm", ".ods"):
        raise InputError(path, "workbooks are not read; save the sheet with the data as UTF-8 CSV")
    header, rows = read_rows(path)
    columns = zip(*(cells for _, cells in rows), strict=True)
    table = dict(reversed([*zip(header, map(list, columns), strict=True)]))
    return pd.DataFrame(table, index=[line for line, _ in rows], dtype="str")[
        [*dict.fromkeys(header)]
    ]


def refuse(path: Path, cells: pd.Series, strange: pd.Series, expected: str) -> None:
    """Raise InputError for the first of the `cells` of a text table that is `strange`, if any.

    `strange` is true or false by line; `expected` says what would be right.
    """
    if strange.any():
        first = cells[strange]
        raise InputError(
            path,
            f"found {first.iloc[0]!r}; expected {expected}",
            row=int(first.index[0]),
            column=str(cells.name),
        )


_PERSON = re.compile(r"@|\b(?:Mr|Mrs|Ms|Mme|Dr|Prof|Hon|H\.E)\b\.?\s+[A-Z]")
_YEAR = re.compile(r"\d{4}")
_NOTHING = ("", "-", "New", "NA", "0")
_ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)


def usable_title(title: str) -> str:
    """Return `title` on one line; nothing where it gives a person, an e-mail or a web address."""
    if _PERSON.search(title) or _ADDRESS.match(title.strip()):
        return ""
    return " ".join(title.split())


def dated_titles(titles: pd.Series, years: pd.Series) -> pd.Series:
    """Return "Name (2018)" for each title and year; without a name where the cell gives a person.

    A cell that stands for nothing gives no name, and what is no year is left out.
    """
    return pd.Series(
        [_dated(title, year) for title, year in zip(titles, years, strict=True)],
        index=titles.index,
        dtype="str",
    )


def _dated(title: str, year: str) -> str:
    name = "" if title in _NOTHING or title.isdigit() else usable_title(title)
    year = year.removesuffix(".0")
    if not _YEAR.fullmatch(year) or year in name:
        return name
    return f"{name or 'name not given'} ({year})"

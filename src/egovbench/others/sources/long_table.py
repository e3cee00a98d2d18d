"""Reads a source's table that has one row a country, year and variable."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from egovbench.base.errors import InputError
from egovbench.others.answers import ANSWER_COLUMNS
from egovbench.others.sources.text_table import read_text_table, refuse

_YEAR = r"\d{4}"


def single_year(cells: pd.Series) -> pd.Series:
    """Return the cells that hold a year ("2019"), others as a missing value."""
    return cells.where(cells.str.fullmatch(_YEAR))


def last_year(cells: pd.Series) -> pd.Series:
    """Return the later year of the cells that hold two ("2022-2023"), others as missing."""
    return cells.str.extract(rf"^{_YEAR}-({_YEAR})$", expand=False)


@dataclass(frozen=True)
class LongTable:
    """How a source's long table is laid out, which variables it has, and who answered.

    `year` is the column with the reference year and `reference_year` reads it; `value` is the
    column with the answer and `link` the one with an address, if there is one.
    """

    title: str
    variables: frozenset[str]
    collected_by: str
    value: str = "value"
    year: str = "year"
    reference_year: Callable[[pd.Series], pd.Series] = single_year
    link: str | None = "link"

    def read_answers(self, files: Sequence[Path], countries: Collection[str]) -> pd.DataFrame:
        """Return every answer in `files` (ANSWER_COLUMNS), an empty cell as an empty text.

        Raises InputError, naming file, line and column, for a table with other columns, a year
        that is none, a country that is not among `countries`, and a variable that the source is
        not known to have: a newer edition may ask something else under a new name.
        """
        return pd.concat([self._read(file, countries) for file in files], ignore_index=True)

    def _read(self, file: Path, countries: Collection[str]) -> pd.DataFrame:
        table = read_text_table(file)
        needed = ["iso3", self.year, "variable", self.value, *([self.link] if self.link else [])]
        missing = [name for name in needed if name not in table.columns]
        if missing:
            message = f"not a table of the {self.title}; columns missing: {', '.join(missing)}"
            raise InputError(file, message, row=1)
        years = self.reference_year(table[self.year])
        refuse(file, table[self.year], years.isna(), "the year or years of the answer")
        known = table["iso3"].isin(list(countries))
        refuse(file, table["iso3"], ~known, "a code of data/countries.csv")
        known = table["variable"].isin(self.variables)
        expected = f"one of the {self.title}: {', '.join(sorted(self.variables))}"
        refuse(file, table["variable"], ~known, expected)
        return pd.DataFrame(
            {
                "iso3": table["iso3"],
                "year": years.astype("int64"),
                "variable": table["variable"],
                "value": table[self.value],
                "instrument": "",
                "link": table[self.link] if self.link else "",
                "collected_by": self.collected_by,
                "file": str(file),
                "line": table.index,
                "column": self.value,
            }
        )[list(ANSWER_COLUMNS)]

"""Reads the sources' tables that have one row for each country, year and variable."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from egovbench.base.errors import InputError
from egovbench.others.crosswalk import ANSWER_COLUMNS
from egovbench.others.sources.text_table import dated_titles, read_text_table, refuse

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
    column with the answer, `link` the one with an address, if there is one, and `instrument` those
    with the name and the year of an act, if there are any.
    """

    title: str
    variables: frozenset[str]
    collected_by: str
    value: str = "value"
    year: str = "year"
    reference_year: Callable[[pd.Series], pd.Series] = single_year
    link: str | None = "link"
    instrument: tuple[str, ...] = ()

    def read_answers(self, files: Sequence[Path], countries: Collection[str]) -> pd.DataFrame:
        """Return every answer in `files` (ANSWER_COLUMNS), an empty cell as an empty text.

        Raises InputError, naming file, line and column, for a table with other columns, a year
        that is none, a country that is not among `countries`, and a variable that the source is
        not known to have: a newer edition may ask something else under a new name.
        """
        return pd.concat([self._read(file, countries) for file in files], ignore_index=True)

    def _read(self, file: Path, countries: Collection[str]) -> pd.DataFrame:
        table = read_text_table(file)
        needed = ["iso3", self.year, "variable", self.value, *self.instrument]
        needed += [self.link] if self.link else []
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
                "instrument": dated_titles(*(table[name] for name in self.instrument))
                if self.instrument
                else "",
                "link": table[self.link] if self.link else "",
                "collected_by": self.collected_by,
                "file": str(file),
                "line": table.index,
                "column": self.value,
            }
        )[list(ANSWER_COLUMNS)]


# The EU eGovernment Benchmark by question. Values, 0 to 100, are shares of services or of life
# events, averaged over two years of measurement; the later of the two is the year of the answer.
_QUESTIONS = {
    "a": ("1", "2", "3", "4", "5"),
    "b": ("1", "2", "2_3", "3", "4", "5", "6", "7"),
    "c": ("1", "2", "3", "4", "5", "6", "7", "8", "9"),
    "d": ("1", "2", "3", "4", "5"),
    "e": ("1", "2", "3", "4"),
    "f": ("2", "3", "4", "10", "11"),
    "g": ("1", "2"),
    "h": ("1", "2", "3"),
    "score_": (
        "0",
        "1", "1_1", "1_2", "1_3",
        "2", "2_1", "2_2", "2_3",
        "3", "3_1", "3_2", "3_3", "3_4",
        "4", "4_1", "4_2", "4_3", "4_4",
    ),
}  # fmt: skip

EGOVERNMENT_BENCHMARK = LongTable(
    title="eGovernment Benchmark 2024",
    variables=frozenset(
        {"proactive"} | {group + number for group in _QUESTIONS for number in _QUESTIONS[group]}
    ),
    collected_by="researchers",
    year="data_years",
    reference_year=last_year,
    link=None,
)


# The EU's Open Data Maturity, in which national open data teams answer for their governments. The
# numbers of the questions change from edition to edition: those of 2023 are all that is read.
# Questions in parts (6a, 6b ...) and with a list to tick off (11a.1, 11a.2 ...); 24a asks for text.
_PARTS = {
    6: "abcd", 9: "ab", 10: "abc", 11: "ab", 17: "ab", 22: "ab", 23: "abc", 24: "b", 25: "abcd",
    26: "ab", 27: "ab", 39: "ab", 62: "ab", 66: "abc", 69: "abc", 70: "ab", 80: "ab", 81: "ab",
    90: "ab", 92: "ab", 93: "abc", 94: "ab", 104: "abc", 105: "ab", 111: "ab", 119: "ab",
    122: "ab", 124: "ab", 125: "ab", 128: "abcde",
}  # fmt: skip
_LISTS = {"q11a": 6, "q37": 5, "q38": 3}
_LAST_QUESTION = 129

_NUMBERED = {
    f"q{number}{part}"
    for number in range(1, _LAST_QUESTION + 1)
    for part in _PARTS.get(number, ("",))
}
_LISTED = {f"{name}.{place}" for name, length in _LISTS.items() for place in range(1, length + 1)}

OPEN_DATA_MATURITY = LongTable(
    title="Open Data Maturity 2023",
    variables=frozenset({"r8"} | _NUMBERED | _LISTED),
    collected_by="government",
    value="answer",
)


# What two readers made of the European Commission's Digital Public Administration Factsheets.
FACTSHEETS = LongTable(
    title="codes read from the Digital Public Administration Factsheets 2023",
    variables=frozenset(
        {
            "data_governance", "digital_identity", "digital_signature", "emerging_technologies",
            "eprocurement", "open_data", "responsible_ai",
        }
    ),
    collected_by="desk",
    year="edition",
    instrument=("name", "year"),
)  # fmt: skip


# Three OECD tables of figures, indicators and scores; governments answered all three.
DIGITAL_GOVERNMENT = LongTable(
    title="Digital Government Index 2019",
    variables=frozenset(f"figure_{number}" for number in (7, 17, 18, 25, 26, 31)),
    collected_by="government",
    value="answer",
)
PUBLIC_INTEGRITY = LongTable(
    title="Public Integrity Indicators",
    variables=frozenset(f"pii_313{number}" for number in (1, 3, 4, 5, 9, 10)),
    collected_by="government",
)
STAKEHOLDER_ENGAGEMENT = LongTable(
    title="Indicators of Regulatory Policy and Governance",
    variables=frozenset(
        f"stakeholder_{kind}{part}"
        for kind in ("primary", "subordinate")
        for part in ("", "_adoption", "_methodology", "_oversight", "_transparency")
    ),
    collected_by="government",
)

"""Reads the World Bank's GovTech dataset, in each of three layouts.

indicators   one row for each country and year, columns iso3, year, i_1, i_2 ... (also i_12_1)
details      one row for each country, year and variable, with instrument, link and who answered
workbook     the workbook as published (see gtmi_workbook), or its sheet with the answers saved as
             CSV: one row for each country and year, columns Code, Year, I-1, I-1.1 ..., where
             further columns of a question hold names, links and years
"""

import re
from collections.abc import Collection, Sequence
from pathlib import Path

import pandas as pd

from egovbench.base.addresses import WEB_ADDRESS
from egovbench.base.errors import InputError
from egovbench.others.crosswalk import ANSWER_COLUMNS, refuse_first
from egovbench.others.sources.gtmi_workbook import read_workbook
from egovbench.others.sources.text_table import dated_titles, read_text_table, refuse

RECODED = {
    "KSV": "XKX", "WBG": "PSE", "ADO": "AND", "ROM": "ROU", "TMP": "TLS", "ZAR": "COD",
}  # fmt: skip
COLLECTED_BY = {
    "S": "government", "country submission": "government",
    "R": "desk", "desk research": "desk",
}  # fmt: skip
DETAILS_COLUMNS = (
    "iso3", "year", "variable", "value", "instrument", "instrument_year", "link", "collected_by",
)  # fmt: skip
# The columns of the workbook that hold a question's name, link and year ("" where it has none).
COMPANIONS = {
    "i_3": ("i_3_1", "i_3_2", "i_3_3"),
    "i_12": ("i_12_1", "i_12_2", "i_12_3"),
    "i_17": ("i_17_1", "i_17_2", "i_17_3"),
    "i_19": ("", "i_19_1", ""),
    "i_19_7": ("", "i_19_7_1", ""),
    "i_29": ("", "i_29_1", ""),
    "i_30": ("", "i_30_1", ""),
    "i_30_6": ("", "i_30_6_1", ""),
    "i_31": ("", "i_31_1", ""),
    "i_32": ("", "i_32_1", ""),
    "i_33": ("i_33_1", "i_33_2", "i_33_3"),
    "i_33_10": ("", "i_33_10_1", ""),
    "i_34_6": ("", "i_34_6_1", ""),
    "i_35": ("", "i_35_1", "i_35_2"),
    "i_36_2": ("i_36_2_1", "", ""),
    "i_36_3": ("i_36_3_1", "", ""),
    "i_36_4": ("", "i_36_4_1", ""),
    "i_37": ("", "i_37_1", "i_37_2"),
    "i_38": ("i_38_1", "i_38_2", "i_38_3"),
    "i_42": ("", "i_42_1", "i_42_2"),
    "i_46": ("i_46_1", "i_46_2", "i_46_3"),
    "i_47": ("i_47_1", "i_47_2", "i_47_3"),
}

_VARIABLE = re.compile(r"(?:i[-_ ]?)?(\d+)((?:[._]\d+)*)", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}")


def read_answers(files: Sequence[Path], countries: Collection[str]) -> pd.DataFrame:
    """Return the answers in `files` (ANSWER_COLUMNS), each country, year and variable once.

    An answer that stands in two files has to be the same in both; the row that names an instrument,
    link or who answered is kept. Raises InputError, naming file, line and column, for a layout
    that is none of the three, a country that is not among `countries`, a row that occurs twice,
    answers that contradict each other, and a country and year of which no file says who answered.
    """
    tables = [_read(file, countries) for file in files]
    together = pd.concat(tables, ignore_index=True)
    key = ["iso3", "year", "variable"]
    first_value = together.groupby(key)["value"].transform("first")
    refuse_first(
        together.assign(first=first_value)[together["value"] != first_value],
        "found {value!r} for {variable} of {iso3} in {year}; another file has {first!r}",
        column=True,
    )
    details = (together[["instrument", "link", "collected_by"]] != "").sum(axis="columns")
    fullest = details.sort_values(ascending=False, kind="stable").index
    once = together.loc[fullest].drop_duplicates(key).sort_index().reset_index(drop=True)
    return _with_respondents(once)


def _with_respondents(answers: pd.DataFrame) -> pd.DataFrame:
    """Who answered for a country and year answered all of its questions."""
    known = answers[answers["collected_by"] != ""].drop_duplicates(["iso3", "year"])
    of_country = known.set_index(["iso3", "year"])["collected_by"]
    places = pd.MultiIndex.from_frame(answers[["iso3", "year"]])
    respondents = of_country.reindex(places).to_numpy()
    refuse_first(
        answers[pd.isna(respondents)],
        "who answered for {iso3} in {year} is not given; give the table that says so as well "
        "(column collected_by, or Src)",
    )
    return answers.assign(collected_by=respondents)


def _read(file: Path, countries: Collection[str]) -> pd.DataFrame:
    is_workbook = file.suffix.lower() == ".xlsx"
    table = read_workbook(file) if is_workbook else read_text_table(file)
    headers = {header.casefold(): header for header in table.columns}
    if "variable" in headers:
        answers = _from_details(file, table)
    else:
        answers = _from_wide(file, table, headers, countries)
    answers["iso3"] = answers["iso3"].replace(RECODED)
    strange = answers[~answers["iso3"].isin(list(countries))]
    refuse_first(strange, "found country {iso3!r}; expected a code of data/countries.csv")
    again = answers[answers.duplicated(["iso3", "year", "variable"])]
    refuse_first(again, "{iso3} {year} {variable} occurs twice")
    return answers[list(ANSWER_COLUMNS)]


def _from_details(file: Path, table: pd.DataFrame) -> pd.DataFrame:
    missing = [name for name in DETAILS_COLUMNS if name not in table.columns]
    if missing:
        raise InputError(file, f"columns missing: {', '.join(missing)}", row=1)
    return pd.DataFrame(
        {
            "iso3": table["iso3"],
            "year": _years(file, table["year"]),
            "variable": table["variable"],
            "value": _values(table["value"]),
            "instrument": dated_titles(table["instrument"], table["instrument_year"]),
            "link": table["link"].map(_first_link),
            "collected_by": _respondents(file, table["collected_by"]),
            "file": str(file),
            "line": table.index,
            "column": "value",
        }
    )


def _from_wide(
    file: Path, table: pd.DataFrame, headers: dict[str, str], countries: Collection[str]
) -> pd.DataFrame:
    country = next((headers[name] for name in ("iso3", "code") if name in headers), None)
    variables = {
        f"i_{found[1]}{found[2].replace('.', '_')}": header
        for header in table.columns
        if (found := _VARIABLE.fullmatch(header))
    }
    if country is None or "year" not in headers or not variables:
        raise InputError(
            file,
            "not a GTMI table; expected columns iso3 or Code, Year, and I-1, I-2 ... (i_1, i_2 "
            "...), or the columns " + ", ".join(DETAILS_COLUMNS),
            row=1,
        )
    # Below the countries the sheet counts and checks, in rows without a year.
    of_country = table[country].isin([*countries, *RECODED])
    table = table[of_country | (table[headers["year"]] != "")]
    shared = {
        "iso3": table[country],
        "year": _years(file, table[headers["year"]]),
        "collected_by": _respondents(file, table[headers["src"]]) if "src" in headers else "",
        "file": str(file),
        "line": table.index,
    }
    companions = {name for names in COMPANIONS.values() for name in names}
    empty = pd.Series("", index=table.index)
    parts = []
    for variable, header in variables.items():
        if variable in companions:
            continue
        name, link, year = (
            table[variables[column]] if column in variables else empty
            for column in COMPANIONS.get(variable, ("", "", ""))
        )
        parts.append(
            pd.DataFrame(
                shared
                | {
                    "variable": variable,
                    "value": _values(table[header]),
                    "instrument": dated_titles(name, year),
                    "link": link.map(_first_link),
                    "column": header,
                }
            )
        )
    return pd.concat(parts)


def _years(file: Path, cells: pd.Series) -> pd.Series:
    years = cells.str.removesuffix(".0")
    refuse(file, cells, ~years.str.fullmatch(_YEAR), "a year")
    return years.astype("int64")


def _respondents(file: Path, cells: pd.Series) -> pd.Series:
    refuse(file, cells, ~cells.isin(["", *COLLECTED_BY]), ", ".join(COLLECTED_BY))
    return cells.map({"": ""} | COLLECTED_BY)


def _values(cells: pd.Series) -> pd.Series:
    return cells.str.replace(r"^(\d+)\.0$", r"\1", regex=True)


def _first_link(cell: str) -> str:
    found = WEB_ADDRESS.search(cell)
    return found[0].rstrip(",;") if found else ""

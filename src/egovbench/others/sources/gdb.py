"""Reads the Global Data Barometer: researchers' answers, and the evidence they name.

answers    one row a country and variable: iso3, indicator, variable, answer; an indicator that
           another body scored has no variable and no answer
evidence   up to several rows a country and indicator: iso3, indicator, title, link

Neither says which edition it is from; that shows in the variables.
"""

from collections.abc import Collection, Sequence
from pathlib import Path

import pandas as pd

from egovbench.base.addresses import find_links
from egovbench.base.errors import InputError
from egovbench.others.answers import ANSWER_COLUMNS
from egovbench.others.sources.text_table import read_text_table, refuse
from egovbench.others.sources.titles import usable_title

YEAR = 2021
VARIABLES = {
    "A.PF.BUDGETSPEND": ("a.ONLINE", "c.EXTENT"),
    "A.PI.PUBCON": ("a.ONLINE", "e.e1.COMMENTS", "e.e1.FINAL"),
    "C.CAPABILITIES.ODINIT": ("a.EXISTS", "e.e1.PORTAL"),
    "C.CAPABILITIES.SUBNAT": ("a.EXIST", "c.EXTENT"),
    "C.CAPABILITIES.TRAIN": ("a.TRAINING-EXIST", "c.EXTENT"),
    "G.GOVERNANCE.ACCESSIBILITY": ("a.EXISTS", "a.NATURE", "c.EXTENT"),
    "G.GOVERNANCE.DATAMANAGE": ("a.EXISTS", "c.EXTENT"),
    "G.GOVERNANCE.DATASHARING": ("a.EXISTS", "c.EXTENT"),
    "G.GOVERNANCE.DPL": ("a.EXISTS", "c.GEOGRAPHIC_SCOPE", "c.SECTOR_EXTENT"),
    "G.GOVERNANCE.ODPOLICY": ("a.EXISTS", "c.EXTENT"),
    "G.PF.PUB-FINANCE": ("a.DATARULES", "a.EXIST", "c.EXTENT"),
    "G.PI.PUBCON": ("a.DATARULES", "a.EXIST", "c.EXTENT"),
    "G.PI.RTI": ("a.DATARULES", "a.EXIST", "c.EXTENT"),
    "G.PI.RTIF": (),
}
# New Caledonia, a territory of France that the Barometer takes as a country.
NO_COUNTRIES = ("NCL",)

_KEY = ["iso3", "indicator"]
_ANSWERS = [*_KEY, "variable", "answer"]
_EVIDENCE = [*_KEY, "title", "link"]


def read_answers(files: Sequence[Path], countries: Collection[str]) -> pd.DataFrame:
    """Return the answers in `files` (ANSWER_COLUMNS) with the evidence that `files` hold for them.

    `instrument` and `link` give the first piece of evidence for the indicator that has a web
    address; its title stays empty where it names a person or is an address. Raises InputError,
    naming file, line and column, for a layout that is neither, no answers at all, a country that
    is not among `countries`, and an indicator or variable that the edition of 2021 does not have.
    """
    answers, evidence = [], []
    for file in files:
        table = read_text_table(file)
        if set(_ANSWERS) <= set(table.columns):
            answers.append(_answers(file, table, countries))
        elif set(_EVIDENCE) <= set(table.columns):
            evidence.append(_evidence(file, table, countries))
        else:
            raise InputError(
                file,
                "not a table of the Global Data Barometer; expected columns "
                f"{', '.join(_ANSWERS)}, or {', '.join(_EVIDENCE)}",
                row=1,
            )
    if not answers:
        raise InputError(files[0], "found evidence only; give the table of the answers too")
    together = pd.concat(answers, ignore_index=True)
    if not evidence:
        return together.assign(instrument="", link="")[list(ANSWER_COLUMNS)]
    first = pd.concat(evidence, ignore_index=True).drop_duplicates(_KEY)
    named = together.merge(first, on=_KEY, how="left").fillna({"instrument": "", "link": ""})
    return named[list(ANSWER_COLUMNS)]


def _answers(file: Path, table: pd.DataFrame, countries: Collection[str]) -> pd.DataFrame:
    table = _of_countries(file, table, countries)
    for indicator, rows in table.groupby("indicator", sort=False):
        known = [f"{indicator}.{part}" for part in VARIABLES[str(indicator)]] or [""]
        expected = f"a variable of {indicator} in 2021: {', '.join(known) or 'none'}"
        refuse(file, rows["variable"], ~rows["variable"].isin(known), expected)
    answered = table[table["variable"] != ""]
    return pd.DataFrame(
        {
            "iso3": answered["iso3"],
            "indicator": answered["indicator"],
            "year": YEAR,
            "variable": answered["variable"],
            "value": answered["answer"],
            "collected_by": "researchers",
            "file": str(file),
            "line": answered.index,
            "column": "answer",
        }
    )


def _evidence(file: Path, table: pd.DataFrame, countries: Collection[str]) -> pd.DataFrame:
    table = _of_countries(file, table, countries)
    links = table["link"].map(lambda cell: next(iter(find_links(cell)), ""))
    evidence = pd.DataFrame(
        {
            "iso3": table["iso3"],
            "indicator": table["indicator"],
            "instrument": table["title"].map(usable_title),
            "link": links,
        }
    )
    return evidence[links != ""]


def _of_countries(file: Path, table: pd.DataFrame, countries: Collection[str]) -> pd.DataFrame:
    table = table[~table["iso3"].isin(NO_COUNTRIES)]
    known = table["iso3"].isin(list(countries))
    refuse(file, table["iso3"], ~known, "a code of data/countries.csv")
    known = table["indicator"].isin(VARIABLES)
    expected = f"an indicator of the edition of 2021: {', '.join(VARIABLES)}"
    refuse(file, table["indicator"], ~known, expected)
    return table

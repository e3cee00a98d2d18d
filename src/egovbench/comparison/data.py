"""Reads the project's tables."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pandas as pd

from egovbench.base import paths, schemas
from egovbench.base.countries import Country, read_countries, read_neighbours
from egovbench.base.files import read_once
from egovbench.base.naming import own_source
from egovbench.base.tables import read_table
from egovbench.others.crosswalk import Crosswalk, read_crosswalk
from egovbench.questionnaire import Codebook, read_codebook

_TABLES = {
    "responses": (f"{paths.RESPONSES.name}/*.csv", schemas.RESPONSES_TABLE),
    "own_codes": (f"{paths.CODES.name}/*.csv", schemas.CODES_TABLE),
    "others": (f"{paths.OTHERS.name}/*.csv", schemas.OTHERS_TABLE),
    "indices": (f"{paths.INDICES.name}/*.csv", schemas.INDICES_TABLE),
    "factsheet_instruments": (
        f"{paths.FACTSHEETS.name}/instruments.csv",
        schemas.FACTSHEET_INSTRUMENTS_TABLE,
    ),
}
"""The tables by country: the attribute of `Data`, its files below data/, and their schema."""

_READ_REPORTED = partial(read_table, schema=schemas.REPORTED_TABLE)
_READERS = {name: partial(read_table, schema=schema) for name, (_, schema) in _TABLES.items()}


@dataclass(frozen=True, eq=False)
class Data:
    """Every table a benchmark reads; frames are as in schemas.py.

    `countries` and `neighbours` are by ISO3 code. `own_codes` and `responses` hold the countries
    whose questionnaire was read, `others` what other sources say of countries, `source_titles` the
    name of the source of each of their surveys, `crosswalks` each source's links by its id,
    `factsheet_instruments` the acts and systems that the Commission's factsheets name,
    `reported` what is published of all states' answers to the questionnaire.
    """

    codebook: Codebook
    countries: Mapping[str, Country]
    neighbours: Mapping[str, tuple[str, ...]]
    responses: pd.DataFrame
    own_codes: pd.DataFrame
    others: pd.DataFrame
    indices: pd.DataFrame
    factsheet_instruments: pd.DataFrame
    reported: pd.DataFrame
    source_titles: Mapping[str, str]
    crosswalks: Mapping[str, Crosswalk]

    def of(self, countries: Collection[str]) -> "Data":
        """Return the data with the rows of some countries only; the lists of countries stay whole.

        What is made from the result cannot depend on any other country's answers.
        """
        return replace(
            self,
            **{
                name: table[table["iso3"].isin(countries)].reset_index(drop=True)
                for name in _TABLES
                for table in (getattr(self, name),)
            },
        )


def load_data(data: Path = paths.DATA) -> Data:
    """Return the tables below `data`. Raises InputError naming file, row and column of a fault.

    Each file is read once per process as long as it does not change. What the caller writes into a
    table stays with the caller.
    """
    paths.check_data(data)
    crosswalks = [
        read_once(read_crosswalk, path)
        for path in sorted((data / paths.CROSSWALKS.name).glob("*.yml"))
    ]
    return Data(
        codebook=read_once(read_codebook, data / paths.CODEBOOK.relative_to(paths.DATA)),
        countries=read_once(read_countries, data / paths.COUNTRIES.name),
        neighbours=read_once(read_neighbours, data / paths.NEIGHBOURS.name),
        reported=read_once(_READ_REPORTED, data / paths.REPORTED.name),
        source_titles={
            edition.id: f"{crosswalk.publisher}, {crosswalk.title.split(',')[0]}, {edition.year}"
            for crosswalk in crosswalks
            for edition in crosswalk.editions
        },
        crosswalks={each.id: each for each in crosswalks},
        **{name: _table(name, data) for name in _TABLES},
    )


def _table(name: str, data: Path) -> pd.DataFrame:
    pattern, schema = _TABLES[name]
    files = sorted(data.glob(pattern))
    if files:
        table = pd.concat([read_once(_READERS[name], file) for file in files], ignore_index=True)
        if name in ("responses", "own_codes"):
            stated = zip(table["source"], table["iso3"], table["survey"], strict=True)
            table["source"] = [own_source(*each) for each in stated]
        return table
    return pd.DataFrame(
        {column: pd.Series(dtype=str(each.dtype)) for column, each in schema.columns.items()}
    )

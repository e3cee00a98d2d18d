"""Reads the project's tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from egovbench.base import paths, schemas
from egovbench.base.countries import Country, read_countries, read_neighbours
from egovbench.base.tables import read_table
from egovbench.others.crosswalk import Crosswalk, read_crosswalk
from egovbench.questionnaire import Codebook, read_codebook

FileState = tuple[str, int, int]
_BY_COUNTRY = ("responses", "own_codes", "answers", "indices")


@dataclass(frozen=True, eq=False)
class Data:
    """Every table a benchmark reads; frames are as in schemas.py.

    `countries` and `neighbours` are by ISO3 code. `own_codes` and `responses` hold the countries
    whose questionnaire was read, `answers` what other sources say of countries, `source_titles` the
    name of the source of each of their surveys, `crosswalks` each source's links by its id.
    """

    codebook: Codebook
    countries: Mapping[str, Country]
    neighbours: Mapping[str, tuple[str, ...]]
    responses: pd.DataFrame
    own_codes: pd.DataFrame
    answers: pd.DataFrame
    indices: pd.DataFrame
    source_titles: Mapping[str, str]
    crosswalks: Mapping[str, Crosswalk]


def load_data(data: Path = paths.DATA) -> Data:
    """Return the tables below `data`. Raises InputError naming file, row and column of a fault.

    They are read once a process as long as no file changes. What the caller writes into a table
    stays with the caller.
    """
    shared = shared_data(data)
    return replace(shared, **{name: getattr(shared, name).copy(deep=False) for name in _BY_COUNTRY})


def shared_data(data: Path = paths.DATA) -> Data:
    """Return what `load_data` does, the same object for the same files: not to be written to."""
    paths.refuse_former_layout(data)
    return _read(data, _state(data))


@lru_cache(maxsize=16)
def narrowed(data: Data, countries: frozenset[str]) -> Data:
    """Return `data` with the rows of some countries only; the lists of countries stay whole.

    What is made from the result cannot depend on any other country's answers.
    """
    return replace(
        data,
        **{
            name: table[table["iso3"].isin(countries)].reset_index(drop=True)
            for name in _BY_COUNTRY
            for table in (getattr(data, name),)
        },
    )


@lru_cache(maxsize=2)
def _read(data: Path, state: tuple[FileState, ...]) -> Data:
    crosswalks = [
        read_crosswalk(path) for path in sorted((data / paths.CROSSWALKS.name).glob("*.yml"))
    ]
    return Data(
        codebook=read_codebook(data / paths.CODEBOOK.relative_to(paths.DATA)),
        countries=read_countries(data / paths.COUNTRIES.name),
        neighbours=read_neighbours(data / paths.NEIGHBOURS.name),
        responses=_read_all(data / paths.RESPONSES.name, schemas.RESPONSES_TABLE),
        own_codes=_read_all(data / paths.CODES.name, schemas.CODES_TABLE),
        answers=_read_all(data / paths.OTHERS.name, schemas.OTHERS_TABLE),
        indices=_read_all(data / paths.INDICES.name, schemas.INDICES_TABLE),
        source_titles=_source_titles(crosswalks),
        crosswalks={each.id: each for each in crosswalks},
    )


def _state(data: Path) -> tuple[FileState, ...]:
    """Return path, size and time of change of every file that `_read` reads."""
    files = [data / paths.CODEBOOK.relative_to(paths.DATA)]
    files += [data / paths.COUNTRIES.name, data / paths.NEIGHBOURS.name]
    for folder in (paths.RESPONSES, paths.CODES, paths.OTHERS, paths.INDICES):
        files += sorted((data / folder.name).glob("*.csv"))
    files += sorted((data / paths.CROSSWALKS.name).glob("*.yml"))
    return tuple(
        (str(file), status.st_size, status.st_mtime_ns)
        for file in files
        if file.exists()
        for status in (file.stat(),)
    )


def _read_all(folder: Path, schema: pa.DataFrameSchema) -> pd.DataFrame:
    tables = [read_table(path, schema) for path in sorted(folder.glob("*.csv"))]
    if tables:
        return pd.concat(tables, ignore_index=True)
    return pd.DataFrame(
        {name: pd.Series(dtype=str(column.dtype)) for name, column in schema.columns.items()}
    )


def _source_titles(crosswalks: Sequence[Crosswalk]) -> dict[str, str]:
    return {
        edition.id: f"{crosswalk.publisher}, {crosswalk.title.split(',')[0]}, {edition.year}"
        for crosswalk in crosswalks
        for edition in crosswalk.editions
    }

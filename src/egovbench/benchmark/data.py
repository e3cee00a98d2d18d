"""Reads the project's tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from egovbench import paths, schemas
from egovbench.benchmark.build import Benchmark, build_benchmark
from egovbench.codebook import Codebook, read_codebook
from egovbench.ingest.crosswalk import read_crosswalk
from egovbench.ingest.tables import read_table
from egovbench.parameters import check_parameters


@dataclass(frozen=True)
class Data:
    """Every table a benchmark reads, as in schemas.py.

    `own_codes` and `responses` hold the countries whose questionnaire was read, `answers` what
    other sources say of countries, `source_titles` the name of the source of each of their surveys.
    """

    codebook: Codebook
    countries: pd.DataFrame
    neighbours: pd.DataFrame
    responses: pd.DataFrame
    own_codes: pd.DataFrame
    answers: pd.DataFrame
    indices: pd.DataFrame
    source_titles: Mapping[str, str]


def load_data(data: Path = paths.DATA) -> Data:
    """Return the tables below `data`. Raises InputError naming file, row and column of a fault."""
    return Data(
        codebook=read_codebook(data / paths.CODEBOOK.relative_to(paths.DATA)),
        countries=read_table(data / paths.COUNTRIES.name, schemas.COUNTRIES_TABLE),
        neighbours=read_table(data / paths.NEIGHBOURS.name, schemas.NEIGHBOURS_TABLE),
        responses=_read_all(data / paths.RESPONSES.name, schemas.RESPONSES_TABLE),
        own_codes=_read_all(data / paths.CODES.name, schemas.CODES_TABLE),
        answers=_read_all(data / paths.PEERS.name, schemas.PEERS_TABLE),
        indices=_read_all(data / paths.INDICES.name, schemas.INDICES_TABLE),
        source_titles=_source_titles(data / paths.CROSSWALKS.name),
    )


def load_benchmark(
    focal: str = "LUX",
    peers: str | Sequence[str] = "eu27",
    survey: str = "msq2024",
    fidelity: str = "proxy",
    items: str = "common",
    min_share: float = 1.0,
    gtmi_zero: str = "no",
) -> Benchmark:
    """Return the benchmark of a focal country against its peers.

    `focal` is an ISO3 code; `peers` a list of them or eu27, oecd, neighbours, region or all;
    `fidelity` the least faithful link used (exact, close, proxy); `items` "common" (items that at
    least `min_share` of the compared countries were asked, 0 to 1) or "pairwise" (each peer on the
    items it shares with the focal country, without a joint ranking); `gtmi_zero` whether "no or
    unknown" counts as no or as unknown. Raises ParameterError for a value that is not valid.
    """
    data = load_data()
    parameters = check_parameters(
        focal=focal,
        peers=peers,
        survey=survey,
        fidelity=fidelity,
        items=items,
        min_share=min_share,
        gtmi_zero=gtmi_zero,
        countries=data.countries,
    )
    return build_benchmark(data, parameters)


def _read_all(folder: Path, schema: pa.DataFrameSchema) -> pd.DataFrame:
    tables = [read_table(path, schema) for path in sorted(folder.glob("*.csv"))]
    if tables:
        return pd.concat(tables, ignore_index=True)
    return pd.DataFrame(
        {name: pd.Series(dtype=str(column.dtype)) for name, column in schema.columns.items()}
    )


def _source_titles(folder: Path) -> dict[str, str]:
    crosswalks = [read_crosswalk(path) for path in sorted(folder.glob("*.yml"))]
    return {
        edition.id: f"{crosswalk.publisher}, {crosswalk.title.split(',')[0]}, {edition.year}"
        for crosswalk in crosswalks
        for edition in crosswalk.editions
    }

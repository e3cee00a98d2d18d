"""Brings the indices that others publish into one long table."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from egovbench.base.errors import InputError
from egovbench.base.plain_tables import read_number
from egovbench.base.schemas import INDICES_TABLE
from egovbench.base.tables import checked
from egovbench.others.sources.text_table import read_text_table, refuse


@dataclass(frozen=True)
class PublishedIndices:
    """A table of published indices: which column of which file is which index.

    `only_year` keeps the rows of one year, where the file holds other tables' years as well;
    `licence` is the licence as stated in the copy that was read.
    """

    file: str
    columns: Mapping[str, str]
    unit: str
    source: str
    publisher: str
    title: str
    edition: str
    licence: str
    only_year: int | None = None


_OECD_LICENCE = "re-use permitted for any purpose (OECD terms and conditions)"

PUBLISHED: tuple[PublishedIndices, ...] = (
    PublishedIndices(
        file="egdi.csv",
        columns={"egdi": "egdi", "osi": "osi", "hci": "hci", "tii": "tii", "epi": "epi"},
        unit="0 to 1",
        source="United Nations, E-Government Survey",
        publisher="United Nations Department of Economic and Social Affairs",
        title="E-Government Survey: E-Government Development Index and E-Participation Index",
        edition="surveys of 2010, 2012, 2014, 2016, 2018, 2020, 2022 and 2024",
        licence="not stated in the copy read",
    ),
    PublishedIndices(
        file="gtmi_indices.csv",
        columns={
            "gtmi": "gtmi",
            "cgsi": "gtmi_cgsi",
            "psdi": "gtmi_psdi",
            "dcei": "gtmi_dcei",
            "gtei": "gtmi_gtei",
        },
        unit="0 to 1",
        source="World Bank, GovTech Maturity Index",
        publisher="World Bank",
        title="GovTech Maturity Index and its four components",
        edition="2020, 2022 and 2025",
        licence="CC BY 4.0",
    ),
    PublishedIndices(
        file="oecd_dgi_2023.csv",
        columns={
            "composite": "oecd_dgi",
            "digital_by_design": "oecd_dgi_digital_by_design",
            "data_driven_public_sector": "oecd_dgi_data_driven_public_sector",
            "government_as_a_platform": "oecd_dgi_government_as_a_platform",
            "open_by_default": "oecd_dgi_open_by_default",
            "user_driven": "oecd_dgi_user_driven",
            "proactiveness": "oecd_dgi_proactiveness",
        },
        unit="0 to 1",
        source="OECD, Digital Government Index",
        publisher="Organisation for Economic Co-operation and Development",
        title="2023 OECD Digital Government Index, table A.1",
        edition="2023",
        licence=_OECD_LICENCE,
    ),
    PublishedIndices(
        file="egov_benchmark_2023.csv",
        columns={
            "overall": "egbr",
            "user_centricity": "egbr_user_centricity",
            "transparency": "egbr_transparency",
            "key_enablers": "egbr_key_enablers",
            "cross_border": "egbr_cross_border",
        },
        unit="0 to 100",
        source="European Commission, eGovernment Benchmark",
        publisher="European Commission",
        title="eGovernment Benchmark 2023, final results, average of 2021 and 2022",
        edition="2023",
        licence="CC BY 4.0",
    ),
    PublishedIndices(
        file="ourdata_2023.csv",
        columns={
            "availability": "ourdata_availability",
            "accessibility": "ourdata_accessibility",
            "reuse": "ourdata_reuse",
        },
        unit="0 to 1",
        source="OECD, OURdata Index",
        publisher="Organisation for Economic Co-operation and Development",
        title="2023 Open, Useful and Re-usable data (OURdata) Index, pillars",
        edition="2023",
        licence=_OECD_LICENCE,
    ),
    PublishedIndices(
        file="gtmi_indicators.csv",
        columns={"i_43": "gci"},
        unit="0 to 100",
        source="ITU, Global Cybersecurity Index",
        publisher="International Telecommunication Union",
        title="Global Cybersecurity Index 2020, as reprinted in the World Bank's GovTech Dataset",
        edition="2020",
        licence="CC BY 4.0 (GovTech Dataset)",
        only_year=2020,
    ),
)


def import_indices(directory: Path) -> pd.DataFrame:
    """Return the published indices (INDICES_TABLE) in the files that PUBLISHED names.

    Values are as published, at full precision; an empty cell gives no row. An EGDI of 0 stands for
    "no value" where a component is missing or above 0, and gives no row either. Raises InputError,
    naming file, line and column, for a column that is missing and a cell that holds no number.
    """
    long = pd.concat([_read(directory / each.file, each) for each in PUBLISHED])
    long = _without_false_zeros(long)
    long = long.sort_values(["index", "year", "iso3"]).reset_index(drop=True)
    return checked(long[list(INDICES_TABLE.columns)], INDICES_TABLE, directory)


def _read(path: Path, published: PublishedIndices) -> pd.DataFrame:
    wide = read_text_table(path)
    missing = [name for name in ("iso3", "year", *published.columns) if name not in wide.columns]
    if missing:
        raise InputError(path, f"column {missing[0]} is missing", row=1)
    if published.only_year is not None:
        wide = wide[wide["year"] == str(published.only_year)]
    parts = []
    for column, index in published.columns.items():
        cells = wide.loc[wide[column] != "", ["iso3", "year", column]]
        parts.append(
            pd.DataFrame(
                {
                    "iso3": cells["iso3"],
                    "index": index,
                    "year": _numbers(path, cells["year"], "year").astype("int64"),
                    "value": _numbers(path, cells[column], column),
                    "unit": published.unit,
                    "source": published.source + " " + cells["year"],
                }
            )
        )
    return pd.concat(parts)


def _numbers(path: Path, cells: pd.Series, column: str) -> pd.Series:
    refuse(path, cells, cells == "", "a number")
    numbers = [read_number(path, int(str(line)), column, cell) for line, cell in cells.items()]
    return pd.Series(numbers, index=cells.index, dtype="float64")


def _without_false_zeros(long: pd.DataFrame) -> pd.DataFrame:
    parts = long[long["index"].isin(["osi", "hci", "tii"])]
    positive = parts[parts["value"] > 0].groupby(["iso3", "year"]).size()
    held = parts.groupby(["iso3", "year"]).size()
    key = pd.MultiIndex.from_frame(long[["iso3", "year"]])
    incomplete = (positive.reindex(key).fillna(0) > 0) | (held.reindex(key).fillna(0) < 3)
    false_zero = (long["index"] == "egdi") & (long["value"] == 0) & incomplete.to_numpy()
    return long[~false_zero]

"""The countries and their land borders, read without pandas: a plan needs nothing more."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from egovbench.base.errors import InputError
from egovbench.base.plain_tables import read_records

_TRUTH = {"true": True, "True": True, "false": False, "False": False}


@dataclass(frozen=True, slots=True)
class Country:
    """A row of data/countries.csv; `region` is one of the United Nations' five.

    `income_group` is the World Bank's, empty where it has none; `aliases` are other names by which
    documents call the country.
    """

    iso3: str
    iso2: str
    name: str
    region: str
    eu_member: bool
    oecd_member: bool
    income_group: str = ""
    aliases: tuple[str, ...] = ()


def read_countries(path: Path) -> dict[str, Country]:
    """Return the countries by ISO3 code, in the order of the table at `path`.

    Raises InputError with line and column where the table, a column or a value is not as it
    should be.
    """
    columns = ("iso3", "iso2", "name", "region", "eu_member", "oecd_member")
    return {
        row["iso3"]: Country(
            iso3=row["iso3"],
            iso2=row["iso2"],
            name=row["name"],
            region=row["region"],
            eu_member=_truth(path, line, "eu_member", row["eu_member"]),
            oecd_member=_truth(path, line, "oecd_member", row["oecd_member"]),
            income_group=row.get("income_group", ""),
            aliases=tuple(filter(None, map(str.strip, row.get("aliases", "").split(";")))),
        )
        for line, row in _rows(path, columns)
    }


def read_neighbours(path: Path) -> dict[str, tuple[str, ...]]:
    """Return the ISO3 codes of the countries that border on each country; islands are absent.

    Raises InputError where the table at `path` or a column is missing.
    """
    found: dict[str, tuple[str, ...]] = {}
    for _, row in _rows(path, ("iso3", "neighbour")):
        found[row["iso3"]] = (*found.get(row["iso3"], ()), row["neighbour"])
    return found


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, Mapping[str, str]]]:
    _, header, records = read_records(path)
    for column in columns:
        if column not in header:
            raise InputError(path, f"column {column} is missing", row=1)
    for line, cells in records:
        yield line, dict(zip(header, cells, strict=True))


def _truth(path: Path, line: int, column: str, cell: str) -> bool:
    if cell not in _TRUTH:
        raise InputError(path, f"found {cell!r}; expected true or false", row=line, column=column)
    return _TRUTH[cell]

from pathlib import Path

import pytest

from egovbench.base import paths
from egovbench.base.countries import Country, read_countries, read_neighbours
from egovbench.base.errors import InputError

HEADER = "iso3,iso2,name,un_member,region,subregion,eu_member,oecd_member,income_group\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "invented.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_countries_come_by_code_in_the_tables_order(tmp_path: Path) -> None:
    rows = 'QQB,QB,"Beta, Republic of",True,East,,False,True,\nQQA,QA,NA,true,West,,true,false,\n'
    found = read_countries(written(tmp_path, HEADER + rows))
    assert list(found.items()) == [
        ("QQB", Country("QQB", "QB", "Beta, Republic of", "East", False, True)),
        ("QQA", Country("QQA", "QA", "NA", "West", True, False)),
    ]


def test_projects_own_table_is_read() -> None:
    found = read_countries(paths.COUNTRIES)
    assert len(found) == 198
    assert found["LUX"] == Country("LUX", "LU", "Luxembourg", "Europe", True, True, "High income")
    assert found["GBR"].aliases == ("UK", "Great Britain", "Britain")
    assert found["VEN"].income_group == ""
    assert sum(country.eu_member for country in found.values()) == 27


def test_neighbours_are_listed_by_country(tmp_path: Path) -> None:
    path = written(tmp_path, "iso3,neighbour\nQQA,QQB\nQQB,QQA\nQQB,QQC\n")
    assert read_neighbours(path) == {"QQA": ("QQB",), "QQB": ("QQA", "QQC")}
    assert set(read_neighbours(paths.NEIGHBOURS)["LUX"]) == {"BEL", "DEU", "FRA"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("iso3,name\nQQA,Alpha\n", ", line 1: column iso2 is missing"),
        ("", ": not a UTF-8 CSV table .found no rows.; expected a header"),
        (HEADER + "QQA,QA,Alpha,True,East,,maybe,True,\n", ", line 2, column eu_member: found"),
        (HEADER + "QQA,QA,Alpha,True,East\n", ", line 2: found 5 cells, delimited by commas"),
    ],
)
def test_fault_of_a_table_names_its_place(tmp_path: Path, text: str, expected: str) -> None:
    with pytest.raises(InputError, match=f"invented.csv{expected}"):
        read_countries(written(tmp_path, text))


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.csv: the file does not exist"):
        read_countries(tmp_path / "none.csv")
    path = tmp_path / "latin.csv"
    path.write_bytes(b"iso3,neighbour\n\xff,QQA\n")
    with pytest.raises(InputError, match=r"latin\.csv: not UTF-8 text"):
        read_neighbours(path)

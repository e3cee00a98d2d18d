"""`egovbench template` writes what `egovbench ingest` reads."""

from dataclasses import replace

import pandas as pd
import pytest
from openpyxl import load_workbook

from egovbench.base import paths
from egovbench.base.schemas import COUNTRIES_TABLE
from egovbench.base.tables import read_table
from egovbench.comparison.data import load_data
from egovbench.documents.collection import read_documents
from egovbench.others.fusion import as_codes, fuse_answers, usable_answers


@pytest.fixture(scope="module")
def data():
    return load_data()


KEPT = ["code", "value", "lower", "upper", "evidence", "rule", "rationale", "coder", "source"]


@pytest.fixture
def template_of(data, egovbench, tmp_path):
    """Return the codes that the template of a country comes back with, and what was printed."""

    def template(iso3):
        path = tmp_path / f"{iso3}.xlsx"
        result = egovbench("template", iso3, "--out", path)
        assert result.exit_code == 0, result.output
        countries = read_table(paths.COUNTRIES, COUNTRIES_TABLE)
        (codes,) = read_documents(path, data.codebook, countries).codes
        assert set(codes["iso3"]) == {iso3}
        return codes.set_index("item"), result.output

    return template


@pytest.mark.parametrize("iso3", ["EST", "BRA", "PRK", "XKX"])
def test_a_template_comes_back_with_what_other_sources_say(data, template_of, iso3):
    codes, printed = template_of(iso3)
    answers = data.others[data.others["iso3"] == iso3]
    said = as_codes(fuse_answers(usable_answers(answers, "proxy", "no"), "preferred"))
    said = said.set_index("item")
    assert f"70 items, 0 filled in by the country's own codes and {len(said)} by other" in printed
    pd.testing.assert_frame_equal(codes.loc[said.index, KEPT], said[KEPT])
    assert set(said["evidence"]) == {"source"}
    rest = codes.drop(said.index)
    assert set(rest["code"]) == {"unknown"}
    assert set(rest["rule"]) == {"coded by hand"}


def test_own_codes_come_back_and_other_sources_fill_in_the_rest(
    data, template_of, tmp_path, monkeypatch
):
    codes, printed = template_of("LUX")
    assert "70 filled in by the country's own codes and 0 by other sources" in printed
    own = data.own_codes[data.own_codes["iso3"] == "LUX"].set_index("item")
    assert len(own) == 70
    pd.testing.assert_frame_equal(codes[KEPT], own[KEPT])
    # items without an own code are filled in by other sources
    (tmp_path / "LUX.xlsx").unlink()
    own = data.own_codes[(data.own_codes["iso3"] == "LUX") & (data.own_codes["item"] != 10)]
    monkeypatch.setattr("egovbench.comparison.data.load_data", lambda: replace(data, own_codes=own))
    codes, _ = template_of("LUX")
    assert codes.loc[[9, 10, 11], "evidence"].tolist() == ["described", "source", "described"]
    sheet = load_workbook(tmp_path / "LUX.xlsx")["Coding"]
    beside = {row[0]: (row[7], row[10]) for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert beside[9][0].startswith("gtmi2022, i_30, close: yes; https://")
    assert beside[9][1] == "own document LUX-msq2024.txt, by rules"
    assert beside[10][1].startswith("another body's survey: ")


def test_cells_are_no_formulas_and_a_filled_in_sheet_is_never_overwritten(egovbench, tmp_path):
    path = tmp_path / "IND.xlsx"
    egovbench("template", "IND", "--out", path)
    for sheet in load_workbook(path):
        for row in sheet.iter_rows():
            assert all(cell.data_type in ("s", "n") for cell in row)
            assert not any(str(cell.value or "").startswith(("=", "+", "-", "@")) for cell in row)
    # a filled in sheet is never overwritten
    path = tmp_path / "estonia.xlsx"
    path.write_bytes(b"hours of work")
    result = egovbench("template", "EST", "--out", path)
    assert result.exit_code == 2
    assert path.read_bytes() == b"hours of work"


@pytest.mark.parametrize("arguments", [["QQQ", "--out", "a.xlsx"], ["EST", "--out", "a.csv"]])
def test_a_wrong_country_or_name_writes_nothing(egovbench, tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    assert egovbench("template", *arguments).exit_code == 2
    assert not list(tmp_path.iterdir())

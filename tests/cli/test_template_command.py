"""`egovbench template` writes what `egovbench ingest` reads."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from egovbench.base import paths
from egovbench.base.schemas import COUNTRIES_TABLE
from egovbench.base.tables import read_table
from egovbench.cli import app
from egovbench.comparison.data import Data, load_data
from egovbench.documents.collection import read_documents
from egovbench.others.fusion import fuse_answers, usable_answers


@pytest.fixture(scope="module")
def data() -> Data:
    return load_data()


@pytest.mark.parametrize("iso3", ["EST", "LUX", "BRA", "PRK", "XKX"])
def test_a_template_read_back_has_the_codes_that_a_benchmark_would_use(
    data: Data, tmp_path: Path, iso3: str
) -> None:
    path = tmp_path / f"{iso3}.xlsx"
    result = CliRunner().invoke(app, ["template", iso3, "--out", str(path)])
    assert result.exit_code == 0, result.output
    answers = data.others[data.others["iso3"] == iso3]
    fused = fuse_answers(usable_answers(answers, "proxy", "no"), "preferred").set_index("item")
    assert f"{iso3}: 70 items, {len(fused)} with a code of other sources" in result.output
    countries = read_table(paths.COUNTRIES, COUNTRIES_TABLE)
    (codes,) = read_documents(path, data.codebook, countries).codes
    found = codes.set_index("item")["code"]
    assert found.loc[fused.index].to_dict() == fused["code"].to_dict()
    assert set(found.drop(fused.index)) == {"unknown"}
    assert set(codes["iso3"]) == {iso3}


def test_no_cell_of_a_template_is_a_formula(data: Data, tmp_path: Path) -> None:
    path = tmp_path / "IND.xlsx"
    CliRunner().invoke(app, ["template", "IND", "--out", str(path)])
    for sheet in load_workbook(path):
        for row in sheet.iter_rows():
            assert all(cell.data_type in ("s", "n") for cell in row)
            assert not any(str(cell.value or "").startswith(("=", "+", "-", "@")) for cell in row)


def test_a_filled_in_sheet_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "estonia.xlsx"
    path.write_bytes(b"hours of work")
    result = CliRunner().invoke(app, ["template", "EST", "--out", str(path)])
    assert result.exit_code == 2
    assert path.read_bytes() == b"hours of work"


@pytest.mark.parametrize("arguments", [["QQQ", "--out", "a.xlsx"], ["EST", "--out", "a.csv"]])
def test_a_wrong_country_or_name_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(app, ["template", *arguments]).exit_code == 2
    assert not list(tmp_path.iterdir())

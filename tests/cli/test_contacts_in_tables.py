"""Tables of the project with an address or a number typed into a cell: no command shows them."""

import shutil
from pathlib import Path

import pandas as pd
import pytest
from test_ingest_folder import egovbench

from egovbench.base import paths

ADDRESS, NUMBER = "ada.inventa@digital.example.org", "+352 555 123 45"
SECRETS = ("inventa", "@", "555")


def edited(path: Path, target: Path, row: int, column: str, cell: str) -> None:
    """Write the table at `path` to `target` with a cell changed; row 0 is that of the headings."""
    table = pd.read_csv(path, dtype="str", keep_default_na=False)
    if row:
        table.loc[row - 2, column] = cell
    else:
        table = table.rename(columns={column: cell})
    table.to_csv(target, index=False)


CELLS = {
    "status": (6, "status", f"ask {ADDRESS}", "found 'ask [e-mail withheld]'; expected one of"),
    "item": (6, "item", NUMBER, "found '[telephone withheld]'; expected a whole number"),
    "truncated": (6, "truncated", f"{ADDRESS} {NUMBER}", "found '[e-mail withheld] [telephone"),
    "country": (6, "iso3", ADDRESS, "found '[e-mail withheld]'; expected"),
    "heading": (0, "answer", ADDRESS, "expected"),
}


@pytest.mark.parametrize("kind", CELLS)
def test_code_shows_no_contact(tmp_path: Path, kind: str) -> None:
    row, column, cell, message = CELLS[kind]
    edited(paths.RESPONSES / "LUX.csv", tmp_path / "LUX.csv", row, column, cell)
    result = egovbench("code", tmp_path / "LUX.csv", "--out", tmp_path / "out")
    assert result.returncode == 2
    (line,) = result.stderr.splitlines()
    assert message in line
    assert f"line {row}, column {column}" in line or not row
    assert not any(secret in result.stdout + line for secret in SECRETS)
    assert not (tmp_path / "out").exists()


FAULTS = [
    ("responses/LUX.csv", 6, "status", ADDRESS),
    ("responses/LUX.csv", 7, "item", NUMBER),
    ("responses/LUX.csv", 8, "iso3", ADDRESS),
    ("codes/LUX.csv", 6, "code", f"\x1b[31m{ADDRESS}\n{NUMBER}"),
    ("codes/LUX.csv", 7, "value", NUMBER),
    ("reviews/LUX.csv", 3, "date", ADDRESS),
    ("others/gtmi.csv", 9, "year", NUMBER),
    ("countries.csv", 9, "iso3", ADDRESS),
]


@pytest.mark.parametrize(
    "faulty", [FAULTS, [("responses/LUX.csv", 0, "answer", ADDRESS)]], ids=["cells", "heading"]
)
def test_validate_shows_no_contact(tmp_path: Path, faulty: list[tuple[str, int, str, str]]) -> None:
    data = tmp_path / "data"
    shutil.copytree(paths.DATA, data)
    for table, row, column, cell in faulty:
        edited(data / table, data / table, row, column, cell)
    result = egovbench("validate", data)
    assert result.returncode == 2
    *faults, last = result.stderr.splitlines()
    assert last == f"egovbench: {len(faults)} faults in {data}"
    for table, row, column, _ in faulty:
        place = f"{table}, line {row}, column {column}" if row else f"{table}, line "
        assert any(fault.startswith(place) for fault in faults), place
    said = result.stdout + result.stderr
    assert said.count("withheld]") >= len(faulty)
    assert not any(secret in said for secret in SECRETS)
    assert "\x1b" not in said

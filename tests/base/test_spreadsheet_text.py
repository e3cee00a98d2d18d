"""No cell that the project writes starts a formula, and every text comes back as it was."""

import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from egovbench.base.schemas import REVIEWS_TABLE
from egovbench.base.tables import from_cell, read_table, to_cell, to_cells, write_table

SIGNS = "=+-@＝＋－＠﹦﹢﹣﹫\t\r\n"
ANY_TEXT = st.text(st.sampled_from(f"{SIGNS}' \u00a0\u200b'a1.é"), max_size=8) | st.text()


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-cmd", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－a", "＠a", " =1",
     "\u00a0=1", "\ufeff=1", "--1", "-1+2", "+352 123", "﹦1", "'=1"],
)  # fmt: skip
def test_what_starts_a_formula_gets_the_mark_of_text(text: str) -> None:
    assert to_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "-1", "-1.5", "-1e-3", "1+1", "'quoted'", "’t", "a=b", "–"])
def test_other_texts_and_negative_numbers_stay(text: str) -> None:
    assert to_cell(text) == text


@given(ANY_TEXT)
def test_every_text_comes_back(text: str) -> None:
    assert from_cell(to_cell(text)) == text


@given(ANY_TEXT)
def test_no_cell_starts_with_a_sign(text: str) -> None:
    cell = to_cell(text)
    assert cell[:1] not in set(SIGNS) or re.fullmatch(r"-[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?", cell)


def test_numbers_of_a_table_stay_numbers() -> None:
    table = to_cells(pd.DataFrame({"value": [-1.5, 2.0], "name": ["=1", "b"], "n": [-1, 1]}))
    assert table["value"].tolist() == [-1.5, 2.0]
    assert table["n"].tolist() == [-1, 1]
    assert table["name"].tolist() == ["'=1", "b"]


def test_a_table_is_written_marked_and_read_as_it_was(tmp_path: Path) -> None:
    table = pd.DataFrame(
        {
            "item": [7, 8],
            "code": ["yes", "no"],
            "rationale": ["=HYPERLINK(invented)", "'quoted' by the invented reviewer"],
            "reviewer": ["+project", "-1"],
            "date": ["2024-01-01", "2024-01-02"],
        }
    ).astype({"item": "int64"})
    path = tmp_path / "reviews.csv"
    write_table(table, path, REVIEWS_TABLE)
    assert "'=HYPERLINK(invented),'+project," in path.read_text(encoding="utf-8")
    pd.testing.assert_frame_equal(read_table(path, REVIEWS_TABLE), table, check_dtype=False)

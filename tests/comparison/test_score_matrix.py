"""Invented countries by section, worked by hand."""

import math

import pandas as pd
import pytest

from egovbench.comparison.matrix import group_medians, like_for_like_scores, score_cells

SECTIONS = pd.DataFrame({"section": ["B", "C"], "n_included": [0, 2]})
COLUMNS = ["iso3", "level", "id", "score", "lower", "upper", "coverage", "n_items", "n_known"]
ROWS = [
    ("QQA", "overall", "overall", 50.0, 50.0, 50.0, 1.0, 2, 2),
    ("QQA", "section", "C", 50.0, 50.0, 50.0, 1.0, 2, 2),
    ("QQB", "overall", "overall", 100.0, 100.0, 100.0, 1.0, 1, 1),
    ("QQB", "section", "C", 100.0, 100.0, 100.0, 1.0, 1, 1),
    ("QQC", "overall", "overall", 0.0, 0.0, 50.0, 0.5, 2, 1),
    ("QQC", "section", "C", 0.0, 0.0, 50.0, 0.5, 2, 1),
]
GROUPS = {"QQA": "East", "QQB": "East", "QQC": "West"}


@pytest.fixture
def scores():
    return pd.DataFrame(ROWS, columns=COLUMNS)


@pytest.fixture
def cells(scores):
    return score_cells(scores, SECTIONS, ["QQA", "QQB", "QQC"])


def test_a_score_on_fewer_items_is_not_complete(cells):
    section = cells[cells["id"] == "C"].set_index("iso3")
    assert section["complete"].to_dict() == {"QQA": True, "QQB": False, "QQC": True}
    assert section["coverage"].to_dict() == {"QQA": 1.0, "QQB": 0.5, "QQC": 0.5}
    assert cells.loc[cells["id"] == "overall", "n_compared"].tolist() == [2, 2, 2]


def test_a_section_of_which_nothing_is_compared_is_no_zero(cells):
    nothing = cells[cells["id"] == "B"]
    assert nothing["score"].isna().all()
    assert nothing["coverage"].isna().all()
    assert not nothing["complete"].any()


def test_only_scores_on_all_items_enter_a_median(cells):
    medians = group_medians(cells, GROUPS).set_index(["group", "id"])
    # Half of the two in the East count, so their median is that of Alpha alone.
    assert medians.loc[("East", "C"), ["n_group", "n_countries", "median"]].tolist() == [2, 1, 50]
    assert medians.loc[("West", "C"), ["median", "median_lower", "median_upper"]].tolist() == [
        0, 0, 50,
    ]  # fmt: skip


def test_less_than_half_of_a_group_gives_no_median(cells):
    table = cells.assign(complete=cells["complete"] & (cells["iso3"] != "QQA"))
    medians = group_medians(table, dict.fromkeys(GROUPS, "all")).set_index("id")
    assert medians.loc["C", ["n_group", "n_countries"]].tolist() == [3, 1]
    assert math.isnan(medians.loc["C", "median"])


def test_a_country_without_a_group_enters_none(cells):
    medians = group_medians(cells, {"QQC": "West"})
    assert set(medians["group"]) == {"West"}


def test_rows_on_fewer_items_are_left_out(scores, cells):
    kept = like_for_like_scores(scores, cells)
    assert set(kept["iso3"]) == {"QQA", "QQC"}
    assert kept.columns.tolist() == COLUMNS

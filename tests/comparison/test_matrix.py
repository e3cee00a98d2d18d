"""Invented countries beside each other and by section, worked by hand."""

import math
from types import SimpleNamespace

import pandas as pd
import pytest

from egovbench.base.errors import ParameterError
from egovbench.comparison.matrix import (
    against_focal,
    differing_codes,
    group_medians,
    like_for_like_scores,
    score_cells,
    scores_side_by_side,
    standing_in_groups,
)
from egovbench.reports.side_by_side import differing_sentence, side_by_side, side_by_side_headline

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


def test_what_is_not_compared_on_all_items_is_no_zero_and_enters_no_median(cells, scores):
    section = cells[cells["id"] == "C"].set_index("iso3")
    assert section["complete"].to_dict() == {"QQA": True, "QQB": False, "QQC": True}
    assert section["coverage"].to_dict() == {"QQA": 1.0, "QQB": 0.5, "QQC": 0.5}
    assert cells.loc[cells["id"] == "overall", "n_compared"].tolist() == [2, 2, 2]
    # a section of which nothing is compared is no zero
    nothing = cells[cells["id"] == "B"]
    assert nothing["score"].isna().all()
    assert nothing["coverage"].isna().all()
    assert not nothing["complete"].any()
    # only scores on all items enter a median
    medians = group_medians(cells, GROUPS).set_index(["group", "id"])
    # Half of the two in the East count, so their median is that of Alpha alone.
    assert medians.loc[("East", "C"), ["n_group", "n_countries", "median"]].tolist() == [2, 1, 50]
    assert medians.loc[("West", "C"), ["median", "median_lower", "median_upper"]].tolist() == [
        0, 0, 50,
    ]  # fmt: skip
    # less than half of a group gives no median
    table = cells.assign(complete=cells["complete"] & (cells["iso3"] != "QQA"))
    medians = group_medians(table, dict.fromkeys(GROUPS, "all")).set_index("id")
    assert medians.loc["C", ["n_group", "n_countries"]].tolist() == [3, 1]
    assert math.isnan(medians.loc["C", "median"])
    # a country without a group enters none
    medians = group_medians(cells, {"QQC": "West"})
    assert set(medians["group"]) == {"West"}
    # rows on fewer items are left out
    kept = like_for_like_scores(scores, cells)
    assert set(kept["iso3"]) == {"QQA", "QQC"}
    assert kept.columns.tolist() == COLUMNS


NAMES = {"QQA": "Alpha", "QQB": "Beta", "QQC": "Gamma", "QQD": "Delta"}


def overall(rows):
    table = pd.DataFrame(rows, columns=["iso3", "score", "lower", "upper"])
    return table.assign(level="overall", id="overall", n_items=4, n_known=4)


def test_countries_stand_in_the_order_given_overall_first_then_every_section(three):
    table = scores_side_by_side(three.scores, three.by_section, ["QQC", "QQA", "QQB"])
    assert table["iso3"].head(3).tolist() == ["QQC", "QQA", "QQB"]
    assert table["id"].unique().tolist() == ["overall", *"ABCDEFG"]
    # one item each in C and D; Gamma's no of item 59 may hide a yes, which leaves D open
    by_node = table.set_index(["iso3", "id"])
    assert by_node.loc[("QQA", "overall"), ["lower", "score", "upper"]].tolist() == [50, 50, 50]
    assert by_node.loc[("QQC", "overall"), ["lower", "score", "upper"]].tolist() == [50, 50, 100]
    assert by_node.loc[("QQB", "C"), "score"] == 0
    assert by_node.loc[("QQB", "D"), "score"] == 100
    assert by_node.loc[("QQB", "A"), ["n_items", "n_known"]].tolist() == [0, 0]
    assert pd.isna(by_node.loc[("QQB", "A"), "score"])


def test_items_differ_where_known_codes_do(three):
    table = differing_codes(three.codes, three.comparable, ["QQA", "QQB", "QQC"])
    assert table[["item", "QQA", "QQB", "QQC"]].to_numpy().tolist() == [
        [37, "yes", "no", "yes"],
        [59, "no", "yes", "no"],
    ]
    pair = differing_codes(three.codes, three.comparable, ["QQA", "QQC"])
    assert pair.empty
    # an unknown code differs from nothing
    codes = three.codes.copy()
    at = (codes["iso3"] == "QQB") & (codes["item"] == 59)
    codes.loc[at, ["code", "value"]] = ["unknown", None]
    table = differing_codes(codes, three.comparable, ["QQA", "QQB", "QQC"])
    assert table["item"].tolist() == [37]
    # nothing known is told apart from nothing
    scores = overall([("QQA", 50, 40, 60), ("QQB", None, 0, 100)])
    assert against_focal(scores, "QQA") == {"QQB": "open"}


def test_above_and_below_are_said_only_where_bounds_do_not_overlap():
    scores = overall(
        [("QQA", 50, 40, 60), ("QQB", 70, 61, 80), ("QQC", 59, 59, 70), ("QQD", 30, 20, 39)]
    )
    assert against_focal(scores, "QQA") == {"QQB": "above", "QQC": "open", "QQD": "below"}
    assert side_by_side_headline(scores, "QQA", NAMES) == (
        "On the 4 questions that all 4 countries were asked, Alpha scores 50 (40 to 60); Beta is "
        "above it; Delta is below it; too close to call: Gamma."
    )


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (0, "All known answers are the same on the compared questions."),
        (1, "Codes differ on 1 of 2 compared questions."),
    ],
)
def test_the_number_of_differing_items_in_words(n, expected):
    assert differing_sentence(n, 2) == expected


def test_a_page_stands_alone_and_says_what_the_terminal_says(three):
    compared = side_by_side(three, ["QQA", "QQB", "QQC"])
    page = compared.page()
    assert compared.headline in page
    assert page.count("<table>") == 2
    assert "<svg" in page
    assert page.count("<script") == 2  # to sort tables, to light up a country's rows
    assert "Alpha" in page and "not compared" in page
    assert compared.worded_scores(compared.scores).loc[0].tolist() == [
        "All compared questions", 2, "50", "50", "50 (50 to 100)",
    ]  # fmt: skip
    # a page without differences has one table
    compared = side_by_side(three, ["QQA", "QQC"])
    assert compared.page().count("<table>") == 1
    # a country of which nothing is known is named
    with pytest.raises(ParameterError, match="countries: found 'QQZ'"):
        side_by_side(three, ["QQA", "QQZ"])


def test_a_country_stands_among_all_in_its_region_and_among_countries_of_its_income():
    about = {
        "QQA": ("Asia", "Low income"), "QQB": ("Asia", "Low income"), "QQC": ("Asia", ""),
        "QQD": ("Europe", "Low income"), "QQE": ("Europe", "High income"),
    }  # fmt: skip
    groups = {
        iso3: SimpleNamespace(region=region, income_group=income)
        for iso3, (region, income) in about.items()
    }
    ranks = pd.DataFrame(
        {"iso3": list(about), "score": [50.0, 80.0, 50.0, 40.0, 90.0], "rank": [3, 2, 3, 5, 1]}
    )

    def stands(focal, ranks=ranks):
        peers = [iso3 for iso3 in about if iso3 != focal]
        return (
            standing_in_groups(
                SimpleNamespace(
                    focal=focal, peers=peers, ranks=ranks, data=SimpleNamespace(countries=groups)
                ),
                nearest=2,
            )
            .to_numpy()
            .tolist()
        )

    # the others of A: 80, 50, 40, 90, their median 65; C has its score, D is 10 away
    assert stands("QQA") == [
        ["all", "all", 5, 3, 65.0, "QQC QQD"],
        ["region", "Asia", 3, 2, 65.0, "QQC QQB"],
        ["income_group", "Low income", 3, 2, 60.0, "QQD QQB"],
    ]
    # Europe has two ranked countries, and nobody else a high income
    assert [row[0] for row in stands("QQE")] == ["all"]
    # a country without a rank stands nowhere
    assert stands("QQA", ranks.iloc[1:]) == []

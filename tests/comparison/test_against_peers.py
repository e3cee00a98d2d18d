"""Comparisons of invented countries, worked by hand."""

import math

import pandas as pd
import pytest

from egovbench.base.countries import Country
from egovbench.base.errors import MethodError, ParameterError
from egovbench.base.groups import resolve_peers
from egovbench.comparison.against_peers import (
    compare_differences,
    compare_items,
    compare_pairs,
    compare_scores,
    distance_matrix,
    gaps,
    nearest_peers,
    open_answers,
    pair_scores,
    strengths,
    unanswered_items,
)
from egovbench.comparison.answers import (
    comparable_by_section,
    comparable_items,
    restricted_framework,
)

VALUES = {"yes": 1.0, "partly": 0.5, "no": 0.0}
# "no?" is a "no or unknown", "partly?" a partly that may be a yes
BOUNDS = {"no?": (0.0, 1.0), "partly?": (0.5, 1.0), "unknown": (0.0, 1.0)}
ITEMS = pd.DataFrame(
    {
        "item": [37, 53, 117],
        "section": ["C", "C", "F"],
        "indicator": ["C.openness", "C.openness", "F.usage"],
        "label": ["37 Law", "53 Data law", "117 Statistics"],
        "wording": ["a", "b", "c"],
    }
)


def codes(items=(37, 53, 117), **countries):
    """Codes of invented countries: a word for each of the items."""
    table = []
    for iso3, words in countries.items():
        for item, word in zip(items, words.split(), strict=True):
            code = word.rstrip("?")
            value = VALUES.get(code, math.nan)
            lower, upper = BOUNDS.get(word, (value, value))
            table.append((iso3, item, code, value, lower, upper))
    return pd.DataFrame(table, columns=["iso3", "item", "code", "value", "lower", "upper"])


def test_common_items_are_those_that_every_country_was_asked():
    table = comparable_items(
        codes(XAA="yes no unknown", XBB="yes yes not_asked", XCC="no unknown yes"),
        ITEMS,
        "XAA",
        1.0,
    ).set_index("item")
    assert table["n_asked"].to_dict() == {37: 3, 53: 3, 117: 2}
    assert table["included"].to_dict() == {37: True, 53: True, 117: False}
    # min share admits items that most were asked but never without the focal country
    given = codes(XAA="not_asked yes yes", XBB="yes yes not_asked", XCC="yes not_asked yes")
    included = comparable_items(given, ITEMS, "XAA", 0.6).set_index("item")["included"]
    assert included.to_dict() == {37: False, 53: True, 117: True}
    # an item that only the focal country was asked is not comparable
    given = codes(XAA="yes yes yes", XBB="yes not_asked not_asked")
    assert comparable_items(given, ITEMS, "XAA", 0.0)["included"].tolist() == [True, False, False]
    # comparable items by section
    given = codes(XAA="yes yes yes", XBB="yes yes not_asked")
    table = comparable_by_section(comparable_items(given, ITEMS, "XAA", 1.0)).set_index("section")
    assert table.loc["C"].tolist() == [2, 2, 1.0]
    assert table.loc["F"].tolist() == [0, 1, 0.0]


def test_the_restricted_framework_holds_the_items_and_their_parents_only():
    framework = pd.DataFrame(
        {
            "id": ["37", "53", "117", "C.openness", "F.usage", "C", "F", "overall"],
            "level": [1, 1, 1, 2, 2, 3, 3, 4],
            "parent": ["C.openness", "C.openness", "F.usage", "C", "F", "overall", "overall", ""],
        }
    )
    kept = restricted_framework(framework, pd.Series([53]))
    assert kept["id"].tolist() == ["53", "C.openness", "C", "overall"]
    with pytest.raises(MethodError, match="no item is comparable"):
        restricted_framework(framework, pd.Series([], dtype="int64"))


def score_rows(level="section", **countries):
    return pd.DataFrame(
        [
            {
                "iso3": iso3, "level": level, "id": "C", "score": score, "lower": lower,
                "upper": upper, "coverage": 1.0, "n_items": 2, "n_known": 2,
            }
            for iso3, (score, lower, upper) in countries.items()
        ]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("focal", "gap", "bounds"),
    [
        ((90, 85, 95), 20, (5, 35)),
        ((50, 40, 59), -20, (-40, -1)),
        ((70, 60, 80), 0, (-20, 20)),
        ((90, 80, 100), 20, (0, 40)),
    ],
)
def test_a_gap_has_the_bounds_of_both_its_ends(focal, gap, bounds):
    # The peers' median is 70; its bounds are the medians of 60, 60, 90 and of 70, 80, 90.
    scores = score_rows(XAA=focal, XBB=(60, 60, 70), XCC=(70, 60, 80), XDD=(90, 90, 90))
    row = compare_scores(scores, "XAA").iloc[0]
    assert row[["median", "minimum", "maximum"]].tolist() == [70, 60, 90]
    assert row[["median_lower", "median_upper", "n_peers"]].tolist() == [60, 80, 3]
    assert row[["gap", "gap_lower", "gap_upper"]].tolist() == [gap, *bounds]


def test_only_peers_asked_as_much_give_a_gap():
    scores = score_rows(XAA=(90, 85, 95), XBB=(60, 60, 70), XCC=(0, 0, 0))
    scores.loc[scores["iso3"] == "XCC", "n_items"] = 1
    row = compare_scores(scores, "XAA").iloc[0]
    assert row[["n_peers", "median", "gap_lower"]].tolist() == [1, 60, 15]
    # without peers there is no gap
    row = compare_scores(score_rows(XAA=(90, 85, 95)), "XAA").iloc[0]
    assert row["n_peers"] == 0
    assert row[["median", "gap", "gap_lower", "gap_upper"]].isna().all()


NONE = (math.nan, math.nan, math.nan)


def test_pairs_stand_on_their_own_items_and_their_gap_is_a_median():
    own = score_rows("overall", XBB=(80, 75, 85), XCC=NONE, XDD=(80, 75, 85))
    peers = score_rows("overall", XBB=(60, 50, 70), XCC=NONE, XDD=(90, 85, 95))
    table = compare_pairs(pair_scores(own, peers))
    # C shares no item and is left out; the bounds of D touch those of the focal country
    assert table.to_dict("records") == [
        {
            "iso3": "XBB", "n_items": 2, "focal_score": 80, "score": 60, "focal_lower": 75,
            "lower": 50, "focal_upper": 85, "upper": 70, "difference": 20, "standing": "above",
        },
        {
            "iso3": "XDD", "n_items": 2, "focal_score": 80, "score": 90, "focal_lower": 75,
            "lower": 85, "focal_upper": 85, "upper": 95, "difference": -10, "standing": "open",
        },
    ]  # fmt: skip
    # a gap of pairs is the median of their differences
    # Differences: 20 (5 to 35), -10 (-20 to 0) and 5. Their median is 5, though the medians of the
    # scores, 70 and 60, are 10 apart.
    own = score_rows(XBB=(80, 75, 85), XCC=(50, 50, 50), XDD=(70, 70, 70))
    theirs = score_rows(XBB=(60, 50, 70), XCC=(60, 50, 70), XDD=(65, 65, 65))
    own.loc[own["iso3"] == "XCC", "n_items"] = 1
    row = compare_differences(score_rows(XAA=(75, 70, 80)), pair_scores(own, theirs), "XAA").iloc[0]
    assert row[["score", "lower", "upper", "n_peers", "n_items"]].tolist() == [75, 70, 80, 3, 2]
    assert row[["gap", "gap_lower", "gap_upper"]].tolist() == [5, 5, 5]
    assert row[["median", "minimum", "maximum", "median_lower", "median_upper"]].isna().all()


def test_item_comparison_counts_known_answers_only():
    given = codes(XAA="yes no unknown", XBB="no no yes", XCC="unknown no yes", XDD="partly no? yes")
    table = compare_items(given, comparable_items(given, ITEMS, "XAA", 1.0), "XAA").set_index(
        "item"
    )
    counts = ["n_yes", "n_partly", "n_no", "n_unknown", "n_no_or_unknown"]
    assert table.loc[37, counts].tolist() == [0, 1, 1, 1, 0]
    assert table.loc[53, counts].tolist() == [0, 0, 3, 0, 1]
    assert table.loc[37, "peers_mean"] == 0.25
    assert table.loc[37, "difference"] == 0.75
    assert table["alike"].to_dict() == {37: False, 53: True, 117: True}
    assert math.isnan(table.loc[117, "difference"])
    assert table.loc[117, ["focal_code", "focal_lower", "focal_upper"]].tolist() == [
        "unknown", 0, 1,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("focal", "peers", "sure"),
    [
        ("yes", ("no", "yes"), True),  # 1 above (0 + 1) / 2
        ("yes", ("no?", "yes"), False),  # above 0.5 to 1
        ("yes", ("no?", "partly"), True),  # above 0.25 to 0.75
        ("partly?", ("no", "partly"), True),  # 0.5 to 1 above 0.25
        ("partly", ("partly?", "no"), False),  # 0.5 and 0.25 to 0.5
        ("no?", ("yes", "yes"), False),  # 0 to 1 below 1
        ("no", ("partly?", "no"), True),  # 0 below 0.25 to 0.5
        ("partly", ("partly", "partly"), False),  # no difference
        ("unknown", ("no", "no"), False),
    ],
)
def test_a_difference_is_sure_where_no_open_answer_can_turn_it(focal, peers, sure):
    given = codes((37,), XAA=focal, XBB=peers[0], XCC=peers[1])
    table = compare_items(given, comparable_items(given, ITEMS.head(1), "XAA", 1.0), "XAA")
    assert table["sure"].tolist() == [sure]


def item_rows(*rows):
    table = pd.DataFrame(rows, columns=["item", "difference", "peers_mean"])
    return table.assign(sure=False)


def test_strengths_and_gaps():
    rows = item_rows((1, 0.05, 0.95), (2, 0.4, 0.6), (3, -0.05, 0.05), (4, -0.6, 0.6))
    assert strengths(rows)["item"].tolist() == [2]
    assert gaps(rows)["item"].tolist() == [4]
    # items tied at the end of the list are left out together
    rows = item_rows((1, 0.9, 0.1), (2, 0.5, 0.5), (3, 0.5, 0.5), (4, 0.5, 0.5))
    assert strengths(rows, most=2)["item"].tolist() == [1]
    assert strengths(rows.iloc[1:], most=2)["item"].tolist() == [2, 3, 4]
    # what is sure comes first, even where nearly all peers have it
    rows = item_rows((1, 0.05, 0.95), (2, 0.4, 0.6), (3, -0.1, 0.3), (4, -0.6, 0.6))
    rows["sure"] = [True, False, True, False]
    assert strengths(rows)["item"].tolist() == [1, 2]
    assert gaps(rows)["item"].tolist() == [3, 4]


ALL = ITEMS["item"]


def test_distances_and_nearest_peers():
    matrix = distance_matrix(
        codes(XAA="yes no partly", XBB="yes yes unknown", XCC="unknown unknown unknown"), ALL
    )
    # XAA and XBB share 37 (alike) and 39 (apart by 1): mean 0.5.
    assert matrix.loc["XAA", "XBB"] == matrix.loc["XBB", "XAA"] == 0.5
    assert matrix.loc["XAA", "XAA"] == 0
    assert math.isnan(matrix.loc["XAA", "XCC"])
    # items that are not compared do not count
    matrix = distance_matrix(codes(XAA="yes no yes", XBB="yes yes no"), pd.Series([37]))
    assert matrix.loc["XAA", "XBB"] == 0
    # nearest peers come first with the items they share
    given = codes(
        XAA="yes yes yes", XBB="yes partly yes", XCC="no no yes", XDD="unknown yes yes",
        XEE="unknown " * 3,
    )  # fmt: skip
    table = nearest_peers(given, ALL, "XAA")
    assert table["iso3"].tolist() == ["XDD", "XBB", "XCC"]
    assert table["n_items"].tolist() == [2, 3, 3]
    assert table["distance"].round(3).tolist() == [0, 0.167, 0.667]


def test_ties_at_the_end_are_shown_or_left_out_together():
    given = codes(
        XAA="yes yes yes",
        XBB="yes yes yes",
        XCC="yes yes no",
        XDD="yes no yes",
        XEE="no yes yes",
        XFF="no no no",
    )
    assert nearest_peers(given, ALL, "XAA", most=2)["iso3"].tolist() == [
        "XBB", "XCC", "XDD", "XEE",
    ]  # fmt: skip
    assert nearest_peers(given, ALL, "XAA", most=1)["iso3"].tolist() == ["XBB"]
    many = codes(XAA="yes yes yes", **{f"X{letter}{letter}": "yes yes no" for letter in "BCDEFGH"})
    assert nearest_peers(many, ALL, "XAA", most=3).empty


FOUR = (37, 53, 117, 119)
FOUR_ITEMS = pd.DataFrame({"item": FOUR, "label": ["a", "b", "c", "d"]})
GIVEN = codes(
    FOUR,
    XAA="yes no unknown not_asked",
    XBB="yes not_asked not_asked not_asked",
    XCC="no unknown not_asked not_asked",
)


def test_items_no_peer_was_asked_and_open_ones():
    table = unanswered_items(GIVEN, FOUR_ITEMS, "XAA")
    assert table["item"].tolist() == [117, 119]
    assert table["focal_code"].tolist() == ["unknown", "not_asked"]
    # what is open of items that some peer was asked
    table = open_answers(GIVEN, FOUR_ITEMS, "XAA")
    assert table[["item", "n_not_asked", "n_unknown", "countries"]].to_numpy().tolist() == [
        [53, 1, 1, "XBB XCC"],
    ]


COUNTRIES = {
    "XAA": Country("XAA", "XA", "Alpha", "East", eu_member=True, oecd_member=False),
    "XBB": Country("XBB", "XB", "Beta", "East", eu_member=False, oecd_member=False),
    "XCC": Country("XCC", "XC", "Gamma", "West", eu_member=True, oecd_member=True),
}
NEIGHBOURS = {"XAA": ("XBB",), "XBB": ("XAA",)}


@pytest.mark.parametrize(
    ("peers", "resolved"),
    [
        ("eu27", ["XCC"]),
        ("oecd", ["XCC"]),
        ("region", ["XBB"]),
        ("neighbours", ["XBB"]),
        ("all", ["XBB", "XCC"]),
        ("XCC,XAA,XBB", ["XBB", "XCC"]),
    ],
)
def test_peer_groups_leave_the_focal_country_out(peers, resolved):
    assert resolve_peers(peers, "XAA", COUNTRIES, NEIGHBOURS) == resolved


def test_a_group_of_nobody_is_refused():
    with pytest.raises(ParameterError, match="besides XCC"):
        resolve_peers("neighbours", "XCC", COUNTRIES, NEIGHBOURS)

"""Distances between invented countries, worked by hand."""

import math

import pandas as pd

from egovbench.comparison.against_peers import distance_matrix, nearest_peers

VALUES = {"y": 1.0, "p": 0.5, "n": 0.0, "?": math.nan}
ITEMS = pd.Series([37, 39, 41])


def codes(**countries):
    return pd.DataFrame(
        [
            {"iso3": iso3, "item": item, "value": VALUES[letter]}
            for iso3, letters in countries.items()
            for item, letter in zip(ITEMS, letters, strict=True)
        ]
    )


def test_distance_is_the_mean_difference_over_items_known_of_both():
    matrix = distance_matrix(codes(XAA="ynp", XBB="yy?", XCC="???"), ITEMS)
    # XAA and XBB share 37 (alike) and 39 (apart by 1): mean 0.5.
    assert matrix.loc["XAA", "XBB"] == matrix.loc["XBB", "XAA"] == 0.5
    assert matrix.loc["XAA", "XAA"] == 0
    assert math.isnan(matrix.loc["XAA", "XCC"])


def test_items_that_are_not_compared_do_not_count():
    matrix = distance_matrix(codes(XAA="yny", XBB="yyn"), pd.Series([37]))
    assert matrix.loc["XAA", "XBB"] == 0


def test_nearest_peers_come_first_with_the_items_they_share():
    table = nearest_peers(
        codes(XAA="yyy", XBB="ypy", XCC="nny", XDD="?yy", XEE="???"), ITEMS, "XAA"
    )
    assert table["iso3"].tolist() == ["XDD", "XBB", "XCC"]
    assert table["n_items"].tolist() == [2, 3, 3]
    assert table["distance"].round(3).tolist() == [0, 0.167, 0.667]


def test_ties_at_the_end_are_shown_or_left_out_together():
    given = codes(XAA="yyy", XBB="yyy", XCC="yyn", XDD="yny", XEE="nyy", XFF="nnn")
    assert nearest_peers(given, ITEMS, "XAA", most=2)["iso3"].tolist() == [
        "XBB", "XCC", "XDD", "XEE",
    ]  # fmt: skip
    assert nearest_peers(given, ITEMS, "XAA", most=1)["iso3"].tolist() == ["XBB"]
    many = codes(XAA="yyy", **{f"X{letter}{letter}": "yyn" for letter in "BCDEFGH"})
    assert nearest_peers(many, ITEMS, "XAA", most=3).empty

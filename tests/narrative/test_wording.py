import math

import pytest

from egovbench.narrative.wording import (
    count,
    interval,
    item_names,
    listed,
    number,
    percent,
    score_with_interval,
)


@pytest.mark.parametrize(
    ("value", "text"), [(100.0, "100"), (66.666, "66.7"), (0.0, "0"), (math.nan, "not known")]
)
def test_number(value, text):
    assert number(value) == text


def test_intervals_that_read_alike_become_one_number():
    assert interval(61.94, 61.91) == "61.9"
    assert interval(61.9, 71.4) == "61.9 to 71.4"


def test_a_score_says_what_the_unknown_answers_leave_open():
    assert score_with_interval(80, 80, 80) == "80"
    assert score_with_interval(80, 70, 90) == "80 (unknown answers leave it between 70 and 90)"


@pytest.mark.parametrize(
    ("n", "text"), [(0, "no items"), (1, "1 item"), (2, "2 items"), (26, "26 items")]
)
def test_count(n, text):
    assert count(n, "item") == text


def test_count_with_an_irregular_plural():
    assert count(2, "country", "countries") == "2 countries"


@pytest.mark.parametrize(
    ("names", "text"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_listed(names, text):
    assert listed(names) == text


def test_long_lists_are_cut_and_the_rest_counted():
    assert listed(["a", "b", "c", "d"], most=2) == "a, b and 2 more"


def test_items_read_as_names():
    labels = ["37 Access to information law", "88 5G", "14 National CIO", "89 Internet of Things"]
    assert item_names(labels) == (
        "access to information law (37), 5G (88), national CIO (14) and Internet of Things (89)"
    )
    assert item_names(["9 E-participation portal"]) == "e-participation portal (9)"


def test_percent():
    assert percent(0.27142) == "27 %"
    assert percent(math.nan) == "not known"

"""Scores of rows in words."""

from egovbench.reports.wording import position, score_with_interval


def test_a_score_says_what_the_unknown_answers_leave_open():
    assert score_with_interval(80, 80, 80) == "80"
    assert score_with_interval(80, 70, 90) == "80 (unknown answers leave it between 70 and 90)"


def test_what_is_neither_above_nor_below_is_the_same():
    sides = ["above", "below", "not distinguishable", "no peers"]
    assert [position({"position": side}) for side in sides] == ["above", "below", "same", "same"]

"""Rows with intervals: countries by score, ranges of ranks."""

from itertools import pairwise

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from egovbench.figures.canvas import Marks, Words
from egovbench.figures.intervals import (
    MOST_LABELLED_ROWS,
    caterpillar,
    interval_bars,
    spread,
)

RANKS = pd.DataFrame(
    {
        "id": ["A", "B"],
        "label": ["Aland", "Bland"],
        "lower": [1, 2],
        "score": [1, 3],
        "upper": [2, 3],
    }
)


def test_caterpillar_sorts_and_marks_overlap_with_the_focal_interval(scores, names):
    chart = caterpillar(scores, "overall", "AAA", names, title="Message")
    assert list(chart.data["iso3"]) == ["BBB", "AAA", "CCC"]
    # CCC reaches 40, where AAA's interval starts: too close to call; BBB starts above 60.
    assert list(chart.data["overlaps"]) == [False, True, True]
    assert (
        "Others clearly above: 1; clearly below: 0; too close to call: 1" in chart.alternative_text
    )
    assert "Highest: Bland, 80 (75 to 85); lowest: Cland, 20 (10 to 40)" in chart.alternative_text
    assert "1 country has no known answer and no row." in chart.note


def test_caterpillar_keeps_a_focal_country_without_known_answers(scores, names):
    chart = caterpillar(scores, "overall", "DDD", names, title="Message")
    assert list(chart.data["iso3"])[-1] == "DDD"
    assert "not known (0 to 100)" in chart.alternative_text


def test_caterpillar_of_many_countries_labels_extremes_quartiles_and_focal():
    rows = [
        (f"C{index:02d}"[:3], "overall", "overall", 99.0 - index, 98.0 - index, 99.5 - index)
        for index in range(90)
    ]
    scores = pd.DataFrame(rows, columns=["iso3", "level", "id", "score", "lower", "upper"])
    chart = caterpillar(scores, "overall", "C50", {}, title="Message")
    drawn = set(chart.drawing.texts)
    labels = {word for word in drawn if word.startswith("C") and len(word) == 3}
    assert len(chart.data) > MOST_LABELLED_ROWS
    assert labels == {"C00", "C01", "C02", "C22", "C44", "C50", "C66", "C87", "C88", "C89"}
    assert chart.drawing.height < 7


def test_ranks_run_from_worst_at_the_left_to_best_at_the_right():
    chart = interval_bars(
        RANKS, title="Message", measure="Rank", unit="rank, 1 is best", reverse=True
    )
    places = {
        shape.words: shape.x
        for shape in chart.drawing.shapes
        if isinstance(shape, Words) and shape.words in {"1", "2", "3"}
    }
    assert places["3"] < places["2"] < places["1"]
    assert "Aland: 1 (1 to 2). Bland: 3 (2 to 3)." in chart.alternative_text


def test_interval_without_a_reading_and_of_no_width_is_drawn():
    row = RANKS.head(1).assign(lower=4.0, score=float("nan"), upper=4.0)
    chart = interval_bars(row, title="M", measure="Rank", unit="rank")
    assert chart.alternative_text.endswith("Aland: 4.")


def test_long_lists_tell_first_middle_and_last():
    rows = pd.DataFrame({"id": range(101), "lower": 0.0, "score": range(101), "upper": 100.0})
    rows = rows.assign(label=[f"C{index}" for index in rows["id"]])
    chart = interval_bars(rows, title="M", measure="Rank", unit="rank")
    assert chart.alternative_text.endswith(
        "C0: 0 (0 to 100). C50: 50 (0 to 100). C100: 100 (0 to 100)."
    )


@given(st.lists(st.floats(0, 10), min_size=1, max_size=12))
def test_spread_labels_neither_overlap_nor_leave_the_frame(places):
    places = sorted(places)
    sizes = [0.2 + 0.1 * (index % 3) for index in range(len(places))]
    moved = spread(places, sizes, 0.0, 10.0)
    edges = [(y - size / 2, y + size / 2) for y, size in zip(moved, sizes, strict=True)]
    assert edges[0][0] >= -1e-9
    assert edges[-1][1] <= 10 + 1e-9
    assert all(first[1] <= second[0] + 1e-9 for first, second in pairwise(edges))


INTERVALS = pd.DataFrame(
    {
        "id": ["a", "b"], "label": ["A", "B"],
        "lower": [1.0, 2.0], "score": [9.0, 2.0], "upper": [5.0, 3.0],
    }
)  # fmt: skip


def test_hollow_marks_are_in_the_data_and_in_words() -> None:
    chart = interval_bars(
        INTERVALS, title="T", measure="Rank", unit="rank", line="over nine in ten variants",
        hollow=["b"], hollow_means="not distinguishable",
    )  # fmt: skip
    assert chart.data["hollow"].tolist() == [False, True]
    assert chart.note == (
        "Lines run over nine in ten variants, dots show the reading. Hollow: not distinguishable."
    )
    plain = interval_bars(INTERVALS, title="T", measure="Rank", unit="rank")
    assert "hollow" not in plain.data
    assert chart.digest != plain.digest


def test_a_mark_outside_its_interval_is_within_the_axis() -> None:
    chart = interval_bars(INTERVALS, title="T", measure="Rank", unit="rank")
    marks = [shape.places for shape in chart.drawing.shapes if isinstance(shape, Marks)]
    assert max(x for places in marks for x, _ in places) <= chart.drawing.width
    assert "A: 9 (1 to 5)" in chart.alternative_text

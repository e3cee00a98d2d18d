import math

import pandas as pd

from egovbench.figures.bars import paired_bars
from egovbench.figures.canvas import Marks
from egovbench.figures.intervals import interval_bars

ROWS = pd.DataFrame(
    {
        "id": ["a", "b"],
        "label": ["Which links to other surveys are used", "Weights"],
        "first": [0.86, -0.01],
        "first_low": [0.8, -0.05],
        "first_high": [0.93, 0.03],
        "second": [0.97, math.nan],
        "second_low": [0.9, math.nan],
        "second_high": [1.05, math.nan],
    }
)


def test_paired_bars_say_every_number_in_words() -> None:
    chart = paired_bars(ROWS, ("alone", "with others"), title="T", measure="Variance",
                        reading="R", note="N")  # fmt: skip
    assert chart.subtitle == "Variance (share, 0 to 1); 2 rows"
    assert chart.note == "Lines show the 95 % confidence bounds. N."
    assert (
        "Which links to other surveys are used: alone 0.86 (0.80 to 0.93), with others 0.97 "
        "(0.90 to 1.05)"
    ) in chart.alternative_text
    assert "Weights: alone −0.01 (−0.05 to 0.03), with others not known" in chart.alternative_text
    assert chart.data["id"].tolist() == ["a", "b"]


def test_bars_without_bounds_have_no_note_on_lines() -> None:
    bounds = ["first_low", "first_high", "second_low", "second_high"]
    plain = paired_bars(
        ROWS.assign(**dict.fromkeys(bounds, math.nan)),
        ("a", "b"),
        title="T",
        measure="M",
        reading="R",
    )
    assert plain.note == ""
    assert "alone" not in plain.alternative_text
    assert "a 0.86, b 0.97" in plain.alternative_text


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

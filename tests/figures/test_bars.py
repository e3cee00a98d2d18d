"""Bars: how many items are known, pairs of shares, gains and losses."""

import math

import pandas as pd

from egovbench.figures.bars import coverage_bars, paired_bars, shift_bars

COUNTS = pd.DataFrame(
    {"section": ["A", "B"], "n_known": [3, 0], "n_unknown": [1, 2], "n_not_asked": [0, 4]}
)


def test_coverage_tells_totals_and_each_section():
    chart = coverage_bars(COUNTS, title="Message", of="Aland")
    assert "3 known, 3 not known, 4 not asked" in chart.alternative_text
    assert "B: 0 known, 2 not known, 4 not asked" in chart.alternative_text
    drawn = chart.drawing.texts
    assert {"3 of 4 known", "0 of 6 known"} <= set(drawn)


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


def test_shifts_are_told_largest_first_with_sign():
    rows = pd.DataFrame(
        {"id": list("abc"), "label": list("ABC"), "shift": [0.5, -2.25, float("nan")]}
    )
    chart = shift_bars(rows, title="Message", measure="Change", unit="points")
    assert "Largest first: B \u22122.2; A +0.5; C not known." in chart.alternative_text


def test_shift_of_zero_everywhere_is_drawn():
    rows = pd.DataFrame({"id": ["a"], "label": ["A"], "shift": [0.0]})
    chart = shift_bars(rows, title="Message", measure="Change", unit="points")
    assert "A 0.0." in chart.alternative_text

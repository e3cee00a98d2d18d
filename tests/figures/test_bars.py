"""Stacked bars: how many items are known."""

import pandas as pd

from egovbench.figures.bars import coverage_bars

COUNTS = pd.DataFrame(
    {"section": ["A", "B"], "n_known": [3, 0], "n_unknown": [1, 2], "n_not_asked": [0, 4]}
)


def test_coverage_tells_totals_and_each_section(texts):
    chart = coverage_bars(COUNTS, title="Message", of="Aland")
    assert (
        "Of 10 questions in 2 sections, 3 are known, 3 not known, 4 not asked"
        in chart.words.alternative_text
    )
    assert "A: 3 of 4 known. B: 0 of 6 known, 4 not asked" in chart.words.alternative_text
    assert {"A", "B", "3 of 4 known", "0 of 6 known"} <= set(texts(chart))


def test_bars_are_as_long_as_their_counts_and_stand_one_behind_the_other():
    ax = coverage_bars(COUNTS, title="Message", of="Aland").axes[0]
    assert [[(bar.get_x(), bar.get_width()) for bar in bars] for bars in ax.containers] == [
        [(0, 3), (0, 0)],
        [(3, 1), (0, 2)],
        [(4, 0), (2, 4)],
    ]
    assert ax.get_xlim() == (0, 6)

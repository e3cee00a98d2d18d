"""What cannot be drawn is refused by a message that names what is wrong."""

import math

import pandas as pd
import pytest
from test_bars import COUNTS
from test_bars import ROWS as SHARES
from test_cells import CODES, ITEMS, PAIRS, WORDS
from test_intervals import RANKS
from test_scatter import index_frame
from test_sections import N_ITEMS
from test_slopes import ROWS as SLOPES
from test_slopes import drawn as slopes

from egovbench.base.errors import MethodError
from egovbench.figures.bars import coverage_bars, paired_bars, shift_bars
from egovbench.figures.cells import MOST_ROWS, agreement_matrix, item_heat_map
from egovbench.figures.dots import section_dot_plot
from egovbench.figures.intervals import caterpillar, interval_bars
from egovbench.figures.scatter import score_against_index

AXIS = {"title": "M", "measure": "Rank", "unit": "rank"}
MANY = pd.DataFrame({"id": range(61), "label": "A", "shift": 1.0})
CROWD = pd.DataFrame(
    {"iso3": ["AAA", *(f"X{n:02d}" for n in range(MOST_ROWS))], "item": 7, "code": "yes"}
)
TWICE = pd.concat([index_frame({"AAA": 0.1}), index_frame({"AAA": 0.2})])


def coverage(counts):
    return lambda scores, names: coverage_bars(counts, title="M", of="Aland")


def matrix(counts):
    return lambda scores, names: agreement_matrix(counts, **WORDS)


def scatter(values):
    return lambda scores, names: score_against_index(
        scores, values, "Index 2024", "AAA", names, title="M"
    )


def heat_map(codes, focal="AAA"):
    return lambda scores, names: item_heat_map(codes, ITEMS, focal, names, title="M")


def ranks(rows):
    return lambda scores, names: interval_bars(rows, **AXIS)


def shares(rows):
    return lambda scores, names: paired_bars(rows, ("a", "b"), title="T", measure="M", reading="R")


def dots(focal="AAA", change=lambda scores: scores, order=None):
    return lambda scores, names: section_dot_plot(
        change(scores), focal, names, N_ITEMS, title="M", order=order
    )


def of_two_levels(scores):
    return pd.concat([scores, scores[scores["id"] == "S1"].assign(level="indicator")])


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (coverage(COUNTS.assign(n_known=0, n_unknown=0, n_not_asked=0)), "no items"),
        (coverage(COUNTS.assign(n_known=-1)), "zero or more"),
        (matrix(PAIRS.assign(count=0)), "all counts are zero"),
        (matrix(pd.concat([PAIRS, PAIRS])), "stands twice"),
        (scatter(index_frame({"ZZZ": 0.1})), "no country has both"),
        (scatter(TWICE), "two values"),
        (heat_map(CODES.assign(code="maybe")), "'maybe'"),
        (heat_map(pd.concat([CODES, CODES.head(1)])), "BBB has two codes for item 7"),
        (heat_map(CODES, "ZZZ"), "ZZZ has no codes"),
        (heat_map(CROWD), f"{MOST_ROWS + 1} countries"),
        (lambda s, n: caterpillar(s, "S7", "AAA", n, title="M"), "AAA has no score for S7"),
        (lambda s, n: caterpillar(of_two_levels(s), "S1", "AAA", n, title="M"), "several levels"),
        (ranks(RANKS.assign(lower=[3.0, 2.0])), "A has no interval"),
        (ranks(RANKS.assign(lower=[math.nan, 2.0])), "A has no interval"),
        (ranks(RANKS.assign(id="A")), "A twice"),
        (lambda s, n: shift_bars(MANY, **AXIS), "61 rows"),
        (shares(SHARES.drop(columns="second_high")), "lacks the columns second_high"),
        (shares(SHARES.iloc[:0]), "no rows"),
        (shares(pd.concat([SHARES] * 31)), "62 rows; at most 60"),
        (dots(order=[]), "none of the ids"),
        (dots(order=["S9"]), "none of the ids"),
        (dots("ZZZ"), "ZZZ has no score of level section"),
        (dots(change=lambda scores: scores.iloc[:0]), "no rows"),
        (lambda s, n: slopes(n, SLOPES.iloc[1:]), "AAA has no row"),
        (
            lambda s, n: slopes(n, SLOPES.drop(columns="score_after")),
            "lacks the columns score_after",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused(draw, message, scores, names):
    with pytest.raises(MethodError, match=message):
        draw(scores, names)

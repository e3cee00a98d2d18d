"""What cannot be drawn is refused by a message that names what is wrong."""

import pandas as pd
import pytest
from test_bars import COUNTS
from test_cells import CODES, ITEMS
from test_sections import N_ITEMS
from test_slopes import ROWS as SLOPES
from test_slopes import drawn as slopes

from egovbench.base.errors import MethodError
from egovbench.figures.bars import coverage_bars
from egovbench.figures.cells import item_heat_map
from egovbench.figures.dots import section_dot_plot
from egovbench.figures.intervals import caterpillar


def coverage(counts):
    return lambda scores, names: coverage_bars(counts, title="M", of="Aland")


def heat_map(codes, focal="AAA"):
    return lambda scores, names: item_heat_map(codes, ITEMS, focal, names, title="M")


def dots(focal="AAA", change=lambda scores: scores, order=None):
    return lambda scores, names: section_dot_plot(
        change(scores), focal, names, N_ITEMS, title="M", order=order
    )


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (coverage(COUNTS.assign(n_known=0, n_unknown=0, n_not_asked=0)), "no items"),
        (coverage(COUNTS.assign(n_known=-1)), "zero or more"),
        (heat_map(CODES.assign(code="maybe")), "'maybe'"),
        (heat_map(pd.concat([CODES, CODES.head(1)])), "BBB has two codes for item 7"),
        (heat_map(CODES, "ZZZ"), "ZZZ has no codes"),
        (lambda s, n: caterpillar(s, "ZZZ", n, title="M"), "ZZZ has no overall score"),
        (dots(order=[]), "no score of level section to draw"),
        (dots(order=["S9"]), "no score of level section to draw"),
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

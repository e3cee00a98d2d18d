"""Rules for missing values, worked by hand."""

import numpy as np
import pytest
from trees import tree

from egovbench.base.errors import MethodError, ParameterError
from egovbench.scoring.answers import Answers
from egovbench.scoring.framework import read_framework
from egovbench.scoring.missing import fill, parse_missing
from egovbench.scoring.scores import score_answers

N = np.nan
FRAMEWORK = read_framework(
    tree("x 1 top, y 1 top, top 2 -", direction=[1, -1, 1], minimum=[0, 10, N], maximum=[1, 20, N])
)
VALUES = np.array([[0.0, 12.0], [N, 14.0], [1.0, 19.0], [0.8, N], [N, N]])
ASKED = np.array([[1, 1], [1, 1], [1, 1], [1, 1], [0, 1]], dtype=bool)
UNITS = ["a", "b", "c", "d", "e"]


@pytest.mark.parametrize(
    ("rule", "x_of_b", "y_of_d"), [("skip", N, N), ("mean", 0.6, 15.0), ("median", 0.8, 14.0)]
)
def test_rules_by_hand(rule, x_of_b, y_of_d):
    found = fill(VALUES, ASKED, parse_missing(rule), FRAMEWORK, UNITS)
    expected = VALUES.copy()
    expected[1, 0], expected[3, 1], expected[4, 1] = x_of_b, y_of_d, y_of_d
    np.testing.assert_allclose(found, expected, atol=1e-15)


def test_missing_rules_that_do_not_fit():
    values = np.where([True, False], N, VALUES)
    found = fill(values, ASKED, parse_missing("median"), FRAMEWORK, UNITS)
    assert np.isnan(found[:, 0]).all()
    assert found[3, 1] == 14.0
    # zero is refused where it would be good
    with pytest.raises(MethodError, match="'y' has direction -1"):
        fill(VALUES, ASKED, parse_missing("zero"), FRAMEWORK, UNITS)
    upright = read_framework(tree("x 1 t, y 1 t, t 2 -"))
    found = fill(VALUES, ASKED, parse_missing("zero"), upright, UNITS)
    assert found[1, 0] == 0
    assert found[3, 1] == 0
    assert np.isnan(found[4, 0])
    # none allowed names the first gap that was asked
    with pytest.raises(MethodError, match="b has no value for 'x' \\(3 values"):
        fill(VALUES, ASKED, parse_missing("none"), FRAMEWORK, UNITS)


def test_bounds_of_unknown_answers_honour_direction_and_leave_what_was_not_asked():
    answers = Answers(UNITS, np.where(ASKED, VALUES, np.nan), ASKED)
    scores = score_answers(answers, FRAMEWORK).set_index(["iso3", "id"])
    # x grows from 0 to 1, y falls from 10 to 20; either end of a scale is 0 or 100
    for unit, indicator in ((UNITS[1], "x"), (UNITS[3], "y")):
        assert scores.loc[(unit, indicator), ["lower", "upper"]].tolist() == [0, 100]
    assert np.isnan(scores.loc[(UNITS[4], "x"), "upper"])


@pytest.mark.parametrize("rule", ["drop", "skip:2", "mean:1"])
def test_an_unknown_rule_is_named(rule):
    with pytest.raises(ParameterError, match=f"missing: found '{rule}'"):
        parse_missing(rule)

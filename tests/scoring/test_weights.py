"""Weights from the framework and from the data."""

import numpy as np
import pytest
from trees import tree

from egovbench.base.errors import MethodError, ParameterError
from egovbench.scoring.framework import read_framework
from egovbench.scoring.weights import (
    benefit_of_the_doubt,
    declared_weights,
    entropy,
    first_component,
    overridden_weights,
    parse_weights,
    shares,
)

N = np.nan
FRAMEWORK = read_framework(tree("a 1 g 1, b 1 g 3, c 1 h 1, g 2 t 1, h 2 t 4, t 3 - 1"))


def test_declared_weights() -> None:
    assert declared_weights(FRAMEWORK, parse_weights("given")) == (1, 3, 1, 1, 4, 1)
    assert declared_weights(FRAMEWORK, parse_weights("equal")) == (1,) * 6
    # every indicator counts the same overall: g has two of three, h one
    assert declared_weights(FRAMEWORK, parse_weights("items")) == (1, 1, 1, 2, 1, 3)
    assert shares(FRAMEWORK, FRAMEWORK.weights).tolist() == [0.25, 0.75, 1, 0.2, 0.8, 1]


def test_weights_by_id_replace_the_frameworks() -> None:
    assert overridden_weights(FRAMEWORK, {"a": 9.0}) == (9, 3, 1, 1, 4, 1)
    with pytest.raises(MethodError, match="'z' is not in the framework"):
        overridden_weights(FRAMEWORK, {"z": 1.0})
    with pytest.raises(MethodError, match="weight of 'a' is -1"):
        overridden_weights(FRAMEWORK, {"a": -1.0})
    with pytest.raises(MethodError, match="below 'g' are all zero"):
        overridden_weights(FRAMEWORK, {"a": 0.0, "b": 0.0})


@pytest.mark.parametrize("name", ["random", "bod:0.6:0.4", "bod:0:2", "equal:1"])
def test_an_unknown_weighting_is_named(name: str) -> None:
    with pytest.raises(ParameterError, match=f"weights: found '{name}'"):
        parse_weights(name)


def test_first_component_of_two_correlated_indicators_weighs_them_alike() -> None:
    values = np.array([[1.0, 1.0, 5.0], [2.0, 3.0, 5.0], [3.0, 2.0, 5.0], [9.0, N, 1.0]])
    # row 4 is not complete; the third does not vary in the others
    np.testing.assert_allclose(first_component(values, "g"), [0.5, 0.5, 0.0], atol=1e-15)


def test_first_component_of_three_is_the_squared_leading_eigenvector() -> None:
    # x, y uncorrelated, z = x + y: correlations 0, r, r with r = sqrt(1/2);
    # leading eigenvector (1, 1, sqrt 2) / 2
    values = np.array([[1.0, 1.0, 2.0], [1.0, -1.0, 0.0], [-1.0, 1.0, 0.0], [-1.0, -1.0, -2.0]])
    np.testing.assert_allclose(first_component(values, "g"), [0.25, 0.25, 0.5], atol=1e-12)


def test_first_component_needs_units_and_variation() -> None:
    with pytest.raises(MethodError, match="g has 2 complete units"):
        first_component(np.array([[1.0, 2.0], [2.0, 1.0], [N, 1.0]]), "g")
    with pytest.raises(MethodError, match="no indicator of g varies"):
        first_component(np.ones((4, 2)), "g")


def test_entropy_by_hand() -> None:
    # shares 1/2, 1/2 of two units: entropy 1, no weight; 1/4, 3/4: 0.8112781...
    values = np.array([[3.0, 1.0, 0.0], [3.0, 3.0, 5.0]])
    even = -(0.25 * np.log(0.25) + 0.75 * np.log(0.75)) / np.log(2)
    information = np.array([0.0, 1 - even, 1.0])
    np.testing.assert_allclose(entropy(values, "g"), information / information.sum(), atol=1e-12)


def test_entropy_refuses_values_below_zero_and_columns_that_do_not_vary() -> None:
    with pytest.raises(MethodError, match="values below 0"):
        entropy(np.array([[-1.0], [2.0]]), "g")
    with pytest.raises(MethodError, match="no indicator of g varies"):
        entropy(np.full((7, 2), 0.3), "g")


def test_benefit_of_the_doubt_by_hand() -> None:
    # a best on the first, b on the second, c inside: its best weights w solve 10w1 + 2w2 = 1 and
    # 2w1 + 10w2 = 1, so w = 1/12 each and the score (6 + 4) / 12
    values = np.array([[10.0, 2.0], [2.0, 10.0], [6.0, 4.0]])
    scores, weights = benefit_of_the_doubt(values, 0, 1, "g")
    np.testing.assert_allclose(scores, [1, 1, 10 / 12], atol=1e-9)
    np.testing.assert_allclose(weights[2], [0.5, 0.5], atol=1e-9)


def test_benefit_of_the_doubt_keeps_shares_within_their_limits() -> None:
    values = np.array([[10.0, 1.0], [1.0, 10.0], [6.0, 4.0]])
    free, _ = benefit_of_the_doubt(values, 0, 1, "g")
    scores, weights = benefit_of_the_doubt(values, 0.4, 0.6, "g")
    contributions = weights * values
    contributions /= contributions.sum(axis=1, keepdims=True)
    assert (contributions >= 0.4 - 1e-9).all()
    assert (contributions <= 0.6 + 1e-9).all()
    assert (scores <= free + 1e-9).all()
    assert scores[0] < 1


def test_benefit_of_the_doubt_leaves_a_units_missing_children_out() -> None:
    table = np.array([[10.0, N], [5.0, 8.0], [N, N], [0.0, 0.0]])
    scores, weights = benefit_of_the_doubt(table, 0, 1, "g")
    assert scores[:2] == pytest.approx([1.0, 1.0], abs=1e-9)
    assert weights[0].tolist() == [1.0, 0.0]
    assert np.isnan(scores[2])
    assert scores[3] == 0
    assert weights[3].tolist() == [0.5, 0.5]
    with pytest.raises(MethodError, match="values below 0"):
        benefit_of_the_doubt(np.array([[-1.0], [2.0]]), 0, 1, "g")

"""Weights of a framework, and those that stand in their place."""

import pytest
from trees import tree

from egovbench.base.errors import MethodError
from egovbench.scoring.framework import read_framework
from egovbench.scoring.weights import overridden_weights, shares, weighted

FRAMEWORK = read_framework(tree("a 1 g 1, b 1 g 3, c 1 h 1, g 2 t 1, h 2 t 4, t 3 - 1"))


def test_weights_of_sections_items_and_by_id():
    assert weighted(FRAMEWORK, "sections").weights == (1, 3, 1, 1, 4, 1)
    # every indicator counts the same overall: g has two of three, h one
    assert weighted(FRAMEWORK, "items").weights == (1, 1, 1, 2, 1, 3)
    assert shares(FRAMEWORK, FRAMEWORK.weights).tolist() == [0.25, 0.75, 1, 0.2, 0.8, 1]
    # weights by id replace the frameworks
    assert overridden_weights(FRAMEWORK, {"a": 9.0}) == (9, 3, 1, 1, 4, 1)
    with pytest.raises(MethodError, match="'z' is not in the framework"):
        overridden_weights(FRAMEWORK, {"z": 1.0})
    with pytest.raises(MethodError, match="weight of 'a' is -1"):
        overridden_weights(FRAMEWORK, {"a": -1.0})
    with pytest.raises(MethodError, match="below 'g' are all zero"):
        overridden_weights(FRAMEWORK, {"a": 0.0, "b": 0.0})

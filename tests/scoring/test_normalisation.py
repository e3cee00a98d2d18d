"""Normalisation, each method worked by hand."""

import numpy as np
import pytest
from trees import tree

from egovbench.base.errors import MethodError, ParameterError
from egovbench.scoring.framework import read_framework
from egovbench.scoring.normalisation import no_spread, normalise, parse_normalisation

# one indicator: 2, 4, missing, 10, 4; mean 5, squared deviations 9 + 1 + 25 + 1 = 36, n - 1 = 3
COLUMN = np.array([[2.0], [4.0], [np.nan], [10.0], [4.0]])
UNITS = ("u1", "u2", "u3", "u4", "u5")


def one(direction=1):
    return read_framework(
        tree(
            "x 1 top, top 2 -",
            direction=[direction, 1],
            minimum=[0, None],
            maximum=[20, None],
            target=[6, None],
        )
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("scale", [10, 20, np.nan, 50, 20]),
        ("scale:1:5", [1.4, 1.8, np.nan, 3, 1.8]),
        ("minmax", [0, 25, np.nan, 100, 25]),
        ("minmax:1:9", [1, 3, np.nan, 9, 3]),
        ("zscore", [-3 / 12**0.5, -1 / 12**0.5, np.nan, 5 / 12**0.5, -1 / 12**0.5]),
        (
            "zscore:100:12",
            [100 - 3 * 12**0.5, 100 - 12**0.5, np.nan, 100 + 5 * 12**0.5, 100 - 12**0.5],
        ),
        ("rank", [1, 2, np.nan, 4, 2]),
        ("prank", [0, 1 / 3, np.nan, 1, 1 / 3]),
        ("borda", [0, 1, np.nan, 3, 1]),
        ("dist2max", [0, 0.25, np.nan, 1, 0.25]),
        ("dist2ref:u2", [0, 1, np.nan, 4, 1]),
        ("dist2targ", [0, 0.5, np.nan, 2, 0.5]),
        ("fracmax", [0.2, 0.4, np.nan, 1, 0.4]),
        ("goalposts:3:7", [0, 0.25, np.nan, 1, 0.25]),
        ("goalposts:3:7:100", [0, 25, np.nan, 100, 25]),
    ],
)
def test_by_hand(name, expected):
    found = normalise(COLUMN, parse_normalisation(name), one(), UNITS)
    np.testing.assert_allclose(found[:, 0], expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("scale", [90, 80, np.nan, 50, 80]),
        ("minmax", [100, 75, np.nan, 0, 75]),
        ("rank", [4, 2, np.nan, 1, 2]),
        ("dist2max", [1, 0.75, np.nan, 0, 0.75]),
        # the best is the lowest: (max - x) / (max - target)
        ("dist2targ", [2, 1.5, np.nan, 0, 1.5]),
        ("goalposts:3:7", [1, 0.75, np.nan, 0, 0.75]),
    ],
)
def test_direction_minus_one_turns_the_indicator(name, expected):
    found = normalise(COLUMN, parse_normalisation(name), one(-1), UNITS)
    np.testing.assert_allclose(found[:, 0], expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize("name", ["minmax", "zscore", "dist2max", "prank"])
def test_an_indicator_with_one_known_value_becomes_missing(name):
    lonely = np.array([[np.nan], [0.1], [np.nan]])
    assert np.isnan(normalise(lonely, parse_normalisation(name), one())).all()


@pytest.mark.parametrize("name", ["minmax", "zscore", "dist2max"])
def test_a_constant_indicator_becomes_missing_also_where_its_mean_is_not_exact(name):
    constant = np.full((3, 1), 0.1)
    assert np.isnan(normalise(constant, parse_normalisation(name), one())).all()


def test_spreads_references_and_methods_that_do_not_apply():
    columns = np.array([[1.0, 2.0, np.nan], [1.0, 3.0, np.nan], [np.nan, 3.0, np.nan]])
    assert no_spread(columns).tolist() == [True, False, True]
    # a reference keeps the scale when other values are placed on it
    new = np.array([[6.0], [12.0]])
    found = normalise(new, parse_normalisation("minmax:0:8"), one(), reference=COLUMN)
    assert found[:, 0].tolist() == [4.0, 10.0]
    found = normalise(new, parse_normalisation("rank"), one(), reference=COLUMN)
    assert found[:, 0].tolist() == [4.0, 5.0]
    # methods that do not apply name the indicator
    bare = read_framework(tree("x 1 top, top 2 -"))
    with pytest.raises(MethodError, match="'x' has not a minimum and a maximum"):
        normalise(COLUMN, parse_normalisation("scale"), bare)
    with pytest.raises(MethodError, match="'x' has not a target"):
        normalise(COLUMN, parse_normalisation("dist2targ"), bare)
    with pytest.raises(MethodError, match="'x' has not a maximum above 0"):
        normalise(COLUMN, parse_normalisation("fracmax"), one(-1))
    with pytest.raises(MethodError, match="reference unit 'u9'"):
        normalise(COLUMN, parse_normalisation("dist2ref:u9"), one(), UNITS)


@pytest.mark.parametrize(
    "name",
    [
        "minimax",
        "minmax:a:b",
        "minmax:1:2:3",
        "minmax:5:5",
        "goalposts:1",
        "zscore:0:-1",
        "dist2ref",
    ],
)
def test_an_unknown_or_impossible_method_is_named(name):
    with pytest.raises(ParameterError, match=f"normalise: found '{name}'"):
        parse_normalisation(name)

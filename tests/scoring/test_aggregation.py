"""Aggregation, each method worked by hand."""

import numpy as np
import pytest

from egovbench.base.errors import ParameterError
from egovbench.scoring.aggregation import Patched, aggregator, parse_aggregation, parse_aggregations
from egovbench.scoring.framework import Floats


def combine(name, rows, weights):
    children = [np.array(column, dtype=float)[:, None] for column in zip(*rows, strict=True)]
    found = aggregator(parse_aggregation(name))(children, [np.full((1, 1), w) for w in weights])
    assert found.shape == (len(rows), 1)
    return found[:, 0].tolist()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("amean", (2 + 8 + 2 * 4) / 4),
        ("gmean", (2 * 8 * 4 * 4) ** 0.25),
        ("hmean", 4 / (1 / 2 + 1 / 8 + 2 / 4)),
        ("pmean:2", ((4 + 64 + 2 * 16) / 4) ** 0.5),
        ("pmean:-1", 4 / (1 / 2 + 1 / 8 + 2 / 4)),
        ("median", 4.0),
    ],
)
def test_means_by_hand(name, expected):
    assert combine(name, [[2, 8, 4]], [1, 1, 2]) == pytest.approx([expected], abs=1e-14)


@pytest.mark.parametrize("name", ["amean", "gmean", "hmean", "pmean:3", "median"])
def test_a_missing_child_is_skipped_and_the_weights_of_the_others_rescaled(name):
    with_gap = combine(name, [[2, np.nan, 4]], [1, 5, 3])
    assert with_gap == pytest.approx(combine(name, [[2, 4]], [1, 3]), abs=1e-14)


@pytest.mark.parametrize("name", ["amean", "gmean", "hmean", "pmean:3", "median", "copeland"])
def test_a_unit_without_any_known_child_is_missing(name):
    found = combine(name, [[np.nan, np.nan], [3, 3]], [1, 1])
    assert np.isnan(found[0])
    assert not np.isnan(found[1])


def test_medians_and_copeland_by_hand():
    assert combine("median", [[7, 1, 5], [9, 9, 1]], [1, 1, 1]) == [5, 9]
    assert combine("median", [[7, 1, 5, 2], [1, np.nan, 3, np.nan]], [2, 2, 2, 2]) == [3.5, 2]
    # the median gives weight its due
    assert combine("median", [[1, 2, 3]], [5, 1, 1]) == [1]
    # half of the weight lies on either side of 2 and 3
    assert combine("median", [[1, 2, 3]], [1, 1, 2]) == [2.5]
    assert combine("median", [[1, 2, 3]], [1, 0, 1]) == [2]
    # copeland counts units outranked less units that outrank
    # u1 beats u2 on the two lighter (weight 2 of 3) and u3 on all; u2 and u3 tie: half each
    rows = [[5, 5, 1], [3, 4, 9], [3, 3, 0]]
    assert combine("copeland", rows, [1, 1, 1]) == [2, 0, -2]
    assert combine("copeland", [[1, 2], [2, 1], [1, 1]], [1, 1]) == [1, 1, -2]
    # copeland leaves children that one of two misses out on both sides
    rows = [[np.nan, 5], [9, 4]]
    assert combine("copeland", rows, [9, 1]) == [1, -1]
    assert combine("copeland", rows[::-1], [9, 1]) == [-1, 1]


def test_weights_per_replication_and_methods_per_level():
    children: list[Floats] = [np.array([[1.0], [2.0]]), np.array([[3.0], [6.0]])]
    weights: list[Floats] = [np.array([[1.0, 0.0]]), np.array([[1.0, 2.0]])]
    found = aggregator(parse_aggregation("amean"))(children, weights)
    assert found.tolist() == [[2.0, 3.0], [4.0, 6.0]]
    # one method serves all levels or one a level
    assert [each.name for each in parse_aggregations("amean", 4)] == ["amean"] * 3
    assert [each.name for each in parse_aggregations("amean,gmean", 3)] == ["amean", "gmean"]
    with pytest.raises(ParameterError, match="one method, or 3 for 4 levels"):
        parse_aggregations("amean,gmean", 4)


@pytest.mark.parametrize("name", ["mean", "pmean", "pmean:0", "amean:1"])
def test_an_unknown_or_impossible_method_is_named(name):
    with pytest.raises(ParameterError, match=f"aggregate: found '{name}'"):
        parse_aggregation(name)


@pytest.mark.parametrize("name", ["amean", "gmean", "hmean", "pmean:2", "median", "copeland"])
def test_a_patched_child_is_the_same_to_the_bit_as_the_full_array(name):
    random = np.random.default_rng(8)
    base = random.uniform(1, 2, size=(6, 1))
    base[[1, 4, 5]] = np.nan
    patched = Patched(base, np.array([1, 4]), random.uniform(1, 2, size=(2, 9)))
    other = random.uniform(1, 2, size=(6, 1))
    other[[2, 4, 5]] = np.nan
    weights = [random.uniform(size=(1, 9)), random.uniform(size=(1, 9))]
    combined = aggregator(parse_aggregation(name))
    found = combined([patched, other], weights)
    expected = combined([patched.dense(), np.repeat(other, 9, axis=1)], weights)
    assert np.array_equal(found, expected, equal_nan=True)
    assert np.isnan(found[5]).all()
    assert not np.isnan(found[:5]).any()

"""Coherence, worked by hand."""

import numpy as np
import pandas as pd
import pytest

from egovbench.robustness.structure import (
    coherence,
    correlation_table,
    cronbach_alpha,
    item_statistics,
)

N = np.nan


def test_alpha_by_hand():
    # variances 5/3 each, sums 2, 4, 6, 8 vary by 20/3: 2 (1 - (10/3) / (20/3)) = 1
    same = np.array([[1.0, 1.0], [2.0, 2.0], [3.0, 3.0], [4.0, 4.0]])
    assert cronbach_alpha(same) == pytest.approx(1)
    # second column 2, 1, 4, 3: variance 5/3, sums 3, 3, 7, 7: 16/3; 2 (1 - 10/16) = 0.75
    mixed = np.array([[1.0, 2.0], [2.0, 1.0], [3.0, 4.0], [4.0, 3.0]])
    assert cronbach_alpha(mixed) == pytest.approx(0.75)
    # alpha does not exist for one item one unit or a constant sum
    assert np.isnan(cronbach_alpha(np.array([[1.0], [2.0]])))
    assert np.isnan(cronbach_alpha(np.array([[1.0, 2.0]])))
    assert np.isnan(cronbach_alpha(np.array([[1.0, 0.0], [0.0, 1.0]])))
    # alpha of items with something in common
    random = np.random.default_rng(1)
    common = random.normal(size=60)
    values = pd.DataFrame({name: common + random.normal(size=60) for name in "pqr"})
    assert 0.5 < coherence(values).alpha < 0.95
    # one complete unit gives no alpha
    values = pd.DataFrame({"p": [0.0, 1.0, N], "q": [0.0, N, 1.0]})
    found = coherence(values)
    assert found.n_units == 1
    assert np.isnan(found.alpha)
    # constant items are left out of alpha
    found = coherence(VALUES)
    assert found.items.loc[found.items["sd"] == 0, "item"].tolist() == ["z"]
    assert (found.n_items, found.n_units) == (3, 4)


VALUES = pd.DataFrame(
    {
        "x": [0.0, 0.0, 1.0, 1.0, N],
        "y": [0.0, 0.5, 0.5, 1.0, 1.0],
        "z": [1.0, 1.0, 1.0, 1.0, N],
        "w": [1.0, 0.0, 1.0, 0.0, 0.0],
    }
)


def test_item_statistics_by_hand():
    table = item_statistics(VALUES).set_index("item")
    assert table.loc["x", ["n", "mean", "floor", "ceiling"]].tolist() == [4, 0.5, 0.5, 0.5]
    assert table.loc["y", ["n", "mean", "floor", "ceiling"]].tolist() == [5, 0.6, 0.2, 0.4]
    assert table.loc["z", ["ceiling", "sd"]].tolist() == [1, 0]
    assert np.isnan(table.loc["z", "item_total"])
    # rest of x: means of y, z, w: 2/3, 1/2, 5/6, 2/3; of x itself 0, 0, 1, 1
    rest = np.array([2 / 3, 1 / 2, 5 / 6, 2 / 3])
    expected = np.corrcoef([0, 0, 1, 1], rest)[0, 1]
    assert table.loc["x", "item_total"] == pytest.approx(expected)
    # without w: x and y over four units; sums 0, .5, 1.5, 2 vary by 5/6, items 1/3 and 1/6
    assert table.loc["w", "alpha_without"] == pytest.approx(2 * (1 - 0.5 / (5 / 6)))


def test_correlations_between_sections_by_hand():
    values = pd.DataFrame(
        {"A": [1.0, 2.0, 3.0, 4.0], "B": [2.0, 1.0, 4.0, 3.0], "C": [N, 1.0, 1.0, 1.0]}
    )
    table = correlation_table(values).set_index(["first", "second"])
    assert table.loc[("A", "B"), "pearson"] == pytest.approx(0.6)
    assert table.loc[("A", "B"), "n"] == 4
    assert np.isnan(table.loc[("A", "C"), "pearson"])
    assert table.loc[("A", "C"), "n"] == 3

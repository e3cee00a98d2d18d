"""Coherence, worked by hand."""

import numpy as np
import pandas as pd
import pytest

from egovbench.robustness.structure import correlation_table, cronbach_alpha, item_statistics

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
    assert 0.5 < cronbach_alpha(common[:, None] + random.normal(size=(60, 3))) < 0.95


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


def test_correlations_between_sections_by_hand():
    values = pd.DataFrame(
        {"A": [1.0, 2.0, 3.0, 4.0], "B": [2.0, 1.0, 4.0, 3.0], "C": [N, 1.0, 1.0, 1.0]}
    )
    table = correlation_table(values).set_index(["first", "second"])
    assert table.loc[("A", "B"), "pearson"] == pytest.approx(0.6)
    assert table.loc[("A", "B"), "n"] == 4
    assert np.isnan(table.loc[("A", "C"), "pearson"])
    assert table.loc[("A", "C"), "n"] == 3

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


def test_alpha_by_hand() -> None:
    # variances 5/3 each, sums 2, 4, 6, 8 vary by 20/3: 2 (1 - (10/3) / (20/3)) = 1
    same = np.array([[1.0, 1.0], [2.0, 2.0], [3.0, 3.0], [4.0, 4.0]])
    assert cronbach_alpha(same) == pytest.approx(1)
    # second column 2, 1, 4, 3: variance 5/3, sums 3, 3, 7, 7: 16/3; 2 (1 - 10/16) = 0.75
    mixed = np.array([[1.0, 2.0], [2.0, 1.0], [3.0, 4.0], [4.0, 3.0]])
    assert cronbach_alpha(mixed) == pytest.approx(0.75)


def test_alpha_does_not_exist_for_one_item_one_unit_or_a_constant_sum() -> None:
    assert np.isnan(cronbach_alpha(np.array([[1.0], [2.0]])))
    assert np.isnan(cronbach_alpha(np.array([[1.0, 2.0]])))
    assert np.isnan(cronbach_alpha(np.array([[1.0, 0.0], [0.0, 1.0]])))


VALUES = pd.DataFrame(
    {
        "x": [0.0, 0.0, 1.0, 1.0, N],
        "y": [0.0, 0.5, 0.5, 1.0, 1.0],
        "z": [1.0, 1.0, 1.0, 1.0, N],
        "w": [1.0, 0.0, 1.0, 0.0, 0.0],
    }
)


def test_item_statistics_by_hand() -> None:
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


def test_constant_items_are_listed_and_left_out() -> None:
    found = coherence(VALUES)
    assert found.constant == ("z",)
    assert found.n_items == 3
    assert found.n_units == 4
    assert any("carry no information: z." in each for each in found.warnings)
    assert any("Only 4 of 5 units" in each for each in found.warnings)
    assert any("fewer than 5 an item" in each for each in found.warnings)


def test_no_warning_where_nothing_limits() -> None:
    random = np.random.default_rng(1)
    common = random.normal(size=60)
    values = pd.DataFrame({name: common + random.normal(size=60) for name in "pqr"})
    found = coherence(values)
    assert found.warnings == ()
    assert found.constant == ()
    assert 0.5 < found.alpha < 0.95


def test_components_of_two_items_by_hand() -> None:
    # correlation 0.6: roots 1.6 and 0.4, loadings sqrt(1.6 / 2) and +-sqrt(0.4 / 2)
    values = pd.DataFrame({"p": [1.0, 2.0, 3.0, 4.0], "q": [2.0, 1.0, 4.0, 3.0]})
    found = coherence(values)
    np.testing.assert_allclose(found.components["eigenvalue"], [1.6, 0.4])
    np.testing.assert_allclose(found.components["explained"], [0.8, 0.2])
    np.testing.assert_allclose(found.loadings["component 1"], [0.8**0.5] * 2)
    np.testing.assert_allclose(np.abs(found.loadings["component 2"]), [0.2**0.5] * 2)


def test_too_few_complete_units_give_no_components() -> None:
    values = pd.DataFrame({"p": [0.0, 1.0, N], "q": [0.0, N, 1.0]})
    found = coherence(values)
    assert found.n_units == 1
    assert np.isnan(found.alpha)
    assert found.components.empty


def test_correlations_between_sections_by_hand() -> None:
    values = pd.DataFrame(
        {"A": [1.0, 2.0, 3.0, 4.0], "B": [2.0, 1.0, 4.0, 3.0], "C": [N, 1.0, 1.0, 1.0]}
    )
    table = correlation_table(values).set_index(["first", "second"])
    assert table.loc[("A", "B"), "pearson"] == pytest.approx(0.6)
    assert table.loc[("A", "B"), "n"] == 4
    assert np.isnan(table.loc[("A", "C"), "pearson"])
    assert table.loc[("A", "C"), "n"] == 3

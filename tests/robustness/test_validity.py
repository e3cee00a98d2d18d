"""Rank correlations with published indices."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from egovbench.robustness.correlations import spearman, with_index

ONCE = np.ones((1, 5))


COUNTRIES = [f"QQ{letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]


def beside(scores, values, seed=0):
    """Return the row of an index with these values, both in the order of COUNTRIES."""
    indices = pd.DataFrame({"iso3": COUNTRIES[: len(values)], "value": values})
    indices = indices.assign(index="egdi", year=2024)
    own = pd.Series(scores, index=COUNTRIES[: len(scores)], dtype=float)
    return with_index(own, indices, "egdi", 2024, seed)


def test_correlations_by_hand_and_none_without_countries_or_spread():
    one = np.array([1.0, 2.0, 3.0, 4.0, 5.0])
    two = np.array([1.0, 3.0, 2.0, 4.0, 5.0])
    # one pair of neighbours swapped: rho 1 - 6 * 2 / 120
    assert spearman(one, two, ONCE)[0] == pytest.approx(0.9, abs=1e-12)
    # few countries or no spread give nothing
    for few in ([1.0, 2.0, 3.0], [1.0, 1.0, 1.0, 1.0]):
        found = beside(few, list(range(len(few))))
        assert np.isnan([found["spearman"], found["spearman_low"], found["spearman_high"]]).all()


def test_an_index_joins_on_countries_and_edition():
    # QQB has no score, and of QQG and QQH there is no score either
    scores = [10.0, np.nan, 20, 30, 40, 50]
    found = beside(scores, [8.0, 9, 7, 6, 5, 4, 3, 2])
    assert (found["index"], found["year"], found["n"]) == ("egdi", 2024, 5)
    assert found["spearman"] == pytest.approx(-1)
    other = pd.DataFrame({"iso3": COUNTRIES[:6], "index": "egdi", "year": 2022, "value": scores})
    assert with_index(pd.Series(scores, COUNTRIES[:6]), other, "egdi", 2024, 0)["n"] == 0


small = st.lists(st.integers(0, 4), min_size=8, max_size=8)


@given(small, small, st.lists(st.integers(0, 7), min_size=8, max_size=8))
def test_samples_give_what_scipy_gives_with_ties(one, two, drawn):
    first, second = np.array(one, dtype=float), np.array(two, dtype=float)
    counts = np.bincount(drawn, minlength=8)[None].astype(float)
    if np.ptp(first[drawn]) == 0 or np.ptp(second[drawn]) == 0:
        assert np.isnan(spearman(first, second, counts)[0])
        return
    rho = stats.spearmanr(first[drawn], second[drawn]).statistic
    assert spearman(first, second, counts)[0] == pytest.approx(rho, abs=1e-9)


def test_intervals_hold_the_estimate_repeat_and_narrow_with_more_countries():
    random = np.random.default_rng(5)
    one = random.normal(size=26)
    two = one + random.normal(size=26)
    wide, narrow = beside(one[:10], two[:10], seed=1), beside(one, two, seed=1)
    for found in (wide, narrow):
        assert found["spearman_low"] < found["spearman"] < found["spearman_high"]
    assert (
        narrow["spearman_high"] - narrow["spearman_low"]
        < wide["spearman_high"] - wide["spearman_low"]
    )
    assert beside(one, two, seed=1) == narrow
    assert beside(one, two, seed=2) != narrow

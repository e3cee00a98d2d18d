"""Rank correlations with published indices."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from egovbench.robustness.correlations import (
    COLUMNS,
    kendall,
    rank_correlations,
    spearman,
    validity,
)

ONCE = np.ones((1, 5))


def test_correlations_by_hand_and_none_without_countries_or_spread():
    one = np.array([1.0, 2.0, 3.0, 4.0, 5.0])
    two = np.array([1.0, 3.0, 2.0, 4.0, 5.0])
    # one pair of neighbours swapped: rho 1 - 6 * 2 / 120, tau (9 - 1) / 10
    assert spearman(one, two, ONCE)[0] == pytest.approx(0.9, abs=1e-12)
    assert kendall(one, two, ONCE)[0] == pytest.approx(0.8, abs=1e-12)
    # few countries or no spread give nothing
    for one in ([1.0, 2.0, 3.0], [1.0, 1.0, 1.0, 1.0]):
        found = rank_correlations(np.array(one), np.arange(len(one), dtype=float), seed=0)
        assert all(np.isnan(value) for value in found.values())


small = st.lists(st.integers(0, 4), min_size=8, max_size=8)


@given(small, small, st.lists(st.integers(0, 7), min_size=8, max_size=8))
def test_samples_give_what_scipy_gives_with_ties(one, two, drawn):
    first, second = np.array(one, dtype=float), np.array(two, dtype=float)
    counts = np.bincount(drawn, minlength=8)[None].astype(float)
    if np.ptp(first[drawn]) == 0 or np.ptp(second[drawn]) == 0:
        assert np.isnan(spearman(first, second, counts)[0])
        assert np.isnan(kendall(first, second, counts)[0])
        return
    rho = stats.spearmanr(first[drawn], second[drawn]).statistic
    tau = stats.kendalltau(first[drawn], second[drawn]).statistic
    assert spearman(first, second, counts)[0] == pytest.approx(rho, abs=1e-9)
    assert kendall(first, second, counts)[0] == pytest.approx(tau, abs=1e-9)


def test_intervals_hold_the_estimate_repeat_and_narrow_with_more_countries():
    random = np.random.default_rng(5)
    one = random.normal(size=200)
    two = one + random.normal(size=200)
    wide = rank_correlations(one[:20], two[:20], seed=1)
    narrow = rank_correlations(one, two, seed=1)
    for found in (wide, narrow):
        assert found["spearman_low"] < found["spearman"] < found["spearman_high"]
        assert found["kendall_low"] < found["kendall"] < found["kendall_high"]
    assert (
        narrow["spearman_high"] - narrow["spearman_low"]
        < wide["spearman_high"] - wide["spearman_low"]
    )
    assert rank_correlations(one, two, seed=1) == narrow
    assert rank_correlations(one, two, seed=2) != narrow


def test_the_table_joins_on_countries_and_names_overlap():
    countries = ["QQA", "QQB", "QQC", "QQD", "QQE"]
    scores = pd.DataFrame(
        {
            "iso3": countries * 2,
            "level": ["section"] * 5 + ["overall"] * 5,
            "id": ["A"] * 5 + ["overall"] * 5,
            "score": [10.0, 20, 30, 40, np.nan, 50, 40, 30, 20, 10],
        }
    )
    indices = pd.DataFrame(
        {
            "iso3": [*reversed(countries), "QQZ"],
            "index": "egdi",
            "year": 2024,
            "value": [0.5, 0.4, 0.3, 0.2, 0.1, 0.9],
        }
    )
    against = {"egdi": 2024, "gtmi": 2022}
    found = validity(scores, indices, against, overlap={"gtmi": "shares items"}, seed=0)
    assert found.columns.tolist() == list(COLUMNS)
    table = found.set_index(["id", "index"])
    assert table["n"].to_dict() == {
        ("A", "egdi"): 4,
        ("A", "gtmi"): 0,
        ("overall", "egdi"): 5,
        ("overall", "gtmi"): 0,
    }
    assert table.loc[("A", "egdi"), "spearman"] == pytest.approx(1)
    assert table.loc[("overall", "egdi"), "kendall"] == pytest.approx(-1)
    assert table.loc[("A", "gtmi"), "overlap"] == "shares items"
    assert table.loc[("A", "egdi"), "overlap"] == ""

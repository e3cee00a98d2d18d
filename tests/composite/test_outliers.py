"""Skewness, kurtosis, and treatments with their record."""

import numpy as np
import pandas as pd
import pytest

from egovbench.base.errors import MethodError, ParameterError
from egovbench.composite.outliers import box_cox, kurtosis, outlier_flags, skewness, winsorise

N = np.nan


def test_skewness_and_kurtosis_by_hand() -> None:
    # 0, 0, 0, 4: mean 1, m2 = 3, m3 = 6, m4 = 21; g1 = 6 / 3^1.5, g2 = 21 / 9 - 3 = -2/3
    column = np.array([0.0, 0.0, N, 0.0, 4.0])
    assert skewness(column) == pytest.approx(6 / 3**1.5 * 12**0.5 / 2, abs=1e-12)
    assert kurtosis(column) == pytest.approx((5 * (-2 / 3) + 6) * 3 / 2, abs=1e-12)


def test_too_few_or_alike_values_have_neither() -> None:
    assert np.isnan(skewness(np.array([1.0, 2.0])))
    assert np.isnan(kurtosis(np.array([1.0, 2.0, 3.0])))
    assert np.isnan(kurtosis(np.ones(9)))


VALUES = pd.DataFrame(
    {"calm": np.arange(10.0), "wild": [*range(8), 900.0, 1000.0], "low": [-900.0, *range(9)]},
    index=[f"u{number}" for number in range(10)],
)


def test_flags_need_both_skewness_and_kurtosis() -> None:
    flags = outlier_flags(VALUES).set_index("indicator")
    assert flags["flagged"].to_dict() == {"calm": False, "wild": False, "low": True}
    assert flags.loc["low", "n"] == 10
    # two of ten far out: skewed, but not peaked
    assert flags.loc["wild", "kurtosis"] < 3.5


def test_winsorising_draws_the_end_in_and_records_it() -> None:
    found = winsorise(VALUES)
    assert found.values["low"].tolist() == [0, *range(9)]
    assert found.values[["calm", "wild"]].equals(VALUES[["calm", "wild"]])
    assert found.steps.to_dict("records") == [
        {
            "step": 1,
            "indicator": "low",
            "method": "winsorised low",
            "unit": "u0",
            "before": -900.0,
            "after": 0.0,
        }
    ]


def test_winsorising_takes_ties_together_and_stops_at_its_limit() -> None:
    column = pd.DataFrame({"x": [*np.linspace(0, 1, 40), 500.0, 500.0, N]})
    treated = winsorise(column, most=2)
    assert treated.values["x"].max() == 1
    assert len(treated.steps) == 2
    assert winsorise(column, most=1).steps.empty
    with pytest.raises(ParameterError, match="most"):
        winsorise(column, most=0)


def test_box_cox_by_hand() -> None:
    column = pd.DataFrame({"x": [3.0, N, 5.0, 2.0]}, index=list("pqrs"))
    squared = box_cox(column, 2)
    np.testing.assert_allclose(squared.values["x"], [(4 - 1) / 2, N, (16 - 1) / 2, 0])
    np.testing.assert_allclose(box_cox(column).values["x"], np.log([2, N, 4, 1]))
    assert squared.steps["unit"].tolist() == ["p", "r", "s"]
    with pytest.raises(MethodError, match="'x' has no known value"):
        box_cox(pd.DataFrame({"x": [N, N]}))


def test_steps_together_stay_within_the_limit() -> None:
    column = pd.DataFrame({"x": [*np.linspace(0, 1, 60), 300.0, 400.0, 500.0]})
    whole = winsorise(column, most=6)
    assert whole.values["x"].max() == 1
    assert whole.steps["step"].tolist() == [1, 2, 2, 3, 3, 3]
    # the second step would change two values, the third three
    assert winsorise(column, most=2).values["x"].max() == 300
    assert winsorise(column, most=1).values["x"].tolist()[-3:] == [300, 400, 400]

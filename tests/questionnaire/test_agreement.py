import math

import pandas as pd
import pytest

from egovbench.questionnaire.agreement import agreement


def test_kappa_by_hand():
    # 10 pairs, 8 alike; first coder 6 yes / 4 no, second 6 yes / 4 no:
    # expected 0.6 * 0.6 + 0.4 * 0.4 = 0.52, kappa (0.8 - 0.52) / 0.48 = 7/12.
    first = pd.Series(["yes"] * 6 + ["no"] * 4)
    second = pd.Series(["yes"] * 5 + ["no"] + ["yes"] + ["no"] * 3)
    result = agreement(first, second)
    assert result.n == 10
    assert result.share == pytest.approx(0.8)
    assert result.kappa == pytest.approx(7 / 12)
    assert result.table.loc["yes", "no"] == 1


def test_codes_are_paired_by_index_and_missing_ones_left_out():
    first = pd.Series({1: "yes", 2: "no", 3: "yes"})
    second = pd.Series({2: "no", 3: "no", 4: "yes"})
    result = agreement(first, second)
    assert (result.n, result.share) == (2, 0.5)


def test_kappa_is_not_defined_when_both_give_one_code_only():
    result = agreement(pd.Series(["yes", "yes"]), pd.Series(["yes", "yes"]))
    assert result.share == 1.0
    assert math.isnan(result.kappa)


def test_nothing_in_common():
    result = agreement(pd.Series({1: "yes"}), pd.Series({2: "yes"}))
    assert result.n == 0
    assert math.isnan(result.share)

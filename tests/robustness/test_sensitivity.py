"""Sobol indices, and what leaving something out changes."""

import pytest
from invented_frameworks import N, answers, framework

from egovbench.base.errors import MethodError, ParameterError
from egovbench.robustness.draws import Space
from egovbench.robustness.sensitivity import leave_out_nodes, sobol_indices

FRAMEWORK = framework("a:g b:h g:t h:t t:")
# arithmetic: Q0 .5, Q1 .55, Q2 .45; harmonic-like means punish Q1's imbalance
MIXED = answers([[0.5, 0.5], [0.1, 1.0], [0.45, 0.45]])


def test_a_choice_that_alone_moves_the_rank_has_all_of_the_variance():
    space = Space(
        normalisations=("scale:1:100",),
        aggregations=("amean", "hmean"),
        missing=("skip", "mean"),
        noise=0.0,
    )
    found = sobol_indices({"only": MIXED}, FRAMEWORK, space, "Q0", base=64)
    assert found.evaluations == 64 * 4
    table = found.indices.set_index(["output", "factor"])
    assert table.loc[("focal rank", "aggregation"), "total"] == pytest.approx(1, abs=0.05)
    assert table.loc[("focal rank", "missing"), "total"] == 0
    assert (table["total_confidence"] >= 0).all()
    outputs = found.outputs.set_index("output")
    # rank 2 with the arithmetic mean, 1 with the harmonic
    assert outputs.loc["focal rank", "mean"] == pytest.approx(1.5, abs=0.05)
    # nominal ranks 2, 1, 3; harmonic 1, 3, 2: shifts 1, 2, 1 in half of the replications
    assert outputs.loc["mean rank shift", "mean"] == pytest.approx(2 / 3, abs=0.05)


def test_indices_repeat_and_are_none_where_nothing_moves():
    space = Space(normalisations=("scale:1:100",), aggregations=("amean", "hmean"))
    one = sobol_indices({"only": MIXED}, FRAMEWORK, space, "Q0", base=32, seed=1).indices
    two = sobol_indices({"only": MIXED}, FRAMEWORK, space, "Q0", base=32, seed=1, workers=2)
    other = sobol_indices({"only": MIXED}, FRAMEWORK, space, "Q0", base=32, seed=2).indices
    assert one.equals(two.indices)
    assert not one.equals(other)
    # an output that never moves has no indices
    apart = answers([[0.9, 0.9], [0.5, 0.5], [0.1, 0.1]])
    space = Space(aggregations=("amean", "median"), missing=("skip",), noise=0.0)
    found = sobol_indices({"only": apart}, FRAMEWORK, space, "Q1", base=8)
    assert found.indices[["first", "total"]].isna().all(axis=None)
    assert found.outputs["variance"].tolist() == [0, 0]
    assert found.outputs["mean"].tolist() == [2, 0]
    # unknowns are a factor only where there are any
    gap = answers([[0.5, N], [0.1, 1.0], [0.45, 0.45]])
    space = Space()
    factors = sobol_indices({"only": gap}, FRAMEWORK, space, "Q0", base=8).indices["factor"]
    assert set(factors) == {"missing", "weights", "completion"}
    factors = sobol_indices({"only": MIXED}, FRAMEWORK, space, "Q0", base=8).indices["factor"]
    assert set(factors) == {"missing", "weights"}


def test_nothing_to_vary_a_bad_base_or_a_focal_unit_without_rank_is_named():
    still = Space(missing=("skip",), noise=0.0)
    with pytest.raises(MethodError, match="no choice has an alternative"):
        sobol_indices({"only": MIXED}, FRAMEWORK, still, "Q0")
    with pytest.raises(ParameterError, match="base: found 100"):
        sobol_indices({"only": MIXED}, FRAMEWORK, Space(), "Q0", base=100)
    empty = answers([[N, N], [0.1, 1.0]])
    with pytest.raises(MethodError, match="'Q0' has no rank under some choices"):
        sobol_indices({"only": empty}, FRAMEWORK, Space(), "Q0", base=8)


def test_leaving_out_nodes():
    found = leave_out_nodes(MIXED, FRAMEWORK, ["a", "h"]).set_index(["left_out", "unit"])
    assert found.loc[("a", "Q1")].tolist() == pytest.approx([100, 1, 45, 0])
    assert found.loc[("h", "Q1")].tolist() == pytest.approx([10, 3, -45, 2])
    assert found.loc[("h", "Q0"), "rank_change"] == -1
    # weights hold for what remains
    three = answers([[0.0, 1.0, 0.5], [1.0, 0.0, 0.5]])
    found = leave_out_nodes(three, framework("a:t b:t c:t t:", a=3.0), ["c"])
    assert found["score"].tolist() == [25, 75]
    # leaving out the whole or an unknown node is named
    with pytest.raises(MethodError, match="no node 'z'"):
        leave_out_nodes(MIXED, FRAMEWORK, ["z"])
    with pytest.raises(MethodError, match="nothing is left without t"):
        leave_out_nodes(MIXED, FRAMEWORK, ["t"])

"""Properties that hold for every table."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from trees import tree

from egovbench.composite.composite import composite, wide_answers
from egovbench.scoring.framework import read_framework
from egovbench.scoring.scores import score_answers
from egovbench.scoring.weights import weighted

NODES = tree(
    "a 1 g 1, b 1 g 2, c 1 h 1, d 1 h 0.5, e 1 h 3, g 2 t 2, h 2 t 1, t 3 - 1",
    minimum=0.0,
    maximum=1.0,
)
FRAMEWORK = read_framework(NODES)

FIXED = ["amean", "gmean", "hmean", "median", "pmean:3"]
ANY = ["minmax:1:100", "zscore:50:1", "rank", "prank", "borda", "dist2max", "scale:1:100"]
cell = st.one_of(st.none(), st.floats(0, 1, allow_subnormal=False))


@st.composite
def tables(draw):
    rows = draw(st.lists(st.tuples(cell, cell, cell, cell, cell), min_size=2, max_size=7))
    names = [f"u{number}" for number in range(len(rows))]
    return pd.DataFrame(rows, index=names, columns=list("abcde"), dtype="float64")


@given(tables(), st.sampled_from(FIXED), st.integers(0, 4), st.floats(0, 1))
def test_a_better_item_never_lowers_a_score(values, aggregation, column, value):
    before = values.iloc[0, column]
    if np.isnan(before):
        return
    raised = values.copy()
    raised.iloc[0, column] = max(before, value)
    methods = {"normalisation": "scale:1:100", "aggregation": aggregation}
    low = composite(values, FRAMEWORK, **methods).scores
    high = composite(raised, FRAMEWORK, **methods).scores
    assert (high.iloc[0] >= low.iloc[0] - 1e-9).where(low.iloc[0].notna(), True).all()
    pd.testing.assert_frame_equal(high.iloc[1:], low.iloc[1:])


@given(tables(), st.sampled_from(["sections", "items"]))
def test_bounds_contain_the_score(values, weights):
    nodes = weighted(FRAMEWORK, weights)
    table = score_answers(wide_answers(values, nodes), nodes)
    lower, upper, skipped = (
        table.pivot(index="iso3", columns="id", values=name) for name in ("lower", "upper", "score")
    )
    for missing in ("skip", "zero", "mean", "median"):
        score = composite(values, nodes, normalisation="scale:0:100", missing=missing).scores
        score = score.loc[lower.index, lower.columns]
        known = score.notna()
        assert (lower - 1e-9 <= score).where(known, True).all(axis=None)
        assert (score <= upper + 1e-9).where(known, True).all(axis=None)
        if missing == "skip":
            np.testing.assert_allclose(skipped, score, atol=1e-9)


@given(
    tables(), st.sampled_from(ANY), st.sampled_from(["amean", "median", "copeland"]), st.randoms()
)
def test_order_of_units_columns_and_framework_rows_does_not_matter(
    values, normalisation, aggregation, random
):
    methods = {"normalisation": normalisation, "aggregation": aggregation}
    plain = composite(values, FRAMEWORK, **methods).scores
    rows, columns, nodes = list(values.index), list(values.columns), list(range(len(NODES)))
    for each in (rows, columns, nodes):
        random.shuffle(each)  # type: ignore[attr-defined]
    shuffled = read_framework(NODES.iloc[nodes])
    mixed = composite(values.loc[rows, columns], shuffled, **methods).scores
    pd.testing.assert_frame_equal(
        mixed.loc[plain.index, plain.columns], plain, check_exact=False, rtol=1e-9, atol=1e-9
    )


@given(tables(), st.sampled_from(FIXED), st.floats(1e-3, 1e3))
def test_weights_scaled_by_a_constant_change_nothing(values, aggregation, factor):
    methods = {"normalisation": "scale:1:100", "aggregation": aggregation}
    plain = composite(values, FRAMEWORK, **methods).scores
    scaled = replace(FRAMEWORK, weights=tuple(each * factor for each in FRAMEWORK.weights))
    pd.testing.assert_frame_equal(
        composite(values, scaled, **methods).scores, plain, rtol=1e-9, atol=1e-9
    )


@given(tables(), st.sampled_from(ANY))
def test_equal_units_get_equal_scores_to_the_bit(values, normalisation):
    twice = pd.concat([values, values.rename(index=lambda name: f"{name} again")])
    scores = composite(twice, FRAMEWORK, normalisation=normalisation).scores.to_numpy()
    assert np.array_equal(scores[: len(values)], scores[len(values) :], equal_nan=True)


@pytest.mark.parametrize("normalisation", ANY)
def test_a_constant_indicator_and_an_all_missing_unit_have_a_clear_outcome(normalisation):
    values = pd.DataFrame(
        {
            "a": [0.0, 1.0, None],
            "b": [0.5, 0.5, None],
            "c": [1.0, 0.0, None],
            "d": [0.0, 1.0, None],
            "e": [0.2, 0.3, None],
        },
        index=["x", "y", "empty"],
        dtype="float64",
    )
    found = composite(values, FRAMEWORK, normalisation=normalisation)
    assert found.constant == ("b",)
    assert found.scores.loc["empty"].isna().all()
    assert found.scores.loc[["x", "y"], ["g", "h", "t"]].notna().all(axis=None)

"""Bounds and possible ranks against every completion there is."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egovbench.base.errors import MethodError, ParameterError
from egovbench.composite.composite import composite
from egovbench.scoring.bounds import composite_bounds, possible_ranks, rank_bounds
from egovbench.scoring.ranks import competition_ranks

FRAMEWORK = pd.DataFrame(
    [
        ("a", 1, "g", 0, 1),
        ("b", 1, "g", 0, 1),
        ("c", 1, "h", 0, 1),
        ("g", 2, "t", None, None),
        ("h", 2, "t", None, None),
        ("t", 3, "", None, None),
    ],
    columns=["id", "level", "parent", "minimum", "maximum"],
)


def test_competition_ranks() -> None:
    scores = np.array([5.0, 9.0, 5.0 + 1e-12, np.nan, 1.0])
    assert competition_ranks(scores).tolist()[:3] == [2, 1, 2]
    assert np.isnan(competition_ranks(scores)[3])
    assert competition_ranks(scores)[4] == 4
    both = competition_ranks(np.stack([scores, -scores], axis=1))
    assert both[:, 1][[0, 1, 2, 4]].tolist() == [2, 4, 2, 1]


def test_possible_ranks_by_hand() -> None:
    lower = np.array([50.0, 40.0, 10.0, np.nan, 50.0])
    upper = np.array([50.0, 60.0, 20.0, np.nan, 50.0])
    best, worst = possible_ranks(lower, upper)
    assert best[[0, 1, 2, 4]].tolist() == [1, 1, 4, 1]
    assert worst[[0, 1, 2, 4]].tolist() == [2, 3, 4, 2]
    assert np.isnan(best[3])
    assert np.isnan(worst[3])


CELL = st.sampled_from([0.0, 0.5, 1.0, None])


@settings(max_examples=40)
@given(
    st.lists(st.tuples(CELL, CELL, CELL), min_size=2, max_size=4).filter(
        lambda rows: sum(cell is None for row in rows for cell in row) <= 5
    ),
    st.sampled_from(["amean", "median", "amean,hmean"]),
)
def test_bounds_and_ranks_are_those_of_all_completions(
    rows: list[tuple[float | None, ...]], aggregation: str
) -> None:
    values = pd.DataFrame(rows, columns=["a", "b", "c"], dtype="float64")
    methods = {"normalisation": "scale:1:10", "aggregation": aggregation.split(",")}
    lower, upper = composite_bounds(values, FRAMEWORK, **methods)
    gaps = np.argwhere(values.isna().to_numpy())
    scores = []
    for ends in product([0.0, 1.0], repeat=len(gaps)):
        complete = values.to_numpy().copy()
        for (row, column), end in zip(gaps, ends, strict=True):
            complete[row, column] = end
        frame = pd.DataFrame(complete, columns=values.columns)
        scores.append(composite(frame, FRAMEWORK, **methods).scores["t"].to_numpy())
    every = np.stack(scores, axis=1)
    np.testing.assert_allclose(lower["t"], every.min(axis=1), atol=1e-12)
    np.testing.assert_allclose(upper["t"], every.max(axis=1), atol=1e-12)
    ranks = competition_ranks(every)
    best, worst = possible_ranks(lower["t"].to_numpy(), upper["t"].to_numpy())
    assert best.tolist() == ranks.min(axis=1).tolist()
    assert worst.tolist() == ranks.max(axis=1).tolist()


@pytest.mark.parametrize(
    "methods",
    [
        {"normalisation": "minmax"},
        {"normalisation": "zscore"},
        {"aggregation": "copeland"},
        {"weights": "pca"},
    ],
)
def test_methods_without_exact_bounds_are_refused(methods: dict[str, str]) -> None:
    values = pd.DataFrame({"a": [0.0], "b": [None], "c": [1.0]}, dtype="float64")
    with pytest.raises(ParameterError, match="exact"):
        composite_bounds(values, FRAMEWORK, **methods)


def test_rank_bounds_of_a_scores_table() -> None:
    table = pd.DataFrame(
        {
            "iso3": ["AAA", "BBB", "CCC", "DDD"],
            "level": "overall",
            "id": "overall",
            "score": [60.0, 80.0, np.nan, np.nan],
            "lower": [60.0, 40.0, 0.0, np.nan],
            "upper": [60.0, 90.0, 100.0, np.nan],
        }
    )
    found = rank_bounds(table).set_index("iso3")
    assert found.index.tolist() == ["BBB", "AAA", "CCC", "DDD"]
    assert found["rank"].tolist()[:2] == [1, 2]
    assert found["rank"].isna().tolist() == [False, False, True, True]
    assert found.loc[["AAA", "BBB", "CCC"], "best_rank"].tolist() == [1, 1, 1]
    assert found.loc[["AAA", "BBB", "CCC"], "worst_rank"].tolist() == [3, 3, 3]
    assert pd.isna(found.loc["DDD", "best_rank"])
    assert found["n_ranked"].tolist() == [2] * 4
    with pytest.raises(MethodError, match="no rows of level 'section' and id 'B'"):
        rank_bounds(table, "section", "B")

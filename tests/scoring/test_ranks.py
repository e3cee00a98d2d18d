"""Ranks, and possible ranks against every completion there is."""

from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from trees import tree

from egovbench.base.errors import MethodError
from egovbench.composite.composite import wide_answers
from egovbench.scoring.framework import read_framework
from egovbench.scoring.ranks import competition_ranks, possible_ranks, rank_bounds
from egovbench.scoring.scores import score_answers

FRAMEWORK = read_framework(
    tree("a 1 g, b 1 g, c 1 h, g 2 t, h 2 t, t 3 -", minimum=0.0, maximum=1.0)
)


def test_ranks_by_hand():
    scores = np.array([5.0, 9.0, 5.0 + 1e-12, np.nan, 1.0])
    assert competition_ranks(scores).tolist()[:3] == [2, 1, 2]
    assert np.isnan(competition_ranks(scores)[3])
    assert competition_ranks(scores)[4] == 4
    both = competition_ranks(np.stack([scores, -scores], axis=1))
    assert both[:, 1][[0, 1, 2, 4]].tolist() == [2, 4, 2, 1]
    # possible ranks by hand
    lower = np.array([50.0, 40.0, 10.0, np.nan, 50.0])
    upper = np.array([50.0, 60.0, 20.0, np.nan, 50.0])
    best, worst = possible_ranks(lower, upper)
    assert best[[0, 1, 2, 4]].tolist() == [1, 1, 4, 1]
    assert worst[[0, 1, 2, 4]].tolist() == [2, 3, 4, 2]
    assert np.isnan(best[3])
    assert np.isnan(worst[3])


CELL = st.sampled_from([0.0, 0.5, 1.0, None])


@given(
    st.lists(st.tuples(CELL, CELL, CELL), min_size=2, max_size=4).filter(
        lambda rows: sum(cell is None for row in rows for cell in row) <= 5
    )
)
def test_bounds_and_ranks_are_those_of_all_completions(rows):
    frame = pd.DataFrame(rows, columns=["a", "b", "c"], dtype="float64")
    answers = wide_answers(frame, FRAMEWORK)
    table = score_answers(answers, FRAMEWORK)
    top = table[table["id"] == "t"]
    gaps = np.argwhere(np.isnan(answers.values))
    scores = []
    for ends in product([0.0, 1.0], repeat=len(gaps)):
        complete = answers.values.copy()
        complete[tuple(gaps.T)] = ends
        found = score_answers(replace(answers, values=complete), FRAMEWORK)
        scores.append(found.loc[found["id"] == "t", "score"].to_numpy())
    every = np.stack(scores, axis=1)
    np.testing.assert_allclose(top["lower"], every.min(axis=1), atol=1e-12)
    np.testing.assert_allclose(top["upper"], every.max(axis=1), atol=1e-12)
    ranks = competition_ranks(every)
    best, worst = possible_ranks(top["lower"].to_numpy(), top["upper"].to_numpy())
    assert best.tolist() == ranks.min(axis=1).tolist()
    assert worst.tolist() == ranks.max(axis=1).tolist()


def test_rank_bounds_of_a_scores_table():
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

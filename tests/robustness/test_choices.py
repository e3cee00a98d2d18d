"""Draws of methods, weights and completions, and their way out and back in."""

import io

import numpy as np
import pandas as pd
import pytest

from egovbench.base.errors import MethodError, ParameterError
from egovbench.robustness.draws import (
    Space,
    checked_space,
    draw,
    draw_weights,
    read_draws,
)
from egovbench.scoring.answers import Answers
from egovbench.scoring.framework import read_framework

N = np.nan
FRAMEWORK = read_framework(
    pd.DataFrame(
        [
            ("a", 1, "g"),
            ("b", 1, "g"),
            ("c", 1, "h"),
            ("g", 2, "t"),
            ("h", 2, "t"),
            ("t", 3, ""),
        ],
        columns=["id", "level", "parent"],
    ).assign(weight=[1.0, 3.0, 1.0, 1.0, 1.0, 1.0], minimum=0.0, maximum=1.0)
)
ANSWERS = Answers(
    ("QQA", "QQB", "QQC"),
    np.array([[1.0, N, 0.0], [0.5, 1.0, N], [0.0, 1.0, N]]),
    np.array([[True, True, True], [True, True, True], [True, True, False]]),
)
TABLES = {"close": ANSWERS}


def test_only_cells_that_were_asked_are_completed() -> None:
    choices = draw(TABLES, FRAMEWORK, Space(), 50, seed=1)
    assert choices.cells == (("QQA", "b"), ("QQB", "c"))
    # observed: b is known to be 1 elsewhere, c to be 0
    assert (choices.completions == [1.0, 0.0]).all()


def test_completions_at_the_ends_and_between() -> None:
    ends = draw(TABLES, FRAMEWORK, Space(completion="ends"), 400, seed=1).completions
    assert set(np.unique(ends)) == {0.0, 1.0}
    assert 0.4 < ends.mean() < 0.6
    between = draw(TABLES, FRAMEWORK, Space(completion="uniform"), 400, seed=1)
    assert len(np.unique(between.completions)) == 800
    assert ((between.completions >= 0) & (between.completions < 1)).all()


def test_noise_keeps_weights_within_its_size_and_shares_sum_to_one() -> None:
    weights = draw_weights(FRAMEWORK, "noise:0.2", 500, np.random.default_rng(2))
    np.testing.assert_allclose(weights[:, [0, 1]].sum(axis=1), 1)
    assert (weights[:, 2] == 1).all()
    odds = weights[:, 1] / weights[:, 0]
    assert odds.min() >= 3 * 0.8 / 1.2
    assert odds.max() <= 3 * 1.2 / 0.8
    assert odds.std() > 0


def test_dirichlet_weights_have_the_declared_shares_on_average() -> None:
    weights = draw_weights(FRAMEWORK, "dirichlet:20", 4000, np.random.default_rng(3))
    np.testing.assert_allclose(weights[:, [0, 1]].mean(axis=0), [0.25, 0.75], atol=0.01)
    # a Dirichlet share p of total concentration s has variance p (1 - p) / (s + 1), s = 20 * 2
    np.testing.assert_allclose(weights[:, 0].var(), 0.25 * 0.75 / 41, rtol=0.15)


def test_the_same_seed_gives_the_same_draws_and_streams_are_independent() -> None:
    one = draw(TABLES, FRAMEWORK, Space(), 20, seed=4)
    two = draw(TABLES, FRAMEWORK, Space(aggregations=("amean", "median")), 20, seed=4)
    again = draw(TABLES, FRAMEWORK, Space(), 20, seed=4)
    other = draw(TABLES, FRAMEWORK, Space(), 20, seed=5)
    assert one.settings.equals(again.settings)
    assert (one.weights == again.weights).all()
    assert (one.weights == two.weights).all()
    assert one.settings["missing"].equals(two.settings["missing"])
    assert not (one.weights == other.weights).all()


def test_choices_come_back_from_csv_as_they_were() -> None:
    choices = draw(TABLES, FRAMEWORK, Space(completion="uniform"), 30, seed=6)
    text = choices.to_frame(FRAMEWORK).to_csv(index=False)
    back = read_draws(pd.read_csv(io.StringIO(text)), TABLES, FRAMEWORK)
    assert back.settings.equals(choices.settings)
    assert np.array_equal(back.weights, choices.weights)
    assert np.array_equal(back.completions, choices.completions)
    assert back.cells == choices.cells


def test_faults_in_a_choices_table_are_named() -> None:
    frame = draw(TABLES, FRAMEWORK, Space(), 3, seed=7).to_frame(FRAMEWORK)
    with pytest.raises(MethodError, match="column 'weight:b' is missing"):
        read_draws(frame.drop(columns="weight:b"), TABLES, FRAMEWORK)
    with pytest.raises(MethodError, match="no table 'proxy' to choose"):
        read_draws(frame.assign(table="proxy"), TABLES, FRAMEWORK)
    with pytest.raises(MethodError, match="weight of 'a' is -1"):
        read_draws(frame.assign(**{"weight:a": -1.0}), TABLES, FRAMEWORK)
    with pytest.raises(MethodError, match="replication 1 has no 'value:QQA:b'"):
        read_draws(frame.assign(**{"value:QQA:b": N}), TABLES, FRAMEWORK)


@pytest.mark.parametrize(
    "space",
    [
        Space(normalisations=("best",)),
        Space(aggregations=("amean,amean,amean",)),
        Space(missing=("drop",)),
        Space(missing=()),
        Space(weights="noise:1.5"),
        Space(weights="dirichlet:0"),
        Space(completion="hope"),
    ],
)
def test_an_unknown_alternative_is_refused(space: Space) -> None:
    with pytest.raises(ParameterError):
        checked_space(space, FRAMEWORK)

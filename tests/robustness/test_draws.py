"""Draws of methods, weights and completions, and their way out and back in."""

import io

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_frameworks import N, framework

from egovbench.base.errors import InputError, ParameterError
from egovbench.robustness.draws import (
    Space,
    draw,
    read_draws,
    table_choices,
)
from egovbench.robustness.simulation import simulate
from egovbench.scoring.answers import Answers

FRAMEWORK = framework("a:g b:g c:h g:t h:t t:", b=3.0)
ANSWERS = Answers(
    ("QQA", "QQB", "QQC"),
    np.array([[1.0, N, 0.0], [0.5, 1.0, N], [0.0, 1.0, N]]),
    np.array([[True, True, True], [True, True, True], [True, True, False]]),
)
TABLES = {"close": ANSWERS}


def test_only_asked_cells_are_completed_by_steps_or_bounds():
    draws = draw(TABLES, FRAMEWORK, Space(), 600, seed=1)
    assert draws.cells == (("QQA", "b"), ("QQB", "c"))
    values, counts = np.unique(draws.completions, return_counts=True)
    assert values.tolist() == [0.0, 0.5, 1.0]
    assert (abs(counts / 1200 - 1 / 3) < 0.05).all()
    # bounds between two steps are drawn themselves
    values = np.array([[0.3], [0.6]])
    table = Answers(("P", "Q"), values, values > 0, values, np.array([[0.4], [0.9]]))
    draws = draw({"only": table}, framework("a:t t:"), Space(missing=("complete",)), 60, seed=1)
    assert [set(drawn) for drawn in draws.completions.T] == [{0.3, 0.4}, {0.6, 0.9}]


steps = st.sampled_from([0.0, 0.5, 1.0])
bounds = st.tuples(steps, steps).map(sorted)


@given(st.lists(bounds, min_size=6, max_size=6), st.lists(bounds, min_size=6, max_size=6))
def test_completions_are_steps_within_the_bounds_of_every_table(one, two):
    tables = {}
    for name, ends in (("one", one), ("two", two)):
        lower, upper = np.array(ends).T.reshape(2, 3, 2)
        asked = np.ones((3, 2), dtype=bool)
        tables[name] = Answers(("P", "Q", "R"), lower, asked, lower, upper)
    small = framework("a:t b:t t:")
    draws = draw(tables, small, Space(missing=("complete",), noise=0.0), 30, seed=1)
    for (unit, item), drawn in zip(draws.cells, draws.completions.T, strict=True):
        at = "PQR".index(unit), "ab".index(item)
        least = min(table.lower[at] for table in tables.values())
        greatest = max(table.upper[at] for table in tables.values())
        assert set(drawn) <= {0.0, 0.5, 1.0}
        assert least <= drawn.min() <= drawn.max() <= greatest
    found = simulate(tables, small, draws)
    for name, table in tables.items():
        scores = found.scores[:, (draws.settings["table"] == name).to_numpy()]
        assert (scores >= 100 * table.lower.mean(axis=1)[:, None] - 1e-9).all()
        assert (scores <= 100 * table.upper.mean(axis=1)[:, None] + 1e-9).all()


def test_names_of_tables_are_made_of_choices():
    named = [f"fusion={fusion} answers={answers}" for fusion in "pm" for answers in "xyz"]
    assert table_choices(dict.fromkeys(named, ANSWERS)) == {
        "fusion": ("p", "m"), "answers": ("x", "y", "z")
    }  # fmt: skip
    assert table_choices({"one": ANSWERS, "two": ANSWERS}) == {"table": ("one", "two")}


def test_sets_of_weights_and_their_noise():
    further = (1.0, 1.0, 5.0, 1.0, 3.0, 1.0)
    space = Space(weights=(further,), noise=0.0)
    weights = draw(TABLES, FRAMEWORK, space, 400, seed=1).weights
    declared = np.isclose(weights[:, [1, 3, 4]], [0.75, 0.5, 0.5]).all(axis=1)
    other = np.isclose(weights[:, [1, 3, 4]], [0.5, 0.25, 0.75]).all(axis=1)
    assert (declared ^ other).all()
    assert 0.4 < declared.mean() < 0.6
    # noise keeps weights within its size and shares sum to one
    weights = draw(TABLES, FRAMEWORK, Space(noise=0.2), 500, seed=2).weights
    np.testing.assert_allclose(weights[:, [0, 1]].sum(axis=1), 1)
    assert (weights[:, 2] == 1).all()
    odds = weights[:, 1] / weights[:, 0]
    assert odds.min() >= 3 * 0.8 / 1.2
    assert odds.max() <= 3 * 1.2 / 0.8
    assert odds.std() > 0


def test_the_same_seed_gives_the_same_draws_and_streams_are_independent():
    one = draw(TABLES, FRAMEWORK, Space(), 20, seed=4)
    two = draw(TABLES, FRAMEWORK, Space(aggregations=("amean", "median")), 20, seed=4)
    again = draw(TABLES, FRAMEWORK, Space(), 20, seed=4)
    other = draw(TABLES, FRAMEWORK, Space(), 20, seed=5)
    assert one.settings.equals(again.settings)
    assert (one.weights == again.weights).all()
    assert (one.weights == two.weights).all()
    assert one.settings["missing"].equals(two.settings["missing"])
    assert not (one.weights == other.weights).all()


def test_choices_come_back_from_csv_as_they_were():
    choices = draw(TABLES, FRAMEWORK, Space(), 30, seed=6)
    text = choices.to_frame(FRAMEWORK).to_csv(index=False)
    back = read_draws(pd.read_csv(io.StringIO(text)), "choices.csv", TABLES, FRAMEWORK)
    assert back.settings.equals(choices.settings)
    assert np.array_equal(back.weights, choices.weights)
    assert np.array_equal(back.completions, choices.completions)
    assert back.cells == choices.cells
    # only replications that complete open answers need values
    frame = draw(TABLES, FRAMEWORK, Space(), 3, seed=7).to_frame(FRAMEWORK)
    frame["missing"] = ["skip", "complete", "skip"]
    frame.loc[[0, 2], "value:QQA:b"] = N
    found = read_draws(frame, "choices.csv", TABLES, FRAMEWORK)
    assert np.isnan(found.completions[:, 0]).tolist() == [True, False, True]
    bare = frame.assign(missing="skip").drop(columns=["value:QQA:b", "value:QQB:c"])
    assert read_draws(bare, "choices.csv", TABLES, FRAMEWORK).cells == ()
    assert draw(TABLES, FRAMEWORK, Space(missing=("skip",)), 3, seed=7).cells == ()
    # weights are relative and the top needs none
    frame = draw(TABLES, FRAMEWORK, Space(), 1, seed=7).to_frame(FRAMEWORK)
    given = {"weight:a": 3.0, "weight:b": 1.0, "weight:c": 2.0, "weight:g": 0.0, "weight:h": 7.0}
    found = read_draws(
        frame.drop(columns="weight:t").assign(**given), "choices.csv", TABLES, FRAMEWORK
    )
    assert found.weights.tolist() == [[3, 1, 2, 0, 7, 1]]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda frame: frame.iloc[:0], "found no rows; expected one for each replication"),
        (lambda frame: frame.drop(columns="weight:b"), "line 1: column 'weight:b' is missing"),
        (lambda frame: frame.drop(columns="missing"), "line 1: column 'missing' is missing"),
        (lambda frame: frame.drop(columns="value:QQA:b"), "line 1: column 'value:QQA:b' is miss"),
        (lambda frame: frame.assign(more=1), "line 1: found column 'more'; expected table, norm"),
        (
            lambda frame: frame.rename(columns={"weight:t": "weight:a"}),
            "line 1: column 'weight:a' stands there twice",
        ),
        (
            lambda frame: frame.assign(table=["close", "proxy", "proxy"]),
            "line 3, column table: found 'proxy'; expected one of close",
        ),
        (
            lambda frame: frame.assign(normalisation=["prank", "rank", "best"]),
            "line 4, column normalisation: found 'best'; expected one of scale",
        ),
        (
            lambda frame: frame.assign(normalisation="dist2ref:QQZ"),
            "line 2, column normalisation: found 'dist2ref:QQZ'; expected dist2ref:UNIT with a un",
        ),
        (
            lambda frame: frame.assign(aggregation="amean,amean,amean"),
            "line 2, column aggregation: found 'amean,amean,amean'; expected one method, or 2 for",
        ),
        (
            lambda frame: frame.assign(missing=["complete", "skip:2", "complete"]),
            "line 3, column missing: found 'skip:2'; expected a threshold from 0 to 1",
        ),
        (
            lambda frame: frame.assign(missing=N),
            "line 2, column missing: found ''; expected one of skip.*, median, complete",
        ),
        (
            lambda frame: frame.assign(**{"weight:a": [0.5, -1.0, -2.0]}),
            "line 3, column weight:a: found -1; expected a number from 0$",
        ),
        (
            lambda frame: frame.assign(**{"weight:g": ["0.5", "", "x"]}),
            "line 3, column weight:g: found nothing; expected a number from 0$",
        ),
        (
            lambda frame: frame.assign(**{"weight:g": ["0.5", "much", ""]}),
            "line 3, column weight:g: found 'much'; expected a number from 0$",
        ),
        (
            lambda frame: frame.assign(**{"weight:g": np.inf}),
            "line 2, column weight:g: found inf; expected a number from 0$",
        ),
        (
            lambda frame: frame.assign(**{"weight:a": [1, 1, 0], "weight:b": [1, 1, 0]}),
            "line 4, column weight:a: found only 0 below 'g'; expected one weight above 0",
        ),
        (
            lambda frame: frame.assign(**{"value:QQA:b": [1.0, N, N]}),
            "line 3, column value:QQA:b: found nothing; expected a number from 0 to 1",
        ),
        (
            lambda frame: frame.assign(**{"value:QQA:b": [1.0, 0.5, 7.0]}),
            "line 4, column value:QQA:b: found 7; expected a number from 0 to 1",
        ),
    ],
)
def test_a_fault_in_a_choices_table_names_line_and_column(change, fault):
    frame = draw(TABLES, FRAMEWORK, Space(missing=("complete",)), 3, seed=7).to_frame(FRAMEWORK)
    faulty = change(frame.set_axis([2, 3, 4]))
    with pytest.raises(InputError, match=f"^choices.csv(, |: ){fault}"):
        read_draws(faulty, "choices.csv", TABLES, FRAMEWORK)


@pytest.mark.parametrize(
    "space",
    [
        Space(normalisations=("best",)),
        Space(normalisations=("dist2ref:QQZ",)),
        Space(aggregations=("amean,amean,amean",)),
        Space(missing=("drop",)),
        Space(noise=1.0),
        Space(noise=-0.1),
    ],
)
def test_an_unknown_alternative_is_refused(space):
    with pytest.raises(ParameterError):
        draw(TABLES, FRAMEWORK, space, 3, seed=7)

"""Monte Carlo: what it computes, that it repeats, and what its summaries say."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from invented_frameworks import N, framework

from egovbench.base.errors import MethodError
from egovbench.composite.composite import composite
from egovbench.robustness.draws import Draws, Space, draw
from egovbench.robustness.sensitivity import sobol_indices
from egovbench.robustness.simulation import (
    Simulation,
    probability_of_beating,
    quantiles,
    rank_intervals,
    score_intervals,
    simulate,
)
from egovbench.scoring.answers import Answers

FRAMEWORK = framework("a:g b:g c:h d:h g:t h:t t:")
UNITS = tuple(f"Q{number:02d}" for number in range(30))


def answers(seed=0, gaps=0.15):
    random = np.random.default_rng(seed)
    values = random.choice([0.0, 0.5, 1.0], size=(30, 4))
    asked = random.random(values.shape) > 0.1
    values[(random.random(values.shape) < gaps) | ~asked] = N
    return Answers(UNITS, values, asked)


SPACE = Space(
    normalisations=("scale:1:100", "minmax:1:100", "zscore:50:5", "prank"),
    aggregations=("amean", "amean,median", "pmean:2"),
    missing=("skip", "complete", "mean", "skip:0.5"),
    noise=0.5,
)


def test_every_replication_is_what_the_engine_gives_for_its_choices():
    tables = {"exact": answers(1), "proxy": answers(2)}
    space = Space(
        normalisations=("scale:1:100", "minmax:1:100"),
        aggregations=("amean", "gmean,amean"),
        missing=("skip", "complete", "mean"),
    )
    choices = draw(tables, FRAMEWORK, space, 40, seed=9)
    found = simulate(tables, FRAMEWORK, choices)
    column = {indicator: at for at, indicator in enumerate(FRAMEWORK.indicators)}
    for replication, settings in enumerate(choices.settings.itertuples(index=False)):
        table = tables[settings.table]
        values = table.values.copy()
        rule = settings.missing
        if rule == "complete":
            rule = "skip"
            for at, (unit, item) in enumerate(choices.cells):
                place = UNITS.index(unit), column[item]
                if np.isnan(values[place]) and table.asked[place]:
                    values[place] = choices.completions[replication, at]
        elif rule == "mean":
            rule = "skip"
            mean = np.nanmean(table.values, axis=0)
            values = np.where(np.isnan(values) & table.asked, mean, values)
        expected = composite(
            pd.DataFrame(values, index=list(UNITS), columns=list(FRAMEWORK.indicators)),
            replace(FRAMEWORK, weights=tuple(choices.weights[replication])),
            normalisation=settings.normalisation,
            aggregation=settings.aggregation,
            missing=rule,
        ).scores["t"]
        np.testing.assert_allclose(found.scores[:, replication], expected, atol=1e-9)


def test_replications_do_not_depend_on_workers_or_each_other():
    tables = {"exact": answers()}
    choices = draw(tables, FRAMEWORK, SPACE, 700, seed=11)
    one = simulate(tables, FRAMEWORK, choices, workers=1)
    three = simulate(tables, FRAMEWORK, choices, workers=3)
    assert np.array_equal(one.scores, three.scores, equal_nan=True)
    assert np.array_equal(one.ranks, three.ranks, equal_nan=True)
    # a replication does not depend on the others
    choices = draw(tables, FRAMEWORK, SPACE, 300, seed=12)
    whole = simulate(tables, FRAMEWORK, choices)
    part = Draws(
        choices.settings.iloc[100:].reset_index(drop=True),
        choices.weights[100:],
        choices.cells,
        choices.completions[100:],
    )
    assert np.array_equal(
        simulate(tables, FRAMEWORK, part).scores, whole.scores[:, 100:], equal_nan=True
    )
    # tables must have the same units
    other = answers()
    shuffled = Answers(UNITS[::-1], other.values, other.asked)
    with pytest.raises(MethodError, match="'proxy' has other units than table 'exact'"):
        draw({"exact": other, "proxy": shuffled}, FRAMEWORK, SPACE, 2, 1)


@pytest.mark.parametrize(
    ("space", "setting", "failing", "reason"),
    [
        (
            Space(aggregations=("amean", "gmean"), missing=("skip",)),
            "aggregation",
            "gmean",
            "gmean of 'g' does not exist",
        ),
        (Space(missing=("skip", "none")), "missing", "none", "missing=none"),
    ],
    ids=["some answers", "all answers"],
)
def test_a_replication_that_fails_is_counted_never_dropped(space, setting, failing, reason):
    tables = {"exact": answers()}
    draws = draw(tables, FRAMEWORK, space, 20, seed=3)
    found = simulate(tables, FRAMEWORK, draws)
    failed = np.flatnonzero(draws.settings[setting] == failing)
    assert 0 < len(failed) < 20
    assert found.failures["replication"].tolist() == failed.tolist()
    assert found.failures["reason"].str.contains(reason).all()
    assert np.isnan(found.scores[:, failed]).all()
    assert rank_intervals(found)["n"].max() == 20 - len(failed)
    with pytest.raises(MethodError, match=reason):
        sobol_indices(tables, FRAMEWORK, space, "Q00", base=8)


def hand_made():
    scores = np.array([[9.0, 9.0, 5.0, 2.0], [5.0, 9.0, 6.0, 3.0], [1.0, 1.0, 7.0, N]])
    return Simulation(("QQA", "QQB", "QQC"), scores, pd.DataFrame())


def test_intervals_and_probabilities_by_hand():
    assert hand_made().ranks[:, 1].tolist() == [1, 1, 3]
    assert hand_made().mid_ranks[:, 1].tolist() == [1.5, 1.5, 3]
    assert np.nansum(hand_made().mid_ranks, axis=0).tolist() == [6, 6, 6, 3]
    # rank intervals by hand
    # mid-ranks A 1, 1.5, 3, 2; B 2, 1.5, 2, 1; C 3, 3, 1, -
    found = rank_intervals(hand_made()).set_index("unit")
    assert found.index.tolist() == ["QQB", "QQA", "QQC"]
    columns = ["mean_rank", "rank_low", "rank_median", "rank_high", "n"]
    assert found.loc["QQA", columns].tolist() == [1.875, 1, 1.5, 3, 4]
    assert found.loc["QQB", ["mean_rank", "rank_low", "rank_high"]].tolist() == [1.625, 1, 2]
    assert found.loc["QQC", ["mean_rank", "n"]].tolist() == [7 / 3, 3]
    assert [quantiles(hand_made().mid_ranks, share)[0] for share in (0.25, 0.75)] == [1, 2]
    # the top third holds a tie only as a whole
    # A and B share the places 1 and 2 of three in the second; with two ranked there is no third
    found = rank_intervals(hand_made()).set_index("unit")["top_third"]
    assert found.to_dict() == {"QQB": 0, "QQA": 0.25, "QQC": pytest.approx(1 / 3)}
    scores = np.array([[3.0], [3.0], [2.0], [1.0], [1.0], [0.0]])
    six = rank_intervals(Simulation(tuple("ABCDEF"), scores, pd.DataFrame()))
    assert six.set_index("unit")["top_third"].tolist() == [1, 1, 0, 0, 0, 0]
    # probability of beating by hand
    found = probability_of_beating(hand_made(), "QQA").set_index("unit")
    assert found.loc["QQB"].tolist() == [0.25, 0.25, 0.5, 4]
    assert found.loc["QQC"].tolist() == [2 / 3, 0, 1 / 3, 3]
    with pytest.raises(MethodError, match="focal unit 'QQZ'"):
        probability_of_beating(hand_made(), "QQZ")
    # score intervals by hand
    found = score_intervals(hand_made()).set_index("unit")
    assert found.loc["QQA"].tolist() == [2, 5, 9, 4]
    assert found.loc["QQC", ["score_low", "score_high", "n"]].tolist() == [1, 7, 3]
    assert quantiles(hand_made().scores, 0.3).tolist() == [5, 5, 1]


@pytest.mark.parametrize("seed", range(5))
def test_noise_and_the_order_of_units_change_no_summary(seed):
    random = np.random.default_rng(seed)
    scores = random.integers(0, 4, size=(9, 40)) / 3.0
    units = tuple("ABCDEFGHI")
    one = Simulation(units, scores, pd.DataFrame())
    order = random.permutation(9)
    noisy = scores + random.uniform(-1e-12, 1e-12, scores.shape)
    two = Simulation(tuple(units[at] for at in order), noisy[order], pd.DataFrame())
    assert rank_intervals(one).equals(rank_intervals(two))
    beaten = probability_of_beating(two, "C").sort_values("unit", ignore_index=True)
    assert probability_of_beating(one, "C").equals(beaten)


SMALL = framework("a:t b:t t:")
DOUBTFUL = {
    "only": Answers(
        ("P", "Q", "R"),
        np.array([[1.0, 0.0], [0.0, N], [1.0, 1.0]]),
        np.array([[True, True], [True, True], [True, False]]),
        lower=np.array([[1.0, 0.0], [0.0, 0.0], [1.0, N]]),
        upper=np.array([[1.0, 1.0], [0.0, 1.0], [1.0, N]]),
    )
}


def test_open_answers_are_the_unknown_and_the_doubtful():
    assert np.argwhere(DOUBTFUL["only"].open).tolist() == [[0, 1], [1, 1]]
    choices = draw(DOUBTFUL, SMALL, Space(), 5, seed=1)
    assert choices.cells == (("P", "b"), ("Q", "b"))
    # doubtful answers count as they stand unless they are drawn
    settings = pd.DataFrame(
        {
            "table": "only",
            "normalisation": "scale:0:100",
            "aggregation": "amean",
            "missing": ["skip", "complete", "complete"],
        }
    )
    choices = Draws(
        settings,
        np.tile([0.5, 0.5, 1.0], (3, 1)),
        (("P", "b"), ("Q", "b")),
        np.array([[1.0, 1.0], [1.0, 0.0], [0.0, 1.0]]),
    )
    found = simulate(DOUBTFUL, SMALL, choices)
    assert found.scores.tolist() == [[50, 100, 50], [0, 0, 50], [100, 100, 100]]
    assert found.ranks.tolist() == [[2, 1, 2], [3, 3, 2], [1, 1, 1]]

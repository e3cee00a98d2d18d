"""Doubtful answers: they count as they stand, and are drawn where unknowns are drawn."""

import numpy as np
import pandas as pd

from egovbench.robustness.draws import Draws, Space, draw
from egovbench.robustness.simulation import Simulation, distance_to_median, simulate
from egovbench.scoring.answers import Answers
from egovbench.scoring.framework import read_framework

N = np.nan
FRAMEWORK = read_framework(
    pd.DataFrame(
        [("a", 1, "t"), ("b", 1, "t"), ("t", 2, "")], columns=["id", "level", "parent"]
    ).assign(minimum=0.0, maximum=1.0)
)
TABLES = {
    "only": Answers(
        ("P", "Q", "R"),
        np.array([[1.0, 0.0], [0.0, N], [1.0, 1.0]]),
        np.array([[True, True], [True, True], [True, False]]),
        doubtful=np.array([[False, True], [False, False], [False, True]]),
    )
}


def test_open_answers_are_the_unknown_and_the_doubtful_that_were_asked() -> None:
    assert np.argwhere(TABLES["only"].open).tolist() == [[0, 1], [1, 1]]
    choices = draw(TABLES, FRAMEWORK, Space(completion="ends"), 5, seed=1)
    assert choices.cells == (("P", "b"), ("Q", "b"))


def test_observed_values_do_not_count_doubtful_ones() -> None:
    # the only value of b that is neither doubtful nor unknown would be R's, which was not asked
    tables = {
        "only": Answers(
            ("P", "Q", "R"),
            np.array([[1.0, 0.0], [0.0, N], [1.0, 1.0]]),
            np.ones((3, 2), dtype=bool),
            doubtful=np.array([[False, True], [False, False], [False, False]]),
        )
    }
    drawn = draw(tables, FRAMEWORK, Space(completion="observed"), 50, seed=1)
    assert (drawn.completions == 1).all()


def test_doubtful_answers_count_as_they_stand_unless_they_are_drawn() -> None:
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
    found = simulate(TABLES, FRAMEWORK, choices)
    assert found.scores.tolist() == [[50, 100, 50], [0, 0, 50], [100, 100, 100]]
    assert found.ranks.tolist() == [[2, 1, 2], [3, 3, 2], [1, 1, 1]]


def test_distance_to_the_median_by_hand() -> None:
    scores = np.array([[10.0, 10.0, N], [20.0, 30.0, N], [30.0, 20.0, N], [N, N, N]])
    simulation = Simulation(
        ("P", "Q", "R", "S"), scores, scores, pd.DataFrame(columns=["replication", "reason"])
    )
    table = distance_to_median(simulation).set_index("unit")
    # medians 20 and 20: P always 10 below, Q 0 and +10, R +10 and 0
    assert table.loc["P", ["difference_low", "difference_high"]].tolist() == [-10, -10]
    assert table.loc["Q", ["difference_low", "difference_high"]].tolist() == [0, 10]
    assert table["position"].tolist() == [
        "below", "not distinguishable", "not distinguishable", "no score"
    ]  # fmt: skip
    assert table["n"].tolist() == [2, 2, 2, 0]

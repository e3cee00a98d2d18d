"""Which choice, and which part of the framework, moves ranks how much."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from egovbench.base.errors import MethodError, ParameterError
from egovbench.robustness.draws import (
    COMPLETE,
    Draws,
    Space,
    Tables,
    alternatives,
    draw,
    table_choices,
)
from egovbench.robustness.simulation import focal_row, simulate
from egovbench.scoring.answers import Answers
from egovbench.scoring.evaluation import evaluate, parse_methods
from egovbench.scoring.framework import Floats, Framework
from egovbench.scoring.ranks import competition_ranks
from egovbench.scoring.weights import shares

# weights and completions are each one factor: a choice among this many drawn sets
POOL = 1024


@dataclass(frozen=True)
class Sensitivity:
    """Sobol indices and what they rest on.

    `indices`: output, factor, first, first_confidence, total, total_confidence; outputs are
    "focal rank" and "mean rank shift"; confidences are half widths of 95 % intervals. NaN where
    the output never moves. `outputs`: output, mean, variance. `evaluations`: replications run.
    """

    indices: pd.DataFrame
    outputs: pd.DataFrame
    evaluations: int


def sobol_indices(
    tables: Tables,
    framework: Framework,
    space: Space,
    focal: str,
    *,
    base: int = 512,
    seed: int = 0,
    workers: int = 1,
) -> Sensitivity:
    """Return first and total order Sobol indices of the focal unit's rank and the rank shift.

    Factors are the choices of `space` (and of table, see `table_choices`) that have alternatives;
    weights and drawn completions are one factor each. Ranks are mid-ranks. The mean rank shift is
    the mean, over units ranked both times, of |rank - nominal rank|, nominal being the first
    alternative of each choice, with declared weights and, where something is drawn, the first draw.
    `base` (a power of two) times (factors + 2) replications are run. Raises MethodError where
    nothing varies or the focal unit has no rank in some replication. Sources: Sobol' (2001),
    Mathematics and Computers in Simulation 55, 271-280; Saltelli et al. (2010), Computer Physics
    Communications 181, 259-270; Saisana, Saltelli and Tarantola (2005), Journal of the Royal
    Statistical Society A 168, 307-323.
    """
    from SALib.sample import sobol  # takes a second, which other analyses save

    if base < 2 or base & (base - 1):
        raise ParameterError("base", base, "a power of two")
    pool = draw(tables, framework, space, POOL, seed)
    factors = _factors(tables, space, pool)
    if not factors:
        raise MethodError("sensitivity: no choice has an alternative")
    problem = {
        "num_vars": len(factors),
        "names": list(factors),
        "bounds": [[0.0, 1.0]] * len(factors),
    }
    sample = sobol.sample(problem, base, calc_second_order=False, seed=seed)
    picks = {
        name: np.minimum((sample[:, at] * size).astype(np.int64), size - 1)
        for at, (name, size) in enumerate(factors.items())
    }
    draws = _picked(tables, space, pool, picks, len(sample))
    outputs = _outputs(tables, framework, space, pool, draws, focal, workers)
    rows = []
    for output, values in outputs.items():
        rows += _indices(problem, output, values, seed)
    summary = [(name, values.mean(), values.var()) for name, values in outputs.items()]
    return Sensitivity(
        indices=pd.DataFrame(rows),
        outputs=pd.DataFrame(summary, columns=["output", "mean", "variance"]),
        evaluations=len(sample),
    )


def _factors(tables: Tables, space: Space, pool: Draws) -> dict[str, int]:
    rest = {name: words for name, words in alternatives(tables, space).items() if name != "table"}
    choices = table_choices(tables) | rest
    found = {name: len(words) for name, words in choices.items() if len(words) > 1}
    if space.noise > 0 or space.weights:
        found["weights"] = POOL
    if COMPLETE in space.missing and pool.cells:
        found["completion"] = POOL
    return found


def _picked(
    tables: Tables, space: Space, pool: Draws, picks: dict[str, np.ndarray], size: int
) -> Draws:
    first = np.zeros(size, dtype=np.int64)
    choices = table_choices(tables)
    names = np.array(list(tables), dtype=object).reshape([*map(len, choices.values())])
    settings = {
        name: np.array(words, dtype=object)[picks.get(name, first)]
        for name, words in alternatives(tables, space).items()
    }
    settings["table"] = names[tuple(picks.get(choice, first) for choice in choices)]
    return Draws(
        settings=pd.DataFrame(settings).astype("str"),
        weights=pool.weights[picks.get("weights", first)],
        cells=pool.cells,
        completions=pool.completions[picks.get("completion", first)],
    )


def _outputs(
    tables: Tables,
    framework: Framework,
    space: Space,
    pool: Draws,
    draws: Draws,
    focal: str,
    workers: int,
) -> dict[str, Floats]:
    declared = shares(framework, framework.weights)[None]
    first = replace(_picked(tables, space, pool, {}, 1), weights=declared)
    nominal = simulate(tables, framework, first).mid_ranks
    found = simulate(tables, framework, draws, workers=workers)
    if len(found.failures):
        raise MethodError(found.failures["reason"].iloc[0])
    ranks = found.mid_ranks
    row = focal_row(next(iter(tables.values())).units, focal)
    if np.isnan(ranks[row]).any():
        raise MethodError(f"sensitivity: {focal!r} has no rank under some choices")
    shift = np.abs(ranks - nominal)
    moved = ~np.isnan(shift)
    count = np.where(moved.any(axis=0), moved.sum(axis=0), np.nan)
    mean_shift = np.where(moved, shift, 0.0).sum(axis=0) / count
    return {"focal rank": ranks[row], "mean rank shift": mean_shift}


def _indices(
    problem: dict[str, object], output: str, values: Floats, seed: int
) -> list[dict[str, object]]:
    from SALib.analyze import sobol

    names = list(map(str, problem["names"]))  # type: ignore[call-overload]
    blank = np.full(len(names), np.nan)
    found = {"S1": blank, "S1_conf": blank, "ST": blank, "ST_conf": blank}
    if np.ptp(values) > 0:
        found = sobol.analyze(problem, values, calc_second_order=False, seed=seed)
    return [
        {
            "output": output,
            "factor": name,
            "first": float(found["S1"][at]),
            "first_confidence": float(found["S1_conf"][at]),
            "total": float(found["ST"][at]),
            "total_confidence": float(found["ST_conf"][at]),
        }
        for at, name in enumerate(names)
    ]


def leave_out_nodes(answers: Answers, framework: Framework, nodes: Sequence[str]) -> pd.DataFrame:
    """Return left_out, unit, score, rank, score_change, rank_change of the top node.

    One row for every node of `nodes` (items, indicators or sections; all below them goes too)
    and unit. Changes are against the full framework; a rank change of -1 is one place better.
    Weights of the remaining siblings are rescaled. NaN where a unit has no score. Raises
    MethodError for a node that is not in the framework or is all of it.
    """
    full = top_scores(answers, framework)
    parts = []
    for node in nodes:
        rest = framework.without([node])
        score = top_scores(
            answers.on([framework.ids.index(each) for each in rest.indicators]), rest
        )
        rank = competition_ranks(score)
        changes = {
            "left_out": node,
            "unit": list(answers.units),
            "score": score,
            "rank": rank,
            "score_change": score - full,
            "rank_change": rank - competition_ranks(full),
        }
        parts.append(pd.DataFrame(changes))
    return pd.concat(parts, ignore_index=True)


def top_scores(answers: Answers, framework: Framework) -> Floats:
    """Return each unit's score (0 to 100) by the default method; NaN where nothing is known."""
    return evaluate(answers, parse_methods(framework, "scale:0:100"))[:, -1]

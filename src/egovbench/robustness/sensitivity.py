"""Which choice, and which part of the framework, moves ranks how much."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from SALib.analyze import sobol as sobol_analysis
from SALib.sample import sobol as sobol_sample

from egovbench.base.errors import MethodError, ParameterError
from egovbench.robustness.choices import COMPLETE, SETTINGS, Choices, Space, Tables, draw_choices
from egovbench.robustness.simulation import focal_row, simulate
from egovbench.scoring.answers import Answers
from egovbench.scoring.evaluation import evaluate, parse_methods
from egovbench.scoring.framework import Floats, Framework
from egovbench.scoring.ranks import competition_ranks

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
    node: str | None = None,
    base: int = 512,
    seed: int = 0,
    workers: int = 1,
) -> Sensitivity:
    """Return first and total order Sobol indices of the focal unit's rank and the rank shift.

    Factors are the choices of `space` (and of table) that have alternatives; random weights and
    drawn completions are one factor each. The mean rank shift is the mean, over units ranked both
    times, of |rank - nominal rank|, nominal being the first alternative of each choice, with
    declared weights; where the first missing rule is "complete", with the first drawn completion.
    `base` (a power of two) times (factors + 2) replications are run. Raises MethodError where
    nothing varies or the focal unit has no rank in some replication. Sources: Sobol' (2001),
    Mathematics and Computers in Simulation 55, 271-280; Saltelli et al. (2010), Computer Physics
    Communications 181, 259-270; Saisana, Saltelli and Tarantola (2005), Journal of the Royal
    Statistical Society A 168, 307-323.
    """
    if base < 2 or base & (base - 1):
        raise ParameterError("base", base, "a power of two")
    pool = draw_choices(tables, framework, space, POOL, seed)
    factors = _factors(tables, space, pool)
    if not factors:
        raise MethodError("sensitivity: no choice has an alternative")
    problem = {
        "num_vars": len(factors),
        "names": list(factors),
        "bounds": [[0.0, 1.0]] * len(factors),
    }
    sample = sobol_sample.sample(problem, base, calc_second_order=False, seed=seed)
    picks = {
        name: np.minimum((sample[:, at] * size).astype(np.int64), size - 1)
        for at, (name, size) in enumerate(factors.items())
    }
    choices = _choices(tables, space, pool, picks, len(sample))
    outputs = _outputs(tables, framework, space, pool, choices, focal, node, workers)
    rows = []
    for output, values in outputs.items():
        rows += _indices(problem, output, values, seed)
    summary = [(name, values.mean(), values.var()) for name, values in outputs.items()]
    return Sensitivity(
        indices=pd.DataFrame(rows),
        outputs=pd.DataFrame(summary, columns=["output", "mean", "variance"]),
        evaluations=len(sample),
    )


def _alternatives(tables: Tables, space: Space) -> dict[str, tuple[str, ...]]:
    options = (tuple(tables), space.normalisations, space.aggregations, space.missing)
    return dict(zip(SETTINGS, options, strict=True))


def _factors(tables: Tables, space: Space, pool: Choices) -> dict[str, int]:
    found = {
        name: len(options)
        for name, options in _alternatives(tables, space).items()
        if len(options) > 1
    }
    if not space.weights.startswith("declared"):
        found["weights"] = POOL
    if COMPLETE in space.missing and pool.cells:
        found["completion"] = POOL
    return found


def _choices(
    tables: Tables, space: Space, pool: Choices, picks: dict[str, np.ndarray], size: int
) -> Choices:
    first = np.zeros(size, dtype=np.int64)
    settings = {
        name: np.array(options, dtype=object)[picks.get(name, first)]
        for name, options in _alternatives(tables, space).items()
    }
    return Choices(
        settings=pd.DataFrame(settings).astype("str"),
        weights=pool.weights[picks.get("weights", first)],
        cells=pool.cells,
        completions=pool.completions[picks.get("completion", first)],
    )


def _outputs(
    tables: Tables,
    framework: Framework,
    space: Space,
    pool: Choices,
    choices: Choices,
    focal: str,
    node: str | None,
    workers: int,
) -> dict[str, Floats]:
    declared = draw_choices(tables, framework, Space(weights="declared"), 1, 0).weights
    nominal_settings = _choices(tables, space, pool, {}, 1)
    nominal_choice = Choices(
        nominal_settings.settings, declared, pool.cells, nominal_settings.completions
    )
    nominal = simulate(tables, framework, nominal_choice, node=node).ranks
    ranks = simulate(tables, framework, choices, node=node, workers=workers).ranks
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
    names = list(map(str, problem["names"]))  # type: ignore[call-overload]
    blank = np.full(len(names), np.nan)
    found = {"S1": blank, "S1_conf": blank, "ST": blank, "ST_conf": blank}
    if np.ptp(values) > 0:
        found = sobol_analysis.analyze(problem, values, calc_second_order=False, seed=seed)
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


def leave_out_nodes(
    answers: Answers,
    framework: Framework,
    nodes: Sequence[str],
    *,
    normalisation: str = "scale:0:100",
    weights: str | Mapping[str, float] = "given",
    aggregation: str | Sequence[str] = "amean",
    missing: str = "skip",
) -> pd.DataFrame:
    """Return left_out, unit, score, rank, score_change, rank_change of the top node.

    One row for every node of `nodes` (items, indicators or sections; all below them goes too)
    and unit. Changes are against the full framework; a rank change of -1 is one place better.
    Weights of the remaining siblings are rescaled. NaN where a unit has no score. Raises
    MethodError for a node that is not in the framework or is all of it.
    """
    methods = parse_methods(framework, normalisation, weights, aggregation, missing)
    whole = methods.framework
    full = _top(answers, framework, normalisation, weights, aggregation, missing)
    parts = []
    for node in nodes:
        rest = whole.without([node])
        kept = [whole.ids.index(each) for each in rest.indicators]
        smaller = Answers(answers.units, answers.values[:, kept], answers.asked[:, kept])
        given = weights if isinstance(weights, str) else "given"
        score = _top(smaller, rest, normalisation, given, aggregation, missing)
        parts.append(_changes(node, answers.units, score, full))
    return pd.concat(parts, ignore_index=True)


def leave_out_peers(
    answers: Answers,
    framework: Framework,
    focal: str,
    *,
    normalisation: str = "scale:0:100",
    weights: str | Mapping[str, float] = "given",
    aggregation: str | Sequence[str] = "amean",
    missing: str = "skip",
) -> pd.DataFrame:
    """Return left_out, unit, score, rank, score_change, rank_change, each other unit left out.

    Rows only for the focal unit. `rank_change` is against the rank among all but the unit left
    out, by the full table's scores: it is 0 unless the peer's absence changes scores (as with
    min-max) or their order. Raises MethodError where the focal unit is not there.
    """
    if focal not in answers.units:
        raise MethodError(f"focal unit {focal!r} is not among the units")
    full = _top(answers, framework, normalisation, weights, aggregation, missing)
    parts = []
    for row, unit in enumerate(answers.units):
        if unit == focal:
            continue
        kept = np.arange(len(answers.units)) != row
        units = tuple(each for each in answers.units if each != unit)
        smaller = Answers(units, answers.values[kept], answers.asked[kept])
        score = _top(smaller, framework, normalisation, weights, aggregation, missing)
        table = _changes(unit, units, score, full[kept])
        parts.append(table[table["unit"] == focal])
    return pd.concat(parts, ignore_index=True)


def _top(
    answers: Answers,
    framework: Framework,
    normalisation: str,
    weights: str | Mapping[str, float],
    aggregation: str | Sequence[str],
    missing: str,
) -> Floats:
    methods = parse_methods(framework, normalisation, weights, aggregation, missing)
    return evaluate(answers, methods).values[:, -1]


def _changes(node: str, units: tuple[str, ...], score: Floats, full: Floats) -> pd.DataFrame:
    rank = competition_ranks(score)
    return pd.DataFrame(
        {
            "left_out": node,
            "unit": list(units),
            "score": score,
            "rank": rank,
            "score_change": score - full,
            "rank_change": rank - competition_ranks(full),
        }
    )

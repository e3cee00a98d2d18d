"""What the unknowns could do: bounds of scores, and best and worst possible ranks."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from egovbench.base.errors import MethodError, ParameterError
from egovbench.scoring.aggregation import is_monotone
from egovbench.scoring.answers import wide_answers
from egovbench.scoring.evaluation import evaluate
from egovbench.scoring.framework import Floats, Framework
from egovbench.scoring.missing import fill_best, fill_worst
from egovbench.scoring.ranks import TOLERANCE, competition_ranks
from egovbench.scoring.specification import Methods, parse_methods


def composite_bounds(
    values: pd.DataFrame,
    framework: pd.DataFrame | Framework,
    *,
    normalisation: str = "scale",
    weights: str | Mapping[str, float] = "given",
    aggregation: str | Sequence[str] = "amean",
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return lowest and highest possible scores (units x nodes) over all completions.

    All missing values at the worst end of their indicator's scale, then all at the best. Exact
    because every step is monotone: only methods for which that holds are taken. Raises
    ParameterError for a normalisation that takes its scale from the data and for Copeland, under
    which a unit's score also depends on the others' unknowns, and for weights from the data.
    """
    methods = parse_methods(framework, normalisation, weights, aggregation)
    refuse_inexact(methods)
    if methods.weighting.name not in ("given", "equal", "items"):
        raise ParameterError("weights", weights, "given, equal, items or numbers, for exact bounds")
    nodes = methods.framework
    answers = wide_answers(values, nodes)
    ends = []
    for end in (fill_worst, fill_best):
        complete = replace(answers, values=end(answers.values, answers.asked, nodes))
        found = evaluate(complete, methods).values
        ends.append(pd.DataFrame(found, index=values.index, columns=list(nodes.ids)))
    return ends[0], ends[1]


def refuse_inexact(methods: Methods) -> None:
    """Raise ParameterError for methods under which bounds would not be exact."""
    if not methods.normalisation.fixed:
        raise ParameterError(
            "normalise",
            methods.normalisation.method.name,
            "scale or goalposts: bounds are exact only where no unit's value moves another's",
        )
    if not all(is_monotone(each) for each in methods.aggregations):
        raise ParameterError(
            "aggregate",
            "copeland",
            "a mean or median: bounds are exact only where no unit's value moves another's",
        )


def possible_ranks(lower: Floats, upper: Floats) -> tuple[Floats, Floats]:
    """Return the best and the worst competition rank of every unit over all completions.

    Completions of different units are independent, so both are reached: the best rank with the
    unit at its upper bound and all others at their lower, 1 + the number of others whose lower
    bound is above it; the worst the other way round. Ties count for the unit (competition rank),
    within 1e-9. NaN where a unit has no bounds (nothing was asked); such units rival nobody.
    """
    lows = np.sort(lower[~np.isnan(lower)])
    highs = np.sort(upper[~np.isnan(upper)])
    best = 1.0 + len(lows) - np.searchsorted(lows, upper + TOLERANCE, side="right")
    rivals = len(highs) - np.searchsorted(highs, lower + TOLERANCE, side="right")
    # a unit with a range of its own is above its own lower bound, and no rival of itself
    worst = 1.0 + rivals - (upper > lower + TOLERANCE)
    unbounded = np.isnan(lower) | np.isnan(upper)
    return np.where(unbounded, np.nan, best), np.where(unbounded, np.nan, worst)


def rank_bounds(
    scores: pd.DataFrame, level: str = "overall", node: str = "overall"
) -> pd.DataFrame:
    """Return iso3, score, lower, upper, rank, best_rank, worst_rank, n_ranked for one node.

    `scores` is the scores table; rows are those of `level` and id `node`, best score first, then
    by country. Ranks are competition ranks (1, 2, 2, 4): 1 + the number of countries with a
    higher score. `best_rank` and `worst_rank` hold over all completions of all countries'
    unknowns. A country without a score has no rank, but possible ranks if anything was asked;
    `n_ranked` counts the countries with a score, the bounds hold among those with bounds.
    Raises MethodError where the table has no such rows.
    """
    rows = scores[(scores["level"] == level) & (scores["id"] == node)]
    if rows.empty:
        raise MethodError(f"scores: no rows of level {level!r} and id {node!r}")
    rank = competition_ranks(rows["score"].to_numpy(dtype=np.float64))
    best, worst = possible_ranks(
        rows["lower"].to_numpy(dtype=np.float64), rows["upper"].to_numpy(dtype=np.float64)
    )
    table = (
        rows[["iso3", "score", "lower", "upper"]]
        .reset_index(drop=True)
        .assign(
            rank=whole_numbers(rank),
            best_rank=whole_numbers(best),
            worst_rank=whole_numbers(worst),
            n_ranked=int((~np.isnan(rank)).sum()),
        )
    )
    return table.sort_values(
        ["score", "iso3"], ascending=[False, True], na_position="last", ignore_index=True
    )


def whole_numbers(values: Floats) -> pd.Series:
    """Return ranks as whole numbers, missing where there is none."""
    return pd.Series(values).astype("Int64")

"""Ranks, and the best and worst ranks that unknown answers leave possible.

Ranks are competition ranks: 1 is best, equal scores share the better rank, the next is skipped.
"""

import numpy as np
import pandas as pd

from egovbench.base.comparing import TOLERANCE, above, steady
from egovbench.base.errors import MethodError
from egovbench.scoring.framework import Floats


def competition_ranks(scores: Floats) -> Floats:
    """Return the ranks of units (axis 0) for every replication (axis 1, if there is one).

    A unit's rank is 1 + the number of units whose score is higher by more than 1e-9 ("1, 2, 2,
    4"). Missing scores have no rank (NaN) and count for nobody.
    """
    return tied_places(scores)[0]


def tied_places(scores: Floats) -> tuple[Floats, Floats]:
    """Return the first and the last of the places that each unit shares with those of its score.

    Arguments, tolerance and missing scores are those of `competition_ranks`, which are the first
    places; the mean of both is the mid-rank ("1, 2.5, 2.5, 4").
    """
    table = scores[:, None] if scores.ndim == 1 else scores
    # rows of replications are contiguous: sorting them is several times faster
    falling = -np.ascontiguousarray(table.T)
    order = np.argsort(falling, axis=1)
    ordered = np.take_along_axis(falling, order, axis=1)
    place = np.arange(1.0, falling.shape[1] + 1)
    apart = ~(np.diff(ordered, axis=1) <= TOLERANCE)
    edge = np.ones((len(falling), 1), dtype=np.bool_)
    starts = np.where(np.hstack([edge, apart]), place, 0.0)
    ends = np.where(np.hstack([apart, edge]), place, np.inf)
    shared = (
        np.maximum.accumulate(starts, axis=1),
        np.minimum.accumulate(ends[:, ::-1], axis=1)[:, ::-1],
    )
    found = []
    for places in shared:
        each = np.empty_like(falling)
        np.put_along_axis(each, order, places, axis=1)
        each = np.where(np.isnan(falling), np.nan, each).T
        found.append(each[:, 0] if scores.ndim == 1 else each)
    return found[0], found[1]


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
    worst = 1.0 + rivals - above(upper, lower)
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
    order = table.assign(score=table["score"].map(steady)).sort_values(
        ["score", "iso3"], ascending=[False, True], na_position="last"
    )
    return table.loc[order.index].reset_index(drop=True)


def whole_numbers(values: Floats) -> pd.Series:
    """Return ranks as whole numbers, missing where there is none."""
    return pd.Series(values).astype("Int64")

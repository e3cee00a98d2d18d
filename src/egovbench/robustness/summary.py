"""What a simulation says: intervals of ranks, and who stands before whom how often."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from egovbench.base.errors import MethodError
from egovbench.robustness.simulation import Simulation
from egovbench.scoring.framework import Floats
from egovbench.scoring.ranks import TOLERANCE


def rank_intervals(simulation: Simulation, low: float = 0.05, high: float = 0.95) -> pd.DataFrame:
    """Return, a unit a row: unit, mean_rank, rank_low, rank_median, rank_high, top_third, n.

    `rank_low` and `rank_high` are the `low` and `high` quantiles of the ranks (the smallest rank
    that at least this share of replications does not exceed, so always a rank that occurred);
    `top_third` is the share of replications (0 to 1) in which the rank is at most a third of the
    units ranked; `n` the replications in which the unit has a rank, over which all is taken. NaN
    with none. Sorted by mean rank, then name.
    """
    ranks = simulation.ranks
    ranked = (~np.isnan(ranks)).sum(axis=0)
    count = (~np.isnan(ranks)).sum(axis=1)
    ordered = np.sort(ranks, axis=1)
    some = np.where(count > 0, count, np.nan)
    table = pd.DataFrame(
        {
            "unit": list(simulation.units),
            "mean_rank": np.where(np.isnan(ranks), 0.0, ranks).sum(axis=1) / some,
            "rank_low": _quantile(ordered, count, low),
            "rank_median": _quantile(ordered, count, 0.5),
            "rank_high": _quantile(ordered, count, high),
            "top_third": (ranks <= ranked / 3.0).sum(axis=1) / some,
            "n": count,
        }
    )
    return table.sort_values(["mean_rank", "unit"], na_position="last", ignore_index=True)


def probability_of_beating(simulation: Simulation, focal: str) -> pd.DataFrame:
    """Return, a peer a row: unit, higher, tied, lower, n.

    Shares (0 to 1) of the `n` replications in which both have a score, in which the focal unit's
    score is higher, the same within 1e-9, or lower. NaN with none. In the units' order.
    Raises MethodError where the focal unit is not among the units.
    """
    own = simulation.scores[focal_row(simulation.units, focal)]
    lead = own - simulation.scores
    both = ~np.isnan(lead)
    count = both.sum(axis=1)
    some = np.where(count > 0, count, np.nan)
    table = pd.DataFrame(
        {
            "unit": list(simulation.units),
            "higher": (lead > TOLERANCE).sum(axis=1) / some,
            "tied": (both & (np.abs(lead) <= TOLERANCE)).sum(axis=1) / some,
            "lower": (lead < -TOLERANCE).sum(axis=1) / some,
            "n": count,
        }
    )
    return table[table["unit"] != focal].reset_index(drop=True)


def score_intervals(simulation: Simulation, low: float = 0.05, high: float = 0.95) -> pd.DataFrame:
    """Return, a unit a row: unit, score_low, score_median, score_high, n, as `rank_intervals`.

    Only for simulations with a single normalisation, whose scores share one scale.
    """
    count = (~np.isnan(simulation.scores)).sum(axis=1)
    ordered = np.sort(simulation.scores, axis=1)
    return pd.DataFrame(
        {
            "unit": list(simulation.units),
            "score_low": _quantile(ordered, count, low),
            "score_median": _quantile(ordered, count, 0.5),
            "score_high": _quantile(ordered, count, high),
            "n": count,
        }
    )


def distance_to_median(
    simulation: Simulation, low: float = 0.05, high: float = 0.95
) -> pd.DataFrame:
    """Return, a unit a row: unit, difference_low, difference_high, position, n.

    The difference is the unit's score less the median score of all units that have one in the
    same replication; `_low` and `_high` are its quantiles as in `rank_intervals`. `position` is
    "above" where the low one is above 0 by more than 1e-9, "below" where the high one is below,
    else "not distinguishable"; "no score" with none. Only for a single normalisation.
    """
    scores = simulation.scores
    some = (~np.isnan(scores)).any(axis=0)
    median = np.full(scores.shape[1], np.nan)
    median[some] = np.nanmedian(scores[:, some], axis=0)
    ordered = np.sort(scores - median, axis=1)
    count = (~np.isnan(scores)).sum(axis=1)
    lows, highs = _quantile(ordered, count, low), _quantile(ordered, count, high)
    position = np.select(
        [count == 0, lows > TOLERANCE, highs < -TOLERANCE],
        ["no score", "above", "below"],
        "not distinguishable",
    )
    return pd.DataFrame(
        {
            "unit": list(simulation.units),
            "difference_low": lows,
            "difference_high": highs,
            "position": pd.Series(position, dtype="str"),
            "n": count,
        }
    )


def focal_row(units: tuple[str, ...], focal: str) -> int:
    """Return the focal unit's row. Raises MethodError where it is not among the units."""
    if focal not in units:
        raise MethodError(f"focal unit {focal!r} is not among the units")
    return units.index(focal)


def _quantile(ordered: Floats, count: NDArray[np.int64], share: float) -> Floats:
    at = np.maximum(np.ceil(share * count - 1e-9).astype(np.int64) - 1, 0)
    found: Floats = ordered[np.arange(len(ordered)), np.minimum(at, ordered.shape[1] - 1)]
    return found

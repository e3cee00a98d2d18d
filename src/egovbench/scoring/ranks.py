"""Competition ranks: 1 is best, equal scores share the better rank, the next rank is skipped."""

import numpy as np

from egovbench.scoring.framework import Floats

# scores closer than this are equal: sums in another order differ by about 1e-14
TOLERANCE = 1e-9


def competition_ranks(scores: Floats) -> Floats:
    """Return the ranks of units (axis 0) for every replication (axis 1, if there is one).

    A unit's rank is 1 + the number of units whose score is higher by more than 1e-9 ("1, 2, 2,
    4"). Missing scores have no rank (NaN) and count for nobody.
    """
    table = scores[:, None] if scores.ndim == 1 else scores
    # rows of replications are contiguous: sorting them is several times faster
    falling = -np.ascontiguousarray(table.T)
    order = np.argsort(falling, axis=1)
    ordered = np.take_along_axis(falling, order, axis=1)
    place = np.arange(1.0, falling.shape[1] + 1)
    fresh = np.ones(falling.shape, dtype=np.bool_)
    fresh[:, 1:] = np.diff(ordered, axis=1) > TOLERANCE
    shared = np.maximum.accumulate(np.where(fresh, place, 0.0), axis=1)
    ranks = np.empty_like(falling)
    np.put_along_axis(ranks, order, shared, axis=1)
    ranks = np.where(np.isnan(falling), np.nan, ranks).T
    return ranks[:, 0] if scores.ndim == 1 else ranks

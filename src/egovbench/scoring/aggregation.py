"""Aggregation of siblings into their parent.

Every function takes the children of one group as a sequence of arrays, one for each child, of
shape (units, replications), and their weights as arrays that broadcast against them: (1, 1) for one
declared weight, (1, replications) for random weights.
It returns (units, replications). A missing child (NaN) is skipped and the weights of the others
are rescaled to sum to 1; a unit whose children are all missing is missing. Sums run child by
child in a fixed order, so that equal rows give equal results to the bit.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from egovbench.base.errors import ParameterError
from egovbench.scoring.framework import Floats
from egovbench.scoring.methods import Method, Signature, parse_method

AGGREGATIONS = {
    "amean": Signature(),
    "gmean": Signature(),
    "hmean": Signature(),
    "pmean": Signature(required=("power",)),
    "median": Signature(),
    "copeland": Signature(),
}


@dataclass(frozen=True)
class Patched:
    """A child that is alike in all replications but for the values of some units.

    `base` is (units, 1), missing in `rows`, where `values` (rows, replications) stand instead.
    """

    base: Floats
    rows: NDArray[np.intp]
    values: Floats

    def dense(self) -> Floats:
        """Return (units, replications)."""
        wide = np.repeat(self.base, self.values.shape[1], axis=1)
        wide[self.rows] = self.values
        return wide


Child = Floats | Patched
Weights = Sequence[Floats]
Aggregator = Callable[[Sequence[Child], Weights], Floats]

# differences of weight sums below this are rounding: half of the weight is a tie
_TIE = 1e-12


def parse_aggregation(text: str) -> Method:
    """Return the aggregation that `text` names. Raises ParameterError for any other."""
    method = parse_method(text, AGGREGATIONS, "aggregate")
    if method.name == "pmean" and method.numbers[0] == 0:
        raise ParameterError("aggregate", text, "a power other than 0 (for 0 use gmean)")
    return method


def parse_aggregations(text: str, n_levels: int) -> tuple[Method, ...]:
    """Return one aggregation for each step between levels, bottom up; a single one serves all.

    In `text` they stand with commas. Raises ParameterError for a wrong number.
    """
    given = text.split(",")
    steps = max(n_levels - 1, 1)
    if len(given) not in (1, steps):
        raise ParameterError(
            "aggregate", text, f"one method, or {steps} for {n_levels} levels, bottom up"
        )
    return tuple(parse_aggregation(each) for each in (given * steps if len(given) == 1 else given))


def aggregator(method: Method) -> Aggregator:
    """Return the function of an aggregation method."""
    if method.name == "pmean":
        power = method.numbers[0]
        return lambda children, weights: generalised_mean(children, weights, power)
    return {
        "amean": arithmetic_mean,
        "gmean": geometric_mean,
        "hmean": harmonic_mean,
        "median": weighted_median,
        "copeland": copeland,
    }[method.name]


def outside_domain(method: Method, child: Child) -> tuple[int, float] | None:
    """Return (row, value) of a value that has no such mean, None where there is none.

    0 or less for geometric and harmonic; below 0 for a generalised mean of positive power.
    """
    if method.name not in ("gmean", "hmean", "pmean"):
        return None
    zero_allowed = method.name == "pmean" and method.numbers[0] > 0
    if isinstance(child, Patched):
        parts = [(np.arange(len(child.base)), child.base), (child.rows, child.values)]
    else:
        parts = [(np.arange(len(child)), child)]
    for rows, values in parts:
        if np.fmin.reduce(values, axis=None, initial=np.inf) <= 0:
            outside = values < 0 if zero_allowed else values <= 0
            if outside.any():
                row, column = np.argwhere(outside)[0]
                return int(rows[row]), float(values[row, column])
    return None


def arithmetic_mean(children: Sequence[Child], weights: Weights) -> Floats:
    """Return sum(w x) / sum(w); fully compensatory. Source: OECD/JRC (2008), Handbook, step 6."""
    total, share = _sums(children, weights)
    return total / share


def geometric_mean(children: Sequence[Child], weights: Weights) -> Floats:
    """Return exp(sum(w ln x) / sum(w)); every x above 0; partly compensatory.

    Source: OECD/JRC (2008), Handbook, step 6.
    """
    total, share = _sums(children, weights, np.log)
    return np.exp(total / share)


def harmonic_mean(children: Sequence[Child], weights: Weights) -> Floats:
    """Return sum(w) / sum(w / x); every x above 0; the least compensatory of the three."""
    total, share = _sums(children, weights, np.reciprocal)
    return share / total


def generalised_mean(children: Sequence[Child], weights: Weights, power: float) -> Floats:
    """Return (sum(w x^p) / sum(w))^(1/p), p not 0; p = 1 arithmetic, p = -1 harmonic.

    x must not be below 0, for a negative p above 0. Source: COINr `a_genmean`.
    """
    total, share = _sums(children, weights, lambda child: child**power)
    return (total / share) ** (1.0 / power)


def weighted_median(children: Sequence[Child], weights: Weights) -> Floats:
    """Return the middle of the values at which half of the weight is reached from both sides.

    With equal weights this is the ordinary median.
    """
    wide = [dense(child) for child in children]
    values, weight = np.broadcast_arrays(_stack(wide), _stack(weights))
    weight = np.where(np.isnan(values), 0.0, weight)
    order = np.argsort(values, axis=0, kind="stable")
    ordered = np.take_along_axis(values, order, axis=0)
    reached = np.cumsum(np.take_along_axis(weight, order, axis=0), axis=0)
    half = reached[-1] / 2.0
    slack = _TIE * reached[-1]
    lower = np.argmax(reached >= half - slack, axis=0)[None]
    upper = np.argmax(reached > half + slack, axis=0)[None]
    middle = np.take_along_axis(ordered, lower, 0)[0] + np.take_along_axis(ordered, upper, 0)[0]
    return np.where(half > 0, middle / 2.0, np.nan)


def copeland(children: Sequence[Child], weights: Weights) -> Floats:
    """Return the number of units outranked less the number that outrank, 1 - n to n - 1.

    A unit outranks another where the children on which it is higher weigh more than those on
    which it is lower. Children that one of the two misses are left out of that comparison on both
    sides; COINr (`a_copeland`) counts them against the unit that stands first in the table, so
    results differ there, and only there. Source: OECD/JRC (2008), Handbook, step 6 (Copeland).
    """
    full = [dense(child) for child in children]
    shape = np.broadcast_shapes(*(each.shape for each in (*full, *weights)))
    wide = [np.broadcast_to(child, shape) for child in full]
    heavy = [np.broadcast_to(weight, shape) for weight in weights]
    scores = np.empty(shape)
    for replication in range(shape[1]):
        margin = np.zeros((shape[0], shape[0]))
        for child, weight in zip(wide, heavy, strict=True):
            column = child[:, replication]
            higher = (column[:, None] > column).astype(np.float64)
            margin += weight[0, replication] * (higher - (column[:, None] < column))
        wins = np.where(np.abs(margin) > _TIE, np.sign(margin), 0.0)
        scores[:, replication] = wins.sum(axis=1)
    unknown = np.logical_and.reduce([np.isnan(child) for child in wide])
    return np.where(unknown, np.nan, scores)


def dense(child: Child) -> Floats:
    """Return a child as one array."""
    return child.dense() if isinstance(child, Patched) else child


def _identity(child: Floats) -> Floats:
    return child


def _sums(
    children: Sequence[Child],
    weights: Weights,
    transform: Callable[[Floats], Floats] = _identity,
) -> tuple[Floats, Floats]:
    """Return sum(w f(x)) over known children and the sum of their weights (NaN for 0)."""
    shape = np.broadcast_shapes(
        *(weight.shape for weight in weights),
        *((child.base if isinstance(child, Patched) else child).shape for child in children),
        *((1, child.values.shape[1]) for child in children if isinstance(child, Patched)),
    )
    total, product = np.zeros(shape), np.empty(shape)
    gaps = [_gaps(child) for child in children]
    for child, weight, gap in zip(children, weights, gaps, strict=True):
        base = transform(child.base if isinstance(child, Patched) else child)
        np.multiply(weight, base if gap is None else np.where(gap, 0.0, base), out=product)
        if isinstance(child, Patched):
            values = transform(child.values)
            product[child.rows] = weight * np.where(np.isnan(values), 0.0, values)
        total += product
    return total, _shares(weights, gaps, shape)


def _gaps(child: Child) -> NDArray[np.bool_] | None:
    """Return where a child is missing, None where it is nowhere."""
    if isinstance(child, Patched):
        if np.isnan(child.values.min(initial=np.inf)):
            return np.isnan(child.dense())
        missing = np.isnan(child.base)
        missing[child.rows] = False
        return missing
    # the minimum of an array with a NaN is NaN: one pass, and no array is made
    return np.isnan(child) if np.isnan(child.min(initial=np.inf)) else None


def _shares(
    weights: Weights, gaps: Sequence[NDArray[np.bool_] | None], shape: tuple[int, ...]
) -> Floats:
    whole: Floats = sum(weights[1:], start=weights[0])
    some = [gap.any(axis=1) for gap in gaps if gap is not None]
    rows = np.flatnonzero(np.logical_or.reduce(some)) if some else np.empty(0, dtype=np.intp)
    if not len(rows):
        return np.where(whole > 0, whole, np.nan)
    share = np.broadcast_to(whole, shape).copy()
    part = np.zeros((len(rows), shape[1]))
    for weight, gap in zip(weights, gaps, strict=True):
        part += weight if gap is None else weight * (~gap[rows]).astype(np.float64)
    share[rows] = part
    return np.where(share > 0, share, np.nan)


def _stack(arrays: Sequence[Floats]) -> Floats:
    return np.stack(np.broadcast_arrays(*arrays))

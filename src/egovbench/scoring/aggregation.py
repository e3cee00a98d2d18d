"""Aggregation of siblings into their parent.

Every function takes the children of one group as a sequence of arrays, one a child, of shape
(units, replications), and their weights as arrays that broadcast against them: (1, 1) for one
declared weight, (units, 1) for weights of a unit's own, (1, replications) for random weights.
It returns (units, replications). A missing child (NaN) is skipped and the weights of the others
are rescaled to sum to 1; a unit whose children are all missing is missing. Sums run child by
child in a fixed order, so that equal rows give equal results to the bit.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from egovbench.errors import ParameterError
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
Children = Sequence[Floats]
Aggregator = Callable[[Children, Children], Floats]

# differences of weight sums below this are rounding: half of the weight is a tie
_TIE = 1e-12


def parse_aggregation(text: str) -> Method:
    """Return the aggregation that `text` names. Raises ParameterError for any other."""
    method = parse_method(text, AGGREGATIONS, "aggregate")
    if method.name == "pmean" and method.numbers[0] == 0:
        raise ParameterError("aggregate", text, "a power other than 0 (for 0 use gmean)")
    return method


def parse_aggregations(names: str | Sequence[str], n_levels: int) -> tuple[Method, ...]:
    """Return one aggregation a step from level to level, bottom up; a single one serves all.

    `names` is a sequence, or text with commas. Raises ParameterError for a wrong number.
    """
    given = names.split(",") if isinstance(names, str) else list(names)
    steps = max(n_levels - 1, 1)
    if len(given) not in (1, steps):
        raise ParameterError(
            "aggregate", ",".join(given), f"one method, or {steps} for {n_levels} levels, bottom up"
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


def is_monotone(method: Method) -> bool:
    """Whether a unit's result can only rise with its own values, whatever the others have."""
    return method.name != "copeland"


def outside_domain(method: Method, child: Floats) -> NDArray[np.bool_]:
    """Return where a child's values have no such mean: 0 or less for geometric and harmonic.

    A generalised mean of positive power allows 0.
    """
    if method.name in ("gmean", "hmean"):
        return child <= 0
    if method.name == "pmean":
        power = method.numbers[0]
        return child <= 0 if power < 0 else child < 0
    return np.zeros(child.shape, dtype=np.bool_)


def arithmetic_mean(children: Children, weights: Children) -> Floats:
    """Return sum(w x) / sum(w); fully compensatory. Source: OECD/JRC (2008), Handbook, step 6."""
    total, share = _sums(children, weights)
    return total / share


def geometric_mean(children: Children, weights: Children) -> Floats:
    """Return exp(sum(w ln x) / sum(w)); every x above 0; partly compensatory.

    Source: OECD/JRC (2008), Handbook, step 6.
    """
    total, share = _sums([np.log(child) for child in children], weights)
    return np.exp(total / share)


def harmonic_mean(children: Children, weights: Children) -> Floats:
    """Return sum(w) / sum(w / x); every x above 0; the least compensatory of the three."""
    total, share = _sums([1.0 / child for child in children], weights)
    return share / total


def generalised_mean(children: Children, weights: Children, power: float) -> Floats:
    """Return (sum(w x^p) / sum(w))^(1/p), p not 0; p = 1 arithmetic, p = -1 harmonic.

    x must not be below 0, for a negative p above 0. Source: COINr `a_genmean`.
    """
    total, share = _sums([child**power for child in children], weights)
    return (total / share) ** (1.0 / power)


def weighted_median(children: Children, weights: Children) -> Floats:
    """Return the middle of the values at which half of the weight is reached from both sides.

    With equal weights this is the ordinary median.
    """
    values, weight = np.broadcast_arrays(np.stack(np.broadcast_arrays(*children)), _stack(weights))
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


def copeland(children: Children, weights: Children) -> Floats:
    """Return the number of units outranked less the number that outrank, 1 - n to n - 1.

    A unit outranks another where the children on which it is higher weigh more than those on
    which it is lower. Children that one of the two misses are left out of that comparison on both
    sides; COINr (`a_copeland`) counts them against the unit that stands first in the table, so
    results differ there, and only there. Source: OECD/JRC (2008), Handbook, step 6 (Copeland).
    """
    shape = np.broadcast_shapes(*(each.shape for each in (*children, *weights)))
    wide = [np.broadcast_to(child, shape) for child in children]
    heavy = [np.broadcast_to(weight, shape) for weight in weights]
    scores = np.empty(shape)
    for replication in range(shape[1]):
        margin = np.zeros((shape[0], shape[0]))
        for child, weight in zip(wide, heavy, strict=True):
            column = child[:, replication]
            higher = (column[:, None] > column).astype(np.float64)
            # where weights are a unit's own, a comparison is made with those of its row
            margin += weight[:, replication][:, None] * (higher - (column[:, None] < column))
        wins = np.where(np.abs(margin) > _TIE, np.sign(margin), 0.0)
        scores[:, replication] = wins.sum(axis=1)
    unknown = np.logical_and.reduce([np.isnan(child) for child in wide])
    return np.where(unknown, np.nan, scores)


def _sums(children: Children, weights: Children) -> tuple[Floats, Floats]:
    total: Floats = np.zeros((1, 1))
    share: Floats = np.zeros((1, 1))
    for child, weight in zip(children, weights, strict=True):
        missing = np.isnan(child)
        if missing.any():
            total = total + weight * np.where(missing, 0.0, child)
            share = share + weight * ~missing
        else:
            total = total + weight * child
            share = share + weight
    return total, np.where(share > 0, share, np.nan)


def _stack(weights: Children) -> Floats:
    return np.stack(np.broadcast_arrays(*weights))

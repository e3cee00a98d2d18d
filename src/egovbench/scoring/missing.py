"""What a missing value counts as, on the indicators' own scale, before normalisation.

Every rule takes `values` (units x indicators, NaN = missing) and `asked` (same shape: False where
the question was not put, which no rule fills), and returns a filled copy. The rule `skip` fills
nothing: a missing value leaves the denominator, and with a threshold a group of which less than
that share (0 to 1, of the children asked) is known is missing.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from egovbench.base.errors import MethodError, ParameterError
from egovbench.scoring.framework import Floats, Framework
from egovbench.scoring.methods import Method, Signature, parse_method

RULES = {
    "skip": Signature(optional=(("threshold", 0.0),)),
    "none": Signature(),
    "zero": Signature(),
    "mean": Signature(),
    "median": Signature(),
}
Mask = NDArray[np.bool_]


def parse_missing(text: str) -> Method:
    """Return the rule that `text` names. Raises ParameterError for any other."""
    rule = parse_method(text, RULES, "missing")
    if rule.name == "skip" and not 0 <= rule.numbers[0] <= 1:
        raise ParameterError("missing", text, "a threshold from 0 to 1")
    return rule


def fill(
    values: Floats,
    asked: Mask,
    rule: Method,
    framework: Framework,
    units: Sequence[str],
) -> Floats:
    """Return `values` under the rule.

    Raises MethodError naming unit and indicator where nothing may be missing.
    """
    if rule.name == "none":
        refuse(values, asked, framework, units)
    if rule.name == "zero":
        return fill_zero(values, asked, framework)
    if rule.name == "mean":
        return fill_mean(values, asked)
    if rule.name == "median":
        return fill_median(values, asked)
    return values


def refuse(values: Floats, asked: Mask, framework: Framework, units: Sequence[str]) -> None:
    """Raise MethodError naming the first unit and indicator where a value is missing."""
    gaps = np.argwhere(np.isnan(values) & asked)
    if len(gaps):
        row, column = gaps[0]
        raise MethodError(
            f"missing=none: {units[row]} has no value for {framework.indicators[column]!r} "
            f"({len(gaps)} values are missing in all)"
        )


def fill_zero(values: Floats, asked: Mask, framework: Framework) -> Floats:
    """Return missing values as 0. Raises MethodError where 0 would count as good."""
    gaps = np.isnan(values) & asked
    reversed_ = gaps.any(axis=0) & (framework.directions[: framework.n_indicators] < 0)
    if reversed_.any():
        culprit = framework.indicators[int(np.argmax(reversed_))]
        raise MethodError(
            f"missing=zero: indicator {culprit!r} has direction -1, where 0 counts as good"
        )
    return np.where(gaps, 0.0, values)


def fill_mean(values: Floats, asked: Mask) -> Floats:
    """Return missing values as the mean of the indicator's known values; none known: missing."""
    known = ~np.isnan(values)
    count = known.sum(axis=0)
    mean = np.where(known, values, 0.0).sum(axis=0) / np.where(count > 0, count, np.nan)
    return np.where(~known & asked, mean, values)


def fill_median(values: Floats, asked: Mask) -> Floats:
    """Return missing values as the median of the known values; none known: missing."""
    ordered = np.sort(values, axis=0)
    count = (~np.isnan(ordered)).sum(axis=0)
    middle = np.full(values.shape[1], np.nan)
    some = np.flatnonzero(count > 0)
    halves = ordered[(count[some] - 1) // 2, some] + ordered[count[some] // 2, some]
    middle[some] = halves / 2.0
    return np.where(np.isnan(values) & asked, middle, values)

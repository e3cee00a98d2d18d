"""Normalisation: bringing indicators to a common scale, higher always better.

Every function takes `values` (units x indicators, already turned so that higher is better, NaN =
missing) and, where the data themselves set the scale, `reference`: the rows from which minimum,
maximum, mean or order are taken. Missing stays missing. An indicator without
any spread has no min-max, z-score or distance form: it becomes missing for all (`no_spread` lists
such indicators). Conventions are those of COINr (Becker et al., 2022, JOSS 7(78), 4567).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from egovbench.base.errors import MethodError, ParameterError
from egovbench.scoring.framework import Floats, Framework
from egovbench.scoring.methods import Method, Signature, parse_method

_RANGE = Signature(optional=(("low", 0.0), ("high", 100.0)))

NORMALISATIONS = {
    "scale": _RANGE,
    "minmax": _RANGE,
    "zscore": Signature(optional=(("mean", 0.0), ("sd", 1.0))),
    "rank": Signature(),
    "prank": Signature(),
    "borda": Signature(),
    "dist2max": Signature(),
    "dist2targ": Signature(),
    "fracmax": Signature(),
    "goalposts": Signature(required=("low", "high"), optional=(("scale", 1.0),)),
}


@dataclass(frozen=True)
class Normalisation:
    """A method and, for the distance to a reference unit, that unit's name."""

    method: Method
    unit: str = ""


def parse_normalisation(text: str) -> Normalisation:
    """Return the normalisation that `text` names; `dist2ref:UNIT` names a reference unit.

    Raises ParameterError for an unknown method or numbers that make no scale.
    """
    name, _, unit = text.partition(":")
    if name == "dist2ref":
        if not unit:
            raise ParameterError("normalise", text, "dist2ref:UNIT")
        return Normalisation(Method(name), unit)
    method = parse_method(text, NORMALISATIONS, "normalise")
    if method.name in ("scale", "minmax", "goalposts") and method.numbers[0] >= method.numbers[1]:
        raise ParameterError("normalise", text, "a LOW below HIGH")
    if method.name == "zscore" and method.numbers[1] <= 0:
        raise ParameterError("normalise", text, "an SD above 0")
    return Normalisation(method)


def normalise(
    values: Floats,
    normalisation: Normalisation,
    framework: Framework,
    units: Sequence[str] = (),
    reference: Floats | None = None,
) -> Floats:
    """Return raw `values` (units x indicators of the framework) normalised, direction honoured.

    An indicator of direction -1 is multiplied by -1 first, its scale and target with it.
    Raises MethodError naming the indicator whose scale or target is not given, or the reference
    unit that is not there.
    """
    count = framework.n_indicators
    direction = framework.directions[:count]
    turned = values * direction
    known = turned if reference is None else reference * direction
    name, numbers = normalisation.method.name, normalisation.method.numbers
    if name == "minmax":
        return minmax(turned, numbers[0], numbers[1], known)
    if name == "zscore":
        return zscore(turned, numbers[0], numbers[1], known)
    if name == "rank":
        return rank(turned, known)
    if name == "prank":
        return percentile_rank(turned, known)
    if name == "borda":
        return borda(turned, known)
    if name == "dist2max":
        return distance_to_maximum(turned, known)
    if name == "fracmax":
        _, largest = _ends(known)
        _require(framework, (largest > 0) | np.isinf(largest), "a maximum above 0")
        return fraction_of_maximum(turned, known)
    if name == "dist2ref":
        if normalisation.unit not in units:
            raise MethodError(f"reference unit {normalisation.unit!r} is not in the table")
        return distance_to_unit(turned, list(units).index(normalisation.unit), known)
    if name == "dist2targ":
        target = framework.targets[:count] * direction
        _require(framework, ~np.isnan(target), "a target in the framework")
        return distance_to_target(turned, target, known)
    if name == "goalposts":
        low, high, scale = numbers
        posts = np.sort(np.array([low, high])[:, None] * direction, axis=0)
        return goalposts(turned, posts[0], posts[1], scale)
    lowest, highest = oriented_scale(framework)
    return scale_to_range(turned, lowest, highest, numbers[0], numbers[1])


def oriented_scale(framework: Framework) -> tuple[Floats, Floats]:
    """Return each indicator's worst and best value, turned so that higher is better.

    Raises MethodError naming the first indicator whose minimum or maximum is not given.
    """
    count = framework.n_indicators
    ends = np.stack([framework.minimums[:count], framework.maximums[:count]])
    _require(framework, ~np.isnan(ends).any(axis=0), "a minimum and a maximum in the framework")
    ends = np.sort(ends * framework.directions[:count], axis=0)
    return ends[0], ends[1]


def no_spread(values: Floats) -> NDArray[np.bool_]:
    """Return, for each indicator, whether its known values are all alike (or none is known)."""
    lowest, highest = _ends(values)
    return np.logical_not(highest > lowest)


def scale_to_range(
    values: Floats, minimum: Floats, maximum: Floats, low: float, high: float
) -> Floats:
    """Return low + (x - minimum) / (maximum - minimum) * (high - low), scale given by codebook.

    Depends on no other unit; the default for questionnaire items. Source: OECD/JRC (2008),
    Handbook on Constructing Composite Indicators, step 5 (min-max with fixed ends).
    """
    return (values - minimum) / (maximum - minimum) * (high - low) + low


def minmax(values: Floats, low: float, high: float, reference: Floats) -> Floats:
    """Return low + (x - min) / (max - min) * (high - low), ends taken from the data.

    Source: OECD/JRC (2008), Handbook, step 5, "Min-Max".
    """
    smallest, largest = _ends(reference)
    return (values - smallest) / _gap(largest - smallest) * (high - low) + low


def zscore(values: Floats, mean: float, deviation: float, reference: Floats) -> Floats:
    """Return mean + deviation * (x - average) / s, s the sample standard deviation (n - 1).

    Source: OECD/JRC (2008), Handbook, step 5, "Standardisation".
    """
    present = ~np.isnan(reference)
    count = present.sum(axis=0)
    centre = np.where(present, reference, 0.0).sum(axis=0) / np.maximum(count, 1)
    squares = np.where(present, reference - centre, 0.0) ** 2
    spread = np.sqrt(squares.sum(axis=0) / np.maximum(count - 1, 1))
    # a constant column may leave a spread of 1e-17, which is no spread
    spread = np.where(no_spread(reference), np.nan, spread)
    scores: Floats = (values - centre) / spread * deviation + mean
    return scores


def rank(values: Floats, reference: Floats) -> Floats:
    """Return 1 + the number of known values strictly below: ties share the lowest rank.

    Higher value, higher rank; 1 is the worst. Source: COINr `n_rank`.
    """
    return 1.0 + borda(values, reference)


def borda(values: Floats, reference: Floats) -> Floats:
    """Return the number of known values strictly below. Source: COINr `n_borda`."""
    below = np.empty_like(values, dtype=np.float64)
    ordered = np.sort(reference, axis=0)
    for column in range(values.shape[1]):
        below[:, column] = np.searchsorted(ordered[:, column], values[:, column], side="left")
    return np.where(np.isnan(values), np.nan, below)


def percentile_rank(values: Floats, reference: Floats) -> Floats:
    """Return (rank - 1) / (n - 1), n the known values; 0 worst, 1 best. Source: COINr `n_prank`.

    With a single known value there is no order: missing.
    """
    others = (~np.isnan(reference)).sum(axis=0) - 1.0
    return borda(values, reference) / _gap(others)


def distance_to_maximum(values: Floats, reference: Floats) -> Floats:
    """Return 1 - (max - x) / (max - min), 0 to 1. Source: COINr `n_dist2max`."""
    smallest, largest = _ends(reference)
    distance: Floats = (largest - values) / _gap(largest - smallest)
    return 1.0 - distance


def distance_to_unit(values: Floats, row: int, reference: Floats) -> Floats:
    """Return 1 - (x_unit - x) / (x_unit - min): 1 for the unit in `row` itself, more above it.

    Missing for all where the unit's value is missing or the lowest. Source: COINr `n_dist2ref`.
    """
    smallest, _ = _ends(reference)
    distance: Floats = (reference[row] - values) / _gap(reference[row] - smallest)
    return 1.0 - distance


def distance_to_target(values: Floats, target: Floats, reference: Floats) -> Floats:
    """Return (x - min) / (target - min): 1 at the target, more beyond it.

    Missing for all where the target is not above the minimum. Source: COINr `n_dist2targ`.
    """
    smallest, _ = _ends(reference)
    covered: Floats = (values - smallest) / _gap(target - smallest)
    return covered


def fraction_of_maximum(values: Floats, reference: Floats) -> Floats:
    """Return x / max; the maximum must be above 0. Source: COINr `n_fracmax`."""
    _, largest = _ends(reference)
    return values / _gap(largest)


def goalposts(values: Floats, low: Floats, high: Floats, scale: float) -> Floats:
    """Return scale * (x - low) / (high - low), cut off at 0 and `scale`.

    Source: UNDP, Human Development Report, technical notes (dimension index); COINr
    `n_goalposts`.
    """
    return np.clip((values - low) / (high - low), 0.0, 1.0) * scale


def _ends(values: Floats) -> tuple[Floats, Floats]:
    present = ~np.isnan(values)
    smallest = np.min(values, axis=0, where=present, initial=np.inf)
    largest = np.max(values, axis=0, where=present, initial=-np.inf)
    return smallest, largest


def _gap(width: Floats) -> Floats:
    return np.where(width > 0, width, np.nan)


def _require(framework: Framework, given: NDArray[np.bool_] | np.bool_, what: str) -> None:
    if not np.all(given):
        culprit = framework.indicators[int(np.argmin(given))]
        raise MethodError(f"indicator {culprit!r} has not {what}, which this method needs")

"""What a robustness analysis varies, and the alternatives of each choice."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from egovbench.base.errors import MethodError, ParameterError
from egovbench.scoring.aggregation import parse_aggregations
from egovbench.scoring.answers import Answers
from egovbench.scoring.framework import Framework
from egovbench.scoring.methods import Signature, parse_method
from egovbench.scoring.missing import parse_missing
from egovbench.scoring.normalisation import parse_normalisation

COMPLETE = "complete"
COMPLETIONS = ("observed", "ends", "uniform")
WEIGHT_DRAWS = {
    "declared": Signature(),
    "noise": Signature(optional=(("size", 0.25),)),
    "dirichlet": Signature(optional=(("concentration", 10.0),)),
}
Tables = Mapping[str, Answers]


@dataclass(frozen=True)
class Space:
    """The alternatives; the first of each is the nominal choice.

    `normalisations`, `aggregations` (one method, or one a level with commas) and `missing` as in
    the engine, `missing` also "complete": unknown and doubtful answers take drawn values (under the
    other rules a doubtful answer counts as it stands). `weights`: "declared",
    "noise:SIZE" (every weight times a uniform factor between 1 - SIZE and 1 + SIZE) or
    "dirichlet:CONCENTRATION" (shares within a parent drawn round the declared ones; the larger
    the closer). `completion`: "observed" (a known value of the same indicator, drawn from the
    other units), "ends" (worst or best end of the scale, evenly) or "uniform" (anywhere between).
    Tables of different fidelity are given to the functions that draw.
    """

    normalisations: tuple[str, ...] = ("scale:0:100",)
    aggregations: tuple[str, ...] = ("amean",)
    missing: tuple[str, ...] = ("skip", COMPLETE)
    weights: str = "noise:0.25"
    completion: str = "observed"


def checked_space(space: Space, framework: Framework) -> Space:
    """Return `space` if every alternative is known. Raises ParameterError naming the first not."""
    for name in ("normalisations", "aggregations", "missing"):
        if not getattr(space, name):
            raise ParameterError(name, (), "at least one method")
    for normalisation in space.normalisations:
        parse_normalisation(normalisation)
    for aggregation in space.aggregations:
        parse_aggregations(aggregation, framework.n_levels)
    for rule in space.missing:
        if rule != COMPLETE:
            parse_missing(rule)
    draw = parse_method(space.weights, WEIGHT_DRAWS, "weights")
    if draw.name == "noise" and not 0 <= draw.numbers[0] < 1:
        raise ParameterError("weights", space.weights, "a SIZE from 0 to below 1")
    if draw.name == "dirichlet" and not draw.numbers[0] > 0:
        raise ParameterError("weights", space.weights, "a CONCENTRATION above 0")
    if space.completion not in COMPLETIONS:
        raise ParameterError("completion", space.completion, f"one of {', '.join(COMPLETIONS)}")
    return space


def common_units(tables: Tables, framework: Framework) -> tuple[str, ...]:
    """Return the units of the tables. Raises MethodError unless all have the same, in order."""
    if not tables:
        raise MethodError("robustness: no table to analyse")
    names = list(tables)
    first = tables[names[0]]
    for name in names:
        if tables[name].units != first.units:
            raise MethodError(f"table {name!r} has other units than table {names[0]!r}")
        if tables[name].values.shape[1] != framework.n_indicators:
            raise MethodError(f"table {name!r} has not the framework's indicators")
    return first.units


def unknown_cells(tables: Tables) -> NDArray[np.intp]:
    """Return (row, column) of every cell that is unknown or doubtful in a table, cells x 2."""
    return np.argwhere(np.logical_or.reduce([table.open for table in tables.values()]))


def cell_names(tables: Tables, framework: Framework) -> tuple[tuple[str, str], ...]:
    """Return (unit, indicator) of every unknown or doubtful cell."""
    units = common_units(tables, framework)
    return tuple(
        (units[row], framework.indicators[column]) for row, column in unknown_cells(tables)
    )

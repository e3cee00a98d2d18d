"""The walk up the framework: children aggregated into their parents, level by level."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from egovbench.base.errors import MethodError
from egovbench.scoring.aggregation import Child, aggregator, dense, outside_domain
from egovbench.scoring.framework import Floats, Framework
from egovbench.scoring.methods import Method
from egovbench.scoring.weights import FROM_DATA, data_weights, declared_weights

REMEDY = {
    "gmean": "normalise to a range above 0, such as minmax:1:100 or scale:1:100, or use amean",
    "hmean": "normalise to a range above 0, such as minmax:1:100 or scale:1:100, or use amean",
    "pmean": "normalise to a range above 0, such as minmax:1:100 or scale:1:100",
}


def climb(
    indicators: Sequence[Child],
    framework: Framework,
    weights: Sequence[Floats],
    methods: Sequence[Method],
    threshold: float = 0.0,
    asked: NDArray[np.bool_] | None = None,
    units: Sequence[str] = (),
) -> list[Child]:
    """Return the values of every node, indicators as given first, each (units, replications).

    `indicators` are normalised, (units, replications), (units, 1) where all replications are
    alike, or patched; `weights` one array a node that broadcasts against them; `methods` one a
    step, bottom up. With a `threshold` above 0 a group is missing for a unit of whose children a
    smaller share is known; children of which nothing was `asked` (units x nodes) do not count.
    Raises MethodError naming group, child and unit where a mean does not exist.
    """
    nodes: list[Child] = list(indicators)
    for parent, children in framework.groups:
        method = methods[framework.levels[parent] - 2]
        values = [nodes[child] for child in children]
        _refuse_outside_domain(method, values, framework, parent, children, units)
        result = aggregator(method)(values, [weights[child] for child in children])
        if threshold > 0:
            known = sum((~np.isnan(dense(value))).astype(np.float64) for value in values)
            counted: Floats | int = len(children)
            if asked is not None:
                counted = np.maximum(asked[:, list(children)].sum(axis=1), 1)[:, None]
            result = np.where(known / counted < threshold, np.nan, result)
        nodes.append(result)
    return nodes


def node_weights(
    indicators: Floats,
    framework: Framework,
    method: Method,
    methods: Sequence[Method],
    units: Sequence[str] = (),
) -> list[Floats]:
    """Return one weight array a node, (1, 1), or (units, 1) for benefit of the doubt.

    Weights from the data are found group by group, bottom up, on the values the group's children
    have by then; `indicators` (units x indicators) are normalised.
    """
    weights = [np.full((1, 1), each) for each in declared_weights(framework, method)]
    if method.name not in FROM_DATA:
        return weights
    nodes = [column[:, None] for column in indicators.T]
    for parent, children in framework.groups:
        values = [nodes[child] for child in children]
        found = data_weights(np.hstack(values), method, f"group {framework.ids[parent]!r}")
        for child, weight in zip(children, np.atleast_2d(found).T, strict=True):
            weights[child] = np.nan_to_num(weight)[:, None]
        step = methods[framework.levels[parent] - 2]
        _refuse_outside_domain(step, values, framework, parent, children, units)
        nodes.append(aggregator(step)(values, [weights[child] for child in children]))
    return weights


def _refuse_outside_domain(
    method: Method,
    values: Sequence[Child],
    framework: Framework,
    parent: int,
    children: Sequence[int],
    units: Sequence[str],
) -> None:
    for child, value in zip(children, values, strict=True):
        outside = outside_domain(method, value)
        if outside is not None:
            row, number = outside
            unit = units[row] if len(units) else f"row {row + 1}"
            raise MethodError(
                f"{method.name} of {framework.ids[parent]!r} does not exist: "
                f"{framework.ids[child]!r} is {number:g} for {unit}; {REMEDY[method.name]}"
            )

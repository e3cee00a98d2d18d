"""One evaluation of a table by chosen methods: fill, normalise, weigh, aggregate level by level."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from egovbench.base.errors import MethodError
from egovbench.scoring.aggregation import (
    Child,
    aggregator,
    dense,
    outside_domain,
    parse_aggregations,
)
from egovbench.scoring.answers import Answers
from egovbench.scoring.framework import Floats, Framework, read_framework
from egovbench.scoring.methods import Method
from egovbench.scoring.missing import fill, parse_missing
from egovbench.scoring.normalisation import Normalisation, normalise, parse_normalisation
from egovbench.scoring.weights import (
    FROM_DATA,
    data_weights,
    declared_weights,
    overridden_weights,
    parse_weights,
)

_REMEDY = {
    "gmean": "normalise to a range above 0, such as minmax:1:100 or scale:1:100, or use amean",
    "hmean": "normalise to a range above 0, such as minmax:1:100 or scale:1:100, or use amean",
    "pmean": "normalise to a range above 0, such as minmax:1:100 or scale:1:100",
}


@dataclass(frozen=True)
class Methods:
    """The parsed choices of one composite."""

    normalisation: Normalisation
    weighting: Method
    framework: Framework
    aggregations: tuple[Method, ...]
    missing: Method

    @property
    def threshold(self) -> float:
        """The share of a group's children that must be known; 0 under rules other than skip."""
        return self.missing.numbers[0] if self.missing.name == "skip" else 0.0


def parse_methods(
    framework: pd.DataFrame | Framework,
    normalisation: str = "scale",
    weights: str | Mapping[str, float] = "given",
    aggregation: str | Sequence[str] = "amean",
    missing: str = "skip",
) -> Methods:
    """Return the choices checked; weights given by id replace those of the framework.

    Raises ParameterError for an unknown method, MethodError for a framework that is not valid.
    """
    nodes = read_framework(framework)
    weighting = parse_weights(weights if isinstance(weights, str) else "given")
    if not isinstance(weights, str):
        nodes = replace(nodes, weights=overridden_weights(nodes, weights))
    return Methods(
        normalisation=parse_normalisation(normalisation),
        weighting=weighting,
        framework=nodes,
        aggregations=parse_aggregations(aggregation, nodes.n_levels),
        missing=parse_missing(missing),
    )


@dataclass(frozen=True)
class Evaluation:
    """Node values (units x nodes, indicators normalised) and one weight array for each node."""

    values: Floats
    weights: list[Floats]


def evaluate(answers: Answers, methods: Methods, peers: Sequence[str] | None = None) -> Evaluation:
    """Return every node's value for every unit; see `composite` for the methods and errors."""
    framework = methods.framework
    units = answers.units
    among = peer_mask(units, peers)
    filled = fill(answers.values, answers.asked, methods.missing, framework, units, among)
    scaled = normalise(filled, methods.normalisation, framework, units)
    weights = node_weights(scaled, framework, methods.weighting, methods.aggregations, units)
    columns: list[Child] = [column[:, None] for column in np.ascontiguousarray(scaled.T)]
    asked = counts_below(answers.asked, framework) > 0
    nodes = climb(
        columns, framework, weights, methods.aggregations, methods.threshold, asked, units
    )
    return Evaluation(np.hstack([dense(node) for node in nodes]), weights)


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
    alike, or patched; `weights` one array for each node that broadcasts against them; `methods`
    one for each step, bottom up. With a `threshold` above 0 a group is missing for a unit of whose
    children a smaller share is known; children of which nothing was `asked` (units x nodes) do not
    count.
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
    """Return one weight array for each node, (1, 1), or (units, 1) for benefit of the doubt.

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


def counts_below(flags: NDArray[np.bool_], framework: Framework) -> NDArray[np.int64]:
    """Return, units x nodes, how many of the indicators below each node are flagged."""
    counts = flags.astype(np.float64) @ framework.membership
    return counts.astype(np.int64)


def peer_mask(units: Sequence[str], peers: Sequence[str] | None) -> NDArray[np.bool_]:
    """Return which units are peers. Raises MethodError for a peer that is no unit."""
    if peers is None:
        return np.ones(len(units), dtype=np.bool_)
    strangers = [each for each in peers if each not in units]
    if strangers:
        raise MethodError(f"peer {strangers[0]!r} is not in the table")
    return np.isin(np.array(units), np.array(peers))


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
                f"{framework.ids[child]!r} is {number:g} for {unit}; {_REMEDY[method.name]}"
            )

"""One evaluation of a table by chosen methods: fill, normalise, weigh, aggregate level by level."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
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
from egovbench.scoring.framework import Floats, Framework
from egovbench.scoring.methods import Method
from egovbench.scoring.missing import fill, parse_missing
from egovbench.scoring.normalisation import Normalisation, normalise, parse_normalisation

_REMEDY = {
    "gmean": "normalise to a range above 0, such as minmax:1:100 or scale:1:100, or use amean",
    "hmean": "normalise to a range above 0, such as minmax:1:100 or scale:1:100, or use amean",
    "pmean": "normalise to a range above 0, such as minmax:1:100 or scale:1:100",
}


@dataclass(frozen=True)
class Methods:
    """The parsed choices of one composite."""

    normalisation: Normalisation
    framework: Framework
    aggregations: tuple[Method, ...]
    missing: Method

    @property
    def threshold(self) -> float:
        """The share of a group's children that must be known; 0 under rules other than skip."""
        return self.missing.numbers[0] if self.missing.name == "skip" else 0.0


def parse_methods(
    framework: Framework, normalisation: str, aggregation: str = "amean", missing: str = "skip"
) -> Methods:
    """Return the choices checked. Raises ParameterError for an unknown method."""
    return Methods(
        normalisation=parse_normalisation(normalisation),
        framework=framework,
        aggregations=parse_aggregations(aggregation, framework.n_levels),
        missing=parse_missing(missing),
    )


def evaluate(answers: Answers, methods: Methods) -> Floats:
    """Return units x nodes, indicators normalised; see `composite` for the methods and errors."""
    framework = methods.framework
    units = answers.units
    filled = fill(answers.values, answers.asked, methods.missing, framework, units)
    scaled = normalise(filled, methods.normalisation, framework, units)
    nodes = climb(
        [column[:, None] for column in np.ascontiguousarray(scaled.T)],
        framework,
        [np.full((1, 1), weight) for weight in framework.weights],
        methods.aggregations,
        methods.threshold,
        counts_below(answers.asked, framework) > 0,
        units,
    )
    return np.hstack([dense(node) for node in nodes])


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


def counts_below(flags: NDArray[np.bool_], framework: Framework) -> NDArray[np.int64]:
    """Return, units x nodes, how many of the indicators below each node are flagged."""
    counts = flags.astype(np.float64) @ framework.membership
    return counts.astype(np.int64)


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

"""A run's choice of methods, parsed and checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from egovbench.scoring.aggregation import parse_aggregations
from egovbench.scoring.framework import Framework, read_framework
from egovbench.scoring.methods import Method
from egovbench.scoring.missing import parse_missing
from egovbench.scoring.normalisation import Normalisation, parse_normalisation
from egovbench.scoring.weights import overridden_weights, parse_weights


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

"""One evaluation of a table: fill, normalise, weigh, aggregate."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from egovbench.base.errors import MethodError
from egovbench.scoring.aggregation import Child, dense
from egovbench.scoring.answers import Answers
from egovbench.scoring.framework import Floats, Framework
from egovbench.scoring.missing import fill
from egovbench.scoring.normalisation import normalise
from egovbench.scoring.specification import Methods
from egovbench.scoring.tree import climb, node_weights


@dataclass(frozen=True)
class Evaluation:
    """Node values (units x nodes, indicators normalised) and one weight array a node."""

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

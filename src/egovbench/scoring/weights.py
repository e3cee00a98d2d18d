"""Weights of siblings.

Weights are relative: only their proportions within one parent count.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from egovbench.base.errors import MethodError
from egovbench.scoring.framework import Floats, Framework, check_weights


def overridden_weights(framework: Framework, given: Mapping[str, float]) -> tuple[float, ...]:
    """Return the framework's weights with those of `given` (id -> weight) in their place.

    Raises MethodError for an id that is not in the framework and for weights that are not valid.
    """
    unknown = [node for node in given if node not in framework.ids]
    if unknown:
        raise MethodError(f"weights: {unknown[0]!r} is not in the framework")
    weights = tuple(
        float(given.get(node, own))
        for node, own in zip(framework.ids, framework.weights, strict=True)
    )
    check_weights(framework, weights)
    return weights


def weighted(framework: Framework, weights: str | Iterable[tuple[str, float]]) -> Framework:
    """Return the framework with other weights of its nodes.

    "sections" are its own, "items" the number of items below each node, so that every item weighs
    the same; else weights by id stand in place of its own. Ids that it lacks change nothing: it
    may be a part of a larger one. Raises MethodError where siblings all get weight 0.
    """
    if weights == "items":
        return replace(framework, weights=tuple(framework.membership.sum(axis=0).tolist()))
    if isinstance(weights, str):
        return framework
    given = {node: weight for node, weight in dict(weights).items() if node in framework.ids}
    return replace(framework, weights=overridden_weights(framework, given))


def check_ids(framework: Framework, weights: str | Iterable[tuple[str, float]]) -> None:
    """Raise MethodError for weights of an id that is not in the framework."""
    if not isinstance(weights, str):
        overridden_weights(framework, dict(weights))


def shares(framework: Framework, weights: tuple[float, ...]) -> Floats:
    """Return weights rescaled to sum to 1 within each parent; 1 at the top."""
    result = np.ones(len(framework.ids))
    for _, children in framework.groups:
        group = np.array([weights[child] for child in children])
        result[list(children)] = group / group.sum()
    return result

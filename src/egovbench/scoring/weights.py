"""Weights of siblings: declared ones, and ones taken from the data.

Weights are relative: only their proportions within one parent count.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from egovbench.base.errors import MethodError, ParameterError
from egovbench.scoring.framework import Floats, Framework, check_weights
from egovbench.scoring.methods import Method, Signature, parse_method

WEIGHTS = {
    "given": Signature(),
    "equal": Signature(),
    "items": Signature(),
    "pca": Signature(),
    "entropy": Signature(),
    "bod": Signature(optional=(("lowest", 0.0), ("highest", 1.0))),
}
FROM_DATA = frozenset({"pca", "entropy", "bod"})


def parse_weights(text: str) -> Method:
    """Return the weighting that `text` names. Raises ParameterError for any other."""
    method = parse_method(text, WEIGHTS, "weights")
    if method.name == "bod" and not 0 <= method.numbers[0] <= method.numbers[1] <= 1:
        raise ParameterError("weights", text, "shares with 0 <= LOWEST <= HIGHEST <= 1")
    return method


def declared_weights(framework: Framework, method: Method) -> tuple[float, ...]:
    """Return each node's weight under a method that needs no data."""
    if method.name == "given":
        return framework.weights
    if method.name == "items":
        return tuple(float(len(framework.leaves(node))) for node in range(len(framework.ids)))
    return (1.0,) * len(framework.ids)


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
        return replace(framework, weights=declared_weights(framework, parse_weights("items")))
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


def data_weights(values: Floats, method: Method, group: str) -> Floats:
    """Return the weights of a group's children, (children,) or for `bod` (units, children)."""
    if values.shape[1] == 1:
        return np.ones(1)
    if method.name == "pca":
        return first_component(values, group)
    if method.name == "entropy":
        return entropy(values, group)
    lowest, highest = method.numbers
    return benefit_of_the_doubt(values, lowest, highest, group)[1]


def first_component(values: Floats, group: str) -> Floats:
    """Return the squared loadings on the first principal component of the correlations.

    They sum to 1 and are the shares of the component's variance that each child carries. Only
    units with all children known count; a child without spread gets weight 0. Raises MethodError
    with fewer than three such units or where no child varies. Source: OECD/JRC (2008), Handbook,
    step 6, weights based on principal components (Nicoletti, Scarpetta and Boylaud, 2000).
    """
    complete = values[~np.isnan(values).any(axis=1)]
    if len(complete) < 3:
        raise MethodError(f"weights=pca: {group} has {len(complete)} complete units; 3 are needed")
    varied = np.ptp(complete, axis=0) > 0
    if not varied.any():
        raise MethodError(f"weights=pca: no indicator of {group} varies")
    weights = np.zeros(values.shape[1])
    if varied.sum() == 1:
        weights[varied] = 1.0
        return weights
    _, vectors = np.linalg.eigh(np.corrcoef(complete[:, varied], rowvar=False))
    weights[varied] = vectors[:, -1] ** 2
    return weights


def entropy(values: Floats, group: str) -> Floats:
    """Return (1 - e_j) / sum(1 - e), e_j = -sum(p ln p) / ln n, p = x / sum(x) over units.

    A child on which units hardly differ gets hardly any weight, one that is alike for all none.
    Missing values are left out of p and n. Raises MethodError for a value below 0 and where no
    child varies. Source: Zeleny (1982), Multiple Criteria Decision Making; Hwang and Yoon (1981),
    Multiple Attribute Decision Making, entropy method.
    """
    if (values < 0).any():
        raise MethodError(f"weights=entropy: {group} has values below 0; normalise to 0 or more")
    known = ~np.isnan(values)
    count = known.sum(axis=0)
    amount = np.where(known, values, 0.0)
    total = amount.sum(axis=0)
    portion = amount / np.where(total > 0, total, 1.0)
    logarithm = np.log(np.where(portion > 0, portion, 1.0))
    evenness = -(portion * logarithm).sum(axis=0) / np.log(np.maximum(count, 2))
    # evenness of a constant column is 1 only within rounding
    information = np.where((total > 0) & (count > 1), np.maximum(1.0 - evenness, 0.0), 0.0)
    information = np.where(information < 1e-12, 0.0, information)
    if not information.any():
        raise MethodError(f"weights=entropy: no indicator of {group} varies")
    weights: Floats = information / information.sum()
    return weights


def benefit_of_the_doubt(
    values: Floats, lowest: float, highest: float, group: str
) -> tuple[Floats, Floats]:
    """Return each unit's score (units,), 0 to 1, and its most favourable weights' shares.

    For unit u: maximise sum(w x_u) subject to sum(w x_v) <= 1 for every unit v, w >= 0, and every
    child's share w_j x_uj / sum(w x_u) between `lowest` and `highest`. The second result holds
    the weights rescaled to sum to 1 (units, children); 0 on a unit's missing children, which its
    programme leaves out (in the others' constraints a missing value adds nothing); equal, with
    score 0, for a unit whose known values are all 0; NaN for one of which nothing is known. Where
    a unit has so few (many) children above 0 that shares within the limits cannot add up to 1,
    its limit gives way to equal shares. Solved by HiGHS. Raises MethodError for a value below 0.
    Source: Cherchye, Moesen, Rogge and Van Puyenbroeck (2007), Social Indicators Research 82,
    111-145.
    """
    from scipy.optimize import linprog  # takes half a second, which other weights save

    if (values < 0).any():
        raise MethodError(f"weights=bod: {group} has values below 0; normalise to 0 or more")
    amounts = np.where(np.isnan(values), 0.0, values)
    # a common factor of a child changes no score; it keeps the programme well scaled
    top = amounts.max(axis=0, initial=0.0)
    amounts = amounts / np.where(top > 0, top, 1.0)
    rivals = np.unique(amounts, axis=0)
    scores = np.full(len(values), np.nan)
    weights = np.full(values.shape, np.nan)
    for unit in range(len(values)):
        present = ~np.isnan(values[unit])
        known = np.flatnonzero(present & (amounts[unit] > 0))
        if not len(known):
            if present.any():
                scores[unit], weights[unit] = 0.0, present / present.sum()
            continue
        own = amounts[unit, known]
        least, most = min(lowest, 1 / len(known)), max(highest, 1 / len(known))
        bounds = np.concatenate([least * own - np.diag(own), np.diag(own) - most * own], axis=0)
        solved = linprog(
            -own,
            A_ub=np.concatenate([rivals[:, known], bounds]),
            b_ub=np.concatenate([np.ones(len(rivals)), np.zeros(len(bounds))]),
            method="highs",
        )
        if solved.status != 0:
            raise MethodError(f"weights=bod: no solution for row {unit + 1} of {group}")
        scores[unit] = own @ solved.x
        raw = solved.x / np.where(top[known] > 0, top[known], 1.0)
        weights[unit] = 0.0
        weights[unit, known] = raw / raw.sum()
    return scores, weights

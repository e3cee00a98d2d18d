"""A composite indicator from a wide table of units and indicators and a framework."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from egovbench.scoring.answers import wide_answers
from egovbench.scoring.evaluation import counts_below, evaluate
from egovbench.scoring.framework import Floats, Framework
from egovbench.scoring.normalisation import no_spread
from egovbench.scoring.specification import parse_methods
from egovbench.scoring.weights import effective_weights, shares


@dataclass(frozen=True)
class Composite:
    """What `composite` returns; units in the order of the input, nodes in the framework's.

    `scores`: units x (indicators, groups, index), on the normalised scale, NaN = missing.
    `coverage`: units x the same nodes, share (0 to 1) of the indicators below that are known.
    `weights`: id, parent, level, weight (declared, relative) and share (sum 1 within the parent;
    the mean over units for benefit of the doubt).
    `constant`: indicators that are alike for all units: they carry no information.
    """

    scores: pd.DataFrame
    coverage: pd.DataFrame
    weights: pd.DataFrame
    constant: tuple[str, ...]


def composite(
    values: pd.DataFrame,
    framework: pd.DataFrame | Framework,
    *,
    normalisation: str = "scale",
    weights: str | Mapping[str, float] = "given",
    aggregation: str | Sequence[str] = "amean",
    missing: str = "skip",
    peers: Sequence[str] | None = None,
) -> Composite:
    """Return scores, coverage and weights of every node of the framework for every unit.

    `values`: one row a unit (index = its name), one numeric column an indicator of the framework;
    other columns are not used. `normalisation`: see `NORMALISATIONS`, default the framework's own
    scale onto 0 to 100. `weights`: "given" (the framework's), "equal", "items" (every indicator
    the same), "pca", "entropy", "bod[:LOWEST:HIGHEST]", or id -> weight. `aggregation`: one
    method, or one a level, bottom up. `missing`: "skip[:THRESHOLD]", "none", "zero", "mean",
    "median" (of `peers`, default all units). Under `skip` a missing value leaves the denominator.

    Raises ParameterError for an unknown method and MethodError, naming the culprit, for duplicate
    units, an indicator without a column, text or infinity among the numbers, or a method that
    does not apply.
    """
    methods = parse_methods(framework, normalisation, weights, aggregation, missing)
    nodes = methods.framework
    answers = wide_answers(values, nodes)
    found = evaluate(answers, methods, peers)
    known = counts_below(~np.isnan(answers.values), nodes)
    return Composite(
        scores=_frame(found.values, values.index, nodes),
        coverage=_frame(known / nodes.membership.sum(axis=0), values.index, nodes),
        weights=weights_table(nodes, found.weights),
        constant=tuple(np.array(nodes.indicators)[no_spread(answers.values)].tolist()),
    )


def declared_and_effective(result: Composite) -> pd.DataFrame:
    """Return, a node below the top: id, parent, declared, effective, effective_share.

    `declared` sums to 1 within the parent; `effective` is the node's main effect on its parent
    (correlation ratio, 0 to 1); `effective_share` is it rescaled to sum to 1 within the parent.
    NaN where it cannot be told (fewer than three units, constant parent).
    """
    table = result.weights[result.weights["parent"] != ""].reset_index(drop=True)
    effective = np.full(len(table), np.nan)
    for parent, rows in table.groupby("parent").groups.items():
        children = result.scores[table.loc[rows, "id"]].to_numpy()
        effective[rows] = effective_weights(children, result.scores[parent].to_numpy())
    table = table.assign(declared=table["share"], effective=effective)
    total = table.groupby("parent")["effective"].transform("sum")
    share = table["effective"] / total.where(total > 0)
    return table[["id", "parent", "declared", "effective"]].assign(effective_share=share)


def weights_table(framework: Framework, weights: Sequence[Floats]) -> pd.DataFrame:
    """Return id, parent, level, weight, share of every node."""
    mean = tuple(float(np.mean(weight)) if weight.size > 1 else weight.item() for weight in weights)
    return pd.DataFrame(
        {
            "id": list(framework.ids),
            "parent": [framework.ids[each] if each >= 0 else "" for each in framework.parents],
            "level": framework.levels,
            "weight": mean,
            "share": shares(framework, mean),
        }
    )


def _frame(numbers: Floats, units: pd.Index, framework: Framework) -> pd.DataFrame:
    return pd.DataFrame(numbers, index=units, columns=list(framework.ids))

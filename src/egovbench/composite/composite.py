"""A composite indicator from a wide table of units and indicators and a framework."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from egovbench.base.errors import MethodError
from egovbench.scoring.answers import Answers
from egovbench.scoring.evaluation import counts_below, evaluate, parse_methods
from egovbench.scoring.framework import Floats, Framework
from egovbench.scoring.normalisation import no_spread
from egovbench.scoring.weights import shares


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

    `values`: one row for each unit (index = its name), one numeric column for each indicator;
    other columns are not used. `normalisation`: see `NORMALISATIONS`, default the framework's own
    scale onto 0 to 100. `weights`: "given" (the framework's), "equal", "items" (every indicator
    the same), "pca", "entropy", "bod[:LOWEST:HIGHEST]", or id -> weight. `aggregation`: one
    method, or one for each level, bottom up. `missing`: "skip[:THRESHOLD]", "none", "zero", "mean",
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
    """Return, for each node below the top: id, parent, declared, effective, effective_share.

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


def wide_answers(values: pd.DataFrame, framework: Framework) -> Answers:
    """Return a wide table (index = unit, columns = indicators) as matrices, everything asked.

    Columns that the framework does not name are not used. Raises MethodError naming a duplicate
    unit, an indicator without a column, text or infinity among the numbers.
    """
    units = _unit_names(values)
    raw = _indicator_matrix(values, framework)
    return Answers(tuple(units), raw, np.ones(raw.shape, dtype=np.bool_))


def effective_weights(values: Floats, score: Floats) -> Floats:
    """Return each child's main effect on the score, var(E[score | child]) / var(score), 0 to 1.

    The correlation ratio: the share of the score's variance that would vanish, on average, were
    the child held fixed. Estimated from group means: groups are the child's distinct values where
    there are at most a dozen, else a dozen groups of equal size; corrected for the number of
    groups (Kelley's epsilon squared, cut off at 0). Over units where child and score are known;
    NaN with fewer than three of them or a constant score; 0 for a constant child. Source: Paruolo,
    Saisana and Saltelli (2013), Journal of the Royal Statistical Society A 176(3), 609-634.
    """
    return np.array([_correlation_ratio(column, score) for column in values.T])


def _frame(numbers: Floats, units: pd.Index, framework: Framework) -> pd.DataFrame:
    return pd.DataFrame(numbers, index=units, columns=list(framework.ids))


def _unit_names(values: pd.DataFrame) -> list[str]:
    """Return the units' names. Raises MethodError for one that stands there twice."""
    duplicated = values.index[values.index.duplicated()]
    if len(duplicated):
        raise MethodError(f"unit {duplicated[0]!r} stands in the table more than once")
    return [str(each) for each in values.index]


def _indicator_matrix(values: pd.DataFrame, framework: Framework) -> Floats:
    """Return units x indicators in the framework's order. Raises MethodError naming the fault."""
    position = values.columns.get_indexer(pd.Index(framework.indicators))
    if (position < 0).any():
        absent = framework.indicators[int(np.argmin(position))]
        raise MethodError(f"indicator {absent!r} of the framework has no column in the table")
    dtypes = values.dtypes.to_numpy()
    for name, column in zip(framework.indicators, position, strict=True):
        if not pd.api.types.is_any_real_numeric_dtype(dtypes[column]):
            _refuse_text(values[name], name)
    table = values if len(position) == values.shape[1] else values.iloc[:, position]
    raw = table.to_numpy(dtype=np.float64, na_value=np.nan)
    if table is values:
        raw = raw[:, position]
    if np.isinf(raw).any():
        row, column = np.argwhere(np.isinf(raw))[0]
        raise MethodError(f"{values.index[row]}, {framework.indicators[column]!r}: infinite value")
    return raw


def _refuse_text(cells: pd.Series, name: str) -> None:
    bad = cells[pd.to_numeric(cells, errors="coerce").isna() & cells.notna()]
    found = f"{bad.iloc[0]!r} at unit {bad.index[0]!r}" if len(bad) else f"type {cells.dtype}"
    raise MethodError(f"indicator {name!r}: found {found}; expected numbers")


def _correlation_ratio(child: Floats, score: Floats) -> float:
    known = ~(np.isnan(child) | np.isnan(score))
    child, score = child[known], score[known]
    if len(score) < 3 or np.ptp(score) == 0:
        return float("nan")
    _, group = np.unique(child, return_inverse=True)
    if group.max() >= 12:
        order = np.argsort(np.argsort(child, kind="stable"), kind="stable")
        group = order * 12 // len(child)
        # equal values stay together: each takes the lowest group among its equals
        _, same = np.unique(child, return_inverse=True)
        first = np.full(same.max() + 1, 12)
        np.minimum.at(first, same, group)
        _, group = np.unique(first[same], return_inverse=True)
    count = np.bincount(group)
    if len(count) == 1:
        return 0.0
    if len(count) == len(score):
        return float("nan")
    means = np.bincount(group, weights=score) / count
    within = float(((score - means[group]) ** 2).sum())
    total = float(((score - score.mean()) ** 2).sum())
    unexplained = within / (len(score) - len(count)) * (len(score) - 1) / total
    return max(0.0, 1.0 - unexplained)

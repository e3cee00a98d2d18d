"""A composite indicator from a wide table of units and indicators and a framework."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from egovbench.scoring.answers import Answers
from egovbench.scoring.evaluation import evaluate, parse_methods
from egovbench.scoring.framework import Floats, Framework
from egovbench.scoring.normalisation import no_spread
from egovbench.scoring.weights import shares


@dataclass(frozen=True)
class Composite:
    """What `composite` returns; units in the order of the input, nodes in the framework's.

    `scores`: units x (indicators, groups, index), on the normalised scale, NaN = missing.
    `constant`: indicators that are alike for all units: they carry no information.
    """

    scores: pd.DataFrame
    constant: tuple[str, ...]


def composite(
    values: pd.DataFrame,
    framework: Framework,
    *,
    normalisation: str,
    aggregation: str = "amean",
    missing: str = "skip",
) -> Composite:
    """Return the scores of every node of the framework for every unit.

    `values`: one row for each unit (index = its name), one numeric column for each indicator;
    other columns are not used. `normalisation`: see `NORMALISATIONS`. `aggregation`: one method,
    or one for each level with commas, bottom up. `missing`: "skip[:THRESHOLD]", "none", "zero",
    "mean", "median". Under `skip` a missing value leaves the denominator.

    Raises ParameterError for an unknown method and MethodError, naming the culprit, for one that
    does not apply.
    """
    answers = wide_answers(values, framework)
    found = evaluate(answers, parse_methods(framework, normalisation, aggregation, missing))
    return Composite(
        scores=pd.DataFrame(found, index=values.index, columns=list(framework.ids)),
        constant=tuple(np.array(framework.indicators)[no_spread(answers.values)].tolist()),
    )


def declared_and_effective(scores: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Return, for each node below the top: id, parent, declared, effective, effective_share.

    `scores` are those of `composite`. `declared` is the weight, summing to 1 within the parent;
    `effective` is the node's main effect on its parent (correlation ratio, 0 to 1);
    `effective_share` is it rescaled to sum to 1 within the parent. NaN where it cannot be told
    (fewer than three units, constant parent).
    """
    table = pd.DataFrame(
        {
            "id": list(framework.ids),
            "parent": [framework.ids[each] if each >= 0 else "" for each in framework.parents],
            "declared": shares(framework, framework.weights),
            "effective": np.nan,
        }
    )
    for parent, children in framework.groups:
        own = scores.iloc[:, list(children)].to_numpy()
        found = effective_weights(own, scores.iloc[:, parent].to_numpy())
        table.loc[list(children), "effective"] = found
    table = table[table["parent"] != ""].reset_index(drop=True)
    total = table.groupby("parent")["effective"].transform("sum")
    return table.assign(effective_share=table["effective"] / total.where(total > 0))


def wide_answers(values: pd.DataFrame, framework: Framework) -> Answers:
    """Return a wide table (index = unit, columns = indicators) as matrices, everything asked.

    Columns that the framework does not name are not used.
    """
    numbers = values[list(framework.indicators)].to_numpy(dtype=np.float64)
    return Answers(tuple(values.index), numbers, np.ones(numbers.shape, dtype=np.bool_))


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


def _correlation_ratio(child: Floats, score: Floats) -> float:
    known = ~(np.isnan(child) | np.isnan(score))
    # what differs by less than any answer could make is the same value, and one group
    child, score = child[known].round(9), score[known].round(9)
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

"""Scores of coded questionnaire answers: item, indicator, section, overall."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from egovbench.base.errors import MethodError
from egovbench.scoring.aggregation import dense, parse_aggregations
from egovbench.scoring.answers import Answers
from egovbench.scoring.evaluation import climb, counts_below
from egovbench.scoring.framework import Floats, Framework
from egovbench.scoring.normalisation import normalise, parse_normalisation

LEVEL_NAMES = {1: "item", 2: "indicator", 3: "section", 4: "overall"}


def score_answers(answers: Answers, framework: Framework) -> pd.DataFrame:
    """Return the scores table: iso3, level, id, score, lower, upper, coverage, n_items, n_known.

    One row for each country (in the order of `answers`) and node (in the framework's). Scores and
    bounds are weighted arithmetic means on a scale of 0 to 100. An unknown item leaves the
    denominator and lowers coverage (n_known / n_items). [lower, upper] are the scores with every
    answer at its lower and at its upper bound: exact, since no answer moves another's value. A node
    of which nothing is known has no score but bounds; a node of which nothing was asked has
    neither, and no coverage. Raises MethodError for a framework of more than four levels.
    """
    if framework.n_levels not in LEVEL_NAMES:
        raise MethodError(f"framework: found {framework.n_levels} levels; expected at most 4")
    scale = parse_normalisation("scale:0:100")
    tables = (answers.values, *bounds_of(answers, framework))
    score, one, other = (normalise(each, scale, framework) for each in tables)
    # where less is better, the least value is the best one
    stacked = np.stack([score, np.minimum(one, other), np.maximum(one, other)], axis=2)
    items = [stacked[:, item] for item in range(framework.n_indicators)]
    weights = [np.full((1, 1), each) for each in framework.weights]
    results = climb(items, framework, weights, parse_aggregations("amean", framework.n_levels))
    return _table(
        answers.units,
        framework,
        np.stack([dense(node) for node in results]),
        n_items=counts_below(answers.asked, framework),
        n_known=counts_below(~np.isnan(answers.values), framework),
    )


def bounds_of(answers: Answers, framework: Framework) -> tuple[Floats, Floats]:
    """Return the least and the greatest value of each answer; the scale's ends where unknown."""
    if answers.lower is not None and answers.upper is not None:
        return answers.lower, answers.upper
    unknown = np.isnan(answers.values) & answers.asked
    span = framework.n_indicators
    return (
        np.where(unknown, framework.minimums[:span], answers.values),
        np.where(unknown, framework.maximums[:span], answers.values),
    )


def _table(
    units: tuple[str, ...],
    framework: Framework,
    results: Floats,
    n_items: NDArray[np.int64],
    n_known: NDArray[np.int64],
) -> pd.DataFrame:
    size = len(framework.ids)
    names = pd.Series([LEVEL_NAMES[level] for level in framework.levels], dtype="str")
    at_unit = np.repeat(np.arange(len(units)), size)
    at_node = np.tile(np.arange(size), len(units))
    numbers = results.transpose(1, 0, 2).reshape(-1, 3)
    asked = n_items.reshape(-1)
    known = n_known.reshape(-1)
    return pd.DataFrame(
        {
            "iso3": pd.Series(list(units), dtype="str").take(at_unit).array,
            "level": names.take(at_node).array,
            "id": pd.Series(list(framework.ids), dtype="str").take(at_node).array,
            "score": numbers[:, 0],
            "lower": numbers[:, 1],
            "upper": numbers[:, 2],
            "coverage": known / np.where(asked > 0, asked, np.nan),
            "n_items": asked,
            "n_known": known,
        }
    )

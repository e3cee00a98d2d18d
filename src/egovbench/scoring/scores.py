"""Scores of coded questionnaire answers: item, indicator, section, overall."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from egovbench.base.errors import MethodError
from egovbench.scoring.aggregation import dense
from egovbench.scoring.answers import Answers
from egovbench.scoring.evaluation import climb, counts_below, node_weights, parse_methods
from egovbench.scoring.framework import Floats, Framework
from egovbench.scoring.missing import fill_best, fill_worst
from egovbench.scoring.normalisation import normalise

LEVEL_NAMES = {1: "item", 2: "indicator", 3: "section", 4: "overall"}
_SCALE = "scale:0:100"


def score_answers(
    answers: Answers,
    framework: Framework,
    *,
    if_unknown: Answers | None = None,
    weights: str | Mapping[str, float] = "given",
) -> pd.DataFrame:
    """Return the scores table: iso3, level, id, score, lower, upper, coverage, n_items, n_known.

    One row for each country (in the order of `answers`) and node (in the framework's). Scores and
    bounds are weighted arithmetic means on a scale of 0 to 100. An unknown item leaves the
    denominator, lowers coverage (n_known / n_items) and widens [lower, upper], which are the scores
    with all unknown at the worst and at the best end of the scale: exact, since no answer moves
    another's value. A node of which nothing is known has no score but bounds; a node of which
    nothing was asked has neither, and no coverage. `if_unknown` holds the same units' answers with
    doubtful ones read as unknown; `upper` stands on them, so that a doubtful "no" that may hide a
    yes widens the bounds. `weights` as in `composite`; weights from the data are found on the known
    answers and held for the bounds. Raises ParameterError for unknown weights, MethodError for
    weights that are not valid and a framework of more than four levels.
    """
    methods = parse_methods(framework, _SCALE, weights)
    nodes = methods.framework
    if nodes.n_levels not in LEVEL_NAMES:
        raise MethodError(f"framework: found {nodes.n_levels} levels; expected at most 4")
    units = answers.units
    worst = fill_worst(answers.values, answers.asked, nodes)
    widest = answers if if_unknown is None else if_unknown
    best = fill_best(widest.values, widest.asked, nodes)
    three = [
        normalise(each, methods.normalisation, nodes, units)
        for each in (answers.values, worst, best)
    ]
    held = node_weights(three[0], nodes, methods.weighting, methods.aggregations, units)
    stacked = np.stack(three, axis=2)
    items = [stacked[:, item] for item in range(nodes.n_indicators)]
    results = climb(items, nodes, held, methods.aggregations, units=units)
    return _table(
        units,
        nodes,
        np.stack([dense(node) for node in results]),
        n_items=counts_below(answers.asked, nodes),
        n_known=counts_below(~np.isnan(answers.values), nodes),
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

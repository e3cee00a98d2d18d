"""Scores of coded questionnaire answers: item, indicator, section, overall."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from egovbench.base.errors import MethodError, ParameterError
from egovbench.scoring.aggregation import dense
from egovbench.scoring.answers import Answers, answer_matrix
from egovbench.scoring.bounds import refuse_inexact
from egovbench.scoring.evaluation import counts_below, peer_mask
from egovbench.scoring.framework import Floats, Framework, read_framework
from egovbench.scoring.missing import fill, fill_best, fill_worst
from egovbench.scoring.normalisation import normalise
from egovbench.scoring.specification import parse_methods
from egovbench.scoring.tree import climb, node_weights

LEVEL_NAMES = {1: "item", 2: "indicator", 3: "section", 4: "overall"}


def score_items(
    codes: pd.DataFrame,
    framework: pd.DataFrame | Framework,
    *,
    normalisation: str = "scale:0:100",
    weights: str | Mapping[str, float] = "given",
    aggregation: str | Sequence[str] = "amean",
    missing: str = "skip",
    peers: Sequence[str] | None = None,
    level_names: Mapping[int, str] = LEVEL_NAMES,
) -> pd.DataFrame:
    """Return the scores table: iso3, level, id, score, lower, upper, coverage, n_items, n_known.

    `codes` has iso3, item, code, value; `framework` is the codebook's. One row for every country
    (sorted) and node (framework's order). Scores and bounds are 0 to 100. An unknown item leaves
    the denominator (with `missing="skip"`), lowers coverage (n_known / n_items) and widens [lower,
    upper], which are the scores with all unknown at the worst and at the best end of the scale. A
    node of which nothing is known has no score but bounds; a node of which nothing was asked has
    neither, and no coverage. Other parameters as in `composite`; weights from the data are found
    on the known answers and held for the bounds. Raises ParameterError for methods under which
    bounds are not exact or scores leave 0 to 100, MethodError for faults in codes or framework.
    """
    nodes = read_framework(framework)
    return score_answers(
        answer_matrix(codes, nodes),
        nodes,
        normalisation=normalisation,
        weights=weights,
        aggregation=aggregation,
        missing=missing,
        peers=peers,
        level_names=level_names,
    )


def score_answers(
    answers: Answers,
    framework: Framework,
    *,
    doubted: Answers | None = None,
    normalisation: str = "scale:0:100",
    weights: str | Mapping[str, float] = "given",
    aggregation: str | Sequence[str] = "amean",
    missing: str = "skip",
    peers: Sequence[str] | None = None,
    level_names: Mapping[int, str] = LEVEL_NAMES,
) -> pd.DataFrame:
    """Return the scores table of answers to the framework's items, as `score_items` does.

    `doubted` holds the same units' answers with doubtful ones read as unknown; `upper` stands on
    them, so that a doubtful "no" that may hide a yes widens the bounds.
    """
    methods = parse_methods(framework, normalisation, weights, aggregation, missing)
    refuse_inexact(methods)
    _refuse_other_range(methods.normalisation.method.numbers, normalisation)
    nodes = methods.framework
    if set(nodes.levels) - set(level_names):
        raise MethodError(f"framework: level {nodes.n_levels} has no name in {level_names}")
    units = answers.units
    among = peer_mask(units, peers)
    point = fill(answers.values, answers.asked, methods.missing, nodes, units, among)
    worst = fill_worst(answers.values, answers.asked, nodes)
    widest = answers if doubted is None else doubted
    best = fill_best(widest.values, widest.asked, nodes)
    three = [normalise(each, methods.normalisation, nodes, units) for each in (point, worst, best)]
    held = node_weights(three[0], nodes, methods.weighting, methods.aggregations, units)
    n_items = counts_below(answers.asked, nodes)
    n_known = counts_below(~np.isnan(answers.values), nodes)
    stacked = np.stack(three, axis=2)
    results = climb(
        [stacked[:, item] for item in range(nodes.n_indicators)],
        nodes,
        held,
        methods.aggregations,
        methods.threshold,
        n_items > 0,
        units,
    )
    return _table(
        units, nodes, np.stack([dense(node) for node in results]), n_items, n_known, level_names
    )


def _table(
    units: tuple[str, ...],
    framework: Framework,
    results: Floats,
    n_items: NDArray[np.int64],
    n_known: NDArray[np.int64],
    level_names: Mapping[int, str],
) -> pd.DataFrame:
    size = len(framework.ids)
    names = pd.Series([level_names[level] for level in framework.levels], dtype="str")
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


def _refuse_other_range(numbers: tuple[float, ...], normalisation: str) -> None:
    low, high = numbers[:2]
    if not (0 <= low < high <= 100):
        raise ParameterError("normalise", normalisation, "a range within 0 to 100")

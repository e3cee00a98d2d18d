"""What changes when an indicator, a section or a peer is left out."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from egovbench.base.errors import MethodError
from egovbench.scoring.answers import Answers
from egovbench.scoring.evaluation import evaluate, parse_methods
from egovbench.scoring.framework import Floats, Framework
from egovbench.scoring.ranks import competition_ranks


def leave_out_nodes(
    answers: Answers,
    framework: Framework,
    nodes: Sequence[str],
    *,
    normalisation: str = "scale:0:100",
    weights: str | Mapping[str, float] = "given",
    aggregation: str | Sequence[str] = "amean",
    missing: str = "skip",
) -> pd.DataFrame:
    """Return left_out, unit, score, rank, score_change, rank_change of the top node.

    One row for every node of `nodes` (items, indicators or sections; all below them goes too)
    and unit. Changes are against the full framework; a rank change of -1 is one place better.
    Weights of the remaining siblings are rescaled. NaN where a unit has no score. Raises
    MethodError for a node that is not in the framework or is all of it.
    """
    methods = parse_methods(framework, normalisation, weights, aggregation, missing)
    whole = methods.framework
    full = _top(answers, framework, normalisation, weights, aggregation, missing)
    parts = []
    for node in nodes:
        rest = whole.without([node])
        kept = [whole.ids.index(each) for each in rest.indicators]
        smaller = Answers(answers.units, answers.values[:, kept], answers.asked[:, kept])
        given = weights if isinstance(weights, str) else "given"
        score = _top(smaller, rest, normalisation, given, aggregation, missing)
        parts.append(_changes(node, answers.units, score, full))
    return pd.concat(parts, ignore_index=True)


def leave_out_peers(
    answers: Answers,
    framework: Framework,
    focal: str,
    *,
    normalisation: str = "scale:0:100",
    weights: str | Mapping[str, float] = "given",
    aggregation: str | Sequence[str] = "amean",
    missing: str = "skip",
) -> pd.DataFrame:
    """Return left_out, unit, score, rank, score_change, rank_change, each other unit left out.

    Rows only for the focal unit. `rank_change` is against the rank among all but the unit left
    out, by the full table's scores: it is 0 unless the peer's absence changes scores (as with
    min-max) or their order. Raises MethodError where the focal unit is not there.
    """
    if focal not in answers.units:
        raise MethodError(f"focal unit {focal!r} is not among the units")
    full = _top(answers, framework, normalisation, weights, aggregation, missing)
    parts = []
    for row, unit in enumerate(answers.units):
        if unit == focal:
            continue
        kept = np.arange(len(answers.units)) != row
        units = tuple(each for each in answers.units if each != unit)
        smaller = Answers(units, answers.values[kept], answers.asked[kept])
        score = _top(smaller, framework, normalisation, weights, aggregation, missing)
        table = _changes(unit, units, score, full[kept])
        parts.append(table[table["unit"] == focal])
    return pd.concat(parts, ignore_index=True)


def _top(
    answers: Answers,
    framework: Framework,
    normalisation: str,
    weights: str | Mapping[str, float],
    aggregation: str | Sequence[str],
    missing: str,
) -> Floats:
    methods = parse_methods(framework, normalisation, weights, aggregation, missing)
    return evaluate(answers, methods).values[:, -1]


def _changes(node: str, units: tuple[str, ...], score: Floats, full: Floats) -> pd.DataFrame:
    rank = competition_ranks(score)
    return pd.DataFrame(
        {
            "left_out": node,
            "unit": list(units),
            "score": score,
            "rank": rank,
            "score_change": score - full,
            "rank_change": rank - competition_ranks(full),
        }
    )

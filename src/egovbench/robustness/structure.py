"""What a benchmark's score is made of: parts left out, weights that tell, items that cohere."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from egovbench.base.comparing import equal, steady
from egovbench.comparison.benchmark import Benchmark
from egovbench.composite.composite import composite, declared_and_effective
from egovbench.robustness.sensitivity import leave_out_nodes, top_scores
from egovbench.robustness.uncertainty import compared_answers, is_ranked
from egovbench.scoring.answers import Answers
from egovbench.scoring.framework import Floats
from egovbench.scoring.normalisation import no_spread
from egovbench.scoring.ranks import competition_ranks


def cronbach_alpha(values: Floats) -> float:
    """Return k / (k - 1) * (1 - sum of item variances / variance of the sum), k items.

    `values` units x items without missing. NaN with fewer than two items or units, or a constant
    sum. Source: Cronbach (1951), Psychometrika 16(3), 297-334.
    """
    units, items = values.shape
    if items < 2 or units < 2:
        return float("nan")
    total = values.sum(axis=1).var(ddof=1)
    if total <= 0:
        return float("nan")
    return float(items / (items - 1) * (1 - values.var(axis=0, ddof=1).sum() / total))


def item_statistics(values: pd.DataFrame) -> pd.DataFrame:
    """Return a row per item: item, n, mean, sd, floor, ceiling; `values` are units x items, 0 to 1.

    `n` units known; `floor` and `ceiling` the shares (0 to 1) of them at 0 and at 1. NaN where
    undefined.
    """
    known = values.notna()
    table = pd.DataFrame(
        {
            "n": known.sum(),
            "mean": values.mean(),
            "sd": values.std(ddof=1),
            "floor": values.eq(0).sum() / known.sum(),
            "ceiling": values.eq(1).sum() / known.sum(),
        }
    )
    return table.rename_axis("item").reset_index()


def correlation_table(values: pd.DataFrame) -> pd.DataFrame:
    """Return first, second, pearson, n for every pair of columns; pairs known in both.

    NaN with fewer than three such units or where one of the two does not vary.
    """
    rows = []
    for one, two in combinations(values.columns, 2):
        both = values[[one, two]].dropna()
        pearson = correlation(both[one].to_numpy(), both[two].to_numpy())
        rows.append({"first": str(one), "second": str(two), "pearson": pearson, "n": len(both)})
    return pd.DataFrame(rows, columns=["first", "second", "pearson", "n"])


def correlation(one: Floats, two: Floats) -> float:
    """Return Pearson's correlation over units known in both; NaN below three or without spread."""
    both = ~(np.isnan(one) | np.isnan(two))
    one, two = one[both], two[both]
    if len(one) < 3 or equal(np.ptp(one), 0.0) or equal(np.ptp(two), 0.0):
        return float("nan")
    return float(np.corrcoef(one, two)[0, 1])


@dataclass(frozen=True)
class Structure:
    """How a benchmark's parts bear on the focal country's place.

    `left_out`: a row per section, indicator and item left out: id, level, name, n_items, score,
    rank, score_change, rank_change of the focal country. `peers_left_out`: a row per peer left out:
    iso3, rank among the rest, median of the other peers, gap to it, gap_change.
    `weights`: id, level, name, parent, declared, effective, effective_share. `items`: those of
    item_statistics for the compared items, with `label`. `alpha` is Cronbach's over the `complete`
    values: those of the items that vary between countries, of the countries that have all of these.
    `twins` are pairs of items (labels) that differ between countries and have the same value in
    each; `correlations` of each pair of sections: first, second, pearson, n.
    """

    left_out: pd.DataFrame
    peers_left_out: pd.DataFrame
    weights: pd.DataFrame
    items: pd.DataFrame
    complete: pd.DataFrame
    alpha: float
    twins: list[tuple[str, str]]
    correlations: pd.DataFrame


def analyse_structure(benchmark: Benchmark) -> Structure | None:
    """Return how the parts of a benchmark bear on it; None where nothing is ranked.

    Shape: a `Structure`; a row per part, peer, item, or pair of sections (see `Structure`).
    Scale: scores 0 to 100, changes in points and places, weights and shares 0 to 1, correlations -1
        to 1.
    Missing: unknown answers leave the denominator; a number that is not defined is missing (NaN).
    Source: `leave_out_nodes`, `scoring.weights` and `cronbach_alpha`, where formulas are cited.
    """
    if not is_ranked(benchmark):
        return None
    framework = benchmark.framework
    answers = compared_answers(benchmark)
    values = pd.DataFrame(
        answers.values, index=list(answers.units), columns=list(framework.indicators)
    )
    found = composite(values, framework, normalisation="scale:0:100")
    sections = [
        node for node, level in zip(framework.ids, framework.levels, strict=True) if level == 3
    ]
    complete = values.loc[:, ~no_spread(values.to_numpy())].dropna()
    items = item_statistics(values)
    labels = {str(each.number): f"{each.number} {each.label}" for each in benchmark.codebook.scored}
    return Structure(
        left_out=_nodes_left_out(benchmark, answers),
        peers_left_out=_peers_left_out(benchmark, answers),
        weights=_named(declared_and_effective(found.scores, framework), benchmark),
        items=items.assign(label=items["item"].map(labels)),
        complete=complete,
        alpha=cronbach_alpha(complete.to_numpy()),
        twins=_twins(values.rename(columns=labels)),
        correlations=correlation_table(found.scores[sections]),
    )


def _twins(values: pd.DataFrame) -> list[tuple[str, str]]:
    varied = [name for name in values.columns if values[name].nunique() > 1]
    return [
        (str(one), str(two))
        for one, two in combinations(varied, 2)
        if values[one].equals(values[two])
    ]


def _nodes_left_out(benchmark: Benchmark, answers: Answers) -> pd.DataFrame:
    framework = benchmark.framework
    nodes = [
        node
        for node, level, leaves in zip(
            framework.ids, framework.levels, framework.membership.sum(axis=0), strict=True
        )
        if level < framework.n_levels and leaves < framework.n_indicators
    ]
    columns = ["id", "level", "name", "n_items", "score", "rank", "score_change", "rank_change"]
    if not nodes:
        return pd.DataFrame(columns=columns)
    table = leave_out_nodes(answers, framework, nodes)
    own = table[table["unit"] == benchmark.focal].rename(columns={"left_out": "id"})
    counts = dict(zip(framework.ids, framework.membership.sum(axis=0).astype(int), strict=True))
    own = _named(own.assign(n_items=own["id"].map(counts)), benchmark)
    order = own["level"].map({"section": 0, "indicator": 1, "item": 2})
    return own.loc[order.sort_values(kind="stable").index, columns].reset_index(drop=True)


def most_telling(left_out: pd.DataFrame, most: int) -> pd.DataFrame:
    """Return the items (rows of `Structure.left_out`) on which the rank hangs most, some at most.

    Those that move it by most places come first, among these those that move the score most; an
    item that moves neither is left out.
    """
    items = left_out[left_out["level"] == "item"]
    moves = pd.DataFrame({"rank": items["rank_change"].abs(), "score": items["score_change"].abs()})
    moves = moves.fillna(0.0).map(steady)
    order = moves[(moves > 0).any(axis=1)].sort_values(
        ["rank", "score"], ascending=False, kind="stable"
    )
    return items.loc[order.index[:most]]


def _peers_left_out(benchmark: Benchmark, answers: Answers) -> pd.DataFrame:
    scores = top_scores(answers, benchmark.framework)
    peers = pd.Series(scores[1:], index=list(answers.units[1:]))
    medians = np.array([peers.drop(index=peer).median() for peer in peers.index])
    return pd.DataFrame(
        {
            "iso3": list(peers.index),
            "rank": [competition_ranks(np.delete(scores, 1 + at))[0] for at in range(len(peers))],
            "median": medians,
            "gap": scores[0] - medians,
            "gap_change": peers.median() - medians,
        }
    )


def _named(table: pd.DataFrame, benchmark: Benchmark) -> pd.DataFrame:
    """Return `table` (column id) with the level and the name of each node."""
    book = benchmark.codebook
    names = {each.id: ("section", f"{each.id} {each.title}") for each in book.sections}
    names |= {each.id: ("indicator", f"{each.name} ({each.section})") for each in book.indicators}
    names |= {str(each.number): ("item", f"{each.number} {each.label}") for each in book.scored}
    return table.assign(
        level=[names[node][0] for node in table["id"]],
        name=[names[node][1] for node in table["id"]],
    )

"""What a benchmark's score is made of: parts left out, weights that tell, items that cohere."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from egovbench.comparison.benchmark import Benchmark
from egovbench.composite.composite import composite, declared_and_effective
from egovbench.robustness.coherence import Coherence, coherence, correlation_table
from egovbench.robustness.leave_out import leave_out_nodes, leave_out_peers
from egovbench.robustness.variants import compared_answers, is_ranked
from egovbench.scoring.framework import Floats


@dataclass(frozen=True)
class Structure:
    """How a benchmark's parts bear on the focal country's place.

    `left_out`: a row a section and indicator left out: id, level, name, n_items, score, rank,
    score_change, rank_change of the focal country. `peers_left_out`: a row a peer left out: iso3,
    rank, rank_change, median of the other peers, gap to it, gap_change, position. `weights`: id,
    level, name, parent, declared, effective, effective_share. `coherence` of the compared items,
    its item table with `label` added; `twins` pairs of items (labels) that differ between countries
    and have the same value in each; `correlations` of each pair of sections: first, second,
    pearson, n.
    """

    left_out: pd.DataFrame
    peers_left_out: pd.DataFrame
    weights: pd.DataFrame
    coherence: Coherence
    items: pd.DataFrame
    twins: list[tuple[str, str]]
    correlations: pd.DataFrame


def analyse_structure(benchmark: Benchmark) -> Structure | None:
    """Return how the parts of a benchmark bear on it; None where nothing is ranked.

    Shape: a `Structure`; a row a part, a peer, an item, or a pair of sections (see `Structure`).
    Scale: scores 0 to 100, changes in points and places, weights and shares 0 to 1, correlations -1
        to 1.
    Missing: unknown answers leave the denominator; a number that is not defined is missing (NaN).
    Source: `robustness.leave_out`, `scoring.weights` and `robustness.coherence`, where formulas are
        cited.
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
    cohering = coherence(values)
    labels = {str(each.number): f"{each.number} {each.label}" for each in benchmark.codebook.scored}
    return Structure(
        left_out=_nodes_left_out(benchmark),
        peers_left_out=_peers_left_out(benchmark),
        weights=_named(declared_and_effective(found), benchmark),
        coherence=cohering,
        items=cohering.items.assign(label=cohering.items["item"].map(labels)),
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


def _nodes_left_out(benchmark: Benchmark) -> pd.DataFrame:
    framework = benchmark.framework
    nodes = [
        node
        for node, level, leaves in zip(
            framework.ids, framework.levels, framework.membership.sum(axis=0), strict=True
        )
        if level in (2, 3) and leaves < framework.n_indicators
    ]
    columns = ["id", "level", "name", "n_items", "score", "rank", "score_change", "rank_change"]
    if not nodes:
        return pd.DataFrame(columns=columns)
    table = leave_out_nodes(compared_answers(benchmark), framework, nodes)
    own = table[table["unit"] == benchmark.focal].rename(columns={"left_out": "id"})
    counts = dict(zip(framework.ids, framework.membership.sum(axis=0).astype(int), strict=True))
    own = _named(own.assign(n_items=own["id"].map(counts)), benchmark)
    order = own["level"].map({"section": 0, "indicator": 1})
    return own.loc[order.sort_values(kind="stable").index, columns].reset_index(drop=True)


def _peers_left_out(benchmark: Benchmark) -> pd.DataFrame:
    table = leave_out_peers(
        compared_answers(benchmark), benchmark.framework, benchmark.focal
    ).rename(columns={"left_out": "iso3"})
    overall = benchmark.scores[benchmark.scores["level"] == "overall"].set_index("iso3")
    peers = overall.loc[table["iso3"], ["score", "lower", "upper"]].to_numpy()
    medians = np.array([_medians(np.delete(peers, at, axis=0)) for at in range(len(peers))])
    own = overall.loc[benchmark.focal]
    position = np.select(
        [own["lower"] > medians[:, 2], own["upper"] < medians[:, 1], np.isnan(medians[:, 0])],
        ["above", "below", "no peers"],
        "not distinguishable",
    )
    gap = own["score"] - medians[:, 0]
    return table[["iso3", "rank", "rank_change"]].assign(
        median=medians[:, 0],
        gap=gap,
        gap_change=gap - (own["score"] - _medians(peers)[0]),
        position=pd.Series(position, dtype="str"),
    )


def _medians(columns: Floats) -> Floats:
    """Return the median of each column over the rows known in it; NaN where there is none."""
    known = [column[~np.isnan(column)] for column in columns.T]
    return np.array([np.median(column) if len(column) else np.nan for column in known])


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

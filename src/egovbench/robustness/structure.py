"""What a benchmark's score is made of: parts left out, weights that tell, items that cohere."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from egovbench.comparison.benchmark import Benchmark
from egovbench.composite.composite import composite, declared_and_effective
from egovbench.robustness.sensitivity import leave_out_nodes, leave_out_peers
from egovbench.robustness.uncertainty import compared_answers, is_ranked
from egovbench.scoring.framework import Floats
from egovbench.scoring.normalisation import no_spread

SMALL_SAMPLE = 30
UNITS_PER_ITEM = 5


@dataclass(frozen=True)
class Coherence:
    """What `coherence` returns.

    `alpha`: Cronbach's alpha (NaN where it does not exist). `n_units`, `n_items`: complete units
    and varying items that it rests on. `items`: see `item_statistics`. `components`: component,
    eigenvalue, explained (share of variance, 0 to 1). `loadings`: items x components. `constant`:
    items alike for all units. `warnings`: sentences on what limits the figures.
    """

    alpha: float
    n_units: int
    n_items: int
    items: pd.DataFrame
    components: pd.DataFrame
    loadings: pd.DataFrame
    constant: tuple[str, ...]
    warnings: tuple[str, ...]


def coherence(values: pd.DataFrame, minimum: float = 0.0, maximum: float = 1.0) -> Coherence:
    """Return the coherence of a set of items: units x items, NaN = missing.

    Constant items are listed and left out of alpha and components. Alpha and components use the
    units with all remaining items known; `minimum` and `maximum` are the scale's ends.
    """
    matrix = values.to_numpy(dtype=np.float64)
    constant = no_spread(matrix)
    varied = values.loc[:, ~constant]
    complete = matrix[:, ~constant]
    complete = complete[~np.isnan(complete).any(axis=1)]
    # among the complete units a further item may not vary: no correlation exists for it
    moves = ~no_spread(complete)
    components, loadings = principal_components(
        complete[:, moves], [str(each) for each in varied.columns[moves]]
    )
    names = tuple(str(each) for each in values.columns[constant])
    return Coherence(
        alpha=cronbach_alpha(complete),
        n_units=len(complete),
        n_items=complete.shape[1],
        items=item_statistics(values, minimum, maximum),
        components=components,
        loadings=loadings,
        constant=names,
        warnings=_warnings(len(complete), complete.shape[1], len(matrix), names),
    )


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


def item_statistics(
    values: pd.DataFrame, minimum: float = 0.0, maximum: float = 1.0
) -> pd.DataFrame:
    """Return a row per item: item, n, mean, sd, floor, ceiling, item_total, alpha_without.

    `n` units known; `floor` and `ceiling` the shares (0 to 1) of them at the scale's ends;
    `item_total` the correlation with the mean of the unit's other known items; `alpha_without`
    alpha of the other varying items, over units with all of those known. NaN where undefined.
    """
    matrix = values.to_numpy(dtype=np.float64)
    constant = no_spread(matrix)
    rows = []
    for at, item in enumerate(values.columns):
        own = matrix[:, at]
        known = own[~np.isnan(own)]
        others = np.delete(matrix, at, axis=1)
        count = (~np.isnan(others)).sum(axis=1)
        rest = np.where(np.isnan(others), 0.0, others).sum(axis=1)
        rest = rest / np.where(count > 0, count, np.nan)
        without = np.delete(matrix, at, axis=1)[:, ~np.delete(constant, at)]
        rows.append(
            {
                "item": str(item),
                "n": len(known),
                "mean": known.mean() if len(known) else np.nan,
                "sd": known.std(ddof=1) if len(known) > 1 else np.nan,
                "floor": (known == minimum).mean() if len(known) else np.nan,
                "ceiling": (known == maximum).mean() if len(known) else np.nan,
                "item_total": correlation(own, rest),
                "alpha_without": cronbach_alpha(without[~np.isnan(without).any(axis=1)]),
            }
        )
    return pd.DataFrame(rows)


def correlation_table(values: pd.DataFrame) -> pd.DataFrame:
    """Return first, second, pearson, n for every pair of columns; pairs known in both.

    NaN with fewer than three such units or where one of the two does not vary.
    """
    names = [str(each) for each in values.columns]
    matrix = values.to_numpy(dtype=np.float64)
    rows = []
    for one in range(len(names)):
        for two in range(one + 1, len(names)):
            both = ~np.isnan(matrix[:, [one, two]]).any(axis=1)
            rows.append(
                {
                    "first": names[one],
                    "second": names[two],
                    "pearson": correlation(matrix[:, one], matrix[:, two]),
                    "n": int(both.sum()),
                }
            )
    return pd.DataFrame(rows, columns=["first", "second", "pearson", "n"])


def correlation(one: Floats, two: Floats) -> float:
    """Return Pearson's correlation over units known in both; NaN below three or without spread."""
    both = ~(np.isnan(one) | np.isnan(two))
    one, two = one[both], two[both]
    if len(one) < 3 or np.ptp(one) == 0 or np.ptp(two) == 0:
        return float("nan")
    return float(np.corrcoef(one, two)[0, 1])


def principal_components(values: Floats, names: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return components (component, eigenvalue, explained) and loadings (items x components).

    Of the correlation matrix of `values` (units x items, none missing, none constant); a loading
    is the correlation of item and component, its sign such that the component's loadings sum to
    0 or more. Empty with fewer than two items or three units.
    """
    if values.shape[1] < 2 or values.shape[0] < 3:
        empty = pd.DataFrame(columns=["component", "eigenvalue", "explained"], dtype="float64")
        return empty, pd.DataFrame(index=names)
    roots, vectors = np.linalg.eigh(np.corrcoef(values, rowvar=False))
    roots, vectors = np.maximum(roots[::-1], 0.0), vectors[:, ::-1]
    loadings = vectors * np.sqrt(roots)
    loadings = loadings * np.where(loadings.sum(axis=0) < 0, -1.0, 1.0)
    labels = [f"component {at + 1}" for at in range(len(roots))]
    components = pd.DataFrame(
        {"component": labels, "eigenvalue": roots, "explained": roots / roots.sum()}
    )
    return components, pd.DataFrame(loadings, index=names, columns=labels)


def _warnings(complete: int, items: int, units: int, constant: tuple[str, ...]) -> tuple[str, ...]:
    found = []
    if complete < SMALL_SAMPLE:
        found.append(
            f"Only {complete} of {units} units have all items: correlations from so few units "
            "move much by chance."
        )
    if items > 0 and complete < UNITS_PER_ITEM * items:
        found.append(
            f"{complete} complete units for {items} items: fewer than {UNITS_PER_ITEM} an item, "
            "too few for stable components."
        )
    if constant:
        found.append(
            f"{len(constant)} items are alike for all units and carry no information: "
            f"{', '.join(constant)}."
        )
    return tuple(found)


@dataclass(frozen=True)
class Structure:
    """How a benchmark's parts bear on the focal country's place.

    `left_out`: a row per section and indicator left out: id, level, name, n_items, score, rank,
    score_change, rank_change of the focal country. `peers_left_out`: a row per peer left out: iso3,
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

    Shape: a `Structure`; a row per part, peer, item, or pair of sections (see `Structure`).
    Scale: scores 0 to 100, changes in points and places, weights and shares 0 to 1, correlations -1
        to 1.
    Missing: unknown answers leave the denominator; a number that is not defined is missing (NaN).
    Source: `leave_out_nodes`, `scoring.weights` and `coherence`, where formulas are cited.
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

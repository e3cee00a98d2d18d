"""Score and rank under other choices of method: one at a time, and many variants at once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from egovbench.base.errors import MethodError
from egovbench.base.parameters import Parameters
from egovbench.base.paths import PROJECT_ROOT
from egovbench.base.vocabulary import FIDELITIES
from egovbench.comparison.answers import score_on
from egovbench.comparison.benchmark import Benchmark, build_benchmark
from egovbench.robustness.draws import COMPLETE, Draws, Space, draw, read_draws
from egovbench.robustness.sensitivity import Sensitivity, sobol_indices
from egovbench.robustness.simulation import (
    Simulation,
    distance_to_median,
    focal_row,
    probability_of_beating,
    rank_intervals,
    score_intervals,
    simulate,
)
from egovbench.scoring.answers import Answers, answers_of_codes
from egovbench.scoring.framework import Framework
from egovbench.scoring.ranks import rank_bounds
from egovbench.scoring.weights import weighted

SPACE = Space(
    normalisations=("scale:0:100",),
    aggregations=("amean", "pmean:0.5"),
    missing=("skip", "median", COMPLETE),
    noise=0.25,
)
SOBOL_BASE = 1024
ALTERNATIVES: Mapping[str, Mapping[str, Any]] = {
    "exact": {"fidelity": "exact"},
    "close": {"fidelity": "close"},
    "proxy": {"fidelity": "proxy"},
    "no_or_unknown_as_no": {"no_or_unknown": "no"},
    "no_or_unknown_as_unknown": {"no_or_unknown": "unknown"},
}
"""The choices of parameters that are compared one at a time, with what each changes."""

Alternatives = Mapping[str, Benchmark | None]


@dataclass(frozen=True)
class Variants:
    """The compared items as a framework, and the answers to them at each quality of links.

    `tables` maps a fidelity to the answers; the benchmark's own fidelity stands first. All have
    the same units, the focal country and its peers, and the framework's items: what cannot be
    compared like for like at a fidelity was not asked there. "No or unknown" is marked so.
    """

    framework: Framework
    tables: Mapping[str, Answers]

    @property
    def n_items(self) -> dict[str, int]:
        """Return fidelity -> how many items are compared there."""
        return {name: int(table.asked.any(axis=0).sum()) for name, table in self.tables.items()}

    @property
    def n_alike(self) -> dict[str, int]:
        """Return fidelity -> on how many of its items all known answers are the same."""
        found = {}
        for name, table in self.tables.items():
            known = table.values[:, table.asked.any(axis=0)]
            spread = np.fmax.reduce(known, axis=0) > np.fmin.reduce(known, axis=0)
            found[name] = int((~spread).sum())
        return found


@dataclass(frozen=True)
class Uncertainty:
    """What variants of the method do to score and rank.

    `variants` and `draws` are what was varied; `drawn` the draws as a table that can be fed back
    in; `countries` a row per country, best mean rank first: iso3, score and rank by the
    default method, score_low, score_median, score_high, rank_low, rank_median, rank_high (5, 50 and
    95 %), mean_rank, top_third (share of replications), position (against the median country), n.
    `by_links` has a row per quality of links: fidelity, n_items, n_alike (items on which all known
    answers are the same), and over the replications that use it the focal country's rank_low,
    rank_median, rank_high, top_third, n_sharing (others at its rank, median) and n. `beating` says
    how often the focal country stands before each peer: iso3, higher, tied, lower (shares), n.
    `failures` lists replications that could not be evaluated, with the reason. `sensitivity` is
    None where the focal country has no rank under some choice.
    """

    parameters: Parameters
    variants: Variants
    draws: Draws
    drawn: pd.DataFrame
    countries: pd.DataFrame
    by_links: pd.DataFrame
    beating: pd.DataFrame
    failures: pd.DataFrame
    sensitivity: Sensitivity | None

    @property
    def n_evaluated(self) -> int:
        """Return how many replications could be evaluated."""
        return len(self.draws) - len(self.failures)

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the tables by name; "choices" is the one that can be fed back in."""
        tables = {
            "choices": self.drawn,
            "variants": self.countries,
            "variants_by_links": self.by_links,
            "before_each_peer": self.beating,
            "failed_variants": self.failures,
        }
        if self.sensitivity is not None:
            tables["sensitivity"] = self.sensitivity.indices
        return tables


def analyse_uncertainty(
    benchmark: Benchmark,
    alternatives: Alternatives,
    parameters: Parameters,
    given: pd.DataFrame | None = None,
    workers: int = 1,
) -> Uncertainty | None:
    """Return what variants of the method do to the benchmark; None where nothing is ranked.

    Varied are weights, aggregation, what unknown answers count as, the quality of links with its
    like-for-like items, and the answers drawn for unknowns, "no or unknown" among them. The same
    parameters give the same result, to the bit, for any number of `workers`. `alternatives` are
    those of `build_alternatives`. `given`, as `read_numbers` reads it from the file of the
    parameter `choices`, is used in place of draws. Raises InputError where it belongs to another
    comparison, and MethodError where no replication gives the focal country a rank.

    Shape: an `Uncertainty`; a row per country, peer, quality of links, or choice.
    Scale: scores 0 to 100, ranks from 1, shares of replications 0 to 1.
    Missing: unknown answers are drawn or left out, as each replication's choices say; replications
        that fail are listed, not dropped.
    Source: `robustness.simulation` and `robustness.sensitivity`, where the methods are cited.
    """
    if not is_ranked(benchmark):
        return None
    variants = answer_variants(benchmark, alternatives)
    draws = _draws(variants, parameters, given)
    found = simulate(variants.tables, variants.framework, draws, workers=workers)
    if np.isnan(found.ranks[focal_row(found.units, benchmark.focal)]).all():
        reason = "" if found.failures.empty else f": {found.failures['reason'].iloc[0]}"
        raise MethodError(f"no variant of the method gives {benchmark.focal} a rank{reason}")
    return Uncertainty(
        parameters=parameters,
        variants=variants,
        draws=draws,
        drawn=draws.to_frame(variants.framework),
        countries=_countries(found, benchmark.ranks),
        by_links=_by_links(found, variants, draws, benchmark.focal),
        beating=probability_of_beating(found, benchmark.focal).rename(columns={"unit": "iso3"}),
        failures=found.failures,
        sensitivity=_sensitivity(variants, benchmark.focal, parameters.seed, workers),
    )


def _draws(variants: Variants, parameters: Parameters, given: pd.DataFrame | None) -> Draws:
    tables, framework = variants.tables, variants.framework
    if given is None:
        return draw(tables, framework, SPACE, parameters.replications, parameters.seed)
    return read_draws(given, PROJECT_ROOT / parameters.choices, tables, framework)


def _countries(found: Simulation, ranks: pd.DataFrame) -> pd.DataFrame:
    scores = score_intervals(found).drop(columns="n")
    position = distance_to_median(found)[["unit", "position"]]
    table = rank_intervals(found).merge(scores, on="unit").merge(position, on="unit")
    table = table.rename(columns={"unit": "iso3"})
    table = table.merge(ranks[["iso3", "score", "rank"]], on="iso3", how="left")
    columns = ["iso3", "score", "score_low", "score_median", "score_high", "rank", "rank_low",
               "rank_median", "rank_high", "mean_rank", "top_third", "position", "n"]  # fmt: skip
    return table[columns]


def _by_links(found: Simulation, variants: Variants, draws: Draws, focal: str) -> pd.DataFrame:
    rows = []
    used = draws.settings["table"].to_numpy()
    own = found.ranks[focal_row(found.units, focal)]
    for fidelity, n_items in variants.n_items.items():
        at = (used == fidelity) & ~np.isnan(own)
        if not at.any():
            continue
        part = replace(found, scores=found.scores[:, at], ranks=found.ranks[:, at])
        table = rank_intervals(part)
        row = table[table["unit"] == focal].drop(columns=["unit", "mean_rank"])
        sharing = (part.ranks == own[at]).sum(axis=0) - 1
        row.insert(0, "fidelity", fidelity)
        row.insert(1, "n_items", n_items)
        row.insert(2, "n_alike", variants.n_alike[fidelity])
        rows.append(row.assign(n_sharing=int(np.median(sharing))))
    return pd.concat(rows, ignore_index=True)


def _sensitivity(variants: Variants, focal: str, seed: int, workers: int) -> Sensitivity | None:
    try:
        return sobol_indices(
            variants.tables,
            variants.framework,
            SPACE,
            focal,
            base=SOBOL_BASE,
            seed=seed,
            workers=workers,
        )
    except MethodError:
        return None


def is_ranked(benchmark: Benchmark) -> bool:
    """Whether the focal country stands in a joint ranking with at least one other country."""
    ranked = benchmark.ranks.dropna(subset=["rank"])
    return len(ranked) > 1 and benchmark.focal in set(ranked["iso3"])


def build_alternatives(benchmark: Benchmark) -> Alternatives:
    """Return the benchmark made anew under each of ALTERNATIVES that differs from its own choice.

    Shape: a benchmark by the name of the choice.
    Scale: scores 0 to 100, as in `benchmark`.
    Missing: None stands for a choice that leaves nothing to compare.
    Source: the data of `benchmark`.
    """
    found: dict[str, Benchmark | None] = {}
    for name, change in ALTERNATIVES.items():
        parameters = replace(benchmark.parameters, **change)
        if parameters == benchmark.parameters:
            continue
        try:
            found[name] = build_benchmark(benchmark.data, parameters)
        except MethodError:
            found[name] = None
    return found


def answer_variants(benchmark: Benchmark, alternatives: Alternatives) -> Variants:
    """Return the answers at the benchmark's fidelity and at each more faithful one.

    A fidelity at which nothing of the focal country is known on comparable items is left out, and
    so is one that compares the same answers as a less faithful one.
    """
    framework = benchmark.framework
    own = benchmark.parameters.fidelity
    tables = {own: compared_answers(benchmark, framework)}
    for fidelity in reversed(FIDELITIES[: FIDELITIES.index(own)]):
        other = alternatives[fidelity]
        if other is None:
            continue
        answers = compared_answers(other, framework)
        known = other.peers == benchmark.peers and not np.isnan(answers.values[0]).all()
        if known and not any(_same(answers, each) for each in tables.values()):
            tables[fidelity] = answers
    return Variants(framework, tables)


def _same(one: Answers, two: Answers) -> bool:
    return (
        np.array_equal(one.values, two.values, equal_nan=True)
        and np.array_equal(one.asked, two.asked)
        and np.array_equal(one.open, two.open)
    )


def compared_answers(benchmark: Benchmark, framework: Framework) -> Answers:
    """Return the answers to the compared items, the focal country's first, then its peers'.

    Items of `framework` that the benchmark does not compare were not asked.
    """
    answers = answers_of_codes(benchmark.answers, framework, [benchmark.focal, *benchmark.peers])
    return answers.where(np.isin(framework.indicators, benchmark.compared_items.astype("str")))


def compare_alternatives(benchmark: Benchmark, alternatives: Alternatives) -> pd.DataFrame:
    """Return the focal country's score and rank under the default and other choices.

    Columns: choice (default; exact, close, proxy: the least faithful links used;
    no_or_unknown_as_no, no_or_unknown_as_unknown: what a source's "no or unknown" counts as;
    equal_items: every item weighted alike), score, lower, upper, rank, best_rank, worst_rank,
    n_ranked, n_items. Draws of parameters come first, then every item weighted alike.

    Shape: a row per choice that changes something.
    Scale: score and bounds 0 to 100; ranks from 1.
    Missing: a choice that leaves nothing to compare has missing numbers and 0 items; without a
        joint ranking the ranks are missing.
    Source: `build_alternatives`; `scoring.ranks.rank_bounds`.
    """
    rows = [_row("default", benchmark.scores, benchmark)]
    for name, other in alternatives.items():
        nothing = {"choice": name, "n_items": 0}
        rows.append(nothing if other is None else _row(name, other.scores, benchmark))
    alike = score_on(benchmark.answers, weighted(benchmark.framework, "items"))
    rows.append(_row("equal_items", alike, benchmark))
    table = pd.DataFrame(rows)
    columns = ["choice", "score", "lower", "upper", "rank", "best_rank", "worst_rank", "n_ranked",
               "n_items"]  # fmt: skip
    return table.reindex(columns=columns)


def _row(choice: str, scores: pd.DataFrame, benchmark: Benchmark) -> dict[str, object]:
    overall = scores[(scores["level"] == "overall") & (scores["iso3"] == benchmark.focal)].iloc[0]
    row = {
        "choice": choice,
        "score": overall["score"],
        "lower": overall["lower"],
        "upper": overall["upper"],
        "n_items": int(overall["n_items"]),
    }
    if benchmark.ranks.empty:
        return row
    rank = rank_bounds(scores).set_index("iso3").loc[benchmark.focal]
    return row | {name: rank[name] for name in ("rank", "best_rank", "worst_rank", "n_ranked")}

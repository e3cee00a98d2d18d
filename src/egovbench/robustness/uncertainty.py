"""Score and rank under other choices of method: one at a time, and many variants at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from egovbench.base.errors import MethodError
from egovbench.base.parameters import DECLARED, Parameters
from egovbench.base.paths import from_root
from egovbench.base.vocabulary import FIDELITIES
from egovbench.comparison.benchmark import Benchmark, build_benchmark
from egovbench.others.fusion import as_codes, fuse_answers, source_of
from egovbench.robustness.draws import COMPLETE, Draws, Space, Tables, draw, read_draws
from egovbench.robustness.sensitivity import Sensitivity, sobol_indices
from egovbench.robustness.simulation import (
    Simulation,
    focal_row,
    probability_of_beating,
    rank_intervals,
    score_intervals,
    simulate,
)
from egovbench.scoring.answers import Answers, answers_of_codes
from egovbench.scoring.framework import Framework
from egovbench.scoring.ranks import rank_bounds
from egovbench.scoring.scores import score_answers
from egovbench.scoring.weights import shares, weighted

AGGREGATIONS = ("amean", "pmean:0.5")
NOISE = 0.25
WITHIN_BOUNDS = "bounds"
FACTORS = ("reading", "doubtful", "fusion", "answers", "weights", "aggregation")
"""What is varied: what "no or unknown" counts as, codes that are not exact, which source counts
where several answer, whose answers count for the focal country, and the method's own choices."""
SOBOL_BASE = 512


@dataclass(frozen=True, eq=False)
class Coded:
    """Answers, and which of them (units x indicators) their source gives as "no or unknown"."""

    answers: Answers
    no_or_unknown: NDArray[np.bool_]

    def read(self, reading: str) -> Answers:
        """Return the answers with "no or unknown" counted as "no" or as "unknown"."""
        counted = 0.0 if reading == "no" else np.nan
        return replace(
            self.answers, values=np.where(self.no_or_unknown, counted, self.answers.values)
        )

    def drawn(self, reading: str, doubtful: str) -> Answers:
        """Return the answers with bounds where values are to be drawn, and exact elsewhere.

        Drawn are "no or unknown" with the reading WITHIN_BOUNDS, and what else is not exact, the
        unknown included, with `doubtful` WITHIN_BOUNDS.
        """
        read = self.read(reading)
        chosen = np.where(self.no_or_unknown, reading, doubtful) == WITHIN_BOUNDS
        assert read.lower is not None and read.upper is not None, "coded answers have bounds"
        lower, upper = (np.where(chosen, end, read.values) for end in (read.lower, read.upper))
        return replace(read, lower=lower, upper=upper)

    def with_first(self, row: "Coded") -> "Coded":
        """Return the answers with those of the one unit of `row`, where asked, for the first's."""
        instead = np.zeros(self.no_or_unknown.shape, dtype=np.bool_)
        instead[0] = row.answers.asked[0]
        values, lower, upper = (
            np.where(instead, getattr(row.answers, name), getattr(self.answers, name))
            for name in ("values", "lower", "upper")
        )
        return Coded(
            replace(self.answers, values=values, lower=lower, upper=upper),
            np.where(instead, row.no_or_unknown, self.no_or_unknown),
        )

    def same(self, other: "Coded") -> bool:
        """Whether two tables of answers are the same."""
        one, two = self.answers, other.answers
        return np.array_equal(self.no_or_unknown, other.no_or_unknown) and all(
            np.array_equal(getattr(one, name), getattr(two, name), equal_nan=True)
            for name in ("values", "lower", "upper")
        )


@dataclass(frozen=True, eq=False)
class Variants:
    """What can be varied of a comparison with one set of links.

    The units of all tables are the focal country and the peers that it is ranked with, the items
    those compared. `coded`: the answers by (fusion, whose answers count for the focal country), the
    benchmark's own first, without those that would be the same. `choices`: the alternatives of each
    choice about answers, the benchmark's own first; `weights`: the sets of weights that are drawn,
    as the parameter names them; `space`: the alternatives of the method.
    """

    benchmark: Benchmark
    coded: Mapping[tuple[str, str], Coded]
    choices: Mapping[str, tuple[str, ...]]
    weights: tuple[str, ...]
    space: Space

    @property
    def framework(self) -> Framework:
        """The framework of the compared items."""
        return self.benchmark.framework

    @property
    def default(self) -> Coded:
        """The answers of the benchmark."""
        return next(iter(self.coded.values()))

    @property
    def tables(self) -> Tables:
        """The answers for each combination of choices, by its name."""
        found = {}
        for words in product(*self.choices.values()):
            chosen = dict(zip(self.choices, words, strict=True))
            name = " ".join(f"{choice}={word}" for choice, word in chosen.items())
            found[name] = self.coded[chosen["fusion"], chosen["answers"]].drawn(
                chosen["reading"], chosen["doubtful"]
            )
        return found

    @property
    def varied(self) -> tuple[str, ...]:
        """The FACTORS that can change something."""
        n_ways = {name: len(options) for name, options in self.choices.items()}
        n_ways["weights"] = len(self.weights) + (self.space.noise > 0)
        n_ways["aggregation"] = len(self.space.aggregations)
        return tuple(name for name in FACTORS if n_ways[name] > 1)


@dataclass(frozen=True)
class Uncertainty:
    """What variants of the method do to score and rank, with one set of links.

    `variants` and `draws` are what was varied; `drawn` the draws as a table that can be fed back
    in; `countries` a row per country, best mean rank first: iso3, score and rank by the default
    method, score_low, score_median, score_high, rank_low, rank_median, rank_high (5, 50 and 95 % of
    mid-ranks), mean_rank, top_third (share of replications) and n. `beating` says how often the
    focal country stands before each peer: iso3, higher, tied, lower (shares), n. `failures` lists
    replications that could not be evaluated, with the reason. `sensitivity` is None where the focal
    country has no rank under some choice, or nothing can be varied.
    """

    parameters: Parameters
    variants: Variants
    draws: Draws
    drawn: pd.DataFrame
    countries: pd.DataFrame
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
            "before_each_peer": self.beating,
            "failed_variants": self.failures,
        }
        if self.sensitivity is not None:
            tables["sensitivity"] = self.sensitivity.indices
        return tables


def analyse_uncertainty(
    variants: Variants,
    parameters: Parameters,
    given: pd.DataFrame | None = None,
    workers: int = 1,
) -> Uncertainty | None:
    """Return what variants of the method do to a comparison; None where nothing is ranked.

    Varied are FACTORS, and what is drawn for answers that are not exact. The same parameters give
    the same result, to the bit, for any number of `workers`. `given`, as `read_numbers` reads it
    from the file of the parameter `choices`, is used in place of draws. Raises InputError where it
    belongs to another comparison, and MethodError where no replication gives the focal country a
    rank.

    Shape: an `Uncertainty`; a row per country, peer, or choice.
    Scale: scores 0 to 100, ranks from 1, shares of replications 0 to 1.
    Missing: unknown answers are drawn or left out, as each replication's choices say; replications
        that fail are listed, not dropped.
    Source: `robustness.simulation` and `robustness.sensitivity`, where the methods are cited.
    """
    if not is_ranked(variants.benchmark):
        return None
    benchmark, tables = variants.benchmark, variants.tables
    draws = _draws(variants, tables, parameters, given)
    found = simulate(tables, variants.framework, draws, workers=workers)
    if np.isnan(found.scores[focal_row(found.units, benchmark.focal)]).all():
        reason = "" if found.failures.empty else f": {found.failures['reason'].iloc[0]}"
        raise MethodError(f"no variant of the method gives {benchmark.focal} a rank{reason}")
    return Uncertainty(
        parameters=parameters,
        variants=variants,
        draws=draws,
        drawn=draws.to_frame(variants.framework),
        countries=_countries(found, benchmark.ranks),
        beating=probability_of_beating(found, benchmark.focal).rename(columns={"unit": "iso3"}),
        failures=found.failures,
        sensitivity=_sensitivity(variants, tables, parameters.seed, workers),
    )


def _draws(
    variants: Variants, tables: Tables, parameters: Parameters, given: pd.DataFrame | None
) -> Draws:
    if given is None:
        return draw(
            tables, variants.framework, variants.space, parameters.replications, parameters.seed
        )
    return read_draws(given, from_root(parameters.choices), tables, variants.framework)


def _countries(found: Simulation, ranks: pd.DataFrame) -> pd.DataFrame:
    table = rank_intervals(found).merge(score_intervals(found).drop(columns="n"), on="unit")
    table = table.rename(columns={"unit": "iso3"})
    table = table.merge(ranks[["iso3", "score", "rank"]], on="iso3", how="left")
    columns = ["iso3", "score", "score_low", "score_median", "score_high", "rank", "rank_low",
               "rank_median", "rank_high", "mean_rank", "top_third", "n"]  # fmt: skip
    return table[columns]


def _sensitivity(variants: Variants, tables: Tables, seed: int, workers: int) -> Sensitivity | None:
    try:
        return sobol_indices(
            tables,
            variants.framework,
            variants.space,
            variants.benchmark.focal,
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


def find_variants(benchmark: Benchmark) -> Variants:
    """Return what can be varied of a benchmark, its links and items as they are.

    Shape: the choices by name, and the answers under each of them, a row per country and item.
    Scale: answers as values 0 to 1 with their bounds.
    Missing: unknown answers keep the bounds 0 and 1; a choice that changes nothing is left out.
    Source: `benchmark.codes` and `benchmark.others`.
    """
    own, framework = benchmark.parameters, benchmark.framework
    others = benchmark.others[benchmark.others["item"].isin(benchmark.compared_items)]
    voices = others[["iso3", "item", "code"]].assign(source=source_of(others["survey"]))
    # where no two sources differ, every way to choose among them is the same
    differ = (voices.groupby(["iso3", "item"]).nunique() > 1).all(axis=1).any()
    ways = DECLARED["fusion"].choices if differ else ()
    coded = {
        (fusion, who): each
        for fusion in _first(own.fusion, ways)
        for who, each in _by_whose(benchmark, fusion).items()
    }
    fusions, whose = (list(dict.fromkeys(names)) for names in zip(*coded, strict=True))
    fusions = _distinct({name: [coded[name, who] for who in whose] for name in fusions})
    whose = _distinct({who: [coded[name, who] for name in fusions] for who in whose})
    kept = {key: coded[key] for key in product(fusions, whose)}
    doubtful = any((each.answers.open & ~each.no_or_unknown).any() for each in kept.values())
    read = any(each.no_or_unknown.any() for each in kept.values())
    readings = (*_first(own.no_or_unknown, ("no", "unknown")), WITHIN_BOUNDS)
    choices = {
        "reading": readings if read else readings[:1],
        "doubtful": ("coded", WITHIN_BOUNDS) if doubtful else ("coded",),
        "fusion": tuple(fusions),
        "answers": tuple(whose),
    }
    space = Space(missing=(COMPLETE,), noise=0.0)
    sets = {tuple(shares(framework, framework.weights).round(9)): (own.weights, framework.weights)}
    # where no part has siblings there is nothing to weigh and nothing to average
    if any(len(children) > 1 for _, children in framework.groups):
        sections, items = (1.0,) * len(framework.ids), weighted(framework, "items").weights
        for name, weights in {"sections": sections, "items": items}.items():
            sets.setdefault(tuple(shares(framework, weights).round(9)), (name, weights))
        further = tuple(weights for _, weights in list(sets.values())[1:])
        space = replace(space, aggregations=AGGREGATIONS, weights=further, noise=NOISE)
    return Variants(benchmark, kept, choices, tuple(name for name, _ in sets.values()), space)


def _by_whose(benchmark: Benchmark, fusion: str) -> dict[str, Coded]:
    """Return the answers by whose count for the focal country: others' about it, or its own.

    Those that the benchmark compares come first; where the others are lacking, they stay.
    """
    basis, focal, framework = benchmark.parameters.basis, benchmark.focal, benchmark.framework
    fused = benchmark.fused
    if fusion != benchmark.parameters.fusion:
        others = benchmark.others[benchmark.others["item"].isin(benchmark.compared_items)]
        fused = fuse_answers(others, fusion, benchmark.questions)
    codes = as_codes(fused).assign(no_or_unknown=fused["no_or_unknown"])
    known = benchmark.answers["iso3"]
    kept = {"own": known, "mixed": benchmark.own["iso3"]}.get(basis, known.iloc[:0])
    own = benchmark.answers[known.isin(kept)]
    compared = _coded(
        pd.concat([own, codes[~codes["iso3"].isin(kept)]]), framework, compared_units(benchmark)
    )
    if basis in ("own", "others"):
        return {basis: compared}
    tables = {"others": codes, "own": benchmark.own}
    return {
        whose: compared.with_first(_coded(tables[whose], framework, [focal]))
        for whose in _first("own" if focal in set(kept) else "others", tables)
    }


def _coded(codes: pd.DataFrame, framework: Framework, units: Sequence[str]) -> Coded:
    answers = answers_of_codes(codes, framework, units)
    flags = np.zeros(answers.asked.shape, dtype=np.bool_)
    if "no_or_unknown" in codes:
        said_so = codes[codes["no_or_unknown"].eq(True)]
        row = pd.Index(list(units)).get_indexer(pd.Index(said_so["iso3"]))
        column = pd.Index(framework.indicators).get_indexer(pd.Index(said_so["item"].astype("str")))
        compared = (row >= 0) & (column >= 0)
        flags[row[compared], column[compared]] = True
    return Coded(answers, flags)


def _first(name: str, names: Iterable[str]) -> tuple[str, ...]:
    return name, *(each for each in names if each != name)


def _distinct(tables: Mapping[str, Sequence[Coded]]) -> list[str]:
    """Return the names whose tables are not all the same as those of an earlier name."""
    kept: list[str] = []
    for name, own in tables.items():
        if not any(
            all(one.same(two) for one, two in zip(own, tables[other], strict=True))
            for other in kept
        ):
            kept.append(name)
    return kept


def compared_answers(benchmark: Benchmark) -> Answers:
    """Return the answers to the compared items, a row for each of `compared_units`."""
    return answers_of_codes(benchmark.answers, benchmark.framework, compared_units(benchmark))


def compared_units(benchmark: Benchmark) -> list[str]:
    """Return the focal country and the peers it is ranked with, all peers where nothing is."""
    ranked = set(benchmark.ranks["iso3"]) or set(benchmark.peers)
    return [benchmark.focal, *(iso3 for iso3 in benchmark.peers if iso3 in ranked)]


def compare_choices(variants: Variants) -> pd.DataFrame:
    """Return the focal country's score and rank by default, and with one other choice at a time.

    Columns: choice (default; exact, close, proxy: the least faithful links used; no_or_unknown_as_
    no, no_or_unknown_as_unknown; preferred, agreeing-only, majority: what counts where several
    sources answer; others, own: whose answers count for the focal country; equal_sections,
    equal_items: what is weighted alike), score, lower, upper, rank, best_rank, worst_rank,
    n_ranked, n_tied (others with the same rank), n_items.

    Shape: a row per choice that changes something.
    Scale: score and bounds 0 to 100; ranks from 1.
    Missing: a choice that leaves nothing to compare has missing numbers and 0 items; without a
        joint ranking the ranks are missing.
    Source: `find_variants`; `scoring.ranks.rank_bounds`.
    """
    benchmark = variants.benchmark
    (fusion, who), default = next(iter(variants.coded.items()))
    rows = [_row("default", benchmark, default.answers)]
    for fidelity in _first(benchmark.parameters.fidelity, FIDELITIES)[1:]:
        try:
            other = build_benchmark(
                benchmark.data, replace(benchmark.parameters, fidelity=fidelity)
            )
            rows.append(_row(fidelity, other, compared_answers(other)))
        except MethodError:
            rows.append({"choice": fidelity, "n_items": 0})
    if default.no_or_unknown.any():
        reading = variants.choices["reading"][1]
        rows.append(_row(f"no_or_unknown_as_{reading}", benchmark, default.read(reading)))
    for name in variants.choices["fusion"][1:]:
        rows.append(_row(name, benchmark, variants.coded[name, who].answers))
    for name in variants.choices["answers"][1:]:
        rows.append(_row(name, benchmark, variants.coded[fusion, name].answers))
    for name, weights in zip(variants.weights[1:], variants.space.weights, strict=True):
        alike = replace(benchmark.framework, weights=weights)
        rows.append(_row(f"equal_{name}", benchmark, default.answers, alike))
    columns = ["choice", "score", "lower", "upper", "rank", "best_rank", "worst_rank", "n_ranked",
               "n_tied", "n_items"]  # fmt: skip
    return pd.DataFrame(rows).reindex(columns=columns)


def _row(
    choice: str, benchmark: Benchmark, answers: Answers, framework: Framework | None = None
) -> dict[str, object]:
    ranks = rank_bounds(score_answers(answers, framework or benchmark.framework))
    own = ranks[ranks["iso3"] == benchmark.focal].iloc[0]
    row = {"choice": choice, "n_items": int(answers.asked[0].sum())}
    names = ["score", "lower", "upper"]
    if not benchmark.ranks.empty:
        names += ["rank", "best_rank", "worst_rank", "n_ranked"]
        row["n_tied"] = max(int((ranks["rank"] == own["rank"]).sum()) - 1, 0)
    return row | {name: own[name] for name in names}

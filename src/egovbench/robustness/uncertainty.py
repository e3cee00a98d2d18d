"""Score and rank under many variants of the method, and which choice moves them."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from egovbench.base.errors import InputError, MethodError
from egovbench.base.parameters import Parameters
from egovbench.base.paths import PROJECT_ROOT
from egovbench.comparison.benchmark import Benchmark
from egovbench.robustness.choices import SETTINGS, Choices, draw_choices, read_choices
from egovbench.robustness.sensitivity import Sensitivity, sobol_indices
from egovbench.robustness.simulation import Simulation, simulate
from egovbench.robustness.space import COMPLETE, Space
from egovbench.robustness.summary import (
    distance_to_median,
    focal_row,
    probability_of_beating,
    rank_intervals,
    score_intervals,
)
from egovbench.robustness.variants import Variants, answer_variants, is_ranked

SPACE = Space(
    normalisations=("scale:0:100",),
    aggregations=("amean", "pmean:0.5"),
    missing=("skip", "median", COMPLETE),
    weights="noise:0.25",
    # a known answer says nothing of one that was withheld: yes and no have equal chances
    completion="ends",
)
SOBOL_BASE = 1024


@dataclass(frozen=True)
class Uncertainty:
    """What variants of the method do to score and rank.

    `variants` and `choices` are what was varied; `drawn` the choices as a table that can be fed
    back in; `countries` a row a country, best mean rank first: iso3, score and rank by the default
    method, score_low, score_median, score_high, rank_low, rank_median, rank_high (5, 50 and 95 %),
    mean_rank, top_third (share of replications), position (against the median country), n.
    `by_links` has a row a quality of links: fidelity, n_items, n_alike (items on which all known
    answers are the same), and over the replications that use it the focal country's rank_low,
    rank_median, rank_high, top_third, n_sharing (others at its rank, median) and n. `beating` says
    how often the focal country stands before each peer: iso3, higher, tied, lower (shares), n.
    `failures` lists replications that could not be evaluated, with the reason. `sensitivity` is
    None where the focal country has no rank under some choice.
    """

    parameters: Parameters
    variants: Variants
    choices: Choices
    drawn: pd.DataFrame
    countries: pd.DataFrame
    by_links: pd.DataFrame
    beating: pd.DataFrame
    failures: pd.DataFrame
    sensitivity: Sensitivity | None

    @property
    def n_evaluated(self) -> int:
        """Return how many replications could be evaluated."""
        return len(self.choices) - len(self.failures)

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
    benchmark: Benchmark, parameters: Parameters, workers: int = 1
) -> Uncertainty | None:
    """Return what variants of the method do to the benchmark; None where nothing is ranked.

    Varied are weights, aggregation, what unknown answers count as, the quality of links with its
    like-for-like items, and the answers drawn for unknowns, "no or unknown" among them. The same
    parameters give the same result, to the bit, for any number of `workers`. Raises InputError for
    a file of choices that cannot be read or belongs to another comparison, MethodError where no
    replication gives the focal country a rank.

    Shape: an `Uncertainty`; a row a country, a peer, a quality of links, or a choice
        (see `Uncertainty`).
    Scale: scores 0 to 100, ranks from 1, shares of replications 0 to 1.
    Missing: unknown answers are drawn or left out, as each replication's choices say; replications
        that fail are listed, not dropped.
    Source: `robustness.simulation` and `robustness.sensitivity`, where the methods are cited.
    """
    if not is_ranked(benchmark):
        return None
    variants = answer_variants(benchmark)
    choices = _choices(variants, parameters)
    found = simulate(
        variants.tables, variants.framework, choices, workers=workers, on_failure="count"
    )
    if np.isnan(found.ranks[focal_row(found.units, benchmark.focal)]).all():
        reason = "" if found.failures.empty else f": {found.failures['reason'].iloc[0]}"
        raise MethodError(f"no variant of the method gives {benchmark.focal} a rank{reason}")
    return Uncertainty(
        parameters=parameters,
        variants=variants,
        choices=choices,
        drawn=choices.to_frame(variants.framework),
        countries=_countries(found, benchmark.ranks),
        by_links=_by_links(found, variants, choices, benchmark.focal),
        beating=probability_of_beating(found, benchmark.focal).rename(columns={"unit": "iso3"}),
        failures=found.failures,
        sensitivity=_sensitivity(variants, benchmark.focal, parameters.seed, workers),
    )


def _choices(variants: Variants, parameters: Parameters) -> Choices:
    if not parameters.choices:
        return draw_choices(
            variants.tables, variants.framework, SPACE, parameters.replications, parameters.seed
        )
    path = PROJECT_ROOT / parameters.choices
    try:
        cells = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8")
        frame = pd.DataFrame({name: _exact(str(name), cells[name]) for name in cells.columns})
        return read_choices(frame, variants.tables, variants.framework)
    except FileNotFoundError:
        raise InputError(path, "the file of choices does not exist") from None
    except (OSError, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as fault:
        reason = str(fault).splitlines()[0]
        raise InputError(path, f"not a UTF-8 CSV table ({reason})") from None
    except MethodError as fault:
        raise InputError(path, str(fault)) from None


def _exact(name: str, cells: pd.Series) -> pd.Series:
    """Return a column's numbers to the last bit; settings, and what is no number, stay text."""
    if name in SETTINGS:
        return cells
    try:
        return pd.Series([float(cell) if cell else np.nan for cell in cells], dtype="float64")
    except ValueError:
        return cells


def _countries(found: Simulation, ranks: pd.DataFrame) -> pd.DataFrame:
    scores = score_intervals(found).drop(columns="n")
    position = distance_to_median(found)[["unit", "position"]]
    table = rank_intervals(found).merge(scores, on="unit").merge(position, on="unit")
    table = table.rename(columns={"unit": "iso3"})
    table = table.merge(ranks[["iso3", "score", "rank"]], on="iso3", how="left")
    columns = ["iso3", "score", "score_low", "score_median", "score_high", "rank", "rank_low",
               "rank_median", "rank_high", "mean_rank", "top_third", "position", "n"]  # fmt: skip
    return table[columns]


def _by_links(found: Simulation, variants: Variants, choices: Choices, focal: str) -> pd.DataFrame:
    rows = []
    used = choices.settings["table"].to_numpy()
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

"""Monte Carlo: scores and ranks of every replication, and what they say.

Replications with the same settings are evaluated together, as a further axis of the engine's
arrays. Every number is the result of the same operations in the same order whatever the batch,
so that results do not depend, to the bit, on batches or workers.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from egovbench.base.comparing import above, equal
from egovbench.base.errors import EgovbenchError, MethodError
from egovbench.robustness.draws import (
    COMPLETE,
    SETTINGS,
    Draws,
    Tables,
    common_units,
    unknown_cells,
)
from egovbench.scoring.aggregation import Child, Patched, dense
from egovbench.scoring.answers import Answers
from egovbench.scoring.evaluation import Methods, climb, counts_below, parse_methods
from egovbench.scoring.framework import Floats, Framework
from egovbench.scoring.missing import fill
from egovbench.scoring.normalisation import normalise
from egovbench.scoring.ranks import tied_places, whole_numbers
from egovbench.scoring.scores import bounds_of

# units times replications of a batch: arrays of 640 kB, that stay in the processor's cache
BATCH_CELLS = 80_000
# batches that share one normalisation of the table
BATCHES_A_JOB = 8
LOW, HIGH = 0.05, 0.95
"""The quantiles between which intervals lie."""


@dataclass(frozen=True)
class Simulation:
    """Scores of the top, units x replications; NaN = missing.

    `failures` (replication, reason) lists replications that could not be evaluated; their columns
    are missing for all units. Scores of replications with different normalisations are on
    different scales: only ranks compare across them.
    """

    units: tuple[str, ...]
    scores: Floats
    failures: pd.DataFrame

    @cached_property
    def places(self) -> tuple[Floats, Floats]:
        """The first and the last place that each unit shares with those of its score."""
        first, last = np.empty_like(self.scores), np.empty_like(self.scores)
        size = batch_size(len(self.scores))
        for start in range(0, self.scores.shape[1], size):
            part = slice(start, start + size)
            first[:, part], last[:, part] = tied_places(self.scores[:, part])
        return first, last

    @property
    def ranks(self) -> Floats:
        """Competition ranks, units x replications: 1 is best, ties share the better rank."""
        return self.places[0]

    @property
    def mid_ranks(self) -> Floats:
        """Ranks in which ties share the mean of their places, so that their sum stays the same."""
        first, last = self.places
        return (first + last) / 2.0


@dataclass(frozen=True)
class _Job:
    """Replications that share their settings."""

    settings: tuple[str, ...]
    replications: NDArray[np.int64]


@dataclass(frozen=True)
class _Prepared:
    """A job's normalised columns and what the walk up the framework needs beside them."""

    columns: list[Child]
    methods: Methods
    asked: NDArray[np.bool_]


def simulate(tables: Tables, framework: Framework, draws: Draws, *, workers: int = 1) -> Simulation:
    """Return scores and ranks of the top under what was drawn for each replication.

    Where the normalisation takes its scale from the data, the scale is that of the known values;
    completed values are placed on it. A replication whose methods cannot be applied is listed in
    `failures`. `workers` threads share the work; results are the same to the bit for any number.
    """
    units = common_units(tables, framework)
    scores = np.full((len(units), len(draws)), np.nan)
    failures: dict[int, str] = {}
    size = batch_size(len(units))

    def evaluate(prepared: _Prepared, job: _Job, at: NDArray[np.int64]) -> None:
        replications = job.replications[at]
        try:
            scores[:, replications] = _scores(
                prepared, framework, draws.weights[replications], at, units
            )
        except EgovbenchError as fault:
            if len(at) == 1:
                failures[int(replications[0])] = str(fault)
                return
            for one in at:
                evaluate(prepared, job, np.array([one]))

    def run(job: _Job) -> None:
        try:
            prepared = _prepare(tables, framework, draws, job)
        except EgovbenchError as fault:
            failures.update(dict.fromkeys(job.replications.tolist(), str(fault)))
            return
        for start in range(0, len(job.replications), size):
            evaluate(prepared, job, np.arange(start, min(start + size, len(job.replications))))

    with ThreadPoolExecutor(max_workers=workers) as pool:
        list(pool.map(run, _jobs(draws, size * BATCHES_A_JOB)))
    listed = pd.DataFrame(sorted(failures.items()), columns=["replication", "reason"])
    return Simulation(
        units=units,
        scores=scores,
        failures=listed.astype({"replication": "int64", "reason": "str"}),
    )


def batch_size(units: int) -> int:
    """Return how many replications are evaluated together; it depends on the units alone."""
    return max(8, BATCH_CELLS // max(units, 1))


def _jobs(draws: Draws, size: int) -> list[_Job]:
    together: dict[tuple[str, ...], list[int]] = {}
    columns = [draws.settings[name].tolist() for name in SETTINGS]
    for replication, settings in enumerate(zip(*columns, strict=True)):
        together.setdefault(settings, []).append(replication)
    return [
        _Job(settings, np.array(replications[start : start + size], dtype=np.int64))
        for settings, replications in together.items()
        for start in range(0, len(replications), size)
    ]


def _prepare(
    tables: Tables,
    framework: Framework,
    draws: Draws,
    job: _Job,
) -> _Prepared:
    table, normalisation, aggregation, missing = job.settings
    answers = tables[table]
    rule = "skip" if missing == COMPLETE else missing
    methods = parse_methods(framework, normalisation, aggregation, rule)
    filled = fill(answers.values, answers.asked, methods.missing, framework, answers.units)
    placed = normalise(filled, methods.normalisation, framework, answers.units)
    if missing == COMPLETE:
        placed = np.where(answers.open, np.nan, placed)
    scaled = np.ascontiguousarray(placed.T)
    columns: list[Child] = [column[:, None] for column in scaled]
    if missing == COMPLETE:
        patches = _patches(unknown_cells(tables), answers, framework, draws, job, methods)
        for column, (rows, values) in patches.items():
            columns[column] = Patched(scaled[column][:, None], rows, values)
    return _Prepared(columns, methods, counts_below(answers.asked, framework) > 0)


def _patches(
    cells: NDArray[np.intp],
    answers: Answers,
    framework: Framework,
    draws: Draws,
    job: _Job,
    methods: Methods,
) -> dict[int, tuple[NDArray[np.intp], Floats]]:
    """Return column -> rows and normalised values (rows, replications) drawn where it is open.

    What was drawn for an answer counts within its bounds in this table.
    """
    rows, own = cells[:, 0], cells[:, 1]
    least, greatest = (each[rows, own, None] for each in bounds_of(answers, framework))
    gaps = answers.open[rows, own]
    drawn = {int(column): np.flatnonzero(gaps & (own == column)) for column in np.unique(own[gaps])}
    if not drawn:
        return {}
    size = len(job.replications)
    most = max(len(at) for at in drawn.values())
    raw = np.full((most * size, framework.n_indicators), np.nan)
    for column, at in drawn.items():
        values = draws.completions.T[at][:, job.replications]
        values = np.clip(values, least[at], greatest[at])
        raw[: values.size, column] = values.reshape(-1)
    placed = normalise(
        raw, methods.normalisation, framework, answers.units, reference=answers.values
    )
    return {
        column: (rows[at], placed[: len(at) * size, column].reshape(len(at), size))
        for column, at in drawn.items()
    }


def _scores(
    prepared: _Prepared,
    framework: Framework,
    weights: Floats,
    at: NDArray[np.int64],
    units: tuple[str, ...],
) -> Floats:
    """Return units x replications of one batch: those `at` these places of the job."""
    columns: list[Child] = [
        Patched(child.base, child.rows, child.values[:, at])
        if isinstance(child, Patched)
        else child
        for child in prepared.columns
    ]
    nodes = climb(
        columns,
        framework,
        [np.ascontiguousarray(each)[None] for each in weights.T],
        prepared.methods.aggregations,
        prepared.methods.threshold,
        prepared.asked,
        units,
    )
    return np.broadcast_to(dense(nodes[-1]), (len(units), len(at)))


def by_replication(simulation: Simulation) -> pd.DataFrame:
    """Return a row per replication (from 0) and unit: replication, unit, score, rank."""
    n_units, size = simulation.scores.shape
    return pd.DataFrame(
        {
            "replication": np.repeat(np.arange(size), n_units),
            "unit": simulation.units * size,
            "score": simulation.scores.T.reshape(-1),
            "rank": whole_numbers(simulation.ranks.T.reshape(-1)),
        }
    )


def rank_intervals(simulation: Simulation) -> pd.DataFrame:
    """Return a row per unit: unit, mean_rank, rank_low, rank_median, rank_high, top_third, n.

    Ranks are mid-ranks. `rank_low` and `rank_high` are their `quantiles` at LOW and HIGH;
    `top_third` is the share of replications (0 to 1) in which the unit and all that tie with it
    stand in the first third of the units ranked; `n` the replications in which the unit has a rank,
    over which all is taken. NaN with none. Sorted by mean rank, then name.
    """
    ranks, last = simulation.mid_ranks, simulation.places[1]
    ranked = (~np.isnan(ranks)).sum(axis=0)
    count = (~np.isnan(ranks)).sum(axis=1)
    some = np.where(count > 0, count, np.nan)
    table = pd.DataFrame(
        {
            "unit": list(simulation.units),
            "mean_rank": np.where(np.isnan(ranks), 0.0, ranks).sum(axis=1) / some,
            **_interval("rank", ranks),
            "top_third": (last <= ranked / 3.0).sum(axis=1) / some,
            "n": count,
        }
    )
    return table.sort_values(["mean_rank", "unit"], na_position="last", ignore_index=True)


def probability_of_beating(simulation: Simulation, focal: str) -> pd.DataFrame:
    """Return a row per peer: unit, higher, tied, lower, n.

    Shares (0 to 1) of the `n` replications in which both have a score, in which the focal unit's
    score is higher, the same within 1e-9, or lower. NaN with none. In the units' order.
    Raises MethodError where the focal unit is not among the units.
    """
    own = simulation.scores[focal_row(simulation.units, focal)]
    both = ~np.isnan(own - simulation.scores)
    count = both.sum(axis=1)
    some = np.where(count > 0, count, np.nan)
    table = pd.DataFrame(
        {
            "unit": list(simulation.units),
            "higher": above(own, simulation.scores).sum(axis=1) / some,
            "tied": equal(own, simulation.scores).sum(axis=1) / some,
            "lower": above(simulation.scores, own).sum(axis=1) / some,
            "n": count,
        }
    )
    return table[table["unit"] != focal].reset_index(drop=True)


def score_intervals(simulation: Simulation) -> pd.DataFrame:
    """Return a row per unit: unit, score_low, score_median, score_high, n, as `rank_intervals`.

    Only for simulations with a single normalisation, whose scores share one scale.
    """
    scores = simulation.scores
    n = (~np.isnan(scores)).sum(axis=1)
    return pd.DataFrame({"unit": list(simulation.units), **_interval("score", scores), "n": n})


def focal_row(units: tuple[str, ...], focal: str) -> int:
    """Return the focal unit's row. Raises MethodError where it is not among the units."""
    if focal not in units:
        raise MethodError(f"focal unit {focal!r} is not among the units")
    return units.index(focal)


def quantiles(values: Floats, share: float) -> Floats:
    """Return the quantile at a share (0 to 1) of the known values of each row; NaN with none.

    It is the smallest value that at least this share of them does not exceed, so one that occurred.
    """
    count = (~np.isnan(values)).sum(axis=1)
    at = np.maximum(np.ceil(share * count - 1e-9).astype(np.int64) - 1, 0)
    found: Floats = np.sort(values, axis=1)[np.arange(len(values)), at]
    return found


def _interval(name: str, values: Floats) -> dict[str, Floats]:
    ends = {"low": LOW, "median": 0.5, "high": HIGH}
    return {f"{name}_{end}": quantiles(values, share) for end, share in ends.items()}

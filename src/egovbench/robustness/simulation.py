"""Monte Carlo: scores and ranks under every replication's choices.

Replications with the same settings are evaluated together, as a further axis of the engine's
arrays. Every number is the result of the same operations in the same order whatever the batch,
so that results do not depend, to the bit, on batches or workers.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from egovbench.errors import EgovbenchError, ParameterError
from egovbench.robustness.choices import SETTINGS, Choices
from egovbench.robustness.space import COMPLETE, Tables, common_units, unknown_cells
from egovbench.scoring.aggregation import Child, Patched, dense
from egovbench.scoring.answers import Answers
from egovbench.scoring.evaluation import counts_below, peer_mask
from egovbench.scoring.framework import Floats, Framework
from egovbench.scoring.missing import fill
from egovbench.scoring.normalisation import normalise
from egovbench.scoring.ranks import competition_ranks
from egovbench.scoring.specification import Methods, parse_methods
from egovbench.scoring.tree import climb

# 200 replications of 200 units are 320 kB an array: they stay in the processor's cache
BATCH = 200


@dataclass(frozen=True)
class Simulation:
    """Scores and competition ranks, units x replications, of one node; NaN = missing.

    `failures` (replication, reason) lists replications that could not be evaluated; their columns
    are missing for all units. Scores of replications with different normalisations are on
    different scales: only ranks compare across them.
    """

    units: tuple[str, ...]
    node: str
    scores: Floats
    ranks: Floats
    failures: pd.DataFrame


@dataclass(frozen=True)
class _Batch:
    settings: tuple[str, ...]
    replications: NDArray[np.int64]


def simulate(
    tables: Tables,
    framework: Framework,
    choices: Choices,
    *,
    node: str | None = None,
    peers: Sequence[str] | None = None,
    workers: int = 1,
    on_failure: str = "stop",
) -> Simulation:
    """Return scores and ranks of `node` (default: the top) under each replication's choices.

    Where the normalisation takes its scale from the data, the scale is that of the known values;
    completed values are placed on it. A replication whose methods cannot be applied raises its
    MethodError with `on_failure="stop"`, and is listed in `failures` with "count". `workers`
    threads share the batches; results are the same to the bit for any number.
    """
    if on_failure not in ("stop", "count"):
        raise ParameterError("on_failure", on_failure, "stop or count")
    units = common_units(tables, framework)
    target = framework.ids[-1] if node is None else node
    if target not in framework.ids:
        raise ParameterError("node", target, "an id of the framework")
    position = framework.ids.index(target)
    scores = np.full((len(units), len(choices)), np.nan)
    failures: dict[int, str] = {}

    def run(batch: _Batch) -> None:
        try:
            scores[:, batch.replications] = _evaluate(
                tables, framework, choices, batch, position, peers
            )
        except EgovbenchError as fault:
            if on_failure == "stop":
                raise
            if len(batch.replications) == 1:
                failures[int(batch.replications[0])] = str(fault)
                return
            for replication in batch.replications:
                run(_Batch(batch.settings, np.array([replication])))

    with ThreadPoolExecutor(max_workers=workers) as pool:
        list(pool.map(run, _batches(choices)))
    return Simulation(
        units=units,
        node=target,
        scores=scores,
        ranks=_ranks(scores),
        failures=pd.DataFrame(sorted(failures.items()), columns=["replication", "reason"]).astype(
            {"replication": "int64", "reason": "str"}
        ),
    )


def _batches(choices: Choices) -> list[_Batch]:
    found = []
    together: dict[tuple[str, ...], list[int]] = {}
    columns = [choices.settings[name].tolist() for name in SETTINGS]
    for replication, settings in enumerate(zip(*columns, strict=True)):
        together.setdefault(settings, []).append(replication)
    for settings, replications in together.items():
        for start in range(0, len(replications), BATCH):
            part = np.array(replications[start : start + BATCH], dtype=np.int64)
            found.append(_Batch(settings, part))
    return found


def _evaluate(
    tables: Tables,
    framework: Framework,
    choices: Choices,
    batch: _Batch,
    node: int,
    peers: Sequence[str] | None,
) -> Floats:
    table, normalisation, aggregation, missing = batch.settings
    answers = tables[table]
    rule = "skip" if missing == COMPLETE else missing
    methods = parse_methods(framework, normalisation, "given", aggregation, rule)
    among = peer_mask(answers.units, peers)
    filled = fill(answers.values, answers.asked, methods.missing, framework, answers.units, among)
    scaled = np.ascontiguousarray(
        normalise(filled, methods.normalisation, framework, answers.units).T
    )
    columns: list[Child] = [column[:, None] for column in scaled]
    if missing == COMPLETE:
        _complete(columns, scaled, tables, answers, framework, choices, batch, methods)
    weights = [np.ascontiguousarray(each)[None] for each in choices.weights[batch.replications].T]
    asked = counts_below(answers.asked, framework) > 0
    nodes = climb(
        columns, framework, weights, methods.aggregations, methods.threshold, asked, answers.units
    )
    return np.broadcast_to(dense(nodes[node]), (len(answers.units), len(batch.replications)))


def _complete(
    columns: list[Child],
    scaled: Floats,
    tables: Tables,
    answers: Answers,
    framework: Framework,
    choices: Choices,
    batch: _Batch,
    methods: Methods,
) -> None:
    """Patch the columns that have unknowns with the values drawn for each replication."""
    cells = unknown_cells(tables)
    rows, own = cells[:, 0], cells[:, 1]
    gaps = np.isnan(answers.values[rows, own]) & answers.asked[rows, own]
    drawn = {column: np.flatnonzero(gaps & (own == column)) for column in np.unique(own[gaps])}
    if not drawn:
        return
    size = len(batch.replications)
    most = max(len(at) for at in drawn.values())
    raw = np.full((most * size, framework.n_indicators), np.nan)
    for column, at in drawn.items():
        values = choices.completions.T[at][:, batch.replications]
        raw[: values.size, column] = values.reshape(-1)
    placed = normalise(
        raw, methods.normalisation, framework, answers.units, reference=answers.values
    )
    for column, at in drawn.items():
        columns[column] = Patched(
            base=scaled[column][:, None],
            rows=rows[at],
            values=placed[: len(at) * size, column].reshape(len(at), size),
        )


def _ranks(scores: Floats) -> Floats:
    ranks = np.empty_like(scores)
    for start in range(0, scores.shape[1], BATCH):
        part = slice(start, start + BATCH)
        ranks[:, part] = competition_ranks(scores[:, part])
    return ranks

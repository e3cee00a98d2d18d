"""The answers a benchmark compares, as the engine's matrices, at each quality of links."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from egovbench.base.errors import MethodError
from egovbench.base.vocabulary import FIDELITIES
from egovbench.comparison.benchmark import Benchmark, build_benchmark
from egovbench.scoring.answers import Answers
from egovbench.scoring.framework import Framework


@dataclass(frozen=True)
class Variants:
    """The compared items as a framework, and the answers to them at each quality of links.

    `tables` maps a fidelity to the answers; the benchmark's own fidelity stands first. All have
    the same units, the focal country and its peers, and the framework's items: what cannot be
    compared like for like at a fidelity was not asked there. "No or unknown" is doubtful.
    """

    framework: Framework
    tables: Mapping[str, Answers]

    @property
    def own(self) -> Answers:
        """The answers at the benchmark's own fidelity."""
        return next(iter(self.tables.values()))

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


def is_ranked(benchmark: Benchmark) -> bool:
    """Whether the focal country stands in a joint ranking with at least one other country."""
    ranked = benchmark.ranks.dropna(subset=["rank"])
    return len(ranked) > 1 and benchmark.focal in set(ranked["iso3"])


def compared_answers(benchmark: Benchmark) -> Answers:
    """Return the answers to the compared items, the focal country first, then its peers."""
    return _answers(benchmark, benchmark.framework)


def answer_variants(benchmark: Benchmark) -> Variants:
    """Return the answers at the benchmark's fidelity and at each more faithful one.

    A fidelity at which nothing of the focal country is known on comparable items is left out, and
    so is one that compares the same answers as a less faithful one.
    """
    framework = benchmark.framework
    own = benchmark.parameters.fidelity
    tables = {own: _answers(benchmark, framework)}
    for fidelity in reversed(FIDELITIES[: FIDELITIES.index(own)]):
        try:
            other = build_benchmark(
                benchmark.data, replace(benchmark.parameters, fidelity=fidelity)
            )
        except MethodError:
            continue  # no item is comparable at this fidelity
        answers = _answers(other, framework)
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


def _answers(benchmark: Benchmark, framework: Framework) -> Answers:
    """Return the answers to the benchmark's compared items, others of `framework` not asked."""
    units = [benchmark.focal, *benchmark.peers]
    answers, doubted = (each.among(units) for each in benchmark.coded.on(framework))
    compared = np.isin(framework.indicators, benchmark.compared_items.astype("str"))
    asked = answers.asked & compared
    return Answers(
        answers.units,
        values=np.where(asked, answers.values, np.nan),
        asked=asked,
        doubtful=np.isnan(doubted.values) & ~np.isnan(answers.values) & asked,
    )

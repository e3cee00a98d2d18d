"""The appendix of the robustness notebook: how this was computed, every choice in words."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from egovbench.base.parameters import Parameters, split
from egovbench.comparison import Benchmark
from egovbench.comparison.against_peers import NEARLY_ALL
from egovbench.figures.words import links_used
from egovbench.language import say, says
from egovbench.language.lists import listed, set_apart
from egovbench.language.numbers import localised, percent
from egovbench.reports.display import Parts, as_table, block, heading
from egovbench.reports.tables import heads
from egovbench.reports.wording import peers_label
from egovbench.robustness.correlations import RESAMPLES
from egovbench.robustness.uncertainty import SPACE, Uncertainty

_MISSING = ("skip", "zero", "mean", "median", "complete")


@block
def robustness_method(
    benchmark: Benchmark, parameters: Parameters, uncertainty: Uncertainty | None
) -> Parts:
    """Show every choice of the benchmark and of its robustness checks in words.

    Shape: a table, one row per choice.
    Scale: in words, with the numbers that each choice needs.
    Missing: without a joint ranking (`uncertainty` is None) the choices of the checks are left out.
    Source: `parameters` and what the simulation recorded.
    """
    rows = comparison_choices(benchmark)
    if uncertainty is not None:
        rows += simulation_choices(uncertainty) + check_choices(parameters.seed)
    yield heading(say("method.title"), anchor="method")
    yield as_table(
        pd.DataFrame(rows, columns=["choice", "words"]),
        say("method.caption"),
        headers=heads(words="done"),
    )


def comparison_choices(benchmark: Benchmark) -> list[tuple[str, str]]:
    """Return the choices of the comparison and its scores as (choice, what was done)."""
    parameters, basis = benchmark.parameters, benchmark.focal_basis
    focal = say(f"method.focal.{basis}", focal=benchmark.focal_name, iso3=parameters.focal)
    return [
        _row("focal", focal),
        _row("peers", peers_label(benchmark)),
        _row("basis", say(f"common.basis.{parameters.basis}")),
        _row("questionnaire", f"{benchmark.codebook.title} ({parameters.survey})"),
        _row("links", links_used(parameters.fidelity)),
        _row("sources", _sources(parameters)),
        _row("fusion", say(f"method.fusion.{parameters.fusion}")),
        _row("items", _items(benchmark)),
        _row("codes", say("method.codes")),
        _row("zero", say(f"method.zero.{parameters.no_or_unknown}")),
        _row("unknown", say("method.unknown")),
        _row("weights", _declared_weights(parameters.weights)),
        _row("aggregation", say("method.aggregation.levels")),
        _row("ranks", say("method.ranks")),
        _row("position", say("method.position")),
        _row(
            "strengths",
            say("method.strengths", high=percent(NEARLY_ALL), low=percent(1 - NEARLY_ALL)),
        ),
    ]


def simulation_choices(uncertainty: Uncertainty) -> list[tuple[str, str]]:
    """Return what was varied at random or read from a file, as (choice, what was done)."""
    settings, sensitivity = uncertainty.draws.settings, uncertainty.sensitivity
    seed, n_open = uncertainty.parameters.seed, len(uncertainty.draws.cells)
    file, n_failed = Path(uncertainty.parameters.choices).name, len(uncertainty.failures)
    items = uncertainty.variants.n_items
    drawn = not file
    origin = (
        say("method.variants.drawn", seed=seed) if drawn else say("method.variants.read", file=file)
    )
    used = {str(name): list(dict.fromkeys(settings[name])) for name in settings}
    qualities = [
        say("method.links_items", links=links_used(name), n=items[name])
        for name in sorted(used["table"], key=list(items).index)
    ]
    means = [_aggregation(each) for each in sorted(used["aggregation"])]
    rules = [_missing(each) for each in sorted(used["missing"], key=_place)]
    as_given = say("method.as_in_file")
    rows = [
        _row("variants", f"{say('method.variants.count', n=len(settings))}, {origin}"),
        _row("varied_links", _alternatives(qualities, drawn)),
        _row("varied_weights", _noise(SPACE.noise) if drawn else as_given),
        _row("varied_aggregation", _alternatives(means, drawn)),
        _row("varied_unknown", _alternatives(rules, drawn)),
    ]
    if n_open and "complete" in used["missing"]:
        how = say("method.completion.ends") if drawn else as_given
        rows.append(_row("varied_answers", say("method.drawn", how=how, n=n_open)))
    normalisations = [
        _named(f"method.normalisation.{each.partition(':')[0]}", each)
        for each in sorted(used["normalisation"])
    ]
    failed = say("method.variants.count", n=n_failed) if n_failed else say("method.variants.none")
    rows += [
        _row("normalisation", set_apart(normalisations)),
        _row("intervals", say("method.intervals")),
        _row("failed", failed),
    ]
    if sensitivity:
        rows.append(_row("sensitivity", say("method.sobol", n=sensitivity.evaluations, seed=seed)))
    return rows


def check_choices(seed: int) -> list[tuple[str, str]]:
    """Return how parts left out, effective weights and correlations were found."""
    return [
        _row("left_out", say("method.left_out")),
        _row("effective", say("method.effective")),
        _row("coherence", say("method.coherence")),
        _row("indices", say("method.indices", n=RESAMPLES, seed=seed)),
    ]


def _row(choice: str, words: str) -> tuple[str, str]:
    return say(f"method.choice.{choice}"), words


def _sources(parameters: Parameters) -> str:
    named = split(parameters.sources)
    parts = [say("method.sources.all") if named == ["all"] else listed(named, None)]
    if parameters.answered_by != "any":
        parts.append(say(f"method.sources.{parameters.answered_by}"))
    if parameters.max_age:
        parts.append(say("method.sources.age", n=parameters.max_age))
    return set_apart(parts)


def _items(benchmark: Benchmark) -> str:
    n, of = len(benchmark.compared_items), len(benchmark.comparable)
    of_all, countries = say("method.items.of_all", n=n, of=of), 1 + len(benchmark.peers)
    if benchmark.parameters.items == "pairwise":
        return f"{of_all}{say('method.items.pairwise')}"
    if benchmark.parameters.min_share < 1:
        share = percent(benchmark.parameters.min_share)
        return f"{of_all}{say('method.items.share', share=share, n=countries)}"
    return f"{of_all}{say('method.items.common', n=countries)}"


def _alternatives(words: Sequence[str], drawn: bool) -> str:
    named = set_apart(words)
    return say("method.alternatives", words=named) if drawn and len(words) > 1 else named


def _aggregation(text: str) -> str:
    levels = [_mean(each) for each in text.split(",")]
    if len(levels) == 1:
        return levels[0]
    return say("method.aggregation.by_level", means=listed(levels, None))


def _mean(text: str) -> str:
    name, _, power = text.partition(":")
    if name == "pmean":
        return say("method.aggregation.pmean", power=localised(power))
    return _named(f"method.aggregation.{name}", text)


def _missing(text: str) -> str:
    name, _, threshold = text.partition(":")
    words = _named(f"method.missing.{name}", text)
    if not threshold:
        return words
    return say("method.missing_below", words=words, share=percent(float(threshold)))


def _place(text: str) -> int:
    name = text.partition(":")[0]
    return _MISSING.index(name) if name in _MISSING else len(_MISSING)


def _noise(size: float) -> str:
    low, high = (localised(f"{1 + side * size:g}") for side in (-1, 1))
    return say("method.weights.noise", low=low, high=high)


def _declared_weights(weights: str) -> str:
    if says(f"method.weights.{weights}"):
        return say(f"method.weights.{weights}")
    return say("method.weights.file", file=Path(weights).name)


def _named(key: str, specification: str) -> str:
    """Return a method in words, or its specification where it has no words of its own."""
    return say(key) if says(key) else specification

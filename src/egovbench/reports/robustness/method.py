"""The appendix of the robustness notebook: how this was computed, every choice in words."""

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
from egovbench.reports.robustness.sentences import not_varied_sentence
from egovbench.reports.tables import heads
from egovbench.reports.wording import peers_label
from egovbench.robustness.correlations import RESAMPLES
from egovbench.robustness.uncertainty import Uncertainty


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
    parameters = benchmark.parameters
    return [
        _row("focal", f"{benchmark.focal_name} ({parameters.focal})"),
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
        _row("weights", _weights(parameters.weights)),
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
    variants, sensitivity = uncertainty.variants, uncertainty.sensitivity
    settings, n_open = uncertainty.draws.settings, len(uncertainty.draws.cells)
    seed, n_failed = uncertainty.parameters.seed, len(uncertainty.failures)
    file = Path(uncertainty.parameters.choices).name
    drawn = not file
    origin = (
        say("method.variants.drawn", seed=seed) if drawn else say("method.variants.read", file=file)
    )
    choices = variants.choices
    ways = {
        "reading": [say(f"method.reading.{each}") for each in choices["reading"]],
        "doubtful": [say(f"method.doubtful.{each}") for each in choices["doubtful"]],
        "fusion": [say(f"robustness.choice.{each}") for each in choices["fusion"]],
        "answers": [say(f"method.answers.{each}") for each in choices["answers"]],
        "weights": [_weights(each) for each in variants.weights],
        "aggregation": [_mean(each) for each in variants.space.aggregations],
    }
    as_given = say("method.as_in_file")
    rows = [_row("variants", f"{say('method.variants.count', n=len(settings))}, {origin}")]
    for name in variants.varied:
        words = set_apart(ways[name])
        if len(ways[name]) > 1:
            words = say("method.alternatives", words=words)
        if name == "weights":
            low, high = (localised(f"{1 + side * variants.space.noise:g}") for side in (-1, 1))
            words = set_apart([words, say("method.weights.noise", low=low, high=high)])
        rows.append(_row(f"varied_{name}", words if drawn else as_given))
    if n_open:
        how = say("method.within_bounds") if drawn else as_given
        rows.append(_row("drawn", say("method.drawn", how=how, n=n_open)))
    links = [
        say("method.links_items", links=links_used(row["fidelity"]), n=int(row["n_items"]))
        for row in uncertainty.by_links.iloc[1:].to_dict("records")
    ]
    if links:
        rows.append(_row("beside", say("method.beside", links=set_apart(links))))
    failed = say("method.variants.count", n=n_failed) if n_failed else say("method.variants.none")
    rows += [
        _row("not_varied", not_varied_sentence(variants.varied)),
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


def _mean(text: str) -> str:
    name, _, power = text.partition(":")
    return say(f"method.aggregation.{name}", power=localised(power))


def _weights(weights: str) -> str:
    if says(f"method.weights.{weights}"):
        return say(f"method.weights.{weights}")
    return say("method.weights.file", file=Path(weights).name)

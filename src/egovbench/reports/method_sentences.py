"""How a benchmark was computed: every choice in words, made from the run's parameters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from egovbench.base.parameters import Parameters, split
from egovbench.comparison.against_peers import NEARLY_ALL
from egovbench.figures.words import links_used
from egovbench.language import say, says
from egovbench.language.lists import listed, set_apart
from egovbench.language.numbers import localised, percent

_MISSING = ("skip", "zero", "mean", "median", "complete")


@dataclass(frozen=True)
class Compared:
    """What a benchmark compares: names and counts that stand in the words.

    `basis` says what the focal country's codes rest on: its "form", coding by "hand", or "others".
    """

    focal: str
    basis: str
    peers: str
    questionnaire: str
    n_countries: int
    n_items: int
    n_scored: int


@dataclass(frozen=True)
class Simulated:
    """What was varied; `settings` has one row per replication (`Choices.settings`).

    `n_open` counts the answers that are drawn, `items` maps a quality of links to the number of
    items compared, `file` names the file the choices were read from (empty: they were drawn).
    """

    settings: pd.DataFrame
    weights: str
    completion: str
    n_open: int
    items: Mapping[str, int]
    seed: int
    file: str
    n_failed: int
    evaluations: int


def comparison_choices(parameters: Parameters, compared: Compared) -> list[tuple[str, str]]:
    """Return the choices of the comparison and its scores as (choice, what was done)."""
    focal = say(f"method.focal.{compared.basis}", focal=compared.focal, iso3=parameters.focal)
    return [
        _row("focal", focal),
        _row("peers", compared.peers),
        _row("questionnaire", f"{compared.questionnaire} ({parameters.survey})"),
        _row("links", links_used(parameters.fidelity)),
        _row("sources", _sources(parameters)),
        _row("fusion", say(f"method.fusion.{parameters.fusion}")),
        _row("items", _items(parameters, compared)),
        _row("codes", say("method.codes")),
        _row("zero", say(f"method.zero.{parameters.gtmi_zero}")),
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


def simulation_choices(simulated: Simulated) -> list[tuple[str, str]]:
    """Return what was varied at random, and how, as (choice, what was done)."""
    drawn = not simulated.file
    origin = (
        say("method.variants.drawn", seed=simulated.seed)
        if drawn
        else say("method.variants.read", file=simulated.file)
    )
    replications = say("method.variants.count", n=len(simulated.settings))
    used = {str(name): list(dict.fromkeys(simulated.settings[name])) for name in simulated.settings}
    order = list(simulated.items)
    qualities = [
        say("method.links_items", links=links_used(name), n=simulated.items[name])
        for name in sorted(used["table"], key=order.index)
    ]
    means = [_aggregation(each) for each in sorted(used["aggregation"])]
    rules = [_missing(each) for each in sorted(used["missing"], key=_place)]
    weights = _weights(simulated.weights) if drawn else say("method.as_in_file")
    rows = [
        _row("variants", f"{replications}, {origin}"),
        _row("varied_links", _alternatives(qualities, drawn)),
        _row("varied_weights", weights),
        _row("varied_aggregation", _alternatives(means, drawn)),
        _row("varied_unknown", _alternatives(rules, drawn)),
    ]
    if simulated.n_open and "complete" in used["missing"]:
        values = (
            say(f"method.completion.{simulated.completion}") if drawn else say("method.as_in_file")
        )
        rows.append(_row("varied_answers", say("method.drawn", how=values, n=simulated.n_open)))
    rows.append(_row("normalisation", set_apart(_normalisations(used))))
    rows.append(_row("intervals", say("method.intervals")))
    failed = (
        say("method.variants.count", n=simulated.n_failed)
        if simulated.n_failed
        else say("method.variants.none")
    )
    rows.append(_row("failed", failed))
    if simulated.evaluations:
        rows.append(
            _row("sensitivity", say("method.sobol", n=simulated.evaluations, seed=simulated.seed))
        )
    return rows


def check_choices(resamples: int, seed: int) -> list[tuple[str, str]]:
    """Return how parts left out, effective weights and correlations were found."""
    return [
        _row("left_out", say("method.left_out")),
        _row("effective", say("method.effective")),
        _row("coherence", say("method.coherence")),
        _row("indices", say("method.indices", n=resamples, seed=seed)),
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


def _items(parameters: Parameters, compared: Compared) -> str:
    of_all = say("method.items.of_all", n=compared.n_items, of=compared.n_scored)
    if parameters.items == "pairwise":
        return f"{of_all}{say('method.items.pairwise')}"
    if parameters.min_share < 1:
        share = percent(parameters.min_share)
        return f"{of_all}{say('method.items.share', share=share, n=compared.n_countries)}"
    return f"{of_all}{say('method.items.common', n=compared.n_countries)}"


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


def _weights(text: str) -> str:
    name, _, size = text.partition(":")
    if name == "noise":
        low, high = (localised(f"{1 + side * float(size):g}") for side in (-1, 1))
        return say("method.weights.noise", low=low, high=high)
    if name == "dirichlet":
        return say("method.weights.dirichlet", size=localised(size))
    return say("method.weights.declared")


def _declared_weights(weights: str) -> str:
    if says(f"method.weights.{weights}"):
        return say(f"method.weights.{weights}")
    return say("method.weights.file", file=Path(weights).name)


def _normalisations(used: Mapping[str, Sequence[str]]) -> list[str]:
    return [
        _named(f"method.normalisation.{each.partition(':')[0]}", each)
        for each in sorted(used["normalisation"])
    ]


def _named(key: str, specification: str) -> str:
    """Return a method in words, or its specification where it has no words of its own."""
    return say(key) if says(key) else specification

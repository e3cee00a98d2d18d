"""How a benchmark was computed: every choice in words, made from the run's parameters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from egovbench.compare.items import NEARLY_ALL
from egovbench.narrative.wording import count, listed, percent
from egovbench.parameters import Parameters

_LINKS = {
    "exact": "exact links only",
    "close": "exact and close links",
    "proxy": "exact, close and proxy links",
}
_FUSIONS = {
    "preferred": "the most faithful counts, then the latest",
    "agreeing-only": "the most faithful counts, then the latest; unknown where another differs",
    "majority": "what most of them say; in a tie the most faithful, then the latest",
}
_ANSWERED_BY = {
    "government": "answers of governments only",
    "researchers": "answers of researchers only",
    "desk": "desk research only",
}
_ZERO = {
    "no": "counts as no in the score; the bounds count it as unknown",
    "unknown": "counts as unknown",
}
_NORMALISATIONS = {"scale": "the answers' own scale"}
_AGGREGATIONS = {
    "amean": "the arithmetic mean (a strong part makes up for a weak one in full)",
    "gmean": "the geometric mean (a strong part makes up for a weak one in part)",
    "hmean": "the harmonic mean (a strong part makes up for a weak one least)",
    "median": "the median (only the part in the middle counts)",
}
_MISSING = {
    "skip": "left out of the denominator",
    "zero": "counted as no",
    "mean": "given the mean of the known answers",
    "median": "given the median of the known answers",
    "complete": "drawn",
}
_COMPLETIONS = {
    "ends": "yes or no with equal chances",
    "uniform": "evenly between no and yes",
    "observed": "a known answer of another country to the same item",
}


_BASES = {
    "form": "its own answers to the questionnaire",
    "hand": "a coding of the questionnaire by hand",
    "others": "other bodies' data",
}


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
    """What was varied; `settings` has a row a replication (`Choices.settings`).

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
    return [
        ("Focal country", f"{compared.focal} ({parameters.focal}), by {_BASES[compared.basis]}"),
        ("Peers", compared.peers),
        ("Questionnaire", f"{compared.questionnaire} ({parameters.survey})"),
        ("Links to other surveys", _LINKS[parameters.fidelity]),
        ("Other bodies' data", _sources(parameters)),
        ("Several sources on one item", _FUSIONS[parameters.fusion]),
        ("Items compared", _items(parameters, compared)),
        ("Codes", "yes is 1, partly is 0.5, no is 0; scores run from 0 to 100"),
        ('A source\'s "no or unknown"', _ZERO[parameters.gtmi_zero]),
        (
            "Unknown answers",
            "leave the denominator and lower the coverage; the bounds are the score if all of "
            "them were no, and if all were yes",
        ),
        (
            "Weights",
            "equal: items within an indicator, indicators within a section, sections in the whole",
        ),
        ("Aggregation", "arithmetic mean at every level"),
        ("Ranks", "1 + the number of countries with a higher score; equal scores share a rank"),
        (
            "Above and below",
            "only where the bounds of the country and of its peers' median do not overlap",
        ),
        (
            "Strengths and gaps",
            f"an item is no strength where peers reach more than {percent(NEARLY_ALL)} of it, "
            f"and no gap where they reach less than {percent(1 - NEARLY_ALL)}",
        ),
    ]


def simulation_choices(simulated: Simulated) -> list[tuple[str, str]]:
    """Return what was varied at random, and how, as (choice, what was done)."""
    n = len(simulated.settings)
    drawn = not simulated.file
    origin = (
        f"read from {simulated.file}"
        if simulated.file
        else f"drawn independently with the seed {simulated.seed}"
    )
    used = {str(name): list(dict.fromkeys(simulated.settings[name])) for name in simulated.settings}
    order = list(simulated.items)
    links = [
        f"{_LINKS[name]} ({count(simulated.items[name], 'item')})"
        for name in sorted(used["table"], key=order.index)
    ]
    means = [_aggregation(each) for each in sorted(used["aggregation"])]
    rules = [_missing(each) for each in sorted(used["missing"], key=_place)]
    rows = [
        ("Variants", f"{count_of(n, 'replication')}, {origin}"),
        ("Varied: links", _alternatives(links, drawn)),
        ("Varied: weights", _weights(simulated.weights) if drawn else "as in the file"),
        ("Varied: aggregation", _alternatives(means, drawn)),
        ("Varied: unknown answers", _alternatives(rules, drawn)),
    ]
    if simulated.n_open and "complete" in used["missing"]:
        values = _COMPLETIONS[simulated.completion] if drawn else "as in the file"
        rows.append(
            (
                "Varied: the answers drawn",
                f"{values}, for {count_of(simulated.n_open, 'answer')} that "
                f"{'is' if simulated.n_open == 1 else 'are'} unknown or that a source gives as "
                '"no or unknown"',
            )
        )
    rows.append(("Not varied: normalisation", "; ".join(_normalisations(used))))
    rows.append(
        (
            "Intervals",
            "from the value that 5 % of the variants do not exceed to the one that 95 % do not",
        )
    )
    failed = count_of(simulated.n_failed, "replication") if simulated.n_failed else "none"
    rows.append(("Variants that failed", failed))
    if simulated.evaluations:
        rows.append(
            (
                "Sensitivity",
                f"Sobol indices of first and total order from {simulated.evaluations:,} "
                f"evaluations with the seed {simulated.seed}; 95 % bounds by bootstrap",
            )
        )
    return rows


def check_choices(resamples: int, seed: int) -> list[tuple[str, str]]:
    """Return how parts left out, effective weights and correlations were found."""
    return [
        (
            "Left out",
            "one section, indicator or peer at a time by the default method; the weights of the "
            "others keep their proportions",
        ),
        (
            "Effective weights",
            "the share of the parent's variance that the part explains (correlation ratio), "
            "divided by the sum over its siblings",
        ),
        (
            "Coherence",
            "Cronbach's alpha over the countries of which all items are known; Pearson's "
            "correlation of an item with the mean of the others, and of two sections",
        ),
        (
            "Published indices",
            f"rank correlations, 95 % intervals from {resamples:,} bootstrap samples of the "
            f"countries with the seed {seed}",
        ),
    ]


def count_of(n: int, noun: str) -> str:
    """Return a number of thousands with its noun ("1,000 replications")."""
    return f"{n:,} {noun if n == 1 else noun + 's'}"


def _sources(parameters: Parameters) -> str:
    named = parameters.sources
    parts = ["all sources" if isinstance(named, str) else listed(named, len(named))]
    if parameters.answered_by != "any":
        parts.append(_ANSWERED_BY[parameters.answered_by])
    if parameters.max_age:
        parts.append(f"at most {count(parameters.max_age, 'year')} older than the questionnaire")
    return "; ".join(parts)


def _items(parameters: Parameters, compared: Compared) -> str:
    of_all = f"{compared.n_items} of {count(compared.n_scored, 'scored item')}"
    if parameters.items == "pairwise":
        return f"{of_all}, each peer on those it shares with the focal country; there is no ranking"
    if parameters.min_share < 1:
        return (
            f"{of_all}: those that the focal country and at least "
            f"{percent(parameters.min_share)} of {compared.n_countries} compared countries were "
            "asked"
        )
    return f"{of_all}: those that all {compared.n_countries} compared countries were asked"


def _alternatives(words: Sequence[str], drawn: bool) -> str:
    listed_words = "; ".join(words)
    return f"each with equal chances: {listed_words}" if drawn and len(words) > 1 else listed_words


def _aggregation(text: str) -> str:
    levels = [_mean(each) for each in text.split(",")]
    return levels[0] if len(levels) == 1 else f"from level to level {listed(levels, len(levels))}"


def _mean(text: str) -> str:
    name, _, power = text.partition(":")
    if name == "pmean":
        return f"the generalised mean of power {power} (a strong part makes up only in part)"
    return _AGGREGATIONS.get(name, text)


def _missing(text: str) -> str:
    name, _, threshold = text.partition(":")
    words = _MISSING.get(name, text)
    if not threshold:
        return words
    return f"{words}, and a part of which less than {percent(float(threshold))} is known is missing"


def _place(text: str) -> int:
    name = text.partition(":")[0]
    return list(_MISSING).index(name) if name in _MISSING else len(_MISSING)


def _weights(text: str) -> str:
    name, _, size = text.partition(":")
    if name == "noise":
        low, high = 1 - float(size), 1 + float(size)
        return f"each multiplied by a factor drawn evenly between {low:g} and {high:g}"
    if name == "dirichlet":
        return f"drawn round the declared shares (Dirichlet, concentration {size})"
    return "as declared"


def _normalisations(used: Mapping[str, Sequence[str]]) -> list[str]:
    return [
        _NORMALISATIONS.get(each.partition(":")[0], each) for each in sorted(used["normalisation"])
    ]

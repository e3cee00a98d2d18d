"""The key facts of a benchmark: as rows of a table, and summed up for the index of a run."""

from math import isnan

import pandas as pd

from egovbench.comparison import Benchmark
from egovbench.comparison.against_peers import gaps, strengths
from egovbench.language import say, word
from egovbench.language.numbers import interval
from egovbench.reports.basis import codes_with_kind, peers_label
from egovbench.reports.overview import sentences as narrative
from egovbench.reports.sentence_parts import Row, bounded_score, first_row, median_with_bounds
from egovbench.reports.summary import Fact, Notable, Scale, Summary
from egovbench.reports.unknown_sentences import (
    not_asked_sentence,
    nothing_unknown,
    unknown_sentences,
)
from egovbench.reports.words import of

_MOST = 3
_SCALE = ("score", "lower", "upper", "median", "median_lower", "median_upper")


def focal_rank(benchmark: Benchmark) -> Row | None:
    """Return the focal country's row of the ranking, or nothing where there is none."""
    own = benchmark.ranks[benchmark.ranks["iso3"] == benchmark.focal]
    return first_row(own) if len(own) and own["rank"].notna().all() else None


def key_facts(benchmark: Benchmark) -> tuple[Fact, ...]:
    """Return score, rank, items, peers and coverage of the focal country in words."""
    overall = first_row(benchmark.overall)
    full = benchmark.full_scores
    own = first_row(full[(full["iso3"] == benchmark.focal) & (full["level"] == "overall")])
    compared = len(benchmark.compared_items)
    values = (
        ("score", bounded_score(overall)),
        ("median", median_with_bounds(overall)),
        ("rank", _ranked(focal_rank(benchmark))),
        ("items", say("overview.facts.of_scored", n=compared, of=len(benchmark.comparable))),
        ("peers", peers_label(benchmark)),
        ("own_score", bounded_score(own)),
        ("own_known", of(own["n_known"], own["n_items"])),
    )
    return tuple(Fact(key, say(f"overview.facts.{key}"), value) for key, value in values)


def summarise(benchmark: Benchmark) -> Summary:
    """Return the key facts with the foremost strengths and gaps and what is not known."""
    name, items = benchmark.focal_name, benchmark.items
    unknown = unknown_sentences(name, codes_with_kind(benchmark), benchmark.focal_has_form)
    sentences = [*(unknown or [nothing_unknown(name)]), not_asked_sentence(benchmark.focal_codes)]
    none = items.head(0)
    return Summary(
        country=name,
        facts=key_facts(benchmark),
        scale=_scale(first_row(benchmark.overall)),
        strengths=_notable(strengths(items, _MOST)),
        gaps=_notable(gaps(items, _MOST)),
        nothing=(narrative.strengths_sentence(name, none), narrative.gaps_sentence(name, none)),
        unknown=tuple(filter(None, sentences)),
    )


def _scale(overall: Row) -> Scale | None:
    numbers = {name: float(overall[name]) for name in _SCALE}
    if any(map(isnan, numbers.values())):
        return None
    return Scale(distinguishable=overall["position"] in ("above", "below"), **numbers)


def _notable(rows: pd.DataFrame) -> tuple[Notable, ...]:
    return tuple(
        Notable(
            item=int(row["item"]),
            section=str(row["section"]),
            label=row["label"],
            code=word("code", row["focal_code"]),
            share=say(
                "overview.facts.share",
                n=int(row["n_yes"]),
                of=int(row["n_yes"] + row["n_partly"] + row["n_no"]),
            ),
        )
        for row in rows.head(_MOST).to_dict("records")
    )


def _ranked(rank: Row | None) -> str:
    if rank is None:
        return say("overview.facts.no_rank")
    possible = interval(float(rank["best_rank"]), float(rank["worst_rank"]))
    own = of(rank["rank"], rank["n_ranked"])
    if possible == str(rank["rank"]):
        return own
    return say("overview.facts.possible", rank=own, possible=possible)

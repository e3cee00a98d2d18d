"""A country's key facts: as rows of a table, and as a report hands them to the index of its run."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from math import isnan
from typing import Any

import pandas as pd

from egovbench.base.comparing import equal
from egovbench.comparison import Benchmark
from egovbench.comparison.against_peers import gaps, strengths
from egovbench.language import say
from egovbench.language.lists import capital, sentences
from egovbench.language.numbers import interval
from egovbench.questionnaire.reviews import unreviewed
from egovbench.reports.overview import sentences as narrative
from egovbench.reports.tables import of
from egovbench.reports.wording import (
    Row,
    bounded_score,
    codes_with_kind,
    first_row,
    focal_code_column,
    gap_in_points,
    has_own,
    is_pairwise,
    item_labels,
    median_with_bounds,
    not_asked_sentence,
    own_code_column,
    own_score,
    peers_label,
    unknown_sentences,
    unreviewed_sentence,
    verdict,
)


@dataclass(frozen=True)
class Fact:
    """A name with its value, both in words; `key` tells which fact it is in any language."""

    key: str
    name: str
    value: str


@dataclass(frozen=True)
class Notable:
    """An item that sets the country apart: its label, the country's code, how peers stand.

    `share` also says what the country itself answered where that is something else; `sure` says
    that it holds whatever the answers leave open.
    """

    item: int
    section: str
    label: str
    code: str
    share: str
    sure: bool


@dataclass(frozen=True)
class Scale:
    """A score and the peers' median with their bounds, from 0 to 100.

    `clear` says that the score lies above or below, `exact` that every compared answer is known.
    """

    clear: bool
    exact: bool
    score: float
    lower: float
    upper: float
    median: float
    median_lower: float
    median_upper: float


@dataclass(frozen=True)
class Summary:
    """The key facts of one focal country, in words of the report's language.

    Attributes:
        country: its name.
        facts: score first, then what it rests on.
        verdict: how it stands to its peers, as a sentence.
        scale: where the score stands; None where it or the median is not known.
        strengths: at most three items that it has and peers lack, or may have.
        gaps: at most three items that peers have and it lacks, or may lack.
        nothing: what to say in place of strengths and gaps where there are none.
        unknown: sentences on what is not known.
    """

    country: str
    facts: tuple[Fact, ...]
    verdict: str
    scale: Scale | None
    strengths: tuple[Notable, ...]
    gaps: tuple[Notable, ...]
    nothing: tuple[str, str]
    unknown: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the summary as what JSON can hold."""
        return asdict(self)


def summary_from(content: Mapping[str, Any]) -> Summary:
    """Return the summary that `as_json` gave.

    Raises:
        KeyError, TypeError, ValueError: `content` is something else.
    """
    scale = content["scale"]
    strengths, gaps = content["nothing"]
    return Summary(
        country=str(content["country"]),
        facts=tuple(Fact(**_texts(each)) for each in content["facts"]),
        verdict=str(content["verdict"]),
        scale=None if scale is None else _scale_from(scale),
        strengths=tuple(_notable_from(each) for each in content["strengths"]),
        gaps=tuple(_notable_from(each) for each in content["gaps"]),
        nothing=(str(strengths), str(gaps)),
        unknown=tuple(map(str, content["unknown"])),
    )


def _texts(content: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in content.items()}


def _scale_from(content: Mapping[str, Any]) -> Scale:
    numbers = {name: float(content[name]) for name in _SCALE}
    return Scale(clear=bool(content["clear"]), exact=bool(content["exact"]), **numbers)


def _notable_from(content: Mapping[str, Any]) -> Notable:
    given = {"item": int(content["item"]), "sure": bool(content["sure"])}
    return Notable(**{**_texts(content), **given})  # type: ignore[arg-type]


_MOST = 3
_SCALE = ("score", "lower", "upper", "median", "median_lower", "median_upper")


def focal_rank(benchmark: Benchmark) -> Row | None:
    """Return the focal country's row of the ranking, or nothing where there is none.

    `n_tied` counts the others with the same score, `n_left_out` the countries that are not ranked.
    """
    ranks = benchmark.ranks
    own = ranks[ranks["iso3"] == benchmark.focal]
    if own.empty or own["rank"].isna().any():
        return None
    n_tied = int(equal(ranks["score"], own["score"].iloc[0]).sum()) - 1
    return first_row(own.assign(n_tied=n_tied, n_left_out=1 + len(benchmark.peers) - len(ranks)))


def key_facts(benchmark: Benchmark) -> tuple[Fact, ...]:
    """Return score, rank, items, peers and coverage of the focal country in words.

    Its own answers follow where they stand beside those that are compared, and how many of its own
    codes nobody reviewed.
    """
    overall = first_row(benchmark.overall)
    full = benchmark.focal_scores
    own = first_row(full[full["level"] == "overall"])
    codes, compared = benchmark.focal_codes, len(benchmark.compared_items)
    n_own = int(codes["reviewed"].count())
    others = ("median", median_with_bounds(overall))
    if is_pairwise(overall):
        others = ("gap", say("overview.points", gap=gap_in_points(overall)))
    values = (
        ("score", bounded_score(overall)),
        others,
        *([("own_answers", own_score(overall))] if has_own(overall) else []),
        ("rank", _ranked(focal_rank(benchmark))),
        ("items", say("overview.facts.of_scored", n=compared, of=len(benchmark.comparable))),
        ("peers", peers_label(benchmark)),
        ("own_score", bounded_score(own)),
        ("own_known", of(own["n_known"], own["n_items"])),
        *([("not_reviewed", of(unreviewed(codes).sum(), n_own))] if n_own else []),
    )
    return tuple(Fact(key, say(f"overview.facts.{key}"), value) for key, value in values)


def summarise(benchmark: Benchmark) -> Summary:
    """Return the key facts with the foremost strengths and gaps and what is not known."""
    name, items = benchmark.focal_name, benchmark.items
    unknown = unknown_sentences(name, codes_with_kind(benchmark), benchmark.focal_has_form)
    unknown = unknown or [say("overview.unknown.none", focal=name)]
    none = items.head(0)
    overall = first_row(benchmark.overall)
    said = verdict(overall, item_labels(items))
    return Summary(
        country=name,
        facts=key_facts(benchmark),
        verdict=sentences(capital(say("site.key.verdict", verdict=said))),
        scale=_scale(overall),
        strengths=_notable(strengths(items, _MOST)),
        gaps=_notable(gaps(items, _MOST)),
        nothing=(
            narrative.strengths_sentences(name, none)[0],
            narrative.gaps_sentences(name, none)[0],
        ),
        unknown=tuple(
            filter(
                None,
                [
                    *unknown,
                    not_asked_sentence(benchmark.focal_codes),
                    unreviewed_sentence(benchmark, marked=False),
                ],
            )
        ),
    )


def _scale(overall: Row) -> Scale | None:
    numbers = {name: float(overall[name]) for name in _SCALE}
    if any(map(isnan, numbers.values())):
        return None
    known = overall["n_known"] == overall["n_items"]
    return Scale(
        clear=overall["position"] in ("above", "below"),
        exact=bool(known and equal(overall["lower"], overall["upper"])),
        **numbers,
    )


def _notable(rows: pd.DataFrame) -> tuple[Notable, ...]:
    return tuple(
        Notable(
            item=int(row["item"]),
            section=str(row["section"]),
            label=row["label"],
            code=code,
            share=say(
                "overview.facts.share",
                n=int(row["n_yes"]),
                of=int(row["n_yes"] + row["n_partly"] + row["n_no"]),
                otherwise="yes" if row["contradicted"] else "no",
                own=own,
            ),
            sure=bool(row["sure"]),
        )
        for row, code, own in zip(
            rows.to_dict("records"), focal_code_column(rows), own_code_column(rows), strict=True
        )
    )


def _ranked(rank: Row | None) -> str:
    if rank is None:
        return say("overview.facts.no_rank")
    possible = interval(float(rank["best_rank"]), float(rank["worst_rank"]))
    own = of(rank["rank"], rank["n_ranked"])
    if possible == str(rank["rank"]):
        return own
    return say("overview.facts.possible", rank=own, possible=possible)

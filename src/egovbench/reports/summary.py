"""A country's key facts: as rows of a table, and as a report hands them to the index of its run."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, is_dataclass
from math import isnan
from textwrap import shorten
from typing import Any, get_args, get_origin, get_type_hints

import pandas as pd

from egovbench.base.comparing import equal
from egovbench.comparison import Benchmark
from egovbench.comparison.against_peers import gaps, strengths
from egovbench.comparison.instruments import named_in, peers_with_more
from egovbench.language import say
from egovbench.language.lists import listed, sentences, set_apart
from egovbench.language.numbers import formatted, interval, number, percent, with_span
from egovbench.others.fusion import disagreements
from egovbench.questionnaire.reviews import unreviewed
from egovbench.reports.overview import sentences as narrative
from egovbench.reports.tables import of
from egovbench.reports.wording import (
    Row,
    bounded_score,
    counts_in_words,
    first_row,
    focal_code_column,
    gap_in_points,
    governments_sentence,
    has_own,
    is_pairwise,
    median_with_bounds,
    own_code_column,
    own_score,
    peers_label,
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

    `code` says where it is open; `share` also what the country itself answered where that is
    something else, `disputed` that another source says otherwise; `named` are acts or systems
    behind it in words, the country's own or of the nearest peers.
    """

    item: int
    section: str
    label: str
    code: str
    share: str
    disputed: bool
    named: str


@dataclass(frozen=True)
class Mark:
    """A score with its bounds, from 0 to 100, and in words."""

    value: float
    lower: float
    upper: float
    words: str


@dataclass(frozen=True)
class Gauge:
    """The scores of a section, or of all with an empty `section`; None where one is not known.

    `score` is the one compared, `own` the one by the country's own answers, `median` the peers';
    `reason` says why there are none, where too little can be compared.
    """

    section: str
    name: str
    reason: str
    score: Mark | None
    own: Mark | None
    median: Mark | None


@dataclass(frozen=True)
class Standing:
    """A published index with the country's value, the peers' median and the rank, in words."""

    index: str
    value: str
    median: str
    rank: str


@dataclass(frozen=True)
class Summary:
    """The key facts of one focal country, in words of the report's language.

    Attributes:
        country: its name.
        facts: score first, then what it rests on.
        gauges: overall first, then each section.
        strengths: at most three items that it has and peers lack, or may have.
        gaps: at most three items that peers have and it lacks, or may lack.
        no_strengths: what to say where there are none.
        no_gaps: likewise.
        indices: where it stands on published indices.
        unknown: what is not known, on one line.
        compared: how many items are compared, on one line.
        governments: how many of the compared answers governments gave themselves.
        scores: how the scores come about, and what their bounds are.
    """

    country: str
    facts: tuple[Fact, ...]
    gauges: tuple[Gauge, ...]
    strengths: tuple[Notable, ...]
    gaps: tuple[Notable, ...]
    no_strengths: str
    no_gaps: str
    indices: tuple[Standing, ...]
    unknown: str
    compared: str
    governments: str
    scores: str

    def as_json(self) -> dict[str, Any]:
        """Return the summary as what JSON can hold."""
        return asdict(self)


def summary_from(content: Mapping[str, Any]) -> Summary:
    """Return the summary that `as_json` gave.

    Raises:
        KeyError, TypeError, ValueError: `content` is something else.
    """
    summary: Summary = _read(Summary, content)
    return summary


def _read(kind: Any, content: Any) -> Any:
    """Return `content` as a value of `kind`: a dataclass, a tuple of one kind, or a plain one."""
    if isinstance(kind, type) and is_dataclass(kind):
        kinds = get_type_hints(kind)
        return kind(**{name: _read(kinds[name], content[name]) for name in kinds})
    inner = get_args(kind)
    if get_origin(kind) is tuple:
        return tuple(_read(inner[0], each) for each in content)
    if inner:
        return None if content is None else _read(inner[0], content)
    return kind(content)


_MOST = 3
_INDICES = ("egdi", "osi", "oecd_dgi", "gtmi")
_FEWEST = 3
"""Countries of which an index is known, below which it tells nothing."""
_LONGEST_NAME = 36


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
    none = items.head(0)
    scored = {row["id"]: row for row in benchmark.sections.to_dict("records")}
    strong, weak = strengths(items, _MOST), gaps(items, _MOST)
    own = named_in(benchmark.data, strong[["item"]].assign(iso3=benchmark.focal))
    named = pd.concat([own, peers_with_more(benchmark, weak, _MOST)])
    notable = _notable(benchmark, pd.concat([strong, weak]), named)
    return Summary(
        country=name,
        facts=key_facts(benchmark),
        gauges=(
            _gauge("", say("site.key.overall"), first_row(benchmark.overall)),
            *(
                _gauge(row["section"], row["title"], scored.get(row["section"], {}))
                for row in benchmark.by_section.to_dict("records")
            ),
        ),
        strengths=notable[: len(strong)],
        gaps=notable[len(strong) :],
        no_strengths=narrative.strengths_sentences(name, none)[0],
        no_gaps=narrative.gaps_sentences(name, none)[0],
        indices=tuple(
            Standing(
                row["title"],
                formatted(row["value"], ".3f"),
                formatted(row["median"], ".3f"),
                of(row["rank"], row["countries"]),
            )
            for row in on_indices(benchmark).dropna(subset=["value"]).to_dict("records")
        ),
        unknown=_not_known(benchmark),
        compared=say(
            "site.key.compared",
            n=len(benchmark.compared_items),
            of=len(benchmark.comparable),
            countries=1 + len(benchmark.peers),
            joint=_joint(benchmark),
            share=percent(benchmark.parameters.min_share),
        ),
        governments=governments_sentence(benchmark),
        scores=_on_scores(benchmark),
    )


def on_indices(benchmark: Benchmark) -> pd.DataFrame:
    """Return where the focal country stands among the compared on four published indices.

    Shape: a row per index of which three compared countries have a value, in its latest edition:
        index, year, title, value, median (of the peers), rank, countries (with a value).
    Scale: values as published; ranks from 1, ties share a rank.
    Missing: value and rank are missing where the focal country has none.
    Source: `benchmark.indices`.
    """
    rows, found = [], benchmark.indices[benchmark.indices["index"].isin(_INDICES)]
    found = found[found["year"] == found.groupby("index")["year"].transform("max")]
    found = found[found["iso3"].isin([benchmark.focal, *benchmark.peers])].set_index("iso3")
    for index in _INDICES:
        table = found[found["index"] == index]
        values = table["value"]
        if len(values) >= _FEWEST:
            year = int(table["year"].iloc[0])
            title = say("indices.edition", title=say(f"indices.{index}"), year=year)
            median = values.drop(benchmark.focal, errors="ignore").median()
            value = values.get(benchmark.focal)
            rank = values.rank(ascending=False, method="min").get(benchmark.focal)
            rows.append((index, year, title, value, median, rank, len(values)))
    return pd.DataFrame(
        rows, columns=["index", "year", "title", "value", "median", "rank", "countries"]
    )


def _gauge(section: str, name: str, row: Row) -> Gauge:
    n, reason = row.get("n_items", 0), ""
    if not n:
        reason = say("site.key.nothing")
    elif row["position"] == "too few items":
        reason = say("site.key.few", n=n)
    elif row["position"] == "no peers" and section:
        reason = say("site.key.alone")
    marks = {
        "score": ("score", "lower", "upper"),
        "own": ("own_score", "own_lower", "own_upper"),
        "median": ("median", "median_lower", "median_upper"),
    }
    return Gauge(
        section=section,
        name=name,
        reason=reason,
        **{
            mark: _mark(*(row[name] for name in names))
            if not reason and not isnan(row[names[0]])
            else None
            for mark, names in marks.items()
        },
    )


def _mark(value: float, lower: float, upper: float) -> Mark:
    ends = dict.fromkeys((number(lower), number(upper)))
    words = with_span(number(value), "–".join(ends))
    return Mark(float(value), float(lower), float(upper), words)


def _joint(benchmark: Benchmark) -> str:
    """Return whether all countries, a share of them or none but pairs were asked all items."""
    if benchmark.parameters.items != "common":
        return "no"
    return "all" if benchmark.parameters.min_share == 1 else "share"


def _on_scores(benchmark: Benchmark) -> str:
    """Return what the overall score is the mean of, where it is, and what bounds are."""
    given, sections = benchmark.parameters, benchmark.sections
    known = sections.loc[sections["score"].notna(), "id"].tolist()
    mean = ""
    if (
        given.weights == "sections"
        and len(known) > 1
        and not is_pairwise(first_row(benchmark.overall))
    ):
        mean = say("site.key.mean", sections=listed(known, None))
    doubt = given.no_or_unknown if benchmark.items["n_no_or_unknown"].any() else "none"
    return sentences(mean, say("site.key.brackets", doubt=doubt))


def _not_known(benchmark: Benchmark) -> str:
    codes = benchmark.focal_codes
    return say(
        "site.key.not_known",
        own="no" if benchmark.focal_basis == "others" else "yes",
        unknown=int((codes["code"] == "unknown").sum()),
        asked=int((codes["code"] != "not_asked").sum()),
        of=len(codes),
        not_reviewed=int(unreviewed(codes).sum()),
    )


def _notable(benchmark: Benchmark, rows: pd.DataFrame, named: pd.DataFrame) -> tuple[Notable, ...]:
    """Return items (rows of compare_items) with what `named`, instruments by item, says of them."""
    others = benchmark.others[benchmark.others["iso3"] == benchmark.focal]
    disputed = set(disagreements(others)["item"])
    return tuple(
        Notable(
            item=int(row["item"]),
            section=str(row["section"]),
            label=row["label"],
            code=code if sure else say("site.key.open", code=code),
            share=say(
                "site.key.share",
                others=counts_in_words({**row, "n_unknown": 0}),
                otherwise="yes" if row["contradicted"] else "no",
                own=own,
            ),
            disputed=row["item"] in disputed,
            named=_in_words(benchmark, named[named["item"] == row["item"]]),
        )
        for row, code, own, sure in zip(
            rows.to_dict("records"),
            focal_code_column(rows),
            own_code_column(rows),
            map(equal, rows["focal_lower"], rows["focal_upper"]),
            strict=True,
        )
    )


def _in_words(benchmark: Benchmark, named: pd.DataFrame) -> str:
    """Return the first two countries with what they have, or of the focal country the first."""
    own = (named["iso3"] == benchmark.focal).any()
    rows = named[named["name"] != ""].head(1) if own else named.head(2)
    titles = [shorten(name, _LONGEST_NAME, placeholder=" …") for name in rows["name"]]
    dated = [f"{title}, {year}" if year and year not in title else title
             for title, year in zip(titles, rows["year"], strict=True)]  # fmt: skip
    if own or rows.empty:
        return set_apart(dated)
    return say(
        "site.key.nearest",
        peers=set_apart(
            f"{benchmark.names[iso3]} ({each})" if each else benchmark.names[iso3]
            for iso3, each in zip(rows["iso3"], dated, strict=True)
        ),
    )


def _ranked(rank: Row | None) -> str:
    if rank is None:
        return say("overview.facts.no_rank")
    possible = interval(float(rank["best_rank"]), float(rank["worst_rank"]))
    own = of(rank["rank"], rank["n_ranked"])
    if possible == str(rank["rank"]):
        return own
    return say("overview.facts.possible", rank=own, possible=possible)

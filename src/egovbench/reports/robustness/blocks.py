"""The blocks of the robustness notebook on score and rank under other choices."""

import pandas as pd

from egovbench import figures
from egovbench.base.comparing import above, steady
from egovbench.comparison import Benchmark
from egovbench.figures.intervals import interval_bars
from egovbench.figures.words import comparison_note, figure_sources, links_used
from egovbench.language import say
from egovbench.language.lists import sentences
from egovbench.language.numbers import interval
from egovbench.reports.display import (
    Part,
    Parts,
    as_table,
    block,
    finding,
    folded,
    heading,
    paragraphs,
)
from egovbench.reports.robustness import sentences as narrative
from egovbench.reports.tables import heads, words
from egovbench.reports.wording import first_row, interval_column, row_of
from egovbench.robustness.structure import Structure, most_telling
from egovbench.robustness.uncertainty import Uncertainty

_MOST_ROWS = 60


@block
def robustness_finding(benchmark: Benchmark, uncertainty: Uncertainty | None) -> Parts:
    """Show what choices of method and unknown answers leave open.

    Shape: text; one headline, then what the codes' bounds leave open, the rank with each other set
        of links, and what is not varied.
    Scale: ranks from 1, 5 to 95 per cent of the variants; scores and bounds 0 to 100.
    Missing: without a joint ranking (`uncertainty` is None) the score with its bounds is named
        alone.
    Source: `analyse_uncertainty` and `benchmark.ranks`.
    """
    yield heading(say("robustness.title", country=benchmark.focal_name), level=1)
    name, overall = benchmark.focal_name, first_row(benchmark.overall)
    if uncertainty is None:
        yield finding(narrative.unranked_headline(name, overall))
        yield from paragraphs(say("robustness.unranked.note"))
        return
    own = row_of(uncertainty.countries, benchmark.focal)
    rank = row_of(benchmark.ranks, benchmark.focal)
    others = benchmark.ranks[benchmark.ranks["iso3"] != benchmark.focal]
    n_tied = int((others["rank"] == rank["rank"]).sum())
    yield finding(
        narrative.variants_headline(
            name, own, len(benchmark.ranks), n_tied, uncertainty.n_evaluated
        )
    )
    ahead = above(others["lower"], rank["upper"])
    clear = int((ahead | above(rank["lower"], others["upper"])).sum())
    yield from paragraphs(
        narrative.robustness_headline(name, overall, rank, clear),
        narrative.links_sentence(uncertainty.by_links.iloc[1:]),
        narrative.not_varied_sentence(uncertainty.variants.varied),
    )


@block
def robustness_variants(benchmark: Benchmark, uncertainty: Uncertainty | None) -> Parts:
    """Show score and rank of all compared countries over variants of the method.

    Shape: a chart and a table, one row per country.
    Scale: ranks from 1 and scores 0 to 100: median, 5 and 95 per cent of the variants.
    Missing: nothing is shown where `uncertainty` is None, that is, without a joint ranking;
        variants that could not be evaluated are counted in words.
    Source: `analyse_uncertainty`, see `robustness.simulation`.
    """
    if uncertainty is None:
        return
    yield heading(say("robustness.variants.title"))
    yield from paragraphs(narrative.failures_sentence(uncertainty.failures, len(uncertainty.draws)))
    own = row_of(uncertainty.countries, benchmark.focal)
    scores = interval(own["score_low"], own["score_high"])
    chart = figures.ranking(benchmark, uncertainty.countries)
    chart.suptitle(
        say("robustness.variants.score_chart", country=benchmark.focal_name, scores=scores)
    )
    yield chart
    yield from _countries(benchmark, uncertainty)


@block
def robustness_order(benchmark: Benchmark, uncertainty: Uncertainty | None) -> Parts:
    """Show how often the focal country stands before each peer, and its rank by sets of links.

    Shape: two tables: one row per peer, one row per set of links, each by variants of its own.
    Scale: shares of variants in per cent; ranks from 1.
    Missing: nothing is shown where `uncertainty` is None, that is, without a joint ranking.
    Source: `analyse_uncertainty`, its `beating` and `by_links`.
    """
    if uncertainty is None:
        return
    name = benchmark.focal_name
    beating = uncertainty.beating.assign(
        country=uncertainty.beating["iso3"].map(benchmark.names)
    ).sort_values(["higher", "tied", "country"], ascending=[False, False, True])
    yield heading(say("robustness.order.title", country=name))
    yield from paragraphs(narrative.beating_sentence(name, beating))
    yield as_table(
        beating[["country", "higher", "tied", "lower"]],
        say("robustness.order.caption", country=name),
        headers={
            "country": say("heads.peer"),
            "higher": say("robustness.order.higher", country=name),
            "tied": say("robustness.order.tied"),
            "lower": say("robustness.order.lower", country=name),
        },
        formats={"higher": ".0%", "tied": ".0%", "lower": ".0%"},
        note=say("robustness.variants.over", n=uncertainty.n_evaluated),
    )
    links = uncertainty.by_links.assign(
        fidelity=[links_used(each) for each in uncertainty.by_links["fidelity"]]
    )
    yield as_table(
        links.drop(columns="n_ranked"),
        say("robustness.by_links.caption", country=name),
        headers=heads(fidelity="links", n_items="compared", n="variants"),
        formats={"top_third": ".0%"},
        note=say("robustness.ties"),
    )


@block
def robustness_possible_ranks(benchmark: Benchmark) -> Parts:
    """Show the best and worst rank of every country over all completions of the unknowns.

    Shape: a chart, one row per country.
    Scale: ranks from 1; ties share a rank.
    Missing: countries without a rank are left out; nothing is shown for fewer than two.
    Source: `benchmark.ranks`, see `scoring.ranks.rank_bounds`.
    """
    ranks = benchmark.ranks.dropna(subset=["rank"])
    if len(ranks) < 2:
        return
    yield heading(say("robustness.possible.title"))
    shown = _around(ranks, benchmark.focal)
    cut = len(ranks) - len(shown)
    left_out = say("robustness.possible.cut", n=cut) if cut else ""
    yield interval_bars(
        _by_country(shown, benchmark, "best_rank", "rank", "worst_rank"),
        title=_rank_message(benchmark, ranks),
        measure=say("robustness.possible.measure"),
        unit=say("robustness.rank_unit"),
        highlighted=[benchmark.focal],
        reverse=True,
        mark=say("robustness.possible.mark"),
        line=say("robustness.possible.line"),
        note=f"{left_out} {comparison_note(benchmark)}".strip(),
    ).sourced(figure_sources(benchmark))


def _countries(benchmark: Benchmark, uncertainty: Uncertainty) -> Parts:
    table = uncertainty.countries.assign(
        country=uncertainty.countries["iso3"].map(benchmark.names),
        scores=interval_column(uncertainty.countries, "score_low", "score_high"),
        ranks=interval_column(uncertainty.countries, "rank_low", "rank_high"),
    )
    yield as_table(
        table[["country", "score", "scores", "rank", "ranks", "mean_rank", "top_third"]],
        say("robustness.variants.caption"),
        formats={"top_third": ".0%"},
        note=sentences(
            say("robustness.variants.over", n=uncertainty.n_evaluated), say("robustness.ties")
        ),
    )


def _by_country(
    table: pd.DataFrame, benchmark: Benchmark, lower: str, score: str, upper: str
) -> pd.DataFrame:
    """Return the rows of a chart of intervals, a row per country of `table`."""
    ends = {"lower": table[lower], "score": table[score], "upper": table[upper]}
    return table.assign(id=table["iso3"], label=table["iso3"].map(benchmark.names), **ends).astype(
        dict.fromkeys(ends, "float64")
    )


def _around(ranks: pd.DataFrame, focal: str) -> pd.DataFrame:
    if len(ranks) <= _MOST_ROWS:
        return ranks
    place = int((ranks["iso3"] == focal).to_numpy().argmax())
    start = min(max(0, place - _MOST_ROWS // 2), len(ranks) - _MOST_ROWS)
    return ranks.iloc[start : start + _MOST_ROWS]


def _rank_message(benchmark: Benchmark, ranks: pd.DataFrame) -> str:
    if benchmark.focal not in set(ranks["iso3"]):
        return say("robustness.possible.none", country=benchmark.focal_name)
    own = row_of(ranks, benchmark.focal)
    return narrative.possible_ranks_message(
        benchmark.focal_name, int(own["best_rank"]), int(own["worst_rank"])
    )


_MOST_PEERS = 40
_MOST_ITEMS = 5


@block
def robustness_sensitivity(benchmark: Benchmark, uncertainty: Uncertainty | None) -> Parts:
    """Show which choice moves the focal country's rank, and everybody's.

    Shape: sentences and a table, one row per choice of method.
    Scale: shares of the variance of ranks, 0 to 1, with 95 per cent confidence.
    Missing: nothing is shown where `uncertainty` is None, that is, without a joint ranking; without
        a rank under some choice a sentence says so.
    Source: Sobol indices, see `robustness.sensitivity`.
    """
    if uncertainty is None:
        return
    yield heading(say("robustness.sensitivity.title"))
    if uncertainty.sensitivity is None:
        yield from paragraphs(say("robustness.sensitivity.unknown", country=benchmark.focal_name))
        return
    name, indices = benchmark.focal_name, uncertainty.sensitivity.indices
    outputs = {"focal rank": "focal_rank", "mean rank shift": "all_ranks"}
    for output, key in outputs.items():
        rows = indices[indices["output"] == output]
        yield from paragraphs(narrative.sensitivity_sentence(key, name, rows))
    indices = indices.dropna(subset=["total"])
    if indices.empty:
        return
    table = indices.assign(
        output=[
            say(f"robustness.output.{outputs[output]}", country=name)
            for output in indices["output"]
        ],
        factor=indices["factor"].map(narrative.factor),
    )
    yield as_table(
        table,
        say("robustness.sensitivity.caption"),
        headers=heads(
            factor="choice", first_confidence="confidence", total_confidence="confidence"
        ),
        formats=dict.fromkeys(("first", "first_confidence", "total", "total_confidence"), ".2f"),
        note=say("robustness.sensitivity.note", n=uncertainty.sensitivity.evaluations),
    )


@block
def robustness_choices(benchmark: Benchmark, choices: pd.DataFrame) -> Parts:
    """Show the focal country's score and rank under other choices of method.

    Shape: a table, one row per choice.
    Scale: scores and bounds 0 to 100; ranks from 1 with those that remain possible.
    Missing: a choice that leaves nothing to compare has no score.
    Source: `compare_choices`.
    """
    yield heading(say("robustness.choice.title"))
    yield from paragraphs(narrative.choices_sentence(benchmark.focal_name, choices))
    choices = choices.assign(
        words=[say(f"robustness.choice.{choice}") for choice in choices["choice"]]
    )
    table = choices.assign(
        possible=[
            interval(float(best), float(worst)) if pd.notna(best) else say("page.none")
            for best, worst in zip(choices["best_rank"], choices["worst_rank"], strict=True)
        ]
    )
    yield as_table(
        table[["words", "score", "lower", "upper", "rank", "possible", "n_items"]],
        say("robustness.choice.caption", country=benchmark.focal_name),
        headers=heads(words="choice", n_items="items"),
        formats={"rank": ".0f"},
        note=say("robustness.choice.note"),
    )


@block
def robustness_left_out(benchmark: Benchmark, structure: Structure | None) -> Parts:
    """Show what changes when an item, an indicator, a section or a peer is left out.

    Shape: a table of the items on which the rank hangs most, and two tables, one row per part and
        one row per peer.
    Scale: scores 0 to 100 and changes in points; ranks from 1 and changes in places.
    Missing: nothing is shown where `structure` is None, that is, without a joint ranking; a part
        that leaves no score is shown as "not known".
    Source: `analyse_structure`.
    """
    if structure is None:
        return
    name = benchmark.focal_name
    yield heading(say("robustness.left_out.title"))
    telling = most_telling(structure.left_out, _MOST_ITEMS)
    yield from paragraphs(narrative.telling_items_sentence(name, telling))
    if len(telling):
        yield _parts_left_out(telling, say("robustness.left_out.items_caption", country=name))
    parts = structure.left_out[structure.left_out["level"] != "item"]
    yield from paragraphs(*narrative.left_out_sentences(name, parts))
    if len(structure.left_out):
        caption = say("robustness.left_out.caption", country=name)
        yield folded(_parts_left_out(structure.left_out, caption), caption)
    overall = first_row(benchmark.overall)
    sentence = narrative.peers_left_out_sentence(name, overall["gap"], structure.peers_left_out)
    if sentence:
        yield from paragraphs(sentence)
        yield from _peers_left_out(benchmark, structure.peers_left_out)


def _parts_left_out(left_out: pd.DataFrame, caption: str) -> Part:
    return as_table(
        left_out.assign(level=words("level", left_out["level"]))[
            ["name", "level", "n_items", "score", "score_change", "rank", "rank_change"]
        ],
        caption,
        headers=heads(
            name="left_out", n_items="its_items", score_change="change", rank_change="places"
        ),
        formats={"score_change": "+.1f", "rank": ".0f", "rank_change": "+.0f"},
        note=say("robustness.left_out.places"),
    )


def _falling(changes: pd.Series) -> pd.Index:
    """Return the rows' index by the size of their change, the largest first."""
    return changes.abs().map(steady).sort_values(ascending=False, kind="stable").index


def _peers_left_out(benchmark: Benchmark, peers: pd.DataFrame) -> Parts:
    rows = peers.assign(country=peers["iso3"].map(benchmark.names))
    shown = rows.loc[_falling(rows["gap_change"])].head(_MOST_PEERS)
    cut = len(rows) - len(shown)
    yield as_table(
        shown[["country", "rank", "median", "gap", "gap_change"]],
        say("robustness.peers.caption", country=benchmark.focal_name),
        headers=heads(
            country="peer_left_out",
            rank="rank_rest",
            median="median_rest",
            gap="gap_to_it",
            gap_change="change",
        ),
        formats={"rank": ".0f", "gap": "+.1f", "gap_change": "+.1f"},
        note=sentences(
            say("robustness.peers.cut", n=cut) if cut else "", say("robustness.peers.note")
        ),
    )

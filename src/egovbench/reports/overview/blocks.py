"""The blocks of the overview notebook: result, comparison, certainty."""

from egovbench import figures
from egovbench.base.comparing import equal, steady
from egovbench.comparison import Benchmark
from egovbench.comparison.against_peers import gaps, nearest_peers, strengths
from egovbench.comparison.instruments import lacking
from egovbench.figures.words import comparison_note
from egovbench.language import say
from egovbench.others.sources.text_table import dated_titles
from egovbench.reports.display import Parts, as_table, block, finding, heading, paragraphs
from egovbench.reports.overview import sentences as narrative
from egovbench.reports.sources import hand_coded_note, source_numbers, surveys_behind
from egovbench.reports.summary import focal_rank, summarise
from egovbench.reports.tables import heads, words
from egovbench.reports.wording import (
    codes_with_kind,
    first_row,
    gap_in_points,
    governments_sentence,
    not_asked_sentence,
    peers_label,
    position_column,
    unknown_sentences,
    unreviewed_sentence,
)


@block
def overview_finding(benchmark: Benchmark) -> Parts:
    """Show the finding of the benchmark, and on how many items it rests.

    Shape: text; one headline and a sentence.
    Scale: scores and bounds 0 to 100; ranks from 1, ties share a rank.
    Missing: unknown answers widen the bounds; without a joint ranking no rank is named.
    Source: `benchmark.overall` and `benchmark.ranks`, like for like.
    """
    title = say("overview.title", focal=benchmark.focal_name, peers=peers_label(benchmark))
    yield heading(title, level=1)
    yield finding(_headline(benchmark), summarise(benchmark))
    yield from paragraphs(comparison_note(benchmark), governments_sentence(benchmark))


@block
def overview_sections(benchmark: Benchmark) -> Parts:
    """Show each section against the peers in words and as a chart, or of pairs as a table.

    Shape: sentences, and a chart with one row per section; with items="pairwise" a table.
    Scale: scores and bounds 0 to 100; gaps to the peers in points.
    Missing: a section of fewer than three compared items has no row in the chart; without any row
        there is no chart.
    Source: `benchmark.sections`, like for like.
    """
    yield heading(say("overview.sections.title"))
    sections = benchmark.sections
    yield from paragraphs(
        *narrative.section_sentences(sections, benchmark.by_section, benchmark.items)
    )
    if len(figures.drawn(sections)):
        yield figures.sections(benchmark)
    elif benchmark.parameters.items == "pairwise":
        pair_gap = [gap_in_points(row) for row in sections.to_dict("records")]
        table = sections.assign(pair_gap=pair_gap, position=position_column(sections))
        yield as_table(
            table[["id", "title", "pair_gap", "position", "n_items"]],
            say("overview.sections.caption", focal=benchmark.focal_name),
            csv="sections",
            headers=heads(id="section", pair_gap="pair_gap", n_items="compared"),
            places={"id": [f"section-{letter}.html" for letter in table["id"]]},
        )


@block
def overview_ranking(benchmark: Benchmark) -> Parts:
    """Show all compared countries by score with their bounds, or pairs where no ranking holds.

    Shape: a chart, one row per country; with items="pairwise" a table, one row per peer.
    Scale: scores and bounds 0 to 100.
    Missing: unknown answers widen the bounds; a country without a score has no row.
    Source: `benchmark.ranks`, see `scoring.ranks.rank_bounds`, or `benchmark.pairs`.
    """
    if len(benchmark.ranks):
        yield heading(say("overview.ranking.title"))
        yield figures.ranking(benchmark)
        return
    yield heading(say("overview.pairs.title"))
    pairs = benchmark.pairs.assign(
        country=benchmark.pairs["iso3"].map(benchmark.names),
        order=benchmark.pairs["difference"].map(steady),
        standing=words("standing", benchmark.pairs["standing"]),
    ).sort_values(["order", "country"])
    yield as_table(
        pairs[["country", "n_items", "focal_score", "score", "difference", "standing"]],
        say("overview.pairs.caption", focal=benchmark.focal_name),
        headers=heads(country="peer", n_items="shared", score="peer_score")
        | {"focal_score": benchmark.focal_name},
        formats={"difference": "+.1f"},
        note=say("overview.pairs.note"),
        csv="pairs",
    )


@block
def overview_by_own(benchmark: Benchmark) -> Parts:
    """Show the countries that have questionnaires of their own, compared by these alone.

    Shape: a sentence, and a chart with one row per country.
    Scale: scores and bounds 0 to 100; ranks from 1 with those that remain possible.
    Missing: nothing is shown where fewer than two of the compared countries have a questionnaire.
    Source: `benchmark.by_own`.
    """
    alone = benchmark.by_own
    if alone is None:
        return
    yield heading(say("overview.by_own.title"))
    yield from paragraphs(_headline(alone))
    if len(alone.ranks):
        yield figures.ranking(alone)


@block
def overview_differences(benchmark: Benchmark) -> Parts:
    """Show on which items the focal country and its peers differ, and what the nearest peers have.

    Shape: sentences, and a table with one row per gap and peer that has more, up to three a gap.
    Scale: codes yes, partly, no; peers as counts by code.
    Missing: answers of which the source says "no or unknown" may differ; no table without a row.
    Source: `benchmark.items`, like for like, `lacking`, and `nearest_peers`.
    """
    yield heading(say("overview.differences.title"))
    name, items = benchmark.focal_name, benchmark.items
    nearest = nearest_peers(benchmark.codes, benchmark.compared_items, benchmark.focal)
    names = [benchmark.names[iso3] for iso3 in nearest["iso3"]]
    yield from paragraphs(
        *narrative.strengths_and_gaps(name, strengths(items), gaps(items)),
        narrative.alike_sentence(items),
        say("overview.nearest", names=narrative.named(names, "the")) if names else "",
    )
    rows = lacking(benchmark, 3)
    if rows.empty:
        return
    dated = dated_titles(rows["name"], rows["year"]).where(rows["name"] != "", "")
    yield as_table(
        rows.assign(country=rows["iso3"].map(benchmark.names), instrument=dated)[
            ["label", "country", "instrument", "link"]
        ],
        say("overview.lacking.caption", focal=name),
        links=("link",),
        given=("instrument",),
        missing=say("page.not_given"),
        note=say("overview.lacking.note"),
        csv="lacking",
    )


@block
def overview_unknown(benchmark: Benchmark) -> Parts:
    """Show how much is not known of the focal country, and by whom it was answered.

    Shape: sentences, and the numbers of the sources.
    Scale: items as counts, by section; scores 0 to 100.
    Missing: this is about the missing: unknown and not asked are told apart.
    Source: `benchmark.focal_codes` and `unreviewed_scores`.
    """
    yield heading(say("overview.unknown.title"))
    name, codes = benchmark.focal_name, codes_with_kind(benchmark)
    unknown = unknown_sentences(name, codes, benchmark.focal_has_form, by_section=True)
    yield from paragraphs(
        *(unknown or [say("overview.unknown.none", focal=name)]),
        not_asked_sentence(codes),
        unreviewed_sentence(benchmark, marked=False),
        hand_coded_note(benchmark.codes, benchmark),
    )
    yield source_numbers(benchmark, surveys_behind(benchmark))


def _headline(benchmark: Benchmark) -> str:
    """Return the finding, with the names of the countries that share the rank."""
    rank, ranks = focal_rank(benchmark), benchmark.ranks
    tied = []
    if rank is not None:
        level = ranks[equal(ranks["score"], rank["score"]) & (ranks["iso3"] != benchmark.focal)]
        tied = sorted(benchmark.names[iso3] for iso3 in level["iso3"])
    basis, overall = benchmark.parameters.basis, first_row(benchmark.overall)
    return narrative.headline(benchmark.focal_name, overall, benchmark.items, basis, rank, tied)

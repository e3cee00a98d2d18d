"""The blocks of the overview notebook."""

import pandas as pd

from egovbench import figures
from egovbench.base.comparing import steady
from egovbench.comparison import Benchmark
from egovbench.comparison.against_peers import gaps, nearest_peers, strengths
from egovbench.comparison.instruments import lacking
from egovbench.figures.words import comparison_note, told_codes
from egovbench.language import say
from egovbench.others.sources.text_table import dated_titles
from egovbench.questionnaire.reviews import unreviewed
from egovbench.reports.display import Part, Parts, as_table, block, finding, heading, paragraphs
from egovbench.reports.overview import sentences as narrative
from egovbench.reports.sources import basis, item_places
from egovbench.reports.summary import focal_rank, key_facts, summarise
from egovbench.reports.tables import heads, of, words
from egovbench.reports.wording import (
    bounded_column,
    codes_with_kind,
    first_row,
    gap_in_points,
    interval_column,
    not_asked_sentence,
    own_stands_beside,
    peers_label,
    position_column,
    unknown_sentences,
    unreviewed_sentence,
)

_COUNTS = ("n_yes", "n_partly", "n_no", "n_no_or_unknown", "n_unknown")
_INDICES = (("egdi", 2024), ("gtmi", 2022))


@block
def overview_finding(benchmark: Benchmark) -> Parts:
    """Show the finding of the benchmark and what it rests on.

    Shape: text; one headline and the sources.
    Scale: scores and bounds 0 to 100; ranks from 1, ties share a rank.
    Missing: unknown answers widen the bounds; without a joint ranking no rank is named.
    Source: `benchmark.overall` and `benchmark.ranks`, like for like.
    """
    yield heading(
        say("overview.title", focal=benchmark.focal_name, peers=peers_label(benchmark)), level=1
    )
    yield finding(
        narrative.headline(
            benchmark.focal_name,
            first_row(benchmark.overall),
            benchmark.items,
            benchmark.parameters.basis,
            focal_rank(benchmark),
        ),
        summarise(benchmark),
    )


@block
def overview_key_facts(benchmark: Benchmark) -> Parts:
    """Show score, coverage, items, peers and rank of the focal country as a table.

    Shape: a table, one row per fact.
    Scale: scores and bounds 0 to 100; items as counts; ranks from 1 with those that remain
        possible.
    Missing: unknown answers widen the bounds; a fact that is missing says so in words.
    Source: `benchmark.overall`, `focal_scores` and `ranks`.
    """
    yield heading(say("overview.facts.title"))
    yield as_table(
        pd.DataFrame(
            [(fact.name, fact.value) for fact in key_facts(benchmark)], columns=["fact", "value"]
        ),
        say("overview.facts.caption", focal=benchmark.focal_name),
        note=f"{say('page.scale')} {say('page.bounds')}",
    )
    yield from paragraphs(unreviewed_sentence(benchmark))


@block
def overview_sections(benchmark: Benchmark) -> Parts:
    """Show each section against the peers in words, as a chart and as a table.

    Shape: a chart and a table, one row per section; a sentence instead of the chart where no
        section can be drawn.
    Scale: scores and bounds 0 to 100; gaps to the peers' median in points.
    Missing: a section without compared items has no score and is shown as "not known"; one of fewer
        than three items is told item by item and has no dot.
    Source: `benchmark.sections`, like for like.
    """
    yield heading(say("overview.sections.title"))
    yield from paragraphs(
        *narrative.section_sentences(
            benchmark.focal_name, benchmark.sections, benchmark.by_section, benchmark.items
        )
    )
    joint = benchmark.parameters.items == "common"
    if len(figures.drawn(benchmark.sections)):
        yield figures.sections(benchmark)
    else:
        yield from paragraphs(
            say("overview.sections.not_drawn", why="few" if joint else "pairwise")
        )
    table = benchmark.sections.merge(
        benchmark.by_section[["section", "n_scored"]], left_on="id", right_on="section"
    )
    table["compared"] = [
        of(*pair) for pair in zip(table["n_items"], table["n_scored"], strict=True)
    ]
    table["focal"] = bounded_column(table, "score", "lower", "upper")
    table["own"] = bounded_column(table, "own_score", "own_lower", "own_upper")
    table["peers"] = bounded_column(table, "median", "median_lower", "median_upper")
    table["range"] = interval_column(table, "minimum", "maximum")
    table["pair_gap"] = [gap_in_points(row) for row in table.to_dict("records")]
    few = table["position"] == "too few items"
    words_of = ["focal", "own", "peers", "range", "pair_gap"]
    table[words_of] = table[words_of].mask(few, "")
    table["gap"] = table["gap"].mask(few)
    shown = ["focal", "peers", "gap", "position", "range"] if joint else ["pair_gap", "position"]
    beside = ["own"] if own_stands_beside(benchmark) else []
    shown = ["id", "title", *shown[:1], *beside, *shown[1:], "compared"]
    named = {"focal": say("heads.with_bounds", name=benchmark.focal_name)}
    yield as_table(
        table.assign(position=position_column(table))[shown],
        say("overview.sections.caption", focal=benchmark.focal_name),
        headers={
            column: head
            for column, head in (
                heads(id="section", peers="median_bounds", own="own_bounds", pair_gap="pair_gap")
                | named
            ).items()
            if column in shown
        },
        formats={"gap": "+.1f"} if joint else {},
        missing="–",
        places={"id": [f"section-{letter}.html" for letter in table["id"]]},
        note=comparison_note(benchmark),
    )


@block
def overview_strengths_and_gaps(benchmark: Benchmark) -> Parts:
    """Show on which items the focal country and its peers differ.

    Shape: sentences, and two tables: one row per item that is not alike for all, and one per gap
        and peer that has more, up to five a gap.
    Scale: codes yes, partly, no; peers as counts by code.
    Missing: unknown answers, and those given as "no or unknown", are counted apart; tables without
        rows are left out.
    Source: `benchmark.items`, like for like, and `lacking`.
    """
    yield heading(say("overview.differences.title"))
    name = benchmark.focal_name
    yield from paragraphs(
        *narrative.strengths_and_gaps(name, strengths(benchmark.items), gaps(benchmark.items))
    )
    yield from paragraphs(narrative.alike_sentence(benchmark.items))
    rows = benchmark.items[~benchmark.items["alike"] | benchmark.items["contradicted"]].copy()
    rows["order"] = rows["difference"].abs().fillna(-1).map(steady)
    rows = rows.sort_values(["order", "item"], ascending=[False, True])
    if rows.empty:
        return
    beside = ["own_code"] if own_stands_beside(benchmark) else []
    yield as_table(
        rows.assign(
            focal_code=words("code", told_codes(rows, "focal_")),
            own_code=words("code", rows["own_code"]),
            n_no=rows["n_no"] - rows["n_no_or_unknown"],
        )[["label", "section", "focal_code", *beside, *_COUNTS]],
        say("overview.differences.caption", focal=name, own="yes" if beside else "no"),
        headers={"focal_code": name},
        marked={"own_code" if beside else "focal_code": unreviewed(rows).tolist()},
        places={"label": item_places(benchmark, rows["item"])},
        missing=say("page.none"),
        note=say("page.no_or_unknown") if rows["n_no_or_unknown"].any() else "",
    )
    yield from _lacking(benchmark)


def _lacking(benchmark: Benchmark) -> Parts:
    """Show what the nearest peers have where the focal country has less."""
    rows = lacking(benchmark)
    if rows.empty:
        return
    yield heading(say("overview.lacking.title", focal=benchmark.focal_name), level=3)
    dated = dated_titles(rows["name"], rows["year"]).where(rows["name"] != "", "")
    named = rows.assign(country=rows["iso3"].map(benchmark.names), instrument=dated)
    yield as_table(
        named[["label", "country", "instrument", "link"]],
        say("overview.lacking.caption", focal=benchmark.focal_name),
        links=("link",),
        given=("instrument",),
        missing=say("page.not_given"),
        note=say("overview.lacking.note"),
    )


@block
def overview_indices(benchmark: Benchmark) -> Parts:
    """Show where the focal country stands on published indices.

    Shape: a table, one row per index.
    Scale: index 0 to 1, as published; ranks from 1, ties share a rank.
    Missing: countries without a value are left out; an index of fewer than three countries has no
        row, and without any there is no table.
    Source: `benchmark.indices`.
    """
    yield heading(say("overview.indices.title"))
    yield from paragraphs(say("overview.indices.note"))
    rows = []
    for index, year in _INDICES:
        edition = benchmark.indices["index"].eq(index) & benchmark.indices["year"].eq(year)
        values = benchmark.indices[edition].set_index("iso3")["value"]
        values = values[values.index.isin(benchmark.scores["iso3"])]
        if len(values) >= 3:
            rows.append(
                {
                    "index": say("indices.edition", title=say(f"indices.{index}"), year=year),
                    "value": values.get(benchmark.focal),
                    "median": values.drop(benchmark.focal, errors="ignore").median(),
                    "rank": values.rank(ascending=False, method="min").get(benchmark.focal),
                    "countries": len(values),
                }
            )
    if rows:
        yield as_table(
            pd.DataFrame(rows),
            say("overview.indices.caption", focal=benchmark.focal_name),
            headers={"value": benchmark.focal_name, "median": say("figures.sections.median")},
            formats={"value": ".3f", "median": ".3f", "rank": ".0f"},
        )


@block
def overview_unknown(benchmark: Benchmark) -> Parts:
    """Show which scored items of the focal country are unknown.

    Shape: sentences.
    Scale: items as counts and by number.
    Missing: this is about the missing: unknown and not asked are named apart.
    Source: `benchmark.focal_codes`.
    """
    yield heading(say("overview.unknown.title"))
    titles = {each.id: each.title for each in benchmark.codebook.sections}
    sentences = unknown_sentences(
        benchmark.focal_name, codes_with_kind(benchmark), benchmark.focal_has_form, titles
    )
    yield from paragraphs(
        *(sentences or [say("overview.unknown.none", focal=benchmark.focal_name)])
    )
    yield from paragraphs(not_asked_sentence(benchmark.focal_codes))
    yield from basis(benchmark)


@block
def overview_ranking(benchmark: Benchmark) -> Parts:
    """Show all compared countries by score with their bounds, or pairs where no ranking holds.

    Shape: a chart and a table, one row per country; a table of pairs, one row per peer, with
        items="pairwise".
    Scale: scores and bounds 0 to 100; ranks from 1 with those that remain possible.
    Missing: unknown answers widen the bounds and the possible ranks; a country without a score
        comes last.
    Source: `benchmark.ranks`, see `scoring.ranks.rank_bounds`, or `benchmark.pairs`.
    """
    if benchmark.ranks.empty:
        yield from _pairs(benchmark)
        return
    yield heading(say("overview.ranking.title"))
    yield figures.ranking(benchmark)
    yield _league_table(benchmark, say("overview.ranking.caption"))


@block
def overview_by_own(benchmark: Benchmark) -> Parts:
    """Show the countries that have questionnaires of their own, compared by these alone.

    Shape: a sentence, and a table with one row per country.
    Scale: scores and bounds 0 to 100; ranks from 1 with those that remain possible.
    Missing: nothing is shown where fewer than two of the compared countries have a questionnaire.
    Source: `benchmark.by_own`.
    """
    alone = benchmark.by_own
    if alone is None:
        return
    yield heading(say("overview.by_own.title"))
    yield from paragraphs(
        narrative.headline(
            alone.focal_name, first_row(alone.overall), alone.items, "own", focal_rank(alone)
        )
    )
    if len(alone.ranks):
        yield _league_table(alone, say("overview.by_own.caption"))


@block
def overview_nearest_peers(benchmark: Benchmark) -> Parts:
    """Show the peers whose answers are most like the focal country's.

    Shape: a table, one row per peer, five or so.
    Scale: distance 0 (alike) to 1; items known of both as counts.
    Missing: items unknown of either do not count; nothing is shown where none is known of both.
    Source: Gower (1971), see `compare.distances.distance_matrix`.
    """
    rows = nearest_peers(benchmark.codes, benchmark.compared_items, benchmark.focal)
    if rows.empty:
        return
    yield heading(say("overview.nearest.title"))
    yield as_table(
        rows.assign(country=rows["iso3"].map(benchmark.names))[["country", "distance", "n_items"]],
        say("overview.nearest.caption", focal=benchmark.focal_name),
        headers=heads(n_items="known_of_both"),
        formats={"distance": ".2f"},
        note=say("overview.nearest.note"),
    )


def _league_table(benchmark: Benchmark, caption: str) -> Part:
    """Return the countries of a ranking from the highest to the lowest score."""
    ranks = benchmark.ranks.assign(
        country=benchmark.ranks["iso3"].map(benchmark.names),
        possible=interval_column(benchmark.ranks, "best_rank", "worst_rank"),
        order=-benchmark.ranks["score"].map(steady),
    ).sort_values(["order", "iso3"], na_position="last")
    return as_table(
        ranks[["country", "score", "lower", "upper", "possible"]],
        caption,
        note=say("overview.ranking.ties"),
    )


def _pairs(benchmark: Benchmark) -> Parts:
    yield heading(say("overview.pairs.title"))
    yield from paragraphs(say("overview.pairs.note"))
    pairs = benchmark.pairs.assign(
        country=benchmark.pairs["iso3"].map(benchmark.names),
        order=benchmark.pairs["difference"].map(steady),
        standing=words("standing", benchmark.pairs["standing"]),
    ).sort_values(["order", "iso3"])
    yield as_table(
        pairs[["country", "n_items", "focal_score", "score", "difference", "standing"]],
        say("overview.pairs.caption", focal=benchmark.focal_name),
        headers=heads(country="peer", n_items="shared", score="peer_score")
        | {"focal_score": benchmark.focal_name},
        formats={"difference": "+.1f"},
    )

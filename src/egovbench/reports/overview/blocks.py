"""The blocks of the overview notebook."""

import pandas as pd

from egovbench.comparison import Benchmark
from egovbench.comparison.against_peers import gaps, strengths
from egovbench.figures.index_scatter import score_against_index
from egovbench.figures.sections import section_dot_plot
from egovbench.language import say
from egovbench.language.numbers import interval
from egovbench.reports.basis import (
    bounded_column,
    bounds_note,
    codes_with_kind,
    comparison_note,
    peers_label,
    show_basis,
)
from egovbench.reports.display import finding, heading, paragraph, show_chart, show_table
from egovbench.reports.item_places import item_places
from egovbench.reports.key_facts import focal_rank, key_facts, summarise
from egovbench.reports.origins import figure_sources
from egovbench.reports.overview import sentences as narrative
from egovbench.reports.sentence_parts import Row, first_row
from egovbench.reports.unknown_sentences import (
    not_asked_sentence,
    nothing_unknown,
    unknown_sentences,
)
from egovbench.reports.words import heads, of, words

_INDICES = (("egdi", 2024), ("gtmi", 2022))


def show_finding(benchmark: Benchmark) -> None:
    """Show the finding of the benchmark and what it rests on.

    Shape: text; one headline and the sources.
    Scale: scores and bounds 0 to 100; ranks from 1, ties share a rank.
    Missing: unknown answers widen the bounds; without a joint ranking no rank is named.
    Source: `benchmark.overall` and `benchmark.ranks`, like for like.
    """
    heading(
        say("overview.title", focal=benchmark.focal_name, peers=peers_label(benchmark)), level=1
    )
    rank = focal_rank(benchmark)
    tied = 0 if rank is None else int((benchmark.ranks["score"] == rank["score"]).sum()) - 1
    finding(
        narrative.headline(benchmark.focal_name, _overall(benchmark), rank, tied),
        summarise(benchmark),
    )


def show_key_facts(benchmark: Benchmark) -> None:
    """Show score, coverage, items, peers and rank of the focal country as a table.

    Shape: a table, a row a fact.
    Scale: scores and bounds 0 to 100; items as counts; ranks from 1 with those that remain
        possible.
    Missing: unknown answers widen the bounds; a fact that is missing says so in words.
    Source: `benchmark.overall`, `full_scores` and `ranks`.
    """
    heading(say("overview.facts.title"))
    show_table(
        pd.DataFrame(
            [(fact.name, fact.value) for fact in key_facts(benchmark)], columns=["fact", "value"]
        ),
        say("overview.facts.caption", focal=benchmark.focal_name),
        headers=heads("fact", "value"),
        note=f"{say('page.scale')} {bounds_note()}",
    )


def show_sections(benchmark: Benchmark) -> None:
    """Show each section against the peers in words, as a chart and as a table.

    Shape: a chart and a table, a row a section.
    Scale: scores and bounds 0 to 100; gaps to the peers' median in points.
    Missing: a section without compared items has no score and is shown as "not known".
    Source: `benchmark.sections`, like for like.
    """
    heading(say("overview.sections.title"))
    for sentence in narrative.section_sentences(
        benchmark.sections, benchmark.by_section, benchmark.items
    ):
        paragraph(sentence)
    titles = dict(zip(benchmark.sections["id"], benchmark.sections["title"], strict=True))
    counts = dict(zip(benchmark.sections["id"], benchmark.sections["n_items"], strict=True))
    show_chart(
        section_dot_plot(
            benchmark.scores,
            benchmark.focal,
            benchmark.names,
            counts,
            title=_section_message(benchmark),
            labels={key: f"{key} {title}" for key, title in titles.items()},
            note=comparison_note(benchmark),
        ),
        figure_sources(benchmark),
    )
    table = benchmark.sections.merge(
        benchmark.by_section[["section", "n_scored"]], left_on="id", right_on="section"
    )
    table["compared"] = [
        of(*pair) for pair in zip(table["n_items"], table["n_scored"], strict=True)
    ]
    table["own"] = bounded_column(table, "score", "lower", "upper")
    table["peers"] = bounded_column(table, "median", "median_lower", "median_upper")
    table["range"] = [
        interval(low, high) for low, high in zip(table["minimum"], table["maximum"], strict=True)
    ]
    show_table(
        table.assign(position=words("position", table["position"]))[
            ["id", "title", "own", "peers", "gap", "position", "range", "compared"]
        ],
        say("overview.sections.caption", focal=benchmark.focal_name),
        headers=heads("title", "gap", "position", "range", "compared")
        | {
            "id": say("heads.section"),
            "own": say("heads.with_bounds", name=benchmark.focal_name),
            "peers": say("heads.median_bounds"),
        },
        formats={"gap": "+.1f"},
        targets={"id": "section-{}.html"},
        note=f"{bounds_note()} {comparison_note(benchmark)}",
    )


def show_strengths_and_gaps(benchmark: Benchmark) -> None:
    """Show on which items the focal country and its peers differ.

    Shape: sentences, and a table with a row an item that is not alike for all.
    Scale: codes yes, partly, no; peers as counts by code.
    Missing: unknown answers are counted apart; the table is left out where all are alike.
    Source: `benchmark.items`, like for like.
    """
    heading(say("overview.differences.title"))
    name = benchmark.focal_name
    for sentence in narrative.strengths_and_gaps(
        name, strengths(benchmark.items), gaps(benchmark.items)
    ):
        paragraph(sentence)
    paragraph(narrative.alike_sentence(benchmark.items))
    rows = benchmark.items[~benchmark.items["alike"]].copy()
    rows["order"] = rows["difference"].abs().fillna(-1)
    rows = rows.sort_values(["order", "item"], ascending=[False, True])
    if rows.empty:
        return
    show_table(
        rows.assign(focal_code=words("code", rows["focal_code"]))[
            ["label", "section", "focal_code", "n_yes", "n_partly", "n_no", "n_unknown"]
        ],
        say("overview.differences.caption"),
        headers=heads("label", "section", "n_yes", "n_partly", "n_no", "n_unknown")
        | {"focal_code": name},
        places={"label": item_places(benchmark, rows["item"])},
        note=comparison_note(benchmark),
    )


def show_indices(benchmark: Benchmark) -> None:
    """Show the overall score beside published indices.

    Shape: a chart an index, a dot a country.
    Scale: score 0 to 100; index 0 to 1, as published.
    Missing: countries without a value are left out; an index of fewer than three countries is not
        drawn.
    Source: `benchmark.scores` and `benchmark.indices`.
    """
    heading(say("overview.indices.title"))
    paragraph(say("overview.indices.note"))
    for index, year in _INDICES:
        title = say("indices.edition", title=say(f"indices.{index}"), year=year)
        edition = benchmark.indices[
            (benchmark.indices["index"] == index)
            & (benchmark.indices["year"] == year)
            & benchmark.indices["iso3"].isin(benchmark.scores["iso3"])
        ]
        if len(edition) < 3:
            continue
        show_chart(
            score_against_index(
                benchmark.scores,
                edition,
                title,
                benchmark.focal,
                benchmark.names,
                title=say("overview.indices.chart", index=title),
                label=say("overview.all_sections"),
                index_range=(0, 1),
                note=comparison_note(benchmark),
            ),
            figure_sources(benchmark, further=edition["source"].unique()),
        )


def show_not_known(benchmark: Benchmark) -> None:
    """Show which scored items of the focal country are unknown.

    Shape: sentences.
    Scale: items as counts and by number.
    Missing: this is about the missing: unknown and not asked are named apart.
    Source: `benchmark.focal_codes`.
    """
    heading(say("overview.unknown.title"))
    titles = {each.id: each.title for each in benchmark.codebook.sections}
    sentences = unknown_sentences(
        benchmark.focal_name, codes_with_kind(benchmark), benchmark.focal_has_form, titles
    )
    for sentence in sentences or [nothing_unknown(benchmark.focal_name)]:
        paragraph(sentence)
    paragraph(not_asked_sentence(benchmark.focal_codes))
    show_basis(benchmark)


def _overall(benchmark: Benchmark) -> Row:
    return first_row(benchmark.overall)


def _section_message(benchmark: Benchmark) -> str:
    table = benchmark.sections[benchmark.sections["n_peers"] > 0]
    counts = table["position"].value_counts()
    above, below = int(counts.get("above", 0)), int(counts.get("below", 0))
    name = benchmark.focal_name
    sides = {(False, False): "none", (True, False): "above", (False, True): "below"}
    side = sides.get((above > 0, below > 0), "both")
    return say(f"overview.sections.message.{side}", focal=name, above=above, below=below)

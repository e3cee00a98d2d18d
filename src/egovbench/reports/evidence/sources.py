"""The blocks of the evidence notebook on other sources: agreement, years, and what is missing."""

import pandas as pd

from egovbench.base.schemas import HAND_RULE
from egovbench.comparison import Benchmark
from egovbench.comparison.against_peers import open_answers, unanswered_items
from egovbench.language import say
from egovbench.language.lists import set_apart
from egovbench.others.agreement import (
    disagreements,
    item_agreement,
    pair_matrix,
    source_pairs,
)
from egovbench.others.fusion import source_of
from egovbench.reports import links
from egovbench.reports.basis import bounded_column
from egovbench.reports.display import heading, paragraph, show_table
from egovbench.reports.evidence.gaps_sentences import gaps_headline, remedy_sentence
from egovbench.reports.evidence.time_sentences import span_sentences
from egovbench.reports.words import heads, words

_MOST_DISAGREEMENTS = 60


def show_years(benchmark: Benchmark) -> None:
    """Show the span of years the comparison rests on, source by source.

    Shape: sentences, and a table with a row a source, respondent and year.
    Scale: years; counts of codes, countries and items.
    Missing: the table is left out where no code of a peer comes from another source.
    Source: `benchmark.fused`, as far as it is compared.
    """
    heading(say("sources.years.title"))
    used = _used(benchmark)
    year = benchmark.codebook.year if benchmark.focal_has_form else None
    for sentence in span_sentences(benchmark.focal_name, year, used):
        paragraph(sentence)
    if used.empty:
        return
    table = used.groupby(["survey", "collected_by", "year"], as_index=False).agg(
        codes=("item", "size"), countries=("iso3", "nunique"), items=("item", "nunique")
    )
    table["survey"] = table["survey"].map(benchmark.source_titles)
    show_table(
        table.assign(collected_by=words("respondent", table["collected_by"]))[
            ["survey", "collected_by", "year", "codes", "countries", "items"]
        ],
        say("sources.years.caption"),
        headers=heads("survey", "collected_by", "codes", "countries", "items")
        | {"year": say("heads.as_of")},
        note=say("sources.years.note"),
    )


def show_both_ways(benchmark: Benchmark) -> None:
    """Show the focal country by its own answers and by what others say of it.

    Shape: a table with a row a way.
    Scale: scores and bounds 0 to 100; the peers' median with its bounds.
    Missing: nothing is shown where the country is known one way only; unknown answers widen the
        bounds.
    Source: `Benchmark.both_ways`, on the compared items that other sources answer.
    """
    table = benchmark.both_ways()
    if table.empty:
        return
    heading(say("sources.both_ways.title"))
    paragraph(say("sources.both_ways.note"))
    table["own"] = bounded_column(table, "score", "lower", "upper")
    table["peers"] = bounded_column(table, "median", "median_lower", "median_upper")
    show_table(
        table.assign(
            way=[say(f"sources.both_ways.{way}") for way in table["way"]],
            position=words("position", table["position"]),
        )[["way", "own", "peers", "n_items", "position"]],
        say("sources.both_ways.caption", country=benchmark.focal_name),
        headers=heads("position")
        | {
            "way": say("heads.coded_from"),
            "own": say("heads.with_bounds", name=say("heads.score")),
            "peers": say("heads.median_bounds"),
            "n_items": say("heads.items"),
        },
        note=say("sources.both_ways.items"),
    )


def show_source_agreement(benchmark: Benchmark) -> None:
    """Show how far the sources agree with each other, by pair and by item.

    Shape: four tables: source by source, a row a pair, a row an item, a row a place where they
        differ.
    Scale: share alike 0 to 100 per cent, Cohen's kappa -1 to 1, counts of answers.
    Missing: unknown answers do not count; kappa is undefined where all codes are the same.
    Source: `benchmark.others`; Cohen (1960), see `coding.source_agreement`.
    """
    pairs = source_pairs(benchmark.others)
    if pairs.empty:
        return
    heading(say("sources.agreement.title"))
    differing = disagreements(benchmark.others)
    places = len(differing.drop_duplicates(["iso3", "item"]))
    paragraph(say("sources.agreement.differing", n=places))
    show_table(
        pair_matrix(pairs),
        say("sources.agreement.matrix"),
        headers={"source": say("heads.survey")},
        missing=say("sources.agreement.none"),
    )
    show_table(
        pairs,
        say("sources.agreement.pairs"),
        headers=heads("share", "kappa")
        | {
            "first": say("heads.survey"),
            "second": say("heads.other_source"),
            "n": say("heads.in_both"),
        },
        formats={"share": ".0%", "kappa": ".2f"},
        missing=say("page.undefined"),
    )
    labels = benchmark.codebook.item_table().set_index("item")["label"]
    items = item_agreement(benchmark.others)
    show_table(
        items.assign(label=items["item"].map(labels))[["label", "n", "share", "kappa"]],
        say("sources.agreement.by_item"),
        headers=heads("label", "share", "kappa") | {"n": say("heads.pairs")},
        formats={"share": ".0%", "kappa": ".2f"},
        missing=say("page.undefined"),
    )
    _show_disagreements(differing, labels, benchmark)


def _show_disagreements(
    differing: pd.DataFrame, labels: "pd.Series[str]", benchmark: Benchmark
) -> None:
    if differing.empty:
        return
    rows = differing.assign(
        label=differing["item"].map(labels),
        country=differing["iso3"].map(benchmark.names),
        says=source_of(differing["survey"]) + " " + differing["year"].astype(str) + ": "
        + words("code", differing["code"]) + " (" + words("fidelity", differing["fidelity"]) + ")",
    )  # fmt: skip
    table = rows.groupby(["label", "country"], sort=False)["says"].agg(set_apart).reset_index()
    show_table(
        table.head(_MOST_DISAGREEMENTS),
        say("sources.agreement.where"),
        headers=heads("label", "country", "says"),
        note=(
            say("sources.agreement.cut", n=_MOST_DISAGREEMENTS, of=len(table))
            if len(table) > _MOST_DISAGREEMENTS
            else ""
        ),
    )


def show_links(benchmark: Benchmark) -> None:
    """Show the laws, strategies and portals behind the compared codes of other sources.

    Shape: a table, a row a country and item.
    Scale: codes yes, partly, no, unknown.
    Missing: codes without an address are left out; "not given" stands for an empty name.
    Source: `benchmark.fused`; the addresses are the sources' own and were not opened.
    """
    links.show_links(benchmark, benchmark.compared_items.tolist())


def show_gaps(benchmark: Benchmark) -> None:
    """Show what would make the comparison better.

    Shape: sentences, and two tables with a row an item: asked by no source, and open for some
        countries.
    Scale: counts of countries.
    Missing: this is about the missing: not asked and unknown are counted apart.
    Source: `benchmark.codes`, see `compare.gaps`.
    """
    heading(say("gaps.title"))
    items = benchmark.codebook.item_table()
    unanswered = unanswered_items(benchmark.codes, items, benchmark.focal)
    open_items = open_answers(benchmark.codes, items, benchmark.focal)
    paragraph(gaps_headline(unanswered, open_items, len(items)))
    paragraph(remedy_sentence())
    if len(unanswered):
        show_table(
            unanswered.assign(focal_code=words("code", unanswered["focal_code"]))[
                ["label", "section", "focal_code"]
            ],
            say("gaps.table.unanswered"),
            headers=heads("label", "section") | {"focal_code": benchmark.focal_name},
        )
    if len(open_items):
        show_table(
            open_items[["label", "n_not_asked", "n_unknown", "countries"]],
            say("gaps.table.open"),
            headers=heads("label", "countries")
            | {"n_not_asked": say("heads.not_asked"), "n_unknown": say("heads.unknown")},
        )


def _used(benchmark: Benchmark) -> pd.DataFrame:
    from_others = (benchmark.codes["evidence"] == "source") & (benchmark.codes["rule"] != HAND_RULE)
    borrowed = benchmark.codes.loc[from_others, ["iso3", "item"]]
    used = benchmark.fused.merge(borrowed, on=["iso3", "item"])
    return used[used["item"].isin(benchmark.compared_items) & (used["iso3"] != benchmark.focal)]

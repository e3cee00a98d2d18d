"""The blocks of the evidence notebook on other sources: agreement, years, and what is missing."""

import pandas as pd

from egovbench.benchmark import Benchmark
from egovbench.benchmark.both_ways import both_ways
from egovbench.coding.fusion import source_of
from egovbench.coding.source_agreement import (
    disagreements,
    item_agreement,
    pair_matrix,
    source_pairs,
)
from egovbench.compare.gaps import open_answers, unanswered_items
from egovbench.narrative.gaps import gaps_headline, remedy_sentence
from egovbench.narrative.time import span_sentences
from egovbench.narrative.wording import count
from egovbench.report import links
from egovbench.report.basis import bounded_column
from egovbench.report.display import heading, paragraph, show_table
from egovbench.schemas import HAND_RULE

_MOST_DISAGREEMENTS = 60


def show_years(benchmark: Benchmark) -> None:
    """Show the span of years the comparison rests on, source by source."""
    heading("Years")
    used = _used(benchmark)
    for sentence in span_sentences(benchmark.focal_name, benchmark.codebook.year, used):
        paragraph(sentence)
    if used.empty:
        return
    table = used.groupby(["survey", "collected_by", "year"], as_index=False).agg(
        codes=("item", "size"), countries=("iso3", "nunique"), items=("item", "nunique")
    )
    table["survey"] = table["survey"].map(benchmark.source_titles)
    show_table(
        table[["survey", "collected_by", "year", "codes", "countries", "items"]],
        "Sources of the peers' codes on the compared items",
        headers={
            "survey": "Source", "collected_by": "Answered by", "year": "As of", "codes": "Codes",
            "countries": "Countries", "items": "Items",
        },
        note="Codes that count, after the choice among several sources.",
    )  # fmt: skip


def show_both_ways(benchmark: Benchmark) -> None:
    """Show the focal country by its own answers and by what others say of it."""
    table = both_ways(benchmark)
    if table.empty:
        return
    heading("A government's own answers and what others say")
    paragraph(
        "A government's answer beside somebody else's finding is a known bias: who reports on "
        "itself tends to report more. The same items, both ways:"
    )
    table["own"] = bounded_column(table, "score", "lower", "upper")
    table["peers"] = bounded_column(table, "median", "median_lower", "median_upper")
    show_table(
        table[["way", "own", "peers", "n_items", "position"]],
        f"{benchmark.focal_name} both ways",
        headers={
            "way": "Coded from", "own": "Score (bounds)", "peers": "Peers' median (bounds)",
            "n_items": "Items", "position": "Against the median",
        },
        note="Compared items on which other sources have an answer about the country.",
    )  # fmt: skip


def show_source_agreement(benchmark: Benchmark) -> None:
    """Show how far the sources agree with each other, by pair and by item."""
    pairs = source_pairs(benchmark.answers)
    if pairs.empty:
        return
    heading("Agreement among sources")
    differing = disagreements(benchmark.answers)
    places = len(differing.drop_duplicates(["iso3", "item"]))
    paragraph(
        f"Sources differ on {count(places, 'answer')} of a country to an item. The most faithful, "
        "then the latest, is the code unless the run chooses otherwise."
    )
    show_table(
        pair_matrix(pairs),
        "Share of answers alike, source by source",
        headers={"source": "Source"},
        missing="none shared",
    )
    show_table(
        pairs,
        "Pairs of sources on the same countries and items",
        headers={
            "first": "Source", "second": "Other source", "n": "Answers in both",
            "share": "Alike", "kappa": "Cohen's kappa",
        },
        formats={"share": ".0%", "kappa": ".2f"},
        missing="not defined",
    )  # fmt: skip
    labels = benchmark.codebook.item_table().set_index("item")["label"]
    items = item_agreement(benchmark.answers)
    show_table(
        items.assign(label=items["item"].map(labels))[["label", "n", "share", "kappa"]],
        "The same by item",
        headers={"label": "Item", "n": "Pairs", "share": "Alike", "kappa": "Cohen's kappa"},
        formats={"share": ".0%", "kappa": ".2f"},
        missing="not defined",
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
        + differing["code"] + " (" + differing["fidelity"] + ")",
    )  # fmt: skip
    table = rows.groupby(["label", "country"], sort=False)["says"].agg("; ".join).reset_index()
    show_table(
        table.head(_MOST_DISAGREEMENTS),
        "Where sources differ",
        headers={"label": "Item", "country": "Country", "says": "Sources say"},
        note=(
            f"The first {_MOST_DISAGREEMENTS} of {len(table)}; all are in tables/other_sources.csv."
            if len(table) > _MOST_DISAGREEMENTS
            else ""
        ),
    )


def show_links(benchmark: Benchmark) -> None:
    """Show the laws, strategies and portals behind the compared codes of other sources."""
    links.show_links(benchmark, benchmark.compared_items.tolist())


def show_gaps(benchmark: Benchmark) -> None:
    """Show what would make the comparison better."""
    heading("What would make this comparison better")
    items = benchmark.codebook.item_table()
    unanswered = unanswered_items(benchmark.codes, items, benchmark.focal)
    open_items = open_answers(benchmark.codes, items, benchmark.focal)
    paragraph(gaps_headline(unanswered, open_items, len(items)))
    paragraph(remedy_sentence())
    if len(unanswered):
        show_table(
            unanswered[["label", "section", "focal_code"]],
            "Scored items that no source answers for any peer",
            headers={"label": "Item", "section": "Section", "focal_code": benchmark.focal_name},
        )
    if len(open_items):
        show_table(
            open_items[["label", "n_not_asked", "n_unknown", "countries"]],
            "Answers still missing on items that some source answers",
            headers={
                "label": "Item", "n_not_asked": "Not asked", "n_unknown": "Unknown",
                "countries": "Countries",
            },
        )  # fmt: skip


def _used(benchmark: Benchmark) -> pd.DataFrame:
    from_others = (benchmark.codes["evidence"] == "source") & (benchmark.codes["rule"] != HAND_RULE)
    borrowed = benchmark.codes.loc[from_others, ["iso3", "item"]]
    used = benchmark.fused.merge(borrowed, on=["iso3", "item"])
    return used[used["item"].isin(benchmark.compared_items) & (used["iso3"] != benchmark.focal)]

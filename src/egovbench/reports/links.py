"""The laws, strategies and portals that sources name behind a code."""

from collections.abc import Collection

from egovbench.comparison import Benchmark
from egovbench.language import say
from egovbench.language.lists import sentences, set_apart
from egovbench.reports.display import heading, show_table
from egovbench.reports.words import heads, words


def show_links(benchmark: Benchmark, items: Collection[int]) -> None:
    """Show the instrument and address behind each code of other sources on the given items."""
    rows = benchmark.fused[
        benchmark.fused["item"].isin(list(items)) & (benchmark.fused["link"] != "")
    ]
    if rows.empty:
        return
    heading(say("sources.links.title"))
    labels = benchmark.codebook.item_table().set_index("item")["label"]
    named = rows.assign(
        country=rows["iso3"].map(benchmark.names),
        label=rows["item"].map(labels),
        code=words("code", rows["code"]),
        variable=rows["survey"] + " " + rows["variable"],
    )
    table = named.sort_values(["item", "country"])
    show_table(
        table[["label", "country", "code", "variable", "instrument", "link"]],
        say("sources.links.caption"),
        headers=heads("label", "country", "code", "instrument", "link")
        | {"variable": say("sources.links.variable")},
        links=("link",),
        missing=say("page.not_given"),
        note=sentences(
            say("sources.links.note"),
            set_apart(
                say("sources.named", id=survey, title=benchmark.source_titles[survey])
                for survey in sorted(rows["survey"].unique())
            ),
        ),
    )

"""The laws, strategies and portals that sources name behind a code."""

from collections.abc import Collection

from egovbench.benchmark import Benchmark
from egovbench.report.display import heading, show_table


def show_links(benchmark: Benchmark, items: Collection[int]) -> None:
    """Show the instrument and address behind each code of other sources on the given items."""
    rows = benchmark.fused[
        benchmark.fused["item"].isin(list(items)) & (benchmark.fused["link"] != "")
    ]
    if rows.empty:
        return
    heading("Where the codes of other sources come from")
    labels = benchmark.codebook.item_table().set_index("item")["label"]
    table = rows.sort_values(["item", "iso3"]).assign(
        country=rows["iso3"].map(benchmark.names), label=rows["item"].map(labels)
    )
    show_table(
        table[["label", "country", "code", "survey", "instrument", "link"]],
        "Laws, strategies and portals that the sources name",
        headers={
            "label": "Item", "country": "Country", "code": "Code", "survey": "Source",
            "instrument": "Instrument", "link": "Address",
        },
        links=("link",),
        missing="not given",
        note="Names and addresses as the source gives them; nobody here has opened them.",
    )  # fmt: skip

"""Figures of a comparison, as the reports show them.

Each function takes a benchmark, as `egovbench.compare` returns it, and returns a
`Chart`: it shows itself in a notebook, `.data` holds the numbers drawn, and `.figure` is a figure
of matplotlib, to be saved in any format. Scores and bounds run from 0 to 100.

>>> from egovbench import compare
>>> chart = sections(compare("LUX"))
>>> chart.data[["id", "n_peers"]].head(2).to_dict("list")
{'id': ['A', 'C'], 'n_peers': [26, 26]}
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd

from egovbench.base.comparing import standing, steady
from egovbench.base.errors import MethodError
from egovbench.figures.bars import coverage_bars
from egovbench.figures.cells import MOST_ROWS, item_heat_map
from egovbench.figures.chart import Chart
from egovbench.figures.dots import section_dot_plot
from egovbench.figures.intervals import caterpillar
from egovbench.figures.scatter import score_against_index
from egovbench.figures.words import (
    comparison_note,
    figure_sources,
    form_source,
    links_used,
    told_codes,
)
from egovbench.language import say

__all__ = ["against_index", "coverage", "drawn", "indicators", "items", "ranking", "sections"]


def sections(benchmark: Any) -> Chart:
    """Return each section's score against the peers, like for like.

    Sections that are not `drawn` have no row. `data` is that of `section_dot_plot`. Raises
    MethodError where no section is drawn.
    """
    table = drawn(benchmark.sections)
    own = _own(table)
    above, below = (int((table["position"] == side).sum()) for side in ("above", "below"))
    sides = {(False, False): "none", (True, False): "above", (False, True): "below"}
    side = sides.get((above > 0, below > 0), "both")
    return section_dot_plot(
        benchmark.scores[benchmark.scores["id"].isin(table["id"])],
        benchmark.focal,
        benchmark.names,
        dict(zip(table["id"], table["n_items"], strict=True)),
        own=own,
        title=say(
            f"overview.sections.message.{side}",
            focal=benchmark.focal_name,
            above=above,
            below=below,
        ),
        labels=dict(zip(table["id"], table["id"] + " " + table["title"], strict=True)),
        note=comparison_note(benchmark),
    ).sourced(figure_sources(benchmark, further=_form(benchmark, own)))


def drawn(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of Benchmark.sections or Benchmark.indicators that stand among dots.

    Too few items are told one by one, and scores on each pair's own items have no common scale.
    """
    return table[~table["position"].isin(["too few items", "no peers"]) & table["median"].notna()]


def indicators(benchmark: Any, section: str) -> Chart:
    """Return the score of each indicator of `section` ("A" to "G") against the peers.

    `data` is that of `section_dot_plot`. Raises MethodError where no indicator is `drawn`.
    """
    rows = drawn(benchmark.indicators[benchmark.indicators["section"] == section])
    own = _own(rows)
    apart = rows[rows["position"].isin(["above", "below"])]
    title = say("section.indicators.message.none", focal=benchmark.focal_name)
    if len(apart):
        largest = apart.iloc[int(apart["gap"].abs().map(steady).to_numpy().argmax())]
        title = say(
            f"section.indicators.message.{largest['position']}",
            focal=benchmark.focal_name,
            name=str(largest["name"]),
        )
    return section_dot_plot(
        benchmark.scores[benchmark.scores["id"].isin(rows["id"])],
        benchmark.focal,
        benchmark.names,
        dict(zip(rows["id"], rows["n_items"], strict=True)),
        title=title,
        labels=dict(zip(rows["id"], rows["name"], strict=True)),
        level="indicator",
        own=own,
        note=comparison_note(benchmark, section),
    ).sourced(
        figure_sources(benchmark, _compared(benchmark, section), further=_form(benchmark, own))
    )


def ranking(benchmark: Any) -> Chart:
    """Return the ranked countries by score with their bounds; `data` is that of `caterpillar`."""
    ranked = benchmark.scores[benchmark.scores["iso3"].isin(benchmark.ranks["iso3"])]
    bounds = benchmark.ranks.set_index("iso3")[["lower", "upper"]]
    own = bounds.loc[benchmark.focal]
    others = bounds.drop(index=benchmark.focal).dropna()
    stands = Counter(standing(*each, *own) for each in others.itertuples(index=False))
    title = say("overview.ranking.alone", focal=benchmark.focal_name)
    if len(others):
        title = say(
            "overview.ranking.message",
            focal=benchmark.focal_name,
            ahead=stands["above"],
            behind=stands["below"],
            open=stands["open"],
        )
    return caterpillar(
        ranked,
        "overall",
        benchmark.focal,
        benchmark.names,
        title=title,
        label=say("overview.all_sections"),
        note=comparison_note(benchmark),
    ).sourced(figure_sources(benchmark))


def items(benchmark: Any, section: str) -> Chart:
    """Return the code of each country on each compared item of `section`.

    The focal country comes first, then the others by their score in the section, 45 rows at most.
    `data` is that of `item_heat_map`. Raises MethodError where no item can be compared.
    """
    compared = benchmark.items[benchmark.items["section"] == section]
    if compared.empty:
        raise MethodError(f"item heat map: no item of section {section} can be compared")
    names = {each.id: each.name for each in benchmark.codebook.indicators}
    scores = benchmark.scores[
        (benchmark.scores["id"] == section) & (benchmark.scores["iso3"] != benchmark.focal)
    ]
    order = scores.assign(order=-scores["score"].map(steady))
    scores = order.sort_values(["order", "iso3"], na_position="last")
    shown = [benchmark.focal, *scores["iso3"].head(MOST_ROWS - 1)]
    told = benchmark.codes.assign(code=told_codes(benchmark.codes))
    codes = told.set_index("iso3").loc[shown].reset_index()
    return item_heat_map(
        codes[codes["item"].isin(compared["item"])],
        compared.sort_values(["indicator", "item"]).assign(
            label=compared["label"].str.partition(" ")[2],
            indicator=compared["indicator"].map(names),
        ),
        benchmark.focal,
        benchmark.names,
        title=say("section.heat_map.message", n=int((~compared["alike"]).sum()), of=len(compared)),
        n_left_out=1 + len(scores) - len(shown),
        note=comparison_note(benchmark, section),
    ).sourced(figure_sources(benchmark, _compared(benchmark, section)))


def coverage(benchmark: Any, *, peers: bool = False) -> Chart:
    """Return how many items of each section are known, unknown and not asked.

    Of the focal country, or of all its `peers` together. `data` has section, n_known, n_unknown,
    n_not_asked.
    """
    labels = benchmark.codebook.item_table()[["item", "section"]]
    codes = benchmark.codes[(benchmark.codes["iso3"] != benchmark.focal) == peers]
    codes = codes.merge(labels, on="item")
    states = codes["code"].map({"unknown": "n_unknown", "not_asked": "n_not_asked"})
    counts = pd.crosstab(codes["section"], states.fillna("n_known")).reindex(
        columns=["n_known", "n_unknown", "n_not_asked"], fill_value=0
    )
    counts = counts.reset_index()
    titles = counts["section"].map(benchmark.codebook.section_title)
    links = links_used(benchmark.parameters.fidelity)
    of_peers = say("evidence.coverage.of", n=len(benchmark.peers))
    return coverage_bars(
        counts.assign(section=counts["section"] + " " + titles),
        title=say("evidence.coverage.peers")
        if peers
        else say("country.coverage", country=benchmark.focal_name),
        of=of_peers if peers else benchmark.focal_name,
        note=say("evidence.coverage.links", links=links) if peers else "",
    ).sourced(figure_sources(benchmark, labels["item"].tolist(), own=not peers, peers=peers))


def against_index(benchmark: Any, index: str = "egdi", year: int = 2024) -> Chart:
    """Return the overall score beside a published index, one dot for each country that has both.

    `data` is that of `score_against_index`. Raises MethodError where no country has a value.
    """
    edition = benchmark.indices[
        (benchmark.indices["index"] == index)
        & (benchmark.indices["year"] == year)
        & benchmark.indices["iso3"].isin(benchmark.scores["iso3"])
    ]
    name = say("indices.edition", title=say(f"indices.{index}"), year=year)
    return score_against_index(
        benchmark.scores,
        edition,
        name,
        benchmark.focal,
        benchmark.names,
        title=say("overview.indices.chart", index=name),
        label=say("overview.all_sections"),
        index_range=(0, 1),
        note=comparison_note(benchmark),
    ).sourced(figure_sources(benchmark, further=edition["source"].unique()))


def _own(table: pd.DataFrame) -> pd.DataFrame | None:
    """Return the scores by the focal country's own answers, nothing where there are none."""
    own = table[["id", "own_score", "own_lower", "own_upper"]]
    return own if own["own_lower"].notna().any() else None


def _form(benchmark: Any, own: pd.DataFrame | None) -> list[str]:
    return [] if own is None else [form_source(benchmark, [benchmark.focal])]


def _compared(benchmark: Any, section: str) -> Sequence[int]:
    rows = benchmark.items[benchmark.items["section"] == section]
    return list(rows["item"])

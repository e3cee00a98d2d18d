"""Figures of a comparison, as the reports show them.

Each function takes a benchmark, as `egovbench.compare` returns it, and returns a `Chart`: a figure
of matplotlib that shows itself in a notebook and can be changed and saved like any other. `.data`
holds the numbers drawn. Scores and bounds run from 0 to 100.

>>> from egovbench import compare
>>> fig = sections(compare("LUX"))
>>> fig.data[["id", "n_peers"]].head(2).to_dict("list")
{'id': ['C', 'A'], 'n_peers': [26, 26]}
>>> title = fig.suptitle("Where Luxembourg stands")
>>> fig.axes[0].get_xlim()
(np.float64(0.0), np.float64(100.0))
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd

from egovbench.base.comparing import standing, steady
from egovbench.base.errors import MethodError
from egovbench.figures.bars import coverage_bars
from egovbench.figures.cells import FEW_ITEMS, item_counts, item_heat_map
from egovbench.figures.chart import Chart
from egovbench.figures.dots import section_dot_plot
from egovbench.figures.intervals import caterpillar
from egovbench.figures.words import (
    figure_sources,
    form_source,
    links_used,
    told_codes,
)
from egovbench.language import say
from egovbench.language.numbers import percent

__all__ = ["coverage", "drawn", "indicators", "items", "ranking", "sections"]


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
    ).sourced(figure_sources(benchmark, further=() if own is None else _form(benchmark)))


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
    ).sourced(
        figure_sources(
            benchmark,
            _compared(benchmark, section),
            further=() if own is None else _form(benchmark),
        )
    )


def ranking(benchmark: Any, variants: pd.DataFrame | None = None) -> Chart:
    """Return the ranked countries by score with their bounds; `data` is that of `caterpillar`.

    `variants` is the table `countries` of an analysis of uncertainty, for thin lines.
    """
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
        benchmark.focal,
        benchmark.names,
        title=title,
        variants=variants,
    ).sourced(figure_sources(benchmark))


def items(benchmark: Any, section: str) -> Chart:
    """Return the code of each country on each compared item of `section`.

    The focal country comes first, then the others by their score in the section, at most 45 rows;
    `data` is that of `item_heat_map`. Of one or two items countries are counted: `data` is that of
    `item_counts`. Raises MethodError where no item can be compared.
    """
    compared = benchmark.items[benchmark.items["section"] == section]
    if compared.empty:
        raise MethodError(f"item heat map: no item of section {section} can be compared")
    compared = compared.sort_values(["indicator", "item"])
    compared = compared.assign(label=compared["label"].str.partition(" ")[2])
    codes = benchmark.codes.assign(code=told_codes(benchmark.codes))
    codes = codes[codes["item"].isin(compared["item"])]
    words = {
        "title": say(
            "section.heat_map.message", n=int((~compared["alike"]).sum()), of=len(compared)
        ),
    }
    sources = figure_sources(benchmark, list(compared["item"]))
    if len(compared) <= FEW_ITEMS:
        drawn = item_counts(codes, compared, benchmark.focal, benchmark.names, **words)
        return drawn.sourced(sources)
    scores = benchmark.scores[
        (benchmark.scores["id"] == section) & (benchmark.scores["iso3"] != benchmark.focal)
    ]
    scores = scores.assign(
        order=-scores["score"].map(steady), name=scores["iso3"].map(benchmark.names)
    ).sort_values(["order", "name"], na_position="last")
    order = [benchmark.focal, *scores["iso3"]]
    return item_heat_map(
        codes.set_index("iso3").loc[order].reset_index(),
        compared,
        benchmark.focal,
        benchmark.names,
        **words,
    ).sourced(sources)


def coverage(benchmark: Any) -> Chart:
    """Return how many items of each section are known, unknown and not asked.

    Of the focal country by itself (`focal_codes`); what share is known of its peers stands beside.
    `data` has section, n_known, n_unknown, n_not_asked.
    """
    labels = benchmark.codebook.item_table()[["item", "section"]]
    own = benchmark.focal_codes
    peers = benchmark.codes[benchmark.codes["iso3"] != benchmark.focal].merge(labels, on="item")
    counts = pd.crosstab(own["section"], _states(own["code"])).reindex(
        columns=["n_known", "n_unknown", "n_not_asked"], fill_value=0
    )
    shares = (_states(peers["code"]) == "n_known").groupby(peers["section"]).mean()
    readings = [
        say("evidence.coverage.reading", n=known, of=total, peers=percent(shares[section]))
        if section in shares
        else say("figures.coverage.total", n=known, of=total)
        for section, known, total in zip(
            counts.index, counts["n_known"], counts.sum(axis=1), strict=True
        )
    ]
    counts = counts.reset_index()
    titles = counts["section"].map(benchmark.codebook.section_title)
    links = links_used(benchmark.parameters.fidelity)
    return coverage_bars(
        counts.assign(section=counts["section"] + " " + titles),
        title=say("country.coverage", country=benchmark.focal_name),
        of=benchmark.focal_name,
        readings=readings,
        note=say("evidence.coverage.links", links=links) if len(shares) else "",
    ).sourced(
        figure_sources(
            benchmark,
            labels["item"].tolist(),
            own=not benchmark.focal_has_form,
            further=_form(benchmark) if benchmark.focal_has_form else (),
        )
    )


def _states(codes: "pd.Series[str]") -> "pd.Series[str]":
    named = codes.map({"unknown": "n_unknown", "not_asked": "n_not_asked"})
    return named.fillna("n_known").rename("state")


def _own(table: pd.DataFrame) -> pd.DataFrame | None:
    """Return the scores by the focal country's own answers, nothing where there are none."""
    own = table[["id", "own_score", "own_lower", "own_upper"]]
    return own if own["own_lower"].notna().any() else None


def _form(benchmark: Any) -> list[str]:
    return [form_source(benchmark, [benchmark.focal])]


def _compared(benchmark: Any, section: str) -> Sequence[int]:
    rows = benchmark.items[benchmark.items["section"] == section]
    return list(rows["item"])

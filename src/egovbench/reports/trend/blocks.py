"""The blocks of the trend notebook."""

import pandas as pd

from egovbench.comparison import Benchmark
from egovbench.comparison.trend import Trend
from egovbench.figures.slopes import slope_chart
from egovbench.figures.words import survey_source
from egovbench.language import say
from egovbench.language.lists import sentences, set_apart
from egovbench.reports.display import Parts, as_table, block, finding, heading, paragraphs
from egovbench.reports.tables import heads, words
from egovbench.reports.trend import sentences as narrative
from egovbench.reports.wording import bounded_column, row_of

_COUNTS = ["n_up", "n_same", "n_down", "n_unknown", "n_no_or_unknown"]


@block
def trend_finding(benchmark: Benchmark, trend: Trend) -> Parts:
    """Show where the focal country stood in both years, what moved, and what to be wary of.

    Shape: text; one headline, then changes and cautions.
    Scale: scores 0 to 100, changes in points; items as counts.
    Missing: where no item can be followed the headline says so; unknown answers are no change.
    Source: `find_trend`, on items that both editions ask alike.
    """
    name, years = benchmark.focal_name, _years(trend)
    yield heading(say("trend.title", focal=name, first=years[0], last=years[1]), level=1)
    if trend.empty:
        yield finding(narrative.nothing_followed(name, years))
        return
    own = row_of(trend.countries, trend.focal)
    yield finding(narrative.trend_headline(name, own, trend.others, len(trend.items), years))
    items = _labelled(benchmark, trend.items)
    yield from paragraphs(*narrative.change_sentences(items, trend.others, years))
    yield from paragraphs(*narrative.caution_sentences(trend.pairs, trend.focal, name, years))


@block
def trend_scores(benchmark: Benchmark, trend: Trend) -> Parts:
    """Show every country's score in both years as a slope, and as a table.

    Shape: a chart, one line per country, and a table, one row per country.
    Scale: scores and bounds 0 to 100; changes in points; items as counts.
    Missing: nothing is shown where no item can be followed; items unknown in either year are
        counted apart.
    Source: `find_trend`, its `countries`, see `compare.over_time`.
    """
    if trend.empty:
        return
    years = _years(trend)
    own = row_of(trend.countries, trend.focal)
    yield heading(say("trend.scores.title"))
    yield slope_chart(
        trend.countries,
        trend.focal,
        benchmark.names,
        years,
        title=narrative.scores_message(benchmark.focal_name, own, years),
        measure=say("trend.scores.measure", n=len(trend.items)),
    ).sourced(say("sources.figure.line", n=2, sources=_source(benchmark, trend)))
    table = pd.concat([trend.countries[trend.countries["iso3"] == trend.focal], trend.others])
    shown = pd.DataFrame({"country": table["iso3"].map(benchmark.names)})
    for end in ("before", "after"):
        columns = [f"{name}_{end}" for name in ("score", "lower", "upper")]
        shown[end] = bounded_column(table, *columns)
    shown = shown.assign(
        change=table["change"],
        clear=words("code", table["clear"].map({True: "yes", False: "no"})),
        **{name: table[name] for name in _counts(table)},
    )
    yield as_table(
        shown,
        say("trend.scores.caption"),
        headers=_heads(trend, table) | {"clear": say("trend.scores.clear")},
        formats={"change": "+.1f"},
        note=sentences(say("page.bounds"), _source(benchmark, trend)),
        csv="changes_by_country",
    )


@block
def trend_items(benchmark: Benchmark, trend: Trend) -> Parts:
    """Show the focal country's codes in both years, and how the others changed, by item.

    Shape: a table, one row per item.
    Scale: codes yes, partly, no, unknown; the others as counts.
    Missing: nothing is shown where no item can be followed; items unknown in either year are
        counted apart.
    Source: `find_trend`, its `items`, see `compare.over_time`.
    """
    if trend.empty:
        return
    yield heading(say("trend.items.title"))
    table = _labelled(benchmark, trend.items).assign(
        before=words("code", trend.items["focal_before"]),
        after=words("code", trend.items["focal_after"]),
    )
    yield as_table(
        table[["label", "section", "variable", "before", "after", *_counts(table)]],
        say("trend.items.caption", focal=benchmark.focal_name),
        headers=_heads(trend, table),
        places={"section": [f"section-{letter}.html" for letter in table["section"]]},
        note=say("trend.items.note"),
        csv="changes_by_item",
    )


@block
def trend_left_out(benchmark: Benchmark, trend: Trend) -> Parts:
    """Show which linked variables cannot be followed from one edition to the other, and why.

    Shape: a sentence, and a table with one row per variable and item.
    Scale: in words.
    Missing: nothing is shown where every linked variable is followed; "not given" stands for no
        reason.
    Source: `find_trend`, its `left_out`, from the crosswalk.
    """
    if trend.left_out.empty:
        return
    others = {trend.before.id: trend.after.year, trend.after.id: trend.before.year, "": 0}
    table = _labelled(benchmark, trend.left_out)
    table = table.assign(year=table["edition"].map(others))
    yield heading(say("trend.left_out.title"))
    lost = table[~table["item"].isin(set(trend.items["item"]))]
    yield from paragraphs(*narrative.left_out_sentences(lost, len(trend.items)))
    why = [
        say(
            f"trend.left_out.why.{row['because'] or 'other'}",
            year=row["year"],
            n=row["n_both"],
            of=1 + len(benchmark.peers),
        )
        for row in table.to_dict("records")
    ]
    yield as_table(
        table.assign(why=why)[["label", "variable", "why", "reason"]],
        say("trend.left_out.caption"),
        headers=heads(why="reason") | {"reason": say("trend.left_out.other")},
        given=("reason",),
        missing="–",
    )


def _counts(table: pd.DataFrame) -> list[str]:
    """Return the columns of counts; that of unknown answers only where there are some."""
    return [name for name in _COUNTS if name != "n_unknown" or table[name].any()]


def _heads(trend: Trend, table: pd.DataFrame) -> dict[str, str]:
    unsure = heads(n_unknown="n_unsure") if "n_unknown" in _counts(table) else {}
    in_a_year = heads(n_no_or_unknown="no_or_unknown_in_year")
    before, after = (say("heads.in_year", year=year) for year in _years(trend))
    return {"before": before, "after": after, **unsure, **in_a_year}


def _labelled(benchmark: Benchmark, table: pd.DataFrame) -> pd.DataFrame:
    return table.merge(benchmark.codebook.item_table()[["item", "label", "section"]], on="item")


def _source(benchmark: Benchmark, trend: Trend) -> str:
    return set_apart(
        survey_source(benchmark, each.id, len(trend.countries))
        for each in (trend.before, trend.after)
    )


def _years(trend: Trend) -> tuple[int, int]:
    return trend.before.year, trend.after.year

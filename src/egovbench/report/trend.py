"""The blocks of the trend notebook."""

import pandas as pd

from egovbench.benchmark import Benchmark
from egovbench.benchmark.trend import Trend
from egovbench.figures.slopes import slope_chart
from egovbench.language import say
from egovbench.language.lists import sentences, set_apart
from egovbench.narrative import trend as narrative
from egovbench.narrative.wording import first_row
from egovbench.report.basis import bounded_column, bounds_note
from egovbench.report.display import finding, heading, paragraph, show_chart, show_table
from egovbench.report.origins import survey_source
from egovbench.report.words import heads, words

_COUNTS = ["n_up", "n_same", "n_down", "n_unknown"]


def show_finding(benchmark: Benchmark, trend: Trend) -> None:
    """Show where the focal country stood in both years, what moved, and what to be wary of."""
    name, years = benchmark.focal_name, _years(trend)
    heading(say("trend.title", focal=name, first=years[0], last=years[1]), level=1)
    if trend.empty:
        finding(narrative.nothing_followed(name, years))
        return
    own = first_row(trend.countries[trend.countries["iso3"] == trend.focal])
    finding(narrative.trend_headline(name, own, trend.others, len(trend.items), years))
    for sentence in narrative.change_sentences(_labelled(benchmark, trend.items), trend.others):
        paragraph(sentence)
    for sentence in narrative.caution_sentences(trend.pairs, years):
        paragraph(sentence)


def show_scores(benchmark: Benchmark, trend: Trend) -> None:
    """Show every country's score in both years as a slope, and as a table."""
    if trend.empty:
        return
    years = _years(trend)
    heading(say("trend.scores.title"))
    show_chart(
        slope_chart(
            trend.countries,
            trend.focal,
            benchmark.names,
            years,
            title=say(
                "trend.scores.message",
                focal=benchmark.focal_name,
                first=years[0],
                last=years[1],
            ),
            measure=say("trend.scores.measure", n=len(trend.items)),
        ),
        say("sources.figure.line", n=2, sources=_source(benchmark, trend)),
    )
    table = pd.concat([trend.countries[trend.countries["iso3"] == trend.focal], trend.others])
    shown = pd.DataFrame({"country": table["iso3"].map(benchmark.names)})
    for end in ("before", "after"):
        columns = [f"{name}_{end}" for name in ("score", "lower", "upper")]
        shown[end] = bounded_column(table, *columns)
    shown = shown.assign(
        change=table["change"],
        clear=words("code", table["clear"].map({True: "yes", False: "no"})),
        **{name: table[name] for name in _COUNTS},
    )
    show_table(
        shown,
        say("trend.scores.caption"),
        headers=heads("country", "change", "n_up", "n_same", "n_down")
        | _year_heads(years)
        | {"clear": say("trend.scores.clear"), "n_unknown": say("heads.n_unsure")},
        formats={"change": "+.1f"},
        note=sentences(bounds_note(), _source(benchmark, trend)),
    )


def show_items(benchmark: Benchmark, trend: Trend) -> None:
    """Show the focal country's codes in both years, and how the others changed, by item."""
    if trend.empty:
        return
    heading(say("trend.items.title"))
    table = _labelled(benchmark, trend.items).assign(
        before=words("code", trend.items["focal_before"]),
        after=words("code", trend.items["focal_after"]),
    )
    show_table(
        table[["label", "section", "variable", "before", "after", *_COUNTS]],
        say("trend.items.caption", focal=benchmark.focal_name),
        headers=heads("label", "section", "variable", "n_up", "n_same", "n_down")
        | _year_heads(_years(trend))
        | {"n_unknown": say("heads.n_unsure")},
        targets={"section": "section-{}.html"},
        note=sentences(say("trend.items.note"), _source(benchmark, trend)),
    )


def show_left_out(benchmark: Benchmark, trend: Trend) -> None:
    """Show which linked variables cannot be followed from one edition to the other, and why."""
    table = trend.left_out
    if table.empty:
        return
    heading(say("trend.left_out.title"))
    lost = set(table["item"]) - set(trend.items["item"])
    paragraph(narrative.left_out_sentence(len(lost), len(trend.items)))
    years = {trend.before.id: trend.before.year, trend.after.id: trend.after.year}
    status = [
        say("trend.left_out.one", year=years[edition]) if edition else say("trend.left_out.few")
        for edition in table["edition"]
    ]
    show_table(
        _labelled(benchmark, table).assign(why=status)[["label", "variable", "why", "reason"]],
        say("trend.left_out.caption"),
        headers=heads("label", "variable")
        | {"why": say("heads.reason"), "reason": say("trend.left_out.other")},
        given=("reason",),
        missing=say("page.not_given"),
    )


def _labelled(benchmark: Benchmark, table: pd.DataFrame) -> pd.DataFrame:
    return table.merge(benchmark.codebook.item_table()[["item", "label", "section"]], on="item")


def _source(benchmark: Benchmark, trend: Trend) -> str:
    return set_apart(
        survey_source(benchmark, each.id, len(trend.countries))
        for each in (trend.before, trend.after)
    )


def _years(trend: Trend) -> tuple[int, int]:
    return trend.before.year, trend.after.year


def _year_heads(years: tuple[int, int]) -> dict[str, str]:
    return {
        end: say("heads.in_year", year=year)
        for end, year in zip(("before", "after"), years, strict=True)
    }

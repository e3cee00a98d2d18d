"""The blocks of the country notebook: how it stands, section by section, and its answers."""

import pandas as pd

from egovbench import figures
from egovbench.comparison import Benchmark
from egovbench.comparison.matrix import standing_in_groups
from egovbench.figures.words import comparison_note
from egovbench.language import say, word
from egovbench.language.lists import listed
from egovbench.questionnaire.reviews import unreviewed
from egovbench.reports.country import sentences as narrative
from egovbench.reports.display import Parts, as_table, block, finding, heading, paragraphs
from egovbench.reports.sources import item_places, numbers_of_sources, source_numbers
from egovbench.reports.summary import summarise
from egovbench.reports.tables import heads, words
from egovbench.reports.wording import first_row, unreviewed_sentence

_LATEST_INDICES = ("egdi", "osi", "epi", "gtmi", "oecd_dgi", "egbr", "gci")


@block
def country_finding(benchmark: Benchmark) -> Parts:
    """Show how the country stands among all, in its region and among countries of its income.

    Shape: text; one headline, then sentences, and a table with one row per group of countries.
    Scale: scores, bounds and medians 0 to 100; ranks from 1.
    Missing: without a rank the headline says what is known of the country alone; a group with
        fewer than three ranked countries has no row.
    Source: `benchmark.ranks`, see `comparison.matrix.standing_in_groups`; regions of the UN, income
        groups of the World Bank.
    """
    name = benchmark.focal_name
    yield heading(say("country.title", country=name), level=1)
    groups = standing_in_groups(benchmark)
    overall, own = first_row(benchmark.overall), first_row(_own(benchmark, "overall"))
    profile = narrative.profile_sentence(name, own, benchmark.focal_basis)
    if groups.empty:
        yield finding(profile, summarise(benchmark))
    else:
        headline = narrative.country_headline(name, overall, first_row(groups))
        yield finding(headline, summarise(benchmark))
        further = benchmark.focal_basis != "others" or own["n_items"] != overall["n_items"]
        yield from paragraphs(profile if further else "")
    yield from paragraphs(
        *narrative.section_profile_sentences(_own(benchmark, "section")),
        unreviewed_sentence(benchmark),
        comparison_note(benchmark),
    )
    if groups.empty:
        return
    titles = [
        say("country.groups.all") if kind == "all" else word(kind, group)
        for kind, group in zip(groups["kind"], groups["group"], strict=True)
    ]
    nearest = [
        listed([benchmark.names[iso3] for iso3 in each.split()]) for each in groups["nearest"]
    ]
    yield as_table(
        groups.assign(group=titles, nearest=nearest)[["group", "n", "rank", "median", "nearest"]],
        say("country.groups.caption", country=name),
        headers=heads(n="countries", median="median_others"),
        csv="groups",
    )


@block
def country_sections(benchmark: Benchmark) -> Parts:
    """Show the country's section scores against all others, like for like.

    Shape: a chart, one row per section.
    Scale: scores and bounds 0 to 100.
    Missing: a section that compares fewer than three items has no row; nothing is shown without
        any row.
    Source: `benchmark.sections`.
    """
    if figures.drawn(benchmark.sections).empty:
        return
    yield heading(say("country.sections.title"))
    yield figures.sections(benchmark)


@block
def country_items(benchmark: Benchmark) -> Parts:
    """Show the code of every item the country was asked, and what it rests on.

    Shape: a table, one row per item.
    Scale: codes yes, partly, no, unknown.
    Missing: unknown items are shown as such; items not asked are left out; a dash stands where no
        act, strategy or system is named, or there is none.
    Source: `benchmark.focal_codes`; sources by their numbers on the page on method.
    """
    codes = benchmark.focal_codes
    asked = codes[codes["code"] != "not_asked"]
    if asked.empty:
        return
    numbers = numbers_of_sources(benchmark.data)
    said = benchmark.said_of_focal.set_index("item")["instrument"]
    has = asked["code"].isin(["yes", "partly"])
    surveys = asked["source"].where(asked["evidence"] == "source", benchmark.codebook.id)
    surveys = surveys.where(surveys.isin(list(numbers)), benchmark.codebook.id)
    yield heading(say("country.items.title"))
    yield as_table(
        asked.assign(
            code=words("code", asked["code"]),
            source=surveys.map(numbers).astype("str"),
            instrument=said.reindex(asked["item"]).fillna("").where(has.to_numpy(), "").to_numpy(),
        )[["label", "code", "source", "instrument"]],
        say("country.items.caption", country=benchmark.focal_name),
        marked={"code": unreviewed(asked).tolist()},
        places={"label": item_places(benchmark, asked["item"])},
        given=("instrument",),
        missing="–",
        csv="items",
    )
    yield source_numbers(benchmark, surveys.unique())


@block
def country_indices(benchmark: Benchmark) -> Parts:
    """Show the country's latest values in published indices.

    Shape: a table, one row per index.
    Scale: as published; the unit stands beside each value.
    Missing: an index that does not cover the country is left out.
    Source: `benchmark.indices`.
    """
    rows = benchmark.indices[
        (benchmark.indices["iso3"] == benchmark.focal)
        & benchmark.indices["index"].isin(_LATEST_INDICES)
    ]
    latest = rows.sort_values("year").drop_duplicates("index", keep="last").set_index("index")
    latest = latest.reindex([index for index in _LATEST_INDICES if index in latest.index])
    if latest.empty:
        return
    yield heading(say("country.indices.title"))
    table = latest.reset_index().assign(
        index=[say(f"indices.{index}") for index in latest.index],
        unit=words("unit", latest["unit"]).to_numpy(),
    )
    yield as_table(
        table[["index", "year", "value", "unit"]],
        say("country.indices.caption", country=benchmark.focal_name),
        formats={"value": ".3f"},
    )


def _own(benchmark: Benchmark, level: str) -> pd.DataFrame:
    own = benchmark.focal_scores[benchmark.focal_scores["level"] == level]
    if level != "section":
        return own
    return own.assign(title=own["id"].map(benchmark.codebook.section_title))

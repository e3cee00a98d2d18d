"""The blocks of the country notebook."""

import pandas as pd

from egovbench.comparison import Benchmark
from egovbench.figures.intervals import interval_bars
from egovbench.figures.words import figure_sources
from egovbench.language import say
from egovbench.language.lists import sentences, set_apart
from egovbench.questionnaire.reviews import unreviewed
from egovbench.reports.country import sentences as narrative
from egovbench.reports.display import Parts, as_table, block, finding, heading, paragraphs
from egovbench.reports.sources import item_places
from egovbench.reports.summary import summarise
from egovbench.reports.tables import words
from egovbench.reports.wording import (
    codes_with_kind,
    evidence_column,
    first_row,
    unreviewed_sentence,
)

_LATEST_INDICES = ("egdi", "osi", "epi", "tii", "hci", "gtmi", "oecd_dgi", "egbr", "gci")


@block
def country_finding(benchmark: Benchmark) -> Parts:
    """Show what is known of the country and how sure: a headline, and the sections in words.

    Shape: text; one headline, sentences over all sections.
    Scale: scores and bounds 0 to 100; items as counts.
    Missing: unknown answers widen the bounds; a section without a known answer has no score.
    Source: `benchmark.focal_scores`, on every item that the country was asked.
    """
    yield heading(say("country.title", country=benchmark.focal_name), level=1)
    overall = first_row(_own(benchmark, "overall"))
    yield finding(
        narrative.country_headline(
            benchmark.focal_name,
            overall,
            benchmark.focal_basis,
            int(codes_with_kind(benchmark)["no_or_unknown"].sum()),
        ),
        summarise(benchmark),
    )
    yield from paragraphs(
        *narrative.section_profile_sentences(_own(benchmark, "section")),
        unreviewed_sentence(benchmark),
    )


@block
def country_sections(benchmark: Benchmark) -> Parts:
    """Show the country's section scores with their bounds.

    Shape: a chart, one row per section.
    Scale: scores and bounds 0 to 100.
    Missing: a section without items asked has no row, one without known answers no dot.
    Source: `benchmark.focal_scores`, on every item that the country was asked.
    """
    yield heading(say("country.sections.title"))
    sections = _own(benchmark, "section")
    known = sections[sections["n_items"] > 0]
    yield interval_bars(
        known.assign(label=known["id"] + " " + known["title"]),
        title=say("country.sections.message", country=benchmark.focal_name),
        measure=say("country.sections.measure"),
        unit=say("common.unit.0 to 100"),
        limits=(0, 100),
        decimals=1,
        mark=say("country.sections.mark"),
        note=say("country.sections.note"),
    ).sourced(figure_sources(benchmark, _scored(benchmark), peers=False))


@block
def country_items(benchmark: Benchmark) -> Parts:
    """Show the code of every item the country was asked, with its evidence.

    Shape: a table, one row per item.
    Scale: codes yes, partly, no, unknown.
    Missing: unknown items are shown as such; items not asked are left out.
    Source: `benchmark.focal_codes`.
    """
    yield heading(say("country.items.title"))
    codes = benchmark.focal_codes
    asked = codes[codes["code"] != "not_asked"]
    yield as_table(
        asked.assign(code=words("code", asked["code"]), evidence=evidence_column(asked))[
            ["label", "section", "code", "evidence", "rationale"]
        ],
        say("country.items.caption", country=benchmark.focal_name),
        marked={"code": unreviewed(asked).tolist()},
        places={
            "section": [f"section-{letter}.html" for letter in asked["section"]],
            "label": item_places(benchmark, asked["item"]),
        },
        given=("rationale",),
    )


@block
def country_other_sources(benchmark: Benchmark) -> Parts:
    """Show what other sources say of the country, with the instruments and links they name.

    Shape: a table, one row per answer; several for an item that several sources or editions answer.
    Scale: codes yes, partly, no, unknown; links exact, close, proxy.
    Missing: nothing is shown where no source knows the country; "not given" stands for an empty
        cell.
    Source: `benchmark.others`, as the crosswalks code them.
    """
    rows = benchmark.others[benchmark.others["iso3"] == benchmark.focal]
    if rows.empty:
        return
    yield heading(say("country.others.title"))
    items = benchmark.codebook.item_table().set_index("item")
    table = rows.assign(
        label=rows["item"].map(items["label"]),
        code=words("code", rows["code"]),
        fidelity=words("fidelity", rows["fidelity"]),
        collected_by=words("respondent", rows["collected_by"]),
    ).sort_values(["item", "year"], ascending=[True, False])
    surveys = sorted(rows["survey"].unique())
    yield as_table(
        table[["label", "code", "fidelity", "survey", "instrument", "link", "collected_by"]],
        say("country.others.caption", country=benchmark.focal_name),
        links=("link",),
        missing=say("page.not_given"),
        note=sentences(
            say("sources.links.note"),
            set_apart(
                say("sources.named", id=survey, title=benchmark.source_titles[survey])
                for survey in surveys
            ),
        ),
    )


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
        table[["index", "year", "value", "unit", "source"]],
        say("country.indices.caption", country=benchmark.focal_name),
        formats={"value": ".3f"},
    )


def _scored(benchmark: Benchmark) -> list[int]:
    return benchmark.focal_codes["item"].tolist()


def _own(benchmark: Benchmark, level: str) -> pd.DataFrame:
    own = benchmark.focal_scores[benchmark.focal_scores["level"] == level]
    if level != "section":
        return own
    scored = benchmark.codebook.item_table().groupby("section")["item"].count()
    return own.assign(
        title=own["id"].map(benchmark.codebook.section_title), n_scored=own["id"].map(scored)
    )

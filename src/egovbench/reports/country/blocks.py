"""The blocks of the country notebook."""

import pandas as pd

from egovbench.comparison import Benchmark
from egovbench.figures.bars import interval_bars
from egovbench.figures.coverage import coverage_bars
from egovbench.language import say
from egovbench.language.lists import sentences, set_apart
from egovbench.reports.basis import codes_with_kind
from egovbench.reports.country import sentences as narrative
from egovbench.reports.display import finding, heading, paragraph, show_chart, show_table
from egovbench.reports.item_places import item_places
from egovbench.reports.key_facts import summarise
from egovbench.reports.origins import figure_sources
from egovbench.reports.sentence_parts import first_row
from egovbench.reports.words import heads, words

_LATEST_INDICES = ("egdi", "osi", "epi", "tii", "hci", "gtmi", "oecd_dgi", "egbr", "gci")


def show_finding(benchmark: Benchmark) -> None:
    """Show what is known of the country and how sure: a headline, and the sections in words.

    Shape: text; one headline, sentences over all sections.
    Scale: scores and bounds 0 to 100; items as counts.
    Missing: unknown answers widen the bounds; a section without a known answer has no score.
    Source: `benchmark.full_scores`, on every item that the country was asked.
    """
    heading(say("country.title", country=benchmark.focal_name), level=1)
    overall = first_row(_own(benchmark, "overall"))
    finding(
        narrative.country_headline(
            benchmark.focal_name,
            overall,
            benchmark.focal_basis,
            int(codes_with_kind(benchmark)["doubtful"].sum()),
        ),
        summarise(benchmark),
    )
    for sentence in narrative.section_profile_sentences(_own(benchmark, "section")):
        paragraph(sentence)


def show_sections(benchmark: Benchmark) -> None:
    """Show the country's section scores with their bounds, and how much is known.

    Shape: two charts, a row a section.
    Scale: scores and bounds 0 to 100; known, unknown and not asked items as counts.
    Missing: a section without a score stands in the second chart only.
    Source: `benchmark.full_scores`, on every item that the country was asked.
    """
    heading(say("country.sections.title"))
    sections = _own(benchmark, "section")
    known = sections[sections["n_items"] > 0]
    show_chart(
        interval_bars(
            pd.DataFrame(
                {
                    "id": known["id"],
                    "label": known["id"] + " " + known["title"],
                    "lower": known["lower"],
                    "score": known["score"],
                    "upper": known["upper"],
                }
            ),
            title=say("country.sections.message", country=benchmark.focal_name),
            measure=say("country.sections.measure"),
            unit=say("common.unit.0 to 100"),
            limits=(0, 100),
            decimals=1,
            mark=say("country.sections.mark"),
            note=say("country.sections.note"),
        ),
        figure_sources(benchmark, _scored(benchmark), peers=False),
    )
    show_chart(
        coverage_bars(
            pd.DataFrame(
                {
                    "section": sections["id"] + " " + sections["title"],
                    "n_known": sections["n_known"],
                    "n_unknown": sections["n_items"] - sections["n_known"],
                    "n_not_asked": sections["n_scored"] - sections["n_items"],
                }
            ),
            title=say("country.coverage", country=benchmark.focal_name),
            of=benchmark.focal_name,
        ),
        figure_sources(benchmark, _scored(benchmark), peers=False),
    )


def show_items(benchmark: Benchmark) -> None:
    """Show the code of every item the country was asked, with its evidence.

    Shape: a table, a row an item.
    Scale: codes yes, partly, no, unknown.
    Missing: unknown items are shown as such; items not asked are left out.
    Source: `benchmark.focal_codes`.
    """
    heading(say("country.items.title"))
    codes = benchmark.focal_codes
    asked = codes[codes["code"] != "not_asked"]
    show_table(
        asked.assign(
            code=words("code", asked["code"]), evidence=words("evidence_kind", asked["evidence"])
        )[["label", "section", "code", "evidence", "rationale"]],
        say("country.items.caption", country=benchmark.focal_name),
        headers=heads("label", "section", "code", "evidence", "rationale"),
        targets={"section": "section-{}.html"},
        places={"label": item_places(benchmark, asked["item"])},
        given=("rationale",),
    )


def show_other_sources(benchmark: Benchmark) -> None:
    """Show what other sources say of the country, with the instruments and links they name.

    Shape: a table, a row an answer; several for an item that several sources or editions answer.
    Scale: codes yes, partly, no, unknown; links exact, close, proxy.
    Missing: nothing is shown where no source knows the country; "not given" stands for an empty
        cell.
    Source: `benchmark.others`, as the crosswalks code them.
    """
    rows = benchmark.others[benchmark.others["iso3"] == benchmark.focal]
    if rows.empty:
        return
    heading(say("country.others.title"))
    items = benchmark.codebook.item_table().set_index("item")
    table = rows.assign(
        label=rows["item"].map(items["label"]),
        code=words("code", rows["code"]),
        fidelity=words("fidelity", rows["fidelity"]),
        collected_by=words("respondent", rows["collected_by"]),
    ).sort_values(["item", "year"], ascending=[True, False])
    surveys = sorted(rows["survey"].unique())
    show_table(
        table[["label", "code", "fidelity", "survey", "instrument", "link", "collected_by"]],
        say("country.others.caption", country=benchmark.focal_name),
        headers=heads("label", "code", "fidelity", "survey", "instrument", "link", "collected_by"),
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


def show_indices(benchmark: Benchmark) -> None:
    """Show the country's latest values in published indices.

    Shape: a table, a row an index.
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
    heading(say("country.indices.title"))
    table = latest.reset_index().assign(
        index=[say(f"indices.{index}") for index in latest.index],
        unit=words("unit", latest["unit"]).to_numpy(),
    )
    show_table(
        table[["index", "year", "value", "unit", "source"]],
        say("country.indices.caption", country=benchmark.focal_name),
        headers=heads("index", "year", "value", "unit", "source"),
        formats={"value": ".3f"},
    )


def _scored(benchmark: Benchmark) -> list[int]:
    return benchmark.focal_codes["item"].tolist()


def _own(benchmark: Benchmark, level: str) -> pd.DataFrame:
    rows = benchmark.full_scores
    own = rows[(rows["iso3"] == benchmark.focal) & (rows["level"] == level)]
    if level != "section":
        return own
    scored = benchmark.codebook.item_table().groupby("section")["item"].count()
    return own.assign(
        title=own["id"].map(benchmark.codebook.section_title), n_scored=own["id"].map(scored)
    )

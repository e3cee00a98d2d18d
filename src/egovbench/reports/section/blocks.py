"""The blocks of the section notebook."""

import pandas as pd

from egovbench import figures
from egovbench.base.parameters import check_value
from egovbench.comparison import Benchmark
from egovbench.comparison.against_peers import gaps, strengths
from egovbench.figures.words import comparison_note
from egovbench.language import say
from egovbench.language.lists import sentences
from egovbench.questionnaire.reviews import unreviewed
from egovbench.questionnaire.rules import evidence_places
from egovbench.reports.display import (
    Parts,
    as_table,
    block,
    finding,
    heading,
    paragraphs,
)
from egovbench.reports.section import sentences as narrative
from egovbench.reports.section.answers import quoted
from egovbench.reports.sources import basis, document_place, links
from egovbench.reports.tables import heads, of, words
from egovbench.reports.wording import (
    Row,
    codes_with_kind,
    counts_in_words,
    evidence_column,
    first_row,
    focal_code_column,
    own_stands_beside,
    unreviewed_sentence,
)


@block
def section_finding(benchmark: Benchmark, section: str) -> Parts:
    """Show the finding for `section` (A to G) and who answered.

    Shape: text; one headline, then strengths, gaps and sources.
    Scale: scores and bounds 0 to 100; items as counts.
    Missing: unknown answers widen the bounds and are named; without comparable items the score
        stands alone.
    Source: `benchmark.sections` and `benchmark.focal_scores`.
    """
    check_value("section", section)
    full = benchmark.focal_scores
    own = first_row(full[full["id"] == section])
    title = benchmark.codebook.section_title(section)
    compared = _compared(benchmark, section)
    yield heading(say("section.title", section=section, title=title), level=1)
    yield finding(
        narrative.section_headline(
            benchmark.focal_name,
            title,
            own,
            compared,
            _items(benchmark, section),
        )
    )
    items = _items(benchmark, section)
    if compared is not None and compared["position"] == "too few items":
        items = items.head(0)  # told one by one
    yield from paragraphs(
        *narrative.section_item_sentences(
            benchmark.focal_name,
            strengths(items),
            gaps(items),
            codes_with_kind(benchmark).loc[lambda codes: codes["section"] == section],
            benchmark.focal_has_form,
        ),
        unreviewed_sentence(benchmark, section),
    )


@block
def section_indicators(benchmark: Benchmark, section: str) -> Parts:
    """Show the indicators of `section` against the peers.

    Shape: a chart and a table, one row per indicator.
    Scale: scores and bounds 0 to 100; known items as counts.
    Missing: an indicator without a known answer is shown as "not known"; one that compares fewer
        than three items has no dot, and without any there is no chart.
    Source: `benchmark.indicators` like for like; the table on every item asked (`focal_scores`).
    """
    yield heading(say("section.indicators.title"))
    rows = benchmark.indicators[benchmark.indicators["section"] == section]
    if rows.empty or _compared(benchmark, section) is None:
        yield from paragraphs(say("section.indicators.alone", focal=benchmark.focal_name))
    else:
        yield from paragraphs(*narrative.indicator_sentences(rows))
        if len(figures.drawn(rows)):
            yield figures.indicators(benchmark, section)
    indicators = [each for each in benchmark.codebook.indicators if each.section == section]
    own = benchmark.focal_scores.set_index("id").loc[[each.id for each in indicators]]
    table = pd.DataFrame(
        {
            "indicator": [each.name for each in indicators],
            "score": own["score"].to_numpy(),
            "lower": own["lower"].to_numpy(),
            "upper": own["upper"].to_numpy(),
            "known": [of(*pair) for pair in zip(own["n_known"], own["n_items"], strict=True)],
            "rationale": [each.rationale for each in indicators],
        }
    )
    yield as_table(
        table,
        say("section.indicators.caption", focal=benchmark.focal_name),
        headers=heads(rationale="why_it_counts"),
        note=say("section.indicators.note"),
    )


@block
def section_items(benchmark: Benchmark, section: str) -> Parts:
    """Show each scored item of `section`, and a country-by-item heat map of the comparable ones.

    Shape: a table, one row per item; a chart, one row per country and one column per item.
    Scale: codes yes, partly, no, unknown, not asked; peers as counts by code.
    Missing: unknown has a mark of its own; items that are not compared say so.
    Source: `benchmark.focal_codes`, `items` and `codes`.
    """
    yield heading(say("section.items.title"))
    yield from _item_table(benchmark, section)
    if len(_items(benchmark, section)):
        yield heading(say("section.heat_map.title"), level=3)
        yield figures.items(benchmark, section)


def _item_table(benchmark: Benchmark, section: str) -> Parts:
    """Show the items behind the indicators, each with a link to what was written on it."""
    indicators = {each.id: each.name for each in benchmark.codebook.indicators}
    compared = _items(benchmark, section).set_index("item", drop=False)
    rows = _focal_codes(benchmark, section)
    table = pd.DataFrame(
        {
            "item": rows["item"],
            "name": rows["label"].str.partition(" ")[2],
            "indicator": rows["indicator"].map(indicators),
            "code": words("code", rows["code"]),
            "evidence": evidence_column(rows),
            "by_sources": rows["item"].map(
                dict(zip(compared["item"], focal_code_column(compared), strict=True))
            ),
            "peers": [
                counts_in_words(compared.loc[item]) if item in compared.index else ""
                for item in rows["item"]
            ],
        }
    )
    name = benchmark.focal_name
    named = {"code": name}
    if own_stands_beside(benchmark):
        named = {
            "code": say("section.items.own", name=name),
            "by_sources": say("section.items.by_sources", name=name),
        }
    else:
        table = table.drop(columns="by_sources")
    doubtful = compared["n_no_or_unknown"].any()
    anchors = [f"#item-{item}" for item in rows["item"]]
    yield as_table(
        table,
        say("section.items.caption", section=section),
        headers=heads(name="asks_for") | named,
        marked={"code": unreviewed(rows).tolist()},
        places={"item": anchors} if benchmark.focal_has_form else {},
        missing=say("section.items.not_compared"),
        note=sentences(
            comparison_note(benchmark, section), say("page.no_or_unknown") if doubtful else ""
        ),
    )


@block
def section_answers(benchmark: Benchmark, section: str) -> Parts:
    """Show what the focal country wrote on each scored item of `section`.

    Shape: an article an item: question, answer, code, evidence, place, links.
    Scale: codes yes, partly, no, unknown.
    Missing: an item without an answer says so; nothing is shown without a form of its own.
    Source: `benchmark.responses`, quoted as given, in the language of the document; beside some
        the share of all states that said yes, from the United Nations' E-Government Survey 2024.
    """
    if not benchmark.focal_has_form:
        return
    yield heading(say("section.answers.title", focal=benchmark.focal_name))
    yield quoted(written_answers(benchmark, section), benchmark.focal_name)


def written_answers(benchmark: Benchmark, section: str) -> pd.DataFrame:
    """Return the scored items of `section` with the answer that was written, code and place.

    The answer of a closed question is what stands under its follow-ups; where nothing does, the
    place is that of the question. Columns item, wording, answer, code, evidence, rationale,
    locator, address (of the locator in the evidence report), urls, truncated, reviewed, reported
    (what is published of all states' answers).
    """
    reported = benchmark.data.reported
    given = benchmark.responses.set_index("item")
    rows = []
    for row in _focal_codes(benchmark, section).to_dict("records"):
        places = evidence_places(benchmark.codebook, benchmark.codebook.by_number[row["item"]])
        texts = given.loc[[place for place in places if place in given.index]]
        filled = texts[texts["answer"] != ""]
        located = filled if len(filled) else given.loc[given.index == row["item"]]
        rows.append(
            {
                "item": row["item"],
                "wording": row["wording"],
                "answer": "\n\n".join(filled["answer"]),
                "code": row["code"],
                "evidence": row["evidence"],
                "rationale": row["rationale"],
                "locator": "; ".join(located["locator"]),
                "address": document_place(located.index[0]) if len(located) else "",
                "urls": " ".join(filled["urls"]).strip(),
                "truncated": bool(filled["truncated"].any()),
                "reviewed": row["reviewed"],
                "reported": narrative.reported_sentence(reported[reported["item"] == row["item"]]),
            }
        )
    return pd.DataFrame(rows)


@block
def section_sources(benchmark: Benchmark, section: str) -> Parts:
    """Show what the codes of `section` rest on: what other sources name, and who answered.

    Shape: a table, one row per country and item; then a list of sources.
    Scale: codes yes, partly, no, unknown.
    Missing: codes without an address are left out; "not given" stands for an empty name.
    Source: `benchmark.fused`; the addresses are the sources' own and were not opened.
    """
    items = benchmark.codebook.item_table()
    yield from links(benchmark, items.loc[items["section"] == section, "item"].tolist())
    yield from basis(benchmark)


def _items(benchmark: Benchmark, section: str) -> pd.DataFrame:
    return benchmark.items[benchmark.items["section"] == section]


def _focal_codes(benchmark: Benchmark, section: str) -> pd.DataFrame:
    return benchmark.focal_codes[benchmark.focal_codes["section"] == section]


def _compared(benchmark: Benchmark, section: str) -> Row | None:
    rows = benchmark.sections[benchmark.sections["id"] == section]
    return first_row(rows) if len(rows) and rows["n_peers"].iloc[0] else None

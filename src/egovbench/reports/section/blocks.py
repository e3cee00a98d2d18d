"""The blocks of the section notebook."""

import pandas as pd

from egovbench import figures
from egovbench.base.parameters import check_value
from egovbench.comparison import Benchmark
from egovbench.comparison.against_peers import gaps, strengths
from egovbench.figures.words import comparison_note
from egovbench.language import say, word
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
from egovbench.reports.wording import Row, codes_with_kind, first_row


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
    yield heading(say("section.title", section=section, title=title), level=1)
    yield finding(
        narrative.section_headline(benchmark.focal_name, title, own, _compared(benchmark, section))
    )
    yield from paragraphs(
        *narrative.section_item_sentences(
            benchmark.focal_name,
            strengths(_items(benchmark, section)),
            gaps(_items(benchmark, section)),
            codes_with_kind(benchmark).loc[lambda codes: codes["section"] == section],
            benchmark.focal_has_form,
        )
    )


@block
def section_indicators(benchmark: Benchmark, section: str) -> Parts:
    """Show the indicators of `section` against the peers.

    Shape: a chart and a table, one row per indicator.
    Scale: scores and bounds 0 to 100; known items as counts.
    Missing: an indicator without a known answer is shown as "not known"; the chart needs compared
        items.
    Source: `benchmark.indicators` like for like; the table on every item asked (`focal_scores`).
    """
    yield heading(say("section.indicators.title"))
    rows = benchmark.indicators[benchmark.indicators["section"] == section]
    if rows.empty or _compared(benchmark, section) is None:
        yield from paragraphs(say("section.indicators.alone", focal=benchmark.focal_name))
    else:
        yield from paragraphs(*narrative.indicator_sentences(rows))
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
    counts = _items(benchmark, section).set_index("item")
    rows = _focal_codes(benchmark, section)
    table = pd.DataFrame(
        {
            "item": rows["item"],
            "name": rows["label"].str.partition(" ")[2],
            "indicator": rows["indicator"].map(indicators),
            "code": words("code", rows["code"]),
            "evidence": words("evidence_kind", rows["evidence"]),
            "peers": [_peer_counts(counts, item) for item in rows["item"]],
        }
    )
    anchors = [f"#item-{item}" for item in rows["item"]]
    yield as_table(
        table,
        say("section.items.caption", section=section),
        headers=heads(name="asks_for") | {"code": benchmark.focal_name},
        places={"item": anchors} if benchmark.focal_has_form else {},
        missing=say("section.items.not_compared"),
        note=comparison_note(benchmark, section),
    )


def _peer_counts(counts: pd.DataFrame, item: int) -> str:
    if item not in counts.index:
        return ""
    codes = {"yes": "n_yes", "partly": "n_partly", "no": "n_no", "unknown": "n_unknown"}
    found = [(code, counts[column].loc[item]) for code, column in codes.items()]
    return ", ".join(f"{n} {word('code', code)}" for code, n in found if n)


@block
def section_answers(benchmark: Benchmark, section: str) -> Parts:
    """Show what the focal country wrote on each scored item of `section`.

    Shape: an article an item: question, answer, code, evidence, place, links.
    Scale: codes yes, partly, no, unknown.
    Missing: an item without an answer says so; nothing is shown without a form of its own.
    Source: `benchmark.responses`, quoted as given, in the language of the document.
    """
    if not benchmark.focal_has_form:
        return
    yield heading(say("section.answers.title", focal=benchmark.focal_name))
    yield quoted(written_answers(benchmark, section), benchmark.focal_name)


def written_answers(benchmark: Benchmark, section: str) -> pd.DataFrame:
    """Return the scored items of `section` with the answer that was written, code and place.

    The answer of a closed question is what stands under its follow-ups; where nothing does, the
    place is that of the question. Columns item, wording, answer, code, evidence, rationale,
    locator, address (of the locator in the evidence report), urls, truncated.
    """
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

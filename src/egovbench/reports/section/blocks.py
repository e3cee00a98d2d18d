"""The blocks of the section notebook: result, comparison, certainty, and what was written."""

import pandas as pd

from egovbench import figures
from egovbench.base.parameters import check_value
from egovbench.comparison import Benchmark
from egovbench.comparison.against_peers import gaps, strengths
from egovbench.figures.cells import FEW_ITEMS
from egovbench.figures.words import comparison_note
from egovbench.language import say
from egovbench.questionnaire.reviews import unreviewed
from egovbench.questionnaire.rules import evidence_places
from egovbench.reports.display import (
    Part,
    Parts,
    as_table,
    block,
    finding,
    heading,
    paragraphs,
)
from egovbench.reports.section import sentences as narrative
from egovbench.reports.section.answers import quoted
from egovbench.reports.sources import (
    chance_sentence,
    document_place,
    source_numbers,
    surveys_behind,
)
from egovbench.reports.tables import heads, of, words
from egovbench.reports.wording import (
    bounded_column,
    codes_with_kind,
    counts_in_words,
    evidence_column,
    first_row,
    focal_code_column,
    own_stands_beside,
    unreviewed_sentence,
)

_DASH = "\N{EN DASH}"


@block
def section_finding(benchmark: Benchmark, section: str) -> Parts:
    """Show the finding for `section` (A to G), strengths and gaps, and what is not known.

    Shape: text; one headline, then sentences.
    Scale: scores and bounds 0 to 100; items as counts.
    Missing: unknown answers widen the bounds and are named; without comparable items the score
        stands alone.
    Source: `benchmark.sections` and `benchmark.focal_scores`.
    """
    check_value("section", section)
    title, name = benchmark.codebook.section_title(section), benchmark.focal_name
    full, items = _rows(benchmark.focal_scores, section), _items(benchmark, section)
    rows = _rows(benchmark.sections, section)
    compared = first_row(rows) if len(rows) and rows["n_peers"].iloc[0] else None
    yield heading(say("section.title", section=section, title=title), level=1)
    yield finding(narrative.section_headline(name, title, first_row(full), compared, items))
    codes = codes_with_kind(benchmark)
    yield from paragraphs(
        comparison_note(benchmark, section) if len(items) else "",
        *narrative.section_item_sentences(
            name,
            strengths(items),
            gaps(items),
            codes[codes["section"] == section],
            benchmark.focal_has_form,
        ),
        chance_sentence(benchmark, items.set_index("item")["label"]),
        unreviewed_sentence(benchmark, section),
    )


@block
def section_indicators(benchmark: Benchmark, section: str) -> Parts:
    """Show the indicators of `section`: against the peers as a chart, on all items as a table.

    Shape: a chart and a table, one row per indicator.
    Scale: scores and bounds 0 to 100; known items as counts.
    Missing: an indicator without a known answer is shown as "not known"; one that compares fewer
        than three items is not in the chart, and without any there is no chart.
    Source: `benchmark.indicators` like for like; the table on every item asked (`focal_scores`).
    """
    yield heading(say("section.indicators.title"))
    drawn = figures.drawn(benchmark.indicators)
    if (drawn["section"] == section).any():
        yield figures.indicators(benchmark, section)
    indicators = [each for each in benchmark.codebook.indicators if each.section == section]
    own = benchmark.focal_scores.set_index("id").loc[[each.id for each in indicators]]
    table = pd.DataFrame(
        {
            "indicator": [each.name for each in indicators],
            "score": bounded_column(own, "score", "lower", "upper"),
            "known": [of(*pair) for pair in zip(own["n_known"], own["n_items"], strict=True)],
        }
    )
    yield as_table(
        table, say("section.indicators.caption", focal=benchmark.focal_name), csv="indicators"
    )


@block
def section_items(benchmark: Benchmark, section: str) -> Parts:
    """Show each scored item of `section`, and the compared ones country by country.

    Shape: a table, one row per item; a chart, one row per country and one column per item, or one
        bar per item where there are one or two.
    Scale: codes yes, partly, no, unknown, not asked; peers as counts by code.
    Missing: unknown has a mark of its own; items that are not compared say so.
    Source: `benchmark.focal_codes`, `items` and `codes`.
    """
    yield heading(say("section.items.title"))
    yield _item_table(benchmark, section)
    if len(_items(benchmark, section)):
        yield figures.items(benchmark, section)


def _item_table(benchmark: Benchmark, section: str) -> Part:
    """Return the items, each with a link to what was written on it.

    How peers answered stands in the chart where that counts them.
    """
    compared = _items(benchmark, section).set_index("item", drop=False)
    rows, name = _rows(benchmark.focal_codes, section, "section"), benchmark.focal_name
    by_sources = dict(zip(compared["item"], focal_code_column(compared), strict=True))
    peers = {row["item"]: counts_in_words(row) for row in compared.to_dict("records")}
    table = pd.DataFrame(
        {
            "item": rows["item"],
            "name": rows["label"].str.partition(" ")[2],
            "code": words("code", rows["code"]),
            "evidence": evidence_column(rows),
            "by_sources": rows["item"].map(by_sources),
            "peers": rows["item"].map(peers),
        }
    )
    beside = own_stands_beside(benchmark)
    left_out = ([] if beside else ["by_sources"]) + (
        ["peers"] if len(compared) <= FEW_ITEMS else []
    )
    named = {
        "code": say("section.items.own", name=name) if beside else name,
        "by_sources": say("section.items.by_sources", name=name),
    }
    shown = table.drop(columns=left_out)
    anchors = [f"#item-{item}" for item in rows["item"]]
    return as_table(
        shown.astype(object).fillna(""),
        say("section.items.caption", section=section),
        headers=heads(name="asks_for") | {k: v for k, v in named.items() if k in shown},
        marked={"code": unreviewed(rows).tolist()},
        places={"item": anchors} if benchmark.focal_has_form else {},
        missing=_DASH,
        note=say("section.items.not_compared", dash=_DASH),
        csv="items",
    )


@block
def section_answers(benchmark: Benchmark, section: str) -> Parts:
    """Show what the focal country wrote on each scored item of `section`.

    Shape: an article an item: question, answer, the reason for its code, place, links.
    Scale: codes yes, partly, no, unknown, in words.
    Missing: an item without an answer says so; nothing is shown without a form of its own.
    Source: `benchmark.responses`, quoted as given, in the language of the document; beside some
        the share of all states that said yes, from the United Nations' E-Government Survey 2024.
    """
    if not benchmark.focal_has_form:
        return
    yield heading(say("section.answers.title", focal=benchmark.focal_name))
    written = written_answers(benchmark, section)
    if (written["reported"] != "").any():
        yield from paragraphs(say("section.reported.source"))
    yield quoted(written, benchmark.focal_name)


def written_answers(benchmark: Benchmark, section: str) -> pd.DataFrame:
    """Return the scored items of `section` with the answer that was written, and its place.

    The answer of a closed question is what stands under its follow-ups; where nothing does, the
    place is that of the question.

    Shape: a row per item with item, wording, answer, rationale, locator, address (of the locator in
        the evidence report), urls, truncated, reported (what is published of all states' answers).
    Scale: items by their numbers, 1 to 126; all else in words.
    Missing: an empty text where nothing was written.
    Source: `benchmark.responses` and `benchmark.focal_codes`.
    """
    reported = benchmark.data.reported
    given = benchmark.responses.set_index("item")
    rows = []
    for row in _rows(benchmark.focal_codes, section, "section").to_dict("records"):
        places = evidence_places(benchmark.codebook, benchmark.codebook.by_number[row["item"]])
        texts = given.loc[[place for place in places if place in given.index]]
        filled = texts[texts["answer"] != ""]
        located = filled if len(filled) else given.loc[given.index == row["item"]]
        rows.append(
            {
                "item": row["item"],
                "wording": row["wording"],
                "answer": "\n\n".join(filled["answer"]),
                "rationale": row["rationale"],
                "locator": "; ".join(located["locator"]),
                "address": document_place(located.index[0]) if len(located) else "",
                "urls": " ".join(filled["urls"]).strip(),
                "truncated": bool(filled["truncated"].any()),
                "reported": narrative.reported_sentence(reported[reported["item"] == row["item"]]),
            }
        )
    return pd.DataFrame(rows)


@block
def section_sources(benchmark: Benchmark, section: str) -> Parts:
    """Show which sources stand behind the codes of `section`.

    What they name for each country, with its address, is in the table `instruments` of evidence.

    Shape: a line of the sources' numbers.
    Scale: whole numbers from 1, as the Method page lists the sources.
    Missing: nothing is shown without a code.
    Source: `benchmark.codes`.
    """
    behind = surveys_behind(benchmark, _rows(benchmark.focal_codes, section, "section")["item"])
    if behind:
        yield source_numbers(benchmark, behind)


def _rows(table: pd.DataFrame, section: str, column: str = "id") -> pd.DataFrame:
    return table[table[column] == section]


def _items(benchmark: Benchmark, section: str) -> pd.DataFrame:
    return _rows(benchmark.items, section, "section")

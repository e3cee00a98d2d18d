"""The blocks of the section notebook."""

import pandas as pd

from egovbench.base.parameters import check_value
from egovbench.comparison import Benchmark
from egovbench.comparison.against_peers import gaps, strengths
from egovbench.figures.heat_map import MOST_ROWS, item_heat_map
from egovbench.figures.sections import section_dot_plot
from egovbench.language import say, word
from egovbench.questionnaire.coding.rules import evidence_places
from egovbench.reports import links
from egovbench.reports.basis import codes_with_kind, comparison_note, show_basis
from egovbench.reports.display import (
    finding,
    heading,
    paragraph,
    show_answers,
    show_chart,
    show_table,
)
from egovbench.reports.item_places import document_place
from egovbench.reports.origins import figure_sources
from egovbench.reports.section import sentences as narrative
from egovbench.reports.sentence_parts import Row, first_row
from egovbench.reports.words import heads, of, words


def show_finding(benchmark: Benchmark, section: str) -> None:
    """Show the finding for `section` (A to G) and who answered.

    Shape: text; one headline, then strengths, gaps and sources.
    Scale: scores and bounds 0 to 100; items as counts.
    Missing: unknown answers widen the bounds and are named; without comparable items the score
        stands alone.
    Source: `benchmark.sections` and `benchmark.full_scores`.
    """
    check_value("section", section)
    full = benchmark.full_scores
    own = first_row(full[(full["iso3"] == benchmark.focal) & (full["id"] == section)])
    title = benchmark.codebook.section_title(section)
    heading(say("section.title", section=section, title=title), level=1)
    finding(
        narrative.section_headline(benchmark.focal_name, title, own, _compared(benchmark, section))
    )
    for sentence in narrative.section_item_sentences(
        benchmark.focal_name,
        strengths(_items(benchmark, section)),
        gaps(_items(benchmark, section)),
        codes_with_kind(benchmark).loc[lambda codes: codes["section"] == section],
        benchmark.focal_has_form,
    ):
        paragraph(sentence)


def show_indicators(benchmark: Benchmark, section: str) -> None:
    """Show the indicators of `section` against the peers.

    Shape: a chart and a table, a row an indicator.
    Scale: scores and bounds 0 to 100; known items as counts.
    Missing: an indicator without a known answer is shown as "not known"; the chart needs compared
        items.
    Source: `benchmark.indicators` like for like; the table on every item asked (`full_scores`).
    """
    heading(say("section.indicators.title"))
    rows = benchmark.indicators[benchmark.indicators["section"] == section]
    if rows.empty or _compared(benchmark, section) is None:
        paragraph(say("section.indicators.alone", focal=benchmark.focal_name))
    else:
        for sentence in narrative.indicator_sentences(rows):
            paragraph(sentence)
        show_chart(
            section_dot_plot(
                benchmark.scores[benchmark.scores["id"].isin(rows["id"])],
                benchmark.focal,
                benchmark.names,
                dict(zip(rows["id"], rows["n_items"], strict=True)),
                title=_indicator_message(benchmark, rows),
                labels=dict(zip(rows["id"], rows["name"], strict=True)),
                level="indicator",
                note=comparison_note(benchmark, section),
            ),
            figure_sources(benchmark, _compared_items(benchmark, section)),
        )
    indicators = [each for each in benchmark.codebook.indicators if each.section == section]
    full = benchmark.full_scores
    own = (
        full[full["iso3"] == benchmark.focal].set_index("id").loc[[each.id for each in indicators]]
    )
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
    show_table(
        table,
        say("section.indicators.caption", focal=benchmark.focal_name),
        headers=heads("indicator", "score", "lower", "upper", "known")
        | {"rationale": say("heads.why_it_counts")},
        formats={"score": ".1f", "lower": ".1f", "upper": ".1f"},
        note=say("section.indicators.note"),
    )


def show_items(benchmark: Benchmark, section: str) -> None:
    """Show each scored item of `section`, and a country-by-item heat map of the comparable ones.

    Shape: a table, a row an item; a chart, a row a country and a column an item.
    Scale: codes yes, partly, no, unknown, not asked; peers as counts by code.
    Missing: unknown has a mark of its own; items that are not compared say so.
    Source: `benchmark.focal_codes`, `items` and `codes`.
    """
    heading(say("section.items.title"))
    _show_item_table(benchmark, section)
    _show_heat_map(benchmark, section)


def _show_item_table(benchmark: Benchmark, section: str) -> None:
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
    show_table(
        table,
        say("section.items.caption", section=section),
        headers=heads("item", "indicator", "evidence", "peers")
        | {"name": say("heads.asks_for"), "code": benchmark.focal_name},
        targets={"item": "#item-{}"} if benchmark.focal_has_form else {},
        missing=say("section.items.not_compared"),
        note=comparison_note(benchmark, section),
    )


def _peer_counts(counts: pd.DataFrame, item: int) -> str:
    if item not in counts.index:
        return ""
    codes = {"yes": "n_yes", "partly": "n_partly", "no": "n_no", "unknown": "n_unknown"}
    found = [(code, counts[column].loc[item]) for code, column in codes.items()]
    return ", ".join(f"{n} {word('code', code)}" for code, n in found if n)


def _show_heat_map(benchmark: Benchmark, section: str) -> None:
    items = _items(benchmark, section)
    if items.empty:
        return
    heading(say("section.heat_map.title"), level=3)
    scores = benchmark.scores[
        (benchmark.scores["id"] == section) & (benchmark.scores["iso3"] != benchmark.focal)
    ].sort_values(["score", "iso3"], ascending=[False, True])
    shown = [benchmark.focal, *scores["iso3"].head(MOST_ROWS - 1)]
    codes = benchmark.codes.set_index("iso3").loc[shown].reset_index()
    differing = int((~items["alike"]).sum())
    show_chart(
        item_heat_map(
            codes[codes["item"].isin(items["item"])],
            _heat_map_items(benchmark, items),
            benchmark.focal,
            benchmark.names,
            title=say("section.heat_map.message", n=differing, of=len(items)),
            n_left_out=1 + len(scores) - len(shown),
            note=comparison_note(benchmark, section),
        ),
        figure_sources(benchmark, _compared_items(benchmark, section)),
    )


def show_written_answers(benchmark: Benchmark, section: str) -> None:
    """Show what the focal country wrote on each scored item of `section`.

    Shape: an article an item: question, answer, code, evidence, place, links.
    Scale: codes yes, partly, no, unknown.
    Missing: an item without an answer says so; nothing is shown without a form of its own.
    Source: `benchmark.responses`, quoted as given, in the language of the document.
    """
    if not benchmark.focal_has_form:
        return
    heading(say("section.answers.title", focal=benchmark.focal_name))
    show_answers(written_answers(benchmark, section), benchmark.focal_name)


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


def show_links(benchmark: Benchmark, section: str) -> None:
    """Show what the codes of `section` rest on: what other sources name, and who answered.

    Shape: a table, a row a country and item; then a list of sources.
    Scale: codes yes, partly, no, unknown.
    Missing: codes without an address are left out; "not given" stands for an empty name.
    Source: `benchmark.fused`; the addresses are the sources' own and were not opened.
    """
    items = benchmark.codebook.item_table()
    links.show_links(benchmark, items.loc[items["section"] == section, "item"].tolist())
    show_basis(benchmark)


def _heat_map_items(benchmark: Benchmark, items: pd.DataFrame) -> pd.DataFrame:
    names = {each.id: each.name for each in benchmark.codebook.indicators}
    return items.sort_values(["indicator", "item"]).assign(
        label=items["label"].str.partition(" ")[2], indicator=items["indicator"].map(names)
    )


def _compared_items(benchmark: Benchmark, section: str) -> list[int]:
    return _items(benchmark, section)["item"].tolist()


def _items(benchmark: Benchmark, section: str) -> pd.DataFrame:
    return benchmark.items[benchmark.items["section"] == section]


def _focal_codes(benchmark: Benchmark, section: str) -> pd.DataFrame:
    return benchmark.focal_codes[benchmark.focal_codes["section"] == section]


def _compared(benchmark: Benchmark, section: str) -> Row | None:
    rows = benchmark.sections[benchmark.sections["id"] == section]
    return first_row(rows) if len(rows) and rows["n_peers"].iloc[0] else None


def _indicator_message(benchmark: Benchmark, rows: pd.DataFrame) -> str:
    apart = rows[rows["position"].isin(["above", "below"])]
    if apart.empty:
        return say("section.indicators.message.none", focal=benchmark.focal_name)
    largest = first_row(apart.sort_values("gap", key=abs, ascending=False))
    return say(
        f"section.indicators.message.{largest['position']}",
        focal=benchmark.focal_name,
        name=str(largest["name"]),
    )

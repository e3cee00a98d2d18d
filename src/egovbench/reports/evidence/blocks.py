"""The blocks of the evidence notebook."""

import pandas as pd

from egovbench.comparison import Benchmark
from egovbench.figures.codes_matrix import agreement_matrix
from egovbench.figures.coverage import coverage_bars
from egovbench.language import say
from egovbench.questionnaire.agreement import Agreement, agreement
from egovbench.questionnaire.coding import code_responses
from egovbench.reports.display import finding, heading, paragraph, show_chart, show_table
from egovbench.reports.evidence import sentences as narrative
from egovbench.reports.evidence.document import masked_document, show_document
from egovbench.reports.item_places import document_place, item_places
from egovbench.reports.origins import figure_sources, survey_source
from egovbench.reports.sentence_parts import links_used
from egovbench.reports.words import heads, words


def show_finding(benchmark: Benchmark) -> None:
    """Show how the focal country's codes were found.

    Shape: text; one headline, then notes on the document.
    Scale: items as counts and per cent.
    Missing: unknown and not asked items are counted apart; notes are left out without a form.
    Source: `benchmark.focal_codes` and `benchmark.responses`.
    """
    heading(say("evidence.title", country=benchmark.focal_name), level=1)
    finding(narrative.evidence_headline(benchmark.focal_name, benchmark.focal_codes))
    if benchmark.focal_has_form:
        paragraph(say("evidence.printed"))
        sentence = narrative.placeholder_sentence(benchmark.responses)
        if sentence:
            paragraph(sentence)


def show_coverage(benchmark: Benchmark) -> None:
    """Show known, unknown and not asked items of every compared country, by section.

    Shape: two charts, a row a section: the focal country, then all peers together.
    Scale: counts of scored items; of the peers, counts of items times countries.
    Missing: unknown and not asked are two colours; the second chart is left out without peers.
    Source: `benchmark.codes`.
    """
    heading(say("evidence.coverage.title"))
    items = benchmark.codebook.item_table()[["item", "section"]]
    codes = benchmark.codes.merge(items, on="item")
    peers = codes[codes["iso3"] != benchmark.focal]
    own = codes[codes["iso3"] == benchmark.focal]
    show_chart(
        coverage_bars(
            _counts(own, benchmark),
            title=say("country.coverage", country=benchmark.focal_name),
            of=benchmark.focal_name,
        ),
        figure_sources(benchmark, items["item"].tolist(), peers=False),
    )
    if len(peers):
        show_chart(
            coverage_bars(
                _counts(peers, benchmark),
                title=say("evidence.coverage.peers"),
                of=say("evidence.coverage.of", n=len(benchmark.peers)),
                note=say(
                    "evidence.coverage.links", links=links_used(benchmark.parameters.fidelity)
                ),
            ),
            figure_sources(benchmark, items["item"].tolist(), own=False),
        )


def show_rules_against_review(benchmark: Benchmark) -> None:
    """Show how far the coding rules and the reviewed decisions agree.

    Shape: a sentence, a matrix of code by code, and a table with a row an item that differs.
    Scale: share alike 0 to 100 per cent, Cohen's kappa -1 to 1, counts of items.
    Missing: unknown is a code like the others; nothing is shown without a form of its own.
    Source: rules as `egovbench code` applies them; Cohen (1960), see `coding.agreement`.
    """
    if not benchmark.focal_has_form:
        return
    heading(say("evidence.review.title"))
    reviewed = benchmark.focal_codes[benchmark.focal_codes["rule"] == "review"].set_index("item")
    if reviewed.empty:
        paragraph(say("evidence.review.none"))
        return
    rules = code_responses(benchmark.responses, benchmark.codebook).set_index("item")
    result = agreement(rules["code"].loc[reviewed.index], reviewed["code"])
    sources = figure_sources(benchmark, reviewed.index.tolist(), peers=False)
    _show_agreement("review", benchmark, result, rules["code"], reviewed, sources)
    paragraph(say("evidence.review.note"))


def show_against_other_sources(benchmark: Benchmark) -> None:
    """Show how far the focal country's own answers agree with what other sources say of it.

    Shape: a sentence, a matrix of code by code, and a table with a row an item that differs.
    Scale: share alike 0 to 100 per cent, Cohen's kappa -1 to 1, counts of items.
    Missing: items unknown to either are left out; nothing is shown without a form or without
        sources.
    Source: `benchmark.fused` and `benchmark.focal_codes`; Cohen (1960), see `coding.agreement`.
    """
    if not benchmark.focal_has_form:
        return
    others = benchmark.fused[benchmark.fused["iso3"] == benchmark.focal]
    if others.empty:
        return
    heading(say("evidence.others.title"))
    theirs = others.set_index("item")["code"].replace("unknown", None)
    own = benchmark.focal_codes.set_index("item")
    known = own["code"].where(~own["code"].isin(["unknown", "not_asked"]))
    result = agreement(known, theirs)
    sources = figure_sources(
        benchmark,
        theirs.index.tolist(),
        peers=False,
        further=[survey_source(benchmark, survey, 1) for survey in sorted(set(others["survey"]))],
    )
    _show_agreement("others", benchmark, result, theirs, own, sources)


def show_codes(benchmark: Benchmark) -> None:
    """Show every code of the focal country with rule, reason and place, then the document.

    Shape: a table, a row a scored item; then the document's lines.
    Scale: codes yes, partly, no, unknown, not asked.
    Missing: unknown and not asked are codes; "none" stands for an empty cell; no document is shown
        where its text is not at hand.
    Source: `benchmark.focal_codes`, places from `benchmark.responses`, the masked text in data/raw.
    """
    document = masked_document(benchmark)
    heading(say("evidence.codes.title"))
    table = benchmark.focal_codes
    if benchmark.focal_has_form:
        places = benchmark.responses.set_index("item")["locator"]
        table = table.assign(place=table["item"].map(places))
    else:
        by_hand = benchmark.focal_basis == "hand"
        table = table.assign(place=table["source"] if by_hand else "")
    addresses = {"label": item_places(benchmark, table["item"])}
    if document:
        addresses["place"] = [document_place(item, "") for item in table["item"]]
    show_table(
        table.assign(
            code=words("code", table["code"]),
            evidence=words("evidence_kind", table["evidence"]),
            rule=words("rule", table["rule"]),
            coder=words("coder", table["coder"]),
        )[["label", "code", "evidence", "rule", "rationale", "coder", "place"]],
        say("evidence.codes.caption", country=benchmark.focal_name),
        headers=heads("label", "code", "evidence", "rule", "rationale", "coder", "place"),
        places=addresses,
        given=("rationale", "place"),
        missing=say("page.none"),
        note=_document_note(benchmark),
    )
    if document:
        show_document(benchmark, document)


def _document_note(benchmark: Benchmark) -> str:
    if not benchmark.focal_has_form:
        return ""
    return say("evidence.codes.document", file=str(benchmark.responses["source"].iloc[0]))


def _show_agreement(
    pair: str,
    benchmark: Benchmark,
    result: Agreement,
    codes: pd.Series,
    own: pd.DataFrame,
    sources: str,
) -> None:
    """Show an agreement; `pair` names the two codings in the messages of `evidence.pair`."""
    country = {} if pair == "review" else {"country": benchmark.focal_name}
    first = say(f"evidence.pair.{pair}.first", **country)
    second = say(f"evidence.pair.{pair}.second")
    pairs = pd.DataFrame({"own": own["code"], "other": codes}).dropna()
    pairs = pairs[pairs["own"].isin(result.table.columns.union(result.table.index))]
    differing = own.loc[pairs.index[pairs["own"] != pairs["other"]]]
    paragraph(
        narrative.agreement_sentence(
            pair, result, differing["label"].tolist() if result.n else [], **country
        )
    )
    if result.table.size < 2:
        return
    counts = result.table.rename_axis(index="row", columns="column").reset_index()
    show_chart(
        agreement_matrix(
            counts.melt(id_vars="row", value_name="count"),
            title=say(f"evidence.pair.{pair}.chart", **country),
            row_name=first,
            column_name=second,
            unit=say("evidence.pair.unit"),
        ),
        sources,
    )
    if len(differing):
        table = differing.assign(
            code=words("code", differing["code"]),
            other=words("code", codes.loc[differing.index]).to_numpy(),
        )
        show_table(
            table[["label", "code", "other", "rationale"]],
            say(f"evidence.pair.{pair}.differing", **country),
            headers=heads("label")
            | {
                "code": say("heads.our_code"),
                "other": say("heads.other_code"),
                "rationale": say("heads.why_ours"),
            },
            given=("rationale",),
        )


def _counts(codes: pd.DataFrame, benchmark: Benchmark) -> pd.DataFrame:
    table = codes.assign(
        state=codes["code"]
        .map({"unknown": "n_unknown", "not_asked": "n_not_asked"})
        .fillna("n_known")
    )
    counts = pd.crosstab(table["section"], table["state"]).reindex(
        columns=["n_known", "n_unknown", "n_not_asked"], fill_value=0
    )
    counts = counts.reset_index()
    titles = counts["section"].map(benchmark.codebook.section_title)
    return counts.assign(section=counts["section"] + " " + titles)

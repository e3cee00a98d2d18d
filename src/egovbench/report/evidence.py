"""The blocks of the evidence notebook."""

import pandas as pd

from egovbench.benchmark import Benchmark
from egovbench.coding.agreement import Agreement, agreement
from egovbench.coding.code import code_responses
from egovbench.figures.codes_matrix import agreement_matrix
from egovbench.figures.coverage import coverage_bars
from egovbench.narrative import evidence as narrative
from egovbench.report.display import finding, heading, paragraph, show_chart, show_table


def show_finding(benchmark: Benchmark) -> None:
    """Show how the focal country's codes were found."""
    heading(f"Evidence: {benchmark.focal_name}", level=1)
    finding(narrative.evidence_headline(benchmark.focal_name, benchmark.focal_codes))
    if benchmark.focal_has_form:
        paragraph(
            "In the text of a printed form the ticked option is lost: Yes and No both stand there. "
            "A code therefore rests on what was written, never on the printed options."
        )
        sentence = narrative.placeholder_sentence(benchmark.responses)
        if sentence:
            paragraph(sentence)


def show_coverage(benchmark: Benchmark) -> None:
    """Show known, unknown and not asked items of every compared country, by section."""
    heading("Coverage")
    items = benchmark.codebook.item_table()[["item", "section"]]
    codes = benchmark.codes.merge(items, on="item")
    peers = codes[codes["iso3"] != benchmark.focal]
    own = codes[codes["iso3"] == benchmark.focal]
    show_chart(
        coverage_bars(
            _counts(own, benchmark),
            title=f"What is known of {benchmark.focal_name}, section by section",
            of=benchmark.focal_name,
        )
    )
    if len(peers):
        show_chart(
            coverage_bars(
                _counts(peers, benchmark),
                title="What other sources tell of the peers, section by section",
                of=f"{len(benchmark.peers)} peers",
                note=f"Links of fidelity {benchmark.parameters.fidelity} or better.",
            )
        )


def show_rules_against_review(benchmark: Benchmark) -> None:
    """Show how far the coding rules and the reviewed decisions agree."""
    if not benchmark.focal_has_form:
        return
    heading("Rules and review")
    reviewed = benchmark.focal_codes[benchmark.focal_codes["rule"] == "review"].set_index("item")
    if reviewed.empty:
        paragraph("No code was reviewed.")
        return
    rules = code_responses(benchmark.responses, benchmark.codebook).set_index("item")
    result = agreement(rules["code"].loc[reviewed.index], reviewed["code"])
    _show_agreement("Rules", "Review", result, rules["code"], reviewed)
    paragraph(
        "Reviewed are the items that the rules leave unknown or code by weak evidence, so this is "
        "their agreement on the hard ones only."
    )


def show_against_other_sources(benchmark: Benchmark) -> None:
    """Show how far the focal country's own answers agree with what other sources say of it."""
    if not benchmark.focal_has_form:
        return
    others = benchmark.fused[benchmark.fused["iso3"] == benchmark.focal]
    if others.empty:
        return
    heading("Own answers and other sources")
    theirs = others.set_index("item")["code"].replace("unknown", None)
    own = benchmark.focal_codes.set_index("item")
    known = own["code"].where(~own["code"].isin(["unknown", "not_asked"]))
    result = agreement(known, theirs)
    _show_agreement(f"{benchmark.focal_name}'s own answers", "Other sources", result, theirs, own)


def show_codes(benchmark: Benchmark) -> None:
    """Show every code of the focal country with rule, reason and place in the document."""
    heading("Every code")
    table = benchmark.focal_codes
    if benchmark.focal_has_form:
        places = benchmark.responses.set_index("item")["locator"]
        table = table.assign(place=table["item"].map(places))
    else:
        by_hand = benchmark.focal_basis == "hand"
        table = table.assign(place=table["source"] if by_hand else "")
    show_table(
        table[["label", "code", "evidence", "rule", "rationale", "coder", "place"]],
        f"How each scored item of {benchmark.focal_name} was coded",
        headers={
            "label": "Item", "code": "Code", "evidence": "Evidence", "rule": "Rule",
            "rationale": "Why", "coder": "Coder", "place": "Question in the source",
        },
        missing="none",
        note=_document_note(benchmark),
    )  # fmt: skip


def _document_note(benchmark: Benchmark) -> str:
    if not benchmark.focal_has_form:
        return ""
    return f"Lines refer to the document {benchmark.responses['source'].iloc[0]}."


def _show_agreement(
    first: str, second: str, result: Agreement, codes: pd.Series, own: pd.DataFrame
) -> None:
    pairs = pd.DataFrame({"own": own["code"], "other": codes}).dropna()
    pairs = pairs[pairs["own"].isin(result.table.columns.union(result.table.index))]
    differing = own.loc[pairs.index[pairs["own"] != pairs["other"]]]
    paragraph(
        narrative.agreement_sentence(
            first, second.lower(), result, differing["label"].tolist() if result.n else []
        )
    )
    if result.table.size < 2:
        return
    counts = result.table.rename_axis(index="row", columns="column").reset_index()
    show_chart(
        agreement_matrix(
            counts.melt(id_vars="row", value_name="count"),
            title=f"{first} and {second.lower()}, code by code",
            row_name=first,
            column_name=second,
            unit="items",
        )
    )
    if len(differing):
        table = differing.assign(other=codes.loc[differing.index])
        show_table(
            table[["label", "code", "other", "rationale"]],
            "Items on which the two differ",
            headers={
                "label": "Item", "code": "Our code", "other": "The other", "rationale": "Why ours",
            },
        )  # fmt: skip


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

"""The blocks of the robustness notebook on weights, coherence and published indices."""

import pandas as pd

from egovbench.benchmark import Benchmark
from egovbench.benchmark.structure import Structure
from egovbench.benchmark.validity import SHARED
from egovbench.figures.bars import interval_bars
from egovbench.figures.chart import interval, number
from egovbench.figures.paired_bars import paired_bars
from egovbench.narrative import structure as narrative
from egovbench.report.basis import comparison_note
from egovbench.report.display import heading, paragraph, show_chart, show_table

INDEX_TITLES = {
    "egdi": "UN E-Government Development Index",
    "osi": "UN Online Service Index",
    "epi": "UN E-Participation Index",
    "oecd_dgi": "OECD Digital Government Index",
    "gtmi": "World Bank GovTech Maturity Index",
    "gtmi_cgsi": "GovTech: core government systems",
    "gtmi_psdi": "GovTech: public service delivery",
    "gtmi_dcei": "GovTech: citizen engagement",
    "gtmi_gtei": "GovTech: enablers",
}


def show_weights(benchmark: Benchmark, structure: Structure | None) -> None:
    """Show the weights as declared beside what tells countries apart."""
    if structure is None:
        return
    weights = structure.weights[structure.weights["level"] != "item"]
    sections = weights[weights["level"] == "section"]
    known = sections.dropna(subset=["effective_share"])
    if known.empty:
        return
    heading("Declared and effective weights")
    paragraph(narrative.weights_sentence(sections))
    if len(known) > 1:
        rows = pd.DataFrame(
            {
                "id": known["id"],
                "label": known["name"],
                "first": known["effective_share"],
                "second": known["declared"],
            }
        ).assign(first_low=None, first_high=None, second_low=None, second_high=None)
        bounds = ["first_low", "first_high", "second_low", "second_high"]
        show_chart(
            paired_bars(
                rows.astype(dict.fromkeys(bounds, "float64")),
                ("effective weight", "declared weight"),
                title="What the sections weigh in the overall score",
                measure="Weight of the section in the overall score",
                note=(
                    "Effective: the share of the overall score's variance that follows the "
                    "section. A section in which all countries are alike weighs nothing, whatever "
                    f"its declared weight. {comparison_note(benchmark)}"
                ),
            )
        )
    order = {"section": 0, "indicator": 1}
    table = weights.iloc[weights["level"].map(order).argsort(kind="stable")]
    show_table(
        table[["name", "level", "declared", "effective", "effective_share"]],
        "Declared and effective weights of sections and indicators",
        headers={
            "name": "Part", "level": "Level", "declared": "Declared weight",
            "effective": "Variance of the parent explained", "effective_share": "Effective weight",
        },
        formats={"declared": ".2f", "effective": ".2f", "effective_share": ".2f"},
        missing="none: all alike",
    )  # fmt: skip


def show_coherence(structure: Structure | None) -> None:
    """Show whether items and sections go together, and which items tell nobody apart."""
    if structure is None:
        return
    heading("Coherence")
    found = structure.coherence
    paragraph(narrative.alpha_sentence(found.alpha, found.n_units, found.n_items))
    paragraph(narrative.constant_items_sentence(structure.items))
    paragraph(narrative.ceiling_sentence(structure.items))
    paragraph(narrative.twin_items_sentence(structure.twins))
    show_table(
        structure.items[["label", "n", "mean", "floor", "ceiling", "item_total", "alpha_without"]],
        "Compared items: how many countries have them and how they go along with the rest",
        headers={
            "label": "Item", "n": "Countries", "mean": "Mean", "floor": "No", "ceiling": "Yes",
            "item_total": "Correlation with the rest", "alpha_without": "Alpha without it",
        },
        formats={
            "mean": ".2f", "floor": ".0%", "ceiling": ".0%", "item_total": ".2f",
            "alpha_without": ".2f",
        },
        missing="none",
        note="Mean: yes 1, partly 0.5, no 0. An item that all answer alike has no correlation.",
    )  # fmt: skip
    correlations = structure.correlations
    if correlations["pearson"].isna().all():
        return
    paragraph(narrative.section_correlations_sentence(correlations))
    show_table(
        correlations,
        "Correlation of each two sections over the compared countries",
        headers={"first": "Section", "second": "and section", "pearson": "Pearson", "n": "n"},
        formats={"pearson": ".2f"},
        missing="none",
    )


def show_published_indices(benchmark: Benchmark, correlations: pd.DataFrame) -> None:
    """Show how far the order of countries follows published indices."""
    if correlations.empty:
        return
    heading("Beside published indices")
    named = correlations.assign(
        title=[
            f"{INDEX_TITLES[index]} {year}"
            for index, year in zip(correlations["index"], correlations["year"], strict=True)
        ],
        spearman_text=_with_bounds(correlations, "spearman"),
        kendall_text=_with_bounds(correlations, "kendall"),
    )
    overall = named[named["level"] == "overall"]
    if len(overall):
        _show_overall(benchmark, overall)
    sections = named[named["level"] == "section"]
    if len(sections):
        wide = sections.pivot(index="title", columns="id", values="spearman_text")
        order = list(dict.fromkeys(sections["title"]))
        show_table(
            wide.loc[order].reset_index(),
            "Spearman's correlation of section scores with published indices, 95 % interval",
            headers={"title": "Index", **{id_: f"Section {id_}" for id_ in wide.columns}},
            missing="none",
            note="Kendall's correlations are in the table file.",
        )


def _show_overall(benchmark: Benchmark, overall: pd.DataFrame) -> None:
    for sentence in narrative.validity_sentences(overall):
        paragraph(sentence)
    shared = overall.loc[overall["overlap"].str.startswith(SHARED), "index"]
    show_chart(
        interval_bars(
            pd.DataFrame(
                {
                    "id": overall["index"],
                    "label": overall["title"],
                    "lower": overall["spearman_low"],
                    "score": overall["spearman"],
                    "upper": overall["spearman_high"],
                }
            ),
            title="The overall score beside published indices",
            measure="Spearman's rank correlation with the overall score",
            unit="-1 to 1".replace("-", "\N{MINUS SIGN}"),
            limits=(-1, 1),
            decimals=2,
            mark="correlation",
            line="over the 95 % interval",
            hollow=shared.tolist(),
            hollow_means="shares its answers with the score: no validation",
            note=comparison_note(benchmark),
        )
    )
    show_table(
        overall[["title", "n", "spearman_text", "kendall_text", "overlap"]],
        "Rank correlations of the overall score, with 95 % intervals",
        headers={
            "title": "Index", "n": "Countries", "spearman_text": "Spearman",
            "kendall_text": "Kendall", "overlap": "What it shares with the score",
        },
        missing="nothing known",
    )  # fmt: skip


def _with_bounds(table: pd.DataFrame, name: str) -> list[str]:
    return [
        f"{number(value, 2)} ({interval(low, high, 2)})"
        for value, low, high in zip(
            table[name], table[f"{name}_low"], table[f"{name}_high"], strict=True
        )
    ]

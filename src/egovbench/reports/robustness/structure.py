"""The blocks of the robustness notebook on weights, coherence and published indices."""

import pandas as pd

from egovbench.comparison import Benchmark
from egovbench.language import say
from egovbench.language.numbers import fixed, span
from egovbench.reports.display import Parts, as_table, block, heading, paragraphs
from egovbench.reports.robustness import sentences as narrative
from egovbench.reports.tables import heads, words
from egovbench.robustness.correlations import shares_answers
from egovbench.robustness.structure import Structure


@block
def robustness_weights(benchmark: Benchmark, structure: Structure | None) -> Parts:
    """Show the weights as declared beside what tells countries apart.

    Shape: a table, one row per section or indicator.
    Scale: declared weights and effective shares 0 to 1; effective, a correlation ratio 0 to 1.
    Missing: nothing is shown where `structure` is None, that is, without a joint ranking; a part on
        which all countries are alike has no effective weight.
    Source: Paruolo, Saisana and Saltelli (2013), see `scoring.weights`.
    """
    if structure is None:
        return
    weights = structure.weights[structure.weights["level"] != "item"]
    sections = weights[weights["level"] == "section"]
    if sections["effective_share"].isna().all():
        return
    yield heading(say("structure.weights_title"))
    yield from paragraphs(narrative.weights_sentence(sections))
    order = {"section": 0, "indicator": 1}
    table = weights.iloc[weights["level"].map(order).argsort(kind="stable")]
    yield as_table(
        table.assign(level=words("level", table["level"]))[
            ["name", "level", "declared", "effective", "effective_share"]
        ],
        say("structure.weights_caption"),
        headers=heads(name="part"),
        formats={"declared": ".2f", "effective": ".2f", "effective_share": ".2f"},
        missing=say("structure.alike"),
        note=say("structure.weights_note"),
    )


@block
def robustness_coherence(structure: Structure | None) -> Parts:
    """Show whether items and sections go together, and which items tell nobody apart.

    Shape: sentences, a table with one row per item, and one with one row per pair of sections.
    Scale: mean 0 to 1, floor and ceiling in per cent, correlations -1 to 1, Cronbach's alpha up to
        1.
    Missing: nothing is shown where `structure` is None, that is, without a joint ranking; a number
        that is not defined is shown as "none".
    Source: `analyse_structure`, see `robustness.coherence`.
    """
    if structure is None:
        return
    yield heading(say("structure.coherence"))
    found = structure.coherence
    yield from paragraphs(narrative.alpha_sentence(found.alpha, found.n_units, found.n_items))
    yield from paragraphs(narrative.constant_items_sentence(structure.items))
    yield from paragraphs(narrative.ceiling_sentence(structure.items))
    yield from paragraphs(narrative.twin_items_sentence(structure.twins))
    yield as_table(
        structure.items[["label", "n", "mean", "floor", "ceiling", "item_total", "alpha_without"]],
        say("structure.items_caption"),
        headers=heads(n="countries"),
        formats={
            "mean": ".2f",
            "floor": ".0%",
            "ceiling": ".0%",
            "item_total": ".2f",
            "alpha_without": ".2f",
        },
        missing=say("page.none"),
        note=say("structure.items_note"),
    )
    correlations = structure.correlations
    if correlations["pearson"].isna().all():
        return
    yield from paragraphs(narrative.section_correlations_sentence(correlations))
    yield as_table(
        correlations,
        say("structure.correlations.caption"),
        headers=heads(first="section", second="and_section"),
        formats={"pearson": ".2f"},
        missing=say("page.none"),
    )


@block
def robustness_indices(benchmark: Benchmark, correlations: pd.DataFrame) -> Parts:
    """Show how far the order of countries follows published indices.

    Shape: two tables: one row per index, overall and by section.
    Scale: Spearman's and Kendall's rank correlations, -1 to 1, with 95 per cent of the bootstrap
        samples.
    Missing: countries without an index value are left out; nothing is shown without correlations.
    Source: `external_validity`, see `indices.validity`.
    """
    if correlations.empty:
        return
    yield heading(say("overview.indices.title"))
    named = correlations.assign(
        title=[
            say("indices.edition", title=say(f"indices.{index}"), year=int(year))
            for index, year in zip(correlations["index"], correlations["year"], strict=True)
        ],
        spearman_text=_with_bounds(correlations, "spearman"),
        kendall_text=_with_bounds(correlations, "kendall"),
    )
    overall = named[named["level"] == "overall"]
    if len(overall):
        yield from _overall(benchmark, overall)
    sections = named[named["level"] == "section"]
    if len(sections):
        wide = sections.pivot(index="title", columns="id", values="spearman_text")
        order = list(dict.fromkeys(sections["title"]))
        yield as_table(
            wide.loc[order].reset_index(),
            say("structure.validity.sections"),
            headers={
                "title": say("heads.index"),
                **{id_: say("heads.section_id", id=id_) for id_ in wide.columns},
            },
            missing=say("page.none"),
            note=say("structure.validity.kendall"),
        )


def _overall(benchmark: Benchmark, overall: pd.DataFrame) -> Parts:
    shares = overall["index"].isin(shares_answers(benchmark))
    yield from paragraphs(*narrative.validity_sentences(overall.assign(shares=shares)))
    yield as_table(
        overall[["title", "n", "spearman_text", "kendall_text", "overlap"]],
        say("structure.validity.caption"),
        headers=heads(title="index", n="countries"),
        missing=say("structure.validity.nothing"),
    )


def _with_bounds(table: pd.DataFrame, name: str) -> list[str]:
    return [
        f"{fixed(value, 2)} ({span(fixed(low, 2), fixed(high, 2))})"
        for value, low, high in zip(
            table[name], table[f"{name}_low"], table[f"{name}_high"], strict=True
        )
    ]

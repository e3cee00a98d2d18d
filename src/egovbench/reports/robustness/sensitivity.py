"""The blocks of the robustness notebook that say what score and rank hang on."""

import pandas as pd

from egovbench.comparison import Benchmark
from egovbench.figures.bars import interval_bars, shift_bars
from egovbench.figures.paired_bars import paired_bars
from egovbench.language import say
from egovbench.language.lists import capital, sentences
from egovbench.language.numbers import interval
from egovbench.reports.basis import comparison_note
from egovbench.reports.display import heading, paragraph, show_chart, show_table
from egovbench.reports.origins import figure_sources
from egovbench.reports.robustness import sentences as narrative
from egovbench.reports.sentence_parts import first_row
from egovbench.reports.words import heads, words
from egovbench.robustness.structure import Structure
from egovbench.robustness.uncertainty import Uncertainty

_MOST_PEERS = 40


def show_sensitivity(benchmark: Benchmark, uncertainty: Uncertainty | None) -> None:
    """Show which choice moves the focal country's rank, and everybody's.

    Shape: two charts and a table, a row a choice of method.
    Scale: shares of the variance of ranks, 0 to 1, with 95 per cent confidence.
    Missing: nothing is shown where `uncertainty` is None, that is, without a joint ranking; without
        a rank under some choice a sentence says so.
    Source: Sobol indices, see `robustness.sensitivity`.
    """
    if uncertainty is None:
        return
    heading(say("robustness.sensitivity.title"))
    if uncertainty.sensitivity is None:
        paragraph(say("robustness.sensitivity.unknown", country=benchmark.focal_name))
        return
    name, indices = benchmark.focal_name, uncertainty.sensitivity.indices
    outputs = {"focal rank": "focal_rank", "mean rank shift": "all_ranks"}
    for output, key in outputs.items():
        rows = indices[indices["output"] == output]
        paragraph(narrative.sensitivity_sentence(key, name, rows))
        if rows["total"].isna().all():
            continue
        first = rows.sort_values("total", ascending=False)
        show_chart(
            paired_bars(
                _sobol_rows(first),
                (say("robustness.sensitivity.alone"), say("robustness.sensitivity.together")),
                title=say(f"robustness.sensitivity.{key}.chart", country=name),
                measure=say(f"robustness.sensitivity.{key}.measure", country=name),
                reading=say("reading.shares"),
                note=say("robustness.sensitivity.note", n=uncertainty.sensitivity.evaluations),
            ),
            figure_sources(benchmark),
        )
    indices = indices.dropna(subset=["total"])
    if indices.empty:
        return
    table = indices.assign(
        output=[
            say(f"robustness.output.{outputs[output]}", country=name)
            for output in indices["output"]
        ],
        factor=indices["factor"].map(narrative.factor),
    )
    show_table(
        table,
        say("robustness.sensitivity.caption"),
        headers=heads("output", "first", "total")
        | {
            "factor": say("heads.choice"),
            "first_confidence": say("heads.confidence"),
            "total_confidence": say("heads.confidence"),
        },
        formats=dict.fromkeys(("first", "first_confidence", "total", "total_confidence"), ".2f"),
    )


def show_choices(benchmark: Benchmark, choices: pd.DataFrame) -> None:
    """Show the focal country's score and rank under other choices of method.

    Shape: a chart and a table, a row a choice.
    Scale: scores and bounds 0 to 100; ranks from 1 with those that remain possible.
    Missing: a choice that leaves nothing to compare stands in the table only, without a score.
    Source: `compare_choices`.
    """
    heading(say("robustness.choice.title"))
    paragraph(narrative.choices_sentence(benchmark.focal_name, choices))
    choices = choices.assign(
        words=[say(f"robustness.choice.{choice}") for choice in choices["choice"]]
    )
    known = choices.dropna(subset=["score"])
    show_chart(
        interval_bars(
            pd.DataFrame(
                {
                    "id": known["choice"],
                    "label": known["words"],
                    "lower": known["lower"],
                    "score": known["score"],
                    "upper": known["upper"],
                }
            ),
            title=say("robustness.choice.chart", country=benchmark.focal_name),
            measure=say("robustness.choice.measure"),
            unit=say("common.unit.0 to 100"),
            limits=(0, 100),
            decimals=1,
            highlighted=["default"],
            mark=say("country.sections.mark"),
            line=say("robustness.choice.line"),
            note=say("robustness.choice.note"),
        ),
        figure_sources(benchmark),
    )
    table = choices.assign(
        possible=[
            interval(float(best), float(worst)) if pd.notna(best) else say("page.none")
            for best, worst in zip(choices["best_rank"], choices["worst_rank"], strict=True)
        ]
    )
    show_table(
        table[["words", "score", "lower", "upper", "possible", "n_items"]],
        say("robustness.choice.caption", country=benchmark.focal_name),
        headers=heads("score", "lower", "upper", "possible")
        | {"words": say("heads.choice"), "n_items": say("heads.items")},
        formats={"score": ".1f", "lower": ".1f", "upper": ".1f"},
    )


def show_left_out(benchmark: Benchmark, structure: Structure | None) -> None:
    """Show what changes when a section, an indicator or a peer is left out.

    Shape: a chart and two tables: a row a part, a row a peer.
    Scale: scores 0 to 100 and changes in points; ranks from 1 and changes in places.
    Missing: nothing is shown where `structure` is None, that is, without a joint ranking; a part
        that leaves no score is shown as "not known".
    Source: `analyse_structure`.
    """
    if structure is None:
        return
    name = benchmark.focal_name
    heading(say("robustness.left_out.title"))
    for sentence in narrative.left_out_sentences(name, structure.left_out):
        paragraph(sentence)
    if len(structure.left_out):
        _show_nodes_left_out(benchmark, structure.left_out)
    overall = first_row(benchmark.overall)
    sentence = narrative.peers_left_out_sentence(name, overall["gap"], structure.peers_left_out)
    if sentence:
        paragraph(sentence)
        _show_peers_left_out(benchmark, structure.peers_left_out)


def _sobol_rows(indices: pd.DataFrame) -> pd.DataFrame:
    rows = pd.DataFrame({"id": indices["factor"], "label": indices["factor"]})
    rows["label"] = [capital(narrative.factor(factor)) for factor in indices["factor"]]
    for column, name in (("first", "first"), ("second", "total")):
        rows[column] = indices[name]
        rows[f"{column}_low"] = indices[name] - indices[f"{name}_confidence"]
        rows[f"{column}_high"] = indices[name] + indices[f"{name}_confidence"]
    return rows


def _show_nodes_left_out(benchmark: Benchmark, left_out: pd.DataFrame) -> None:
    name = benchmark.focal_name
    moved = left_out[left_out["score_change"].abs() > 1e-9]
    if len(moved):
        order = moved["score_change"].abs().sort_values(ascending=False, kind="stable").index
        rows = moved.loc[order]
        still = len(left_out) - len(moved)
        show_chart(
            shift_bars(
                pd.DataFrame(
                    {
                        "id": rows["id"],
                        "label": rows["name"],
                        "shift": rows["score_change"],
                    }
                ),
                title=say("robustness.left_out.chart", country=name),
                measure=say("robustness.left_out.measure"),
                unit=say("robustness.left_out.unit"),
                note=sentences(
                    say("robustness.left_out.still", n=still) if still else "",
                    comparison_note(benchmark),
                ),
            ),
            figure_sources(benchmark),
        )
    show_table(
        left_out.assign(level=words("level", left_out["level"]))[
            ["name", "level", "n_items", "score", "score_change", "rank", "rank_change"]
        ],
        say("robustness.left_out.caption", country=name),
        headers=heads("level", "score", "rank")
        | {
            "name": say("heads.left_out"),
            "n_items": say("heads.its_items"),
            "score_change": say("heads.change"),
            "rank_change": say("heads.places"),
        },
        formats={
            "score": ".1f",
            "score_change": "+.1f",
            "rank": ".0f",
            "rank_change": "+.0f",
        },
        note=say("robustness.left_out.places"),
    )


def _show_peers_left_out(benchmark: Benchmark, peers: pd.DataFrame) -> None:
    rows = peers.assign(country=peers["iso3"].map(benchmark.names))
    order = rows["gap_change"].abs().sort_values(ascending=False, kind="stable").index
    shown = rows.loc[order].head(_MOST_PEERS)
    cut = len(rows) - len(shown)
    show_table(
        shown.assign(position=words("position", shown["position"]))[
            ["country", "rank", "median", "gap", "gap_change", "position"]
        ],
        say("robustness.peers.caption", country=benchmark.focal_name),
        headers=heads("position")
        | {
            "country": say("heads.peer_left_out"),
            "rank": say("heads.rank_rest"),
            "median": say("heads.median_rest"),
            "gap": say("heads.gap_to_it"),
            "gap_change": say("heads.change"),
        },
        formats={"rank": ".0f", "median": ".1f", "gap": "+.1f", "gap_change": "+.1f"},
        note=sentences(
            say("robustness.peers.cut", n=cut) if cut else "", say("robustness.peers.note")
        ),
    )

"""The blocks of the robustness notebook that say what score and rank hang on."""

import pandas as pd

from egovbench.benchmark import Benchmark
from egovbench.benchmark.structure import Structure
from egovbench.benchmark.uncertainty import Uncertainty
from egovbench.figures.bars import shift_bars
from egovbench.figures.paired_bars import paired_bars
from egovbench.narrative import robustness as narrative
from egovbench.narrative.wording import first_row
from egovbench.report.basis import comparison_note
from egovbench.report.display import heading, paragraph, show_chart, show_table

_MOST_PEERS = 40


def show_sensitivity(benchmark: Benchmark, uncertainty: Uncertainty | None) -> None:
    """Show which choice moves the focal country's rank, and everybody's."""
    if uncertainty is None:
        return
    heading("Which choice matters")
    if uncertainty.sensitivity is None:
        paragraph(
            f"No shares can be given: under some choice nothing is known of {benchmark.focal_name}."
        )
        return
    name, indices = benchmark.focal_name, uncertainty.sensitivity.indices
    outputs = {
        "focal rank": (f"the rank of {name}", f"Variance of the rank of {name}"),
        "mean rank shift": (
            "the ranks of all countries",
            "Variance of the mean shift of all ranks against the default method",
        ),
    }
    for output, (words, measure) in outputs.items():
        rows = indices[indices["output"] == output]
        paragraph(narrative.sensitivity_sentence(words, rows))
        if rows["total"].isna().all():
            continue
        first = rows.sort_values("total", ascending=False)
        show_chart(
            paired_bars(
                _sobol_rows(first),
                ("by itself (first order)", "together with others (total order)"),
                title=f"{measure.split(' against')[0]}: the share of each choice",
                measure=measure,
                note=(
                    f"Sobol indices from {uncertainty.sensitivity.evaluations:,} evaluations; "
                    "estimates, so they may lie a little outside 0 to 1. Total shares count what "
                    "choices do together once for each, so they may sum to more than 1."
                ),
            )
        )
    indices = indices.dropna(subset=["total"])
    if indices.empty:
        return
    table = indices.assign(
        output=indices["output"].map({key: words for key, (words, _) in outputs.items()}),
        factor=indices["factor"].map(narrative.FACTORS),
    )
    show_table(
        table,
        "Share of the variance that each choice explains",
        headers={
            "output": "Of", "factor": "Choice", "first": "First order",
            "first_confidence": "± (95 %)", "total": "Total order",
            "total_confidence": "± (95 %)",
        },
        formats=dict.fromkeys(
            ("first", "first_confidence", "total", "total_confidence"), ".2f"
        ),
    )  # fmt: skip


def show_left_out(benchmark: Benchmark, structure: Structure | None) -> None:
    """Show what changes when a section, an indicator or a peer is left out."""
    if structure is None:
        return
    name = benchmark.focal_name
    heading("One part left out")
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
    rows["label"] = [_capital(narrative.FACTORS[factor]) for factor in indices["factor"]]
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
                title=f"Score of {name} without one section or indicator",
                measure="Change of the overall score",
                unit="points",
                note=(
                    f"{still} more {'moves' if still == 1 else 'move'} nothing and "
                    f"{'is' if still == 1 else 'are'} not drawn. "
                    if still
                    else ""
                )
                + comparison_note(benchmark),
            )
        )
    show_table(
        left_out[["name", "level", "n_items", "score", "score_change", "rank", "rank_change"]],
        f"Score and rank of {name} without each section and indicator",
        headers={
            "name": "Left out", "level": "Level", "n_items": "Its items", "score": "Score",
            "score_change": "Change", "rank": "Rank", "rank_change": "Places",
        },
        formats={
            "score": ".1f", "score_change": "+.1f", "rank": ".0f", "rank_change": "+.0f",
        },
        note="Places below 0 are a better rank.",
    )  # fmt: skip


def _show_peers_left_out(benchmark: Benchmark, peers: pd.DataFrame) -> None:
    rows = peers.assign(country=peers["iso3"].map(benchmark.names))
    order = rows["gap_change"].abs().sort_values(ascending=False, kind="stable").index
    shown = rows.loc[order].head(_MOST_PEERS)
    cut = len(rows) - len(shown)
    left = f"The {cut} peers that move the gap least are in the table file only. " if cut else ""
    show_table(
        shown[["country", "rank", "median", "gap", "gap_change", "position"]],
        f"{benchmark.focal_name} without each peer",
        headers={
            "country": "Peer left out", "rank": "Rank among the rest",
            "median": "Median of the other peers", "gap": "Gap to it", "gap_change": "Change",
            "position": "Against the median",
        },
        formats={"rank": ".0f", "median": ".1f", "gap": "+.1f", "gap_change": "+.1f"},
        note=left + "Scores do not change: they stand on the answers' own scale.",
    )  # fmt: skip


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]

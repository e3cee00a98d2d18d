"""The blocks of the robustness notebook."""

import pandas as pd

from egovbench.benchmark import Benchmark
from egovbench.figures.bars import interval_bars
from egovbench.narrative import robustness as narrative
from egovbench.narrative.wording import first_row, interval
from egovbench.report.basis import comparison_note
from egovbench.report.display import finding, heading, paragraph, show_chart, show_table

_MOST_ROWS = 60


def show_finding(benchmark: Benchmark) -> None:
    """Show what the unknown answers leave open."""
    heading(f"Robustness: {benchmark.focal_name}", level=1)
    own = benchmark.ranks[benchmark.ranks["iso3"] == benchmark.focal]
    overall = first_row(benchmark.overall)
    if own.empty or own["rank"].isna().any():
        finding(
            f"{benchmark.focal_name}'s score lies between "
            f"{interval(overall['lower'], overall['upper'])}; there is no joint ranking."
        )
        return
    others = benchmark.ranks[benchmark.ranks["iso3"] != benchmark.focal]
    clear = int(((others["lower"] > overall["upper"]) | (others["upper"] < overall["lower"])).sum())
    finding(narrative.robustness_headline(benchmark.focal_name, overall, first_row(own), clear))


def show_possible_ranks(benchmark: Benchmark) -> None:
    """Show the best and worst rank of every country over all completions of the unknowns."""
    ranks = benchmark.ranks.dropna(subset=["rank"])
    if len(ranks) < 2:
        return
    heading("Ranks that the unknown answers leave open")
    shown = _around(ranks, benchmark.focal)
    show_chart(
        interval_bars(
            pd.DataFrame(
                {
                    "id": shown["iso3"],
                    "label": shown["iso3"].map(benchmark.names),
                    "lower": shown["best_rank"].astype("float64"),
                    "score": shown["rank"].astype("float64"),
                    "upper": shown["worst_rank"].astype("float64"),
                }
            ),
            title=_rank_message(benchmark, ranks),
            measure="Overall rank, best to worst possible",
            unit="rank, 1 is best",
            highlighted=[benchmark.focal],
            reverse=True,
            mark="rank by the known answers",
            note=_left_out(len(ranks) - len(shown)) + comparison_note(benchmark),
        )
    )


def show_choices(benchmark: Benchmark, choices: pd.DataFrame) -> None:
    """Show the focal country's score and rank under other choices of method."""
    heading("Other choices of method")
    sentence = narrative.choices_sentence(benchmark.focal_name, choices)
    if sentence:
        paragraph(sentence)
    known = choices.dropna(subset=["score"])
    show_chart(
        interval_bars(
            pd.DataFrame(
                {
                    "id": known["choice"],
                    "label": known["choice"],
                    "lower": known["lower"],
                    "score": known["score"],
                    "upper": known["upper"],
                }
            ),
            title=f"Score of {benchmark.focal_name} by choice of method",
            measure="Overall score",
            unit="0 to 100",
            limits=(0, 100),
            decimals=1,
            highlighted=["default"],
            mark="score on the known items",
            note="The set of items differs between choices of fidelity and sections.",
        )
    )
    table = choices.assign(
        possible=[
            interval(float(best), float(worst)) if pd.notna(best) else "none"
            for best, worst in zip(choices["best_rank"], choices["worst_rank"], strict=True)
        ]
    )
    show_table(
        table[["choice", "score", "lower", "upper", "possible", "n_items"]],
        f"Score and possible ranks of {benchmark.focal_name} under other choices",
        headers={
            "choice": "Choice", "score": "Score", "lower": "Lowest", "upper": "Highest",
            "possible": "Possible ranks", "n_items": "Items",
        },
        formats={"score": ".1f", "lower": ".1f", "upper": ".1f"},
    )  # fmt: skip


def _around(ranks: pd.DataFrame, focal: str) -> pd.DataFrame:
    if len(ranks) <= _MOST_ROWS:
        return ranks
    place = int((ranks["iso3"] == focal).to_numpy().argmax())
    start = min(max(0, place - _MOST_ROWS // 2), len(ranks) - _MOST_ROWS)
    return ranks.iloc[start : start + _MOST_ROWS]


def _left_out(n: int) -> str:
    return f"{n} countries further away are not drawn. " if n else ""


def _rank_message(benchmark: Benchmark, ranks: pd.DataFrame) -> str:
    own = ranks[ranks["iso3"] == benchmark.focal]
    if own.empty:
        return "No rank is known of the focal country"
    best, worst = int(own["best_rank"].iloc[0]), int(own["worst_rank"].iloc[0])
    return f"{benchmark.focal_name} may stand anywhere from rank {best} to {worst}"

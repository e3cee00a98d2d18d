"""Notes that say what a comparison rests on, the same under every chart and table."""

import pandas as pd

from egovbench.benchmark import Benchmark
from egovbench.narrative.overview import like_for_like_note
from egovbench.narrative.sources import sources_note
from egovbench.narrative.wording import bounded
from egovbench.report.display import pointer

BOUNDS_NOTE = (
    "Bounds: the score if every unknown answer were no, and if every one were yes; an answer that "
    'its source gives as "no or unknown" counts as no in the score and as unknown in the bounds.'
)


def comparison_note(benchmark: Benchmark) -> str:
    """Return the like-for-like set of a benchmark in words."""
    return like_for_like_note(
        benchmark.comparable, 1 + len(benchmark.peers), benchmark.parameters.fidelity
    )


def source_note(benchmark: Benchmark) -> str:
    """Return who answered for the focal country and for its peers, and when."""
    answers = benchmark.answers[benchmark.answers["iso3"].isin(benchmark.peers)]
    return sources_note(
        benchmark.focal_name,
        benchmark.focal_basis,
        benchmark.codes[benchmark.codes["iso3"] != benchmark.focal],
        answers,
        benchmark.source_titles,
    )


def peers_label(benchmark: Benchmark) -> str:
    """Return the peers in a few words ("26 of the EU27")."""
    group = benchmark.parameters.peers
    n = len(benchmark.peers)
    labels = {
        "eu27": f"the other {n} members of the EU27",
        "oecd": f"{n} members of the OECD",
        "neighbours": f"its {n} neighbours",
        "region": f"{n} countries of its region",
        "all": f"{n} countries",
    }
    if isinstance(group, str):
        return labels[group]
    return f"{n} chosen {'country' if n == 1 else 'countries'}"


def show_method_link() -> None:
    """Show the way to the appendix that states every choice of method."""
    pointer("How this was computed, every choice in words", "robustness.html#method")


def bounded_column(table: pd.DataFrame, score: str, lower: str, upper: str) -> list[str]:
    """Return a column of scores with their bounds in words, from three columns of `table`."""
    return [
        bounded(*values) for values in zip(table[score], table[lower], table[upper], strict=True)
    ]

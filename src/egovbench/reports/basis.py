"""Notes that say what a comparison rests on, the same under every chart and table."""

import pandas as pd

from egovbench.base.parameters import GROUPS
from egovbench.comparison import Benchmark
from egovbench.language import say
from egovbench.language.numbers import bounded
from egovbench.reports.display import bullets, heading, pointer
from egovbench.reports.overview.sentences import like_for_like_note
from egovbench.reports.source_sentences import source_sentences


def bounds_note() -> str:
    """Return what the bounds of a score are."""
    return say("page.bounds")


def comparison_note(benchmark: Benchmark, section: str | None = None) -> str:
    """Return the like-for-like set of a benchmark, or of one of its sections, in words."""
    return like_for_like_note(
        benchmark.comparable, 1 + len(benchmark.peers), benchmark.parameters.fidelity, section
    )


def source_notes(benchmark: Benchmark) -> list[str]:
    """Return who answered for the focal country and for its peers, and when, source by source."""
    answers = benchmark.others[benchmark.others["iso3"].isin(benchmark.peers)]
    return source_sentences(
        benchmark.focal_name,
        benchmark.focal_basis,
        benchmark.codes[benchmark.codes["iso3"] != benchmark.focal],
        answers,
        benchmark.source_titles,
        benchmark.names,
    )


def show_basis(benchmark: Benchmark) -> None:
    """Show who answered, and the way to every choice of method."""
    heading(say("page.basis"))
    bullets(source_notes(benchmark))
    show_method_link()


def peers_label(benchmark: Benchmark) -> str:
    """Return the peers in a few words ("26 of the EU27")."""
    peers = benchmark.parameters.peers
    key = peers if peers in GROUPS else "chosen"
    return say(f"page.peers.{key}", n=len(benchmark.peers))


def codes_with_kind(benchmark: Benchmark) -> pd.DataFrame:
    """Return the focal country's codes with what is to be said of them.

    Adds `closed`, whether the form offers options to tick, and `doubtful`, whether the source says
    "no or unknown", which counts as no in the score and as unknown in the bounds.
    """
    codes = benchmark.focal_codes
    questions = benchmark.codebook.by_number
    answers = benchmark.answers[benchmark.answers["iso3"] == benchmark.focal]
    doubted = codes["item"].map(answers.set_index("item")["doubted"])
    return codes.assign(
        closed=[bool(questions[item].options) for item in codes["item"]],
        doubtful=codes["value"].notna() & doubted.isna(),
    )


def show_method_link() -> None:
    """Show the way to the appendix that states every choice of method."""
    pointer(say("page.method"), "robustness.html#method")


def bounded_column(table: pd.DataFrame, score: str, lower: str, upper: str) -> list[str]:
    """Return a column of scores with their bounds in words, from three columns of `table`."""
    return [
        bounded(*values) for values in zip(table[score], table[lower], table[upper], strict=True)
    ]

"""The scores beside published indices, and what the two share."""

import pandas as pd

from egovbench.comparison.benchmark import Benchmark
from egovbench.language import say
from egovbench.robustness.correlations import COLUMNS, validity

AGAINST = {
    "egdi": 2024,
    "osi": 2024,
    "epi": 2024,
    "oecd_dgi": 2023,
    "gtmi": 2022,
    "gtmi_cgsi": 2022,
    "gtmi_psdi": 2022,
    "gtmi_dcei": 2022,
    "gtmi_gtei": 2022,
}
UN_INDICES = ("egdi", "osi", "epi")
# survey's id without its year -> the indices made from that survey's answers
SOURCES = {
    "gtmi": ("gtmi", "gtmi_cgsi", "gtmi_psdi", "gtmi_dcei", "gtmi_gtei"),
    "oecd_dgi": ("oecd_dgi",),
}
RESAMPLES = 1000


def external_validity(benchmark: Benchmark, seed: int) -> pd.DataFrame:
    """Return rank correlations of section and overall scores with published indices.

    Columns as in `egovbench.robustness.correlations`; the editions are those of `AGAINST`.
    `overlap` says what a score shares with an index: answers of the index's own source among the
    codes, or the questionnaire itself. `seed` starts the bootstrap.

    Shape: a row a node (section or overall) and index.
    Scale: correlations -1 to 1 with 95 per cent of the bootstrap samples.
    Missing: countries without a score or a value are left out, and rows with fewer than four of
        them; empty without a joint ranking.
    Source: Spearman (1904) and Kendall (1938), cited in `indices.validity`.
    """
    if benchmark.ranks.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    table = validity(
        benchmark.scores,
        benchmark.indices,
        AGAINST,
        overlap=shared_with_indices(benchmark),
        resamples=RESAMPLES,
        seed=seed,
    )
    return table.dropna(subset=["spearman"]).reset_index(drop=True)


def shares_answers(benchmark: Benchmark) -> set[str]:
    """Return the indices made from answers that are among the compared codes."""
    surveys = set(_compared(benchmark)["survey"])
    return {
        index
        for source, indices in SOURCES.items()
        for index in indices
        if f"{source}{AGAINST[index]}" in surveys
    }


def shared_with_indices(benchmark: Benchmark) -> dict[str, str]:
    """Return index -> what it shares with the scores, in words of the active language."""
    shared = shares_answers(benchmark)
    known = _compared(benchmark)
    found: dict[str, str] = {}
    for source, indices in SOURCES.items():
        surveys = known.loc[known["survey"].str.startswith(source), "survey"]
        for index in indices if len(surveys) else ():
            key = "same" if index in shared else "earlier"
            found[index] = say(f"indices.overlap.{key}", n=len(surveys), of=len(known))
    if (known["survey"] == benchmark.parameters.survey).any():
        found |= dict.fromkeys(UN_INDICES, say("indices.overlap.publisher"))
    return found


def _compared(benchmark: Benchmark) -> pd.DataFrame:
    codes = benchmark.codes[benchmark.codes["item"].isin(benchmark.compared_items)]
    return codes[codes["code"] != "not_asked"]

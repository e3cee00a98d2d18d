"""The scores beside published indices, and what the two share."""

import pandas as pd

from egovbench.benchmark.build import Benchmark
from egovbench.indices.validity import COLUMNS, validity

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
SHARED = "shares its answers"
RESAMPLES = 1000


def external_validity(benchmark: Benchmark, seed: int) -> pd.DataFrame:
    """Return rank correlations of section and overall scores with published indices.

    Columns as in `egovbench.indices.validity`; the editions are those of `AGAINST`. `overlap` says
    what a score shares with an index: answers of the index's own source among the codes, or the
    questionnaire itself. Only rows with enough countries to have a correlation; empty where the
    countries are not compared on the same items.
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


def shared_with_indices(benchmark: Benchmark) -> dict[str, str]:
    """Return index -> what it shares with the scores, in words."""
    codes = benchmark.codes[benchmark.codes["item"].isin(benchmark.compared_items)]
    known = codes[codes["code"] != "not_asked"]
    found: dict[str, str] = {}
    for source, indices in SOURCES.items():
        surveys = known.loc[known["survey"].str.startswith(source), "survey"]
        part = f"{len(surveys)} of {len(known)} compared codes come from"
        for index in indices if len(surveys) else ():
            same = (surveys == f"{source}{AGAINST[index]}").any()
            found[index] = (
                f"{SHARED}: {part} it" if same else f"{part} an earlier edition of its survey"
            )
    if (known["survey"] == benchmark.parameters.survey).any():
        found |= dict.fromkeys(
            UN_INDICES, "published by the survey that sends out the questionnaire"
        )
    return found

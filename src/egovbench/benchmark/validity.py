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
# start of a survey's id -> the indices made from the same survey's answers
SOURCES = {
    "gtmi": ("gtmi", "gtmi_cgsi", "gtmi_psdi", "gtmi_dcei", "gtmi_gtei"),
    "oecd_digital_government": ("oecd_dgi",),
}
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
    included = benchmark.comparable.loc[benchmark.comparable["included"], "item"]
    codes = benchmark.codes[benchmark.codes["item"].isin(included)]
    known = codes[codes["code"] != "not_asked"]
    found: dict[str, str] = {}
    for source, indices in SOURCES.items():
        shared = int(known["survey"].str.startswith(source).sum())
        if shared:
            words = f"shares its answers: {shared} of {len(known)} compared codes come from it"
            found |= dict.fromkeys(indices, words)
    if (known["survey"] == benchmark.parameters.survey).any():
        found |= dict.fromkeys(
            UN_INDICES, "published by the survey that sends out the questionnaire"
        )
    return found

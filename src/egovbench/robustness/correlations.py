"""External validity: scores beside published indices, and what the two share."""

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
import pandas as pd

from egovbench.base.comparing import above, equal
from egovbench.comparison.benchmark import Benchmark
from egovbench.language import say
from egovbench.scoring.framework import Floats

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
FEWEST = 4
COLUMNS = (
    "level",
    "id",
    "index",
    "year",
    "n",
    "spearman",
    "spearman_low",
    "spearman_high",
    "kendall",
    "kendall_low",
    "kendall_high",
    "overlap",
)


def external_validity(benchmark: Benchmark, seed: int) -> pd.DataFrame:
    """Return rank correlations of section and overall scores with published indices.

    Columns are `COLUMNS`; the editions are those of `AGAINST`.
    `overlap` says what a score shares with an index: answers of the index's own source among the
    codes, or the questionnaire itself. `seed` starts the bootstrap.

    Shape: a row per node (section or overall) and index.
    Scale: correlations -1 to 1 with 95 per cent of the bootstrap samples.
    Missing: countries without a score or a value are left out, and rows with fewer than four of
        them; empty without a joint ranking.
    Source: Spearman (1904) and Kendall (1938), cited in `validity`.
    """
    if benchmark.ranks.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    table = validity(
        benchmark.scores,
        benchmark.indices,
        AGAINST,
        overlap=shared_with_indices(benchmark),
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


def validity(
    scores: pd.DataFrame,
    indices: pd.DataFrame,
    against: Mapping[str, int],
    *,
    overlap: Mapping[str, str],
    seed: int,
) -> pd.DataFrame:
    """Return a row per section, overall score and index, with the columns of `COLUMNS`.

    `scores` is the scores table, `indices` the long table of indices; `against` names the
    editions (index -> year). `spearman` is Pearson's correlation of average ranks, `kendall` tau-b
    (both -1 to 1), over the `n` countries with a score and an index value; `_low` and `_high` are
    the 2.5 and 97.5 % quantiles of RESAMPLES bootstrap samples of countries, drawn from `seed`
    alike for every row; samples in which one of the two does not vary are left out. NaN with
    fewer than four countries or without spread. `overlap` (index -> sentence) says what a score
    shares with an index, so that nobody takes the correlation for a validation; empty where none.
    Sources: Spearman (1904), American Journal of Psychology 15(1), 72-101; Kendall (1938),
    Biometrika 30, 81-93; Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapter
    13 (percentile intervals).
    """
    rows = []
    for level in ("section", "overall"):
        at_level = scores[scores["level"] == level]
        for node, part in at_level.groupby("id", sort=False):
            own = part.set_index("iso3")["score"].dropna()
            for index, year in against.items():
                edition = indices[(indices["index"] == index) & (indices["year"] == year)]
                both = pd.concat(
                    [own.sort_index(), edition.set_index("iso3")["value"]], axis=1, join="inner"
                ).dropna()
                numbers = both.to_numpy(dtype=np.float64)
                found = rank_correlations(numbers[:, 0], numbers[:, 1], seed)
                rows.append(
                    {"level": level, "id": str(node), "index": index, "year": year}
                    | {"n": len(both)}
                    | found
                    | {"overlap": overlap.get(index, "")}
                )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def rank_correlations(one: Floats, two: Floats, seed: int) -> dict[str, float]:
    """Return spearman, kendall and their bootstrap intervals (keys as in `COLUMNS`)."""
    names = [name for name in COLUMNS if name.startswith(("spearman", "kendall"))]
    if len(one) < FEWEST or equal(np.ptp(one), 0.0) or equal(np.ptp(two), 0.0):
        return dict.fromkeys(names, float("nan"))
    counts = _samples(len(one), seed)
    once = np.ones((1, len(one)))
    found = {}
    for name, measure in (("spearman", spearman), ("kendall", kendall)):
        low, high = _interval(measure(one, two, counts))
        found[name] = float(measure(one, two, once)[0])
        found |= {f"{name}_low": low, f"{name}_high": high}
    return found


@lru_cache(maxsize=8)
def _samples(size: int, seed: int) -> Floats:
    """Return RESAMPLES x countries, how often each is drawn; not to be written into."""
    random = np.random.Generator(np.random.PCG64(seed))
    drawn = random.integers(size, size=(RESAMPLES, size))
    counts = np.zeros((RESAMPLES, size))
    np.add.at(counts, (np.arange(RESAMPLES)[:, None], drawn), 1.0)
    return counts


def spearman(one: Floats, two: Floats, counts: Floats) -> Floats:
    """Return Spearman's rho of each sample; `counts` (samples x countries) says how often drawn.

    NaN for a sample in which one of the two does not vary.
    """
    size = counts.sum(axis=1, keepdims=True)
    centred = []
    for values in (one, two):
        others = values[:, None]
        below = above(values, others) + equal(values, others) / 2.0
        ranks = counts @ below + 0.5
        centred.append(ranks - (counts * ranks).sum(axis=1, keepdims=True) / size)
    first, second = centred
    spread = (counts * first**2).sum(axis=1) * (counts * second**2).sum(axis=1)
    result: Floats = (counts * first * second).sum(axis=1) / _root(spread)
    return result


def kendall(one: Floats, two: Floats, counts: Floats) -> Floats:
    """Return Kendall's tau-b of each sample; `counts` as in `spearman`; NaN without spread.

    (concordant - discordant) / sqrt(pairs untied in one * pairs untied in two).
    """
    first, second = (
        above(values, values[:, None]) - 1.0 * above(values[:, None], values)
        for values in (one, two)
    )
    agreed = ((counts @ (first * second)) * counts).sum(axis=1)
    untied = ((counts @ np.abs(first)) * counts).sum(axis=1)
    result: Floats = agreed / _root(untied * ((counts @ np.abs(second)) * counts).sum(axis=1))
    return result


def _root(spread: Floats) -> Floats:
    return np.sqrt(np.where(spread > 0, spread, np.nan))


def _interval(samples: Floats) -> tuple[float, float]:
    known = samples[~np.isnan(samples)]
    if not len(known):
        return float("nan"), float("nan")
    low, high = np.quantile(known, [0.025, 0.975])
    return float(low), float(high)

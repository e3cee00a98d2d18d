"""External validity: scores beside published indices, and what the two share."""

from functools import lru_cache

import numpy as np
import pandas as pd

from egovbench.base.comparing import above, equal
from egovbench.comparison.benchmark import Benchmark
from egovbench.language import say
from egovbench.scoring.framework import Floats

AGAINST = {"egdi": 2024, "osi": 2024, "epi": 2024, "oecd_dgi": 2023, "gtmi": 2022}
"""The indices that are set beside, each with its edition."""
UN_INDICES = ("egdi", "osi", "epi")
SHARING = ("gtmi", "oecd_dgi")
"""Indices made from the answers of a survey of the same name."""
RESAMPLES = 1000
FEWEST = 4
COLUMNS = ("index", "year", "n", "spearman", "spearman_low", "spearman_high", "overlap")


def external_validity(benchmark: Benchmark, seed: int) -> pd.DataFrame:
    """Return rank correlations of the overall score with published indices.

    Columns are `COLUMNS`; the editions are those of `AGAINST`. `overlap` says what the score shares
    with an index, so that nobody takes the correlation for a validation: answers of the index's own
    source among the codes, or the questionnaire itself. `seed` starts the bootstrap.

    Shape: a row per index.
    Scale: Spearman's correlation, -1 to 1, with 95 per cent of the bootstrap samples.
    Missing: countries without a score or a value are left out, and indices with fewer than four of
        them or without spread; empty without a joint ranking.
    Source: Spearman (1904), American Journal of Psychology 15(1), 72-101; Efron and Tibshirani
        (1993), An Introduction to the Bootstrap, chapter 13 (percentile intervals).
    """
    rows = []
    if not benchmark.ranks.empty:
        overlap = shared_with_indices(benchmark)
        scores = benchmark.scores[benchmark.scores["level"] == "overall"].set_index("iso3")["score"]
        for index, year in AGAINST.items():
            found = with_index(scores, benchmark.indices, index, year, seed)
            rows.append(found | {"overlap": overlap.get(index, "")})
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.dropna(subset=["spearman"]).reset_index(drop=True)


def shares_answers(benchmark: Benchmark) -> set[str]:
    """Return the indices made from answers that are among the compared codes."""
    surveys = set(_compared(benchmark)["survey"])
    return {index for index in SHARING if f"{index}{AGAINST[index]}" in surveys}


def shared_with_indices(benchmark: Benchmark) -> dict[str, str]:
    """Return index -> what it shares with the scores, in words of the active language."""
    shared, known = shares_answers(benchmark), _compared(benchmark)
    found: dict[str, str] = {}
    for index in SHARING:
        if n := int(known["survey"].str.startswith(index).sum()):
            key = "same" if index in shared else "earlier"
            found[index] = say(f"indices.overlap.{key}", n=n, of=len(known))
    if (known["survey"] == benchmark.parameters.survey).any():
        found |= dict.fromkeys(UN_INDICES, say("indices.overlap.publisher"))
    return found


def _compared(benchmark: Benchmark) -> pd.DataFrame:
    codes = benchmark.codes[benchmark.codes["item"].isin(benchmark.compared_items)]
    return codes[codes["code"] != "not_asked"]


def with_index(
    scores: "pd.Series[float]", indices: pd.DataFrame, index: str, year: int, seed: int
) -> dict[str, object]:
    """Return a row of `COLUMNS` but for `overlap`: how scores by country go along with an index.

    `indices` is the long table of indices. `spearman` is Pearson's correlation of average ranks
    over the `n` countries with a score and a value; `_low` and `_high` are the 2.5 and 97.5 %
    quantiles of RESAMPLES bootstrap samples of countries, drawn from `seed` alike for every index;
    samples in which one of the two does not vary are left out. NaN with fewer than four countries
    or without spread.
    """
    edition = indices[(indices["index"] == index) & (indices["year"] == year)]
    both = pd.concat(
        [scores.dropna().sort_index(), edition.set_index("iso3")["value"]], axis=1, join="inner"
    ).dropna()
    one, two = both.to_numpy(dtype=np.float64).T
    row = {"index": index, "year": year, "n": len(both)}
    if len(one) < FEWEST or equal(np.ptp(one), 0.0) or equal(np.ptp(two), 0.0):
        nothing = float("nan")
        return row | {"spearman": nothing, "spearman_low": nothing, "spearman_high": nothing}
    samples = spearman(one, two, _samples(len(one), seed))
    low, high = np.nanquantile(samples, [0.025, 0.975])
    rho = spearman(one, two, np.ones((1, len(one))))[0]
    return row | {
        "spearman": float(rho), "spearman_low": float(low), "spearman_high": float(high)
    }  # fmt: skip


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


def _root(spread: Floats) -> Floats:
    return np.sqrt(np.where(spread > 0, spread, np.nan))

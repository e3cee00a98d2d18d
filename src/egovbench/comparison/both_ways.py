"""The focal country by its own answers and by what others say of it."""

import pandas as pd

from egovbench.comparison.benchmark import Benchmark
from egovbench.comparison.coded import score_codes
from egovbench.comparison.sections import compare_scores
from egovbench.others.fusion import as_codes

OWN, OTHERS = "own", "others"


def both_ways(benchmark: Benchmark) -> pd.DataFrame:
    """Return the focal country's overall score by its own answers and by other sources.

    Both stand on the same items: those compared on which other sources have an answer about it.
    Columns: way ("own" answers or what "others" say), and those of compare_scores
    (score, lower, upper, n_items, n_peers, median, median_lower, median_upper, position). Empty
    where the country has no questionnaire of its own or no other source knows it.
    """
    others = benchmark.fused[benchmark.fused["iso3"] == benchmark.focal]
    shared = benchmark.compared_items[benchmark.compared_items.isin(others["item"])]
    if not benchmark.focal_has_form or shared.empty:
        return pd.DataFrame()
    framework = benchmark.coded.framework_of(shared)
    rows = []
    for way in (OWN, OTHERS):
        codes, doubtful = benchmark.codes, benchmark.doubtful_codes
        if way == OTHERS:
            substitute = as_codes(others)
            codes = _substituted(codes, substitute, benchmark.focal)
            doubtful = _substituted(doubtful, substitute, benchmark.focal)
        scores = score_codes(codes, doubtful, framework)
        rows.append(compare_scores(scores, benchmark.focal, "overall").assign(way=way))
    return pd.concat(rows, ignore_index=True)


def _substituted(codes: pd.DataFrame, substitute: pd.DataFrame, focal: str) -> pd.DataFrame:
    return pd.concat([codes[codes["iso3"] != focal], substitute], ignore_index=True)

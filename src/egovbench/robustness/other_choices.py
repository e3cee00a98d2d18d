"""The same comparison under other choices of method."""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from egovbench.base.errors import MethodError
from egovbench.base.parameters import Parameters
from egovbench.comparison.benchmark import Benchmark, build_benchmark
from egovbench.scoring.ranks import rank_bounds
from egovbench.scoring.scores import score_answers

_PARAMETER_CHOICES: tuple[tuple[str, Callable[[Parameters], Parameters]], ...] = (
    ("exact", lambda given: replace(given, fidelity="exact")),
    ("close", lambda given: replace(given, fidelity="close")),
    ("proxy", lambda given: replace(given, fidelity="proxy")),
    ("zero_no", lambda given: replace(given, gtmi_zero="no")),
    ("zero_unknown", lambda given: replace(given, gtmi_zero="unknown")),
)


def compare_choices(benchmark: Benchmark) -> pd.DataFrame:
    """Return the focal country's score and rank under the default and other choices.

    Columns: choice (default; exact, close, proxy: the least faithful links used; zero_no,
    zero_unknown: what a source's "no or unknown" counts as; equal_items: every item weighted
    alike), score, lower, upper, rank, best_rank, worst_rank, n_ranked, n_items. Choices of
    parameters come first, then every item weighted alike.

    Shape: a row a choice that changes something.
    Scale: score and bounds 0 to 100; ranks from 1.
    Missing: a choice that leaves nothing to compare has missing numbers and 0 items; without a
        joint ranking the ranks are missing.
    Source: the benchmark made anew with one parameter changed; `scoring.ranks.rank_bounds`.
    """
    rows = [_row("default", benchmark.scores, benchmark)]
    for name, change in _PARAMETER_CHOICES:
        parameters = change(benchmark.parameters)
        if parameters == benchmark.parameters:
            continue
        try:
            other = build_benchmark(benchmark.data, parameters)
            rows.append(_row(name, other.scores, benchmark))
        except MethodError:
            rows.append({"choice": name, "n_items": 0})
    framework = benchmark.framework
    answers, doubted = benchmark.coded.on(framework)
    alike = score_answers(answers, framework, doubted=doubted, weights="items")
    rows.append(_row("equal_items", alike, benchmark))
    table = pd.DataFrame(rows)
    columns = ["choice", "score", "lower", "upper", "rank", "best_rank", "worst_rank", "n_ranked",
               "n_items"]  # fmt: skip
    return table.reindex(columns=columns)


def _row(choice: str, scores: pd.DataFrame, benchmark: Benchmark) -> dict[str, object]:
    overall = scores[(scores["level"] == "overall") & (scores["iso3"] == benchmark.focal)].iloc[0]
    row = {
        "choice": choice,
        "score": overall["score"],
        "lower": overall["lower"],
        "upper": overall["upper"],
        "n_items": int(overall["n_items"]),
    }
    if benchmark.ranks.empty:
        return row
    rank = rank_bounds(scores).set_index("iso3").loc[benchmark.focal]
    return row | {name: rank[name] for name in ("rank", "best_rank", "worst_rank", "n_ranked")}

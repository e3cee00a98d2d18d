"""How far score and rank depend on what is unknown and on choices of method."""

import pandas as pd

from egovbench.narrative.wording import Row, count, number


def robustness_headline(name: str, overall: Row, rank: Row, n_clear: int) -> str:
    """Return how much the unknown answers leave open.

    `n_clear` counts the peers that stay behind or ahead of the country under any completion.
    """
    n = int(rank["n_ranked"])
    return (
        f"Whatever the unknown answers are, the score of {name} is "
        f"{_between(overall['lower'], overall['upper'])} and its rank "
        f"{_between(rank['best_rank'], rank['worst_rank'])} of {n}; it is clearly apart from "
        f"{n_clear} of {count(n - 1, 'peer')}."
    )


def _between(lower: float, upper: float) -> str:
    low, high = number(float(lower)), number(float(upper))
    return low if low == high else f"between {low} and {high}"


def choices_sentence(name: str, scenarios: pd.DataFrame) -> str:
    """Return the range of score and rank over choices of method.

    `scenarios` has a row a choice: scenario, score, rank, n_items, n.
    """
    ranked = scenarios.dropna(subset=["rank"])
    if ranked.empty:
        return ""
    lowest, highest = ranked["score"].min(), ranked["score"].max()
    return (
        f"Over {count(len(ranked), 'choice')} of method its score runs from {number(lowest)} to "
        f"{number(highest)} and its rank from {int(ranked['rank'].min())} to "
        f"{int(ranked['rank'].max())}."
    )

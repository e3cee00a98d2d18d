"""How far score and rank depend on what is unknown and on choices of method."""

import pandas as pd

from egovbench.narrative.wording import count, interval, number


def robustness_headline(name: str, overall: pd.Series, rank: pd.Series, n_clear: int) -> str:
    """Return how much the unknown answers leave open.

    `n_clear` counts the peers that stay behind or ahead of the country under any completion.
    """
    peers = int(rank["n_ranked"]) - 1
    return (
        f"{name}'s score lies between {interval(overall['lower'], overall['upper'])} whatever the "
        f"unknown answers are, its rank between {int(rank['best_rank'])} and {int(rank['worst_rank'])} of "
        f"{int(rank['n_ranked'])}; against {n_clear} of {count(peers, 'peer')} the order is certain."
    )


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

"""Scores of table rows in words."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from egovbench.language import say
from egovbench.language.numbers import bounded, number

Row = Mapping[Any, Any]
"""A row of a table: its values by column."""


def first_row(table: pd.DataFrame) -> Row:
    """Return the first row of `table`."""
    return {str(column): value for column, value in table.iloc[0].items()}


def score_with_interval(score: float, lower: float, upper: float) -> str:
    """Return a score and, where unknown answers leave room, its bounds."""
    shown = number(score)
    if number(lower) == shown == number(upper):
        return shown
    return say("numbers.left_open", score=shown, lower=number(lower), upper=number(upper))


def bounded_score(row: Row) -> str:
    """Return the score of a row that holds score, lower and upper, with its bounds."""
    return bounded(row["score"], row["lower"], row["upper"])


def median_with_bounds(row: Row) -> str:
    """Return the peers' median (a row of compare_scores) and what it could be."""
    return bounded(row["median"], row["median_lower"], row["median_upper"])


def links_used(fidelity: str) -> str:
    """Return which links to other surveys are used down to `fidelity`, in words."""
    return say(f"common.links.{fidelity}")


def position(row: Row) -> str:
    """Return a row's position against the median as a message's choice: above, below or same."""
    where = str(row["position"])
    return where if where in ("above", "below") else "same"

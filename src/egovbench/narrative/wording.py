"""Numbers, lists and plurals in words; the only place where narrative rounds."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

Row = Mapping[Any, Any]
"""A row of a table: its values by column."""


def first_row(table: pd.DataFrame) -> Row:
    """Return the first row of `table`."""
    return {str(column): value for column, value in table.iloc[0].items()}


def number(value: float) -> str:
    """Return a score with one decimal, whole numbers without, "not known" where it is missing."""
    if math.isnan(value):
        return "not known"
    text = f"{value:.1f}"
    return text.removesuffix(".0")


def interval(lower: float, upper: float) -> str:
    """Return an interval as "61.9 to 71.4", or its one value where both ends read alike."""
    low, high = number(lower), number(upper)
    return low if low == high else f"{low} to {high}"


def score_with_interval(score: float, lower: float, upper: float) -> str:
    """Return a score and, where unknown answers leave room, its bounds."""
    shown = number(score)
    if number(lower) == shown == number(upper):
        return shown
    return f"{shown} (unknown answers leave it between {number(lower)} and {number(upper)})"


def bounded(score: float, lower: float, upper: float) -> str:
    """Return a score with its bounds in brackets, without them where they add nothing."""
    shown, bounds = number(score), interval(lower, upper)
    return shown if shown == bounds else f"{shown} ({bounds})"


def bounded_score(row: Row) -> str:
    """Return the score of a row that holds score, lower and upper, with its bounds."""
    return bounded(row["score"], row["lower"], row["upper"])


def median_with_bounds(row: Row) -> str:
    """Return the peers' median (a row of compare_scores) and what it could be."""
    return bounded(row["median"], row["median_lower"], row["median_upper"])


def percent(share: float) -> str:
    """Return a share (0 to 1) in whole per cent."""
    return "not known" if math.isnan(share) else f"{100 * share:.0f} %"


def count(n: int, singular: str, plural: str = "") -> str:
    """Return a number with its noun in singular or plural ("no items", "1 item", "2 items")."""
    noun = singular if n == 1 else plural or f"{singular}s"
    return f"{'no' if n == 0 else n} {noun}"


def listed(names: Sequence[str], most: int = 6) -> str:
    """Return names as "a, b and c"; beyond `most` the rest is counted."""
    shown = list(names[:most])
    if len(names) > most:
        shown.append(f"{len(names) - most} more")
    if len(shown) < 2:
        return "".join(shown)
    return f"{', '.join(shown[:-1])} and {shown[-1]}"


def item_names(labels: Sequence[str], most: int = 6) -> str:
    """Return item labels ("37 Access to information law") as "access to information law (37)"."""
    return listed([_item_name(label) for label in labels], most)


def _item_name(label: str) -> str:
    item, _, name = label.partition(" ")
    first = name.split(" ", 1)[0]
    proper = first[1:] != first[1:].lower() or first.isupper() or first == "Internet"
    return f"{name if proper else name[0].lower() + name[1:]} ({item})"

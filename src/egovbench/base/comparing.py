"""Equal, above and below: the one comparison of numbers behind every statement.

Sums in another order differ by about 1e-14, and no answer moves a score by less than a hundredth.
"""

from typing import Any

TOLERANCE = 1e-9


def equal(one: Any, other: Any) -> Any:
    """Return where two numbers, arrays or columns are the same; nothing is the same as missing."""
    return abs(one - other) <= TOLERANCE


def above(one: Any, other: Any) -> Any:
    """Return where one is greater than the other; nothing is greater than what is missing."""
    return one - other > TOLERANCE


def steady(value: float) -> float:
    """Return a number without what lies below the tolerance, so that rounding cannot hang on it."""
    return round(value, 9)


def standing(lower: float, upper: float, other_lower: float, other_upper: float) -> str:
    """Return whether one range lies "above" or "below" another, or "open" where they overlap."""
    if above(lower, other_upper):
        return "above"
    return "below" if above(other_lower, upper) else "open"

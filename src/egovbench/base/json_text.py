"""Reading JSON that may have been written by anyone: plain values alone."""

import json
from math import isfinite
from typing import Any


def parse_json(text: str | bytes) -> Any:
    """Return what a JSON text holds.

    Raises ValueError, in one line, for what is no JSON, for a key that stands twice in one object,
    a number that is not finite, and for lists nested too deep.
    """
    try:
        return json.loads(
            text, object_pairs_hook=_each_once, parse_constant=_finite, parse_float=_finite
        )
    except RecursionError:
        raise ValueError("nested too deep") from None


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"found the key {twice[:60]!r} twice; expected it once")
    return found


def _finite(number: str) -> float:
    value = float(number)
    if not isfinite(value):
        raise ValueError(f"found {number[:60]}; expected a finite number")
    return value

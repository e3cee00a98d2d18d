"""Reading JSON that may have been written by anyone: plain values alone."""

import json
from math import isfinite
from typing import Any

MAXIMUM_DEPTH = 50


def parse_json(text: str | bytes) -> Any:
    """Return what a JSON text holds.

    Raises ValueError, in one line, for what is no JSON, for a key that stands twice in one object,
    a number that is not finite, half a character, and for lists nested too deep.
    """
    try:
        text = text.decode() if isinstance(text, bytes) else text
        content = json.loads(
            text, object_pairs_hook=_each_once, parse_constant=_finite, parse_float=_finite
        )
        _check_depth(content)
        if "\\ud" in text.casefold():
            json.dumps(content, ensure_ascii=False).encode()
        return content
    except RecursionError:
        raise ValueError("nested too deep") from None


def _check_depth(content: Any) -> None:
    level = [content]
    for _ in range(MAXIMUM_DEPTH):
        held = [each.values() if isinstance(each, dict) else each for each in level
                if isinstance(each, dict | list)]  # fmt: skip
        level = [part for parts in held for part in parts]
        if not level:
            return
    raise ValueError("nested too deep")


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

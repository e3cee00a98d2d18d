"""Reading JSON that may have been written by anyone: plain values alone."""

import json
import re
from math import isfinite
from typing import Any

MAXIMUM_DEPTH = 50
MAXIMUM_DIGITS = 100
_HALF = re.compile(r"\\u[dD][89a-fA-F]|[\ud800-\udfff]")


def parse_json(text: str | bytes) -> Any:
    """Return what a JSON text holds.

    Raises ValueError, in one line, for what is no JSON, for a key that stands twice in one object,
    a number that is not finite or has more than MAXIMUM_DIGITS, half of a character, and for lists
    nested too deep.
    """
    try:
        value = json.loads(
            text,
            object_pairs_hook=_each_once,
            parse_constant=_finite,
            parse_float=_finite,
            parse_int=_whole,
        )
        if _HALF.search(text.decode("utf-8", "replace") if isinstance(text, bytes) else text):
            json.dumps(value, ensure_ascii=False).encode()
    except RecursionError:
        raise ValueError("nested too deep") from None
    except UnicodeEncodeError:
        raise ValueError("found half of a character; expected whole ones") from None
    _check_depth(value)
    return value


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


def _whole(number: str) -> int:
    if len(number) > MAXIMUM_DIGITS:
        raise ValueError(f"found a number of {len(number):,} digits; expected {MAXIMUM_DIGITS}")
    return int(number)

"""Reading YAML files that anyone may have written: plain values, within limits."""

from collections.abc import Hashable
from math import isfinite
from pathlib import Path
from typing import Any

import yaml

from egovbench.base.addresses import without_contacts
from egovbench.base.errors import InputError
from egovbench.base.files import read_utf8

MAXIMUM_BYTES = 2_000_000
MAXIMUM_DEPTH = 50
MAXIMUM_CHARACTERS = 2_000_000
"""Of all keys and values, each of them counted again wherever an alias repeats it."""
MAXIMUM_DIGITS = 100

# libyaml's parser reads a codebook some ten times faster than the one in Python, which takes its
# place where PyYAML was built without.
_VALUES: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# For this one every scalar is text, so that the codes yes and no are not read as truth values.
_TEXTS: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_LONGEST_SHOWN = 60
_NUMBERS = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")
_MERGE = "tag:yaml.org,2002:merge"


def read_yaml(path: Path, name: str, *, as_text: bool = False) -> Any:
    """Return what the file at `path` holds as plain values, or with `as_text` as texts alone.

    `name` is what an error calls a file that is missing ("run configuration"). Raises InputError,
    with the line, for what cannot be read or is no YAML, for tags of other than plain values, a key
    that stands twice in one mapping, a number that is not finite, an alias within its own anchor,
    and for a file beyond MAXIMUM_BYTES, MAXIMUM_DEPTH, MAXIMUM_CHARACTERS or MAXIMUM_DIGITS.
    """
    text = read_utf8(path, MAXIMUM_BYTES, name)
    try:
        loader = (_TEXTS if as_text else _VALUES)(text)
        try:
            node = loader.get_single_node()
            if node is None:
                return None
            _check(path, node, loader)
            return loader.construct_document(node)
        finally:
            loader.dispose()
    except RecursionError:
        raise _too_deep(path) from None
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        reason = " ".join(str(getattr(fault, "problem", None) or fault).split())
        row = mark.line + 1 if mark else None
        raise InputError(path, f"not a YAML file of plain values ({reason})", row=row) from None


def _too_deep(path: Path, node: Any = None) -> InputError:
    row = node.start_mark.line + 1 if node is not None else None
    return InputError(path, f"nested too deep; expected at most {MAXIMUM_DEPTH} levels", row=row)


def _check(path: Path, root: Any, loader: Any) -> None:
    """Raise InputError where the nodes, which aliases share, come to too much or repeat a key."""
    sizes: dict[int, int] = {}
    heights: dict[int, int] = {}
    within: set[int] = set()
    waiting = [(root, False)]
    while waiting:
        node, seen = waiting.pop()
        row = node.start_mark.line + 1
        parts = _parts(node)
        if seen:
            within.remove(id(node))
            own = 1 if parts else 1 + len(node.value)
            sizes[id(node)] = own + sum(sizes[id(part)] for part in parts)
            heights[id(node)] = 1 + max((heights[id(part)] for part in parts), default=0)
            if sizes[id(node)] > MAXIMUM_CHARACTERS:
                message = f"more than {MAXIMUM_CHARACTERS:,} characters with what aliases repeat"
                raise InputError(path, f"{message}; expected fewer", row=row)
            if heights[id(node)] > MAXIMUM_DEPTH:
                raise _too_deep(path, node)
        elif id(node) in within:
            raise InputError(path, "an anchor holds an alias of itself; expected none", row=row)
        elif id(node) not in sizes:
            _check_alone(path, node, loader)
            within.add(id(node))
            waiting += [(node, True), *((part, False) for part in parts)]


def _parts(node: Any) -> list[Any]:
    if isinstance(node, yaml.MappingNode):
        return [part for pair in node.value for part in pair]
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _check_alone(path: Path, node: Any, loader: Any) -> None:
    if isinstance(node, yaml.MappingNode):
        keys: set[Hashable] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                continue
            # Numbers that are equal are one key, as 1 and 1.0 and 0x1.
            value = key.value if key.tag == _MERGE else _value(path, key, loader)
            if value in keys:
                message = f"found the key {_shown(key.value)} twice; expected it once"
                raise InputError(path, message, row=key.start_mark.line + 1)
            keys.add(value)
    elif isinstance(node, yaml.ScalarNode) and node.tag != _MERGE:
        _value(path, node, loader)


def _value(path: Path, node: Any, loader: Any) -> Any:
    """Return the value of a scalar. Raises InputError where its tag has no such value."""
    row = node.start_mark.line + 1
    if node.tag in _NUMBERS and len(node.value) > MAXIMUM_DIGITS and isinstance(loader, _VALUES):
        message = f"found a number of {len(node.value):,} digits; expected at most"
        raise InputError(path, f"{message} {MAXIMUM_DIGITS}, or quotes around it", row=row)
    try:
        value = loader.construct_object(node)
        hash(value)  # a text that is called a set or a list is none
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError) as fault:
        kind = node.tag.rpartition(":")[2]
        reason = str(fault) if isinstance(fault, ValueError) else f"not of the kind {kind}"
        message = f"found {_shown(node.value)} ({reason}); expected a value, or quotes around it"
        raise InputError(path, message, row=row) from None
    if isinstance(value, float) and not isfinite(value):
        message = f"found {_shown(node.value)}; expected a finite number, or quotes around it"
        raise InputError(path, message, row=row)
    return value


def _shown(text: str) -> str:
    return repr(without_contacts(text)[:_LONGEST_SHOWN])

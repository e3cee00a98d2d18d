"""How long each regular expression of the package takes with a million nasty characters.

    python benchmarks/patterns.py [CHARACTERS]

Nasty are the same few texts for all, and for each pattern ten of its own: what begins as it asks
and breaks off, repeated. A pattern that takes more than linear time with ten thousand characters
is named as such instead, and the command ends with 1; so do the functions that apply several
patterns.
"""

import importlib
import inspect
import pkgutil
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

import egovbench
from egovbench.base.addresses import find_links, without_contacts
from egovbench.base.sanitise import linkified
from egovbench.documents.privacy import mask_for

NASTY = (
    "a", "1", " ", "\n", "*", "(", ")", "[", "<a ", "-", "/", "a@", "a.", "1 ", "&", "%2", "*\n",
    "\n-", "https://", "a-\n", "p. 1,", "x.html-", "dot ", "0 1", " .", "'\"", "[NEW]", "; ", "é ",
)  # fmt: skip
OWN = ("egovbench.language.", "egovbench.figures.")
"""What reads the program's own words and drawings alone."""

Reading = Callable[[str], object]
FEW = 10_000
LEAST = 0.02  # seconds, below which nothing is told from noise
_VARIANTS = 6
_OWN_PIECES = 10
_REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT)
_OF_CATEGORY = {
    _constants.CATEGORY_DIGIT: "1",
    _constants.CATEGORY_SPACE: "\n",
    _constants.CATEGORY_NOT_WORD: " ",
}


def readings() -> Iterator[tuple[str, re.Pattern[str], Reading]]:
    """Yield each pattern's name, itself, and what reads a text by it as its module does."""
    seen = set()
    for found in pkgutil.walk_packages(egovbench.__path__, "egovbench."):
        if found.name.startswith(OWN):
            continue
        module = importlib.import_module(found.name)
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern) and value.pattern not in seen:
                seen.add(value.pattern)
                yield (
                    f"{found.name}.{name}",
                    value,
                    _reading(value, name, inspect.getsource(module)),
                )


def _reading(pattern: re.Pattern[str], name: str, source: str) -> Reading:
    used = set(re.findall(rf"\b{name}\.(\w+)", source))
    if used and used <= {"match", "fullmatch", "pattern"}:
        return pattern.match
    return lambda text: sum(1 for _ in pattern.finditer(text))


def own_pieces(pattern: re.Pattern[str]) -> list[str]:
    """Return texts, ten at most, that begin as the pattern asks and break off."""
    parsed = _parser.parse(pattern.pattern, pattern.flags)
    pieces: list[str] = []
    for variant in range(_VARIANTS):
        parts = [_sample([item], variant) for item in _flat(parsed)]
        pieces += [*accumulate(parts[:-1]), *parts, "".join(parts) + "\n"]
    longest_first = sorted({each for each in pieces if each}, key=len, reverse=True)
    step = max(1, len(longest_first) // _OWN_PIECES)
    return longest_first[::step][:_OWN_PIECES]


def _flat(items: Sequence[Any]) -> list[Any]:
    """Return the items of a pattern without the groups around them."""
    flat: list[Any] = []
    for operation, value in items:
        if operation is _constants.SUBPATTERN:
            flat += _flat(value[3])
        elif operation is _constants.ATOMIC_GROUP:
            flat += _flat(value)
        else:
            flat.append((operation, value))
    return flat


def _sample(items: Sequence[Any], variant: int) -> str:
    """Return a text that some items match, of several the one of a variant."""
    text = ""
    for operation, value in _flat(items):
        if operation is _constants.LITERAL:
            text += chr(value)
        elif operation is _constants.IN:
            text += _member(value, variant)
        elif operation in (_constants.ANY, _constants.NOT_LITERAL):
            text += "a "[variant % 2]
        elif operation is _constants.BRANCH:
            text += _sample(value[1][variant % len(value[1])], variant)
        elif operation in _REPEATS:
            least, most, repeated = value
            text += _sample(repeated, variant) * max(least, min(most, 1 + variant % 2))
    return text


def _member(choices: Sequence[Any], variant: int) -> str:
    if choices[0][0] is _constants.NEGATE:
        return "a "[variant % 2]
    operation, value = choices[variant % len(choices)]
    if operation is _constants.CATEGORY:
        return _OF_CATEGORY.get(value, "a")
    return chr(value if operation is _constants.LITERAL else value[0])


def text_of(piece: str, characters: int) -> str:
    """Return a text that repeats `piece`, and ends so that nothing more is found."""
    return "1" + piece * (characters // len(piece)) + "\x00"


def seconds(read: Reading, text: str) -> float:
    """Return the time of the processor that reading takes."""
    start = time.process_time()
    read(text)
    return time.process_time() - start


def grows(read: Reading, piece: str) -> bool:
    """Tell whether four times the text takes far more than four times as long, three times."""
    return all(
        seconds(read, text_of(piece, 4 * FEW)) > max(LEAST, 9 * seconds(read, text_of(piece, FEW)))
        for _ in range(3)
    )


def main(characters: int) -> int:
    """Print the slowest text of each pattern and function; return 1 where one is not linear."""
    mask = mask_for(["Anaïs Müller-Testberg", "Bo Li"], ["law"])
    functions = (find_links, linkified, without_contacts, mask.apply)
    tried: list[tuple[str, Reading, list[str]]] = [
        *((name, read, [*NASTY, *own_pieces(pattern)]) for name, pattern, read in readings()),
        *((function.__qualname__, function, list(NASTY)) for function in functions),
    ]
    faults = 0
    for name, read, pieces in tried:
        growing = [piece for piece in pieces if grows(read, piece)]
        faults += bool(growing)
        if growing:
            print(f"not linear  {name} {growing}", flush=True)
            continue
        slowest, piece = max((seconds(read, text_of(each, characters)), each) for each in pieces)
        print(f"{slowest:8.3f} s  {name} {piece!r}", flush=True)
    return int(faults > 0)


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))

"""Words of a text with their places, for comparing wordings whatever their line breaks."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d_]+|\d+")
_TAG = re.compile(r"\[NEW\]?")


@dataclass(frozen=True)
class Word:
    """A word in lower case and the half-open range of characters it stands in."""

    text: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """Return the words and numbers of `text` in order; the form's [NEW] marks are no words.

    A letter and a digit never share a word, so that a number glued to a wording stands alone.
    """
    shown = _TAG.sub(lambda mark: " " * len(mark[0]), text)
    return [
        Word(unicodedata.normalize("NFKC", match[0]).casefold(), match.start(), match.end())
        for match in _WORD.finditer(shown)
    ]


def word_texts(text: str) -> tuple[str, ...]:
    """Return the words of `text` without their places."""
    return tuple(word.text for word in words(text))


def likeness(wanted: Sequence[str], found: Sequence[str]) -> float:
    """Return the share of words two wordings have in common and in order, 0 to 1.

    Twice the length of the longest common subsequence over both lengths (Dice's coefficient).
    """
    if list(wanted) == list(found):
        return 1.0
    previous = [0] * (len(found) + 1)
    for word in wanted:
        current = [0]
        for position, other in enumerate(found):
            longest = max(previous[position + 1], current[position])
            current.append(previous[position] + 1 if word == other else longest)
        previous = current
    return 2 * previous[-1] / (len(wanted) + len(found))

"""Words of a text with their places, for comparing wordings whatever their line breaks."""

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from operator import add

from rapidfuzz.distance import Indel

_WORD = re.compile(r"[^\W\d_]+|\d+")
_TAG = re.compile(r"\[NEW\]?")


@dataclass(frozen=True)
class Word:
    """A word in lower case and the half-open range of characters it stands in."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class WordIndex:
    """The words of a document, column by column: it has up to some millions of them."""

    texts: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]

    def at(self, place: int) -> int:
        """Return the position of the first word that begins at character `place` or later."""
        return bisect_left(self.starts, place)


def words(text: str) -> list[Word]:
    """Return the words and numbers of a short text in order; see `word_index`."""
    index = word_index(text)
    return [Word(*each) for each in zip(index.texts, index.starts, index.ends, strict=True)]


def word_index(text: str) -> WordIndex:
    """Return the words and numbers of `text` in order; the form's [NEW] marks are no words.

    A letter and a digit never share a word, so that a number glued to a wording stands alone.
    """
    shown = _TAG.sub(lambda mark: " " * len(mark[0]), text)
    found = _WORD.findall(shown)
    plain = {word: unicodedata.normalize("NFKC", word).casefold() for word in set(found)}
    starts = array("q", (match.start() for match in _WORD.finditer(shown)))
    ends = array("q", map(add, starts, map(len, found)))
    return WordIndex([plain[word] for word in found], starts, ends)


def word_texts(text: str) -> tuple[str, ...]:
    """Return the words of `text` without their places."""
    return tuple(word_index(text).texts)


def likeness(wanted: Sequence[str], found: Sequence[str]) -> float:
    """Return the share of words two wordings have in common and in order, 0 to 1.

    Twice the length of the longest common subsequence over both lengths (Dice's coefficient).
    """
    return float(Indel.normalized_similarity(wanted, found))

"""Words of a text with their places, and how like two wordings are."""

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import add

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel

_WORD = re.compile(r"[^\W\d_]+|\d+")
_TAG = re.compile(r"\[NEW\]?")
_SAME_WORD = 80.0
_RARE = 2


@dataclass(frozen=True)
class WordIndex:
    """A document and its words, column by column: it has up to some millions of them."""

    text: str
    texts: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]

    def at(self, place: int) -> int:
        """Return the position of the first word that begins at character `place` or later."""
        return bisect_left(self.starts, place)

    def opens_line(self, position: int) -> bool:
        """Return whether no other word stands before a word, or before the end, on its line."""
        if position in (0, len(self.texts)):
            return True
        return "\n" in self.text[self.ends[position - 1] : self.starts[position]]


def word_index(text: str) -> WordIndex:
    """Return the words and numbers of `text` in order; the form's [NEW] marks are no words.

    A letter and a digit never share a word, so that a number glued to a wording stands alone.
    """
    shown = _TAG.sub(lambda mark: " " * len(mark[0]), text)
    found = _WORD.findall(shown)
    plain = {word: unicodedata.normalize("NFKC", word).casefold() for word in set(found)}
    starts = array("q", (match.start() for match in _WORD.finditer(shown)))
    ends = array("q", map(add, starts, map(len, found)))
    return WordIndex(text, [plain[word] for word in found], starts, ends)


def word_texts(text: str) -> tuple[str, ...]:
    """Return the words of `text` without their places."""
    return tuple(word_index(text).texts)


def likeness(wanted: Sequence[str], found: Sequence[str]) -> float:
    """Return the share of words two wordings have in common and in order, 0 to 1.

    Twice the length of the longest common subsequence over both lengths (Dice's coefficient).
    """
    return float(Indel.normalized_similarity(wanted, found))


class Likeness:
    """Compares texts with a fixed list of wordings.

    A likeness is the lower of two numbers from 0 to 100: how like the characters are in order, and
    how much of the words' weight the texts share. A word weighs the less the more wordings hold
    it: "Is there any law on digital identity?" and "Is there any law on digital trade?" share most
    of their characters and not what they ask.
    """

    def __init__(self, wordings: Sequence[str]) -> None:
        self._wordings = [word_texts(wording) for wording in wordings]
        held = Counter(word for words in set(self._wordings) for word in set(words))
        self._weights: Mapping[str, float] = {
            word: 1 / max(count, _RARE) for word, count in held.items()
        }

    def scores(self, texts: Sequence[str]) -> np.ndarray:
        """Return the likeness of each text (rows) to each wording (columns), 0 to 100."""
        given = [word_texts(text) for text in texts]
        lines = [" ".join(words) for words in given]
        wanted = [" ".join(words) for words in self._wordings]
        characters = process.cdist(lines, wanted, scorer=fuzz.ratio, score_cutoff=50)
        scores = np.zeros(characters.shape)
        for row, column in zip(*np.nonzero(characters), strict=True):
            shared = self._shared(given[row], self._wordings[column])
            scores[row, column] = min(float(characters[row, column]), 100 * shared)
        return scores

    def _shared(self, one: Sequence[str], other: Sequence[str]) -> float:
        """Return the weight of the words in common over that of all words, 0 to 1."""
        total = self._weight(one) + self._weight(other)
        missing = list((Counter(one) - Counter(other)).elements())
        surplus = list((Counter(other) - Counter(one)).elements())
        for word in tuple(missing):
            near = process.extractOne(word, surplus, scorer=fuzz.ratio, score_cutoff=_SAME_WORD)
            if near is not None:
                missing.remove(word)
                surplus.remove(near[0])
        lost, won = self._weight(missing), self._weight(surplus)
        # A word put in another's place, which asks for something else, counts twice.
        return max(0.0, 1 - (lost + won + 2 * min(lost, won)) / total) if total else 0.0

    def _weight(self, words: Sequence[str]) -> float:
        return sum(self._weights.get(word, 1 / _RARE) for word in words)

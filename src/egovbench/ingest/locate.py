"""Finds where the form's questions stand in a document, by their wording and their number."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from egovbench.codebook import Codebook, Question
from egovbench.ingest.wording import Word, likeness, word_texts, words

_LEAST_LIKENESS = 0.75
_SHORT_WORDING = 3
_LONG_WORDING = 12
_SLACK = 3
_GUESS = 0.05
_NUMBER_END = re.compile(r"\s*\.")
_DECIMAL = re.compile(r"\d\.$")
_OTHER_NUMBER = re.compile(r"[\s*]*(?:\[NEW\]?)?[\s*]*(\d{1,3})\s*\.(?!\d)")


@dataclass(frozen=True)
class Located:
    """A question found in a text: its wording begins at `start`, its answer at `end`."""

    number: int
    start: int
    end: int


@dataclass(frozen=True)
class _Candidate:
    located: Located
    weight: float


def locate_questions(text: str, codebook: Codebook) -> list[Located]:
    """Return the questions of `codebook` that `text` holds, in order and without overlap.

    Each question has candidates: places where its wording stands, tolerating small edits where its
    number follows. Of all ways to pick at most one candidate a question in printed order, the one
    with the greatest total weight wins, so that a wording quoted in an answer does not mislead. A
    personal question is also found by its number or its wording alone, with the least weight: an
    answer that names a person must not pass for the end of the answer before it.
    """
    found = words(text)
    places: dict[str, list[int]] = defaultdict(list)
    for position, word in enumerate(found):
        places[word.text].append(position)
    front = _Front()
    for question in codebook.questions:
        front.extend(_candidates(text, found, places, question))
    return front.best()


def _candidates(
    text: str, found: Sequence[Word], places: Mapping[str, list[int]], question: Question
) -> list[_Candidate]:
    wanted = word_texts(question.wording)
    distinct = min(len(wanted), _LONG_WORDING) / _LONG_WORDING
    candidates = []
    for position in places.get(str(question.number), ()):
        word = found[position]
        stop = _NUMBER_END.match(text, word.end)
        if stop is None or _DECIMAL.search(text, max(0, word.start - 2), word.start):
            continue
        likest, start = _likest(found, position, wanted)
        if likest >= (1.0 if len(wanted) <= _SHORT_WORDING else _LEAST_LIKENESS):
            located = Located(
                question.number, _line_start(text, found[start].start, _SLACK), stop.end()
            )
            candidates.append(_Candidate(located, 1 + likest * distinct))
        elif question.personal:
            start = _paragraph_start(text, word.start)
            candidates.append(_Candidate(Located(question.number, start, stop.end()), _GUESS))
    if len(wanted) > _SHORT_WORDING:
        candidates += _unnumbered(text, found, places, question.number, wanted, distinct)
    elif question.personal:
        candidates += _lone_line(text, question)
    return candidates


def _likest(found: Sequence[Word], end: int, wanted: Sequence[str]) -> tuple[float, int]:
    """Return how like `wanted` the words before `end` are at best, and where those begin."""
    likest, best = 0.0, end
    for shift in (0, *(sign * shift for shift in range(1, _SLACK + 1) for sign in (-1, 1))):
        start = end - len(wanted) - shift
        if not 0 <= start < end:
            continue
        score = likeness(wanted, [word.text for word in found[start:end]])
        if score > likest:
            likest, best = score, start
        if score == 1.0:
            break
    return likest, best


def _unnumbered(
    text: str,
    found: Sequence[Word],
    places: Mapping[str, list[int]],
    number: int,
    wanted: Sequence[str],
    distinct: float,
) -> list[_Candidate]:
    rarest = min(range(len(wanted)), key=lambda index: len(places.get(wanted[index], ())))
    candidates = []
    for place in places.get(wanted[rarest], ()):
        start = place - rarest
        end = start + len(wanted)
        if start < 0 or [word.text for word in found[start:end]] != list(wanted):
            continue
        last = found[end - 1].end
        other = _OTHER_NUMBER.match(text, last + len(_punctuation_after(text, last)))
        if other and int(other[1]) == number:
            continue
        stop = other.end() if other else last + len(_punctuation_after(text, last))
        located = Located(number, _line_start(text, found[start].start), stop)
        candidates.append(_Candidate(located, distinct / 2))
    return candidates


def _punctuation_after(text: str, place: int) -> str:
    match = re.compile(r"[^\w\n]*").match(text, place)
    return match[0] if match else ""


def _line_start(text: str, place: int, edited: int = 0) -> int:
    """Take in what the form prints before a wording: a dash, and up to `edited` other words."""
    line = text.rfind("\n", 0, place) + 1
    return line if len(words(text[line:place])) <= edited else place


def _paragraph_start(text: str, place: int) -> int:
    """Return the start of the line at `place`, or of the text line before when it has no words."""
    line = text.rfind("\n", 0, place) + 1
    if words(text[line:place]):
        return line
    before = text[:line].rstrip()
    return before.rfind("\n") + 1


def _lone_line(text: str, question: Question) -> list[_Candidate]:
    pattern = rf"^\W*{re.escape(question.wording)}[^\w\n]*$"
    return [
        _Candidate(Located(question.number, match.start(), match.end()), _GUESS)
        for match in re.finditer(pattern, text, re.MULTILINE | re.IGNORECASE)
    ]


class _Front:
    """The best chains so far, by where they end; weights grow along the front."""

    def __init__(self) -> None:
        self._ends: list[int] = [0]
        self._totals: list[float] = [0.0]
        self._chains: list[tuple[Located, object] | None] = [None]

    def extend(self, candidates: Sequence[_Candidate]) -> None:
        longer = []
        for candidate in candidates:
            before = bisect_right(self._ends, candidate.located.start) - 1
            total = self._totals[before] + candidate.weight
            chain = (candidate.located, self._chains[before])
            longer.append((candidate.located.end, total, chain))
        for end, total, chain in longer:
            self._insert(end, total, chain)

    def _insert(self, end: int, total: float, chain: tuple[Located, object]) -> None:
        place = bisect_right(self._ends, end)
        if self._totals[place - 1] >= total:
            return
        stop = place
        while stop < len(self._ends) and self._totals[stop] <= total:
            stop += 1
        self._ends[place:stop] = [end]
        self._totals[place:stop] = [total]
        self._chains[place:stop] = [chain]

    def best(self) -> list[Located]:
        found: list[Located] = []
        chain: object = self._chains[-1]
        while isinstance(chain, tuple):
            found.append(chain[0])
            chain = chain[1]
        return found[::-1]

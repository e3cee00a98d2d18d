"""Finds the question that each column of a sheet holds, by the column's heading."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import groupby, pairwise

import numpy as np

from egovbench.documents.wording import Likeness
from egovbench.questionnaire import Codebook

LEAST_LIKENESS = 70.0
MARGIN = 10.0
_TRUSTED = 0.9
_LEAST_SEEN = 5
_LONGEST_HEADING = 1_000
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
# What stands before a wording: a section, a question's code in the survey program, or its number.
_LEADING = re.compile(
    r"^\s*(?:section\s+[a-z]\s*[.:/–-]+\s*)?"
    r"(?:(?:question|item|no|q)\.?\s*)?(?:[a-z]{1,4}\d{1,3}q)?0{0,2}(\d{1,3})"
    r"(?:\s*[.):–-]\s+|\s+(?=\D))",
    re.IGNORECASE,
)
_TRAILING = re.compile(r"(?<!\s)(?:\s++|(?<=\D))\(?(\d{1,3})\)?\s*+(?:\.\s*+)?$")


@dataclass(frozen=True)
class Match:
    """The question that a column holds, and how like its heading is to the wording, 0 to 100."""

    item: int
    likeness: float


@dataclass(frozen=True)
class _Column:
    """A column that may hold one of `scores`; `numbers` are those before and behind its wording."""

    scores: Mapping[int, float]
    numbers: tuple[int | None, int | None]


def match_headings(
    headings: Mapping[int, str], codebook: Codebook, *, elsewhere: Collection[int] = ()
) -> dict[int, Match]:
    """Return the question that each column holds, each question at most once.

    `headings` are the texts by column; columns of `elsewhere` also make sense as something other
    than a question. A column may hold the questions whose wording is like its heading
    (LEAST_LIKENESS). It does hold one if no other of them comes near (MARGIN) or is free; else, as
    where a wording is printed many times ("Please provide link and detail."), it holds the one that
    the heading's number says, provided that the other columns' numbers are right, or the only one
    that can stand between its neighbours, provided that the columns stand in the form's order.
    What stays open is not matched: a guess would give a country somebody else's answer.
    """
    items = [question.number for question in codebook.questions]
    return _Matching(_columns(headings, codebook), items, elsewhere).solve()


def like_a_question(headings: Sequence[str], codebook: Codebook) -> int:
    """Return how many of the texts are like the wording of a question."""
    columns = _columns(dict(enumerate(headings)), codebook)
    return sum(bool(column.scores) for column in columns.values())


def _columns(headings: Mapping[int, str], codebook: Codebook) -> dict[int, _Column]:
    wordings = [(question.number, question.wording) for question in codebook.questions]
    # An export may put the heading of a group of questions before the wording of each.
    wordings += [
        (question.number, f"{printed} {question.wording}")
        for question in codebook.questions
        if question.block
        for printed in codebook.blocks[question.block].printed
    ]
    likeness = Likeness([wording for _, wording in wordings])
    short = {
        # Survey programs leave HTML in headings.
        column: " ".join(unescape(_TAG.sub(" ", text)).split())
        for column, text in headings.items()
        if len(text) <= _LONGEST_HEADING
    }
    scores = likeness.scores([_TRAILING.sub("", _LEADING.sub("", text)) for text in short.values()])
    found = {column: _Column({}, (None, None)) for column in headings}
    for (column, text), row in zip(short.items(), scores, strict=True):
        best: dict[int, float] = {}
        for place in np.flatnonzero(row >= LEAST_LIKENESS):
            number = wordings[place][0]
            best[number] = max(best.get(number, 0.0), float(row[place]))
        found[column] = _Column(best, _numbers(text))
    return found


def _numbers(heading: str) -> tuple[int | None, int | None]:
    before, behind = _LEADING.search(heading), _TRAILING.search(heading)
    return (int(before[1]) if before else None, int(behind[1]) if behind else None)


class _Matching:
    """Columns, in order of the sheet, and the matches found so far."""

    def __init__(
        self, columns: Mapping[int, _Column], items: Sequence[int], elsewhere: Collection[int]
    ) -> None:
        self._columns = dict(sorted(columns.items()))
        self._items = items
        self._elsewhere = elsewhere
        self._matches: dict[int, Match] = {}

    def solve(self) -> dict[int, Match]:
        self._match_by_wording()
        trusted = self._trusted_numbers()
        for column in self._open():
            said, taken = self._columns[column], self._taken
            for number in (said.numbers[side] for side in trusted):
                if number is not None and number in said.scores and number not in taken:
                    self._take(column, number)
                    break
        items = [self._matches[each].item for each in self._columns if each in self._matches]
        ordered = _mostly([one < other for one, other in pairwise(items)])
        while self._match_by_wording() or (ordered and self._match_by_place()):
            pass
        return self._matches

    @property
    def _taken(self) -> dict[int, Match]:
        return {match.item: match for match in self._matches.values()}

    def _open(self) -> list[int]:
        return [
            column
            for column, said in self._columns.items()
            if said.scores and column not in self._matches
        ]

    def _take(self, column: int, item: int) -> None:
        self._matches[column] = Match(item, self._columns[column].scores[item])

    def _match_by_wording(self) -> bool:
        """Match columns that only one question suits; the likest column of a question first."""
        clear: dict[int, list[tuple[float, int]]] = defaultdict(list)
        taken = self._taken
        for column in self._open():
            if column in self._elsewhere:
                continue
            # One that another column has taken does not suit if that is much more like it.
            rivals = [
                (score, item)
                for item, score in self._columns[column].scores.items()
                if item not in taken or taken[item].likeness < score + MARGIN
            ]
            ranked = sorted(rivals, key=lambda each: -each[0])
            alone = len(ranked) == 1 or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] >= MARGIN)
            if alone and ranked[0][1] not in taken:
                clear[ranked[0][1]].append((ranked[0][0], column))
        found = False
        for item, claims in clear.items():
            claims.sort(reverse=True)
            if len(claims) == 1 or claims[0][0] > claims[1][0]:
                self._take(claims[0][1], item)
                found = True
        return found

    def _trusted_numbers(self) -> list[int]:
        """Return the sides (0 before, 1 behind the wording) on which numbers are the form's."""
        seen = [(self._columns[each].numbers, match.item) for each, match in self._matches.items()]
        return [
            side
            for side in (0, 1)
            if _mostly([told[side] == item for told, item in seen if told[side] is not None])
        ]

    def _match_by_place(self) -> bool:
        """Match open columns between two known ones where only one question can stand."""
        found = False
        order, waiting = list(self._columns), set(self._open())
        for is_open, columns in groupby(order, key=waiting.__contains__):
            run = list(columns)
            place = order.index(run[0])
            before = self._matches.get(order[place - 1]) if place else None
            if not is_open or (before is None and (place or run[0] in self._elsewhere)):
                continue  # behind a new question, which this one may follow up
            behind = next(
                (self._matches[each] for each in order[place:] if each in self._matches), None
            )
            first = before.item if before else 0
            last = behind.item if behind else max(self._items) + 1
            taken = self._taken
            free = [each for each in self._items if first < each < last and each not in taken]
            earliest = self._placed(run, free)
            latest = self._placed(run[::-1], free[::-1])[::-1]
            for column, one, other in zip(run, earliest, latest, strict=False):
                if one == other:
                    self._take(column, one)
                    found = True
        return found

    def _placed(self, run: Sequence[int], free: Sequence[int]) -> list[int]:
        """Return the first of `free` for each column of `run` in turn, nothing if one has none."""
        waiting = iter(free)
        placed = []
        for column in run:
            scores = self._columns[column].scores
            item = next((each for each in waiting if each in scores), None)
            if item is None:
                return []
            placed.append(item)
        return placed


def _mostly(seen: Sequence[bool]) -> bool:
    return len(seen) >= _LEAST_SEEN and sum(seen) >= _TRUSTED * len(seen)

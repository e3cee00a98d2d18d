"""Finds the questions on the pages of a form, and what stands below the wording of each."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from egovbench.documents.locate import locate_questions
from egovbench.documents.pdf.lines import Fragment, Line
from egovbench.questionnaire import Codebook

_NUMBER = re.compile(r"\d{1,3}\.")
_SAME_LEFT = 2.0
_TIGHT = 0.6


@dataclass(frozen=True)
class Block:
    """A question: the lines of its number and wording, and those up to the next question."""

    number: int
    heading: tuple[Line, ...]
    below: tuple[Line, ...]


def find_blocks(
    lines: Sequence[Line], codebook: Codebook
) -> tuple[Sequence[Line], Sequence[Block]]:
    """Return the lines before the first question, and the questions in the order of the pages.

    They are those whose number stands before their wording.
    """
    text = "\n".join(line.text for line in lines)
    starts = list(accumulate((len(line.text) + 1 for line in lines), initial=0))
    found = [
        (bisect_right(starts, place.start) - 1, bisect_right(starts, place.end - 1), place.number)
        for place in locate_questions(text, codebook)
        if place.number_first and not place.again
    ]
    found.sort(key=lambda each: each[0])
    ends = [*(start for start, _, _ in found), len(lines)]
    blocks = [
        Block(number, tuple(lines[start:below]), tuple(lines[below:end]))
        for (start, below, number), end in zip(found, ends[1:], strict=True)
    ]
    return lines[: ends[0]], blocks


def numbers_first(lines: Sequence[Line]) -> list[Line]:
    """Return `lines` with a number that stands beside a later line of its paragraph moved up.

    Some prints set the number beside the middle or the end of a wording.
    """
    moved = list(lines)
    for index, line in enumerate(moved):
        number, *rest = _number_apart(line.fragments)
        if not rest or not _NUMBER.fullmatch(number.text):
            continue
        first = index
        while first > 0 and _goes_on(moved[first - 1], rest[0].box.left, moved[first]):
            first -= 1
        if first < index:
            moved[index] = replace(line, fragments=tuple(rest))
            moved[first] = replace(moved[first], fragments=(number, *moved[first].fragments))
    return moved


def _number_apart(fragments: Sequence[Fragment]) -> list[Fragment]:
    """Return `fragments` with a number that begins the first of them as one of its own."""
    first, *others = fragments
    match = _NUMBER.match(first.text)
    end = next((i for i, each in enumerate(first.characters) if each.text == "."), 0) + 1
    rest = [each for each in first.characters[end:] if not each.text.isspace()]
    if match is None or not rest:
        return [first, *others]
    begin = first.characters.index(rest[0])
    return [Fragment(first.characters[:end]), Fragment(first.characters[begin:]), *others]


def _goes_on(before: Line, left: float, line: Line) -> bool:
    """Whether `line` follows `before` in one paragraph whose text begins at `left`."""
    gap = line.box.top - before.box.bottom
    return (
        before.page == line.page
        and abs(before.box.left - left) < _SAME_LEFT
        and gap < _TIGHT * line.box.height
    )

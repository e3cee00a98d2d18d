"""Finds where the numbered questions stand on the pages of a form."""

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
class Heading:
    """A question's number and wording: the half-open range of lines that they fill."""

    number: int
    start: int
    end: int


@dataclass(frozen=True)
class Block:
    """A question's heading and what stands below it, up to the next question's heading."""

    number: int
    heading: tuple[Line, ...]
    below: tuple[Line, ...]


def find_headings(lines: Sequence[Line], codebook: Codebook) -> list[Heading]:
    """Return the questions whose number stands before their wording, in the order of the pages."""
    text = "\n".join(line.text for line in lines)
    starts = list(accumulate((len(line.text) + 1 for line in lines), initial=0))
    found = [
        Heading(
            place.number,
            bisect_right(starts, place.start) - 1,
            bisect_right(starts, place.end - 1),
        )
        for place in locate_questions(text, codebook)
        if place.number_first and not place.again
    ]
    return sorted(found, key=lambda heading: heading.start)


def blocks_of(lines: Sequence[Line], headings: Sequence[Heading]) -> list[Block]:
    """Return the lines of each heading and those below it."""
    ends = [*(heading.start for heading in headings), len(lines)][1:]
    return [
        Block(heading.number, tuple(lines[heading.start : heading.end]), tuple(below))
        for heading, end in zip(headings, ends, strict=True)
        for below in [lines[heading.end : end]]
    ]


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

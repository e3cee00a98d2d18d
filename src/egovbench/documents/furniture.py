"""Finds the headers and footers that whoever prints a document puts on its pages.

They are known by what they are, in any language: lines at the edge of pages that are the same on
many of them, but for one number that counts the pages.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from egovbench.questionnaire import Codebook

PAGE_BREAK = "\f"
_DIGITS = re.compile(r"\d+")
_CUT_WORD = re.compile(r"(?<!\S)(\S{1,40})[^\s…]{0,500}…")
_ADDRESS = re.compile(r"https?://|file://|www\.", re.IGNORECASE)
_NUMBERS_OF_A_MOMENT = 4
_MOST_NUMBERS = 12
_LONGEST = 1_000  # characters of a header or footer
_MOST_LINES = 8  # of a header or a footer
_LEAST_SHARE = 0.3  # of the pages: right and left ones may differ, and some may have none
_LEAST_PAGES = 3
_AGAIN = 1.3  # times a page, on the average
_SEVERAL = 3
_MISPLACED = 0.2
_LEAST_LINES, _MOST_LINES_A_PAGE = 12, 200
_REGULAR = 5  # times as far apart at most as at least
_QUESTION_NUMBER = "0."
_PAGE_OF_PAGES = "0/0"

Sign: TypeAlias = tuple[str, int, tuple[int, ...], int]
"""A text without its digits, the place of its number that counts (-1: none), those, its height."""


class Edge(NamedTuple):
    """A line of a page: its number in the document, its text, and its height where it is known."""

    number: int
    text: str
    height: int = 0


@dataclass(frozen=True)
class Furniture:
    """The lines that are headers or footers, and those that may be, by their numbers from 0."""

    lines: frozenset[int]
    doubtful: frozenset[int] = frozenset()


def find_furniture(pages: Sequence[Sequence[Edge]], codebook: Codebook) -> Furniture:
    """Return the headers and footers among the lines of each page, given from top to bottom.

    A text belongs to them that stands at the edge of enough pages (_LEAST_SHARE) and hardly ever
    twice on one, with the same numbers or with one that grows with the pages. Behind it the next
    line is at the edge. On other pages it belongs to them wherever it stands: some extractors take
    parts of a page later. The form's options never do. In doubt is what stands at the height of
    one and says something else.
    """
    own = {option for question in codebook.questions for option in question.options}
    signs = [
        [(line, () if line.text.strip() in own else _signs(line, page)) for line in lines]
        for page, lines in enumerate(pages)
    ]
    held = [{sign for _, each in lines for sign in each} for lines in signs]
    holding = Counter(sign for each in held for sign in each)
    times = Counter(sign for lines in signs for _, each in lines for sign in each)
    left = [list(lines) for lines in signs]
    found: set[int] = set()
    printed: set[Sign] = set()
    count = sum(map(bool, pages))
    for _ in range(_MOST_LINES):
        for end in (0, -1):
            at_edge = Counter(sign for lines in left if lines for sign in lines[end][1])
            printed |= {
                sign
                for sign, n in at_edge.items()
                if n >= _least(sign, count) and times[sign] <= _AGAIN * holding[sign] + 1
            }
        before = len(found)
        for lines in left:
            for end in (0, -1):
                if lines and not printed.isdisjoint(lines[end][1]):
                    found.add(lines.pop(end)[0].number)
        if len(found) == before:
            break
    for lines, rest in zip(signs, left, strict=True):
        seen = {sign for line, each in lines if line.number in found for sign in each}
        for line, each in rest:
            if seen.isdisjoint(each) and not printed.isdisjoint(each):
                found.add(line.number)
                seen.update(each)
    heights = {sign[3] for sign in printed} - {0}
    ends = [lines[end][0] for lines in left if lines for end in (0, -1)]
    doubtful = {line.number for line in ends if line.height in heights}
    return Furniture(frozenset(found), frozenset(doubtful - found))


def _signs(line: Edge, page: int) -> tuple[Sign, ...]:
    """Return how a line can be known again on another page; nothing for a blank or a long one."""
    template, numbers = _template(line.text)
    if not template:
        return ()
    constant = (template, -1, numbers, line.height)
    if template == _QUESTION_NUMBER:
        return (constant,)
    growing = (
        (template, place, (*numbers[:place], number - page, *numbers[place + 1 :]), line.height)
        for place, number in enumerate(numbers)
    )
    return (constant, *growing)


def _template(text: str) -> tuple[str, tuple[int, ...]]:
    """Return a text without its digits, and its numbers, in whatever script; "" if it is long."""
    if not text or len(text) > _LONGEST:
        return "", ()
    # An address is cut where there is no more room, which depends on the page's number.
    shown = _CUT_WORD.sub(r"\1…", " ".join(text.split()))
    found = _DIGITS.findall(shown)
    if len(found) > _MOST_NUMBERS:
        return "", ()
    return _DIGITS.sub("0", shown), tuple(int(each[:9]) for each in found)


def _least(sign: Sign, pages: int) -> int:
    """Return on how many pages a text must stand at the edge to be a header or footer."""
    template, counts, numbers, _ = sign
    telling = counts >= 0 or len(numbers) >= _NUMBERS_OF_A_MOMENT or _ADDRESS.search(template)
    least = 2 if telling else min(_LEAST_PAGES, pages)
    return max(2, least, round(_LEAST_SHARE * pages))


def without_furniture(text: str, codebook: Codebook) -> tuple[str, frozenset[int]]:
    """Return `text` with page headers and footers blanked, and the lines that may be such, from 0.

    Every other character keeps its place. A blanked line begins with PAGE_BREAK, which tells that
    text may go on across it. Pages are told by the page breaks of the text, else by the lines that
    count them, else by a date and time that comes again and again. Reading the result again
    changes nothing.
    """
    lines = text.split("\n")
    breaks = [number for number, line in enumerate(lines) if line.startswith(PAGE_BREAK)]
    told: frozenset[int] = frozenset()
    doubtful: frozenset[int] = frozenset()
    if len(breaks) < 2:
        told, ends = _counted(lines)
        if not ends:
            ends, doubtful = _repeated(lines)
        breaks = [number + 1 for number in ends]
    if not breaks:
        return text, doubtful
    starts = [0, *breaks, len(lines)]
    pages = [
        [
            Edge(number, shown)
            for number in range(start, end)
            if number not in told and (shown := lines[number].strip(" \f"))
        ]
        for start, end in pairwise(starts)
    ]
    found = find_furniture(pages, codebook)
    for number in found.lines | told:
        lines[number] = PAGE_BREAK.ljust(len(lines[number]))
    return "\n".join(lines), doubtful


def _counted(lines: Sequence[str]) -> tuple[frozenset[int], list[int]]:
    """Return the lines that count the pages, and what stands with them; then the former alone.

    They say the same but for a number that grows, stand as far apart as pages are long, and either
    name the number of pages and stand about where these end, or count from the first on. Where
    there are hardly any, as in a text from which most were taken out, they end in "page/pages",
    and each stands beside a date and time.
    """
    series: dict[tuple[str, int, tuple[int, ...]], list[tuple[int, int]]] = defaultdict(list)
    for number, line in enumerate(lines):
        template, numbers = _template(line.strip())
        for place, value in enumerate(numbers if template != _QUESTION_NUMBER else ()):
            others = (*numbers[:place], *numbers[place + 1 :])
            series[template, place, others].append((number, value))
    told: set[int] = set()
    ends: set[int] = set()
    for (template, _, others), found in series.items():
        numbers, values = zip(*found, strict=True)
        if any(one >= two for one, two in pairwise(values)):
            continue
        located = any(
            0 < values[-1] <= total
            and all(abs(n / len(lines) - value / total) <= _MISPLACED for n, value in found)
            for total in others
        )
        if len(found) >= _SEVERAL:
            from_first = values[0] < _SEVERAL and values[-1] < _SEVERAL * len(values)
            if (located or from_first) and _regular(numbers, len(lines)):
                ends.update(numbers)
        elif located and template.endswith(_PAGE_OF_PAGES):
            moments = [_moment_beside(lines, number) for number in numbers]
            if None not in moments:
                told.update(n for n in moments if n is not None)
                ends.update(numbers)
    return frozenset(told | ends), sorted(ends)


def _regular(numbers: Sequence[int], count: int) -> bool:
    """Whether lines stand as far apart as pages are long, all over a document."""
    gaps = [two - one for one, two in pairwise(numbers)]
    most, least = max(numbers[0], count - numbers[-1], *gaps), min(gaps[:-1])  # the last is short
    return least >= _LEAST_LINES and most <= min(_MOST_LINES_A_PAGE, _REGULAR * least)


def _moment_beside(lines: Sequence[str], number: int) -> int | None:
    """Return the line with a date and time that is the next with text above or below a line."""
    for step in (-1, 1):
        for distance in range(1, _SEVERAL + 2):
            other = number + step * distance
            if 0 <= other < len(lines) and lines[other].strip():
                if _is_moment(lines[other]):
                    return other
                break
    return None


def _is_moment(line: str) -> bool:
    return len(_template(line.strip())[1]) >= _NUMBERS_OF_A_MOMENT


def _repeated(lines: Sequence[str]) -> tuple[list[int], frozenset[int]]:
    """Return the lines with a date and time that comes once a page; then others that do so too."""
    places: dict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        shown = " ".join(line.split())
        if 0 < len(shown) <= _LONGEST:
            places[shown].append(number)
    moments: list[int] = []
    others: set[int] = set()
    for shown, found in places.items():
        if len(found) >= _LEAST_PAGES and _regular(found, len(lines)):
            if _is_moment(shown):
                moments = max(moments, found, key=len)
            else:
                others.update(found)
    return moments, frozenset(others)

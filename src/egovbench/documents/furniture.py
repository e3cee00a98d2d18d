"""Finds the headers and footers that whoever prints a document puts on its pages.

They are known by what they are, in any language: lines at the edge of pages that are the same on
many of them, but for one number that counts the pages.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple, TypeAlias

from egovbench.documents.wording import word_texts
from egovbench.questionnaire import Codebook

PAGE_BREAK = "\f"
_NUMBER = re.compile(r"\d+|(?<![^\W_])(?:[ivxlc]{1,9}|[IVXLC]{1,9})(?=[-–—\s]{0,3}$)")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_NO_LETTERS = re.compile(r"[\W\d_]+")
_CUT_WORD = re.compile(r"(?<!\S)(\S{1,40})[^\s…]{0,500}…")
_ADDRESS = re.compile(r"https?://|file://|www\.", re.IGNORECASE)
_NUMBERS_OF_A_MOMENT = 4
_MOST_NUMBERS = 12
_LONGEST = 1_000  # characters of a header or footer
_MOST_LINES = 8  # of a header or a footer
_LEAST_SHARE = 0.3  # of the pages: right and left ones may differ, and some may have none
_LEAST_SHARE_ALIKE = 0.5  # where the numbers follow no order
_LEAST_PAGES = 3
_AGAIN = 1.3  # times a page, on the average
_ELSEWHERE = 3  # times as often as at the edge
_SEVERAL = 3
_MISPLACED = 0.2
_LEAST_LINES, _MOST_LINES_A_PAGE = 12, 200
_REGULAR = 5  # times as far apart at most as at least
_HARDLY_MORE = 1.4
_WITHIN = 2  # times within a question, where no answer stands
_WORDS_BESIDE = 4
_BESIDE = 200  # characters in which these stand
_QUESTION_NUMBER = "0."
_PAGE_OF_PAGES = "0/0"

Sign: TypeAlias = tuple[str, int, tuple[int, ...], int]
"""A text without its digits, the place of its number that counts (-1: none), those, its height.

The place is _ALIKE where numbers do not matter; the text is then without all but letters.
"""
_ALIKE = -2


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

    A text belongs to them that stands at the edge of enough pages (_LEAST_SHARE), hardly ever
    twice on one, and not far more often elsewhere, with the same numbers or with one that grows
    with the pages; with any numbers if it does so on most. Behind it the next line is at the edge.
    On other pages it belongs to them wherever it stands: some extractors take parts of a page
    later. The form's options never do. In doubt is what stands at the height of one and says
    something else, and what stands at the edge of successive pages.
    """
    own = {option for question in codebook.questions for option in question.options}
    signs = [
        [(line, () if line.text.strip() in own else _signs(line, page)) for line in lines]
        for page, lines in enumerate(pages)
    ]
    held = [{sign for _, each in lines for sign in each} for lines in signs]
    holding = Counter(sign for each in held for sign in each)
    times = Counter(sign[:3] for lines in signs for _, each in lines for sign in each)
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
                if n >= _least(sign, count)
                and times[sign[:3]] <= min(_AGAIN * holding[sign] + 1, _ELSEWHERE * n)
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
    ends = [[lines[end] for lines in left if lines] for end in (0, -1)]
    doubtful = {
        line.number for edge in ends for line, each in edge if each and line.height in heights
    }
    for edge in ends:
        for (one, signs_of_one), (other, signs_of_other) in pairwise(edge):
            if signs_of_one[:1] == signs_of_other[:1] != ():
                doubtful |= {one.number, other.number}
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
    letters = _NO_LETTERS.sub("", template)
    alike = [(letters, _ALIKE, (), line.height)] if letters and numbers else []
    return (constant, *growing, *alike)


def _template(text: str) -> tuple[str, tuple[int, ...]]:
    """Return a text without digits and blanks, and its numbers, of any script; "" if it is long."""
    if not text or len(text) > _LONGEST:
        return "", ()
    # An address is cut where there is no more room, which depends on the page's number.
    shown = _CUT_WORD.sub(r"\1…", " ".join(text.split()))
    found = _NUMBER.findall(shown)
    if len(found) > _MOST_NUMBERS:
        return "", ()
    # How far apart signs stand differs from extractor to extractor, and from page to page.
    template = _NUMBER.sub(lambda number: "0" if number[0].isdecimal() else "i", shown)
    return template.replace(" ", ""), tuple(map(_value, found))


def _value(number: str) -> int:
    """Return what digits of any script say, nine at most, or letters as the Romans counted."""
    if number.isdecimal():
        return int(number[:9])
    values = [_ROMAN[letter] for letter in number.lower()]
    return sum(one if one >= two else -one for one, two in pairwise([*values, 0]))


def _least(sign: Sign, pages: int) -> int:
    """Return on how many pages a text must stand at the edge to be a header or footer."""
    template, counts, numbers, _ = sign
    if counts == _ALIKE:
        return max(_LEAST_PAGES, round(_LEAST_SHARE_ALIKE * pages))
    telling = counts >= 0 or len(numbers) >= _NUMBERS_OF_A_MOMENT or _ADDRESS.search(template)
    least = 2 if telling else min(_LEAST_PAGES, pages)
    return max(2, least, round(_LEAST_SHARE * pages))


def without_furniture(text: str, codebook: Codebook) -> tuple[str, frozenset[int]]:
    """Return `text` with page headers and footers blanked, and the lines that may be such, from 0.

    Every other character keeps its place. A blanked line begins with PAGE_BREAK, which tells that
    text may go on across it. Pages are told by the page breaks of the text, else by the lines that
    count them, else by one that comes again and again within questions, where no answer stands.
    Reading the result again changes nothing.
    """
    lines = text.split("\n")
    breaks = [number for number, line in enumerate(lines) if line.startswith(PAGE_BREAK)]
    told: frozenset[int] = frozenset()
    repeated: frozenset[int] = frozenset()
    if len(breaks) < 2:
        told, ends = _counted(lines)
        if not ends:
            ends, repeated = _repeated(lines, codebook)
        breaks = [number + 1 for number in ends]
    if not breaks:
        return text, repeated
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
    return "\n".join(lines), (found.doubtful | repeated) - found.lines


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
        if any(one[1] >= two[1] for one, two in pairwise(found)):
            found = _counting(found)
        numbers, values = zip(*found, strict=True)
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


def _counting(found: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the most of the lines, given with their numbers, that count one page after the other.

    An answer may be a number too: of two lines the one counts that makes the pages alike.
    """
    places: dict[int, list[int]] = defaultdict(list)
    lengths: list[int] = []
    before: list[int | None] = []
    for place, (line, value) in enumerate(found):

        def unlike(other: int, line: int = line) -> tuple[int, int]:
            earlier = before[other]
            gap = line - found[other][0]
            same = gap if earlier is None else found[other][0] - found[earlier][0]
            return -lengths[other], abs(gap - same)

        apart = [
            each
            for each in places[value - 1][-_MOST_NUMBERS:]
            if line - found[each][0] <= _MOST_LINES_A_PAGE
        ]
        chosen = min(apart, key=unlike, default=None)
        before.append(chosen)
        lengths.append(1 if chosen is None else lengths[chosen] + 1)
        places[value].append(place)
    chain: list[tuple[int, int]] = []
    last: int | None = max(range(len(found)), key=lengths.__getitem__)
    while last is not None:
        chain.append(found[last])
        last = before[last]
    return chain[::-1]


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


def _repeated(lines: Sequence[str], codebook: Codebook) -> tuple[list[int], frozenset[int]]:
    """Return where a line stands that comes once a page and also within questions; then all such.

    What a government answers again and again never stands within a question.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        shown = " ".join(line.split())
        if 0 < len(shown) <= _LONGEST:
            places[shown].append(number)
    several = (_even(found) for found in places.values() if len(found) >= _LEAST_PAGES)
    repeated = [found for found in several if _regular(found, len(lines))]
    others = {number for found in repeated for number in places[" ".join(lines[found[0]].split())]}
    rest = [n for n, line in enumerate(lines) if line.strip() and n not in others]
    asked = _questions(codebook)
    ends = max(
        (found for found in repeated if _within(found, lines, rest, asked) >= _WITHIN),
        key=len,
        default=[],
    )
    return ends, frozenset(others)


def _even(found: Sequence[int]) -> list[int]:
    """Return the lines without those between two that are hardly more than a page apart."""
    page = median(two - one for one, two in pairwise(found))
    kept = [found[0]]
    for number, following in pairwise(found[1:-1]):
        if following - kept[-1] > _HARDLY_MORE * page:
            kept.append(number)
    return [*kept, *found[-2:]]  # the last page is short


def _questions(codebook: Codebook) -> str:
    """Return the words of each question as they are printed, its number first or last."""
    texts = [
        " ".join(map(str, parts))
        for each in codebook.questions
        for parts in (
            (*each.lead_in, *each.options, each.wording, each.number),
            (*each.options, *each.lead_in, each.wording, each.number),
            (*each.lead_in, each.number, each.wording, *each.options),
        )
    ]
    return "\n".join(f" {' '.join(word_texts(text))} " for text in texts)


def _within(found: Sequence[int], lines: Sequence[str], rest: Sequence[int], asked: str) -> int:
    """Return how many of the lines `found` stand between two of the `rest` that go on."""
    count = 0
    for number in found:
        place = bisect_left(rest, number)
        if 0 < place < len(rest):
            before = word_texts(lines[rest[place - 1]][-_BESIDE:])[-_WORDS_BESIDE:]
            behind = word_texts(lines[rest[place]][:_BESIDE])[:_WORDS_BESIDE]
            count += bool(before and behind) and f" {' '.join((*before, *behind))} " in asked
    return count

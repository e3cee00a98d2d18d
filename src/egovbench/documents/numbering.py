"""Where numbers and wordings stand in a text, beside each other and on their lines."""

import re
from collections.abc import Mapping, Sequence

from egovbench.documents.chain import Located
from egovbench.documents.wording import WordIndex, likeness

MAXIMUM_PLACES = 100  # of one question; what stands there more often is no questionnaire
LEAST_LIKENESS = 0.75  # of an edited wording, to count as the question's
SHORT_WORDING = 3  # words; a short wording must be there to the word
SLACK = 3
MARKS = re.compile(r"(?:\s{0,100}(?:\[NEW\]?|\*(?=[^\S\n]*(?:\n|$)))|[^\w\n\[•▪◦●○■□‣➢–—-])*")
_NUMBER_END = re.compile(r"\s{0,100}\.")
_DECIMAL = re.compile(r"\d\.$")
_LONG_LINE = 60
_MOST_LINES = 6
_LONGEST_WORDING = 600
_LIKE_A_QUESTION = re.compile(r"[?:*]\s*$|\[NEW\]?\s*\*?\s*$")

Places = Mapping[str, Sequence[int]]


def number_end(text: str, found: WordIndex, position: int) -> int | None:
    """Return where the full stop behind a question's number ends, None for another number."""
    stop = _NUMBER_END.match(text, found.ends[position])
    start = found.starts[position]
    if stop is None or _DECIMAL.search(text, max(0, start - 2), start):
        return None
    return stop.end()


def likest_before(found: WordIndex, end: int, wanted: Sequence[str]) -> tuple[float, int]:
    """Return how like `wanted` the words before `end` are at best, and where those begin."""
    likest, best = 0.0, end
    for shift in (0, *(sign * shift for shift in range(1, SLACK + 1) for sign in (-1, 1))):
        start = end - len(wanted) - shift
        if not 0 <= start < end:
            continue
        score = likeness(wanted, found.texts[start:end])
        if score > likest:
            likest, best = score, start
        if score == 1.0:
            break
    return likest, best


def likest_after(found: WordIndex, position: int, wanted: Sequence[str]) -> tuple[float, int]:
    """Return how like `wanted` the words behind `position` are at best, and the last of those."""
    likest, best, start = 0.0, position, position + 1
    for shift in (0, *(sign * shift for shift in range(1, SLACK + 1) for sign in (-1, 1))):
        end = start + len(wanted) + shift
        if not start < end <= len(found.texts):
            continue
        score = likeness(wanted, found.texts[start:end])
        if score > likest:
            likest, best = score, end - 1
        if score == 1.0:
            break
    return likest, best


def exact_places(found: WordIndex, places: Places, wanted: Sequence[str]) -> list[tuple[int, int]]:
    """Return where the very words of a wording stand, as half-open ranges of positions."""
    rarest = min(range(len(wanted)), key=lambda index: len(places.get(wanted[index], ())))
    ranges = []
    for place in places.get(wanted[rarest], ()):
        start = place - rarest
        end = start + len(wanted)
        if start >= 0 and tuple(found.texts[start:end]) == tuple(wanted):
            ranges.append((start, end))
            if len(ranges) == MAXIMUM_PLACES:
                break
    return ranges


def line_start(text: str, found: WordIndex, first: int, edited: int = 0) -> int:
    """Take in what the form prints before a wording: a dash, and up to `edited` other words."""
    place = found.starts[first]
    bound = found.ends[first - edited - 1] if first > edited else 0
    line = text.rfind("\n", bound, place)
    if line >= 0:
        return line + 1
    return 0 if first <= edited else place


def line_end(text: str, found: WordIndex, last: int) -> int:
    """Take in the words, SLACK at most, that stand behind an edited wording on its last line."""
    for following in range(last + 1, min(last + SLACK + 2, len(found.texts))):
        if "\n" in text[found.ends[following - 1] : found.starts[following]]:
            return following - 1
    return last


def opens_line(text: str, found: WordIndex, position: int) -> bool:
    """Whether no other word stands before a word on its line."""
    return position == 0 or "\n" in text[found.ends[position - 1] : found.starts[position]]


def closes_line(text: str, found: WordIndex, last: int, length: int) -> bool:
    """Whether a wording ends its line, which a short one must: else it opens a sentence."""
    if length > SHORT_WORDING or last + 1 == len(found.texts):
        return True
    return "\n" in text[found.ends[last] : found.starts[last + 1]]


def question_like(
    text: str, found: WordIndex, position: int, stop: int, number_first: bool
) -> Located | None:
    """Return the place of a number beside what looks like a question, None beside anything else.

    A question ends with a question mark, a colon or the form's marks. It is taken from the lines
    beside the number that seem to be wrapped, up to a blank one.
    """
    number = int(found.texts[position])
    place = found.starts[position]
    if number_first:
        lines = text[stop : stop + _LONGEST_WORDING].lstrip(" \n").split("\n")[:_MOST_LINES]
        shown = ""
        for line in lines:
            shown += line
            if not line.strip() or _LIKE_A_QUESTION.search(line):
                break
            shown += "\n"
        if not opens_line(text, found, position) or not _LIKE_A_QUESTION.search(shown):
            return None
        end = text.index(shown, stop) + len(shown)
        start = line_start(text, found, position)
        return Located(number, start, end, number_first=True)
    beside = text[max(0, place - _LONGEST_WORDING) : place].rstrip(" \n")
    if not _LIKE_A_QUESTION.search(beside):
        return None
    kept: list[str] = []
    for line in reversed(beside.split("\n")):
        if kept and (len(line.strip()) < _LONG_LINE or len(kept) == _MOST_LINES):
            break
        kept.append(line)
    start = text.rindex(kept[0], 0, place) - sum(len(line) + 1 for line in kept[1:])
    return Located(number, max(start, 0), stop)

"""Puts a question's number before its wording where an extractor set it beside a later line."""

import re
from collections import Counter
from collections.abc import Sequence

from egovbench.documents.numbering import MAXIMUM_PLACES
from egovbench.documents.wording import word_texts
from egovbench.questionnaire import Codebook

_NUMBERED = re.compile(r"(\s*)(\d{1,3})\.(\s{1,60})(?=\S)")
_MOST_LINES = 6
_LONGEST = 1_000  # characters of a line of a wording


def numbers_first(text: str, codebook: Codebook) -> str:
    """Return `text`, as laid out on its page, with each number on the first line of its wording.

    Some forms set the number beside the middle or the end of a wording. Moved is only a number
    around which the wording of its question stands to the word.
    """
    lines = text.split("\n")
    wordings = {str(each.number): word_texts(each.wording) for each in codebook.questions}
    tried: Counter[str] = Counter()
    for place, line in enumerate(lines):
        numbered = _NUMBERED.match(line)
        if numbered is None or len(line) > _LONGEST or numbered[2] not in wordings:
            continue
        tried[numbered[2]] += 1
        if tried[numbered[2]] > MAXIMUM_PLACES:
            continue
        rest = line[numbered.end() :]
        first = _first_line(lines, place, rest, wordings[numbered[2]])
        if first is not None:
            lines[first] = numbered[0] + lines[first].lstrip()
            lines[place] = " " * numbered.end() + rest
    return "\n".join(lines)


def _first_line(lines: Sequence[str], place: int, rest: str, wanted: tuple[str, ...]) -> int | None:
    """Return the line above `place` at which `wanted` begins that ends with it or below it."""
    for first in range(place - 1, max(place - _MOST_LINES, 0) - 1, -1):
        opening = lines[first]
        if not opening.strip() or len(opening) > _LONGEST:
            return None
        if wanted[0] not in opening.casefold():
            continue
        shown = [*lines[first:place], rest]
        for line in ("", *lines[place + 1 : place + _MOST_LINES]):
            shown.append(line[:_LONGEST])
            words = word_texts(" ".join(shown))
            if words == wanted:
                return first
            if len(words) > len(wanted):
                break
    return None

"""Finds where the form's questions stand in a document, by their wording and their number."""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from egovbench.documents.wording import WordIndex, likeness, word_index, word_texts
from egovbench.questionnaire import Codebook, Question

MAXIMUM_PLACES = 100  # of one question; what stands there more often is no questionnaire
LEAST_LIKENESS = 0.75  # of an edited wording, to count as the question's
SHORT_WORDING = 3  # words; a short wording must be there to the word
SLACK = 3
_MARKS = re.compile(r"(?:\s{0,100}(?:\[NEW\]?|\*(?=[^\S\n]*(?:\n|$)))|[^\w\n\[•▪◦●○■□‣➢–—-])*")
_NUMBER_END = re.compile(r"\s{0,100}\.")
_DECIMAL = re.compile(r"\d\.$")
_LONG_LINE = 60
_MOST_LINES = 6
_LONGEST_WORDING = 600
_LIKE_A_QUESTION = re.compile(r"[?:*]\s*$|\[NEW\]?\s*\*?\s*$")
_LONG_WORDING = 12
_GUESS = 0.05
_NEARBY = 3
_OTHER_NUMBER = re.compile(r"[\s*]{0,100}(?:\[NEW\]?)?[\s*]{0,100}(\d{1,3})\s{0,100}\.(?!\d)")
_PUNCTUATION = re.compile(r"[^\w\n]*")
_NUMBERED = re.compile(r"(\s*)(\d{1,3})\.(\s{1,60})(?=\S)")
_LONGEST = 1_000  # characters of a line of a wording


@dataclass(frozen=True)
class Located:
    """A question found in a text: its wording and number begin at `start`, its answer at `end`.

    The number stands behind the wording, or before it (`number_first`). `again` marks a further
    place of a question that is located elsewhere, `reworded` that the number has another wording.
    """

    number: int
    start: int
    end: int
    number_first: bool = False
    again: bool = False
    reworded: bool = False


@dataclass(frozen=True)
class Candidate:
    """A place of a question, its weight, and whether every word is its own."""

    located: Located
    weight: float
    exact: bool = False


class Front:
    """The best chains so far, by where they end; weights grow along the front."""

    def __init__(self) -> None:
        self._ends: list[int] = [0]
        self._totals: list[float] = [0.0]
        self._chains: list[tuple[Located, object] | None] = [None]

    def extend(self, candidates: Sequence[Candidate]) -> None:
        """Let each chain go on with one of the next question's candidates, or with none."""
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
        """Return the chain with the greatest total weight, in order."""
        found: list[Located] = []
        chain: object = self._chains[-1]
        while isinstance(chain, tuple):
            found.append(chain[0])
            chain = chain[1]
        return found[::-1]


Places = Mapping[str, Sequence[int]]


def number_end(text: str, found: WordIndex, position: int) -> int | None:
    """Return where the full stop behind a question's number ends, None for another number."""
    stop = _NUMBER_END.match(text, found.ends[position])
    start = found.starts[position]
    if stop is None or _DECIMAL.search(text, max(0, start - 2), start):
        return None
    return stop.end()


def likest_beside(
    found: WordIndex, position: int, wanted: Sequence[str], *, before: bool
) -> tuple[float, int]:
    """Return how like `wanted` the words before or behind a number are at best.

    With it comes the position of the first of those words, or of the last if they stand behind.
    """
    likest, best = 0.0, position
    for shift in (0, *(sign * shift for shift in range(1, SLACK + 1) for sign in (-1, 1))):
        length = len(wanted) + shift
        start = position - length if before else position + 1
        end = start + length
        if length <= 0 or start < 0 or end > len(found.texts):
            continue
        score = likeness(wanted, found.texts[start:end])
        if score > likest:
            likest, best = score, start if before else end - 1
        if score == 1.0:
            break
    return likest, best


def marks_end(text: str, place: int) -> int:
    """Return where the form's marks end that stand behind a wording: [NEW], a star, punctuation."""
    marks = _MARKS.match(text, place)
    return marks.end() if marks else place


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


def locate_questions(
    text: str, codebook: Codebook, found: WordIndex | None = None
) -> list[Located]:
    """Return the questions of `codebook` that `text` holds, in its order and without overlap.

    `found` are the words of `text`, where the caller has them. Each question has candidates: places
    where its wording stands, tolerating small edits where its number stands before or behind it.
    Of all ways to pick at most one candidate per question in printed order, the one with the
    greatest total weight wins, so that a wording quoted in an answer does not mislead. A personal
    question is also found by its number or its wording alone, with the least weight: an answer
    that names a person must not pass for the end of the answer before it. A question that is left
    over counts where it stands once with number and wording, since pages may be out of order;
    what stands there with number and wording besides is marked `again`. A number between its
    neighbours that stands beside what else looks like a question is marked `reworded`.
    """
    found = word_index(text) if found is None else found
    places = places_of(found, codebook)
    numbered = {
        each.number: _numbered(text, found, places, each)[:MAXIMUM_PLACES]
        for each in codebook.questions
    }
    orders = [each.located.number_first for group in numbered.values() for each in group]
    number_first = 2 * sum(orders) > len(orders)
    front = Front()
    for question in codebook.questions:
        others = _guesses(text, found, places, question, number_first)
        front.extend([*numbered[question.number], *others])
    located = _with_leftovers(front.best(), numbered)
    return _with_reworded(text, found, places, located, codebook, number_first)


def places_of(found: WordIndex, codebook: Codebook) -> Places:
    """Return the positions of every word of the questionnaire, and of its numbers."""
    known = {str(question.number) for question in codebook.questions}
    known |= {word for question in codebook.questions for word in word_texts(question.wording)}
    places: dict[str, list[int]] = defaultdict(list)
    for position, word in enumerate(found.texts):
        if word in known:
            places[word].append(position)
    return places


def _numbered(text: str, found: WordIndex, places: Places, question: Question) -> list[Candidate]:
    wanted = word_texts(question.wording)
    vocabulary = set(wanted)
    weight = min(len(wanted), _LONG_WORDING) / _LONG_WORDING
    least = 1.0 if len(wanted) <= SHORT_WORDING else LEAST_LIKENESS
    candidates: list[Candidate] = []
    for position in places.get(str(question.number), ()):
        if len(candidates) == MAXIMUM_PLACES:
            break
        # Most numbers are no question's; likeness is costly.
        before = not vocabulary.isdisjoint(found.texts[max(0, position - _NEARBY) : position])
        after = not vocabulary.isdisjoint(found.texts[position + 1 : position + 1 + _NEARBY])
        stop = number_end(text, found, position) if before or after else None
        if stop is None:
            continue
        if before:
            likest, first = likest_beside(found, position, wanted, before=True)
            if likest >= least:
                start = line_start(text, found, first, SLACK)
                located = Located(question.number, start, stop)
                candidates.append(Candidate(located, 1 + likest * weight, likest == 1.0))
        if after and opens_line(text, found, position):
            likest, last = likest_beside(found, position, wanted, before=False)
            last = last if likest == 1.0 else line_end(text, found, last)
            if likest >= least and closes_line(text, found, last, len(wanted)):
                start, end = line_start(text, found, position), marks_end(text, found.ends[last])
                located = Located(question.number, start, end, number_first=True)
                candidates.append(Candidate(located, 1 + likest * weight, likest == 1.0))
    return candidates


def _guesses(
    text: str, found: WordIndex, places: Places, question: Question, number_first: bool
) -> list[Candidate]:
    """Return the places of a wording without its number, and of a personal question's number."""
    wanted = word_texts(question.wording)
    candidates: list[Candidate] = []
    if question.personal:
        for position in places.get(str(question.number), ())[:MAXIMUM_PLACES]:
            stop = number_end(text, found, position)
            if stop is not None:
                start = _paragraph_start(text, found, position, number_first)
                candidates.append(Candidate(Located(question.number, start, stop), _GUESS))
    if len(wanted) > SHORT_WORDING:
        weight = min(len(wanted), _LONG_WORDING) / _LONG_WORDING / 2
        for start, end in exact_places(found, places, wanted):
            place = _unnumbered(text, found, start, end, question.number, number_first)
            if place is not None:
                candidates.append(Candidate(place, weight))
    elif question.personal:
        candidates += _lone_line(text, question)
    return candidates


def _unnumbered(
    text: str, found: WordIndex, start: int, end: int, number: int, number_first: bool
) -> Located | None:
    """Return the place of a wording that stands without its own number, None with it."""
    last = found.ends[end - 1]
    if number_first:
        before = start - 1
        if before >= 0 and number_end(text, found, before) and found.texts[before].isdigit():
            if found.texts[before] == str(number):
                return None
            start = before
        stop = marks_end(text, last)
        return Located(number, line_start(text, found, start), stop, number_first=True)
    punctuation = _PUNCTUATION.match(text, last)
    after = punctuation.end() if punctuation else last
    other = _OTHER_NUMBER.match(text, after)
    if other and int(other[1]) == number:
        return None
    return Located(number, line_start(text, found, start), other.end() if other else after)


def _paragraph_start(text: str, found: WordIndex, position: int, number_first: bool) -> int:
    """Return the start of a number's line, or of the text line before when it opens its own."""
    opens = opens_line(text, found, position)
    if number_first or not opens or position == 0:
        bound = found.ends[position - 1] if opens and position else 0
        return text.rfind("\n", bound, found.starts[position]) + 1
    return text.rfind("\n", 0, found.starts[position - 1]) + 1


def _lone_line(text: str, question: Question) -> list[Candidate]:
    pattern = rf"^[^\w\n]{{0,20}}{re.escape(question.wording)}[^\w\n]*$"
    matches = re.finditer(pattern, text, re.MULTILINE | re.IGNORECASE)
    return [
        Candidate(Located(question.number, match.start(), match.end()), _GUESS)
        for match, _ in zip(matches, range(MAXIMUM_PLACES), strict=False)
    ]


def _with_leftovers(
    chain: list[Located], numbered: Mapping[int, Sequence[Candidate]]
) -> list[Located]:
    taken = sorted(chain, key=lambda each: each.start)
    starts = [each.start for each in taken]
    located = {each.number for each in chain}
    more: list[Located] = []
    for number, group in numbered.items():
        free = [each.located for each in group if each.exact and _free(each.located, taken, starts)]
        alone = number not in located and len(free) == 1
        more += [replace(each, again=not alone) for each in free]
    ordered: list[Located] = []
    for each in sorted([*taken, *more], key=lambda each: (each.start, each.end)):
        if not ordered or each.start >= ordered[-1].end:
            ordered.append(each)
    return ordered


def _with_reworded(
    text: str,
    found: WordIndex,
    places: Places,
    located: Sequence[Located],
    codebook: Codebook,
    number_first: bool,
) -> list[Located]:
    """Add the questions that are not located where their number stands beside another wording."""
    starts = [each.start for each in located]
    numbers = {each.number for each in located}
    more: list[Located] = []
    for question in codebook.questions:
        if question.number in numbers:
            continue
        for position in places.get(str(question.number), ())[:MAXIMUM_PLACES]:
            stop = number_end(text, found, position)
            place = stop and question_like(text, found, position, stop, number_first)
            if not place or not _free(place, located, starts):
                continue
            after = bisect_right(starts, place.start)
            behind_lower = after == 0 or located[after - 1].number < question.number
            before_higher = after == len(located) or question.number < located[after].number
            if behind_lower and before_higher:
                more.append(replace(place, reworded=True))
                break
    return sorted([*located, *more], key=lambda each: each.start)


def _free(place: Located, taken: Sequence[Located], starts: Sequence[int]) -> bool:
    before = bisect_right(starts, place.start) - 1
    after = before + 1
    return (before < 0 or taken[before].end <= place.start) and (
        after == len(taken) or place.end <= taken[after].start
    )


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

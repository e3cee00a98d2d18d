"""Finds where the form's questions stand in a document, by their wording and their number."""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from operator import itemgetter
from typing import TypeAlias

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
_OTHER_NUMBER = re.compile(r"[\s*]{0,100}+(?:\[NEW\]?[\s*]{0,100}+)?(\d{1,3})\s{0,100}+\.(?!\d)")
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


Chain: TypeAlias = "tuple[Located, Chain] | None"


def best_chain(groups: Iterable[Sequence[Candidate]]) -> list[Located]:
    """Return the chain with the greatest total weight, in order.

    It holds at most one candidate of each group, in the order of the groups, none before the end of
    the one before it.
    """
    # The best chains so far, by where they end; weights grow along them.
    front: list[tuple[int, float, Chain]] = [(0, 0.0, None)]
    for group in groups:
        longer = []
        for each in group:
            before = bisect_right(front, each.located.start, key=itemgetter(0)) - 1
            _, total, chain = front[before]
            longer.append((each.located.end, total + each.weight, (each.located, chain)))
        for end, total, chain in longer:
            place = bisect_right(front, end, key=itemgetter(0))
            if front[place - 1][1] >= total:
                continue
            stop = place
            while stop < len(front) and front[stop][1] <= total:
                stop += 1
            front[place:stop] = [(end, total, chain)]
    found: list[Located] = []
    chain = front[-1][2]
    while chain is not None:
        found.append(chain[0])
        chain = chain[1]
    return found[::-1]


Places = Mapping[str, Sequence[int]]


def number_end(found: WordIndex, position: int) -> int | None:
    """Return where the full stop behind a question's number ends, None for another number."""
    stop = _NUMBER_END.match(found.text, found.ends[position])
    start = found.starts[position]
    if stop is None or _DECIMAL.search(found.text, max(0, start - 2), start):
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


def marks_end(found: WordIndex, last: int) -> int:
    """Return where the form's marks end that stand behind a wording: [NEW], a star, punctuation."""
    marks = _MARKS.match(found.text, found.ends[last])
    return marks.end() if marks else found.ends[last]


def exact_places(
    found: WordIndex, places: Places, wanted: tuple[str, ...]
) -> list[tuple[int, int]]:
    """Return where the very words of a wording stand, as half-open ranges of positions."""
    rarest = min(range(len(wanted)), key=lambda index: len(places.get(wanted[index], ())))
    starts = (place - rarest for place in places.get(wanted[rarest], ()))
    ranges = ((start, start + len(wanted)) for start in starts if start >= 0)
    exact = ((one, end) for one, end in ranges if tuple(found.texts[one:end]) == wanted)
    return list(islice(exact, MAXIMUM_PLACES))


def line_start(found: WordIndex, first: int, edited: int = 0) -> int:
    """Take in what the form prints before a wording: a dash, and up to `edited` other words."""
    place = found.starts[first]
    bound = found.ends[first - edited - 1] if first > edited else 0
    line = found.text.rfind("\n", bound, place)
    if line >= 0:
        return line + 1
    return 0 if first <= edited else place


def line_end(found: WordIndex, last: int) -> int:
    """Take in the words, SLACK at most, that stand behind an edited wording on its last line."""
    following = range(last + 1, min(last + SLACK + 2, len(found.texts)))
    return next((each - 1 for each in following if found.opens_line(each)), last)


def question_like(found: WordIndex, position: int, number_first: bool) -> Located | None:
    """Return the place of a number beside what looks like a question, None beside anything else.

    A question ends with a question mark, a colon or the form's marks. It is taken from the lines
    beside the number that seem to be wrapped, up to a blank one.
    """
    text, place = found.text, found.starts[position]
    stop = number_end(found, position)
    if stop is None:
        return None
    if number_first:
        lines = text[stop : stop + _LONGEST_WORDING].lstrip(" \n").split("\n")[:_MOST_LINES]
        shown = ""
        for line in lines:
            shown += line
            if not line.strip() or _LIKE_A_QUESTION.search(line):
                break
            shown += "\n"
        if not found.opens_line(position) or not _LIKE_A_QUESTION.search(shown):
            return None
        start, end = line_start(found, position), text.index(shown, stop) + len(shown)
    else:
        beside = text[max(0, place - _LONGEST_WORDING) : place].rstrip(" \n")
        if not _LIKE_A_QUESTION.search(beside):
            return None
        kept: list[str] = []
        for line in reversed(beside.split("\n")):
            if kept and (len(line.strip()) < _LONG_LINE or len(kept) == _MOST_LINES):
                break
            kept.append(line)
        start = text.rindex(kept[0], 0, place) - sum(len(line) + 1 for line in kept[1:])
        start, end = max(start, 0), stop
    return Located(int(found.texts[position]), start, end, number_first)


@dataclass(frozen=True)
class Wanted:
    """A wording that is looked for: its words, how like it must be, and what it weighs.

    A long one weighs more. A short one must be there to the word.
    """

    words: tuple[str, ...]
    distinct: frozenset[str]
    least: float
    weight: float


def wanted_of(question: Question) -> Wanted:
    """Return the wording of a question as it is looked for."""
    words = word_texts(question.wording)
    least = 1.0 if len(words) <= SHORT_WORDING else LEAST_LIKENESS
    return Wanted(words, frozenset(words), least, min(len(words), _LONG_WORDING) / _LONG_WORDING)


def locate_questions(text: str, codebook: Codebook) -> list[Located]:
    """Return the questions of `codebook` that `text` holds; see `locate_among`."""
    return locate_among(word_index(text), codebook)


def locate_among(found: WordIndex, codebook: Codebook) -> list[Located]:
    """Return the questions of `codebook` that a text holds, in its order and without overlap.

    Each question has candidates: places where its wording stands, tolerating small edits where its
    number stands before or behind it. Of all ways to pick at most one candidate per question in
    printed order, the one with the greatest total weight wins, so that a wording quoted in an
    answer does not mislead. A personal question is also found by its number or its wording alone,
    with the least weight: an answer that names a person must not pass for the end of the answer
    before it. A question that is left over counts where it stands once with number and wording,
    since pages may be out of order; what stands there with number and wording besides is marked
    `again`. A number between its neighbours that stands beside what else looks like a question is
    marked `reworded`.
    """
    places = places_of(found, codebook)
    numbered = {each.number: _numbered(found, places, each) for each in codebook.questions}
    orders = [each.located.number_first for group in numbered.values() for each in group]
    number_first = 2 * sum(orders) > len(orders)
    chain = best_chain(
        [*numbered[each.number], *_guesses(found, places, each, number_first)]
        for each in codebook.questions
    )
    located = _with_leftovers(chain, numbered)
    return _with_reworded(found, places, located, codebook, number_first)


def places_of(found: WordIndex, codebook: Codebook) -> Places:
    """Return the positions of every word of the questionnaire, and of its numbers."""
    known = {str(question.number) for question in codebook.questions}
    known |= {word for question in codebook.questions for word in word_texts(question.wording)}
    places: dict[str, list[int]] = defaultdict(list)
    for position, word in enumerate(found.texts):
        if word in known:
            places[word].append(position)
    return places


def _numbered(found: WordIndex, places: Places, question: Question) -> list[Candidate]:
    """Return the places of a wording, perhaps edited, before or behind its number."""
    wanted = wanted_of(question)
    candidates: list[Candidate] = []
    for position in places.get(str(question.number), ()):
        if len(candidates) >= MAXIMUM_PLACES:
            break
        # Most numbers are no question's; likeness is costly.
        before = not wanted.distinct.isdisjoint(found.texts[max(0, position - _NEARBY) : position])
        after = not wanted.distinct.isdisjoint(found.texts[position + 1 : position + 1 + _NEARBY])
        stop = number_end(found, position) if before or after else None
        if stop is None:
            continue
        sides = []
        if before:
            likest, first = likest_beside(found, position, wanted.words, before=True)
            start = line_start(found, first, SLACK)
            sides.append((likest, Located(question.number, start, stop)))
        if after and found.opens_line(position):
            likest, last = likest_beside(found, position, wanted.words, before=False)
            last = last if likest == 1.0 else line_end(found, last)
            # A short wording must end its line: else it opens a sentence.
            if len(wanted.words) > SHORT_WORDING or found.opens_line(last + 1):
                sides.append((likest, behind_number(found, position, last)))
        candidates += [
            Candidate(located, 1 + likest * wanted.weight, likest == 1.0)
            for likest, located in sides
            if likest >= wanted.least
        ]
    return candidates[:MAXIMUM_PLACES]


def behind_number(found: WordIndex, position: int, last: int) -> Located:
    """Return the place of a question whose wording stands behind its number, up to a last word."""
    start, end = line_start(found, position), marks_end(found, last)
    return Located(int(found.texts[position]), start, end, number_first=True)


def _guesses(
    found: WordIndex, places: Places, question: Question, number_first: bool
) -> list[Candidate]:
    """Return the places of a wording without its number, and of a personal question's number."""
    wanted = wanted_of(question)
    located: list[Located] = []
    if question.personal:
        for position in places.get(str(question.number), ())[:MAXIMUM_PLACES]:
            stop = number_end(found, position)
            if stop is not None:
                start = _paragraph_start(found, position, number_first)
                located.append(Located(question.number, start, stop))
    if question.personal and len(wanted.words) <= SHORT_WORDING:
        located += _lone_line(found.text, question)
    candidates = [Candidate(each, _GUESS) for each in located]
    if len(wanted.words) > SHORT_WORDING:
        for start, end in exact_places(found, places, wanted.words):
            place = _unnumbered(found, start, end, question.number, number_first)
            if place is not None:
                candidates.append(Candidate(place, wanted.weight / 2))
    return candidates


def _unnumbered(
    found: WordIndex, start: int, end: int, number: int, number_first: bool
) -> Located | None:
    """Return the place of a wording that stands without its own number, None with it."""
    if number_first:
        before = start - 1
        if before >= 0 and number_end(found, before) and found.texts[before].isdigit():
            if found.texts[before] == str(number):
                return None
            start = before
        return Located(number, line_start(found, start), marks_end(found, end - 1), True)
    punctuation = _PUNCTUATION.match(found.text, found.ends[end - 1])
    after = punctuation.end() if punctuation else found.ends[end - 1]
    other = _OTHER_NUMBER.match(found.text, after)
    if other and int(other[1]) == number:
        return None
    return Located(number, line_start(found, start), other.end() if other else after)


def _paragraph_start(found: WordIndex, position: int, number_first: bool) -> int:
    """Return the start of a number's line, or of the text line before when it opens its own."""
    opens = found.opens_line(position)
    if number_first or not opens or position == 0:
        bound = found.ends[position - 1] if opens and position else 0
        return found.text.rfind("\n", bound, found.starts[position]) + 1
    return found.text.rfind("\n", 0, found.starts[position - 1]) + 1


def _lone_line(text: str, question: Question) -> list[Located]:
    pattern = rf"^[^\w\n]{{0,20}}{re.escape(question.wording)}[^\w\n]*$"
    matches = islice(re.finditer(pattern, text, re.MULTILINE | re.IGNORECASE), MAXIMUM_PLACES)
    return [Located(question.number, match.start(), match.end()) for match in matches]


def _with_leftovers(
    chain: list[Located], numbered: Mapping[int, Sequence[Candidate]]
) -> list[Located]:
    located = {each.number for each in chain}
    more: list[Located] = []
    for number, group in numbered.items():
        free = [each.located for each in group if each.exact and _free(each.located, chain)]
        alone = number not in located and len(free) == 1
        more += [replace(each, again=not alone) for each in free]
    ordered: list[Located] = []
    for each in sorted([*chain, *more], key=lambda each: (each.start, each.end)):
        if not ordered or each.start >= ordered[-1].end:
            ordered.append(each)
    return ordered


def _with_reworded(
    found: WordIndex,
    places: Places,
    located: Sequence[Located],
    codebook: Codebook,
    number_first: bool,
) -> list[Located]:
    """Add the questions that are not located where their number stands beside another wording."""
    numbers = {each.number for each in located}
    more: list[Located] = []
    for question in codebook.questions:
        if question.number in numbers:
            continue
        for position in places.get(str(question.number), ())[:MAXIMUM_PLACES]:
            place = question_like(found, position, number_first)
            if place is None or not _free(place, located):
                continue
            after = _following(located, place)
            behind_lower = after == 0 or located[after - 1].number < question.number
            before_higher = after == len(located) or question.number < located[after].number
            if behind_lower and before_higher:
                more.append(replace(place, reworded=True))
                break
    return sorted([*located, *more], key=lambda each: each.start)


def _free(place: Located, taken: Sequence[Located]) -> bool:
    after = _following(taken, place)
    return (after == 0 or taken[after - 1].end <= place.start) and (
        after == len(taken) or place.end <= taken[after].start
    )


def _following(taken: Sequence[Located], place: Located) -> int:
    """Return the index of the first of the places, in order, that begins behind a place."""
    return bisect_right(taken, place.start, key=lambda each: each.start)


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

"""Finds where the form's questions stand in a document, by their wording and their number."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from egovbench.documents.chain import Candidate, Front, Located
from egovbench.documents.numbering import (
    LEAST_LIKENESS,
    MARKS,
    MAXIMUM_PLACES,
    SHORT_WORDING,
    SLACK,
    Places,
    closes_line,
    exact_places,
    likest_after,
    likest_before,
    line_end,
    line_start,
    number_end,
    opens_line,
    question_like,
)
from egovbench.documents.wording import WordIndex, word_index, word_texts
from egovbench.questionnaire import Codebook, Question

_LONG_WORDING = 12
_GUESS = 0.05
_NEARBY = 3
_OTHER_NUMBER = re.compile(r"[\s*]{0,100}(?:\[NEW\]?)?[\s*]{0,100}(\d{1,3})\s{0,100}\.(?!\d)")
_PUNCTUATION = re.compile(r"[^\w\n]*")


def locate_questions(
    text: str, codebook: Codebook, found: WordIndex | None = None
) -> list[Located]:
    """Return the questions of `codebook` that `text` holds, in its order and without overlap.

    `found` are the words of `text`, where the caller has them. Each question has candidates: places
    where its wording stands, tolerating small edits where its number stands before or behind it.
    Of all ways to pick at most one candidate a question in printed order, the one with the
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
        # Most numbers are no question's; likeness is dear.
        before = not vocabulary.isdisjoint(found.texts[max(0, position - _NEARBY) : position])
        after = not vocabulary.isdisjoint(found.texts[position + 1 : position + 1 + _NEARBY])
        stop = number_end(text, found, position) if before or after else None
        if stop is None:
            continue
        if before:
            likest, first = likest_before(found, position, wanted)
            if likest >= least:
                start = line_start(text, found, first, SLACK)
                located = Located(question.number, start, stop)
                candidates.append(Candidate(located, 1 + likest * weight, likest == 1.0))
        if after and opens_line(text, found, position):
            likest, last = likest_after(found, position, wanted)
            last = last if likest == 1.0 else line_end(text, found, last)
            end = MARKS.match(text, found.ends[last])
            if likest >= least and end and closes_line(text, found, last, len(wanted)):
                start = line_start(text, found, position)
                located = Located(question.number, start, end.end(), number_first=True)
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
        marks = MARKS.match(text, last)
        stop = marks.end() if marks else last
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

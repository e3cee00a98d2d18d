"""Cuts a document into its answers and leaves the form's own texts out."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from egovbench.documents.furniture import PAGE_BREAK
from egovbench.documents.locate import Located, locate_among
from egovbench.documents.wording import WordIndex, likeness, word_index, word_texts
from egovbench.questionnaire import Codebook, Question

OPEN_OPTION = "Other"  # behind which a respondent may write
_LIKE = 0.85
_LONG_TEXT = 6
_TOLERANCE = 2


@dataclass(frozen=True)
class RawAnswer:
    """An answer as the document has it: `text` between the characters `start` and `end`."""

    number: int
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Form:
    """What a document holds: one raw answer for each located question, and what was odd.

    `again` holds what stands at further places of a question; it is no answer, since which of them
    counts is not known. `reworded` are the missing questions whose number has another wording,
    `without_options` those located none of whose options stand beside them.
    """

    answers: dict[int, RawAnswer]
    missing: tuple[int, ...]
    incomplete_options: tuple[int, ...]
    again: tuple[RawAnswer, ...]
    reworded: tuple[int, ...]
    without_options: tuple[int, ...]


def cut_answers(text: str, codebook: Codebook) -> Form:
    """Return every located question's answer, without headings, notes, options and wordings.

    Options stand before the wording, or behind it where the number stands before it. `missing`
    lists the questions that the document does not hold, `incomplete_options` those of which some
    but not all options were found. The options of a missing question count only when all of them
    stand there, since a lone "Yes" is somebody's answer.
    """
    found = word_index(text)
    located = locate_among(found, codebook)
    answers: dict[int, RawAnswer] = {}
    again: list[RawAnswer] = []
    unseen = {each.number: set(each.options) for each in codebook.questions}
    followers: list[Located | None] = [*located[1:], None]
    for place, following in zip(located, followers, strict=False):
        start, end = place.end, following.start if following else len(text)
        if following is None:
            end = without_tail(found, start, end, [codebook.closing_text])[0]
        if not place.again and not place.reworded:
            own = codebook.by_number[place.number]
            start, seen = _own_options(found, place, end, own, unseen[place.number])
            unseen[place.number] -= seen
        for question in reversed(_questions_between(codebook, place, following)):
            is_next = following is not None and question.number == following.number
            behind = is_next and following is not None and following.number_first
            options = () if behind else question.options
            before, seen = without_tail(found, start, end, [*question.lead_in, *options])
            if is_next:
                unseen[question.number] -= seen
            elif 0 < len(seen & set(options)) < len(options):
                before, _ = without_tail(found, start, end, question.lead_in)
            end = before
        answer = RawAnswer(place.number, text[start:end], start, end)
        if place.again:
            again.append(answer)
        elif not place.reworded:
            answers[place.number] = answer
    closed = [each for each in codebook.questions if each.options and each.number in answers]
    left = {each.number: len(unseen[each.number]) / len(each.options) for each in closed}
    return Form(
        answers=answers,
        missing=tuple(each.number for each in codebook.questions if each.number not in answers),
        incomplete_options=tuple(number for number, share in left.items() if 0 < share < 1),
        again=tuple(again),
        reworded=tuple(each.number for each in located if each.reworded),
        without_options=tuple(number for number, share in left.items() if share == 1),
    )


def _own_options(
    found: WordIndex, place: Located, end: int, question: Question, waiting: Collection[str]
) -> tuple[int, set[str]]:
    """Return where the answer begins behind the options that stand before it, and those options.

    They stand there, with the form's note, when the number stands before the wording, when all of
    them do, or when a page ended between the wording and its last options. What a respondent wrote
    behind the open option may share its line.
    """
    notes = {question.sdg_note} - {""}
    start, seen = without_head(found, place.end, end, {*waiting, *notes})
    seen -= notes
    if place.number_first:
        if seen and set(waiting) - seen == {OPEN_OPTION}:
            label = re.compile(rf"\W*{OPEN_OPTION}\s+(?=\S)").match(found.text, start, end)
            if label is not None:
                return label.end(), {*seen, OPEN_OPTION}
        return start, seen
    every = len(seen) == len(question.options) > 1
    torn = (
        len(seen) == len(waiting) and PAGE_BREAK in found.text[place.end : start].strip(" \n")[:1]
    )
    return (start, seen) if torn or every else (place.end, set())


def _questions_between(
    codebook: Codebook, place: Located, following: Located | None
) -> list[Question]:
    """Return the next question and those missing before it: their texts may stand in between."""
    last = following.number if following else codebook.questions[-1].number
    if following and last <= place.number:
        return [codebook.by_number[last]]
    return [each for each in codebook.questions if place.number < each.number <= last]


def without_head(
    found: WordIndex, start: int, end: int, elements: Collection[str]
) -> tuple[int, set[str]]:
    """Move `start` behind the `elements` that stand, in any order, as lines at its beginning."""
    waiting = sorted(elements)
    seen: set[str] = set()
    while True:
        ends = ((each, _head_end(found, start, end, each)) for each in waiting)
        element, after = next((each for each in ends if each[1] is not None), ("", None))
        if after is None:
            return start, seen
        start = after
        waiting.remove(element)
        seen.add(element)


def _head_end(found: WordIndex, start: int, end: int, element: str) -> int | None:
    """Return where `element` ends when it fills whole lines at the beginning of the range."""
    wanted = word_texts(element)
    first = found.at(start)
    last = first + len(wanted) - 1
    if tuple(found.texts[first : last + 1]) != wanted or found.ends[last] > end:
        return None
    stop = found.starts[last + 1] if last + 1 < len(found.texts) else len(found.text)
    line = found.text.find("\n", found.ends[last], min(stop, end))
    if line < 0 and stop < end:
        return None
    return line if line >= 0 else min(stop, end)


def without_tail(
    found: WordIndex, start: int, end: int, elements: Sequence[str]
) -> tuple[int, set[str]]:
    """Move `end` before the form's `elements` that stand, in any order, at the end of the range.

    An element that matches to the word goes before one that was edited, since a long text would
    else take a short neighbour for an edit of its own.
    """
    waiting = sorted(elements, key=len, reverse=True)
    seen: set[str] = set()
    while True:
        tails = (
            (element, _tail_start(found, start, end, element, tolerance))
            for tolerance in (0, _TOLERANCE)
            for element in waiting
        )
        element, before = next((each for each in tails if each[1] is not None), ("", None))
        if before is None:
            return end, seen
        end = before
        waiting.remove(element)
        seen.add(element)


def _tail_start(found: WordIndex, start: int, end: int, element: str, tolerance: int) -> int | None:
    """Return where `element` begins when it fills whole lines at the end of the range."""
    wanted = word_texts(element)
    if tolerance and len(wanted) < _LONG_TEXT:
        return None
    first, last = found.at(start), found.at(end)
    shifts = [0, *(sign * shift for shift in range(1, tolerance + 1) for sign in (-1, 1))]
    for length in (len(wanted) + shift for shift in shifts):
        opening = last - length
        if length <= 0 or opening < first:
            continue
        if likeness(wanted, found.texts[opening:last]) < (_LIKE if tolerance else 1.0):
            continue
        place = found.starts[opening]
        if len(wanted) < _LONG_TEXT and found.text[place] != element.lstrip("- ")[0]:
            continue
        before = found.ends[opening - 1] if opening > first else start
        line = found.text.rfind("\n", before, place)
        if line >= 0 or opening == first:
            return line + 1 if line >= 0 else start
    return None

"""Cuts a document into its answers and leaves the form's own texts out."""

from collections.abc import Sequence
from dataclasses import dataclass

from egovbench.codebook import Codebook, Question
from egovbench.ingest.locate import Located, locate_questions
from egovbench.ingest.wording import likeness, word_texts, words

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
    """What a document holds: one raw answer for each located question, and what was odd."""

    answers: dict[int, RawAnswer]
    missing: tuple[int, ...]
    incomplete_options: tuple[int, ...]


def cut_answers(text: str, codebook: Codebook) -> Form:
    """Return every located question's answer, without headings, notes, options and wordings.

    `missing` lists the questions that the document does not hold, `incomplete_options` those of
    which some but not all options were found. The options of a missing question count only when
    all of them stand there, since a lone "Yes" is somebody's answer.
    """
    located = locate_questions(text, codebook)
    answers: dict[int, RawAnswer] = {}
    incomplete: list[int] = []
    followers: list[Located | None] = [*located[1:], None]
    for place, following in zip(located, followers, strict=False):
        stop = following.start if following else len(text)
        passed = _questions_between(codebook, place, following)
        end = stop
        if following is None:
            end = _without_tail(text, place.end, end, [codebook.closing_text])[0]
        for question in reversed(passed):
            printed = [*question.lead_in, *question.options]
            before, found = _without_tail(text, place.end, end, printed)
            options = found & set(question.options)
            if 0 < len(options) < len(question.options):
                if following and question.number == following.number:
                    incomplete.append(question.number)
                else:
                    before, _ = _without_tail(text, place.end, end, question.lead_in)
            end = before
        answers[place.number] = RawAnswer(place.number, text[place.end : end], place.end, end)
    return Form(
        answers=answers,
        missing=tuple(each.number for each in codebook.questions if each.number not in answers),
        incomplete_options=tuple(incomplete),
    )


def _questions_between(
    codebook: Codebook, place: Located, following: Located | None
) -> list[Question]:
    """Return the next question and those missing before it: their texts may stand in between."""
    last = following.number if following else codebook.questions[-1].number
    return [each for each in codebook.questions if place.number < each.number <= last]


def _without_tail(text: str, start: int, end: int, elements: Sequence[str]) -> tuple[int, set[str]]:
    """Move `end` before the form's `elements` that stand, in any order, at the end of the range.

    An element that matches to the word goes before one that was edited, since a long text would
    else take a short neighbour for an edit of its own.
    """
    waiting = sorted(elements, key=len, reverse=True)
    found: set[str] = set()
    while True:
        tails = (
            (element, _tail_start(text, start, end, element, tolerance))
            for tolerance in (0, _TOLERANCE)
            for element in waiting
        )
        element, before = next((each for each in tails if each[1] is not None), ("", None))
        if before is None:
            return end, found
        end = before
        waiting.remove(element)
        found.add(element)


def _tail_start(text: str, start: int, end: int, element: str, tolerance: int) -> int | None:
    """Return where `element` begins when it fills whole lines at the end of the range."""
    wanted = word_texts(element)
    if tolerance and len(wanted) < _LONG_TEXT:
        return None
    reach = max(start, end - 3 * len(element) - 200)
    reach = max(start, text.rfind("\n", 0, reach) + 1)
    found = words(text[reach:end])
    shifts = [0, *(sign * shift for shift in range(1, tolerance + 1) for sign in (-1, 1))]
    for length in (len(wanted) + shift for shift in shifts):
        if not 0 < length <= len(found):
            continue
        window = found[-length:]
        if likeness(wanted, [word.text for word in window]) < (_LIKE if tolerance else 1.0):
            continue
        place = reach + window[0].start
        if len(wanted) < _LONG_TEXT and text[place] != element.lstrip("- ")[0]:
            continue
        line = max(text.rfind("\n", 0, place) + 1, start)
        if not any(character.isalnum() for character in text[line:place]):
            return line
    return None

"""Tells which wave of the questionnaire a document is of, and which items its questions are."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from egovbench.documents import locate
from egovbench.documents.form import without_head, without_tail
from egovbench.documents.readings import Unmapped
from egovbench.documents.wording import Likeness, WordIndex, word_index, word_texts
from egovbench.questionnaire import Codebook, Question

SAME_WORDING = 95.0  # likeness from which on two wordings ask the same (0 to 100)
MAXIMUM_QUESTIONS = 300
MAXIMUM_NUMBERS = 3_000  # that end or open a line; further ones are not looked at
_UNKNOWN = 0.3
_WINDOW = 80
_LEAST_SHARED = 0.6
_STAR = re.compile(r"(?<![\s*])[\s*]*+(?:\[NEW\]?[\s*]*+)?$")
_PERSONAL = {"name", "names", "email", "e", "phone", "telephone", "mobile", "fax"}
_LONGEST_PERSONAL = 6
SAME_NUMBERS = 0.95  # share of the wordings found that stand at their numbers in a wave's own copy
LEAST_SHIFTED = 3  # wordings at other numbers, from which on a document is of another wave
LEAST_WORDINGS = 10  # wordings found with a number, from which on numbers tell anything
_DISTINCT_WORDING = 5


@dataclass(frozen=True)
class Mapped:
    """The codebook's item for each question of a wave that has one, and the questions without."""

    items: Mapping[int, int]
    unmapped: tuple[Unmapped, ...]


def map_questions(wordings: Sequence[tuple[int, str]], codebook: Codebook) -> Mapped:
    """Map a wave's questions, given as numbers with wordings in printed order, to items.

    A question is mapped where its wording is the item's: the same words, but for spelling, order
    of little words and the like (SAME_WORDING, see `Likeness`). A wording that several items share
    ("If yes, please provide link and detail.") is mapped only behind the question that it follows
    up. An item has one question: of several the likest, then the first.
    """
    if not wordings:
        return Mapped({}, ())
    questions = codebook.questions
    wanted = Likeness([each.wording for each in questions])
    scores = wanted.scores([each for _, each in wordings])
    own = (wanted.scores([each.wording for each in questions]) >= SAME_WORDING).sum(axis=0) == 1
    alone = np.where(own, scores, 0.0)
    taken: dict[int, int] = {}
    for row in sorted(range(len(wordings)), key=lambda row: (-alone[row].max(), row)):
        column = int(alone[row].argmax())
        if alone[row, column] >= SAME_WORDING and column not in taken.values():
            taken[row] = column
    for row in range(1, len(wordings)):
        if row not in taken and row - 1 in taken:
            same = np.flatnonzero((scores[row] >= SAME_WORDING) & ~own)
            before = questions[taken[row - 1]]
            follows = [int(each) for each in same if _follows(questions[int(each)], before)]
            if follows and follows[0] not in taken.values():
                taken[row] = follows[0]
    return Mapped(
        items={wordings[row][0]: questions[column].number for row, column in sorted(taken.items())},
        unmapped=tuple(
            Unmapped(
                number,
                wording,
                questions[int(scores[row].argmax())].number if scores[row].max() else 0,
                round(float(scores[row].max()) / 100, 2),
            )
            for row, (number, wording) in enumerate(wordings)
            if row not in taken
        ),
    )


def _follows(question: Question, before: Question) -> bool:
    """Whether a question stands behind another one in the codebook, or follows up the same."""
    return (
        before.number == question.number - 1
        or before.number == question.follows
        or (before.follows is not None and before.follows == question.follows)
    ) and before.number < question.number


def derive_wave(found: WordIndex, codebook: Codebook) -> Codebook:
    """Return a codebook with the questions that a text holds, under the numbers it gives them.

    A question is a number that ends or opens a line beside a wording: one of the codebook's, or
    one that looks like a question. What the codebook says of options, headings and personal
    answers is kept for the questions that it knows.
    """
    numbers = _line_numbers(found)
    wanted = [locate.wanted_of(question) for question in codebook.questions]
    behind = [_known(found, *each, wanted, before=True) for each in numbers]
    first = [_known(found, *each, wanted, before=False) for each in numbers]
    number_first = sum(map(bool, first)) > sum(map(bool, behind))
    candidates: dict[int, list[locate.Candidate]] = {}
    for (position, _), known in zip(numbers, first if number_first else behind, strict=True):
        place = None if known else locate.question_like(found, position, number_first)
        if chosen := known or (place and locate.Candidate(place, _UNKNOWN)):
            candidates.setdefault(chosen.located.number, []).append(chosen)
    located = locate.best_chain(candidates[number] for number in sorted(candidates))
    return replace(
        codebook,
        id=re.sub(r"\d{4}$", "", codebook.id) + "-other",
        title="a wave that is not described",
        indicators=(),
        questions=_questions(found, located, codebook),
        waves=(),
    )


def _line_numbers(found: WordIndex) -> list[tuple[int, int]]:
    """Return the positions of the numbers that end or open a line, and where their stop ends."""
    numbers = []
    for position, word in enumerate(found.texts):
        if len(word) > 3 or not word.isdecimal() or not 0 < int(word) <= MAXIMUM_QUESTIONS:
            continue
        stop = locate.number_end(found, position)
        if stop is None:
            continue
        following = position + 1
        ends = following == len(found.texts) or "\n" in found.text[stop : found.starts[following]]
        if ends or found.opens_line(position):
            numbers.append((position, stop))
            if len(numbers) == MAXIMUM_NUMBERS:
                break
    return numbers


def _known(
    found: WordIndex, position: int, stop: int, wordings: Sequence[locate.Wanted], *, before: bool
) -> locate.Candidate | None:
    """Return the place of the likest of the codebook's wordings before or behind a number."""
    if before:
        first, last = _start_before(found, position), position
    elif found.opens_line(position):
        first, last = position + 1, _end_behind(found, position)
    else:
        return None
    held = set(found.texts[first:last])
    best, edge, edited = 0.0, position, False
    for wanted in wordings:
        if len(wanted.distinct & held) >= _LEAST_SHARED * len(wanted.distinct):
            likest, reach = locate.likest_beside(found, position, wanted.words, before=before)
            inside = first <= reach if before else reach < last
            weight = likest**2 * wanted.weight  # of an edited one much less
            if inside and likest >= wanted.least and weight > best:
                best, edge, edited = weight, reach, likest < 1.0
    if not best:
        return None
    if not before:
        edge = locate.line_end(found, edge) if edited else edge
        return locate.Candidate(locate.behind_number(found, position, edge), 1 + best)
    start = locate.line_start(found, edge, locate.SLACK if edited else 0)
    return locate.Candidate(locate.Located(int(found.texts[position]), start, stop), 1 + best)


def _start_before(found: WordIndex, position: int) -> int:
    """Return the first word before a question's number that is not beyond the previous number.

    A short question that nobody answered, with all of the next one, is like the next one's wording.
    """
    start = max(0, position - _WINDOW)
    number = int(found.texts[position]) - 1
    before = range(position - 1, start - 1, -1)
    return next((each + 1 for each in before if _is_number(found, each, number)), start)


def _end_behind(found: WordIndex, position: int) -> int:
    """Return where the words behind a question's number end: at the next number that opens a line.

    See `_start_before`.
    """
    end = min(len(found.texts), position + 1 + _WINDOW)
    number = int(found.texts[position]) + 1
    numbers = (each for each in range(position + 1, end) if _is_number(found, each, number))
    return next((each for each in numbers if found.opens_line(each)), end)


def _is_number(found: WordIndex, position: int, number: int) -> bool:
    return found.texts[position] == str(number) and locate.number_end(found, position) is not None


def _wording(found: WordIndex, place: locate.Located) -> str:
    """Return a question's wording without its number, stars and marks."""
    first, last = found.at(place.start), found.at(place.end)
    if place.number_first:
        shown = found.text[locate.number_end(found, first) or place.start : place.end]
    else:
        shown = found.text[place.start : found.starts[last - 1]]
    return _STAR.sub("", " ".join(shown.split()))


def _questions(
    found: WordIndex, located: Sequence[locate.Located], codebook: Codebook
) -> tuple[Question, ...]:
    wordings = [(each.number, _wording(found, each)) for each in located]
    items = map_questions(wordings, codebook).items
    models = {number: codebook.by_number[item] for number, item in items.items()}
    claimed = {lead for model in models.values() for lead in model.lead_in}
    printed = [lead for question in codebook.questions for lead in question.lead_in]
    leads = tuple(dict.fromkeys(lead for lead in printed if lead not in claimed))
    model = codebook.questions[0]
    questions = []
    for place, before, (number, wording) in zip(located, [None, *located], wordings, strict=False):
        if number in models:
            model = models[number]
        else:
            words = word_texts(wording)
            personal = len(words) <= _LONGEST_PERSONAL and not _PERSONAL.isdisjoint(words)
            options = _options(found, place, before.end if before else 0, leads, codebook)
            model = replace(model, options=options, lead_in=leads, personal=personal)
        own = replace(model, number=number, wording=wording)
        questions.append(replace(own, follows=None, related=(), indicator=""))
    return tuple(questions)


def _options(
    found: WordIndex, place: locate.Located, start: int, leads: Sequence[str], codebook: Codebook
) -> tuple[str, ...]:
    """Return the options of the codebook that stand, all of them, where a question has its own."""
    known = {question.options for question in codebook.questions if question.options}
    for options in sorted(known, key=len, reverse=True):
        if place.number_first:
            _, seen = without_head(found, place.end, len(found.text), options)
        else:
            _, seen = without_tail(found, start, place.start, [*leads, *options])
        if set(options) <= seen:
            return options
    return ()


def wave_of(text: str, codebook: Codebook) -> Codebook:
    """Return the wave whose copy `text` is: the codebook, one of its waves, or one made for it.

    What counts are long wordings of one question, word for word, and the numbers beside them. A
    copy of a wave has nearly all (SAME_NUMBERS) at their numbers. Where no wave's are, the
    document is a copy of one that is not described, and its questions are taken from it, with the
    id "<family>-other" ("msq-other"). A text with hardly any wording is left to the codebook.
    """
    found = word_index(text)
    counts = [(wave, *_numbers(found, wave)) for wave in (codebook, *codebook.waves)]
    wave, same, shifted = max(counts, key=lambda each: each[1])
    if same + shifted < LEAST_WORDINGS:
        return codebook
    if shifted < LEAST_SHIFTED or same >= SAME_NUMBERS * (same + shifted):
        return wave
    return derive_wave(found, codebook)


def _numbers(found: WordIndex, wave: Codebook) -> tuple[int, int]:
    """Return how many distinct wordings stand in the text at their number, and at another.

    Numbers stand before the wordings or behind them; what more wordings have is taken.
    """
    wordings = {each.number: word_texts(each.wording) for each in wave.questions}
    times = Counter(wordings.values())
    places = locate.places_of(found, wave)
    counts = {before: [0, 0] for before in (False, True)}
    for number, wanted in wordings.items():
        if len(wanted) < _DISTINCT_WORDING or times[wanted] > 1:
            continue
        ranges = locate.exact_places(found, places, wanted)
        for before, count in counts.items():
            beside = {_beside(found, before, *each) for each in ranges} - {None}
            count[0] += number in beside
            count[1] += bool(beside) and number not in beside
    same, shifted = max(counts.values(), key=sum)
    return same, shifted


def _beside(found: WordIndex, before: bool, start: int, end: int) -> int | None:
    """Return the number that stands before or behind a wording as a question's number does."""
    position = start - 1 if before else end
    if not 0 <= position < len(found.texts) or not found.texts[position].isdecimal():
        return None
    if locate.number_end(found, position) is None:
        return None
    return int(found.texts[position][:4])

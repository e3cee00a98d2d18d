"""Tells which wave of the questionnaire a document is a copy of."""

from collections import Counter

from egovbench.documents.derive import derive_wave
from egovbench.documents.locate import places_of
from egovbench.documents.numbering import exact_places, number_end
from egovbench.documents.wording import WordIndex, word_index, word_texts
from egovbench.questionnaire import Codebook

SAME_NUMBERS = 0.95  # share of the wordings found that stand at their numbers in a wave's own copy
LEAST_SHIFTED = 3  # wordings at other numbers, from which on a document is of another wave
LEAST_WORDINGS = 10  # wordings found with a number, from which on numbers tell anything
_DISTINCT_WORDING = 5


def wave_of(text: str, codebook: Codebook) -> Codebook:
    """Return the wave whose copy `text` is: the codebook, one of its waves, or one made for it.

    What counts are long wordings of one question, word for word, and the numbers beside them. A
    copy of a wave has nearly all (SAME_NUMBERS) at their numbers. Where no wave's are, the
    document is a copy of one that is not described, and its questions are taken from it, with the
    id "<family>-other" ("msq-other"). A text with hardly any wording is left to the codebook.
    """
    found = word_index(text)
    counts = [(wave, *_numbers(text, found, wave)) for wave in (codebook, *codebook.waves)]
    wave, same, shifted = max(counts, key=lambda each: each[1])
    if same + shifted < LEAST_WORDINGS:
        return codebook
    if shifted < LEAST_SHIFTED or same >= SAME_NUMBERS * (same + shifted):
        return wave
    return derive_wave(text, found, codebook)


def _numbers(text: str, found: WordIndex, wave: Codebook) -> tuple[int, int]:
    """Return how many distinct wordings stand in the text at their number, and at another.

    Numbers stand before the wordings or behind them; what more wordings have is taken.
    """
    wordings = {each.number: word_texts(each.wording) for each in wave.questions}
    times = Counter(wordings.values())
    places = places_of(found, wave)
    counts = {before: [0, 0] for before in (False, True)}
    for number, wanted in wordings.items():
        if len(wanted) < _DISTINCT_WORDING or times[wanted] > 1:
            continue
        ranges = exact_places(found, places, wanted)
        for before, count in counts.items():
            beside = {_beside(text, found, before, *each) for each in ranges} - {None}
            count[0] += number in beside
            count[1] += bool(beside) and number not in beside
    same, shifted = max(counts.values(), key=sum)
    return same, shifted


def _beside(text: str, found: WordIndex, before: bool, start: int, end: int) -> int | None:
    """Return the number that stands before or behind a wording as a question's number does."""
    position = start - 1 if before else end
    if not 0 <= position < len(found.texts) or not found.texts[position].isdecimal():
        return None
    if number_end(text, found, position) is None:
        return None
    return int(found.texts[position][:4])

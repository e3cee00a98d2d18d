"""An answer as sentences and clauses, and what it states in its first words."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from egovbench.base.addresses import WEB_ADDRESS
from egovbench.questionnaire.cues import LANGUAGES, Found, Language, Token, language, tokens
from egovbench.questionnaire.languages import OTHER, language_of

_FEWEST_WORDS_OF_A_LANGUAGE = 4
_FEW_WORDS = 7
_LONGEST_SENTENCE = 120  # words; a longer one is read in pieces, so that time stays linear
_BULLET = re.compile(r"[•▪‣◦●■□*]|\n\s{0,100}[-–—]|\|")
_BREAK = re.compile(r"[(){}\[\]:|]|\s[-–—]\s")
_OPENS = re.compile(r"(?:^|[\s(:])[\"“„«‘]\s?$|[\s(:]'$")
_CLOSES = re.compile(r"\s?[\"”“»'’](?:[\s).,;:]|$)")
_BOXES = re.compile(r"(?:[☐□]|\[\s?\]|\(\s?\))\s{0,3}\w{1,20}|\[[xX✓✔]\]")
_LONGEST_QUESTION = 120  # characters
_LONGEST_TITLE = 9
SETTING_ASIDE = ("exception", "concession")  # kinds of cues that open a clause of their own
# What may follow "yes" and "no data" in a sentence of its own.
_AFTER_YES = ("p", "pp", "page", "see", "the", "there", "it", "we")
_AVAILABLE = (
    "available", "provided", "given", "yet", "at", "disponible", "disponibles", "disponivel",
    "verfugbar", "vorhanden",
)  # fmt: skip


@dataclass(frozen=True)
class Sentence:
    """The words of a sentence, its language, cues, and clauses as slices of its words."""

    words: list[Token]
    spoken: Language
    cues: list[Found]
    clauses: list[tuple[int, int]]
    asks: bool


@dataclass(frozen=True)
class Statement:
    """What an answer states in its first words: yes, no, partly, planned or unsure."""

    kind: str
    start: int
    end: int


def without_addresses(text: str) -> str:
    """Return `text` with blanks in the place of web addresses, so that places stay.

    The sign that ends a sentence behind an address stays.
    """

    def blanks(address: re.Match[str]) -> str:
        bare = address[0].rstrip(".,;:!?")
        return " " * len(bare) + address[0][len(bare) :]

    return WEB_ADDRESS.sub(blanks, text)


def without_boxes(text: str) -> str:
    """Return `text` with blanks in the place of options whose box is empty, and of crosses."""
    return _BOXES.sub(lambda found: " " * len(found[0]), text)


def sentences(
    text: str, spoken: Language, spelt: Callable[[Token], Token] | None = None
) -> list[Sentence]:
    """Return the sentences of a text; a list's entries and a table's cells are sentences too.

    `spelt` returns a word without its slip of the pen.
    """
    words = tokens(without_addresses(text))
    words = [spelt(each) for each in words] if spelt else words
    starts: list[int] = []
    for place in range(len(words)):
        too_long = bool(starts) and place - starts[-1] >= _LONGEST_SENTENCE
        if too_long or _begins(words, place, spoken):
            starts.append(place)
    found = []
    for start, end in zip(starts, [*starts, len(words)][1:], strict=True):
        part = words[start:end]
        after = text[part[-1].end : words[end].start if end < len(words) else len(text)]
        own, cues = _read(part, text, spoken)
        found.append(Sentence(part, own, cues, _clauses(part, own, cues), "?" in after))
    return found


def _read(words: Sequence[Token], text: str, spoken: Language) -> tuple[Language, list[Found]]:
    """Return the language of a sentence and its cues: another's than the text's where it has none.

    An answer may be written in two languages.
    """
    cues = spoken.find(words)
    if not cues and len(words) >= _FEWEST_WORDS_OF_A_LANGUAGE:
        own = language_of(text[words[0].start : words[-1].end])
        if own not in (OTHER, spoken.code):
            spoken = language(own)
            cues = spoken.find(words)
    if not cues and 1 < len(words) < _FEW_WORDS:  # too few to tell the language
        cues = language("en").find(words)
        spoken = language("en") if cues else spoken
    titles = _titles(words)
    left = [
        each
        for each in cues
        if each.start not in titles
        and not _is_number_sign(words, each)
        and not (each.cue.kind == "denied" and _within_a_name(words, each))
    ]
    return spoken, left


def _titles(words: Sequence[Token]) -> set[int]:
    """Return the places of words in quotation marks that are a name ("No Village Offline")."""
    found: set[int] = set()
    for start, word in enumerate(words):
        opens = _OPENS.search(word.before) or (start == 0 and "'" in word.before)
        if opens and word.written[0].isupper():
            stop = start + 1
            while stop < min(start + _LONGEST_TITLE, len(words)):
                if _CLOSES.match(words[stop].before):
                    found |= set(range(start, stop))
                    break
                stop += 1
    return found


def _within_a_name(words: Sequence[Token], found: Found) -> bool:
    """Return whether words stand in the middle of a name ("Leaving No One Offline")."""
    around = words[found.start - 1 : found.end + 1] if found.start else []
    parted = any(each.before.strip() for each in around[1:])
    named = len(around) == found.end - found.start + 2 and all(
        each.written[0].isupper() and each.written[1:].islower() for each in around
    )
    return named and not parted


def _begins(words: Sequence[Token], place: int, spoken: Language) -> bool:
    if place == 0:
        return True
    gap, word, last = words[place].before, words[place], words[place - 1]
    if any(sign in gap for sign in "!?;") or _BULLET.search(gap):
        return True
    if "\n" in gap:
        written = word.written[0]
        return (
            gap.count("\n") > 1
            or any(sign in gap for sign in ".(")
            or written.isupper()
            or written.isdigit()
        )
    short = last.word in spoken.lists["abbreviations"] or (
        len(last.word) == 1 and last.word.isalpha()
    )
    ends = gap.rstrip(" \"'”’»)").endswith(".") and gap[-1] != "."
    return (ends or ". " in gap) and not short


def _is_number_sign(words: Sequence[Token], found: Found) -> bool:
    """Return whether a cue is the sign of a number, as in "No. 45/2018" and "n° 45"."""
    return (
        found.end == found.start + 1
        and words[found.start].word in ("no", "nos", "n")
        and found.end < len(words)
        and words[found.end].word.isdigit()
    )


def _clauses(
    words: Sequence[Token], spoken: Language, cues: Sequence[Found]
) -> list[tuple[int, int]]:
    boundaries, relatives = spoken.lists["boundaries"], spoken.lists["relatives"]
    openings = [each for each in cues if each.cue.kind in SETTING_ASIDE]
    exceptions = {each.start for each in openings}
    within = {place for each in cues for place in range(each.start + 1, each.end)}
    starts = [0]
    in_relative = 0 in exceptions
    for place in range(1, len(words)):
        comma = "," in words[place].before
        word = words[place].word
        aside = comma and place + 1 < len(words) and "," in words[place + 1].before
        begins = place not in within and (
            (word in boundaries and not aside)
            or (comma and f", {word}" in boundaries)
            or _BREAK.search(words[place].before) is not None
            or ((in_relative or place in exceptions) and comma)
        )
        if begins:
            starts.append(place)
            continued = in_relative and starts[-2] in exceptions and f", {word}" in boundaries
            in_relative = word in relatives or place in exceptions or continued
    return list(zip(starts, [*starts[1:], len(words)], strict=True))


def stated(text: str) -> Statement | None:
    """Return what a text states in its first words, in whatever language, or nothing.

    One word counts where nothing goes on behind it; a number after "No" is none of these.
    """
    asked = text[:_LONGEST_QUESTION].find("? ") + 1
    if asked and "?" not in text[asked:] and (answer := stated(text[asked:])):
        return Statement(answer.kind, asked + answer.start, asked + answer.end)
    words = tokens(text[:200])
    if not words or (words[0].start > 0 and text[: words[0].start].strip(" \n\t\"'“«(•-–*☒☑✓✔")):
        return None
    found: list[tuple[int, str]] = []
    for code in LANGUAGES:
        found += [
            (end, cue.kind)
            for end, cue in language(code).opening.at(words, 0)
            if cue.kind != "placeholder"
        ]
    for end, kind in sorted(found, reverse=True):
        after = words[end].before if end < len(words) else "."
        goes_on = re.match(r"[\s\"'”»]*$", after) is not None
        if (
            end == 1
            and kind == "no"
            and end < len(words)
            and (words[end].word[0].isdigit() or words[end].word == "of")
        ):
            continue
        # "No data law exists" denies; "No data available" tells nothing.
        unsure = kind == "unsure" and not (
            goes_on and (1, "no") in found and words[end].word not in _AVAILABLE
        )
        if unsure or not goes_on or (kind == "yes" and words[end].word in _AFTER_YES):
            later = _qualified(words, end) if kind == "yes" else None
            return later or Statement(kind, words[0].start, words[end - 1].end)
    return None


def _qualified(words: Sequence[Token], place: int) -> Statement | None:
    """Return what "yes, but only in part" states, where nothing goes on behind it."""
    for start in range(place, min(place + 4, len(words))):
        for code in LANGUAGES:
            for end, cue in language(code).opening.at(words, start):
                if cue.kind in ("partly", "planned") and end == len(words):
                    return Statement(cue.kind, words[0].start, words[end - 1].end)
    return None

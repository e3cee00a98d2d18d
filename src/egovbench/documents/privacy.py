"""Keeps respondents' names and e-mail addresses out of everything the project writes."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from egovbench.base.addresses import EMAIL, EMAIL_MASK
from egovbench.documents.wording import word_texts
from egovbench.questionnaire import Codebook

NAME_MASK = "[name withheld]"
_NAME_WORD = re.compile(r"[^\W\d_]+(?:[-'’.]+[^\W\d_]+)*")
_SEPARATOR = r"[\s,._-]+"
_BETWEEN_TEXTS = "\n\ue000\n"  # a character for private use
_LEAST_PART = 4
_NEAR = 3


@dataclass(frozen=True)
class Mask:
    """Masks e-mail addresses and the names it was made for.

    `names` are patterns, each with the words that a text holds where the pattern finds anything.
    """

    names: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]

    def apply(self, text: str) -> str:
        """Return `text` with every e-mail address and known name replaced by a mask.

        One that a line or page break cuts is found too; lines keep their number. Masking what is
        already masked changes nothing.
        """
        masked = _replace(text, (EMAIL,), EMAIL_MASK)
        held = masked.casefold()
        patterns = [found for found, words in self.names if all(word in held for word in words)]
        return _replace(masked, patterns, NAME_MASK)

    def apply_each(self, texts: Iterable[str]) -> list[str]:
        """Return the texts, each masked as by `apply`, in one go."""
        joined = _BETWEEN_TEXTS.join(text.replace(_BETWEEN_TEXTS.strip(), "") for text in texts)
        return self.apply(joined).split(_BETWEEN_TEXTS)


def withhold(answer: str) -> str:
    """Return the answer to a personal question replaced by a mask; line and page breaks stay."""
    if answer.strip() in (NAME_MASK, EMAIL_MASK):
        return answer
    return _hidden(answer, EMAIL_MASK if "@" in answer else NAME_MASK)


def mask_for(names: Iterable[str], ordinary_words: Iterable[str]) -> Mask:
    """Return a mask for the full `names`, for their words in pairs and for their single words.

    Case and order do not matter for a full name and a pair. A single word counts from four letters
    on, with a capital, and when it is no ordinary word (the questionnaire's own words and
    countries' names), so that a respondent called "May" does not hide months.
    """
    ordinary = {word.casefold() for word in ordinary_words}
    several: dict[tuple[str, ...], None] = {}
    single: dict[str, None] = {}
    for name in (" ".join(each.split()) for each in names):
        if name in (NAME_MASK, EMAIL_MASK):
            continue
        pieces = _NAME_WORD.findall(EMAIL.sub(" ", name))
        capitals = [piece for piece in pieces if piece[0].isupper()] or pieces
        if len(pieces) > 1:
            several |= dict.fromkeys((tuple(pieces), tuple(pieces[::-1])))
        for (place, one), (other_place, other) in combinations(enumerate(capitals), 2):
            if other_place - place <= _NEAR and not {one.casefold(), other.casefold()} <= ordinary:
                several |= dict.fromkeys(((one, other), (other, one)))
        for part in capitals:
            if len(part) >= _LEAST_PART and part.casefold() not in ordinary:
                single |= dict.fromkeys((part, part.title(), part.upper()))
    found = [_name(each, re.IGNORECASE) for each in several]
    found += [_name((each,), re.NOFLAG) for each in single]
    return Mask(tuple(found))


def ordinary_words(codebook: Codebook, countries: pd.DataFrame) -> tuple[str, ...]:
    """Return the words that no mask hides: the questionnaire's own and the countries' names."""
    printed = [
        text
        for question in codebook.questions
        for text in (*question.lead_in, *question.options, question.wording)
    ]
    return word_texts(" ".join([*printed, codebook.closing_text, *countries["name"]]))


def _name(pieces: Sequence[str], flags: re.RegexFlag) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """Return a pattern for a name, any word of which may be wrapped behind its hyphen."""
    pattern = _SEPARATOR.join(re.escape(piece).replace(r"\-", r"-\s*") for piece in pieces)
    words = tuple(word.casefold() for piece in pieces for word in piece.split("-"))
    return re.compile(rf"(?<!\w){pattern}(?!\w)", flags), words


def _replace(text: str, patterns: Iterable[re.Pattern[str]], mask: str) -> str:
    """Return `text` with what the patterns find masked, as one where two overlap."""
    found = sorted(match.span() for pattern in patterns for match in pattern.finditer(text))
    parts, last = [], 0
    for place, (start, end) in enumerate(found):
        start = max(start, last)
        following = found[place + 1][0] if place + 1 < len(found) else len(text)
        if following < end:
            found[place + 1] = (start, max(end, found[place + 1][1]))
        elif start < end:
            parts += [text[last:start], _hidden(text[start:end], mask)]
            last = end
    return "".join([*parts, text[last:]])


def _hidden(text: str, mask: str) -> str:
    """Replace the words of a text by one mask; line and page breaks stay."""
    parts, last = [], 0
    for word in re.finditer(r"\S+", text):
        gap = text[last : word.start()]
        parts += [gap if not last or "\n" in gap else "", "" if last else mask]
        last = word.end()
    return "".join([*parts, text[last:]])

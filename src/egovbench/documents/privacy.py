"""Keeps respondents' names, addresses and numbers out of everything the project writes."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import pandas as pd

from egovbench.base.addresses import EMAIL, EMAIL_MASK, TELEPHONE_MASK, emails, telephones
from egovbench.base.plain_text import plain_text
from egovbench.documents.wording import word_texts
from egovbench.questionnaire import Codebook

NAME_MASK = "[name withheld]"
_NAME_WORD = re.compile(r"[^\W\d_]+(?:[-'.]{1,3}[^\W\d_]+)*")
_LETTERS = re.compile(r"[^\W\d_]+")
_JOIN = r"(?:\s?[-'.]\s{0,9}|\s)?"
_BREAK = r"-\s{0,9}\n\s{0,9}"  # of a word at the end of a line
_BETWEEN_TEXTS = "\n\ue000\n"  # a character for private use
_LEAST_PART = 4
_LEAST_UNSPACED = 2
_LEAST_LOWER_CASE = 6
_NEAR = 3
_LONGEST_WORD = 100  # letters; what is longer names nobody
_MOST_WORDS = 20  # of one name; of several in a cell the pairs and single words are known
# Letters that are written in two ways where an alphabet has no umlauts, rings or sharp s.
_TWO_LETTERS = re.compile(r"([aou])e|(a)a|(s)s")
_SPELLINGS = {"a": "a[ae]?", "o": "oe?", "u": "ue?", "s": "ss?"}
# Thai, Lao, Burmese, Khmer, Korean in its single sounds, Japanese and Chinese: where words stand
# side by side, or a particle follows a name.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]+"
)
_KOREAN_ENDING = r"[\u11a8-\u11ff]"
_ADDRESS_MARKS = "/_.@=#?&%~+-\\"
# The folder of a user's files, in the address of a page that was printed or a table linked to.
_HOME = re.compile(
    r"(?:\bfile:/{2,3}(?:[a-z]:/)?|\b[a-z]:\\{1,2})(?:users|home|documents and settings)"
    r"[/\\]{1,2}([^/\\\s\[]{1,64})",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Name:
    """The words of a name, or one of them; `parts` are their letters in one spelling."""

    pieces: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...]

    def in_text(self, plain: str, spelling: str) -> Iterator[re.Match[str]]:
        """Yield where the name stands in plain text, given the text in one spelling too."""
        if all(part in spelling for parts in self.parts for part in parts):
            yield from _pattern(self.pieces, self.parts).finditer(plain)


@dataclass(frozen=True)
class Mask:
    """Masks e-mail addresses, telephone numbers and the names it was made for."""

    names: tuple[_Name, ...]

    def apply(self, text: str) -> str:
        """Return `text` with every e-mail address, number and known name replaced by a mask.

        However they are spelled: without accents, encoded, or cut by a line or page break; lines
        keep their number. Masking what is already masked changes nothing.
        """
        plain = plain_text(text)
        others = EMAIL.sub(lambda found: "@" * len(found[0]), plain.text)
        held = _one_spelling(re.sub(_BREAK, "", others))
        found = [(place, EMAIL_MASK) for place in emails(plain)]
        found += [(place, TELEPHONE_MASK) for place in telephones(plain)]
        found += [(plain.place(each, 1), NAME_MASK) for each in _HOME.finditer(others)]
        found += [
            (plain.place(each), NAME_MASK)
            for name in self.names
            for each in name.in_text(others, held)
            if len(name.pieces) > 1 or _is_name(each)
        ]
        return _masked(text, found)

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

    Case, accents and order do not matter for a full name and a pair. A single word, or a part of a
    double name, counts from four letters on when it is no ordinary word (the questionnaire's own
    words and countries' names), so that a respondent called "May" does not hide months; and with a
    capital, within an address, or from six letters on, so that one called "Green" hides no colour.
    In scripts that put no blanks between words, two letters are enough, anywhere in a word.
    """
    ordinary = {word.casefold() for word in ordinary_words}
    several: dict[tuple[str, ...], None] = {}
    single: dict[str, None] = {}
    for name in (plain_text(" ".join(each.split())).text for each in names):
        if name in (NAME_MASK, EMAIL_MASK):
            continue
        name = EMAIL.sub(" ", name)
        pieces = [each for each in _NAME_WORD.findall(name) if len(each) <= _LONGEST_WORD]
        capitals = [piece for piece in pieces if not piece.islower()] or pieces
        if 1 < len(pieces) <= _MOST_WORDS:
            several |= dict.fromkeys((tuple(pieces), tuple(pieces[::-1])))
        letters = [part for piece in pieces for part in _LETTERS.findall(piece)]
        parts = [part for piece in capitals for part in _LETTERS.findall(piece) if len(part) > 1]
        joined = ""
        for part in letters if not name.islower() else ():
            if part.islower():
                joined += part
            elif joined:
                single[(joined + part).casefold()] = None
                joined = ""
        near = (zip(parts, parts[n:], strict=False) for n in range(1, _NEAR + 1))
        for one, other in chain.from_iterable(near):
            if not {one.casefold(), other.casefold()} <= ordinary:
                several |= dict.fromkeys(((one, other), (other, one)))
        for part in (*capitals, *parts):
            least = _LEAST_UNSPACED if _UNSPACED.fullmatch(part) else _LEAST_PART
            if len(part) >= least and part.casefold() not in ordinary:
                single[part.casefold()] = None
    return Mask((*map(_name, several), *(_name((each,)) for each in single)))


def ordinary_words(codebook: Codebook, countries: pd.DataFrame) -> tuple[str, ...]:
    """Return the words that no mask hides: the questionnaire's own and the countries' names."""
    printed = [
        text
        for question in codebook.questions
        for text in (*question.lead_in, *question.options, question.wording)
    ]
    return word_texts(" ".join([*printed, codebook.closing_text, *countries["name"]]))


def _name(pieces: tuple[str, ...]) -> _Name:
    letters = (_LETTERS.findall(piece) for piece in pieces)
    return _Name(pieces, tuple(tuple(map(_one_spelling, parts)) for parts in letters))


@lru_cache(maxsize=1024)
def _pattern(pieces: tuple[str, ...], parts: tuple[tuple[str, ...], ...]) -> re.Pattern[str]:
    """Return a pattern for a name, whose words may be joined by any mark, or wrapped behind it."""
    spelled = [
        _JOIN.join(
            f"(?:{_BREAK})?".join(_SPELLINGS.get(each, each) for each in part) for part in word
        )
        for word in parts
    ]
    unspaced = all(_UNSPACED.fullmatch(part) for word in parts for part in word)
    least = 0 if unspaced or all(len(piece) >= _LEAST_PART for piece in pieces) else 1
    pattern = rf"[\s,._+/·・-]{{{least},9}}".join(spelled)
    # In an address an initial may stand before a part without anything between.
    start = "" if unspaced else r"(?:(?<![^\W\d_])|(?<=[/~=\\@._-][^\W\d_]))"
    end = f"(?!{_KOREAN_ENDING})" if unspaced else r"s?(?![^\W\d_])"
    return re.compile(f"{start}{pattern}{end}", re.IGNORECASE)


def _one_spelling(text: str) -> str:
    """Return plain text with one letter for those that are written as one or as two."""
    return _TWO_LETTERS.sub(lambda found: found[found.lastindex or 0], text.casefold())


def _is_name(found: re.Match[str]) -> bool:
    """Tell whether a word that is a name is one where it stands, and no word like others."""
    word, text = found[0], found.string
    around = text[max(0, found.start() - 1) : found.start()] + text[found.end() : found.end() + 1]
    return (
        word[0].isupper()
        or _UNSPACED.match(word) is not None
        or len(word) >= _LEAST_LOWER_CASE
        or (around[:1].isalpha() and found.start() > 0)
        or any(mark in _ADDRESS_MARKS for mark in around.rstrip("."))
    )


def _masked(text: str, found: Iterable[tuple[tuple[int, int], str]]) -> str:
    """Return `text` with a mask at each place; where two overlap, the first's for both."""
    joined: list[tuple[int, int, str]] = []
    for (start, end), mask in sorted(found, key=lambda each: (each[0][0], -each[0][1])):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]), joined[-1][2])
        else:
            joined.append((start, end, mask))
    parts, last = [], 0
    for start, end, mask in joined:
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

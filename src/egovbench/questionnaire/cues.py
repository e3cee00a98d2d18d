"""The words that tell how an answer speaks of a thing, in each language, and where a text has them.

A cue is a phrase with a kind, a direction and a scope, in the manner of NegEx (Chapman et al. 2001,
*Journal of Biomedical Informatics* 34, p. 301) and ConText (Harkema et al. 2009, the same 42,
p. 839). Cues are data: one file for each language in data/codebook/cues/; en.yml explains them.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import product
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from egovbench.base import paths
from egovbench.base.errors import InputError
from egovbench.base.files import read_once
from egovbench.base.yaml_text import read_yaml

LANGUAGES = ("en", "fr", "es", "de", "pt")
KINDS = (
    "denied", "ended", "planned", "possible", "limited", "quantifier", "other_actor",
    "international", "enacted", "exists", "done", "works", "replaces", "replaced_by",
    "not_in_force", "past", "former", "doubled", "pseudo", "yes", "no", "partly", "unsure",
    "placeholder",
)  # fmt: skip
DIRECTIONS = ("forward", "backward", "both", "start")
SCOPES = ("phrase", "verb", "clause", "none")
WORD_LISTS = (
    "abbreviations",
    "boundaries",
    "relatives",
    "complements",
    "about",
    "openers",
    "transparent",
    "anaphors",
    "concord",
    "auxiliaries",
    "qualifiers",
    "others",
    "agents",
    "articles",
    "into",
    "whole",
    "within",
    "modals",
    "own",
    "units",
    "without",
    "negators",
    "forbidding",
    "after",
    "helping",
    "joining",
    "places",
    "only",
    "putting",
)
# Lists of phrases that are found among the cues, as of the kind of that name: no status follows.
MARKERS = ("denying", "doubt", "unreal", "undoing", "exception", "concession")
Value = TypeVar("Value")
_GAP = "…"
_LONGEST_GAP = 4
_GAP_KINDS = ("enacted", "exists", "done", "works", "planned")
_SHORTEST_MISSPELT, _LONGEST_MISSPELT = 6, 20
_AS_WORDS = {ord("*"): "", ord("~"): "", ord(_GAP): "x"}
_WORD = re.compile(r"[^\W_]+|%")


@dataclass(frozen=True)
class Token:
    """A word of a text: folded to small letters without accents, and as written.

    `start` and `end` are its place in the text; `before` is what stands since the last word.
    """

    word: str
    written: str
    start: int
    end: int
    before: str


@dataclass(frozen=True)
class Cue:
    """A phrase that gives a status to the words in its scope; the example shows it at work."""

    phrase: str
    kind: str
    direction: str
    scope: str
    example: str


@dataclass(frozen=True)
class Found:
    """A cue at the words `start` to `end` of a text (as of a slice of its tokens)."""

    cue: Cue
    start: int
    end: int


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    return unicodedata.normalize("NFKD", character)[0].lower()[0]


def fold(text: str) -> str:
    """Return `text` in small letters without accents, each character in its place."""
    return text.lower() if text.isascii() else "".join(map(_folded, text))


def tokens(text: str) -> list[Token]:
    """Return the words of a text in order; characters that are not seen do not part words."""
    if text.isascii():
        return _tokens(text, None)
    shown = [
        place for place, sign in enumerate(text) if unicodedata.category(sign) not in ("Cf", "Mn")
    ]
    return _tokens("".join([text[place] for place in shown]), shown)


def _tokens(text: str, places: list[int] | None) -> list[Token]:
    folded = fold(text)
    found = []
    last = 0
    for match in _WORD.finditer(folded):
        start, end = match.span()
        before = text[last:start]
        last = end
        written = text[start:end]
        if places is not None:
            start, end = places[start], places[end - 1] + 1
        found.append(Token(match[0], written, start, end, before))
    return found


class Phrases(Generic[Value]):
    """Phrases by their words, found in a text in one pass.

    A word of a phrase that ends in `*` stands for words that begin so, one that begins with it for
    words that end so, or with both for words that hold the rest; one that begins with `~` for words
    that end so with these accents; `…` stands for up to four words; capitals are matched as
    written.
    """

    def __init__(self, entries: Iterable[tuple[str, Value]]) -> None:
        self._whole: dict[str, list[tuple[tuple[_Part, ...], Value]]] = {}
        self._pairs: dict[tuple[str, str], list[tuple[tuple[_Part, ...], Value]]] = {}
        self._begun: dict[str, list[tuple[tuple[_Part, ...], Value]]] = {}
        self._held: list[tuple[tuple[_Part, ...], Value]] = []
        for phrase, value in entries:
            parts = tuple(map(_part, phrase_words(phrase)))
            entry = (parts, value)
            if parts[0].how in ("ends", "holds", "accented"):
                self._held.append(entry)
            elif [each.how for each in parts[:2]] == ["same", "same"]:
                self._pairs.setdefault((parts[0].text, parts[1].text), []).append(entry)
            elif parts[0].how == "begins":
                self._begun.setdefault(parts[0].text, []).append(entry)
            else:
                self._whole.setdefault(parts[0].text.lower(), []).append(entry)
                if parts[0].how == "written":
                    self._whole.setdefault(f"{parts[0].text.lower()}s", []).append(entry)
        self._lengths = sorted({len(each) for each in self._begun})
        first = [parts[0] for parts, _ in self._held]
        self._endings = tuple(fold(each.text) for each in first if each.how in ("ends", "accented"))
        self._within = re.compile("|".join(each.text for each in first if each.how == "holds"))

    def at(self, text: Sequence[Token], place: int) -> list[tuple[int, Value]]:
        """Return the phrases that begin at a word of `text`: where each ends, and its value."""
        word = text[place].word
        candidates = list(self._whole.get(word, ()))
        if place + 1 < len(text):
            candidates += self._pairs.get((word, text[place + 1].word), ())
        for length in self._lengths:
            if length > len(word):
                break
            candidates += self._begun.get(word[:length], ())
        if self._held and (
            word.endswith(self._endings) or (self._within.pattern and self._within.search(word))
        ):
            candidates += self._held
        ends = ((_end(parts, text, place), value) for parts, value in candidates)
        return [(end, value) for end, value in ends if end]


class Spelling:
    """Finds the word that a misspelt one stands for: one letter missing, too many, or another.

    Words shorter than six letters are as likely to be other words, and are left as they are.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        parts = [_part(word) for phrase in phrases for word in phrase_words(phrase)]
        known = [each for each in parts if len(each.text) >= _SHORTEST_MISSPELT]
        self._whole = _near([each.text for each in known if each.how == "same"])
        self._begun = _near([each.text for each in known if each.how == "begins"])

    def __call__(self, token: Token) -> Token:
        """Return `token` with the word meant in the place of its own, if there is one."""
        word = token.word[:_LONGEST_MISSPELT]
        for shorter in _without_a_letter(word):
            if shorter in self._whole:
                return replace(token, word=self._whole[shorter])
        for length in range(_SHORTEST_MISSPELT, len(word) + 1):
            for shorter in _without_a_letter(word[:length]):
                if shorter in self._begun:
                    return replace(token, word=self._begun[shorter])
        return token


def _near(words: Iterable[str]) -> dict[str, str]:
    return {shorter: word for word in words for shorter in _without_a_letter(word)}


def _without_a_letter(word: str) -> list[str]:
    """Return a word and what is left of it without one of its letters, if it is long enough."""
    if len(word) < _SHORTEST_MISSPELT:
        return []
    return [word, *(word[:at] + word[at + 1 :] for at in range(1, len(word) - 1))]


class _Part(NamedTuple):
    """A word of a phrase, and how a word of a text has to match it."""

    text: str
    how: str


def phrase_words(phrase: str) -> tuple[str, ...]:
    """Return the words of a phrase, with its signs for what may stand around them."""
    return tuple(re.findall(rf"[*~]?(?:[^\W_]+|%)\*?|{_GAP}", phrase))


@cache
def _part(word: str) -> _Part:
    if word == _GAP:
        return _Part(word, "gap")
    bare = word.strip("*~")
    if word.startswith("~"):
        return _Part(bare, "accented")
    if any(character.isupper() for character in bare):
        return _Part(bare, "written")
    stars = (word.startswith("*"), word.endswith("*"))
    how = {(True, True): "holds", (True, False): "ends", (False, True): "begins"}.get(stars, "same")
    return _Part(fold(bare), how)


def _end(parts: tuple[_Part, ...], text: Sequence[Token], place: int) -> int:
    """Return where a phrase that begins at a word of `text` ends, or 0 where it does not match."""
    at = place
    gap = 0
    for part in parts:
        if part.how == "gap":
            gap = _LONGEST_GAP
            continue
        while at < len(text) and not _same(part, text[at]):
            if gap == 0:
                return 0
            at += 1
            gap -= 1
        if at == len(text):
            return 0
        at += 1
        gap = 0
    return at


def _same(part: _Part, token: Token) -> bool:
    wanted, how = part
    if how == "same":
        return token.word == wanted
    if how == "begins":
        return token.word.startswith(wanted)
    if how == "accented":
        return token.written.lower().endswith(wanted)
    if how == "written":
        return token.written in (wanted, f"{wanted}s")
    return token.word.endswith(wanted) if how == "ends" else wanted in token.word


def _alternatives(phrase: str) -> list[str]:
    """Return the phrases that one stands for: "is|are out" for two, "not yet| in use" for two."""
    every = product(*(word.split("|") for word in phrase.split()))
    return list(dict.fromkeys(" ".join(filter(None, each)) for each in every))


@dataclass(frozen=True)
class Language:
    """The cues and lists of words of one language."""

    code: str
    cues: tuple[Cue, ...]
    lists: dict[str, frozenset[str]]
    phrases: Phrases[Cue]
    opening: Phrases[Cue]

    def find(self, text: Sequence[Token]) -> list[Found]:
        """Return the cues of a text in order: at each word the longest, and none within another.

        Only what stands in the gap of a verb in two parts is read too ("setzt sie nicht ein").
        """
        found = []
        place = 0
        while place < len(text):
            ends = self.phrases.at(text, place)
            if ends:
                longest = max(end for end, _ in ends)
                found += [Found(cue, place, end) for end, cue in ends if end == longest]
                open_gap = any(
                    _GAP in cue.phrase and cue.kind in _GAP_KINDS
                    for end, cue in ends
                    if end == longest
                )
                place = place + 1 if open_gap else longest
            else:
                place += 1
        return found


def language(code: str) -> Language:
    """Return the cues of a language; they are read again only when their file has changed."""
    return read_once(read_language, paths.CUES / f"{code}.yml")


def read_language(path: Path) -> Language:
    """Return the cues in the file at `path`; raises InputError for an entry that is malformed."""
    content = read_yaml(path, "list of cues", as_text=True)
    cues = []
    try:
        lists = {name: frozenset(fold(each) for each in content[name]) for name in WORD_LISTS}
        markers = [
            Cue(phrase, name, "both", "none", "")
            for name in MARKERS
            for each in content[name]
            for phrase in _alternatives(each)
        ]
        for group in content["cues"]:
            kind, direction, scope = group["kind"], group["direction"], group["scope"]
            if kind not in KINDS or direction not in DIRECTIONS or scope not in SCOPES:
                message = f"found a cue of {kind}, {direction}, {scope}; see the head of en.yml"
                raise InputError(path, message)
            for phrase in [one for each in group["cues"] for one in _alternatives(each)]:
                example = group["example"].replace("{}", phrase.translate(_AS_WORDS))
                cues.append(Cue(phrase, kind, direction, scope, example))
    except (KeyError, TypeError, AttributeError) as fault:
        raise InputError(path, f"an entry is missing or malformed ({fault})") from None
    cues = list({replace(each, example=""): each for each in reversed(cues)}.values())
    found = Phrases((each.phrase, each) for each in (*cues, *markers) if each.direction != "start")
    opening = Phrases((each.phrase, each) for each in cues if each.direction == "start")
    return Language(path.stem, tuple(cues), lists, found, opening)

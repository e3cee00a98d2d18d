"""Which language an answer is written in: one of those with cues, or another."""

from copy import copy
from functools import lru_cache
from typing import Any

from egovbench.questionnaire.cues import LANGUAGES, tokens

OTHER = "other"
_MOST_READ = 2_000  # characters; more do not tell more
_FEWEST_WORDS = 7  # fewer do not tell the language from all others
_CANDIDATES = (
    "it", "nl", "ca", "ro", "pl", "cs", "sk", "sl", "hr", "sv", "da", "no", "fi", "et", "lv", "lt",
    "hu", "tr", "id", "ms", "vi", "sw", "sq", "is", "mt", "az", "eu", "tl", "uz", "so",
)  # fmt: skip


def language_of(text: str) -> str:
    """Return the language of a text without addresses: one of LANGUAGES, or OTHER.

    A short text is taken for the most likely of LANGUAGES; one in other letters than Latin is none
    of them.
    """
    start = text[:_MOST_READ]
    letters = [sign for sign in start if sign.isalpha()]
    latin = sum(sign < "ɐ" or "Ḁ" <= sign < "Ἀ" for sign in letters)
    if 2 * latin < len(letters):
        return OTHER
    shown = start.lower() if start.isupper() else start
    long_enough = sum(each.word.isalpha() for each in tokens(start)) >= _FEWEST_WORDS
    candidates = LANGUAGES + _CANDIDATES if long_enough else LANGUAGES
    found = str(_identifier(candidates).classify(shown)[0])
    return found if found in LANGUAGES else OTHER


@lru_cache(maxsize=2)
def _identifier(languages: tuple[str, ...]) -> Any:
    identifier = copy(_model())
    identifier.set_languages(list(languages))
    return identifier


@lru_cache(maxsize=1)
def _model() -> Any:
    """Return the identifier of all languages; to read it takes half a second."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE)

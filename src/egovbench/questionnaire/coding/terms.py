"""Whether a text holds the terms that an answer to a question would hold."""

import re
from functools import cache

from egovbench.base.addresses import WEB_ADDRESS
from egovbench.questionnaire.model import TermGroups

_WHOLE_WORD_LENGTH = 3


def found_terms(text: str, groups: TermGroups) -> tuple[str, ...] | None:
    """Return one word of `text` for each group of terms, or nothing when a group has none.

    A term of more than three letters without a capital matches the beginning of a word in any
    case; a shorter one a whole word in any case; one with a capital a whole word as written.
    Addresses do not count: what a link is called is not what the respondent said.
    """
    said = WEB_ADDRESS.sub(" ", text)
    words = []
    for group in groups:
        match = _pattern(group).search(said)
        if match is None:
            return None
        words.append(match[0])
    return tuple(words)


@cache
def _pattern(group: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(_term(term) for term in group))


def _term(term: str) -> str:
    escaped = re.escape(term).replace(r"\ ", r"\s+")
    before = r"(?<!\w)" if term[0].isalnum() else ""
    if any(character.isupper() for character in term):
        return rf"{before}{escaped}s?(?!\w)"
    if len(term) <= _WHOLE_WORD_LENGTH:
        after = r"(?!\w)" if term[-1].isalnum() else ""
        return rf"{before}(?i:{escaped}){after}"
    return rf"{before}(?i:{escaped})\w*"

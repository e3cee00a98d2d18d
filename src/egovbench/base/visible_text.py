"""Foreign text for a terminal: nothing in it moves the cursor, changes colours or turns lines."""

import unicodedata

_HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_HARMLESS = {"\u00ad", "\u200c", "\u200d"}


def visible(text: str) -> str:
    """Return `text` with control and direction characters written as escapes, on one line.

    So are halves of characters, by which Python stands for the bytes of names that are no UTF-8,
    and which no stream takes.
    """
    return "".join(character if _is_shown(character) else _escape(character) for character in text)


def _is_shown(character: str) -> bool:
    return character in _HARMLESS or unicodedata.category(character) not in _HIDDEN


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")

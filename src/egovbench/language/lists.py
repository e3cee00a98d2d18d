"""Lists in the active language."""

from collections.abc import Iterable, Sequence
from unicodedata import combining, normalize

from egovbench.language.catalogue import active_language, say

_PROPER = ("Internet",)
# American English has a comma before "and", British English has none.
_LOCALES = {"en": "en_GB"}


def listed(names: Sequence[str], most: int | None = 6) -> str:
    """Return names as "a, b and c"; beyond `most` the rest is counted, None shows all.

    A single name more is shown: it takes no more room than "1 more".
    """
    shown = list(names[:most])
    if len(names) - len(shown) == 1:
        shown = list(names)
    elif len(names) > len(shown):
        shown.append(say("lists.more", n=len(names) - len(shown)))
    from babel.lists import format_list  # takes some 30 ms, which commands without lists save

    return format_list(shown, locale=_LOCALES.get(active_language(), active_language()))


def set_apart(parts: Iterable[str]) -> str:
    """Return parts with semicolons between them."""
    return say("lists.apart").join(parts)


def sentences(*parts: str) -> str:
    """Join the parts that are not empty, each closed by a full stop unless it has its own end."""
    kept = [part.strip() for part in parts if part.strip()]
    return " ".join(part if part[-1] in ".!?" else f"{part}." for part in kept)


def capital(words: str) -> str:
    """Return words as the beginning of a sentence."""
    return words[:1].upper() + words[1:]


def item_names(labels: Sequence[str], most: int | None = 6) -> str:
    """Return item labels ("37 Access to information law") as "access to information law (37)"."""
    return listed([item_name(label) for label in labels], most)


def item_name(label: str) -> str:
    """Return an item label as it reads within a sentence, its number in brackets.

    German labels begin with a noun and keep their capital.
    """
    item, _, name = label.partition(" ")
    first = name.split(" ", 1)[0]
    proper = first[1:] != first[1:].lower() or first.isupper() or first in _PROPER
    keeps = proper or active_language() == "de"
    return f"{name if keeps else name[0].lower() + name[1:]} ({item})"


def in_order(name: str) -> str:
    """Return a name without accents and capitals, as words are sorted."""
    letters = (letter for letter in normalize("NFD", name) if not combining(letter))
    return "".join(letters).casefold()

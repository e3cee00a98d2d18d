"""Messages in the syntax of ICU MessageFormat, which translators' tools know.

    {focal} has {n, plural, =0 {no items} one {# item} other {# items}}
    {position, select, above {above} below {below} other {level with}} the median

`{name}` is a value as it is, `{name, number}` a whole number with its thousands grouped, `#` within
a plural its number; of a country's name `{name, of}` is "of the Netherlands", and so with the other
FORMS of `articles`. Variants may hold further values and choices. A choice of `select` without
`other` takes the listed values only. Braces cannot be written; apostrophes have no special meaning.

Plural forms are CLDR's for whole numbers below a million: one is 1 in English and German, 0 and 1
in French. Marks of numbers are CLDR's too, but that German thousands are grouped as in DIN 5008, by
a space that no reader takes for a decimal point, and that minus is a true minus sign.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from egovbench.base.errors import MethodError
from egovbench.language.articles import FORMS, in_sentence

Value = str | int | float
_PIECE = re.compile(r"[{}#]|[^{}#]+")
_CHOICE = re.compile(r"\s*(\w+)\s*,\s*(plural|select)\s*,\s*")
_VARIANT = re.compile(r"\s*(=\d+|[\w-]+)\s*")
_ARGUMENT = re.compile(rf"\s*(\w+)\s*(?:,\s*(number|{'|'.join(FORMS)})\s*)?")
_GROUP = {"en": ",", "fr": "\N{NARROW NO-BREAK SPACE}", "de": "\N{NARROW NO-BREAK SPACE}"}


@dataclass(frozen=True)
class Argument:
    """A value's place; `form` is "number", which groups its thousands, one of FORMS, or empty."""

    name: str
    form: str = ""


@dataclass(frozen=True)
class Variants:
    """Texts to choose from by a value; `kind` is plural or select."""

    name: str
    kind: str
    variants: Mapping[str, "Message"]


Message = tuple["str | Argument | Variants", ...]


def parse_message(pattern: str) -> Message:
    """Return the parts of a message. Raises MethodError where braces or names are wrong."""
    message, end = _parse(pattern, 0, "")
    if end != len(pattern):
        raise MethodError(f"message {pattern!r}: a closing brace too many")
    return message


def arguments(message: Message) -> set[str]:
    """Return the names of all values that a message may need."""
    names: set[str] = set()
    for part in message:
        if isinstance(part, Argument | Variants):
            names.add(part.name)
        if isinstance(part, Variants):
            for variant in part.variants.values():
                names |= arguments(variant)
    return names


def render(message: Message, values: Mapping[str, Value], language: str) -> str:
    """Return the message with its values. Raises MethodError for a value that is missing or new."""
    return "".join(_rendered(part, values, language) for part in message)


def whole_number(value: int, language: str) -> str:
    """Return a whole number with its thousands grouped as the language does."""
    text = f"{value:,}".replace(",", _GROUP[language])
    return text.replace("-", "\N{MINUS SIGN}")


def plural_form(n: float, language: str) -> str:
    """Return CLDR's plural category of `n`: one or other."""
    return "one" if (abs(n) < 2 if language == "fr" else n == 1) else "other"


def _rendered(part: str | Argument | Variants, values: Mapping[str, Value], language: str) -> str:
    if isinstance(part, str):
        return part
    if part.name not in values:
        raise MethodError(f"a message needs the value {part.name}")
    value = values[part.name]
    if isinstance(part, Argument):
        if part.form == "number":
            return whole_number(int(value), language)
        return in_sentence(str(value), part.form, language) if part.form else str(value)
    return render(_variant(part, value, language), values, language)


def _variant(choice: Variants, value: Value, language: str) -> Message:
    keys = [str(value)]
    if choice.kind == "plural":
        keys = [f"={value}", plural_form(float(value), language)]
    for key in (*keys, "other"):
        if key in choice.variants:
            return choice.variants[key]
    raise MethodError(f"a message has no variant {value!r} of {choice.name}")


def _parse(pattern: str, start: int, counted: str) -> tuple[Message, int]:
    """Parse up to the end or an unmatched closing brace; `counted` is what # stands for."""
    parts: list[str | Argument | Variants] = []
    while start < len(pattern):
        if pattern[start] == "}":
            break
        if pattern[start] == "{":
            part, start = _parse_braces(pattern, start + 1, counted)
            parts.append(part)
            continue
        found = _PIECE.match(pattern, start)
        assert found is not None
        parts.append(Argument(counted, "number") if found[0] == "#" and counted else found[0])
        start = found.end()
    return tuple(parts), start


def _parse_braces(pattern: str, start: int, counted: str) -> tuple[Argument | Variants, int]:
    head = _CHOICE.match(pattern, start)
    if head is None:
        simple = _ARGUMENT.match(pattern, start)
        if simple is None or pattern[simple.end() : simple.end() + 1] != "}":
            raise MethodError(f"message {pattern!r}: no value's name at {pattern[start:]!r}")
        return Argument(simple[1], simple[2] or ""), simple.end() + 1
    name, kind = head.groups()
    variants: dict[str, Message] = {}
    start = head.end()
    while found := _VARIANT.match(pattern, start):
        if pattern[found.end() : found.end() + 1] != "{":
            break
        inner = name if kind == "plural" else counted
        variants[found[1]], start = _parse(pattern, found.end() + 1, inner)
        start += 1
    rest = pattern[start:].lstrip()
    if not rest.startswith("}") or not variants or (kind == "plural" and "other" not in variants):
        raise MethodError(f"message {pattern!r}: the choice by {name} is not whole")
    return Variants(name, kind, variants), len(pattern) - len(rest) + 1

"""The active language, and the messages of the catalogues in it.

A catalogue is a folder of YAML files; a message is named by its file, the keys that lead to it, and
a point between them. A file is read when its first message is needed.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from egovbench.base.errors import MethodError, ParameterError
from egovbench.base.vocabulary import DEFAULT_LANGUAGE, LANGUAGES
from egovbench.language.messages import Message, Value, parse_message, render

CATALOGUES = Path(__file__).parent / "catalogues"

_NARROW = "\N{NARROW NO-BREAK SPACE}"
_BEFORE = re.compile(r" (?=[:;?!%»])")
_AFTER = re.compile(r"(?<=«) ")
_active: ContextVar[str] = ContextVar("language", default=DEFAULT_LANGUAGE)


def active_language() -> str:
    """Return the code of the active language; English where none was chosen."""
    return _active.get()


def use_language(language: str) -> None:
    """Write in `language` from now on. Raises ParameterError for one without a catalogue."""
    _active.set(_checked(language))


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Write in `language` within the block. Raises ParameterError for one without a catalogue."""
    token = _active.set(_checked(language))
    try:
        yield
    finally:
        _active.reset(token)


def say(key: str, **values: Value) -> str:
    """Return the message `key` ("overview.headline") with its values in the active language.

    Raises MethodError for a key without a message, and for a value that is missing.
    """
    language = active_language()
    return render(_message(language, key), values, language)


def says(key: str) -> bool:
    """Return whether the active language has a message `key`."""
    file, _, name = key.partition(".")
    return name in messages(active_language(), file)


def word(kind: str, value: object) -> str:
    """Return a code of the tables in words ("code", "not_asked" -> "not asked").

    `kind` is a group of the messages in common.yml; a value without a word stays as it is.
    """
    key = f"common.{kind}.{value}"
    return say(key) if says(key) else str(value)


@cache
def messages(language: str, file: str) -> dict[str, str]:
    """Return a catalogue file's messages by name without the file's, with typography applied.

    Empty where the language has no such file.
    """
    path = CATALOGUES / language / f"{file}.yml"
    if not path.is_file():
        return {}
    # The loader in C takes a tenth of the time, but PyYAML can be built without it. Both are the
    # base loaders, for which "yes" and "no" are words.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    return {name: _typeset(text, language) for name, text in _flat(content, "")}


def _checked(language: str) -> str:
    if language not in LANGUAGES:
        raise ParameterError("lang", language, f"one of {', '.join(LANGUAGES)}")
    return language


@cache
def _message(language: str, key: str) -> Message:
    file, _, name = key.partition(".")
    pattern = messages(language, file).get(name)
    if pattern is None:
        raise MethodError(f"no message {key} in the catalogue {language}")
    return parse_message(pattern)


def _flat(content: Any, prefix: str) -> list[tuple[str, str]]:
    if not isinstance(content, dict):
        return [(prefix.removesuffix("."), str(content))]
    return [pair for name, inner in content.items() for pair in _flat(inner, f"{prefix}{name}.")]


def _typeset(text: str, language: str) -> str:
    """Put what a keyboard lacks in place: French narrow spaces, apostrophes, spaces before %."""
    if language == "en":
        return text
    text = text.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")
    if language == "fr":
        return _AFTER.sub(_NARROW, _BEFORE.sub(_NARROW, text))
    return text.replace(" %", f"{_NARROW}%")

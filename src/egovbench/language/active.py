"""The language in which the program writes at the moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from egovbench.base.errors import ParameterError
from egovbench.base.vocabulary import DEFAULT_LANGUAGE, LANGUAGES

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


def _checked(language: str) -> str:
    if language not in LANGUAGES:
        raise ParameterError("lang", language, f"one of {', '.join(LANGUAGES)}")
    return language

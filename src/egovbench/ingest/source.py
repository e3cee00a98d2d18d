"""Reads a source document as text, and refuses what is no text."""

import re
from pathlib import Path

from egovbench.errors import InputError

MAXIMUM_BYTES = 20_000_000
_SPACES = re.compile(r"[\t\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)


def read_text(path: Path) -> str:
    """Return the document at `path` with its line breaks, plain spaces and no invisible characters.

    Raises InputError when the file is missing, empty, too large, a PDF, or not UTF-8 text.
    """
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= MAXIMUM_BYTES else b""
    except FileNotFoundError:
        raise InputError(path, "the file does not exist") from None
    except OSError as fault:
        raise InputError(path, f"the file cannot be read ({fault.strerror})") from None
    if size > MAXIMUM_BYTES:
        raise InputError(path, f"found {size:,} bytes; expected at most {MAXIMUM_BYTES:,}")
    if content.lstrip()[:5] == b"%PDF-":
        raise InputError(path, "found a PDF document; expected the text of a questionnaire")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise InputError(path, f"not UTF-8 text (byte {fault.start:,})") from None
    if "\x00" in text:
        raise InputError(path, "found binary data; expected the text of a questionnaire")
    text = plain_text(text)
    if not text.strip():
        raise InputError(path, "the file is empty; expected the text of a questionnaire")
    return text


def plain_text(text: str) -> str:
    """Return `text` with one kind of line break and of space, and no invisible characters."""
    text = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _SPACES.sub(" ", text)

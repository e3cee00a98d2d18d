"""Reads a source document as text, and refuses what is no text."""

import re
import unicodedata
from pathlib import Path

from egovbench.base.content import read_content
from egovbench.base.errors import InputError

MAXIMUM_BYTES = 10_000_000
MAXIMUM_LINES = 200_000
MAXIMUM_LINE = 1_000_000
MAXIMUM_MARKS = 30  # combining characters in a row, as in Unicode's stream-safe text
_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SPACES = re.compile(r"[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_LINE_ENDS = re.compile(r"\r\n|[\r\x85\u2028\u2029]")
_INNER_PAGE_BREAK = re.compile(r"(?<!\n)\f+")
_LIGATURES = {
    ord(letter): unicodedata.normalize("NFKC", letter) for letter in "ﬀﬁﬂﬃﬄﬅﬆ"
}  # of fonts, which extractors keep


def read_text(path: Path) -> str:
    """Return the document at `path` with its line breaks, plain spaces and no invisible characters.

    Accented letters are composed (NFC); a page break stays where it begins a line. The encoding is
    UTF-8, or the one that a byte order mark states. Raises InputError when the file is missing,
    empty, larger than MAXIMUM_BYTES, a PDF, in another encoding, or holds NUL bytes, a line of
    more than MAXIMUM_LINE characters, or more than MAXIMUM_MARKS combining characters in a row.
    """
    content = read_content(path, MAXIMUM_BYTES)
    if content.lstrip()[:5] == b"%PDF-":
        raise InputError(path, "found a PDF document; expected the text of a questionnaire")
    return plain_text(_decoded(path, content), path)


def plain_text(text: str, path: Path) -> str:
    """Return `text`, taken from `path`, as `read_text` does.

    Raises InputError as that does for what is empty, too long a line, or too many marks.
    """
    if "\x00" in text:
        row = text.count("\n", 0, text.index("\x00")) + 1
        raise InputError(
            path, "found a NUL character, as in binary data; expected plain text", row=row
        )
    text = _INNER_PAGE_BREAK.sub("", visible_text(text))
    if not text.strip():
        raise InputError(path, "the file is empty; expected the text of a questionnaire")
    lines = text.split("\n")
    if len(lines) > MAXIMUM_LINES:
        raise InputError(path, f"found {len(lines):,} lines; expected at most {MAXIMUM_LINES:,}")
    for number, line in enumerate(lines, 1):
        if len(line) > MAXIMUM_LINE:
            raise InputError(
                path,
                f"found a line of {len(line):,} characters; expected at most {MAXIMUM_LINE:,}",
                row=number,
            )
    return text if text.isascii() else _composed(text, path)


def visible_text(text: str) -> str:
    """Return `text` with one kind of line break and of space, and no invisible characters."""
    text = _SPACES.sub(" ", _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text)))
    return text.translate(_LIGATURES)


def source_name(path: Path) -> str:
    """Return the name of a file as tables show it: without characters that cannot be printed."""
    return "".join(each if each.isprintable() else "\ufffd" for each in path.name)


def _decoded(path: Path, content: bytes) -> str:
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as fault:
        remedy = ""
        if encoding == "utf-8":
            remedy = "; if it is Latin-1 or Windows-1252, save it as UTF-8"
        name = encoding.removesuffix("-sig").upper()
        raise InputError(path, f"not {name} text (byte {fault.start:,}){remedy}") from None


def _composed(text: str, path: Path) -> str:
    marks = "".join(sorted(each for each in set(text) if unicodedata.combining(each)))
    if marks:
        # Composing sorts marks in a row, which takes quadratic time.
        run = re.search(f"[{re.escape(marks)}]{{{MAXIMUM_MARKS + 1}}}", text)
        if run:
            raise InputError(
                path,
                f"found more than {MAXIMUM_MARKS} combining characters in a row; "
                f"expected at most {MAXIMUM_MARKS}",
                row=text.count("\n", 0, run.start()) + 1,
            )
    return unicodedata.normalize("NFC", text)

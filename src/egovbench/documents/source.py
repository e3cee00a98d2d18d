"""Tells what a document is, and reads one that is text."""

import csv
import re
import unicodedata
import zipfile
from io import StringIO
from pathlib import Path

from egovbench.base.errors import InputError
from egovbench.base.files import open_file, read_content
from egovbench.base.plain_tables import NAMES, SEPARATOR_LINE, decoded

_OPENING_BYTES = 65_536
_LEAST_COLUMNS = 3
_WORKBOOK_PART = "xl/workbook.xml"
AS_WORKBOOK = "save it again as Excel Workbook (.xlsx)"
_OF_HTML = "print a form to PDF; save a table, which a spreadsheet program opens, as .xlsx"
_PDF = b"%PDF-"
ARCHIVE = b"PK"
_REFUSED = (
    (
        b"\xd0\xcf\x11\xe0",
        "an Office document with a password, or an old one (.xls, .doc)",
        "save it again without a password, as Excel Workbook (.xlsx) or PDF",
    ),
    (b"{\\rtf", "an RTF document", "save it as PDF or as text"),
    (b"<!doctype html", "an HTML page", _OF_HTML),
    (b"<html", "an HTML page", _OF_HTML),
    (b"\x89png", "a picture", "text can be read, pictures of text cannot"),
    (b"\xff\xd8\xff", "a picture", "text can be read, pictures of text cannot"),
    (b"\x1f\x8b", "a compressed file", "unpack it"),
    (b"7z\xbc\xaf", "a compressed file", "unpack it"),
    (b"rar!", "a compressed file", "unpack it"),
)
_OTHER_DOCUMENTS = (
    ("word/document.xml", "a Word document", "save it as PDF"),
    ("ppt/presentation.xml", "a presentation", "save it as PDF"),
    ("xl/workbook.bin", "a binary workbook (.xlsb)", AS_WORKBOOK),
    ("META-INF/manifest.xml", "an OpenDocument file", f"{AS_WORKBOOK} or PDF"),
)
MAXIMUM_BYTES = 10_000_000
SMALL_BYTES = 200_000  # three times what a form takes whose answers are long
MAXIMUM_LINES = 200_000
MAXIMUM_LINE = 1_000_000
MAXIMUM_MARKS = 30  # combining characters in a row, as in Unicode's stream-safe text
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


def kind_of(path: Path) -> str:
    """Return what the file at `path` is by its content: "text", "pdf", "workbook" or "table".

    A "table" is text that says how it is delimited (SEPARATOR_LINE), or whose first records have
    the same number of columns, three or more. Raises
    InputError for what is missing, no regular file, or of a kind that is known and cannot be read.
    """
    opening, shown = _opening(path)
    if shown.startswith(_PDF):
        return "pdf"
    if shown.startswith(ARCHIVE):
        return _of_archive(path)
    for start, found, remedy in _REFUSED:
        if shown[: len(start)].lower() == start:
            raise InputError(path, f"found {found}; {remedy}")
    return "table" if _is_table(opening) else "text"


def is_small_text(path: Path) -> bool:
    """Return whether the file at `path` is of at most SMALL_BYTES and nothing unpacks it.

    Raises InputError for what is missing or no regular file.
    """
    shown = _opening(path)[1]
    return path.stat().st_size <= SMALL_BYTES and not shown.startswith((_PDF, ARCHIVE))


def _opening(path: Path) -> tuple[bytes, bytes]:
    """Return the first bytes of a file, and those of them that tell its kind."""
    with open_file(path) as stream:
        opening = stream.read(_OPENING_BYTES) or b""
    return opening, opening.removeprefix(b"\xef\xbb\xbf").lstrip()


def _of_archive(path: Path) -> str:
    try:
        with open_file(path) as stream, zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as fault:
        raise InputError(path, f"a damaged archive or workbook ({fault})") from None
    if _WORKBOOK_PART in names:
        return "workbook"
    for part, found, remedy in _OTHER_DOCUMENTS:
        if part in names:
            raise InputError(path, f"found {found}; {remedy}")
    raise InputError(path, "found an archive that is no workbook (.xlsx); unpack it")


def _is_table(opening: bytes) -> bool:
    wide = opening.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = opening.decode("utf-16" if wide else "utf-8-sig", errors="replace")
    if SEPARATOR_LINE.match(text):
        return True
    for delimiter in NAMES:
        records = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
        try:
            first = next(records, [])
            second = next(records, first)
            # One country's answers alone may be longer than the opening, which then cuts them.
            cut = len(opening) == _OPENING_BYTES and next(records, None) is None
        except csv.Error:
            continue
        if len(first) >= _LEAST_COLUMNS and (cut or len(first) == len(second)):
            return True
    return False


def read_text(path: Path) -> str:
    """Return the document at `path` with its line breaks, plain spaces and no invisible characters.

    Accented letters are composed (NFC); a page break stays where it begins a line. The encoding is
    UTF-8, or the one that a byte order mark states. Raises InputError when the file is missing,
    empty, larger than MAXIMUM_BYTES, a PDF, in another encoding, or holds NUL bytes, a line of
    more than MAXIMUM_LINE characters, or more than MAXIMUM_MARKS combining characters in a row.
    """
    content = read_content(path, MAXIMUM_BYTES)
    if content.lstrip().startswith(_PDF):
        raise InputError(path, "found a PDF document; expected the text of a questionnaire")
    remedy = "if it is Latin-1 or Windows-1252, save it as UTF-8"
    return plain_text(decoded(path, content, remedy), path)


def plain_text(text: str, path: Path) -> str:
    """Return `text`, taken from `path`, as `read_text` does.

    Raises InputError as that does for what is empty, too long a line, or too many marks.
    """
    if "\x00" in text:
        row = text.count("\n", 0, text.index("\x00")) + 1
        found = "found a NUL character, as in binary data"
        raise InputError(path, f"{found}; expected plain text", row=row)
    text = _INNER_PAGE_BREAK.sub("", visible_text(text))
    if not text.strip():
        raise InputError(path, "the file is empty; expected the text of a questionnaire")
    lines = text.split("\n")
    if len(lines) > MAXIMUM_LINES:
        raise InputError(path, f"found {len(lines):,} lines; expected at most {MAXIMUM_LINES:,}")
    for number, line in enumerate(lines, 1):
        if len(line) > MAXIMUM_LINE:
            found = f"found a line of {len(line):,} characters"
            raise InputError(path, f"{found}; expected at most {MAXIMUM_LINE:,}", row=number)
    return text if text.isascii() else _composed(text, path)


def visible_text(text: str) -> str:
    """Return `text` with one kind of line break and of space, and no invisible characters."""
    text = _SPACES.sub(" ", _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text)))
    return text.translate(_LIGATURES)


def _composed(text: str, path: Path) -> str:
    marks = "".join(sorted(each for each in set(text) if unicodedata.combining(each)))
    if marks:
        # Composing sorts marks in a row, which takes quadratic time.
        run = re.search(f"[{re.escape(marks)}]{{{MAXIMUM_MARKS + 1}}}", text)
        if run:
            row = text.count("\n", 0, run.start()) + 1
            found = f"found more than {MAXIMUM_MARKS} combining characters in a row"
            raise InputError(path, f"{found}; expected at most {MAXIMUM_MARKS}", row=row)
    return unicodedata.normalize("NFC", text)

"""Tells what a file is by what it holds, whatever its name says."""

import csv
import re
import stat
import zipfile
from io import StringIO
from pathlib import Path

from egovbench.base.errors import InputError

KINDS = ("text", "pdf", "workbook", "table")
# By which a spreadsheet program is told the delimiter of a table.
SEPARATOR_LINE = re.compile(r"sep=([,;\t])\s*(?:\n|$)", re.IGNORECASE)
_OPENING_BYTES = 65_536
_LEAST_COLUMNS = 3
_WORKBOOK_PART = "xl/workbook.xml"
_OF_HTML = "print a form to PDF; save a table, which a spreadsheet program opens, as .xlsx"
_REFUSED = (
    (
        b"\xd0\xcf\x11\xe0",
        "an Office document with a password, or an old one (.xls, .doc)",
        "save it without a password as .xlsx or PDF",
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
    ("xl/workbook.bin", "a binary workbook (.xlsb)", "save it as .xlsx"),
    ("META-INF/manifest.xml", "an OpenDocument file", "save it as .xlsx or PDF"),
)


def kind_of(path: Path) -> str:
    """Return which of KINDS the file at `path` is, by its first bytes and its structure.

    A "table" is text that says how it is delimited (SEPARATOR_LINE), or whose first records have
    the same number of columns, three or more. Raises
    InputError for what is missing, no regular file, or of a kind that is known and cannot be read.
    """
    opening = _opening(path)
    shown = opening.removeprefix(b"\xef\xbb\xbf").lstrip()
    if shown.startswith(b"%PDF-"):
        return "pdf"
    if shown.startswith(b"PK"):
        return _of_archive(path)
    for start, found, remedy in _REFUSED:
        if shown[: len(start)].lower() == start:
            raise InputError(path, f"found {found}; {remedy}")
    return "table" if _is_table(opening) else "text"


def _opening(path: Path) -> bytes:
    try:
        # A pipe or a device would be waited for.
        if not stat.S_ISREG(path.stat().st_mode):
            raise InputError(path, "the file cannot be read (it is no regular file)")
        with path.open("rb") as stream:
            return stream.read(_OPENING_BYTES)
    except FileNotFoundError:
        raise InputError(path, "the file does not exist") from None
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or str(fault)
        raise InputError(path, f"the file cannot be read ({reason})") from None


def _of_archive(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
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
    for delimiter in ",;\t":
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

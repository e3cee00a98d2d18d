"""What a file is by what it holds, and the text of one that is text."""

import re
import zipfile

import pytest

from egovbench.documents import source
from egovbench.documents.source import SMALL_BYTES, is_small_text, kind_of, read_text

AS_WORKBOOK = r"save it again as Excel Workbook \(\.xlsx\)"
TABLE = "iso3,item,answer\nZZZ,7,invented\n"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "form.txt"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("stated", ["", "sep=,\r\n"])
def test_a_table_whatever_its_encoding(path, encoding, delimiter, stated):
    mark = "\ufeff" if encoding == "utf-16-le" else ""
    path.write_bytes((mark + (stated + TABLE).replace(",", delimiter)).encode(encoding))
    assert kind_of(path) == "table"


@pytest.mark.parametrize(
    ("content", "small"),
    [
        (b"a" * SMALL_BYTES, True),
        (b"a" * (SMALL_BYTES + 1), False),
        (TABLE.encode(), True),
        (b"\xef\xbb\xbf \n%PDF-1.7", False),
        (b" PK\x03\x04", False),
    ],
)
def test_only_a_small_text_or_table_is_read_without_limits(path, content, small):
    path.write_bytes(content)
    assert is_small_text(path) is small


@pytest.mark.parametrize(
    ("part", "message"),
    [
        ("word/document.xml", "found a Word document; save it as PDF"),
        ("ppt/presentation.xml", "found a presentation; save it as PDF"),
        ("xl/workbook.bin", f"found a binary workbook .*; {AS_WORKBOOK}"),
        ("META-INF/manifest.xml", f"found an OpenDocument file; {AS_WORKBOOK} or PDF"),
        ("answers.txt", "found an archive that is no workbook .*; unpack it"),
    ],
)
def test_an_archive_that_is_no_workbook_is_named(path, refusal, part, message):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(part, "<invented/>")
    assert re.search(message, refusal(kind_of, path))


@pytest.mark.parametrize("more", ["EncryptedPackage".encode("utf-16-le"), b"\xa1\xb1\x1a\xe1"])
def test_a_workbook_with_a_password_and_an_old_one_are_refused(path, refusal, more):
    path.write_bytes(b"\xd0\xcf\x11\xe0" + more)
    message = refusal(kind_of, path)
    assert re.search(r"password, or an old one .*; save it again without a password", message)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        *(
            (content, "the file is empty")
            for content in (b"", b"  \n\t\n", b"\xef\xbb\xbf", b"\f\n")
        ),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "PDF"),
        (
            "Ministère".encode("latin-1"),
            "not UTF-8 text (byte 6); if it is Latin-1 or Windows-1252",
        ),
        ("Ministère".encode("utf-16")[:-1], "not UTF-16 text (byte "),
        (b"text\n\x00more", "line 2: found a NUL character"),
        ("text".encode("utf-16-le"), "line 1: found a NUL character"),  # without its mark
        (
            ("a\ne" + "\u0301\u0327" * 15 + "\u0301").encode(),
            "line 2: found more than 30 combining characters in a row",
        ),
        (None, "does not exist"),
    ],
)
def test_what_is_no_text_is_refused(path, refusal, content, fault):
    if content is not None:
        path.write_bytes(content)
    message = refusal(read_text, path)
    assert message.startswith(str(path))
    assert fault in message


@pytest.mark.parametrize(
    ("limit", "fault"),
    [
        ("MAXIMUM_LINE", "line 2: found a line of 11 characters; expected at most 10"),
        ("MAXIMUM_BYTES", "found 22 bytes; expected at most 10"),
    ],
)
def test_what_is_too_long_is_refused(path, refusal, monkeypatch, limit, fault):
    monkeypatch.setattr(source, limit, 10)
    path.write_bytes(b"ten letter\neleven byte")
    assert fault in refusal(read_text, path)


def test_a_folder_cannot_be_read(tmp_path, refusal):
    assert "cannot be read" in refusal(read_text, tmp_path)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_an_encoding_that_a_byte_order_mark_states(path, encoding):
    path.write_bytes("Ministère\r\nd’État".encode(encoding))
    assert read_text(path) == "Ministère\nd’État"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("a\ne" + "\u0301" * 30, "a\né" + "\u0301" * 29),
        ("a\u202eb\u2066c\u061cd\U000e0041e", "abcde"),  # which turn the direction of text
        ("Co\u0302te ﬁle oﬃce", "Côte file office"),
        ("\fone\n\ftwo\n\f\fthree\f four", "one\n\ftwo\n\fthree four"),
        ("\ufeffa\r\nb\rc\u00a0d\te\u202ff\u200bg\u00adh\x0ci", "a\nb\nc d e fghi"),
    ],
)
def test_text_becomes_plain(path, content, text):
    path.write_bytes(content.encode())
    assert read_text(path) == text

import pytest

from egovbench.base.errors import InputError
from egovbench.documents import source
from egovbench.documents.source import read_text


def refusal(path) -> str:
    with pytest.raises(InputError) as caught:
        read_text(path)
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith(str(path))
    assert caught.value.exit_code == 2
    return message


def test_a_missing_file(tmp_path):
    assert "does not exist" in refusal(tmp_path / "nowhere.txt")


def test_a_folder(tmp_path):
    assert "cannot be read" in refusal(tmp_path)


@pytest.mark.parametrize("content", [b"", b"  \n\t\n", b"\xef\xbb\xbf", b"\x0c\n"])
def test_an_empty_file(tmp_path, content):
    path = tmp_path / "empty.txt"
    path.write_bytes(content)
    assert "the file is empty" in refusal(path)


def test_a_pdf_with_another_name(tmp_path):
    path = tmp_path / "form.txt"
    path.write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj")
    assert "PDF" in refusal(path)


def test_text_in_another_encoding(tmp_path):
    path = tmp_path / "latin.txt"
    path.write_bytes("Ministère".encode("latin-1"))
    assert "not UTF-8 text (byte 6); if it is Latin-1 or Windows-1252" in refusal(path)


def test_nul_characters_are_refused_with_their_line(tmp_path):
    path = tmp_path / "binary.txt"
    path.write_bytes(b"text\n\x00more")
    assert "line 2: found a NUL character" in refusal(path)
    path.write_bytes("text".encode("utf-16-le"))  # without its byte order mark
    assert "line 1: found a NUL character" in refusal(path)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_an_encoding_that_a_byte_order_mark_states(tmp_path, encoding):
    path = tmp_path / "form.txt"
    path.write_bytes("Ministère\r\nd’État".encode(encoding))
    assert read_text(path) == "Ministère\nd’État"


def test_half_a_character_of_utf_16(tmp_path):
    path = tmp_path / "form.txt"
    path.write_bytes("Ministère".encode("utf-16")[:-1])
    assert "not UTF-16 text (byte " in refusal(path)


def test_a_line_that_is_too_long(tmp_path, monkeypatch):
    monkeypatch.setattr(source, "MAXIMUM_LINE", 10)
    path = tmp_path / "form.txt"
    path.write_text("ten letter\neleven byte", encoding="utf-8")
    assert "line 2: found a line of 11 characters; expected at most 10" in refusal(path)


def test_too_many_combining_characters_in_a_row(tmp_path):
    path = tmp_path / "form.txt"
    path.write_text("a\ne" + "\u0301" * 30, encoding="utf-8")
    assert read_text(path).startswith("a\né\u0301")
    path.write_text("a\ne" + "\u0301\u0327" * 15 + "\u0301", encoding="utf-8")
    assert "line 2: found more than 30 combining characters in a row" in refusal(path)


def test_characters_that_turn_the_direction_of_text_are_dropped(tmp_path):
    path = tmp_path / "form.txt"
    path.write_text("a\u202eb\u2066c\u061cd\U000e0041e", encoding="utf-8")
    assert read_text(path) == "abcde"


def test_accents_are_composed_and_ligatures_taken_apart(tmp_path):
    path = tmp_path / "form.txt"
    path.write_text("Co\u0302te ﬁle oﬃce", encoding="utf-8")
    assert read_text(path) == "Côte file office"


def test_a_page_break_stays_where_it_begins_a_line(tmp_path):
    path = tmp_path / "form.txt"
    path.write_text("\fone\n\ftwo\n\f\fthree\f four", encoding="utf-8")
    assert read_text(path) == "one\n\ftwo\n\fthree four"


def test_a_file_that_is_too_large(tmp_path, monkeypatch):
    monkeypatch.setattr(source, "MAXIMUM_BYTES", 10)
    path = tmp_path / "large.txt"
    path.write_bytes(b"eleven byte")
    assert "found 11 bytes; expected at most 10" in refusal(path)


def test_line_ends_spaces_and_invisible_characters_become_plain(tmp_path):
    path = tmp_path / "form.txt"
    path.write_bytes("\ufeffa\r\nb\rc\u00a0d\te\u202ff\u200bg\u00adh\x0ci".encode())
    assert read_text(path) == "a\nb\nc d e fghi"

import pytest

from egovbench.errors import InputError
from egovbench.ingest import source
from egovbench.ingest.source import read_text


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
    assert "not UTF-8 text (byte 6)" in refusal(path)


def test_binary_data(tmp_path):
    path = tmp_path / "binary.txt"
    path.write_bytes(b"text\x00more")
    assert "binary" in refusal(path)


def test_a_file_that_is_too_large(tmp_path, monkeypatch):
    monkeypatch.setattr(source, "MAXIMUM_BYTES", 10)
    path = tmp_path / "large.txt"
    path.write_bytes(b"eleven byte")
    assert "found 11 bytes; expected at most 10" in refusal(path)


def test_line_ends_spaces_and_invisible_characters_become_plain(tmp_path):
    path = tmp_path / "form.txt"
    path.write_bytes("\ufeffa\r\nb\rc\u00a0d\te\u202ff\u200bg\u00adh\x0ci".encode())
    assert read_text(path) == "a\nb\nc d e fghi"

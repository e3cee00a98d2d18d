"""Files are written whole or not at all, without what only tables need."""

import os
import subprocess
import sys

import pytest

from egovbench.base.errors import WriteError
from egovbench.base.files import write_bytes, write_text


def test_a_text_is_written_as_it_is_in_utf_8(tmp_path):
    path = tmp_path / "new" / "folder" / "page.html"
    write_text(path, "Österreich\r\nline\n")
    assert path.read_bytes() == b"\xc3\x96sterreich\r\nline\n"
    assert path.stat().st_mode & 0o777 == 0o644


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "page.html"
    write_bytes(path, b"old")

    def fail(source, target):
        raise OSError("the disk is gone")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(WriteError, match=r"page.html: cannot be written \(the disk is gone\)$"):
        write_bytes(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_writing_text_needs_neither_pandas_nor_pandera():
    program = "import sys, egovbench.base.files; print({'pandas', 'pandera'} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert found.stdout == "set()\n"


@pytest.mark.parametrize("letter", ["n", "\u00e9", "\u4e2d"])
def test_a_name_may_be_as_long_as_the_system_lets_it_be(tmp_path, letter):
    name = letter * (251 // len(letter.encode())) + ".csv"
    write_text(tmp_path / name, "x")
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_name_that_no_file_can_have_is_named(tmp_path):
    with pytest.raises(WriteError, match=r"a\\x00b: cannot be written \(embedded null byte\)$"):
        write_text(tmp_path / "a\0b", "x")

"""Nothing of a foreign text acts in a terminal."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egovbench.base.errors import InputError, ParameterError
from egovbench.base.visible_text import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Åland – “quoted” 中文 é", "Åland – “quoted” 中文 é"),
        ("\x1b]0;title\x07", "\\x1b]0;title\\x07"),
        ("one\r\ntwo\tthree", "one\\r\\ntwo\\tthree"),
        ("abc\u202edcba", "abc\\u202edcba"),
        ("csi\x9b31m", "csi\\x9b31m"),
        ("no \udcff UTF-8", "no \\udcff UTF-8"),
    ],
)
def test_what_acts_is_written_as_an_escape(text, shown):
    assert visible(text) == shown


@given(st.text())
def test_no_control_character_is_left(text):
    assert not any(
        unicodedata.category(each) in ("Cc", "Zl", "Zp") or "\u202a" <= each <= "\u202e"
        for each in visible(text)
    )


def test_messages_of_errors_are_visible():
    assert "\x1b" not in str(InputError("evil\x1b[2J.txt", "found '\x9b31m'"))
    assert "\x07" not in str(ParameterError("focal", "L\x07X", "a code\x1b"))

"""Foreign text acts neither in a terminal nor in a workbook, and its contacts are masked.

All addresses and numbers are invented.
"""

import re
import unicodedata
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from egovbench.base.addresses import find_links, without_contacts
from egovbench.base.cells import from_cell, to_cell
from egovbench.base.errors import InputError, ParameterError
from egovbench.base.schemas import REVIEWS_TABLE
from egovbench.base.tables import csv_text, read_table, write_table
from egovbench.base.visible_text import visible

NUMBERS = (
    "+352 555 123 45", "+352-555-12345", "(+352) 555 123", "00352 555 123 45", "0044 20 5550 1234",
    "020 5550 1234", "tel:+3525551234", "+1 (555) 555-1234", "555 123 456", "(020) 5550 1234",
)  # fmt: skip
HARMLESS = (
    "2024", "2024-05-04", "04.05.2024", "04.05.2024 12:30", "2024-05-04T12:30:00", "0.123456789",
    "1,234,567", "007", "12345678", "-0.5", "questions 10, 33, 34", "line 4711", "1e-09",
    "01/02/03", "https://example.org/0123456789/", "item 37, 38 and 39", "65.625 of 100",
    "D2:D71",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        *((f"call {number} today", "call [telephone withheld] today") for number in NUMBERS),
        *((text, text) for text in HARMLESS),
    ],
)
def test_a_telephone_number_is_masked_and_other_numbers_stay(text, shown):
    masked = without_contacts(f"found {text!r}; expected yes").replace("tel:", "")
    assert masked == f"found {shown!r}; expected yes"


def test_messages_of_errors_are_masked_and_visible():
    path = Path("invented@folder.example/table.csv")
    message = "found 'ada.inventa@example.org, +352 555 123 45'"
    fault = InputError(path, message, row=3, column="bo@example.org")
    expected = "[e-mail withheld]: found '[e-mail withheld], [telephone withheld]'"
    assert str(fault) == f"{path}, line 3, column {expected}"
    assert (fault.path, fault.row, fault.column) == (str(path), 3, "[e-mail withheld]")
    # messages of errors are visible
    assert "\x1b" not in str(InputError("evil\x1b[2J.txt", "found '\x9b31m'"))
    assert "\x07" not in str(ParameterError("focal", "L\x07X", "a code\x1b"))


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


SIGNS = "=+-@＝＋－＠﹦﹢﹣﹫\t\r\n"
ANY_TEXT = st.text(st.sampled_from(f"{SIGNS}' \u00a0\u200b'a1.é"), max_size=8) | st.text()


FORMULAS = (
    "=1+1", "+1", "-cmd", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－a", "＠a", " =1",
    "\u00a0=1", "\ufeff=1", "--1", "-1+2", "+352 123", "﹦1", "'=1",
)  # fmt: skip
OTHER_TEXTS = ("", "-1", "-1.5", "-1e-3", "1+1", "'quoted'", "’t", "a=b", "–")


@pytest.mark.parametrize("text", [*FORMULAS, *OTHER_TEXTS])
def test_only_what_starts_a_formula_gets_the_mark_of_text(text):
    assert to_cell(text) == (f"'{text}" if text in FORMULAS else text)


@given(ANY_TEXT)
def test_every_text_comes_back_from_a_cell_that_starts_with_no_sign(text):
    cell = to_cell(text)
    assert from_cell(cell) == text
    assert cell[:1] not in set(SIGNS) or re.fullmatch(r"-[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?", cell)


def test_a_table_is_written_marked_and_read_as_it_was(tmp_path):
    table = pd.DataFrame({"value": [-1.5, 2.0], "name": ["=1", "b"], "n": [-1, 1]})
    assert csv_text(table) == "value,name,n\n-1.5,'=1,-1\n2.0,b,1\n"
    # a table is written marked and read as it was
    table = pd.DataFrame(
        {
            "item": [7, 8],
            "code": ["yes", "no"],
            "lower": [1.0, 0.0],
            "upper": [1.0, 0.5],
            "saw": ["text", "ticks"],
            "rationale": ["=HYPERLINK(invented)", "'quoted' by the invented reviewer"],
            "reviewer": ["+project", "-1"],
            "date": ["2024-01-01", "2024-01-02"],
        }
    ).astype({"item": "int64"})
    path = tmp_path / "reviews.csv"
    write_table(table, path, REVIEWS_TABLE)
    assert "'=HYPERLINK(invented),'+project," in path.read_text(encoding="utf-8")
    pd.testing.assert_frame_equal(read_table(path, REVIEWS_TABLE), table, check_dtype=False)


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("a;b", '"a;b"'),
        ("a;=1+1", '"a;=1+1"'),
        ('a "b"', '"a ""b"""'),
        ("a\nb\tc", '"a\nb\tc"'),
        ("a\rb", "a\\rb"),
        ("abc\u202edcba", "abc\\u202edcba"),
        ("\x1b[31m", "\\x1b[31m"),
        ("=1", "'=1"),
        (1.5, "1.5"),
        (-1, "-1"),
        (True, "True"),
        (float("nan"), ""),
        (None, ""),
    ],
)
def test_a_cell_and_a_heading_are_written_alike(value, cell):
    table = pd.DataFrame({"a": ["x", value]}, dtype="object")
    assert csv_text(table) == f"a\nx\n{cell}\n"
    if isinstance(value, str):
        assert csv_text(pd.DataFrame({value: [1]})) == f"{cell}\n1\n"


@pytest.mark.parametrize(
    ("answer", "links"),
    [
        ("no address here, p. 15.", []),
        ("https://example.org/a.html", ["https://example.org/a.html"]),
        ("See www.example.org/fr.", ["www.example.org/fr"]),
        ("(https://example.org/a)", ["https://example.org/a"]),
        ("https://example.org/law_(2021)", ["https://example.org/law_(2021)"]),
        ("https://a.example; http://b.example,", ["https://a.example", "http://b.example"]),
        ("https://example.org/?f[0]=x&g=%C3%A9", ["https://example.org/?f[0]=x&g=%C3%A9"]),
        ("“https://example.org/quoted”", ["https://example.org/quoted"]),
        ("<https://example.org/angled>", ["https://example.org/angled"]),
        ("https://www.example.org", ["https://www.example.org"]),
        ("mail@www.example.org", []),
        # Each address counts once, in the order of the text.
        (
            "https://b.example https://a.example\nhttps://b.example.",
            ["https://b.example", "https://a.example"],
        ),
        # An address with a masked name ends before the mask.
        ("https://example.org/in/[name withheld]/cv", ["https://example.org/in/"]),
    ],
)
def test_addresses_lose_only_the_punctuation_that_follows(answer, links):
    assert find_links(answer) == links

"""Lines put together here: every letter is 6 points wide and 12 high, lines stand 15 apart."""

import pytest

from egovbench.documents.pdf.lines import Box, Character, lines_of, without_cut_lines
from egovbench.documents.wrapping import Edges, join_wrapped

# The edge is at 30 letters.
WIDTH = 30


def characters(text, row=0, left=10.0, page=0):
    return [
        Character(letter, Box(left + 6 * i, 15.0 * row, left + 6 * i + 6, 15.0 * row + 12), page, i)
        for i, letter in enumerate(text)
    ]


def page_of(*texts, page=0, spaced=()):
    """Lines of one page; a space is drawn behind those whose number is in `spaced`."""
    drawn = [each for row, text in enumerate(texts) for each in characters(text, row, page=page)]
    spaces = [
        Box(10.0 + 6 * len(texts[row]), 15.0 * row + 9, 10.0 + 6 * len(texts[row]), 15.0 * row + 9)
        for row in spaced
    ]
    return lines_of(drawn, spaces)


def joined(*texts, spaced=()):
    lines = page_of(*texts, spaced=spaced)
    return [typed.text for typed in join_wrapped(lines, Edges(lines))]


FULL = "a line as wide as can be it is"
assert len(FULL) == WIDTH


def test_what_was_wrapped_is_joined_and_what_was_typed_is_not():
    assert joined(FULL, "this one ends where there is", "no room, but this") == [
        f"{FULL} this one ends where there is no room, but this"
    ]
    # a line that left room was typed
    assert joined(FULL, "short", "lines") == [f"{FULL} short", "lines"]
    # a word is joined at its hyphen and a conjunction is not
    assert joined("what is on the side of all e-", "government", FULL)[0].endswith("e-government")
    assert joined("what comes before or even pre-", "and post-war", FULL)[0].endswith(
        "pre- and post-war"
    )
    # points and addresses after a full sentence begin a line
    assert joined("it ends a sentence right here.", "• point", FULL)[1] == "• point"
    assert joined("it ends a sentence right here.", "https://x.example.org")[1] == (
        "https://x.example.org"
    )


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("https://invented.example.org/b", "cdef/ghi.html", True),
        ("https://invented.example.org/b", "Invented words", False),
        ("at https://i.example.org/wdocs-", "pub/x.pdf", True),
    ],
)
def test_an_address_longer_than_a_line_is_whole(first, second, whole):
    assert joined(first, second, FULL)[0].startswith(first + second) == whole


def test_drawn_spaces_tell_a_wrapped_line_from_one_typed_to_the_edge():
    texts = [FULL, FULL, "it ends a sentence right here.", "Another sentence.", FULL, FULL]
    assert joined(*texts)[0].endswith("right here. Another sentence.")
    assert joined(*texts, spaced=(0, 1, 4)) == [
        f"{FULL} {FULL} it ends a sentence right here.",
        "Another sentence.",
        f"{FULL} {FULL}",
    ]


def test_letters_become_lines():
    drawn = [*characters("No", 1, left=200), *characters("last", 2), *characters("Yes", 1)]
    lines = lines_of([*drawn, *characters("first", 0)])
    assert [line.text for line in lines] == ["first", "Yes No", "last"]
    assert [len(line.fragments) for line in lines] == [1, 2, 1]
    # spaces are put where letters stand apart
    lines = lines_of([*characters("two", left=10), *characters("words", left=31)])
    assert [line.text for line in lines] == ["two words"]
    # a wider gap is an empty line
    lines = lines_of(
        [*characters("one", 0), *characters("two", 1), *characters("far", 3), *characters("x", 4)]
    )
    assert [each.text for each in join_wrapped(lines, Edges(lines, page_of(FULL)))] == [
        "one", "two", "", "far", "x",
    ]  # fmt: skip


def test_what_the_end_of_a_page_left_of_a_line_is_dropped():
    whole = page_of("participation in the city", page=1)
    part = lines_of([each for each in characters("participation in the city") if each.text in "ti"])
    assert without_cut_lines([*part, *whole]) == whole
    before, after = page_of("Yes"), page_of("Yes, in part", page=1)
    assert without_cut_lines([*before, *after]) == [*before, *after]

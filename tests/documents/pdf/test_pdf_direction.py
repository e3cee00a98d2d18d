"""Text from right to left is read in its order. Capitals stand for letters of such a script."""

from dataclasses import replace
from string import ascii_uppercase

import pytest

from egovbench.documents.pdf.direction import in_reading_order, on_baselines
from egovbench.documents.pdf.lines import Box, Character, Fragment, Line

HEBREW = "אבגדהוזחטיכלמנסעפצקרשת"
ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنه"


def drawn(shown, script=HEBREW, left=100.0):
    """Return a line on which `shown` stands from left to right, as one sees it."""
    letters = str.maketrans(dict(zip(ascii_uppercase, script, strict=False)))
    characters = [
        Character(each, Box(left + 6 * n, 100, left + 6 * n + 6, 112), 0, n)
        for n, each in enumerate(shown.translate(letters))
    ]
    words = "".join(" " if each == " " else "x" for each in shown).split(" ")
    starts = [sum(len(each) + 1 for each in words[:n]) for n in range(len(words))]
    return Line(
        0,
        tuple(
            Fragment(tuple(characters[start : start + len(word)]))
            for start, word in zip(starts, words, strict=True)
        ),
    )


def read(line, others=(), script=HEBREW):
    letters = str.maketrans(dict(zip(script, ascii_uppercase, strict=False)))
    (*_, found) = in_reading_order([*others, line])
    return found.text.translate(letters), found.doubtful


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        ("CBA", "ABC"),
        ("FED CBA", "ABC DEF"),
        (".FED CBA", "ABC DEF."),
        ("see FED CBA now.", "see ABC DEF now."),
        (".FED abc de CBA", "ABC abc de DEF."),
        ("CBA https://a.example.org/b-c FED.", "ABC https://a.example.org/b-c DEF."),
        (".1998 CBA", "ABC 1998."),
        (".12.5% CBA", "ABC 12.5%."),
        (".2018-05-25 CBA", "ABC 2018-05-25."),
        (".(FED) CBA", "ABC (DEF)."),
        (".)FED( CBA", "ABC (DEF)."),
        ("law (FED CBA) of 1998.", "law (ABC DEF) of 1998."),
        (".FED digital 2030 CBA", "ABC digital 2030 DEF."),
        (".2 B ,1 A", "A 1, B 2."),
    ],
)
def test_a_line_is_read_in_the_order_of_its_letters(shown, text):
    assert read(drawn(shown)) == (text, False)


def test_numbers_among_arabic_letters_are_parted_at_a_hyphen_and_before_a_percent_sign():
    for shown, text in (
        (".25-05-2018 CBA", "ABC 2018-05-25."),
        (".%45.5 CBA", "ABC 45.5%."),
        (".2023/24 CBA", "ABC 2023/24."),
    ):
        assert read(drawn(shown, ARABIC), script=ARABIC) == (text, False)


def test_a_line_that_could_be_read_in_two_orders_is_doubtful():
    line = drawn("FED abc CBA")
    assert read(line) == ("ABC abc DEF", True)
    # three lines begin where it does: it begins at the left too
    others = [drawn("abc")] * 3
    assert read(line, others) == ("DEF abc ABC", False)
    # a number between words of either direction, marks over letters
    assert read(drawn("abc 12 CBA."))[1]
    assert read(drawn(".\u05b0CBA"))[1]
    # without letters from right to left nothing changes
    assert in_reading_order(others) == others


def test_letters_of_one_baseline_are_equally_high():
    low, high = Box(0, 5, 9, 9), Box(9, 1, 18, 12)
    letters = [Character("ח", low, 0, 0), Character("ל", high, 0, 1), Character("a", low, 0, 2)]
    found = on_baselines(letters, [10.2, 9.9, 30.0])
    assert [each.box for each in found] == [Box(0, 1, 9, 12), high, low]


def test_a_ligature_keeps_the_order_of_its_letters():
    line = drawn("CBA", ARABIC)
    first, *others = line.drawn
    shown = (first, replace(others[0], box=first.box), replace(others[1], box=others[0].box))
    assert read(Line(0, (Fragment(shown),)), script=ARABIC)[0] == "ACB"

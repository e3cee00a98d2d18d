"""Numbers and lists as each language writes them."""

import math

import pytest
from babel.numbers import format_decimal

from egovbench.base.errors import ParameterError
from egovbench.language import active_language, numbers, speaking, use_language
from egovbench.language.lists import item_name, listed

NARROW = "\N{NARROW NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"


@pytest.mark.parametrize(
    ("language", "score", "bounds", "share", "thousands", "unknown"),
    [
        ("en", "61.9", "61.9 (55 to 71.4)", "80 %", "7,168", "not known"),
        ("fr", "61,9", "61,9 (55 à 71,4)", f"80{NARROW}%", f"7{NARROW}168", "inconnu"),
        ("de", "61,9", "61,9 (55 bis 71,4)", f"80{NARROW}%", f"7{NARROW}168", "unbekannt"),
    ],
)
def test_numbers_follow_the_language(language, score, bounds, share, thousands, unknown):
    with speaking(language):
        assert numbers.number(61.904) == score
        assert numbers.bounded(61.904, 55.0, 71.43) == bounds
        assert numbers.percent(0.8) == share
        assert numbers.whole(7168) == thousands
        assert numbers.number(math.nan) == unknown
        assert numbers.formatted(0.8, ".0%") == share
        assert numbers.formatted(7168, ",d") == thousands


def test_equal_ends_zero_and_minus():
    assert numbers.interval(61.94, 61.91) == "61.9"
    assert numbers.interval(61.9, 71.4) == "61.9 to 71.4"
    assert numbers.bounded(61.94, 61.94, 61.91) == "61.9"
    # zero has no sign and minus is a minus
    assert numbers.fixed(-0.04, 1, signed=True) == "0.0"
    assert numbers.fixed(-3.21, 1, signed=True) == f"{MINUS}3.2"
    assert numbers.fixed(3.21, 1, signed=True) == "+3.2"
    assert numbers.formatted(-0.04, "+.1f") == "0.0"
    assert numbers.number(-0.04) == "0"


@pytest.mark.parametrize(
    ("value", "text"), [(100.0, "100"), (66.666, "66.7"), (0.0, "0"), (math.nan, "not known")]
)
def test_scores_have_one_decimal_where_they_need_it(value, text):
    assert numbers.number(value) == text


@pytest.mark.parametrize("language", ["en", "fr", "de"])
def test_numbers_are_those_of_the_unicode_consortium(language):
    # CLDR groups German thousands by points; official German writing (DIN 5008) allows spaces,
    # which no reader takes for a decimal point.
    group = {"de": ("#,##0.0", "."), "fr": ("#,##0.0", NARROW), "en": ("#,##0.0", ",")}[language]
    with speaking(language):
        for value in (0.0, 1.5, 12.25, 7168.4, 1234567.9):
            theirs = format_decimal(value, format=group[0], locale=language)
            if language == "de":
                theirs = theirs.replace(".", NARROW)
            assert numbers.formatted(value, ",.1f") == theirs


def test_lists_end_in_the_languages_word_and_long_ones_are_counted():
    said = []
    for language in ("en", "fr", "de"):
        with speaking(language):
            said.append(listed(["a", "b", "c"]))
    assert said == ["a, b and c", "a, b et c", "a, b und c"]
    assert listed(["a"]) == "a"
    assert listed([]) == ""
    # long lists are counted but never for one
    assert listed(list("abcdef"), most=4) == "a, b, c, d and 2 more"
    assert listed(list("abcde"), most=4) == "a, b, c, d and e"
    assert listed(list("abcdefgh"), most=None) == "a, b, c, d, e, f, g and h"
    # german names keep their capital
    with speaking("de"):
        assert item_name("59 Strategie") == "Strategie (59)"


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("37 Access to information law", "access to information law (37)"),
        ("88 5G", "5G (88)"),
        ("14 National CIO", "national CIO (14)"),
        ("57 AI rules", "AI rules (57)"),
        ("89 Internet of Things", "Internet of Things (89)"),
        ("9 E-participation portal", "e-participation portal (9)"),
    ],
)
def test_item_names_read_within_a_sentence(label, name):
    assert item_name(label) == name


def test_the_language_holds_within_its_block_and_others_are_refused():
    with speaking("fr"):
        assert active_language() == "fr"
        with speaking("de"):
            assert active_language() == "de"
        assert active_language() == "fr"
    assert active_language() == "en"
    # other languages are refused
    with pytest.raises(ParameterError, match="parameter lang: found 'lb'; expected one of en, fr"):
        use_language("lb")

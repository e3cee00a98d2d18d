"""Messages: choices and plurals as ICU MessageFormat defines them."""

import pytest
from babel.core import Locale
from babel.plural import to_python

from egovbench.base.errors import MethodError
from egovbench.language.messages import arguments, parse_message, plural_form, render

ITEMS = "{n, plural, =0 {no items} one {# item} other {# items}}"


@pytest.mark.parametrize(
    ("n", "said"), [(0, "no items"), (1, "1 item"), (2, "2 items"), (1200, "1,200 items")]
)
def test_plurals_count_their_number(n, said):
    assert render(parse_message(ITEMS), {"n": n}, "en") == said


def test_plurals_are_those_of_the_unicode_consortium():
    pattern = "{n, plural, one {# question} other {# questions}}"
    said = [render(parse_message(pattern), {"n": n}, "fr") for n in (0, 1, 2)]
    assert said == ["0 question", "1 question", "2 questions"]
    # plural forms are those of the unicode consortium
    for language in ("en", "fr", "de"):
        rule = to_python(Locale(language).plural_form)
        # CLDR sets French millions apart ("un million de pays"), which no count here reaches.
        for n in range(1000):
            assert plural_form(n, language) == rule(n)


def test_choices_stand_within_choices_and_numbers_are_grouped_where_asked():
    pattern = "{side, select, above {{n, plural, one {it is} other {# are}} above} other {#}}"
    message = parse_message(pattern)
    assert render(message, {"side": "above", "n": 3}, "en") == "3 are above"
    assert render(message, {"side": "below", "n": 3}, "en") == "#"
    assert arguments(message) == {"side", "n"}
    # numbers are grouped only where asked
    message = parse_message("{year}: {n, number}")
    assert render(message, {"year": 2024, "n": 7168}, "en") == "2024: 7,168"
    assert render(message, {"year": 2024, "n": 7168}, "de") == "2024: 7\N{NARROW NO-BREAK SPACE}168"
    # missing values and variants are refused
    with pytest.raises(MethodError, match="needs the value n"):
        render(parse_message(ITEMS), {}, "en")
    with pytest.raises(MethodError, match="no variant 'level'"):
        render(parse_message("{side, select, above {up}}"), {"side": "level"}, "en")


@pytest.mark.parametrize(
    "pattern",
    [
        "{",
        "}",
        "{}",
        "{n, plural, one {#}}",
        "{a b}",
        "{n, select}",
        "{n, plural, other {#}",
        "a } b",
    ],
)
def test_broken_messages_are_refused(pattern):
    with pytest.raises(MethodError):
        parse_message(pattern)

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egovbench.documents.furniture import PAGE_BREAK
from egovbench.documents.wrapping import page_width, rejoin

WIDTH = 100


def rejoined(*lines: str, width: int = WIDTH) -> str:
    return rejoin(list(lines), width)


def test_a_line_that_goes_on_in_lower_case_is_joined():
    assert rejoined("The strategy of 2021", "was adopted.") == "The strategy of 2021 was adopted."


def test_a_full_line_goes_on_with_a_capital():
    full = "The strategy was drawn up by the Ministry for Digital Affairs together with all of the"
    assert rejoined(full, "Government IT Centre.") == f"{full} Government IT Centre."


def test_a_short_line_before_a_capital_is_a_heading():
    assert rejoined("Digital skills", "Courses are held.") == "Digital skills\nCourses are held."


def test_on_a_narrow_page_a_full_line_is_a_shorter_one():
    lines = "The strategy was drawn up by one large", "Ministry."
    assert rejoined(*lines, width=45) == " ".join(lines)
    assert rejoined(*lines, width=150) == "\n".join(lines)


@pytest.mark.parametrize("bullet", ["•", "▪", "-", "–", "1.", "(2)", "a)", "(iv)"])
def test_bullets_begin_lines_of_their_own(bullet):
    lines = f"{bullet} one of the", f"{bullet} others"
    assert rejoined(*lines) == "\n".join(lines)


def test_a_blank_line_ends_a_paragraph_and_several_count_as_one():
    assert rejoined("", "one", "", "", "two", "") == "one\n\ntwo"


def test_hyphenated_words_are_joined_with_their_hyphen():
    assert rejoined("the ministry in charge of e-", "government") == (
        "the ministry in charge of e-government"
    )
    assert rejoined("agencies/", "departments") == "agencies/departments"


def test_a_suspended_hyphen_keeps_its_space():
    assert rejoined("plans for the short-", "and long-term") == "plans for the short- and long-term"


def test_an_address_cut_behind_a_hyphen_is_joined():
    assert rejoined("https://example.org/strat%C3%A9gie/Strat-", "MAEE-EN.pdf") == (
        "https://example.org/strat%C3%A9gie/Strat-MAEE-EN.pdf"
    )


def test_an_address_cut_behind_a_slash_or_anywhere_is_joined_on_a_full_line():
    start = "The law is published on the official journal of the state: https://legal.example.org/"
    assert rejoined(start, "eli/2021/law.pdf") == start + "eli/2021/law.pdf"
    assert rejoined(start + "el", "i/2021/law.pdf") == start + "eli/2021/law.pdf"


@pytest.mark.parametrize(
    "following",
    [
        "e.g. the law",
        "guichet.example.org/en/portal is one",
        "https://example.org/b",
        "Next",
        "12.",
    ],
)
def test_an_address_on_a_short_line_is_whole(following):
    address = "https://example.org/en/"
    assert rejoined(address, following) == f"{address}\n{following}"


def test_addresses_on_lines_of_their_own_stay_there():
    lines = "https://example.org/a", "https://example.org/b", "www.example.org"
    assert rejoined(*lines) == "\n".join(lines)


@pytest.mark.parametrize("last", ["and", "see", "Cf.", "cf."])
def test_an_address_follows_on_the_same_line_where_the_text_leads_to_it(last):
    assert rejoined(f"The guide {last}", "https://example.org") == (
        f"The guide {last} https://example.org"
    )


def test_a_sentence_that_ends_short_of_the_margin_ends_its_line():
    full = "word " * 23 + "word"
    short = "the end of this long paragraph comes some way before the margin is reached by it now."
    assert (len(full), len(short)) == (119, 85)
    assert rejoined(full, short, "ongoing project", width=120).endswith("it now.\nongoing project")


def test_an_abbreviation_at_the_margin_does_not_end_a_line():
    line = "an answer that is as wide as the page and whose last word is only an abbreviation, e.g."
    assert rejoined(line, "this one") == f"{line} this one"


def test_a_page_break_does_not_end_a_sentence():
    breaks = ["", f"{PAGE_BREAK}   ", "", f"{PAGE_BREAK}   ", ""]
    assert rejoined("The strategy", *breaks, "goes on.") == "The strategy goes on."
    assert rejoined("The strategy ends.", *breaks, "Next.") == "The strategy ends.\n\nNext."
    assert rejoined("https://example.org/a-", *breaks, "b.pdf") == "https://example.org/a-b.pdf"


def test_no_lines_are_no_text():
    assert rejoined() == ""
    assert rejoined("", f"{PAGE_BREAK} ", "") == ""


def test_page_width_is_what_most_lines_keep_to():
    lines = ["x" * 90] * 39 + ["https://example.org/" + "x" * 200]
    assert page_width("\n".join(lines)) == 90
    assert page_width("\n\n") == 0


TEXT = "the Ministry of Digital Affairs adopted its law on open data while cities follow"


@settings(derandomize=True)
@given(
    words=st.lists(st.sampled_from(TEXT.split()), min_size=1, max_size=80),
    width=st.integers(60, 160),
)
def test_prose_wrapped_at_any_width_reads_as_it_was_typed(words, width):
    typed = " ".join(words)
    assert rejoin(textwrap.wrap(typed, width), width) == typed

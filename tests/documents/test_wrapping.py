"""Lines that were wrapped are joined; what was typed as a line of its own stays one."""

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egovbench.documents.furniture import PAGE_BREAK
from egovbench.documents.wrapping import page_width, rejoin

FULL = "The strategy was drawn up by the Ministry for Digital Affairs together with all of the"
NARROW = ("The strategy was drawn up by one large", "Ministry.")
ABBREVIATION = (
    "an answer that is as wide as the page and whose last word is only an abbreviation, e.g."
)
JOURNAL = "The law is published on the official journal of the state: https://legal.example.org/"
ADDRESS = "https://example.org/en/"
BREAKS = ("", f"{PAGE_BREAK}   ", "", f"{PAGE_BREAK}   ", "")


def rejoined(*lines, width=100):
    return rejoin(list(lines), width)


@pytest.mark.parametrize(
    ("lines", "width", "joint"),
    [
        (("The strategy of 2021", "was adopted."), 100, " "),
        ((FULL, "Government IT Centre."), 100, " "),
        (("Digital skills", "Courses are held."), 100, "\n"),  # a heading
        (NARROW, 45, " "),
        (NARROW, 150, "\n"),
        (("the ministry in charge of e-", "government"), 100, ""),
        (("agencies/", "departments"), 100, ""),
        (("plans for the short-", "and long-term"), 100, " "),
        ((ABBREVIATION, "this one"), 100, " "),
        # Addresses that are cut behind a hyphen or a slash, or anywhere on a full line.
        (("https://example.org/strat%C3%A9gie/Strat-", "MAEE-EN.pdf"), 100, ""),
        ((JOURNAL, "eli/2021/law.pdf"), 100, ""),
        ((f"{JOURNAL}el", "i/2021/law.pdf"), 100, ""),
        # An address on a short line is whole.
        ((ADDRESS, "e.g. the law"), 100, "\n"),
        ((ADDRESS, "guichet.example.org/en/portal is one"), 100, "\n"),
        ((ADDRESS, "https://example.org/b"), 100, "\n"),
        ((ADDRESS, "Next"), 100, "\n"),
        ((ADDRESS, "12."), 100, "\n"),
        (("https://example.org/a", "https://example.org/b", "www.example.org"), 100, "\n"),
        # The text leads to the address.
        *(((f"The guide {last}", ADDRESS), 100, " ") for last in ("and", "see", "Cf.", "cf.")),
        *(
            ((f"{bullet} one of the", f"{bullet} others"), 100, "\n")
            for bullet in ("•", "▪", "-", "–", "1.", "(2)", "a)", "(iv)")
        ),
    ],
)
def test_what_stands_between_lines(lines, width, joint):
    assert rejoined(*lines, width=width) == joint.join(lines)


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (("", "one", "", "", "two", ""), "one\n\ntwo"),
        # A page break does not end a sentence.
        (("The strategy", *BREAKS, "goes on."), "The strategy goes on."),
        (("The strategy ends.", *BREAKS, "Next."), "The strategy ends.\n\nNext."),
        (("https://example.org/a-", *BREAKS, "b.pdf"), "https://example.org/a-b.pdf"),
        ((), ""),
        (("", f"{PAGE_BREAK} ", ""), ""),
    ],
)
def test_blank_lines_and_page_breaks(lines, text):
    assert rejoined(*lines) == text


def test_full_lines_and_page_widths():
    full = "word " * 23 + "word"
    short = "the end of this long paragraph comes some way before the margin is reached by it now."
    assert (len(full), len(short)) == (119, 85)
    assert rejoined(full, short, "ongoing project", width=120).endswith("it now.\nongoing project")
    # page width is what most lines keep to
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

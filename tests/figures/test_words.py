"""Words of figures: numbers, line breaks, contrast."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from egovbench.figures import style
from egovbench.figures.chart import Chart, Rows, Words, interval, score_text
from egovbench.language.lists import sentences
from egovbench.language.numbers import fixed


def test_numbers_are_written_with_a_true_minus_and_never_as_nan():
    assert fixed(-2.26, 1) == "\u22122.3"
    assert fixed(-0.04, 1) == "0.0"
    assert fixed(1.5, 1, signed=True) == "+1.5"
    assert fixed(0, 1, signed=True) == "0.0"
    assert fixed(float("nan")) == "not known"


def test_interval_that_reads_as_one_number_is_written_once():
    assert interval(61.9, 62.1) == "62"
    assert score_text(62.0, 61.9, 62.1) == "62"
    assert score_text(62.0, 55.0, 71.0) == "62 (55 to 71)"
    assert score_text(float("nan"), 0.0, 100.0) == "not known (0 to 100)"


def test_sentences_end_in_a_full_stop():
    assert sentences("One", "", "Two!") == "One. Two!"


def test_digest_follows_the_data():
    def chart(value: float) -> Chart:
        words = Words("t", "s", "n", "a")
        return Chart(words, pd.DataFrame({"x": [value]}), Rows(["A"], ["A"]))

    assert chart(1.0).digest == chart(1.0 + 1e-9).digest
    assert chart(1.0).digest != chart(1.001).digest


@given(st.text(st.characters(categories=["Lu", "Ll"], max_codepoint=0x17F), min_size=1, max_size=8))
def test_wrapped_lines_keep_every_word(word):
    text = f"{word} and {word} or {word}"
    assert style.wrapped(text, 0.8).split() == text.split()


@pytest.mark.parametrize("paint", [style.INK, style.MUTED, style.FOCAL, style.ABOVE, style.BELOW])
def test_text_colours_have_contrast_on_white(paint):
    assert _contrast(paint, "#ffffff") >= 4.5


@pytest.mark.parametrize(
    ("ink", "face"),
    [
        (style.ON_YES, style.YES),
        (style.INK, style.PARTLY),
        (style.INK, style.UNKNOWN),
        (style.MUTED, style.PAPER),
        ("#0d1114", "#4b9fd4"),  # on a dark page
        ("#e8eaed", "#27506b"),
    ],
)
def test_letters_have_contrast_on_their_cells(ink, face):
    assert _contrast(ink, face) >= 4.5


def _contrast(first: str, second: str) -> float:
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """Relative luminance (W3C, WCAG 2.1)."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

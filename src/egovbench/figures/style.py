"""The house style: colours by role, drawing settings and text measures.

Colours are chosen by role, so that the SVG writer can replace each by the page's own colour for
that role (light or dark). The blue is Okabe and Ito's (2008, "Color Universal Design"); what a
colour says is always said by a shape, a letter or a word as well.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import matplotlib
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import FT2Font, LoadFlags

INK = "#1b1b1b"
MUTED = "#555555"
RULE = "#d4d4d4"
PEER = "#868686"
PEER_SOFT = "#b9b9b9"
FOCAL = "#0072b2"
PAPER = "#ffffff"

# Cells keep their own paper and ink on light and dark pages, so their letters stay readable.
CELL_INK = "#161616"
CELL_PAPER = "#fdfdfd"
CELL_STRONG = "#005f94"
CELL_MIDDLE = "#a9d3ec"
CELL_WEAK = "#e3e3e3"
CELL_LINE = "#7a7a7a"
CELL_HATCH = "#b5b5b5"

TEXT = 10.5
SMALL = 9.5
WIDTH = 6.2
NARROW = 4.1
"""Widths of a drawing in inches: beside text, and on a telephone."""

POINTS = 72.0
_SUBPIXELS = 64
_OF_FORMATS = ("svg.", "pdf.", "ps.")

_SETTINGS: dict[str, Any] = {
    "font.family": ["DejaVu Sans"],
    "font.size": TEXT,
    "text.color": INK,
    "text.parse_math": False,
    "text.hinting": "none",
    "hatch.linewidth": 1.1,
    "figure.dpi": 100.0,
    "path.simplify": False,
}


@contextmanager
def house_style() -> Iterator[None]:
    """Draw with the project's settings, whatever the notebook has set; restores them after.

    How a file format holds what was drawn, such as text as text in SVG, stays the caller's choice.
    """
    settings: dict[Any, Any] = {
        key: value
        for key, value in matplotlib.rcParamsDefault.items()
        if "backend" not in key and not key.startswith(_OF_FORMATS)
    }
    settings.update(_SETTINGS)
    # Setting all of them, most of which are so already, would take as long as a small chart.
    current = matplotlib.rcParams
    with matplotlib.rc_context({k: v for k, v in settings.items() if current[k] != v}):
        yield


def text_width(text: str, size: float = TEXT, bold: bool = False) -> float:
    """Return the width of one line of text in inches, measured in DejaVu Sans."""
    words = text.split(" ")
    spaces = (len(words) - 1) * _advance(" ", size, bold)
    return (sum(_advance(word, size, bold) for word in words) + spaces) / _SUBPIXELS / POINTS


@cache
def _advance(word: str, size: float, bold: bool) -> int:
    """Return a word's width in subpixels; none moves closer to a space beside it."""
    return _measured(word, size, bold).get_width_height()[0]


@cache
def baseline_drop(size: float = TEXT, bold: bool = False) -> float:
    """Return how far below its middle a line of text stands, in inches.

    The middle is that of a line with a high and a low letter, so that all lines of a size stand
    alike.
    """
    font = _measured("lp", size, bold)
    height = font.get_width_height()[1]
    return (height / 2 - font.get_descent()) / _SUBPIXELS / POINTS


def _measured(text: str, size: float, bold: bool) -> FT2Font:
    font = get_font(font_file(bold))
    font.set_size(size, POINTS)
    font.set_text(text, flags=LoadFlags.NO_HINTING)
    return font


@cache
def font_file(bold: bool) -> str:
    """Return the path of DejaVu Sans, as matplotlib finds it."""
    weight = "bold" if bold else "normal"
    return findfont(FontProperties(family="DejaVu Sans", weight=weight))


def line_height(size: float = TEXT) -> float:
    """Return the distance of two lines of text in inches."""
    return 1.22 * size / POINTS


def wrap(text: str, width: float, size: float = TEXT, bold: bool = False) -> list[str]:
    """Break text into lines of at most `width` inches; a longer word stands alone, uncut."""
    lines: list[str] = []
    for word in text.split():
        candidate = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(candidate, size, bold) <= width:
            lines[-1] = candidate
        else:
            lines.append(word)
    return lines

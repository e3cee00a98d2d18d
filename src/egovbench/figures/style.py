"""The house style: colours by role, sizes, and the settings of matplotlib that all figures share.

Colours are chosen by role, so that a page can replace each by its own colour for that role (light
or dark). Blue, green and red are after Okabe and Ito (2008, "Color Universal Design"); what a
colour says is always said by a shape, a letter or a word as well.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from textwrap import wrap
from typing import Any

import matplotlib

INK = "#1b1b1b"
MUTED = "#555555"
RULE = "#d4d4d4"
PEER = "#868686"
PEER_SOFT = "#b9b9b9"
FOCAL = "#0072b2"
ABOVE = "#00734f"
BELOW = "#b8480a"
PAPER = "#ffffff"
YES = "#005f94"
ON_YES = "#fdfdfd"
PARTLY = "#a9d3ec"
UNKNOWN = "#e3e3e3"

ROLES = {
    INK: ("currentColor", None),
    MUTED: ("currentColor", "0.76"),
    RULE: ("currentColor", "0.18"),
    PEER: ("var(--chart-peer, #868686)", None),
    PEER_SOFT: ("var(--chart-peer, #868686)", "0.6"),
    FOCAL: ("var(--chart-focal, #0072b2)", None),
    ABOVE: ("var(--chart-above, #00734f)", None),
    BELOW: ("var(--chart-below, #b8480a)", None),
    PAPER: ("var(--sheet)", None),
    YES: ("var(--chart-yes, #005f94)", None),
    ON_YES: ("var(--chart-on-yes, #fdfdfd)", None),
    PARTLY: ("var(--chart-partly, #a9d3ec)", None),
    UNKNOWN: ("currentColor", "0.12"),
}
"""Paint and opacity that a page gives to each role; the style sheet of pages sets the variables."""
SHEET = "--sheet:var(--chart-paper, var(--jp-layout-color0, #ffffff))"
"""The paper's colour on a page or in JupyterLab, which each figure says once, for its length."""

TEXT = 10.5
SMALL = 9.5
TITLE = 13.0
WIDTH = 6.2
NARROW = 4.1
"""Widths of a figure in inches: beside text, and on a telephone."""
SLIDE = (10.4, 5.85)
"""Size of a slide in inches: 1,920 by 1,080 dots, where `SMALL` letters have 24."""

POINTS = 72.0
_WIDTH_OF_A_LETTER = 0.52
_WIDEST = {False: 1.15, True: 1.3}
_OF_FORMATS = ("svg.", "pdf.", "ps.")

STYLE: dict[str, Any] = {
    "font.family": ["DejaVu Sans"],
    "font.size": TEXT,
    "text.color": INK,
    "text.parse_math": False,
    "text.hinting": "none",
    "axes.edgecolor": RULE,
    "axes.labelcolor": MUTED,
    "axes.labelsize": SMALL,
    "axes.facecolor": "none",
    "axes.axisbelow": True,
    "axes.spines.left": False,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.spines.bottom": False,
    "axes.grid.axis": "x",
    "axes.grid": True,
    "grid.color": RULE,
    "xtick.bottom": False,
    "xtick.top": False,
    "xtick.labelcolor": MUTED,
    "xtick.labelsize": SMALL,
    "ytick.left": False,
    "ytick.labelcolor": INK,
    "ytick.labelsize": TEXT,
    "legend.frameon": False,
    "legend.fontsize": SMALL,
    "legend.labelcolor": MUTED,
    "legend.borderpad": 0.0,
    "legend.borderaxespad": 0.0,
    "legend.handlelength": 1.6,
    "legend.handletextpad": 0.5,
    "legend.columnspacing": 1.4,
    "lines.solid_capstyle": "butt",
    "figure.dpi": 100.0,
    "figure.titlesize": TITLE,
    "figure.titleweight": "bold",
    "path.simplify": False,
}
"""The project's settings on top of matplotlib's own."""


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
    settings.update(STYLE)
    # Setting all of them, most of which are so already, would take as long as a small chart.
    current = matplotlib.rcParams
    with matplotlib.rc_context({k: v for k, v in settings.items() if current[k] != v}):
        yield


def letters(width: float, size: float = TEXT) -> int:
    """Return about how many letters stand in a line of `width` inches."""
    return max(int(width / (_WIDTH_OF_A_LETTER * size / POINTS)), 1)


def text_width(text: str, size: float = TEXT, bold: bool = False) -> float:
    """Return how wide the longest line of a text is at most, in inches, with wide letters."""
    longest = max(map(len, text.split("\n")))
    return longest * _WIDTH_OF_A_LETTER * _WIDEST[bold] * size / POINTS


def line_height(size: float = TEXT) -> float:
    """Return the distance of two lines of text in inches."""
    return 1.25 * size / POINTS


def wrapped(text: str, width: float, size: float = TEXT, most: int | None = None) -> str:
    """Break a text into lines of about `width` inches, `most` of them; a longer word is not cut."""
    broken = wrap(text, letters(width, size), break_long_words=False, max_lines=most,
                  placeholder=" …")  # fmt: skip
    return "\n".join(broken)

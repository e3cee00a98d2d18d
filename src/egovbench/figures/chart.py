"""What every figure function returns, and the words that figures share.

Functions that draw take a `title`, the message; a `note`, which is added after the chart's own;
and where countries are drawn `focal`, the ISO3 code of the one in colour, and their `names`.
"""

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from egovbench.base.errors import MethodError
from egovbench.base.mime import FIGURE_MIME, PNG_MIME
from egovbench.base.typography import scrolling, typeset
from egovbench.figures.canvas import Drawing
from egovbench.figures.picture import captioned_png, paint
from egovbench.figures.svg import drawings_svg, needs_scrolling
from egovbench.language import say
from egovbench.language.numbers import fixed, span, with_span


@dataclass(frozen=True, repr=False)
class Chart:
    """A drawn figure with the words that belong to it; it shows itself in a notebook.

    The drawing holds no title: title, subtitle and note stand as text beside it, where they wrap
    on a narrow screen and can be quoted.

    Attributes:
        drawing: what is drawn; sizes in inches, text from 9 points.
        narrow: the same for a telephone; None where that would not be narrower.
        title: the message, given by the caller.
        subtitle: what is measured, in what unit, over how many countries.
        reading: how to read this type of chart, for who has never seen one.
        note: how to read marks that are not obvious, and what was left out.
        alternative_text: type of chart, what it shows and its key numbers, made from `data`.
        data: what is drawn, one row per mark or a row of marks; missing where nothing is known.
        sources: publisher, title, edition and licence of what is drawn; empty where not known.
    """

    drawing: Drawing
    narrow: Drawing | None
    title: str
    subtitle: str
    reading: str
    note: str
    alternative_text: str
    data: pd.DataFrame
    sources: str = ""

    def sourced(self, sources: str) -> "Chart":
        """Return the chart with the line that says where its data are from."""
        return replace(self, sources=sources)

    @property
    def figure(self) -> Figure:
        """The drawing as a figure of matplotlib, to be saved in any of its formats."""
        return paint(self.drawing)

    @property
    def digest(self) -> str:
        """Twelve hexadecimal digits that change when the drawn data change (numbers to 1e-6)."""
        table = self.data.to_csv(index=False, float_format="%.6f", lineterminator="\n")
        return hashlib.sha256(table.encode()).hexdigest()[:12]

    @property
    def svg(self) -> str:
        """The drawing as inline SVG for a page, as in `drawings_svg`."""
        return drawings_svg(self.title, self.alternative_text, self.drawing, self.narrow)

    @property
    def html(self) -> str:
        """A `<figure>`: inline SVG with the words that belong to it around it."""
        reading = (
            f'<details class="reading"><summary>{typeset(say("reading.title"))}</summary>'
            f"<p>{typeset(self.reading)}</p></details>"
            if self.reading
            else ""
        )
        notes = "".join(
            f'<p class="note">{typeset(text)}</p>' for text in (self.note, self.sources) if text
        )
        drawing = self.svg
        if self.narrow is None and needs_scrolling(self.drawing):
            drawing = scrolling(drawing, self.title, "chart-region")
        return (
            '<figure class="chart" style="margin:1em 0">'
            f'<figcaption><strong class="chart-title">{typeset(self.title)}</strong><br>'
            f'<span class="chart-subtitle">{typeset(self.subtitle)}</span></figcaption>'
            f"{drawing}{reading}{notes}</figure>"
        )

    @property
    def text(self) -> str:
        """The words and a digest of the data, so that plain text tells a changed figure."""
        parts = (
            say("page.figure", title=self.title),
            self.subtitle,
            self.alternative_text,
            self.reading,
            self.note,
            self.sources,
            say("page.data", digest=self.digest),
        )
        return "\n".join(filter(None, parts))

    def png(self, scale: float = 2.0) -> bytes:
        """Return a PNG with the words around it, at `scale` times 96 pixels an inch."""
        told = {"Title": self.title, "Description": self.alternative_text, "Source": self.sources}
        notes = (self.note, self.sources)
        return captioned_png(self.figure, self.title, self.subtitle, notes, told, scale)

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        """Return HTML, plain text and a PNG, which a run puts into its folder of figures."""
        return {
            "text/html": self.html,
            "text/plain": self.text,
            PNG_MIME: b64encode(self.png()).decode("ascii"),
            FIGURE_MIME: {"title": self.title},
        }

    def __repr__(self) -> str:
        """Return the title, and rows and columns of the data."""
        return f"<Chart {self.title!r} {self.data.shape}>"


def require_columns(frame: pd.DataFrame, columns: Iterable[str], figure: str) -> None:
    """Check that `frame` has rows and all of `columns`.

    Raises:
        MethodError: names the figure and what is missing.
    """
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise MethodError(f"{figure}: the table lacks the columns {', '.join(missing)}")
    if frame.empty:
        raise MethodError(f"{figure}: the table has no rows, so there is nothing to draw")


def rows_of(frame: pd.DataFrame) -> Iterator[Any]:
    """Yield the rows as named tuples, in order."""
    yield from frame.itertuples(index=False, name="Row")


def country_name(iso3: str, names: Mapping[str, str]) -> str:
    """Return the country's name, or its code where `names` has none."""
    return names.get(iso3, iso3)


def interval(lower: float, upper: float, decimals: int = 0) -> str:
    """Return "lower to upper", or the one number when both read the same."""
    return span(fixed(lower, decimals), fixed(upper, decimals))


def score_text(score: float, lower: float, upper: float, decimals: int = 0) -> str:
    """Return a score with its interval, for example "62 (55 to 71)" or "not known (0 to 100)"."""
    return with_span(fixed(score, decimals), interval(lower, upper, decimals))

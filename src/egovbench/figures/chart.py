"""What every figure function returns: a figure of matplotlib with the words that belong to it.

Functions that draw take a `title`, the message; a `note`, which is added after the chart's own;
and where countries are drawn `focal`, the ISO3 code of the one in colour, and their `names`.
"""

import hashlib
import os
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from math import ceil
from typing import Any, NamedTuple

import matplotlib
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter
from matplotlib.transforms import ScaledTranslation

from egovbench.base.errors import MethodError
from egovbench.base.mime import CSV_MIME, FIGURE_MIME, PICTURES, PNG_MIME, SVG_MIME
from egovbench.base.tables import csv_text
from egovbench.base.typography import scrolling, typeset
from egovbench.figures import style
from egovbench.figures.svg import inline_svg
from egovbench.language import say
from egovbench.language.numbers import fixed, span, with_span

_GAP = 0.12
_MARGIN = 0.15
_LEGEND_LINE = 0.21
_SAMPLE = 0.42


class Words(NamedTuple):
    """The words of a chart; a run's page on method says how to read each kind.

    Attributes:
        title: the message, given by the caller.
        subtitle: what is measured, in what unit, over how many countries.
        note: what is special to this chart, such as what was left out; mostly nothing.
        alternative_text: what a reader would say of it, with its key numbers, made from the data.
    """

    title: str
    subtitle: str
    note: str
    alternative_text: str


class Rows(NamedTuple):
    """The rows of a chart from top to bottom, at 0, 1, 2 ... of its upright axis.

    Attributes:
        labels: what stands to the left of each.
        told: what each says in words, for those who point at it or reach it by keyboard.
        readings: what stands to the right of each; none at all where empty.
        height: of a row, in inches, at least.
        emphasised: which are in the focal country's colour.
        wanted: which are labelled first where there is no room for all.
        lines: that a label may take at most; what is longer is cut.
        about: what each row is about, such as ISO3 codes, to light up with others about the same.
    """

    labels: Sequence[str]
    told: Sequence[str]
    readings: Sequence[str] = ()
    height: float = 0.225
    emphasised: Sequence[int] = ()
    wanted: Sequence[int] = ()
    lines: int = 3
    about: Sequence[str] = ()


class Room(NamedTuple):
    """What stands around the axes: labels at most `share` of the width wide, the rest in inches.

    `least` is the width below which a page lets the chart scroll.
    """

    share: float = 0.35
    left: float = 0.0
    right: float = 0.2
    above: float = 0.06
    below: float = 0.46
    least: float = 0.0


_USUAL_ROOM = Room()


class Chart(Figure):
    """A figure of matplotlib that shows itself in a notebook, with the words that belong to it.

    `axes[0]` are real axes and `suptitle` the title: both can be changed, and the figure be saved
    in any of matplotlib's formats. What stands beside the axes is put in place for whatever size
    the figure has, each time it is drawn.

    Attributes:
        words: title, subtitle, note and alternative text; the title as it was made.
        data: what is drawn, one row per mark or a row of marks; missing where nothing is known.
        sources: publisher, title, edition and licence of what is drawn; empty where not known.
    """

    def __init__(
        self,
        words: Words,
        data: pd.DataFrame,
        rows: Rows,
        room: Room = _USUAL_ROOM,
        heads: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__()
        self.words, self.data, self.sources = words, data, ""
        self.patch.set_facecolor(style.PAPER)
        self._rows, self._room, self._heads = rows, room, heads or {}
        self._captioned, self._short = True, False
        self._decimals, self._every = 0, 1
        self._suptitle = self.suptitle(words.title)
        self._subtitle = self.text(0, 0, "", va="top", color=style.MUTED, size=style.SMALL)
        self._notes, self._sources, self._key = (
            self.text(0, 0, "", va="bottom", color=style.MUTED, size=style.SMALL) for _ in range(3)
        )
        ax = self.subplots()
        ax.set_ylim(max(len(rows.labels), 1) - 0.5, -0.5)
        ax.set_yticks([])
        beside = ScaledTranslation(0.11, 0, self.dpi_scale_trans)
        for place, reading in enumerate(rows.readings):
            own = place in rows.emphasised
            ax.text(1, place, reading, transform=ax.get_yaxis_transform() + beside,
                    va="center_baseline", color=style.FOCAL if own else style.MUTED,
                    weight="bold" if own else "normal", size=style.SMALL,
                    gid=f"row {place}")  # fmt: skip

    def suptitle(self, t: str, **look: Any) -> Text:
        """Set the title, which keeps its size and weight unless others are given."""
        with style.house_style():
            return super().suptitle(t, **look)

    def scale(self, low: float, high: float, ticks: Sequence[float], label: str, decimals: int = 0
              ) -> Axes:  # fmt: skip
        """Set the level axis and return the axes."""
        ax = self.axes[0]
        ax.set_xlim(low, high)
        ax.set_xticks(list(ticks))
        self._decimals = decimals
        ax.xaxis.set_major_formatter(FuncFormatter(self._number_at))
        ax.set_xlabel(label)
        return ax

    def fit(self, width: float = style.WIDTH) -> "Chart":
        """Give the figure this width in inches, and the height that its rows then need."""
        _, _, top, bottom = self._margins(width)
        labels = self._wrapped_labels(width)
        lines = max((label.count("\n") + 1 for label in labels), default=1)
        height = max(self._rows.height, style.line_height() * lines + 0.06 if lines > 1 else 0.0)
        self.set_size_inches(width, top + bottom + height * max(len(labels), 1))
        return self

    def sourced(self, sources: str) -> "Chart":
        """Return the chart, with the line that says where its data are from."""
        self.sources = sources
        return self.fit()

    @property
    def title(self) -> str:
        """The title as it is now."""
        return " ".join(self.get_suptitle().split())

    @property
    def digest(self) -> str:
        """Twelve hexadecimal digits that change when the drawn data change (numbers to 1e-6)."""
        table = self.data.to_csv(index=False, float_format="%.6f", lineterminator="\n")
        return hashlib.sha256(table.encode()).hexdigest()[:12]

    @property
    def svg(self) -> str:
        """Inline SVG for a page: two elements, of which a page shows the one that fits.

        The title, subtitle and notes are not in it, since they stand as text around it.
        """
        size = self.get_size_inches()
        self._captioned = False
        self.patch.set_visible(False)
        words, told = (self.title, self.words.alternative_text), self._rows.told
        about = self._rows.about if told else ()
        drawn = []
        try:
            for kind, width in (("wide", style.WIDTH), ("narrow", style.NARROW)):
                least = self._room.least if self._room.least > width else 0.0
                drawn.append(
                    inline_svg(self.fit(max(width, least)), words, kind, told, about, least)
                )
        finally:
            self._captioned = True
            self.patch.set_visible(True)
            self.set_size_inches(*size)
        return "".join(drawn)

    @property
    def html(self) -> str:
        """A `<figure>`: inline SVG with its words around it; a page names the sources itself."""
        note = f'<p class="note">{typeset(self.words.note)}</p>' if self.words.note else ""
        drawing = self.svg
        if self._room.least > style.NARROW:
            drawing = scrolling(drawing, self.title, "chart-region")
        return (
            '<figure class="chart" style="margin:1em 0">'
            f'<figcaption><strong class="chart-title">{typeset(self.title)}</strong><br>'
            f'<span class="chart-subtitle">{typeset(self.words.subtitle)}</span></figcaption>'
            f"{drawing}{note}</figure>"
        )

    @property
    def plain(self) -> str:
        """The words and a digest of the data, so that plain text tells a changed figure."""
        parts = (
            say("page.figure", title=self.title),
            self.words.subtitle,
            self.words.alternative_text,
            self.words.note,
            say("page.data", digest=self.digest),
        )
        return "\n".join(filter(None, parts))

    def slide(self, kind: str = "png") -> bytes:
        """Return the figure with its words as a slide of 1,920 by 1,080 dots, "png" or "svg".

        The sources are publishers and years. The same figure gives the same bytes.
        """
        size = self.get_size_inches()
        buffer = BytesIO()
        told: dict[str, str | None] = {"Title": self.title}
        told["Description"] = self.words.alternative_text
        settings: dict[Any, Any] = {"svg.fonttype": "none", "svg.hashsalt": self.digest}
        self._short = True
        self.set_size_inches(style.SLIDE)
        try:
            with style.house_style(), matplotlib.rc_context(settings):
                if kind == "svg":
                    self.savefig(
                        buffer, format="svg", metadata={**told, "Date": None, "Creator": None}
                    )
                else:
                    told |= {"Source": self.sources} if self.sources else {}
                    self.savefig(
                        buffer,
                        format="png",
                        dpi=1920 / style.SLIDE[0],
                        metadata={**told, "Software": None},
                    )
        finally:
            self._short = False
            self.set_size_inches(*size)
        return buffer.getvalue()

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        """Return HTML and plain text; in a run that asks for pictures also a slide and the data."""
        shown: dict[str, object] = {
            "text/html": self.html,
            "text/plain": self.plain,
            FIGURE_MIME: {"title": self.title},
        }
        if os.environ.get(PICTURES):
            shown[PNG_MIME] = b64encode(self.slide()).decode("ascii")
            shown[SVG_MIME] = self.slide("svg").decode("utf-8")
            shown[CSV_MIME] = csv_text(self.data)
        return shown

    def __repr__(self) -> str:
        """Return the title, and rows and columns of the data."""
        return f"<Chart {self.title!r} {self.data.shape}>"

    def draw(self, renderer: RendererBase) -> None:
        """Draw the figure in the house style, arranged for the size that it has."""
        with style.house_style():
            self._arrange()
            super().draw(renderer)

    def _arrange(self) -> None:
        """Put the words, the legend and the axes in their places for the size the figure has."""
        width, height = (float(side) for side in self.get_size_inches())
        left, right, top, bottom = self._margins(width)
        ax = self.axes[0]
        across, upright = 1 - (left + right) / width, 1 - (top + bottom) / height
        ax.set_position((left / width, bottom / height, max(across, 0.05), max(upright, 0.05)))
        edge = self._edge / width
        y = height - self._edge
        for text in (self._suptitle, self._subtitle):
            text.set(x=edge, y=y / height, ha="left", va="top", visible=self._captioned)
            y -= _height(text) if self._captioned else 0
        below = self._edge
        for text in (self._sources, self._notes):
            text.set(x=edge, y=below / height, visible=self._captioned)
            below += _height(text) if self._captioned else 0.0
        self._key.set(x=edge, y=(below + _GAP * self._captioned) / height)
        for legend in self.legends:
            legend.remove()
        if held := self._legend(width - 2 * self._edge)[0]:
            legend = self.legend(**held, loc="upper left")
            legend.set_bbox_to_anchor((edge, (y - _GAP * self._captioned) / height))
        self._label_rows(height - top - bottom, left)
        # Every second number, or third, where all would touch.
        ticks = [fixed(tick, self._decimals) for tick in ax.get_xticks()]
        widest = max((style.text_width(tick, style.SMALL) for tick in ticks), default=0.0)
        self._every = ceil((widest + 0.06) * max(len(ticks) - 1, 1) / max(across * width, 0.05))

    def _number_at(self, value: float, place: int | None) -> str:
        """Return what stands at a tick of the level axis."""
        return "" if (place or 0) % self._every else fixed(value, self._decimals)

    @property
    def _edge(self) -> float:
        return _MARGIN if self._captioned else 0.02

    def _margins(self, width: float) -> tuple[float, float, float, float]:
        """Break the words for the width and return the inches that they take around the axes."""
        room, edge = self._room, self._edge
        inner = width - 2 * edge
        self._suptitle.set_text(style.wrapped(self.title, inner / 1.15, style.TITLE))
        self._subtitle.set_text(style.wrapped(self.words.subtitle, inner, style.SMALL))
        self._notes.set_text(style.wrapped(self.words.note, inner, style.SMALL))
        sources = in_short(self.sources) if self._short else self.sources
        self._sources.set_text(style.wrapped(sources, inner / 1.15, style.SMALL))
        top, bottom = edge + self._legend(inner)[1] + room.above, room.below + edge
        if self._captioned:
            top += _height(self._suptitle) + _height(self._subtitle) + _GAP
            bottom += _height(self._notes) + _height(self._sources) + _GAP
        bold = self._rows.emphasised
        labels = [style.text_width(label, bold=place in bold)
                  for place, label in enumerate(self._wrapped_labels(width))]  # fmt: skip
        readings = [style.text_width(reading, style.SMALL, place in bold) + 0.14
                    for place, reading in enumerate(self._rows.readings)]  # fmt: skip
        left = max([room.left, *(label + 0.14 for label in labels)]) + edge
        right = max(readings, default=room.right) + edge
        if self._heads:
            above, below = self._write_heads(width - left - right, inner)
            top, bottom = top + above, bottom + below
        return left, right, top, bottom

    def _write_heads(self, width: float, inner: float) -> tuple[float, float]:
        """Write what stands above the columns, and return the inches needed above and below.

        Where the columns are too narrow for the words, numbers stand above and a key below.
        """
        room = width / len(self._heads)
        # A line may end at a hyphen.
        heads = [style.wrapped(f"{number} {label}".replace("-", "- "), 0.95 * room, style.SMALL)
                 .replace("- ", "-") for number, label in self._heads.items()]  # fmt: skip
        most = style.letters(room, style.SMALL)
        lines = [head.split("\n") for head in heads]
        fits = all(len(head) <= 3 and max(map(len, head)) <= most for head in lines)
        key = "; ".join(f"{number} {label}" for number, label in self._heads.items())
        self._key.set_text("" if fits else style.wrapped(key, inner, style.SMALL))
        heads = heads if fits else list(self._heads)
        self.axes[0].set_xticks(range(len(heads)), heads)
        most = max(map(len, lines)) if fits else 1
        return style.line_height(style.SMALL) * most + 0.1, _height(self._key)

    def _wrapped_labels(self, width: float) -> list[str]:
        widest = self._room.share * width
        most = self._rows.lines
        return ["\n".join(style.wrapped(line, widest, most=most) for line in label.split("\n"))
                for label in self._rows.labels]  # fmt: skip

    def _legend(self, width: float) -> tuple[dict[str, Any], float]:
        """Return what the legend holds, in one line if it fits, and its height in inches."""
        handles, labels = self.axes[0].get_legend_handles_labels()
        if not handles:
            return {}, 0.0
        labels = [style.wrapped(label, width - _SAMPLE, style.SMALL) for label in labels]
        needed = sum(style.text_width(label, style.SMALL) + _SAMPLE for label in labels)
        columns = len(labels) if needed <= width else 1
        heights = [label.count("\n") + 1 for label in labels]
        lines: int = max(heights) if columns > 1 else sum(heights)
        held = {"handles": handles, "labels": labels, "ncols": columns}
        return held, _LEGEND_LINE * lines + 0.08

    def _label_rows(self, height: float, left: float) -> None:
        rows, ax = self._rows, self.axes[0]
        n = len(rows.labels)
        if not n:
            return
        size = style.TEXT if height / n > style.line_height(style.SMALL) else style.SMALL
        shown = legible(n, height / n, [*rows.emphasised, *rows.wanted])
        labels = self._wrapped_labels(float(self.get_size_inches()[0]))
        ax.set_yticks(shown, [labels[place] for place in shown])
        for place, tick in zip(shown, ax.yaxis.get_major_ticks(len(shown)), strict=True):
            own = place in rows.emphasised
            tick.label1.set(gid=f"row {place}", size=size, weight="bold" if own else "normal",
                            color=style.FOCAL if own else style.INK)  # fmt: skip
        for text in ax.texts:
            kind, _, row = str(text.get_gid() or "").partition(" ")
            if kind == "row":
                text.set_visible(int(row) in shown)


def legible(n: int, height: float, wanted: Sequence[int]) -> list[int]:
    """Return the rows whose labels do not touch, those wanted first; `height` of a row in inches.

    >>> legible(3, 0.2, [])
    [0, 1, 2]
    >>> legible(9, 0.05, [4])
    [0, 4, 8]
    """
    apart = max(1, ceil(0.93 * style.SMALL / style.POINTS / height))
    shown: list[int] = []
    for place in [*wanted, 0, n - 1, *range(n)]:
        if all(abs(place - other) >= apart for other in shown):
            shown.append(place)
    return sorted(shown)


def in_short(sources: str) -> str:
    """Return the line of sources short: each publisher once, with the years it published in.

    >>> in_short("Sources: A Body, One Survey, 2022 (CC BY; 27 countries); A Body, Other, 2023.")
    'Sources: A Body 2022, 2023.'
    """
    plain = re.sub(r" \((?:[^()]|\([^()]*\))*\)", "", sources)
    start, _, rest = plain.removesuffix(".").partition(": ")
    years: dict[str, list[str]] = {}
    for each in rest.split("; ") if rest else ():
        found = re.findall(r"\d{4}$", each)
        known = years.setdefault(each.split(",")[0] if found else each, [])
        known += [year for year in found if year not in known]
    parts = [" ".join([name, ", ".join(known)]).strip() for name, known in years.items()]
    return f"{start}: {'; '.join(parts)}." if parts else sources


def _height(text: Text) -> float:
    """Return the height of a text with the gap below it, in inches."""
    words = text.get_text()
    return style.line_height(float(text.get_fontsize())) * (words.count("\n") + 1) if words else 0.0


def dots(
    ax: Axes, xs: "pd.Series[float]", ys: Any, label: str, *, size: Any = 7.0,
    face: str = style.PEER, edge: str | None = None, edge_width: float = 1.3, marker: str = "o",
) -> None:  # fmt: skip
    """Draw dots of a diameter in points, each of the row nearest to it; none where one is missing.

    They stand in the legend where there is a `label`.
    """
    table = pd.DataFrame({"x": list(xs), "y": list(ys), "size": size}).dropna()
    if len(table):
        ax.scatter(table["x"], table["y"], s=table["size"] ** 2, marker=marker, label=label,
                   facecolors=face, edgecolors=edge or "none", linewidths=edge_width if edge else 0,
                   clip_on=False, zorder=3, gid=row_ids(table["y"]))  # fmt: skip


def lines(
    ax: Axes, lows: "pd.Series[float]", highs: "pd.Series[float]", ys: Any, colour: str,
    width: float,
) -> None:  # fmt: skip
    """Draw level lines, each of the row nearest to it; none where an end is missing."""
    table = pd.DataFrame({"low": list(lows), "high": list(highs), "y": list(ys)}).dropna()
    if len(table):
        ax.hlines(table["y"], table["low"], table["high"], colors=colour, linewidths=width,
                  gid=row_ids(table["y"]))  # fmt: skip


def row_ids(rows: Iterable[float]) -> str:
    """Return the gid of a collection whose members belong to the rows nearest to these places."""
    return "rows " + ",".join(str(round(row)) for row in rows)


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

"""A drawing as shapes in inches from its upper left corner, and the surface that records it.

Every figure lays itself out from measured text, so that no label is cut and none overlaps. A
drawing knows no file format: `svg` writes it for a page, `picture` paints it with matplotlib.
Widths of lines and sizes of marks and letters are in points.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from math import isnan
from typing import Literal

from egovbench.figures import style
from egovbench.language.numbers import fixed

Align = Literal["left", "center", "right"]
Point = tuple[float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Words:
    """One line of text with its middle at height `y`, turned by `rotation` degrees about (x, y)."""

    x: float
    y: float
    words: str
    size: float
    colour: str
    align: Align
    bold: bool
    rotation: float


@dataclass(frozen=True)
class Line:
    """A line through points, cut off square at its ends."""

    points: tuple[Point, ...]
    colour: str
    width: float


@dataclass(frozen=True)
class Marks:
    """Discs of one look; `size` is the diameter."""

    places: tuple[Point, ...]
    face: str
    edge: str | None
    size: float
    edge_width: float


@dataclass(frozen=True)
class Boxes:
    """Boxes (left, top, width, height) of one look; with a `hatch_colour` they are hatched."""

    boxes: tuple[Box, ...]
    face: str | None
    edge: str | None
    edge_width: float
    hatch_colour: str | None


@dataclass(frozen=True)
class Wedge:
    """A filled polygon."""

    points: tuple[Point, ...]
    colour: str


Shape = Words | Line | Marks | Boxes | Wedge


@dataclass(frozen=True)
class Drawing:
    """Shapes on a surface of `width` x `height` inches."""

    width: float
    height: float
    shapes: tuple[Shape, ...]

    @property
    def texts(self) -> list[str]:
        """The words in the drawing, in the order they were written."""
        return [shape.words for shape in self.shapes if isinstance(shape, Words)]


@dataclass(frozen=True)
class Scale:
    """Maps values in [low, high] to inches in [start, end]; `low` > `high` draws it reversed."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return the place of `value` in inches."""
        share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)


class Canvas:
    """Records a drawing of `width` x `height` inches; x grows to the right, y grows downwards.

    What has no known place (a coordinate that is missing) is not drawn.
    """

    def __init__(self, width: float, height: float) -> None:
        self.width = width
        self.height = height
        self._shapes: list[Shape] = []

    @property
    def drawing(self) -> Drawing:
        """What was drawn so far."""
        return Drawing(self.width, self.height, tuple(self._shapes))

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = style.TEXT,
        colour: str = style.INK,
        align: Align = "left",
        bold: bool = False,
        rotation: Literal[0, 90] = 0,
    ) -> None:
        """Write one line with its middle at height `y`; by 90 degrees turned it runs upwards."""
        if _known((x, y)):
            self._shapes.append(Words(x, y, words, size, colour, align, bold, rotation))

    def small(
        self, x: float, y: float, words: str, *, align: Align = "left", bold: bool = False
    ) -> None:
        """Write one line that is not to stand out: a number of an axis, a note."""
        self.text(x, y, words, size=style.SMALL, colour=style.MUTED, align=align, bold=bold)

    def lines(
        self,
        x: float,
        y: float,
        lines: Sequence[str],
        *,
        size: float = style.TEXT,
        colour: str = style.INK,
        align: Align = "left",
        bold: bool = False,
    ) -> None:
        """Write several lines with the middle of the block at height `y`."""
        step = style.line_height(size)
        for index, words in enumerate(lines):
            offset = step * (index - (len(lines) - 1) / 2)
            self.text(x, y + offset, words, size=size, colour=colour, align=align, bold=bold)

    def line(
        self, xs: Sequence[float], ys: Sequence[float], colour: str, width: float = 1.0
    ) -> None:
        """Draw a line through the points; `width` in points."""
        if _known((*xs, *ys)):
            self._shapes.append(Line(tuple(zip(xs, ys, strict=True)), colour, width))

    def marks(
        self,
        places: Sequence[Point],
        *,
        face: str = style.PEER,
        edge: str | None = None,
        size: float = 7.0,
        edge_width: float = 1.3,
    ) -> None:
        """Draw one disc at every place; `size` is its diameter in points."""
        known = tuple(place for place in places if _known(place))
        if known:
            self._shapes.append(Marks(known, face, edge, size, edge_width))

    def boxes(
        self,
        boxes: Sequence[Box],
        *,
        face: str | None = None,
        edge: str | None = None,
        edge_width: float = 0.8,
        hatch_colour: str | None = None,
    ) -> None:
        """Draw boxes (left, top, width, height) of one look."""
        known = tuple(box for box in boxes if _known(box))
        if known:
            self._shapes.append(Boxes(known, face, edge, edge_width, hatch_colour))

    def wedge(self, points: Sequence[Point], colour: str) -> None:
        """Fill the polygon through the points."""
        self._shapes.append(Wedge(tuple(points), colour))

    def horizontal_axis(
        self,
        scale: Scale,
        ticks: Sequence[float],
        top: float,
        bottom: float,
        label: str,
        decimals: int = 0,
    ) -> None:
        """Draw grid lines from `top` to `bottom`, their numbers below, and the axis label."""
        for tick in ticks:
            x = scale.at(tick)
            self.line([x, x], [top, bottom], style.RULE, 0.8)
            self.small(x, bottom + 0.13, fixed(tick, decimals), align="center")
        middle = (scale.start + scale.end) / 2
        half = style.text_width(label, style.SMALL) / 2
        middle = min(max(middle, half + 0.03), self.width - half - 0.03)
        self.small(middle, bottom + 0.33, label, align="center")


def _known(coordinates: Iterable[float]) -> bool:
    return not any(isnan(each) for each in coordinates)


AXIS_HEIGHT = 0.45


@dataclass(frozen=True)
class LegendEntry:
    """A drawn sample (called with canvas, x and y of its middle) and the words beside it."""

    sample: Callable[[Canvas, float, float], None]
    words: str
    width: float = 0.24


def dash(
    colour: str, width: float, face: str | None = None, edge: str | None = None, size: float = 7.0
) -> Callable[[Canvas, float, float], None]:
    """Return a legend's sample: a short line, and a disc on it where that has a `face`."""

    def sample(canvas: Canvas, x: float, y: float) -> None:
        canvas.line([x - 0.12, x + 0.12], [y, y], colour, width)
        if face:
            canvas.marks([(x, y)], face=face, edge=edge, size=size)

    return sample


FOCAL_DASH = dash(style.FOCAL, 2.4, style.FOCAL, size=8.5)

LEGEND_LINE = 0.25
_LEGEND_GAPS = 0.27


def _legend_lines(entries: Sequence[LegendEntry], width: float) -> list[list[LegendEntry]]:
    lines: list[list[LegendEntry]] = [[]]
    used = 0.0
    for entry in chain.from_iterable(_wrapped(each, width) for each in entries):
        needed = entry.width + 0.06 + style.text_width(entry.words, style.SMALL) + 0.2
        if lines[-1] and used + needed > width:
            lines.append([])
            used = 0.0
        lines[-1].append(entry)
        used += needed
    return lines


def _wrapped(entry: LegendEntry, width: float) -> Iterator[LegendEntry]:
    """Yield the entry, what does not fit into the width as entries without a sample."""
    lines = style.wrap(entry.words, width - entry.width - _LEGEND_GAPS, style.SMALL)
    first, *rest = lines or [""]
    yield replace(entry, words=first)
    for words in rest:
        yield LegendEntry(_nothing, words, entry.width)


def _nothing(canvas: Canvas, x: float, y: float) -> None:
    """Draw no sample."""


def legend_height(entries: Sequence[LegendEntry], width: float) -> float:
    """Return the height in inches that `draw_legend` needs within `width` inches."""
    return LEGEND_LINE * len(_legend_lines(entries, width)) + 0.08


def draw_legend(canvas: Canvas, entries: Sequence[LegendEntry], width: float) -> None:
    """Write the legend at the top as words beside samples, in lines of at most `width` inches."""
    for row, line in enumerate(_legend_lines(entries, width)):
        x, y = 0.02, LEGEND_LINE * (row + 0.5)
        for entry in line:
            entry.sample(canvas, x + entry.width / 2, y)
            x += entry.width + 0.06
            canvas.small(x, y, entry.words)
            x += style.text_width(entry.words, style.SMALL) + 0.2

"""A drawing as data: shapes in inches from the upper left corner, the first at the back.

A drawing knows no library and no file format: the report writes it as SVG, `paint` as a figure of
matplotlib. Widths of lines and sizes of marks and letters are in points.
"""

from dataclasses import dataclass
from typing import Literal

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

"""Places for point labels that overlap neither each other nor, where avoidable, a point."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

from egovbench.figures import style
from egovbench.figures.drawing import Align, Box, Point

_DIRECTIONS: tuple[tuple[Align, float, float], ...] = (
    ("left", 1.0, 0.0),
    ("right", -1.0, 0.0),
    ("left", 0.7, -1.3),
    ("right", -0.7, -1.3),
    ("left", 0.7, 1.3),
    ("right", -0.7, 1.3),
    ("center", 0.0, -1.7),
    ("center", 0.0, 1.7),
)
_DISTANCES = (0.1, 0.18, 0.27, 0.38, 0.52)
_NEAR = 2
_HEIGHT = 0.165
_POINT_RADIUS = 0.045
LEADER_FROM = 0.16
"""A label whose edge is further than this from its point (inches) needs a line to it."""


@dataclass(frozen=True)
class PlacedLabel:
    """A label with the middle of its line of text, its alignment and the point it names."""

    words: str
    x: float
    y: float
    align: Align
    point: Point
    bold: bool

    @property
    def leader(self) -> tuple[Point, Point] | None:
        """Ends of the line from the point to the label's edge; None when the label is near."""
        left, top, right, bottom = _box(self.words, self.x, self.y, self.align, self.bold)
        edge = (min(max(self.point[0], left), right), min(max(self.point[1], top), bottom))
        near = hypot(edge[0] - self.point[0], edge[1] - self.point[1]) <= LEADER_FROM
        return None if near else (self.point, edge)


def place_labels(
    labels: Sequence[tuple[str, Point, bool]],
    points: Sequence[Point],
    frame: Box,
) -> list[PlacedLabel]:
    """Find a place beside its point for each label, in the order given.

    Args:
        labels: words, the point they belong to (inches), and whether they are bold. The first is
            placed wherever it hides the fewest points, with a leader if need be; a later one is
            left out unless it can stand near its point and hide nothing.
        points: all points of the plot, in inches.
        frame: left, top, right, bottom that labels must not leave.

    Returns:
        The labels that were placed, nearest free place first.
    """
    taken: list[Box] = []
    placed: list[PlacedLabel] = []
    for words, point, bold in labels:
        best: tuple[int, PlacedLabel, Box] | None = None
        for distance in _DISTANCES if not placed else _DISTANCES[:_NEAR]:
            for align, right, down in _DIRECTIONS:
                x, y = point[0] + right * distance, point[1] + down * distance
                box = _box(words, x, y, align, bold)
                if not _inside(box, frame) or any(_overlap(box, other) for other in taken):
                    continue
                hidden = sum(_covers(box, other) for other in points)
                if best is None or hidden < best[0]:
                    best = (hidden, PlacedLabel(words, x, y, align, point, bold), box)
        if best is not None and (best[0] == 0 or not placed):
            placed.append(best[1])
            taken.append(best[2])
    return placed


def _box(words: str, x: float, y: float, align: Align, bold: bool) -> Box:
    width = style.text_width(words, style.TEXT if bold else style.SMALL, bold)
    left = {"left": x, "center": x - width / 2, "right": x - width}[align]
    return left, y - _HEIGHT / 2, left + width, y + _HEIGHT / 2


def _inside(box: Box, frame: Box) -> bool:
    return box[0] >= frame[0] and box[1] >= frame[1] and box[2] <= frame[2] and box[3] <= frame[3]


def _overlap(first: Box, second: Box) -> bool:
    return (
        first[0] < second[2]
        and second[0] < first[2]
        and first[1] < second[3]
        and second[1] < first[3]
    )


def _covers(box: Box, point: Point) -> bool:
    around = (
        point[0] - _POINT_RADIUS,
        point[1] - _POINT_RADIUS,
        point[0] + _POINT_RADIUS,
        point[1] + _POINT_RADIUS,
    )
    return _overlap(box, around)

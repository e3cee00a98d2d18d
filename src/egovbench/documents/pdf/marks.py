"""What is drawn beside an option's label, as measured in a picture of the place."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import ndimage

Picture = npt.NDArray[np.float64]

_INK = 0.1
_GRID = 16
_SAME = 0.15
_SAME_SIZE = 0.15
_INNER = 0.34
_SMALLEST, _LARGEST = 0.3, 2.2
_NEAR = 0.25
_OFF_LINE = 0.3


@dataclass(frozen=True)
class Mark:
    """A mark beside a label.

    `size` is its height and width in heights of a line, `picture` how it differs from its
    background on a grid (rows, columns, colours; -1 to 1), `fill` the mean contrast within its
    outline, `detail` that contrast's standard deviation: high where something is drawn inside.
    """

    size: tuple[float, float]
    picture: Picture
    fill: float
    detail: float

    @property
    def look(self) -> str:
        """What it is: "empty", "full" (one tone inside), "drawn" (a dot, a check) or "unclear".

        A form that cannot be edited any more is often greyed out: there a dot is as pale as its
        circle, and counts by that.
        """
        if self.fill <= 0.12 and self.detail <= 0.06:
            return "empty"
        if self.detail >= min(0.12, 0.4 * float(np.abs(self.picture).max())):
            return "drawn"
        if self.fill >= 0.15 and self.detail <= 0.09:
            return "full"
        return "unclear"

    def like(self, other: "Mark") -> bool:
        """Whether the two look the same but for the smoothing of their edges."""
        sizes = zip(self.size, other.size, strict=True)
        if any(abs(one - two) > _SAME_SIZE for one, two in sizes):
            return False
        ink = np.maximum(np.abs(self.picture), np.abs(other.picture)).max(axis=2).sum()
        return bool(np.abs(self.picture - other.picture).max(axis=2).sum() < _SAME * ink)


@dataclass(frozen=True)
class Place:
    """What stands beside a label: its `mark`, or None where nothing is drawn.

    `clear` is False where something is drawn that is no mark; `background` is the colour behind.
    """

    mark: Mark | None
    clear: bool
    background: tuple[float, ...]


def look_beside(picture: Picture, line: float) -> Place:
    """Return what a picture of the place to the left of a label shows.

    The label begins at its right edge, and it reaches half a line above and below the label; `line`
    is the height of a line in pixels. The mark is what is drawn nearest to the label, at its
    height. What reaches the right edge lies under the label, and what reaches the upper or lower
    edge belongs to a neighbour.
    """
    background = np.median(picture[:, -2:].reshape(-1, 3), axis=0)
    difference = picture - background
    contrast = np.abs(difference).max(axis=2)
    parts = _parts(contrast, line)
    if not parts:
        return Place(None, not _crowded(contrast), tuple(background.tolist()))
    rows, columns = _nearest(parts, line)
    size = ((rows.stop - rows.start) / line, (columns.stop - columns.start) / line)
    if not all(_SMALLEST <= each <= _LARGEST for each in size):
        return Place(None, False, tuple(background.tolist()))
    inner = contrast[rows, columns][_disc(rows.stop - rows.start, columns.stop - columns.start)]
    mark = Mark(
        size=size,
        picture=_on_grid(difference[rows, columns]),
        fill=float(inner.mean()),
        detail=float(inner.std()),
    )
    return Place(mark, True, tuple(background.tolist()))


def _parts(contrast: Picture, line: float) -> list[tuple[slice, slice]]:
    """Return the rectangles of connected ink that may belong to a mark."""
    height, width = contrast.shape
    labels, _ = ndimage.label(contrast > _INK, structure=np.ones((3, 3)))
    parts = []
    for rows, columns in ndimage.find_objects(labels):
        middle = (rows.start + rows.stop) / 2
        inside = rows.start > 0 and rows.stop < height and columns.stop < width
        level = (0.5 - _OFF_LINE) * line <= middle <= height - (0.5 - _OFF_LINE) * line
        if inside and level:
            parts.append((rows, columns))
    return parts


def _crowded(contrast: Picture) -> bool:
    """Whether there is more ink than lines that pass by."""
    return bool((contrast > _INK).mean() > 0.02)


def _nearest(parts: list[tuple[slice, slice]], line: float) -> tuple[slice, slice]:
    """Return the rectangle around the part that is nearest to the label and all that touch it."""
    waiting = sorted(parts, key=lambda part: -part[1].stop)
    rows, columns = waiting.pop(0)
    reach = _NEAR * line
    grown = True
    while grown:
        grown = False
        for part in list(waiting):
            beside = part[1].stop > columns.start - reach and part[1].start < columns.stop + reach
            level = part[0].stop > rows.start - reach and part[0].start < rows.stop + reach
            if beside and level:
                waiting.remove(part)
                rows = slice(min(rows.start, part[0].start), max(rows.stop, part[0].stop))
                columns = slice(min(columns.start, part[1].start), max(columns.stop, part[1].stop))
                grown = True
    return rows, columns


def _disc(height: int, width: int) -> npt.NDArray[np.bool_]:
    rows = (np.arange(height) + 0.5) / height - 0.5
    columns = (np.arange(width) + 0.5) / width - 0.5
    return np.hypot(rows[:, None], columns[None, :]) < _INNER


def _on_grid(picture: Picture) -> Picture:
    """Return the means of `picture` over the cells of a grid."""
    for axis in (0, 1):
        edges = np.linspace(0, picture.shape[axis], _GRID + 1)
        starts = edges[:-1].astype(int)
        stops = np.maximum(np.ceil(edges[1:]).astype(int), starts + 1)
        cells = [
            picture.take(range(start, stop), axis=axis).mean(axis=axis)
            for start, stop in zip(starts, stops, strict=True)
        ]
        picture = np.stack(cells, axis=axis)
    return picture

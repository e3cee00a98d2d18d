"""What is drawn beside an option's label, and which of a question's options are ticked.

What is not sure is no selection: a wrong one would pass for what a government said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

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
_SAME_BACKGROUND = 0.03
_UNTICKED = frozenset(("empty", "missing"))


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
    behind = tuple(background.tolist())
    if not parts:
        crowded = (contrast > _INK).mean() > 0.02  # more ink than lines that pass by
        return Place(None, not crowded, behind)
    rows, columns = _nearest(parts, line)
    size = ((rows.stop - rows.start) / line, (columns.stop - columns.start) / line)
    if not all(_SMALLEST <= each <= _LARGEST for each in size):
        return Place(None, False, behind)
    inner = contrast[rows, columns][_disc(rows.stop - rows.start, columns.stop - columns.start)]
    mark = Mark(
        size=size,
        picture=_on_grid(difference[rows, columns]),
        fill=float(inner.mean()),
        detail=float(inner.std()),
    )
    return Place(mark, True, behind)


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


def _nearest(parts: list[tuple[slice, slice]], line: float) -> tuple[slice, slice]:
    """Return the rectangle around the part that is nearest to the label and all that touch it."""
    rows, columns = max(parts, key=lambda part: part[1].stop)
    reach = _NEAR * line
    before = None
    while before != (rows, columns):
        before = rows, columns
        for part in parts:
            beside = part[1].stop > columns.start - reach and part[1].start < columns.stop + reach
            level = part[0].stop > rows.start - reach and part[0].start < rows.stop + reach
            if beside and level:
                rows = slice(min(rows.start, part[0].start), max(rows.stop, part[0].stop))
                columns = slice(min(columns.start, part[1].start), max(columns.stop, part[1].stop))
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


@dataclass(frozen=True)
class OptionMarks:
    """What stands beside the options of a question, in their order.

    `single` says that one option can be ticked, `styles_differ` that the labels are written in
    different weights or colours.
    """

    places: tuple[Place, ...]
    single: bool
    styles_differ: bool

    @property
    def marks(self) -> list[Mark]:
        """The marks that are drawn."""
        return [place.mark for place in self.places if place.mark is not None]

    @property
    def looks(self) -> list[str]:
        """How each place looks: as its mark does, or "missing"."""
        return [place.mark.look if place.mark else "missing" for place in self.places]

    @property
    def inked(self) -> tuple[int, ...]:
        """The places whose mark is not empty."""
        return tuple(i for i, look in enumerate(self.looks) if look not in _UNTICKED)


@dataclass(frozen=True)
class Convention:
    """What a form shows of its own marks, learnt from all its questions.

    `pairs` are a ticked and an unticked mark of questions that leave no doubt. `hollow` says that
    an empty mark stands beside ticked ones, `bare` that several questions have the same mark beside
    one option and none beside another, and `contradicted` that a single choice has several marks
    that look ticked: then no mark of the form can be trusted.
    """

    pairs: tuple[tuple[Mark, Mark], ...] = ()
    hollow: bool = False
    bare: bool = False
    contradicted: bool = False


@dataclass(frozen=True)
class Decision:
    """The places of the ticked options, or why they are in doubt."""

    ticked: tuple[int, ...] = ()
    doubt: str = ""


def learn(choices: Sequence[OptionMarks]) -> Convention:
    """Return what the choices that can be decided alone tell about the marks of their form."""
    pairs: list[tuple[Mark, Mark]] = []
    alone: list[Mark] = []
    contradicted = False
    for choice in choices:
        untouched = len(choice.places) - len(choice.inked)
        contradicted |= choice.single and untouched > 0 and len(choice.inked) > 1
        if choice.inked and "missing" in choice.looks and "empty" not in choice.looks:
            alone.append(choice.marks[0])
        ticked = decide(choice, Convention()).ticked
        others = [place.mark for i, place in enumerate(choice.places) if i not in ticked]
        mark = choice.places[ticked[0]].mark if ticked else None
        pairs += [(mark, other) for other in others[:1] if mark and other]
    return Convention(
        pairs=tuple(pairs),
        hollow=any(other.look == "empty" for _, other in pairs),
        bare=any(one.like(two) for one, two in combinations(alone, 2)),
        contradicted=contradicted,
    )


def decide(choice: OptionMarks, convention: Convention) -> Decision:
    """Return the ticked options of `choice`, none of them where none is, or the doubt.

    In this order: where some marks are empty (or missing) and others are not, the others are
    ticked; empty marks that look the same are not ticked; of three or more marks of a single choice
    the only one that differs is ticked; else the marks must look like a pair of `convention`.
    """
    if not all(place.clear for place in choice.places):
        return Decision(doubt="what is drawn beside the options is no mark")
    if convention.contradicted:
        return Decision(doubt="marks that look ticked stand beside several options of one choice")
    if not choice.marks:
        return Decision(doubt="" if convention.bare else "nothing is drawn beside the options")
    looks = choice.looks
    if "missing" in looks and not convention.bare:
        return Decision(doubt="a mark is drawn beside some of the options only")
    if "unclear" in looks and not _UNTICKED.isdisjoint(looks):
        return Decision(doubt="a mark is neither empty nor ticked")
    if not choice.inked:
        return _none_ticked(choice)
    if len(choice.inked) < len(choice.places):
        return _apart(choice, choice.inked)
    return _by_comparison(choice, convention)


def _none_ticked(choice: OptionMarks) -> Decision:
    if "missing" in choice.looks or not _alike(choice.marks):
        return Decision(doubt="the empty marks differ")
    colours = np.array([place.background for place in choice.places])
    shades = (colours.max(axis=0) - colours.min(axis=0)).max()
    if choice.styles_differ or shades > _SAME_BACKGROUND:
        return Decision(doubt="the marks are all empty, but the options are shown differently")
    return Decision()


def _apart(choice: OptionMarks, ticked: tuple[int, ...]) -> Decision:
    """Return `ticked` where its marks are alike, the others are, and there are not too many."""
    marks = [place.mark for place in choice.places]
    inside = [mark for index, mark in enumerate(marks) if mark and index in ticked]
    outside = [mark for index, mark in enumerate(marks) if mark and index not in ticked]
    if choice.single and len(ticked) > 1:
        return Decision(doubt="more than one option looks ticked")
    if not (_alike(inside) and _alike(outside)):
        return Decision(doubt="the marks differ in more than one way")
    return Decision(ticked)


def _by_comparison(choice: OptionMarks, convention: Convention) -> Decision:
    """Decide where no mark is empty."""
    marks = choice.marks
    if choice.single and len(marks) > 2:
        odd = [i for i in range(len(marks)) if _alike(marks[:i] + marks[i + 1 :])]
        if len(odd) == 1:
            return Decision((odd[0],))
    for ticked, other in convention.pairs:
        if all(mark.like(ticked) != mark.like(other) for mark in marks):
            return _apart(choice, tuple(i for i, mark in enumerate(marks) if mark.like(ticked)))
    drawn = set(choice.looks) == {"drawn"} and _alike(marks)
    if drawn and not choice.single and (convention.hollow or convention.bare):
        return Decision(tuple(range(len(marks))))
    return Decision(doubt="the marks do not show which of them are ticked")


def _alike(marks: Sequence[Mark]) -> bool:
    return all(one.like(two) for one, two in combinations(marks, 2))

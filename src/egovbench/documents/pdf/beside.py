"""Looks at what is drawn beside the labels of options, on the side on which the marks are."""

from collections.abc import Mapping, Sequence
from math import inf

from egovbench.documents.pdf.labels import Label
from egovbench.documents.pdf.lines import Box, Line, level
from egovbench.documents.pdf.marks import Picture, Place, look_beside
from egovbench.documents.pdf.pages import Pages

_REACH = 4.0
_MARGIN = 0.5
_GAP = 0.05
_PIXELS_A_LINE = 70.0
_LARGEST_SCALE = 30.0
_MOST_OPTIONS = 20  # that are looked at below a question whose options are not found


def has_marks(pages: Pages, lines: Sequence[Line]) -> bool:
    """Whether a mark is drawn before two parts of the lines or more, as before options."""
    shown = [(line.page, each.box) for line in lines for each in line.fragments][:_MOST_OPTIONS]
    labels = [Label("", (), page, box, box.height, 0.0, inf) for page, box in shown]
    return sum(before(pages, label).mark is not None for label in labels) > 1


def places_beside(
    pages: Pages, labels: Mapping[int, Sequence[Label]]
) -> Mapping[int, Sequence[Place]] | None:
    """Return what stands beside the labels of each question, on the side of the form's marks.

    That is the side on which a mark stands that has no other label of its question beyond it:
    before the labels, or else behind them. None stands for marks that are all between two labels.
    """
    every = [(label, group) for group in labels.values() for label in group]
    places = {id(label): before(pages, label) for label, _ in every}
    if not any(places[id(label)].mark and _is_first(label, group) for label, group in every):
        behind = {id(label): _behind(pages, label) for label, _ in every}
        if any(behind[id(label)].mark and _is_last(label, group) for label, group in every):
            places = behind
        elif any(place.mark for place in places.values()):
            return None
    return {number: [places[id(label)] for label in group] for number, group in labels.items()}


def _is_first(label: Label, group: Sequence[Label]) -> bool:
    """Whether no other label of a question stands to the left of a label."""
    return not any(each.box.right <= label.box.left for each in _in_row(label, group))


def _is_last(label: Label, group: Sequence[Label]) -> bool:
    return not any(each.box.left >= label.box.right for each in _in_row(label, group))


def _in_row(label: Label, group: Sequence[Label]) -> list[Label]:
    return [each for each in group if each.page == label.page and level(each.box, label.box)]


def before(pages: Pages, label: Label) -> Place:
    """Look at the place to the left of a label, as high as its lines and half a line more."""
    left = max(label.free_from, label.box.left - _REACH * label.line)
    picture, line = _picture(pages, label, left, label.box.left - _GAP * label.line)
    return look_beside(picture, line)


def _behind(pages: Pages, label: Label) -> Place:
    """Look at the place to the right of a label, as one to the left of it seen in a mirror."""
    right = min(label.free_to, label.box.right + _REACH * label.line)
    picture, line = _picture(pages, label, label.box.right + _GAP * label.line, right)
    return look_beside(picture[:, ::-1], line)


def _picture(pages: Pages, label: Label, left: float, right: float) -> tuple[Picture, float]:
    """Return the picture of a place beside a label, and the height of a line in its pixels."""
    margin = _MARGIN * label.line
    box = Box(left, label.box.top - margin, right, label.box.bottom + margin)
    scale = min(_PIXELS_A_LINE / label.line, _LARGEST_SCALE)
    return pages.picture(label.page, box, scale), label.line * scale

"""Joins the lines that the page's edge wrapped; line breaks that were typed stay."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from egovbench.documents.pdf.lines import Line

_UNIT = re.compile(r"\S*?\w[-?](?=\w)|\S+")
_SAME_LEFT = 2.0
_SAME_HEIGHT = 0.5
_SPACE = 0.25
_WIDE = 0.85
_NEW_PARAGRAPH = 1.6
_TELLING = 0.5
_WORD_HYPHEN = re.compile(r"\w[-?]$")
_CONJUNCTION = re.compile(r"(?:and|or|to|et|ou|und|oder|y|o|e)\s")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+$")
_ADDRESS_START = re.compile(r"https?://|www\.")
_ADDRESS_MARK = re.compile(r"\S*[/%=_?&.#]\S")
_ADDRESS_REST = re.compile(rf"[a-z\d]|{_ADDRESS_MARK.pattern}")
_ADDRESS_CUT = tuple("-_%=&?+")
_POINT = re.compile(r"(?:[•▪◦●○■□‣➢]|[-–—*·o](?=\s)|\(?\d{1,2}[.)](?=\s))")
_END = re.compile(r"[.!?:;]$")


@dataclass(frozen=True)
class Typed:
    """A line of text as it was typed, and the page on which it begins, from 0."""

    text: str
    page: int


def join_wrapped(lines: Sequence[Line], edges: "Edges") -> list[Typed]:
    """Return the text of `lines` as typed; an empty one stands for a wider gap between two."""
    typed: list[Typed] = []
    for index, line in enumerate(lines):
        before = lines[index - 1] if index else None
        joint = edges.joint(before, line, typed[-1].text) if before is not None else None
        if joint is not None:
            typed[-1] = Typed(typed[-1].text + joint + line.text, typed[-1].page)
            continue
        if before is not None and edges.apart(before, line):
            typed.append(Typed("", before.page))
        typed.append(Typed(line.text, line.page))
    return typed


class Edges:
    """What the lines of a document tell about where text was wrapped.

    A line may have been wrapped when what follows it, up to the next place to break, would not have
    fitted before the edge: that of the lines that begin at the same place, or, where those are
    short, of all with the `headings`. Some prints draw the space at which they wrapped; where most
    such lines have one, a line without was not wrapped at a space. Prints for both sides of a sheet
    have the wider margin on the left of every other page: places are counted from the `headings`.
    """

    def __init__(self, lines: Sequence[Line], headings: Sequence[Line] = ()) -> None:
        margin = min((line.box.left for line in headings), default=0.0)
        self._margins = [
            min((line.box.left for line in headings if line.page % 2 == side), default=margin)
            for side in (0, 1)
        ]
        self._widest = max((self._right(line) for line in (*lines, *headings)), default=0.0)
        self._edges: dict[int, float] = {}
        for line in lines:
            place = self._place(line)
            self._edges[place] = max(self._edges.get(place, 0.0), self._right(line))
        steps = Counter(
            round(after.box.bottom - before.box.bottom)
            for before, after in pairwise(lines)
            if before.page == after.page and self._place(before) == self._place(after)
        )
        self._step = max(steps, key=lambda step: (steps[step], -step), default=0)
        full = [before for before, after in pairwise(lines) if self._full(before, after)]
        spaced = sum(line.spaced for line in full)
        self._spaces_tell = spaced > _TELLING * len(full)

    def apart(self, before: Line, after: Line) -> bool:
        """Whether there is more room between two lines of a page than a line break makes."""
        below = after.box.bottom - before.box.bottom
        return before.page == after.page and below > _NEW_PARAGRAPH * self._step

    def joint(self, before: Line, after: Line, whole: str) -> str | None:
        """Return what stood where a line was wrapped, a space or nothing, or None if it was not.

        `whole` is the text up to the end of `before`.
        """
        if not self._full(before, after):
            return None
        if before.spaced:
            return " "
        cut = _cut(whole, after.text) or self._overflows(before, whole, after)
        if cut or not self._spaces_tell:
            return "" if cut else self._likely(before.text, whole, after.text)
        return None

    @staticmethod
    def _likely(line: str, whole: str, following: str) -> str | None:
        """Tell a wrapped line from one that was typed to the edge, by what they hold."""
        address_alone = _ADDRESS.search(whole) and " " not in line
        new = _POINT.match(following) or _ADDRESS_START.match(following)
        if address_alone or (new and _END.search(line)):
            return None
        return " "

    def _overflows(self, before: Line, whole: str, after: Line) -> bool:
        """Whether an address longer than a line is cut: it fills one alone, to the last letter."""
        address = _ADDRESS.search(whole)
        if address is None or " " in before.text or not _ADDRESS_REST.match(after.text):
            return False
        first = after.fragments[0].characters[0].box
        return self._right(before) + first.right - first.left > self._edge(before)

    def _edge(self, line: Line) -> float:
        edge = self._edges.get(self._place(line), 0.0)
        return self._widest if edge < _WIDE * self._widest else edge

    def _full(self, before: Line, after: Line) -> bool:
        if self._place(before) != self._place(after) or self.apart(before, after):
            return False
        if abs(before.box.height - after.box.height) > _SAME_HEIGHT:
            return False
        unit = _UNIT.match(after.text)
        drawn = [
            character
            for fragment in after.fragments
            for character in fragment.characters
            if not character.text.isspace()
        ]
        last = drawn[min(len(unit[0]) if unit else 1, len(drawn)) - 1]
        width = last.box.right - drawn[0].box.left
        return self._right(before) + _SPACE * before.box.height + width > self._edge(before)

    def _place(self, line: Line) -> int:
        return round((line.box.left - self._margins[line.page % 2]) / _SAME_LEFT)

    def _right(self, line: Line) -> float:
        return line.box.right - self._margins[line.page % 2]


def _cut(whole: str, following: str) -> bool:
    """Whether a word or an address is cut between the end of a text and what follows it."""
    if _WORD_HYPHEN.search(whole) and following[:1].isalnum():
        return not _CONJUNCTION.match(following)
    address = _ADDRESS.search(whole)
    if address is None or _ADDRESS_START.match(following):
        return False
    if address[0].endswith(_ADDRESS_CUT):
        return True
    return address[0].endswith("/") and _ADDRESS_MARK.match(following) is not None

"""Lines of text on a page, from the characters drawn there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

_SAME_LINE = 0.35
_SPACE = 0.18
_APART = 0.75
_SAME_PLACE = 0.5
_OVERLAP = 0.25


@dataclass(frozen=True)
class Box:
    """A rectangle in points, measured from the top left corner of its page."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """Height in points."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """How far below the top of the page its middle lies."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True)
class Character:
    """A character, its font's box there, and its place among the page's characters."""

    text: str
    box: Box
    page: int
    index: int


@dataclass(frozen=True)
class Fragment:
    """Characters of one line that stand together; `whole` says that its spaces are among them."""

    characters: tuple[Character, ...]
    whole: bool = False

    @cached_property
    def text(self) -> str:
        """The characters with a space wherever there is one to see."""
        parts = [self.characters[0].text]
        for before, after in pairwise(self.characters):
            gap = after.box.left - before.box.right
            spaced = self.whole or before.text.isspace() or after.text.isspace()
            if not spaced and gap > _SPACE * after.box.height:
                parts.append(" ")
            parts.append(after.text)
        return "".join(parts).strip()

    @cached_property
    def drawn(self) -> tuple[Character, ...]:
        """Its characters that are no spaces."""
        return tuple(each for each in self.characters if not each.text.isspace())

    @cached_property
    def box(self) -> Box:
        """The rectangle around what is drawn."""
        return around([each.box for each in self.drawn])


@dataclass(frozen=True)
class Line:
    """Fragments that stand side by side on a page, from left to right.

    `spaced` says that a space was drawn behind the last of them, `doubtful` that they may be read
    in another order than that of their characters.
    """

    page: int
    fragments: tuple[Fragment, ...]
    spaced: bool = False
    doubtful: bool = False

    @cached_property
    def text(self) -> str:
        """The text of its fragments, a space between them."""
        return " ".join(fragment.text for fragment in self.fragments)

    @property
    def drawn(self) -> list[Character]:
        """Its characters that are no spaces."""
        return [character for fragment in self.fragments for character in fragment.drawn]

    @cached_property
    def box(self) -> Box:
        """The rectangle around its fragments."""
        return around([fragment.box for fragment in self.fragments])


def around(boxes: Sequence[Box]) -> Box:
    """Return the smallest rectangle that holds all of `boxes`."""
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def level(one: Box, other: Box) -> bool:
    """Whether two rectangles of a page stand side by side."""
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > _OVERLAP * min(one.height, other.height)


def lines_of(characters: Iterable[Character], spaces: Sequence[Box] = ()) -> list[Line]:
    """Return the lines of one page from top to bottom, whatever order it is drawn in.

    `spaces` are the places of spaces that are drawn apart from other characters.
    """
    fragments = [each for each in map(Fragment, _runs(characters)) if each.text]
    rows: list[list[Fragment]] = []
    for fragment in sorted(fragments, key=lambda each: (each.box.middle, each.box.left)):
        row = next((each for each in reversed(rows[-3:]) if _beside(each[0], fragment)), None)
        if row is None:
            rows.append([fragment])
        else:
            row.append(fragment)
    return [_line(row, spaces) for row in rows]


def without_cut_lines(lines: Sequence[Line]) -> list[Line]:
    """Return `lines` without those that the end of a page cut through.

    A browser prints such a line on both pages; on one of them only the letters that reach past the
    cut are left, in the same places.
    """
    cut = set()
    for index, (before, after) in enumerate(pairwise(lines)):
        if before.page + 1 == after.page:
            if _remains(before, after):
                cut.add(index)
            elif _remains(after, before):
                cut.add(index + 1)
    return [line for index, line in enumerate(lines) if index not in cut]


def _remains(part: Line, whole: Line) -> bool:
    """Whether `part` is what a cut left of `whole`: some of its letters, but not its beginning."""
    some, every = part.drawn, whole.drawn
    if not len(some) < len(every) or all(map(_same_place, some, every)):
        return False
    return all(any(_same_place(one, other) for other in every) for one in some)


def _same_place(one: Character, other: Character) -> bool:
    return one.text == other.text and abs(one.box.left - other.box.left) < _SAME_PLACE


def _runs(characters: Iterable[Character]) -> list[tuple[Character, ...]]:
    """Return the characters that were drawn one after the other and touch, in that order."""
    runs: list[list[Character]] = []
    for character in characters:
        if runs and _touches(runs[-1][-1], character):
            runs[-1].append(character)
        else:
            runs.append([character])
    return list(map(tuple, runs))


def _touches(before: Character, after: Character) -> bool:
    height = max(after.box.height, 1.0)
    level = abs(before.box.bottom - after.box.bottom) < _SAME_LINE * height
    return level and abs(after.box.left - before.box.right) < _APART * height


def _beside(first: Fragment, second: Fragment) -> bool:
    height = min(first.box.height, second.box.height)
    return abs(first.box.middle - second.box.middle) < _SAME_LINE * height


def _line(row: Sequence[Fragment], spaces: Sequence[Box]) -> Line:
    """Join what one line was drawn in, where the pieces touch."""
    joined: list[tuple[Character, ...]] = []
    for fragment in sorted(row, key=lambda each: each.box.left):
        first = fragment.drawn[0]
        if joined and _touches(joined[-1][-1], first) and _alike(joined[-1][-1], first):
            joined[-1] += fragment.characters
        else:
            joined.append(fragment.characters)
    fragments = tuple(Fragment(characters) for characters in joined)
    end = fragments[-1].box
    spaced = any(
        end.top < space.middle < end.bottom
        and -_SPACE * end.height < space.left - end.right < _APART * end.height
        for space in spaces
    )
    return Line(fragments[0].characters[0].page, fragments, spaced)


def _alike(before: Character, after: Character) -> bool:
    """Whether two characters are of one size; a mark beside a label often is not."""
    return abs(before.box.height - after.box.height) < 0.5

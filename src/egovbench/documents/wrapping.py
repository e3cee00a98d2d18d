"""Joins lines that a printer, an editor or a page's edge wrapped, so that they read as typed."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from egovbench.documents.furniture import PAGE_BREAK
from egovbench.documents.pdf.lines import Line

_BULLET = re.compile(r"[•▪◦●○■□‣➢]|[-–—*o·](?=\s)|\(?\d{1,2}[.)](?=\s)|[a-z]\)|\([ivx]+\)")
_ADDRESS_START = re.compile(r"(?:https?://|www\.)\S")
_FINAL_ADDRESS = re.compile(r"(?:https?://|www\.)\S*$")
_ADDRESS_CUT = tuple("-_%=&?+")
_ADDRESS_REST = re.compile(r"[\w%+.~#?&=/,:;@!$'()*-]+")
_ADDRESS_MARK = re.compile(r"\S*[/%=_?&.#]\S")
_SENTENCE_END = re.compile(r"[.!?:;]['\"”’)\]]*$")
_CONJUNCTION = re.compile(r"(?:and|or|to|et|ou|und|oder|y|o|e)\s")
_SHORT_WORD = re.compile(r"(?<!\S)[^\W\d_A-Z]{1,3}$")
_REFERENCE = re.compile(r"(?<!\S)[Cc]f\.$")
_FILE_NAME = re.compile(r"\.\w{2,5}$")
# Of text alone, in which the width of the page is only estimated.
_TYPED_HYPHEN = re.compile(r"\w[-/]$")
_TOO_LONG_FOR_A_HEADING = 80
_NEARLY_FULL = 0.75
_FULL = 0.9
# Of printed lines, whose places are known; a browser breaks at these signs.
_PRINTED_HYPHEN = re.compile(r"\w[-?]$")
_PRINTED_REST = re.compile(rf"[a-z\d]|{_ADDRESS_MARK.pattern}")
_UNIT = re.compile(r"\S*?\w[-?](?=\w)|\S+")
_SAME_LEFT = 2.0
_SAME_HEIGHT = 0.5
_SPACE = 0.25
_WIDE = 0.85
_NEW_PARAGRAPH = 1.6
_TELLING = 0.5


def page_width(text: str) -> int:
    """Return the printed width of `text` in characters: what nineteen of twenty lines keep to."""
    lengths = sorted(len(line.strip()) for line in text.split("\n") if line.strip())
    return lengths[(len(lengths) - 1) * 19 // 20] if lengths else 0


def rejoin(lines: list[str], width: int) -> str:
    """Return the lines of one answer as text: wrapped lines joined, paragraphs and bullets kept.

    `width` is that of the printed page. A blank line ends a paragraph, unless a page break made it
    and the text goes on across it. A line goes on in the next when an address or a hyphenated word
    is cut, when the next begins in lower case, or when it is long and ends no sentence. Lines
    shorter than the page may be wrapped too: respondents paste from elsewhere.
    """
    long = min(_TOO_LONG_FOR_A_HEADING, int(_NEARLY_FULL * width))
    parts: list[str] = []
    gap = True
    across_page = False
    last = ""
    reach = 0
    for given in lines:
        line = given.replace(PAGE_BREAK, "").strip(" ")
        broken = PAGE_BREAK in given
        across_page = across_page or broken
        if not line.strip():
            gap = True
            continue
        if not parts:
            joint = ""
        elif across_page and _goes_on_across_page(last, line, long):
            joint = _joint(last, line, long, reach)
        elif gap:
            joint = "\n\n"
        else:
            joint = "\n" if broken else _joint(last, line, long, reach)
        reach = len(line) if not parts or "\n" in joint else max(reach, len(line))
        parts += [joint, line]
        gap, across_page, last = False, False, line
    return "".join(parts)


def _goes_on_across_page(line: str, following: str, long: int) -> bool:
    if _SENTENCE_END.search(line):
        return False
    if following[:1].islower() or _cut_address(line, following, long):
        return True
    return len(line) > long and not _final_address(line)


def _joint(line: str, following: str, long: int, reach: int) -> str:
    """Return what stands between two lines: nothing, a space, or a line break that was typed.

    `long` is the length from which a line may have been wrapped, `reach` the longest line so far
    of the paragraph.
    """
    if _BULLET.match(following):
        return "\n"
    if _ADDRESS_START.match(following):
        return " " if _SHORT_WORD.search(line) or _REFERENCE.search(line) else "\n"
    if _cut_address(line, following, long):
        return ""
    address = _final_address(line)
    if not address and _TYPED_HYPHEN.search(line) and following[:1].isalnum():
        return " " if _CONJUNCTION.match(following) else ""
    ended = address or _SENTENCE_END.search(line)
    if not ended:
        wrapped = following[:1].islower() or len(line) > long or _SHORT_WORD.search(line)
        return " " if wrapped else "\n"
    room = _FULL * reach - len(line) - 1
    full = len(line) > long and len(following.split(" ", 1)[0]) > room
    return " " if full and following[:1].islower() else "\n"


def _cut_address(line: str, following: str, long: int) -> bool:
    """Whether the address that ends `line` goes on in `following`."""
    address = _final_address(line)
    rest = _ADDRESS_REST.match(following)
    if not address or rest is None or _ADDRESS_START.match(following):
        return False
    if address.endswith(_ADDRESS_CUT):
        return True
    if len(line) + len(rest[0]) <= long:
        return False
    named = _FILE_NAME.search(rest[0].rstrip(".,;:)"))
    if address[-1] == "/":
        return named is not None or any(mark in rest[0] for mark in "/%=_")
    return named is not None and any(mark in rest[0] for mark in "/%=")


def _final_address(line: str) -> str:
    """Return the address that ends `line`, or nothing."""
    address = _FINAL_ADDRESS.search(line)
    return address[0] if address else ""


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
        address_alone = _final_address(whole) and " " not in line
        new = _BULLET.match(following) or _ADDRESS_START.match(following)
        if address_alone or (new and _SENTENCE_END.search(line)):
            return None
        return " "

    def _overflows(self, before: Line, whole: str, after: Line) -> bool:
        """Whether an address longer than a line is cut: it fills one alone, to the last letter."""
        if not _final_address(whole) or " " in before.text or not _PRINTED_REST.match(after.text):
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
        drawn = after.drawn
        last = drawn[min(len(unit[0]) if unit else 1, len(drawn)) - 1]
        width = last.box.right - drawn[0].box.left
        return self._right(before) + _SPACE * before.box.height + width > self._edge(before)

    def _place(self, line: Line) -> int:
        return round((line.box.left - self._margins[line.page % 2]) / _SAME_LEFT)

    def _right(self, line: Line) -> float:
        return line.box.right - self._margins[line.page % 2]


def _cut(whole: str, following: str) -> bool:
    """Whether a word or an address is cut between the end of a text and what follows it."""
    if _PRINTED_HYPHEN.search(whole) and following[:1].isalnum():
        return not _CONJUNCTION.match(following)
    address = _final_address(whole)
    if not address or _ADDRESS_START.match(following):
        return False
    return address.endswith(_ADDRESS_CUT) or (
        address.endswith("/") and _ADDRESS_MARK.match(following) is not None
    )

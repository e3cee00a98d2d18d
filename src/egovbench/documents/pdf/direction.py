"""Puts text that runs from right to left into the order in which it is read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby, pairwise
from unicodedata import bidirectional, category, normalize

from egovbench.documents.pdf.lines import Box, Character, Fragment, Line

_RIGHT_TO_LEFT = {"R", "AL"}
_SPACE = 0.2
_SAME_EDGE = 3.0
_ENDS = frozenset(".,:;!?…،؛؟")
_BRACKETS = ("()", "[]", "{}", "«»", "‹›")
_LEAST_LINES = 3


@dataclass(frozen=True)
class _Sign:
    """What is drawn at one place, its marks too; `kind` is R, L, N (number) or - (neutral)."""

    characters: tuple[Character, ...]
    kind: str

    @property
    def text(self) -> str:
        return "".join(each.text for each in self.characters)


def in_reading_order(lines: Sequence[Line]) -> list[Line]:
    """Return `lines`, those with letters from right to left in the order in which they are read.

    A PDF tells where each letter stands. They are put in the order of Unicode's bidirectional
    algorithm (UAX #9) turned round, for a line that begins at the left or at the right. Where
    neither its marks nor its place tell which, and it matters, the line is `doubtful`.
    """
    lefts = [line.box.left for line in lines if not _turned(line)]
    return [_read(line, lefts) if _turned(line) else line for line in lines]


def is_turned(character: Character) -> bool:
    """Whether a character is a letter of a script from right to left."""
    return bidirectional(character.text) in _RIGHT_TO_LEFT


def on_baselines(characters: Sequence[Character], baselines: Sequence[float]) -> list[Character]:
    """Return the characters of a page, those of one baseline equally high.

    Of letters that have another form within a word the library knows only where ink is.
    """
    heights: dict[int, tuple[float, float]] = {}
    for character, baseline in zip(characters, baselines, strict=True):
        if not _is_mark(character):
            box = character.box
            top, bottom = heights.get(round(baseline), (box.top, box.bottom))
            heights[round(baseline)] = min(top, box.top), max(bottom, box.bottom)
    found = []
    for character, baseline in zip(characters, baselines, strict=True):
        if heights and (is_turned(character) or _is_mark(character)):
            nearest = min(heights, key=lambda each: abs(each - baseline))
            top, bottom = heights[nearest]
            box = replace(character.box, top=top, bottom=bottom)
            character = replace(character, box=box)
        found.append(character)
    return found


def _is_mark(character: Character) -> bool:
    return category(character.text) == "Mn"


def _turned(line: Line) -> bool:
    return any(map(is_turned, line.drawn))


def _read(line: Line, lefts: Sequence[float]) -> Line:
    signs = list(_spaced(_signs(line), line.box))
    at_left = sum(abs(left - line.box.left) < _SAME_EDGE for left in lefts) >= _LEAST_LINES
    orders = [_ordered(signs, right) for right in (False, True)]
    begins_right = _begins_right(signs)
    doubtful = begins_right is None and orders[0] != orders[1] and not at_left
    if begins_right is None:
        begins_right = not at_left
    ordered = orders[begins_right]
    fragment = Fragment(tuple(each for sign in ordered for each in sign.characters), whole=True)
    return replace(
        line, fragments=(fragment,), doubtful=doubtful or _is_ambiguous(signs, begins_right)
    )


def _signs(line: Line) -> list[_Sign]:
    """Return what stands on a line from left to right, with the marks that stand over it."""
    found: list[list[Character]] = []
    for character in sorted(line.drawn, key=lambda each: (_is_mark(each), _place(each))):
        text = normalize("NFKC", character.text) if is_turned(character) else character.text
        shown = replace(character, text=text)
        middle = (character.box.left + character.box.right) / 2
        under = next((each for each in found if _is_over(middle, each[0])), None)
        if under and (_is_mark(character) or under[0].box == character.box):
            under.append(shown)
        else:
            found.append([shown])
    found.sort(key=lambda each: _place(each[0]))
    return [_Sign(tuple(each), _kind(each[0].text[0])) for each in found]


def _place(character: Character) -> tuple[float, float, int]:
    return character.box.left, character.box.right, character.index


def _is_over(middle: float, character: Character) -> bool:
    return not _is_mark(character) and character.box.left < middle < character.box.right


def _kind(text: str) -> str:
    kind = bidirectional(text)
    if kind in _RIGHT_TO_LEFT:
        return "R"
    return {"L": "L", "EN": "N", "AN": "N", "NSM": "R"}.get(kind, "-")


def _spaced(signs: Sequence[_Sign], box: Box) -> Iterator[_Sign]:
    """Yield `signs` with a space wherever there is one to see."""
    yield from signs[:1]
    for before, after in pairwise(signs):
        last, first = before.characters[0], after.characters[0]
        if first.box.left - last.box.right > _SPACE * box.height:
            yield _Sign((replace(first, text=" "),), "-")
        yield after


def _begins_right(signs: Sequence[_Sign]) -> bool | None:
    """Tell whether a line begins at the right, by where a sentence's mark ends it."""
    if signs[0].text in _ENDS and signs[-1].text not in _ENDS:
        return True
    if signs[-1].text in _ENDS and signs[0].text not in _ENDS:
        return False
    return None


def _is_ambiguous(signs: Sequence[_Sign], begins_right: bool) -> bool:
    """Tell whether marks stand over letters, which the library may lose or set beside them.

    So may a number behind Latin letters belong to them or to the word behind it, in a line that
    begins at the left.
    """
    if any(_is_mark(each) for sign in signs for each in sign.characters):
        return True
    kinds = "".join(kind for kind, _ in groupby(each.kind for each in signs if each.kind != "-"))
    return not begins_right and "LNR" in kinds


def _ordered(signs: Sequence[_Sign], begins_right: bool) -> list[_Sign]:
    levels = _levels(signs, begins_right)
    order = list(range(len(signs)))
    for level in (2, 1):
        start = 0
        for inside, run in groupby(levels[n] >= level for n in order):
            end = start + len(list(run))
            if inside:
                order[start:end] = order[start:end][::-1]
            start = end
    return _paired([signs[n] for n in order])


def _levels(signs: Sequence[_Sign], begins_right: bool) -> list[int]:
    """Return how deep each sign lies: odd levels run from right to left."""
    kinds = [each.kind for each in signs]
    types = [bidirectional(each.text[0]) for each in signs]
    within = {"CS"} if "AL" in types else {"CS", "ES"}
    for n in range(1, len(kinds) - 1):  # a point or a slash within a number
        if kinds[n - 1] == kinds[n + 1] == "N" and types[n] in within:
            kinds[n] = "N"
    for n, kind in enumerate(types):  # a percent sign beside one
        if kind == "ET" and "AL" not in types and "N" in kinds[max(n - 1, 0) : n + 2]:
            kinds[n] = "N"
    strong = [n for n, kind in enumerate(kinds) if kind != "-"]
    for one, two in pairwise(strong):  # a number behind Latin letters is a part of them
        word = "".join(each.text for each in signs[: one + 1]).rpartition(" ")[2]
        if kinds[one] == "L" and kinds[two] == "N" and (two == one + 1 or "/" not in word):
            kinds[two] = "L"
        if kinds[one] == kinds[two] == "L" or (kinds[one] == kinds[two] == "N" and two == one + 1):
            kinds[one + 1 : two] = kinds[one] * (two - one - 1)
        elif kinds[one] != "L" != kinds[two]:
            kinds[one + 1 : two] = "R" * (two - one - 1)
    own = int(begins_right)
    return [{"R": 1, "N": 2, "L": 2 * own, "-": own}[kind] for kind in kinds]


def _paired(signs: list[_Sign]) -> list[_Sign]:
    """Return `signs` with brackets that open and close by turns.

    Drawn from right to left they are in a mirror, and the library turns some of them back.
    """
    for pair in _BRACKETS:
        places = [n for n, each in enumerate(signs) if each.text in pair]
        if len(places) % 2 == 0 and not _balanced([signs[n].text for n in places], pair):
            for order, n in enumerate(places):
                turned = replace(signs[n].characters[0], text=pair[order % 2])
                signs[n] = replace(signs[n], characters=(turned,))
    return signs


def _balanced(found: Sequence[str], pair: str) -> bool:
    depths = list(accumulate(1 if each == pair[0] else -1 for each in found))
    return not depths or (depths[-1] == 0 and min(depths) >= 0)

"""Finds the labels of a question's options on the page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

from egovbench.documents.form import OPEN_OPTION
from egovbench.documents.pdf.lines import Box, Character, Fragment, Line, around, level
from egovbench.documents.wording import Word, word_texts, words

_SAME_LEFT = 3.0
_INDENT = 16.0


@dataclass(frozen=True)
class Label:
    """An option's label: its characters, what of their lines is free, and what stands there.

    `page` and `box` are where its first line or, wrapped, all its lines stand; `line` is the
    height of one line; nothing else is written from `free_from` to `free_to`, all in points.
    """

    option: str
    characters: tuple[Character, ...]
    page: int
    box: Box
    line: float
    free_from: float
    free_to: float


@dataclass(frozen=True)
class _Found:
    """Characters that begin an option's label, and the words of it that are still to come."""

    fragments: tuple[Fragment, ...]
    characters: tuple[Character, ...]
    rest: tuple[str, ...]


def find_labels(lines: Sequence[Line], options: Sequence[str]) -> list[Label]:
    """Return a label for each of `options` that fills whole fragments of `lines`, in their order.

    A label may be wrapped, stand beside another, and follow a mark that is a character. The text
    behind "Other" is the respondent's.
    """
    labels = []
    taken: set[int] = set()
    for option in options:
        label = _find(lines, option, taken)
        if label is not None:
            labels.append(label)
            taken |= {id(character) for character in label.characters}
    return labels


def _find(lines: Sequence[Line], option: str, taken: set[int]) -> Label | None:
    """Return the first place written just as the option is, or else the first that reads so.

    What was typed behind "Other" may have a line "other" of its own, above the label.
    """
    likest = None
    for found, page in _matches(lines, option, taken):
        likest = likest or (found, page)
        if "".join(each.text for each in found.characters).split()[:1] == option.split()[:1]:
            likest = found, page
            break
    return _label(option, likest[0], lines, likest[1]) if likest else None


def _matches(lines: Sequence[Line], option: str, taken: set[int]) -> Iterator[tuple[_Found, int]]:
    """Yield the places where all words of an option stand, and their pages."""
    wanted = word_texts(option)
    for index, line in enumerate(lines):
        for fragment in line.fragments:
            if id(fragment.characters[-1]) in taken:
                continue
            for skipped in (False, True):
                found = _begin(fragment, wanted, option == OPEN_OPTION, skipped)
                whole = found and _complete(found, lines[index + 1 :], line.page)
                if whole:
                    yield whole, line.page


def _begin(
    fragment: Fragment, wanted: tuple[str, ...], open_: bool, skipped: bool
) -> _Found | None:
    """Match the fragment's words; `skipped` leaves out a first one of a single letter."""
    found = words(fragment.text)
    if skipped:
        if len(found) < 2 or found[0].end - found[0].start != 1:
            return None
        found = found[1:]
    texts = tuple(word.text for word in found)
    if not texts or (not open_ and len(texts) > len(wanted)):
        return None
    shared = min(len(texts), len(wanted))
    if texts[:shared] != wanted[:shared]:
        return None
    characters = _characters(fragment, found[0], found[shared - 1], whole=not open_)
    return _Found((fragment,), characters, wanted[shared:])


def _characters(
    fragment: Fragment, first: Word, last: Word, *, whole: bool
) -> tuple[Character, ...]:
    """Return the characters from a word's first to another's last, or to the fragment's end.

    Places in the fragment's text are not those of its characters: it has spaces put in and taken
    off, so letters and digits are counted.
    """
    before = sum(each.isalnum() for each in fragment.text[: first.start])
    through = sum(each.isalnum() for each in fragment.text[: last.end])
    chosen: list[Character] = []
    count = 0
    for character in fragment.characters:
        solid = sum(each.isalnum() for each in character.text)
        if count >= through and (solid or not whole):
            break
        if (count >= before and solid) or chosen:
            chosen.append(character)
        count += solid
    return tuple(chosen)


def _complete(found: _Found, below: Sequence[Line], page: int) -> _Found | None:
    """Add the lines of a wrapped label, which stand below its first at the same left edge."""
    left = found.characters[0].box.left
    for line in below:
        if not found.rest:
            break
        if line.page != page:
            return None
        following = next(
            (each for each in line.fragments if abs(each.box.left - left) < _SAME_LEFT), None
        )
        if following is None:
            continue
        texts = word_texts(following.text)
        if texts != found.rest[: len(texts)]:
            return None
        found = _Found(
            (*found.fragments, following),
            (*found.characters, *following.characters),
            found.rest[len(texts) :],
        )
    return found if not found.rest else None


def _label(option: str, found: _Found, lines: Sequence[Line], page: int) -> Label:
    box = around([each.box for each in found.characters if not each.text.isspace()])
    whole = around([fragment.box for fragment in found.fragments])
    beside = [
        fragment.box
        for line in lines
        if line.page == page
        for fragment in line.fragments
        if fragment not in found.fragments and level(fragment.box, box) and _is_text(fragment)
    ]
    return Label(
        option=option,
        characters=found.characters,
        page=page,
        box=box,
        line=found.characters[0].box.height,
        free_from=max((each.right for each in beside if each.right <= whole.left), default=0.0),
        free_to=min((each.left for each in beside if each.left >= whole.right), default=inf),
    )


def _is_text(fragment: Fragment) -> bool:
    """Whether a fragment is more than the character of a mark."""
    return len(fragment.text) > 1 and len(word_texts(fragment.text)) > 0


def open_label(lines: Sequence[Line], labels: Sequence[Label]) -> Label | None:
    """Return what stands where the label "Other" should: the line below the last label.

    Some forms show the text that was typed in place of the label.
    """
    last = labels[-1]
    end = (last.page, last.box.bottom - _SAME_LEFT)
    line = next((each for each in lines if (each.page, each.box.top) > end), None)
    if line is None:
        return None
    fragment = line.fragments[-1]
    if not -_SAME_LEFT < fragment.box.left - last.box.left < _INDENT:
        return None
    return Label(OPEN_OPTION, (), line.page, fragment.box, last.line, 0.0, inf)

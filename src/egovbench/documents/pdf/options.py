"""Finds the options of a form on its pages, and reads which of them are ticked."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from egovbench.documents.form import OPEN_OPTION
from egovbench.documents.pdf.blocks import Block
from egovbench.documents.pdf.lines import Box, Character, Fragment, Line, around, level
from egovbench.documents.pdf.marks import OptionMarks, Place, decide, learn, look_beside
from egovbench.documents.pdf.pages import Pages
from egovbench.documents.wording import word_index, word_texts
from egovbench.questionnaire import Codebook

_SAME_LEFT = 3.0
_INDENT = 16.0
_REACH = 4.0
_MARGIN = 0.5
_GAP = 0.05
_PIXELS_PER_LINE = 70.0
_LARGEST_SCALE = 30.0
_MOST_OPTIONS = 20  # that are looked at below a question whose options are not found
_STRANGE = (
    "the options are not all found in the questionnaire's words, and what stands there is left out"
)


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
    free_from: float = 0.0
    free_to: float = inf


@dataclass(frozen=True)
class _Found:
    """Characters that begin an option's label, and the words of it that are still to come."""

    fragments: tuple[Fragment, ...]
    characters: tuple[Character, ...]
    rest: tuple[str, ...]


def _find_labels(lines: Sequence[Line], options: Sequence[str]) -> list[Label]:
    """Return a label for each of `options` that fills whole fragments of `lines`, in their order.

    A label may be wrapped, stand beside another, and follow a mark that is a character. The text
    behind "Other" is the respondent's, and may have a line "other" of its own, above the label: the
    first place written just as the option is counts, or else the first that reads so.
    """
    labels = []
    taken: set[int] = set()
    for option in options:
        found = list(_matches(lines, option, taken))
        as_written = (
            each
            for each in found
            if "".join(one.text for one in each.characters).split()[:1] == option.split()[:1]
        )
        first = next(as_written, next(iter(found), None))
        if first is not None:
            labels.append(_label(option, first, lines))
            taken |= {id(character) for character in first.characters}
    return labels


def _matches(lines: Sequence[Line], option: str, taken: set[int]) -> Iterator[_Found]:
    """Yield the places where all words of an option stand."""
    wanted = word_texts(option)
    for index, line in enumerate(lines):
        for fragment in line.fragments:
            if id(fragment.characters[-1]) in taken:
                continue
            for skipped in (False, True):
                found = _begin(fragment, wanted, option == OPEN_OPTION, skipped)
                whole = found and _complete(found, lines[index + 1 :], line.page)
                if whole:
                    yield whole


def _begin(
    fragment: Fragment, wanted: tuple[str, ...], open_: bool, skipped: bool
) -> _Found | None:
    """Match the fragment's words; `skipped` leaves out a first one of a single letter."""
    found = word_index(fragment.text)
    first = int(skipped)
    if skipped and (len(found.texts) < 2 or found.ends[0] - found.starts[0] != 1):
        return None
    texts = tuple(found.texts[first:])
    if not texts or (not open_ and len(texts) > len(wanted)):
        return None
    shared = min(len(texts), len(wanted))
    if texts[:shared] != wanted[:shared]:
        return None
    start, end = found.starts[first], found.ends[first + shared - 1]
    characters = _characters(fragment, start, end, whole=not open_)
    return _Found((fragment,), characters, wanted[shared:])


def _characters(fragment: Fragment, start: int, end: int, *, whole: bool) -> tuple[Character, ...]:
    """Return the characters of a range of the fragment's text, or from there to its end.

    Places in the fragment's text are not those of its characters: it has spaces put in and taken
    off, so letters and digits are counted.
    """
    solid = [place for place, each in enumerate(fragment.characters) if each.text.isalnum()]
    before = sum(each.isalnum() for each in fragment.text[:start])
    through = sum(each.isalnum() for each in fragment.text[:end])
    following = [*solid, len(fragment.characters)][through]
    return fragment.characters[solid[before] : following if whole else solid[through - 1] + 1]


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


def _label(option: str, found: _Found, lines: Sequence[Line]) -> Label:
    page = found.characters[0].page
    box = Fragment(found.characters).box
    whole = around([fragment.box for fragment in found.fragments])
    beside = [
        fragment.box
        for line in lines
        if line.page == page
        for fragment in line.fragments
        if fragment not in found.fragments
        and level(fragment.box, box)
        # More than the character of a mark.
        and len(fragment.text) > 1
        and word_texts(fragment.text)
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


def _open_label(lines: Sequence[Line], labels: Sequence[Label]) -> Label | None:
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
    return Label(OPEN_OPTION, (), line.page, fragment.box, last.line)


def _has_marks(pages: Pages, lines: Sequence[Line]) -> bool:
    """Whether a mark is drawn before two parts of the lines or more, as before options."""
    shown = [(line.page, each.box) for line in lines for each in line.fragments][:_MOST_OPTIONS]
    labels = [Label("", (), page, box, box.height) for page, box in shown]
    return sum(_look(pages, label).mark is not None for label in labels) > 1


def _places_beside(
    pages: Pages, labels: Mapping[int, Sequence[Label]]
) -> Mapping[int, Sequence[Place]] | None:
    """Return what stands beside the labels of each question, on the side of the form's marks.

    That is the side on which a mark stands that has no other label of its question beyond it:
    before the labels, or else behind them. None stands for marks that are all between two labels.
    """
    sides = []
    for behind in (False, True):
        places = {
            number: [_look(pages, each, behind=behind) for each in group]
            for number, group in labels.items()
        }
        if any(
            place.mark and _is_outermost(label, labels[number], behind)
            for number, group in places.items()
            for label, place in zip(labels[number], group, strict=True)
        ):
            return places
        sides.append(places)
    between = any(place.mark for group in sides[0].values() for place in group)
    return None if between else sides[0]


def _is_outermost(label: Label, group: Sequence[Label], behind: bool) -> bool:
    """Whether no other label of a question stands to the left of a label, or `behind` it."""
    row = [each.box for each in group if each.page == label.page and level(each.box, label.box)]
    if behind:
        return not any(box.left >= label.box.right for box in row)
    return not any(box.right <= label.box.left for box in row)


def _look(pages: Pages, label: Label, *, behind: bool = False) -> Place:
    """Look at the place to the left of a label, as high as its lines and half a line more.

    `behind` looks to the right of it, as to the left seen in a mirror.
    """
    line, margin = label.line, _MARGIN * label.line
    if behind:
        left = label.box.right + _GAP * line
        right = min(label.free_to, label.box.right + _REACH * line)
    else:
        left = max(label.free_from, label.box.left - _REACH * line)
        right = label.box.left - _GAP * line
    box = Box(left, label.box.top - margin, right, label.box.bottom + margin)
    scale = min(_PIXELS_PER_LINE / line, _LARGEST_SCALE)
    picture = pages.picture(label.page, box, scale)
    return look_beside(picture[:, ::-1] if behind else picture, line * scale)


@dataclass(frozen=True)
class Ticks:
    """The options of a form, by question.

    `labels` are those found on the pages, `ticked` the ticked options of each question that shows
    them, and `doubts` says of the other questions why it is not sure which options are ticked.
    `strange` are the questions below which options stand that are not the codebook's: nobody can
    tell those from an answer.
    """

    labels: Mapping[int, Sequence[Label]]
    ticked: Mapping[int, Sequence[str]]
    doubts: Mapping[int, str]
    strange: Collection[int]


def read_ticks(pages: Pages, blocks: Iterable[Block], codebook: Codebook) -> Ticks:
    """Return the options found below the headings of `blocks`, and which of them are ticked."""
    labels: dict[int, list[Label]] = {}
    doubts = {
        question.number: "the options were not found below the wording"
        for question in codebook.questions
        if question.options
    }
    strange: set[int] = set()
    for block in blocks:
        question = codebook.by_number[block.number]
        found = _find_labels(block.below, question.options)
        if not found:
            if question.options and _has_marks(pages, block.below):
                strange.add(block.number)
            continue
        if OPEN_OPTION in question.options and len(found) == len(question.options) - 1:
            typed = _open_label(block.below, found)
            if typed and _look(pages, typed).mark:
                found = [*found, typed]
        labels[block.number] = found
        if len(found) < len(question.options):
            strange.add(block.number)
    doubts |= dict.fromkeys(strange, _STRANGE)
    whole = {number: each for number, each in labels.items() if number not in strange}
    places = _places_beside(pages, whole)
    if places is None:
        doubts |= dict.fromkeys(whole, "the marks may belong to the option before or behind them")
        return Ticks(labels, {}, doubts, strange)
    choices = {}
    for number, found in whole.items():
        styles = {pages.style(each.characters[0]) for each in found if each.characters}
        single = codebook.by_number[number].kind == "single choice"
        choices[number] = OptionMarks(tuple(places[number]), single, len(styles) > 1)
    convention = learn(list(choices.values()))
    ticked = {}
    for number, choice in choices.items():
        decision = decide(choice, convention)
        doubts[number] = decision.doubt
        if not decision.doubt:
            ticked[number] = [labels[number][index].option for index in decision.ticked]
    doubts = {number: doubt for number, doubt in doubts.items() if doubt}
    return Ticks(labels, ticked, doubts, strange)

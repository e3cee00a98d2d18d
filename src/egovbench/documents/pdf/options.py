"""Finds the options of a form on its pages, and reads which of them are ticked."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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
    free_from: float
    free_to: float


@dataclass(frozen=True)
class _Found:
    """Characters that begin an option's label, and the words of it that are still to come."""

    fragments: tuple[Fragment, ...]
    characters: tuple[Character, ...]
    rest: tuple[str, ...]


def _find_labels(lines: Sequence[Line], options: Sequence[str]) -> list[Label]:
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
    before = sum(each.isalnum() for each in fragment.text[:start])
    through = sum(each.isalnum() for each in fragment.text[:end])
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
    box = Fragment(found.characters).box
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
    return Label(OPEN_OPTION, (), line.page, fragment.box, last.line, 0.0, inf)


def _has_marks(pages: Pages, lines: Sequence[Line]) -> bool:
    """Whether a mark is drawn before two parts of the lines or more, as before options."""
    shown = [(line.page, each.box) for line in lines for each in line.fragments][:_MOST_OPTIONS]
    labels = [Label("", (), page, box, box.height, 0.0, inf) for page, box in shown]
    return sum(_look(pages, label).mark is not None for label in labels) > 1


def _places_beside(
    pages: Pages, labels: Mapping[int, Sequence[Label]]
) -> Mapping[int, Sequence[Place]] | None:
    """Return what stands beside the labels of each question, on the side of the form's marks.

    That is the side on which a mark stands that has no other label of its question beyond it:
    before the labels, or else behind them. None stands for marks that are all between two labels.
    """
    every = [(label, group) for group in labels.values() for label in group]
    places = {id(label): _look(pages, label) for label, _ in every}
    if not any(places[id(label)].mark and _is_first(label, group) for label, group in every):
        behind = {id(label): _look(pages, label, behind=True) for label, _ in every}
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

    labels: Mapping[int, Sequence[Label]] = field(default_factory=dict)
    ticked: Mapping[int, Sequence[str]] = field(default_factory=dict)
    doubts: Mapping[int, str] = field(default_factory=dict)
    strange: Collection[int] = ()


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
        return Ticks(labels, doubts=doubts, strange=strange)
    choices = {
        number: OptionMarks(
            places=tuple(places[number]),
            single=codebook.by_number[number].kind == "single choice",
            styles_differ=len(
                {pages.style(each.characters[0]) for each in found if each.characters}
            )
            > 1,
        )
        for number, found in whole.items()
    }
    convention = learn(list(choices.values()))
    decisions = {number: decide(choice, convention) for number, choice in choices.items()}
    doubts |= {number: decision.doubt for number, decision in decisions.items()}
    return Ticks(
        labels=labels,
        ticked={
            number: [labels[number][index].option for index in decision.ticked]
            for number, decision in decisions.items()
            if not decision.doubt
        },
        doubts={number: doubt for number, doubt in doubts.items() if doubt},
        strange=strange,
    )

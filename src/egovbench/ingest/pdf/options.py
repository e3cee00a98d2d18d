"""Reads the ticked options off the pages of a form."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from egovbench.codebook import Codebook
from egovbench.ingest.pdf.compose import Block
from egovbench.ingest.pdf.labels import OPEN_OPTION, Label, find_labels, open_label
from egovbench.ingest.pdf.lines import Box
from egovbench.ingest.pdf.marks import Place, look_beside
from egovbench.ingest.pdf.pages import Pages
from egovbench.ingest.pdf.selection import Choice, decide, learn

_REACH = 4.0
_MARGIN = 0.5
_GAP = 0.05
_PIXELS_A_LINE = 70.0
_LARGEST_SCALE = 30.0


@dataclass(frozen=True)
class Ticks:
    """The options of a form, by question.

    `labels` are those found on the pages, `ticked` the ticked options of each question that shows
    them, and `doubts` says of the other questions why it is not sure which options are ticked.
    """

    labels: Mapping[int, Sequence[Label]] = field(default_factory=dict)
    ticked: Mapping[int, Sequence[str]] = field(default_factory=dict)
    doubts: Mapping[int, str] = field(default_factory=dict)


def read_ticks(pages: Pages, blocks: Iterable[Block], codebook: Codebook) -> Ticks:
    """Return the options found below the headings of `blocks`, and which of them are ticked."""
    labels: dict[int, list[Label]] = {}
    choices: dict[int, Choice] = {}
    doubts = {
        question.number: "the options were not found below the wording"
        for question in codebook.questions
        if question.options
    }
    for block in blocks:
        question = codebook.by_number[block.number]
        found = find_labels(block.below, question.options)
        if not found:
            continue
        places = [_place(pages, label) for label in found]
        if OPEN_OPTION in question.options and len(found) == len(question.options) - 1:
            typed = open_label(block.below, found)
            place = _place(pages, typed) if typed else None
            if typed and place and place.mark:
                found, places = [*found, typed], [*places, place]
        labels[block.number] = found
        if len(found) == len(question.options):
            styles = {pages.style(each.characters[0]) for each in found if each.characters}
            choices[block.number] = Choice(
                places=tuple(places),
                single=question.kind == "single choice",
                styles_differ=len(styles) > 1,
            )
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
    )


def _place(pages: Pages, label: Label) -> Place:
    """Look at the place to the left of a label, as high as its lines and half a line more."""
    box = Box(
        max(label.free_from, label.box.left - _REACH * label.line),
        label.box.top - _MARGIN * label.line,
        label.box.left - _GAP * label.line,
        label.box.bottom + _MARGIN * label.line,
    )
    scale = min(_PIXELS_A_LINE / label.line, _LARGEST_SCALE)
    return look_beside(pages.picture(label.page, box, scale), label.line * scale)

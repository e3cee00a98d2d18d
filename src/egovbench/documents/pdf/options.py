"""Reads the ticked options off the pages of a form."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from egovbench.documents.form import OPEN_OPTION
from egovbench.documents.pdf.beside import before, has_marks, places_beside
from egovbench.documents.pdf.headings import Block
from egovbench.documents.pdf.labels import Label, find_labels, open_label
from egovbench.documents.pdf.pages import Pages
from egovbench.documents.pdf.selection import Choice, decide, learn
from egovbench.questionnaire import Codebook

_STRANGE = (
    "the options are not all found in the questionnaire's words, and what stands there is left out"
)


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
        found = find_labels(block.below, question.options)
        if not found:
            if question.options and has_marks(pages, block.below):
                strange.add(block.number)
            continue
        if OPEN_OPTION in question.options and len(found) == len(question.options) - 1:
            typed = open_label(block.below, found)
            if typed and before(pages, typed).mark:
                found = [*found, typed]
        labels[block.number] = found
        if len(found) < len(question.options):
            strange.add(block.number)
    doubts |= dict.fromkeys(strange, _STRANGE)
    whole = {number: each for number, each in labels.items() if number not in strange}
    places = places_beside(pages, whole)
    if places is None:
        doubts |= dict.fromkeys(whole, "the marks may belong to the option before or behind them")
        return Ticks(labels, doubts=doubts, strange=strange)
    choices = {
        number: Choice(
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

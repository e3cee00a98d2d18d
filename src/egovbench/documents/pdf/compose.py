"""Writes a form's pages as text: headings and answers in the page's order, wrapped lines joined."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from egovbench.documents.pdf.headings import Block
from egovbench.documents.pdf.labels import Label
from egovbench.documents.pdf.lines import Character, Fragment, Line
from egovbench.documents.pdf.options import Ticks
from egovbench.documents.pdf.wrapping import Edges, Typed, join_wrapped
from egovbench.documents.wording import word_texts
from egovbench.questionnaire import Codebook

_LONGEST_NOTE = 4


@dataclass(frozen=True)
class Composed:
    """A form's text, and for each of its lines the page that it stands on, from 1."""

    text: str
    pages: tuple[int, ...]


def compose(
    before: Sequence[Line],
    blocks: Sequence[Block],
    ticks: Ticks,
    codebook: Codebook,
) -> Composed:
    """Return the text of a form: the lines `before` the first heading, then block by block.

    The labels of a question's options follow its wording, one a line, and are with the marks beside
    them no part of an answer, nor is anything below a wording with other options than its own; a
    note of the form that is printed between the two comes before the wording.
    """
    edges = Edges(
        [*before, *(line for block in blocks for line in block.below)],
        [line for block in blocks for line in block.heading],
    )
    typed = join_wrapped(before, edges)
    for block in blocks:
        page = block.heading[0].page
        note, below = _without_note(block.below, codebook.by_number[block.number].sdg_note)
        strange = block.number in ticks.strange
        found = () if strange else ticks.labels.get(block.number, ())
        typed += [Typed("", page), *([Typed(note, page)] if note else [])]
        typed.append(Typed(" ".join(line.text for line in block.heading), page))
        typed += [Typed(label.option, label.page) for label in found]
        typed.append(Typed("", page))
        if not strange:
            typed += join_wrapped(_without_labels(below, found), edges)
    return Composed(
        text="\n".join(line.text for line in typed),
        pages=tuple(line.page + 1 for line in typed),
    )


def _without_note(lines: tuple[Line, ...], note: str) -> tuple[str, tuple[Line, ...]]:
    """Take off the note that a form prints below a question's wording."""
    wanted = word_texts(note)
    for end in range(1, min(len(lines), _LONGEST_NOTE) + 1) if wanted else ():
        if word_texts(" ".join(line.text for line in lines[:end])) == wanted:
            return note, lines[end:]
    return "", lines


def _without_labels(lines: Sequence[Line], labels: Sequence[Label]) -> list[Line]:
    """Take off the labels and what is drawn as a character before them."""
    taken = {id(character) for label in labels for character in label.characters}
    kept = []
    for line in lines:
        rest: list[Fragment] = []
        for fragment in line.fragments:
            places = [i for i, each in enumerate(fragment.characters) if id(each) in taken]
            if places:
                while rest and len(rest[-1].text) == 1:
                    rest.pop()
                fragment = Fragment(fragment.characters[places[-1] + 1 :])
            if _has_text(fragment.characters):
                rest.append(fragment)
        marks = labels and not any(each.isalnum() for part in rest for each in part.text)
        if rest and not marks:
            kept.append(replace(line, fragments=tuple(rest)))
    return kept


def _has_text(characters: Sequence[Character]) -> bool:
    return any(not character.text.isspace() for character in characters)

"""Reads a form that was printed to PDF, and the options that are ticked on it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from egovbench.base.errors import InputError
from egovbench.base.schemas import SELECTION_SEPARATOR
from egovbench.documents.furniture import Edge, find_furniture
from egovbench.documents.pdf.blocks import Block, find_blocks, numbers_first
from egovbench.documents.pdf.lines import Fragment, Line, without_cut_lines
from egovbench.documents.pdf.options import Label, Ticks, read_ticks
from egovbench.documents.pdf.pages import Pages, open_pages
from egovbench.documents.readings import ReadDocument
from egovbench.documents.responses import read_form
from egovbench.documents.source import plain_text
from egovbench.documents.waves import wave_of
from egovbench.documents.wording import word_texts
from egovbench.documents.wrapping import Edges, Typed, join_wrapped
from egovbench.questionnaire import Codebook

_LONGEST_NOTE = 4
_SAME_HEIGHT = 3.0


def _compose(
    before: Sequence[Line], blocks: Sequence[Block], ticks: Ticks, codebook: Codebook
) -> tuple[str, Sequence[int]]:
    """Return the text of a form, and for each of its lines the page that it stands on, from 1.

    The text is the lines `before` the first heading, then block by block. The labels of a
    question's options follow its wording, each on a line, and are with the marks beside them no
    part of an answer, nor is anything below a wording with other options than its own; a note of
    the form that is printed between the two comes before the wording.
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
    return "\n".join(line.text for line in typed), [line.page + 1 for line in typed]


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
                fragment = replace(fragment, characters=fragment.characters[places[-1] + 1 :])
            if fragment.drawn:
                rest.append(fragment)
        marks = labels and not any(each.isalnum() for part in rest for each in part.text)
        if rest and not marks:
            kept.append(replace(line, fragments=tuple(rest)))
    return kept


def read_pdf(
    path: Path, codebook: Codebook, countries: pd.DataFrame, iso3: str | None = None
) -> ReadDocument:
    """Return the answers and ticked options of the printed form at `path`.

    The answers are those of `read_form`, of another wave too. `selection` holds the ticked options,
    joined by SELECTION_SEPARATOR where several may be; where it is not sure which are ticked it is
    empty, and a warning names the question as printed. Another one names those with text from right
    to left of which the order is not sure. `locator` is the
    range of pages. Raises InputError for what is no PDF with the text of a form: see `open_pages`
    and `read_form`.
    """
    with open_pages(path) as pages:
        furniture = find_furniture(_edges(pages), codebook)
        shown = [each for n, each in enumerate(pages.lines) if n not in furniture.lines]
        if not shown:
            raise InputError(
                path,
                "found no text but headers and footers; expected a printed form (one whose pages "
                "are pictures needs text recognition first)",
            )
        lines = numbers_first(without_cut_lines(shown))
        wave = wave_of("\n".join(line.text for line in lines), codebook)
        before, blocks = find_blocks(lines, wave)
        ticks = read_ticks(pages, blocks, wave)
    text, numbers = _compose(before, blocks, ticks, wave)
    unsure: dict[int, list[str]] = defaultdict(list)
    for line in (pages.lines[n] for n in furniture.doubtful):
        unsure[line.page].append(f" {line.text} ")
    doubtful = [
        n
        for n, (shown_line, page) in enumerate(zip(text.split("\n"), numbers, strict=True))
        # A line may go on from the page before.
        if any(each in f" {shown_line} " for each in (*unsure[page - 1], *unsure[page]))
    ]
    selections = {
        number: SELECTION_SEPARATOR.join(options) for number, options in ticks.ticked.items()
    }
    document = read_form(
        plain_text(text, path), path, codebook, countries, iso3, selections, numbers, doubtful
    )
    doubts = (*_warnings(ticks), *_right_to_left(blocks))
    return replace(document, warnings=(*document.warnings, *doubts))


def _edges(pages: Pages) -> list[list[Edge]]:
    """Return the lines of each page with their distance from the nearer end of the page."""
    edges: list[list[Edge]] = [[] for _ in pages.heights]
    for number, line in enumerate(pages.lines):
        top, bottom = line.box.bottom, line.box.bottom - pages.heights[line.page]
        height = top if top < -bottom else bottom
        edges[line.page].append(Edge(number, line.text, round(height / _SAME_HEIGHT)))
    return edges


def _warnings(ticks: Ticks) -> tuple[str, ...]:
    """Return one sentence for each kind of doubt, naming the questions."""
    questions: dict[str, list[int]] = defaultdict(list)
    for number, doubt in sorted(ticks.doubts.items()):
        questions[doubt].append(number)
    warnings = [
        f"{'questions' if len(numbers) > 1 else 'question'} "
        f"{', '.join(map(str, numbers))}: {doubt}; none is taken as ticked"
        for doubt, numbers in questions.items()
    ]
    if ticks.ticked and not any(ticks.ticked.values()):
        warnings.append(
            f"no option of {len(ticks.ticked)} questions is ticked; a print without "
            "the page's backgrounds may have lost the ticks"
        )
    return tuple(warnings)


def _right_to_left(blocks: Sequence[Block]) -> tuple[str, ...]:
    """Return one sentence that names the questions with lines of which the order is doubtful."""
    numbers = sorted({each.number for each in blocks for line in each.below if line.doubtful})
    if not numbers:
        return ()
    named = f"{'questions' if len(numbers) > 1 else 'question'} {', '.join(map(str, numbers))}"
    doubt = "text from right to left; its words may stand in another order than on the page"
    return (f"{named}: {doubt}",)

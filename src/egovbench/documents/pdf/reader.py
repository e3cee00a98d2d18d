"""Reads a form that was printed to PDF, and the options that are ticked on it."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from egovbench.base.errors import InputError
from egovbench.base.schemas import SELECTION_SEPARATOR
from egovbench.documents.furniture import PAGE_BREAK, blank_page_furniture
from egovbench.documents.pdf.compose import compose
from egovbench.documents.pdf.headings import blocks_of, find_headings, numbers_first
from egovbench.documents.pdf.lines import Line, without_cut_lines
from egovbench.documents.pdf.options import Ticks, read_ticks
from egovbench.documents.pdf.pages import open_pages
from egovbench.documents.readings import ReadDocument
from egovbench.documents.responses import read_form
from egovbench.documents.source import plain_text
from egovbench.documents.waves import wave_of
from egovbench.questionnaire import Codebook

_LINES = re.compile(r"^lines? (\d+)(?:-(\d+))?")


def read_pdf(
    path: Path, codebook: Codebook, countries: pd.DataFrame, iso3: str | None = None
) -> ReadDocument:
    """Return the answers and ticked options of the printed form at `path`.

    The answers are those of `read_form`, of another wave too. `selection` holds the ticked options,
    joined by SELECTION_SEPARATOR where several may be; where it is not sure which are ticked it is
    empty, and a warning names the question as printed. `locator` is the range of pages. Raises
    InputError for what is no PDF with the text of a form: see `open_pages` and `read_form`.
    """
    with open_pages(path) as pages:
        shown = _without_furniture(pages.lines)
        if not shown:
            raise InputError(
                path,
                "found no text but headers and footers; expected a printed form (one whose pages "
                "are pictures needs text recognition first)",
            )
        lines = numbers_first(without_cut_lines(shown))
        wave = wave_of("\n".join(line.text for line in lines), codebook)
        headings = find_headings(lines, wave)
        blocks = blocks_of(lines, headings)
        ticks = read_ticks(pages, blocks, wave)
    before = lines[: headings[0].start] if headings else lines
    composed = compose(before, blocks, ticks, wave)
    document = read_form(
        plain_text(composed.text, path),
        path,
        codebook,
        countries,
        iso3,
        {number: SELECTION_SEPARATOR.join(options) for number, options in ticks.ticked.items()},
    )
    locators = [_pages(locator, composed.pages) for locator in document.responses["locator"]]
    return replace(
        document,
        responses=document.responses.assign(
            locator=pd.Series(locators, dtype=document.responses["locator"].dtype)
        ),
        warnings=(*document.warnings, *_warnings(path, ticks)),
    )


def _without_furniture(lines: Sequence[Line]) -> list[Line]:
    blanked = blank_page_furniture("\n".join(line.text for line in lines)).split("\n")
    return [
        line for line, text in zip(lines, blanked, strict=True) if not text.startswith(PAGE_BREAK)
    ]


def _pages(locator: str, pages: Sequence[int]) -> str:
    """Turn the range of the text's lines in a locator into the range of pages they stand on."""
    return _LINES.sub(lambda found: _page_range(pages, int(found[1]), int(found[2] or 0)), locator)


def _page_range(pages: Sequence[int], first: int, last: int) -> str:
    start, end = pages[first - 1], pages[max(first, last) - 1]
    return f"pages {start}-{end}" if end > start else f"page {start}"


def _warnings(path: Path, ticks: Ticks) -> tuple[str, ...]:
    """Return one sentence for each kind of doubt, naming the questions."""
    questions: dict[str, list[int]] = defaultdict(list)
    for number, doubt in sorted(ticks.doubts.items()):
        questions[doubt].append(number)
    warnings = [
        f"{path.name}: {'questions' if len(numbers) > 1 else 'question'} "
        f"{', '.join(map(str, numbers))}: {doubt}; none is taken as ticked"
        for doubt, numbers in questions.items()
    ]
    if ticks.ticked and not any(ticks.ticked.values()):
        warnings.append(
            f"{path.name}: no option of {len(ticks.ticked)} questions is ticked; a print without "
            "the page's backgrounds may have lost the ticks"
        )
    return tuple(warnings)

"""The focal country's document as it was read, line by line, with an anchor at every answer."""

import re
from dataclasses import dataclass
from html import escape

import pandas as pd

from egovbench.base import paths
from egovbench.base.errors import InputError
from egovbench.comparison import Benchmark
from egovbench.documents.responses import read_document
from egovbench.documents.source import kind_of
from egovbench.language import say
from egovbench.questionnaire import Codebook
from egovbench.reports.display import heading, paragraph, show_html
from egovbench.reports.item_places import item_places

_LINES = re.compile(r"lines? (\d+)(?:-(\d+))?")


@dataclass(frozen=True)
class Document:
    """The masked text of a questionnaire, and the first and last line of each item's answer."""

    file: str
    text: str
    answers: dict[int, tuple[int, int]]


def masked_document(benchmark: Benchmark) -> Document | None:
    """Return the document that the focal country's answers were read from.

    It is read anew, so that names and addresses of respondents are masked whatever lies there. None
    where there is none, where it is no plain text, or where the answers were read from another text
    than lies there now: their places would be wrong.
    """
    responses = benchmark.responses
    if responses.empty:
        return None
    path = paths.RAW / str(responses["source"].iloc[0])
    try:
        if kind_of(path) != "text":
            return None
        names = {iso3: country.name for iso3, country in benchmark.data.countries.items()}
        countries = pd.DataFrame({"iso3": names.keys(), "name": names.values()})
        read = read_document(path, benchmark.data.codebook, countries, benchmark.focal)
    except InputError:
        return None
    places = dict(zip(read.responses["item"], read.responses["locator"], strict=True))
    if places != dict(zip(responses["item"], responses["locator"], strict=True)):
        return None
    found = {item: _LINES.match(place) for item, place in places.items()}
    answers = {
        int(item): (int(lines[1]), int(lines[2] or lines[1]))
        for item, lines in found.items()
        if lines
    }
    return Document(path.name, read.masked_text, answers)


def show_document(benchmark: Benchmark, document: Document) -> None:
    """Show the document; each answer leads back to the item that it tells about."""
    heading(say("evidence.document.title"))
    paragraph(say("evidence.document.note", file=document.file))
    show_html(document_html(benchmark, document), say("evidence.document.text", file=document.file))


def document_html(benchmark: Benchmark, document: Document) -> str:
    """Return the lines of the document, those of item N in an element with the id `document-N`."""
    starts = {first: (item, last) for item, (first, last) in document.answers.items()}
    items = sorted(document.answers)
    told = [_told(benchmark.codebook, item) for item in items]
    scored = [item for item in told if item is not None]
    addresses = dict(zip(scored, item_places(benchmark, scored), strict=True))
    labels = dict(zip(items, told, strict=True))
    parts: list[str] = []
    end = 0
    for number, line in enumerate(document.text.rstrip("\n").split("\n"), start=1):
        if number in starts:
            item, end = starts[number]
            parts.append(f'<span class="passage" id="document-{item}">')
            parts.append(_label(item, addresses.get(labels[item] or 0, "")))
        parts.append(f'<span class="line">{escape(line)}\n</span>')
        if number == end:
            parts.append("</span>")
    return f'<pre class="document" lang="en">{"".join(parts)}</pre>'


def _told(codebook: Codebook, item: int) -> int | None:
    """Return the scored item that the answer to `item` tells about, None for one without any."""
    question = codebook.by_number.get(item)
    while question is not None and not question.scored:
        question = codebook.by_number.get(question.follows or 0)
    return None if question is None else question.number


def _label(item: int, address: str) -> str:
    words = escape(say("evidence.document.item", item=item))
    if not address:
        return f'<span class="back">{words}</span>'
    return f'<a class="back" href="{escape(address)}">{words}</a>'

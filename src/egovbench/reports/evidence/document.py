"""The focal country's document as it was read, cut by item, with an anchor at every answer."""

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
from egovbench.reports.sources import item_places

LINES = re.compile(r"lines? (\d+)(?:-(\d+))?")


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
    found = {item: LINES.match(place) for item, place in places.items()}
    answers = {
        int(item): (int(lines[1]), int(lines[2] or lines[1]))
        for item, lines in found.items()
        if lines
    }
    return Document(path.name, read.masked_text, answers)


def passages(benchmark: Benchmark, document: Document) -> dict[int, str]:
    """Return the document as HTML, cut by the scored item that its answers tell about, in order.

    An answer that tells about no scored item stands by itself. What stands before an answer, such
    as its question, goes with it. Lines keep their numbers; those of item N are in an element with
    the id `document-N` that leads back to the scored item.
    """
    told = {item: _told(benchmark.codebook, item) for item in document.answers}
    scored = sorted({item for item in told.values() if item is not None})
    addresses = dict(zip(scored, item_places(benchmark, scored), strict=True))
    lines = document.text.rstrip("\n").split("\n")
    found: dict[int, str] = {}
    start = 0
    for item, (first, last) in sorted(document.answers.items(), key=lambda each: each[1]):
        about = told[item] or item
        opening = "" if about in found else _opening(start)
        passage = _label(item, addresses.get(about, "")) + _lines(lines, first - 1, last)
        found[about] = (
            f"{found.get(about, '')}{opening}{_lines(lines, start, first - 1)}"
            f'<span class="passage" id="document-{item}">{passage}</span>'
        )
        start = last
    found[about] += _lines(lines, start, len(lines))
    return {about: f"{html}</pre>" for about, html in found.items()}


def _told(codebook: Codebook, item: int) -> int | None:
    """Return the scored item that the answer to `item` tells about, None for one without any."""
    question = codebook.by_number.get(item)
    while question is not None and not question.scored:
        question = codebook.by_number.get(question.follows or 0)
    return None if question is None else question.number


def _opening(start: int) -> str:
    return f'<pre class="document" lang="en" style="counter-reset:line {start}">'


def _lines(lines: list[str], start: int, end: int) -> str:
    return "".join(f'<span class="line">{escape(line)}\n</span>' for line in lines[start:end])


def _label(item: int, address: str) -> str:
    words = escape(say("evidence.document.item", item=item))
    if not address:
        return f'<span class="back">{words}</span>'
    return f'<a class="back" href="{escape(address)}">{words}</a>'

"""How much of every source `egovbench ingest` reads right; prints a row for each document.

    python benchmarks/sources.py [--only WORD] [--json RESULT.json]

The documents are the tests' fixtures and what the tests' helpers print, whose answers and ticks
are known (known_documents.py): printed forms as PDF, on A4 and Letter, with ticks drawn as SVG,
as CSS and by an icon font, and those that are hard to read; the text of a form by four extractors;
text documents; exports; coding sheets; long tables; and a form of another wave. Columns:

    items     items read right of those that have an answer: every word, and every tick; of a
              coding sheet the rows of which code, evidence, rationale and address are right
    lines     of the answers in words those with every line break and blank as given
    ticks     options found of those that are ticked; a dash where the source shows no ticks
    wrong     items that hold what was not given, or lack without a word what was
    doubt     items that are left empty, and that a warning names

Names and addresses of respondents are no answers: they are withheld. It ends with 1 where anything
is wrong that is not known to be lost before the reader sees it (KNOWN_LOSSES).
"""

import argparse
import json
import re
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import pandas as pd
from fuzzing.sources import codebook, countries
from known_documents import Answers, Given, Known, known_documents

from egovbench.base.schemas import SELECTION_SEPARATOR
from egovbench.documents.collection import read_documents
from egovbench.documents.readings import Documents, ReadDocument

KNOWN_LOSSES = {"layered_pdftotext": 1, "plain_pdftotext": 1}
"""pdftotext joins a word at the hyphen that ends a line, and drops the hyphen with it."""
_QUESTIONS = re.compile(r"\bquestions? (\d+(?:, \d+)*)")
_CODED = ["code", "evidence", "rationale", "source"]


@dataclass(frozen=True)
class Row:
    """What came of a document; each count of right ones stands beside the count of all."""

    source: str
    fixture: str
    countries: int
    items_right: int
    items: int
    lines_right: int
    texts: int
    ticks_right: int
    ticks: int
    wrong: int
    doubt: int


def measure(known: Known, folder: Path) -> Row:
    """Return what came of reading a document, which is written into `folder`."""
    path = folder / known.file
    path.write_bytes(known.content)
    found = read_documents(path, codebook(), countries())
    if known.codings is not None:
        return _coded(known, found)
    read = {each.iso3: each for each in found.read}
    if set(read) != set(known.answers):
        raise SystemExit(f"{known.fixture}: found {sorted(read)}, not {sorted(known.answers)}")
    counts = [
        _count(read[iso3], given, _named((*found.notes, *read[iso3].warnings)))
        for iso3, given in known.answers.items()
    ]
    return Row(known.source, known.fixture, len(counts), *map(sum, zip(*counts, strict=True)))


def _coded(known: Known, found: Documents) -> Row:
    (codes,) = found.codes
    rows = codes.set_index("item")[_CODED]
    country, survey = codes.loc[0, ["iso3", "survey"]]
    sheet = f"{country}-{survey}-codes{Path(known.file).suffix}"
    given = {  # an empty address stands for the sheet itself
        item: [*cells[:3], cells[3] or sheet] for item, cells in (known.codings or {}).items()
    }
    right = sum(rows.loc[item].tolist() == cells for item, cells in given.items())
    count = len(given)
    return Row(known.source, known.fixture, 1, right, count, right, count, 0, 0, count - right, 0)


def _named(said: Iterable[str]) -> set[int]:
    """Return the questions that warnings name as not found, not asked, or undecided."""
    return {
        int(number)
        for warning in said
        for numbers in _QUESTIONS.findall(warning)
        for number in numbers.split(", ")
    }


def _count(document: ReadDocument, given: Answers, named: set[int]) -> tuple[int, ...]:
    """Return the counts of a row, from `items_right` on, for one country's answers."""
    held = document.responses.set_index("item")
    answered = texts = lines = right = ticks = found_ticks = wrong = doubt = 0
    for item, each in given.items():
        text, ticked, asked = _found(held.loc[item])
        expected = each if each.asked else Given(asked=False)
        matches = (text.split(), set(ticked), asked) == (
            expected.text.split(),
            set(expected.ticks),
            expected.asked,
        )
        has_answer = bool(expected.text or expected.ticks)
        answered += has_answer
        right += has_answer and matches
        texts += bool(expected.text)
        lines += bool(expected.text) and text == expected.text
        ticks += len(expected.ticks)
        found_ticks += len(set(ticked) & set(expected.ticks))
        if not matches:
            left_out = item in named and text in ("", expected.text) and not ticked
            doubt += left_out
            wrong += not left_out
    return right, answered, lines, texts, found_ticks, ticks, wrong, doubt


def _found(row: "pd.Series[str]") -> tuple[str, tuple[str, ...], bool]:
    selection = str(row["selection"])
    ticked = tuple(selection.split(SELECTION_SEPARATOR)) if selection else ()
    return str(row["answer"]), ticked, row["status"] != "not_asked"


def show(rows: Iterable[Row]) -> None:
    """Print the rows as a table, with a sum for each source and for all."""
    heading = ("source", "fixture", "countries", "items", "lines", "ticks", "wrong", "doubt")
    layout = "{:<20}{:<38}{:>10}{:>14}{:>13}{:>13}{:>7}{:>7}"
    print(layout.format(*heading))
    rows = list(rows)
    for row in rows:
        print(layout.format(*_cells(row)))
    print("\nsums")
    for source in dict.fromkeys(row.source for row in rows):
        print(layout.format(*_cells(_sum(source, (r for r in rows if r.source == source)))))
    print(layout.format(*_cells(_sum("all", rows))))


def _cells(row: Row) -> tuple[str | int, ...]:
    return (
        row.source,
        row.fixture,
        row.countries,
        f"{row.items_right:,}/{row.items:,}",
        f"{row.lines_right:,}/{row.texts:,}",
        f"{row.ticks_right:,}/{row.ticks:,}" if row.ticks else "-",
        row.wrong,
        row.doubt,
    )


def _sum(source: str, rows: Iterable[Row]) -> Row:
    numbers = [list(asdict(row).values())[2:] for row in rows]
    return Row(source, f"{len(numbers)} documents", *map(sum, zip(*numbers, strict=True)))


def main() -> None:
    """Read every document whose answers are known, print the table and write it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", default="", help="only sources whose name holds this word")
    parser.add_argument("--json", type=Path, help="file for the rows")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="egovbench-sources-") as scratch:
        rows = [
            measure(known, Path(scratch))
            for known in known_documents()
            if given.only in known.source
        ]
    if not rows:
        parser.error(f"--only: no source's name holds {given.only!r}")
    show(rows)
    if given.json:
        text = json.dumps([asdict(row) for row in rows], indent=2)
        given.json.write_text(text + "\n", encoding="utf-8")
    if any(row.wrong > KNOWN_LOSSES.get(row.fixture, 0) for row in rows):
        raise SystemExit(1)


if __name__ == "__main__":
    main()

"""Documents whose answers and ticks are known, of every source; made of the tests' fixtures.

    python benchmarks/known_documents.py [--printed] [--only WORD]

prints how many answers of a form differ in word, address, tick or status from those of the form
without headers and footers, for each layout of these (rows) and each language (columns): of its
text with or without page breaks, or of sixty PDFs printed by a browser.
"""

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape
from itertools import cycle, islice, product
from pathlib import Path

import pandas as pd
from fuzzing.sources import INVENTED, TESTS, as_table, as_workbook, codebook, countries, grids

sys.path.insert(0, str(TESTS / "pdf" / "fixtures"))
from form_page import SVG_MARKS, Filled, Look, chromium, form_html, print_pdf
from invented_form import (
    BASE_ANSWERS,
    DROPPED,
    EXTRACTED,
    LOST_FOLLOW_UPS,
    REWORDED,
    answers_of_wave,
    like_2022,
    print_form,
)
from invented_sheets import HEADINGS, answer, coding, filled_in, grid
from invented_sheets import expected as expected_of_export
from page_layouts import LAYOUTS, LOCALES, UNLIKE_LAYOUTS, paged

from egovbench.base.schemas import OTHERS_TABLE, SELECTION_SEPARATOR
from egovbench.documents.pdf.reader import read_pdf
from egovbench.documents.responses import read_document
from egovbench.documents.sheets.coding_sheet import coding_template
from egovbench.questionnaire import Codebook

NAMES = {**INVENTED, "GEO": "Georgia"}


@dataclass(frozen=True)
class Given:
    """What a respondent gave: text and ticked options; `asked` is whether the form has the item."""

    text: str = ""
    ticks: tuple[str, ...] = ()
    asked: bool = True


Answers = Mapping[int, Given]
"""What was given to each of the questionnaire's items."""


@dataclass(frozen=True)
class Known:
    """A document and, for each country that it is of, what was given there.

    `codings` are the cells of a coding sheet instead, by item, in the order of its columns.
    """

    source: str
    fixture: str
    file: str
    content: bytes
    answers: Mapping[str, Answers]
    codings: Mapping[int, tuple[str, ...]] | None = None


def known_documents() -> Iterator[Known]:
    """Yield every document; those that a browser prints are left out where there is none."""
    yield from _printed_forms()
    yield from _extracted_texts()
    yield from _texts()
    yield from _exports()
    yield from _coding_sheets()
    long = grids()["long table"]
    given = {iso3: _of_export(codebook(), iso3) for iso3 in INVENTED}
    yield Known("long table", "own columns", "long.csv", as_table(long), given)
    yield Known("long table", "own columns, workbook", "long.xlsx", as_workbook(long), given)
    yield from _other_wave()


def _given(texts: Mapping[int, str], ticks: Mapping[int, tuple[str, ...]] | None = None) -> Answers:
    """Return what was given to each item; names and addresses of respondents are withheld."""
    return {
        each.number: Given(
            "" if each.personal else texts.get(each.number, ""), (ticks or {}).get(each.number, ())
        )
        for each in codebook().questions
    }


def _printed_forms() -> Iterator[Known]:
    folder = TESTS / "pdf" / "fixtures"
    held = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    for name, each in held.items():
        texts = {int(item): text for item, text in each["answers"].items()}
        ticks = {int(item): tuple(ticked) for item, ticked in each["ticks"].items()}
        content = (folder / f"{name}.pdf").read_bytes()
        source = "printed form, hard" if name.startswith("hard") else "printed form"
        fixture = f"{name} ({each['iso3']}, {each['paper']})"
        yield Known(source, fixture, f"{name}.pdf", content, {each["iso3"]: _given(texts, ticks)})


def _extracted_texts() -> Iterator[Known]:
    for path in sorted(TESTS.glob("extracted/*.txt")):
        given = {"ZZZ": _given(EXTRACTED)}
        yield Known("extractor's text", path.stem, path.name, path.read_bytes(), given)


def _texts() -> Iterator[Known]:
    layouts = {
        "numbers behind": {},
        "numbers behind, 45 lines a page": {"lines_a_page": 45},
        "numbers before": {"number_first": True},
        "numbers before, 45 lines a page": {"number_first": True, "lines_a_page": 45},
        "lines of 60 letters": {"width": 60},
    }
    for iso3, name in INVENTED.items():
        texts = {**EXTRACTED, 1: name}
        for layout, options in layouts.items():
            content = print_form(codebook(), texts, **options).encode()
            fixture = f"{layout} ({iso3})"
            yield Known("text document", fixture, "form.txt", content, {iso3: _given(texts)})


def _of_export(asked: Codebook, iso3: str, items: Mapping[int, int] | None = None) -> Answers:
    """Return what an invented export holds; `items` are those of another wave by its numbers."""
    found = {number: Given(asked=False) for number in codebook().by_number}
    for question in asked.questions:
        item = question.number if items is None else items.get(question.number)
        if item is not None:
            text, selection, _ = expected_of_export(question, NAMES[iso3])
            ticks = tuple(selection.split(SELECTION_SEPARATOR)) if selection else ()
            found[item] = Given(text, ticks)
    return found


def _exports() -> Iterator[Known]:
    names = list(NAMES.values())
    given = {iso3: _of_export(codebook(), iso3) for iso3 in NAMES}
    for heading, shown in HEADINGS.items():
        rows = grid(codebook(), names, shown)
        yield Known("export, workbook", heading, "export.xlsx", as_workbook(rows), given)
        yield Known("export, CSV", heading, "export.csv", as_table(rows), given)
    rows = grid(codebook(), names)
    titled = [["Invented export", "of", "2024-05-05", "by the secretariat"], [], *rows]
    yield Known("export, workbook", "a title above", "export.xlsx", as_workbook(titled), given)
    for fixture, options in {
        "semicolons": {"delimiter": ";"},
        "tabs, UTF-16": {"delimiter": "\t", "encoding": "utf-16"},
    }.items():
        yield Known("export, CSV", fixture, "export.csv", as_table(rows, **options), given)


def _coding_sheets() -> Iterator[Known]:
    columns = OTHERS_TABLE.columns.items()
    nothing = pd.DataFrame({name: pd.Series(dtype=str(each.dtype)) for name, each in columns})
    for iso3, name in NAMES.items():
        content = filled_in(coding_template(iso3, name, codebook(), nothing, nothing, {}))
        cells = {each.number: coding(each.number) for each in codebook().scored}
        yield Known("coding sheet", f"filled in ({iso3})", "coding.xlsx", content, {}, cells)


def _other_wave() -> Iterator[Known]:
    wave, numbers = like_2022(codebook())
    items = {number: item for item, number in numbers.items() if item not in lost_items()}
    texts = answers_of_wave(numbers)
    given = {"ZZZ": _moved(_given({items[n]: text for n, text in texts.items() if n in items}))}
    for fixture, first in (("numbers behind", False), ("numbers before", True)):
        content = print_form(wave, texts, lines_a_page=45, number_first=first).encode()
        yield Known("other wave, text", fixture, "older.txt", content, given)
    rows = grid(wave, list(NAMES.values()))
    exported = {iso3: _of_export(wave, iso3, items) for iso3 in NAMES}
    yield Known("other wave, export", "as printed", "older.xlsx", as_workbook(rows), exported)
    yield from _printed_wave(wave, items)


def _printed_wave(wave: Codebook, items: Mapping[int, int]) -> Iterator[Known]:
    program = shutil.which("chromium")
    if program is None:
        print("chromium is not installed: no form of another wave is printed", file=sys.stderr)
        return
    texts = {each.number: answer(each, NAMES["ZZZ"]) for each in wave.questions if not each.options}
    ticks = {
        each.number: (each.options[each.number % 2],) for each in wave.questions if each.options
    }
    given = _moved(
        _given(
            {items[n]: text for n, text in texts.items() if n in items},
            {items[n]: ticked for n, ticked in ticks.items() if n in items},
        )
    )
    html = form_html(wave, Filled(texts, ticks), Look(SVG_MARKS, options_first=True))
    with chromium(program) as browser:
        for paper in ("a4", "letter"):
            content = print_pdf(browser, html, paper)
            yield Known("other wave, printed", paper, "older.pdf", content, {"ZZZ": given})


def lost_items() -> tuple[int, ...]:
    """Return the items that the other wave does not ask, or asks in other words."""
    return (*DROPPED, *REWORDED, *LOST_FOLLOW_UPS)


def _moved(given: Answers) -> Answers:
    """Return what was given, without the items that the other wave does not ask."""
    lost = lost_items()
    return {n: replace(each, asked=False) if n in lost else each for n, each in given.items()}


_PRINTED = 60
_HEIGHTS = (33, 45, 60)  # lines a page
_NUMBER, _COUNT = "\ue000", "\ue001"  # for which a browser puts a page's number and their count
_LINE = '<div style="font: 8px DejaVu Sans; margin: 0 20px; white-space: pre">{}</div>'
Paged = Iterator[tuple[str, str, bytes, bytes]]
"""Layout and language of a document, and it without and with headers and footers."""


def _paged_texts(only: str) -> Paged:
    """Yield texts with numbers first and last, long and short, with and without page breaks."""
    forms = [
        print_form(codebook(), answers, number_first=first)
        for first, answers in product((False, True), (EXTRACTED, BASE_ANSWERS))
    ]
    layouts = {**LAYOUTS, **UNLIKE_LAYOUTS}
    turns = cycle(product(forms, _HEIGHTS, (False, True)))
    for (layout, locale), (form, height, breaks) in zip(
        product(layouts, LOCALES), turns, strict=False
    ):
        if only not in layout:
            continue
        text = paged(form.split("\n"), layouts[layout], locale, height, breaks=breaks)
        yield layout, locale, form.encode(), text.encode()


def _paged_prints() -> Paged:
    """Yield printed forms, each layout in turn with each language."""
    ticks = {each.number: each.options[:1] for each in codebook().questions if each.options}
    html = form_html(codebook(), Filled(EXTRACTED, ticks), Look(SVG_MARKS))
    margin = dict.fromkeys(("top", "bottom", "left", "right"), "0.6in")
    with chromium(shutil.which("chromium") or "") as browser:
        plain = print_pdf(browser, html, "a4", display_header_footer=False, margin=margin)
        for layout, locale in islice(zip(cycle(LAYOUTS), cycle(LOCALES), strict=False), _PRINTED):
            header, footer = (
                "".join(_LINE.format(escape(line)) for line in lines)
                .replace(_NUMBER, '<span class="pageNumber"></span>')
                .replace(_COUNT, '<span class="totalPages"></span>')
                for lines in LAYOUTS[layout](locale, _NUMBER, _COUNT)
            )
            templates = {"header_template": header or "<p>", "footer_template": footer or "<p>"}
            yield layout, locale, plain, print_pdf(browser, html, "a4", margin=margin, **templates)


def _read(path: Path, content: bytes) -> list[tuple[object, ...]]:
    path.write_bytes(content)
    read = read_pdf if path.suffix == ".pdf" else read_document
    rows = read(path, codebook(), countries()).responses[["answer", "urls", "selection", "status"]]
    return [(answer.split(), *rest) for answer, *rest in rows.itertuples(index=False)]


def main() -> None:
    """Print how many answers differ, by layout and language."""
    parser = argparse.ArgumentParser(description="How many answers headers and footers change.")
    parser.add_argument("--printed", action="store_true", help="forms that a browser prints")
    parser.add_argument("--only", default="", help="only layouts of texts that hold this word")
    given = parser.parse_args()
    plain: dict[bytes, list[tuple[object, ...]]] = {}
    print(" " * 22, *(f"{locale:>7}" for locale in LOCALES))
    row, documents, total = "", 0, 0
    with tempfile.TemporaryDirectory(prefix="egovbench-headers-") as scratch:
        path = Path(scratch, "form.pdf" if given.printed else "form.txt")
        paged_forms = _paged_prints() if given.printed else _paged_texts(given.only)
        for layout, locale, without, content in paged_forms:
            if without not in plain:
                plain[without] = _read(path, without)
            found = _read(path, content)
            differ = sum(a != b for a, b in zip(found, plain[without], strict=True))
            if given.printed:
                print(f"{layout:22} {locale:7} {differ}", flush=True)
            elif layout == row:
                print(f" {differ:7}", end="", flush=True)
            else:
                print(f"\n{layout:22} {differ:7}", end="", flush=True)
            row, documents, total = layout, documents + 1, total + differ
    print(f"\n{total} answers differ in {documents} documents")


if __name__ == "__main__":
    main()

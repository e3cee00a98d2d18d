"""tables.xlsx: the tables of a run that are for readers, with a cover and every column explained.

The same tables give the same bytes: the archive's times are fixed. No cell is a formula.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO, StringIO
from itertools import islice
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from egovbench.base.cells import from_cell, put_cell
from egovbench.base.files import read_utf8
from egovbench.data.dictionary import Column, explained, run_tables
from egovbench.language import say

NAME = "tables.xlsx"
READ = (
    ("overview", "ranks"),
    ("overview", "sections"),
    ("overview", "indicators"),
    ("overview", "items"),
    ("evidence", "codes"),
    ("overview", "codes"),
    ("evidence", "other_sources"),
    ("robustness", "variants"),
    ("matrix", "scores_by_section"),
    ("trend", "changes_by_country"),
    ("trend", "changes_by_item"),
)
"""Notebook and table of what readers ask for, the first of them first."""
MOST_SHEETS = 8
"""Tables with a sheet; cover and columns come to them."""
MOST_BYTES = 400_000
"""Size of a table, as CSV, above which it gets no sheet: it would take longer than the reports."""

_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d+)?(?:[eE][+-]?\d{1,3})?")
_TIME = datetime(2000, 1, 1)
_HEADS = 4
"""The row of headings: title, note, the way to the cover and units stand above it."""
_WIDTHS = (9, 46)
_LOOKED_AT = 200
"""Rows that tell how wide a column is."""


@dataclass(frozen=True)
class Table:
    """A table of a report: its place below the run's folder, the report's label and notebook."""

    path: str
    report: str
    notebook: str


@dataclass(frozen=True)
class _Sheet:
    """A table as one sheet, of several reports one below the other."""

    name: str
    table: str
    heads: tuple[str, ...]
    rows: list[list[str]]
    columns: tuple[Column, ...]
    row_is: str
    paths: tuple[str, ...]


def workbook(
    folder: Path,
    title: str,
    tables: Sequence[Table],
    sources: Iterable[Sequence[str]],
    lines: Iterable[str],
    names: Mapping[str, str],
) -> bytes:
    """Return the workbook of those tables below `folder` that are for readers, at most ten sheets.

    On the cover stand `lines`, the sheets, and the `sources` as publisher, title, edition, licence
    and files; `names` are those of countries by ISO3 code. Tables without rows, or beyond
    MOST_BYTES, are left to their CSV files.
    """
    sheets = list(islice(_sheets(folder, tables, names), MOST_SHEETS))
    written = BytesIO()
    # In memory the archive's times are fixed, and no text is taken for a formula or an address.
    with Workbook(written, {"in_memory": True}) as book:
        book.set_properties({"author": "egovbench", "title": title, "created": _TIME})
        _write_cover(book, [title, *lines], sheets, sources)
        for sheet in sheets:
            _write_table(book, sheet)
        _write_columns(book, sheets)
    return written.getvalue()


def _sheets(folder: Path, tables: Sequence[Table], names: Mapping[str, str]) -> Iterator[_Sheet]:
    row_is = {(report, table): rows for report, table, rows, _ in run_tables()}
    for notebook, name in READ:
        found = [
            table
            for table in tables
            if table.notebook == notebook and table.path.endswith(f"/{name}.csv")
        ]
        if not 0 < sum((folder / table.path).stat().st_size for table in found) <= MOST_BYTES:
            continue
        heads: list[str] = []
        rows: list[list[str]] = []
        for table in found:
            text = read_utf8(folder / table.path)
            reader = csv.reader(StringIO(text, newline=""))
            heads, *body = ([*map(from_cell, row)] for row in reader)
            rows += [[table.report, *row] if len(found) > 1 else row for row in body]
        if not rows:
            continue
        columns = [explained(head, name) for head in heads]
        if len(found) > 1:
            heads = [say("run.workbook.report"), *heads]
            columns = [Column(say("run.workbook.report_is")), *columns]
        if "iso3" in heads:
            place = heads.index("iso3")
            heads.insert(place + 1, say("run.workbook.country"))
            columns.insert(place + 1, Column(say("run.workbook.country_is")))
            for row in rows:
                row.insert(place + 1, names.get(row[place], ""))
        yield _Sheet(
            say(f"run.workbook.table.{notebook}_{name}"),
            name,
            tuple(heads),
            rows,
            tuple(columns),
            row_is[notebook, name],
            tuple(table.path for table in found),
        )


def _write_table(book: Workbook, sheet: _Sheet) -> None:
    page = book.add_worksheet(sheet.name)
    bold, large = book.add_format({"bold": True}), book.add_format({"bold": True, "font_size": 14})
    small = book.add_format({"italic": True, "font_color": "#545b64", "font_size": 9})
    put_cell(page, 0, 0, sheet.name, large)
    put_cell(page, 1, 0, say("run.workbook.row_is", row=sheet.row_is), small)
    cover = say("run.workbook.cover")
    page.write_url(2, 0, f"internal:'{cover}'!A1", string=cover)
    for place, (head, column) in enumerate(zip(sheet.heads, sheet.columns, strict=True)):
        number = book.add_format({"num_format": "0.00" if column.scale == "0 to 1" else "0.0"})
        texts = [row[place] for row in sheet.rows]
        whole = all("." not in text for text in texts)
        longest = max([len(head) + 3, *map(len, texts[:_LOOKED_AT])])
        page.set_column(place, place, min(max(longest, _WIDTHS[0]), _WIDTHS[1]))
        put_cell(page, _HEADS - 1, place, column.scale, small)
        put_cell(page, _HEADS, place, head, bold)
        for n, text in enumerate(texts, _HEADS + 1):
            if _NUMBER.fullmatch(text):
                put_cell(page, n, place, float(text), None if whole else number)
            elif text:
                put_cell(page, n, place, text)
    page.freeze_panes(_HEADS + 1, 1)
    page.autofilter(_HEADS, 0, _HEADS + len(sheet.rows), len(sheet.heads) - 1)


def _write_cover(
    book: Workbook,
    lines: Sequence[str],
    sheets: Sequence[_Sheet],
    sources: Iterable[Sequence[str]],
) -> None:
    cover = book.add_worksheet(say("run.workbook.cover"))
    for column, width in enumerate((34, 44, 34, 34, 44)):
        cover.set_column(column, column, width)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    rows: list[tuple[Format | None, Sequence[str]]] = [
        (heading if n == 0 else None, (line,)) for n, line in enumerate(lines)
    ]
    rows.append((None, ()))
    rows.append((heading, [say(f"run.workbook.{part}") for part in ("sheet", "row", "file")]))
    first = len(rows)
    rows += [
        (wrapped, ("", each.row_is, each.paths[0] + " …" * (len(each.paths) > 1)))
        for each in sheets
    ]
    rows.append((wrapped, ("", say("run.workbook.columns_is"))))
    rows.append((None, ()))
    parts = ("publisher", "title", "edition", "licence", "data")
    rows.append((heading, [say(f"run.source.{part}") for part in parts]))
    rows += [(wrapped, source) for source in sources]
    for n, (style, texts) in enumerate(rows):
        for column, text in enumerate(texts):
            put_cell(cover, n, column, text, style)
    for n, name in enumerate([*(each.name for each in sheets), say("run.workbook.columns")], first):
        cover.write_url(n, 0, f"internal:'{name}'!A1", string=name)


def _write_columns(book: Workbook, sheets: Sequence[_Sheet]) -> None:
    page = book.add_worksheet(say("run.workbook.columns"))
    bold = book.add_format({"bold": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for place, width in enumerate((24, 22, 70, 34, 34)):
        page.set_column(place, place, width)
    rows = [
        [say(f"run.workbook.{part}") for part in ("sheet", "column", "means", "unit", "empty")],
        *(
            [sheet.name, head, column.means, column.scale, column.missing]
            for sheet in sheets
            for head, column in zip(sheet.heads, sheet.columns, strict=True)
        ),
    ]
    for n, row in enumerate(rows):
        for place, text in enumerate(row):
            put_cell(page, n, place, text, wrapped if n else bold)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, len(rows) - 1, len(rows[0]) - 1)

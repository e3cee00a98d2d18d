"""tables.xlsx: the tables of a run, a sheet each, behind a cover that says where they come from.

The same tables give the same bytes: the archive's times are fixed. No cell is a formula.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from egovbench.language import say

NAME = "tables.xlsx"
MOST_BYTES = 100_000
"""Size of the largest table, as CSV, that gets a sheet."""
MOST_BYTES_TOGETHER = 500_000
"""Size of all tables with a sheet: many more would take longer than the reports."""

_LONGEST_NAME = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d+)?(?:[eE][+-]?\d{1,3})?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_LONGEST_TEXT = 32_767  # characters that a cell can hold
_TIME = datetime(2000, 1, 1)


@dataclass(frozen=True)
class Table:
    """A table of a report: its place below the run's folder, and the report's label."""

    path: str
    report: str


def workbook(
    folder: Path,
    title: str,
    tables: Sequence[Table],
    sources: Iterable[Sequence[str]],
    lines: Iterable[str],
) -> bytes:
    """Return the workbook of the tables below `folder`.

    On the cover stand `lines`, the sheets, and the `sources` as publisher, title, edition, licence
    and files. Tables beyond MOST_BYTES, and those beyond MOST_BYTES_TOGETHER, are named there only.
    """
    sheets, left = _chosen(folder, tables)
    written = BytesIO()
    # In memory the archive's times are fixed, and no text is taken for a formula or an address.
    with Workbook(written, {"in_memory": True}) as book:
        book.set_properties({"author": "egovbench", "title": title, "created": _TIME})
        bold = book.add_format({"bold": True})
        _write_cover(book, bold, [title, *lines], sheets, left, sources)
        for name, table in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            with (folder / table.path).open(encoding="utf-8", newline="") as stream:
                for n, row in enumerate(csv.reader(stream)):
                    for column, text in enumerate(row):
                        if n > 0 and _NUMBER.fullmatch(text):
                            sheet.write_number(n, column, float(text))
                        elif text:
                            _write_text(sheet, n, column, text, bold if n == 0 else None)
    return written.getvalue()


def _chosen(folder: Path, tables: Sequence[Table]) -> tuple[dict[str, Table], list[Table]]:
    """Return the tables that get a sheet by the sheet's name, and the others."""
    sheets: dict[str, Table] = {}
    left = []
    taken = {say("run.workbook.cover").casefold()}
    together = 0
    for table in tables:
        size = (folder / table.path).stat().st_size
        if size > MOST_BYTES or together + size > MOST_BYTES_TOGETHER:
            left.append(table)
            continue
        together += size
        name = _sheet_name(table.path, taken)
        taken.add(name.casefold())
        sheets[name] = table
    return sheets, left


def _sheet_name(path: str, taken: set[str]) -> str:
    """Return "overview codes" for tables/overview/codes.csv, cut and counted where need be."""
    words = path.removeprefix("tables/").removesuffix(".csv").replace("/", " ")
    words = _FORBIDDEN.sub("-", words).strip("'")
    name, count = words[:_LONGEST_NAME], 1
    while name.casefold() in taken:
        count += 1
        ending = f" {count}"
        name = words[: _LONGEST_NAME - len(ending)] + ending
    return name


def _write_cover(
    book: Workbook,
    bold: Format,
    lines: Sequence[str],
    sheets: dict[str, Table],
    left: Sequence[Table],
    sources: Iterable[Sequence[str]],
) -> None:
    cover = book.add_worksheet(say("run.workbook.cover"))
    for column, width in enumerate((34, 44, 34, 34, 44)):
        cover.set_column(column, column, width)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    rows: list[tuple[Format | None, Sequence[str]]] = [
        (bold if n == 0 else None, (line,)) for n, line in enumerate(lines)
    ]
    rows.append((None, ()))
    rows.append((heading, [say(f"run.workbook.{part}") for part in ("sheet", "report", "file")]))
    rows += [(wrapped, (name, table.report, table.path)) for name, table in sheets.items()]
    rows += [(wrapped, (say("run.workbook.left"), table.report, table.path)) for table in left]
    rows.append((None, ()))
    parts = ("publisher", "title", "edition", "licence", "data")
    rows.append((heading, [say(f"run.source.{part}") for part in parts]))
    rows += [(wrapped, source) for source in sources]
    for n, (style, texts) in enumerate(rows):
        for column, text in enumerate(texts):
            _write_text(cover, n, column, text, style)


def _write_text(sheet: Worksheet, row: int, column: int, text: str, style: Format | None) -> None:
    """Write a text as a text, whatever it begins with."""
    sheet.write_string(row, column, _CONTROL.sub("", text)[:_LONGEST_TEXT], style)

"""tables.xlsx: the tables of a run, a sheet each, behind a cover that says where they come from.

The same tables give the same bytes: the archive's times are fixed. No cell is a formula.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.writer.excel import ExcelWriter

from egovbench.language import say
from egovbench.site.sources import Source

NAME = "tables.xlsx"
MOST_BYTES = 100_000
"""Size of the largest table, as CSV, that gets a sheet."""
MOST_BYTES_TOGETHER = 500_000
"""Size of all tables with a sheet: many more would take longer than the reports."""

_LONGEST_NAME = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d+)?(?:[eE][+-]?\d{1,3})?")
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_TIME = datetime(2000, 1, 1)
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Table:
    """A table of a report: its place below the run's folder, and the report's label."""

    path: str
    report: str


def workbook(
    folder: Path,
    title: str,
    tables: Sequence[Table],
    sources: Iterable[Source],
    lines: Iterable[str],
) -> bytes:
    """Return the workbook of the tables below `folder`; `lines` stand on the cover.

    Tables beyond MOST_BYTES, and those beyond MOST_BYTES_TOGETHER, are named on the cover only.
    """
    sheets, left = _chosen(folder, tables)
    book = Workbook(write_only=True)
    book.properties.creator = "egovbench"
    book.properties.title = title
    book.properties.created = _TIME
    _write_cover(book, [title, *lines], sheets, left, sources)
    for name, table in sheets.items():
        with (folder / table.path).open(encoding="utf-8", newline="") as stream:
            _write(book, name, csv.reader(stream))
    return _packed(book)


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
    lines: Sequence[str],
    sheets: dict[str, Table],
    left: Sequence[Table],
    sources: Iterable[Source],
) -> None:
    cover = book.create_sheet(say("run.workbook.cover"))
    for column, width in zip("ABCDE", (34, 44, 34, 34, 44), strict=True):
        cover.column_dimensions[column].width = width
    rows: list[tuple[bool, Sequence[str]]] = [(n == 0, (line,)) for n, line in enumerate(lines)]
    rows.append((False, ()))
    rows.append((True, [say(f"run.workbook.{part}") for part in ("sheet", "report", "file")]))
    rows += [(False, (name, table.report, table.path)) for name, table in sheets.items()]
    rows += [(False, (say("run.workbook.left"), table.report, table.path)) for table in left]
    rows.append((False, ()))
    parts = ("publisher", "title", "edition", "licence", "data")
    rows.append((True, [say(f"run.source.{part}") for part in parts]))
    rows += [
        (False, (each.publisher, each.title, each.edition, each.licence, ", ".join(each.files)))
        for each in sources
    ]
    for bold, texts in rows:
        cover.append([_text(cover, text, bold=bold, wrap=len(texts) > 1) for text in texts])


def _write(book: Workbook, name: str, rows: Iterator[list[str]]) -> None:
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    sheet.append([_text(sheet, heading, bold=True) for heading in next(rows, [])])
    for row in rows:
        sheet.append([_value(sheet, cell) for cell in row])


def _value(sheet: Any, text: str) -> Any:
    """Return a cell's text as a number where it is one, nothing for an empty one."""
    if not text:
        return None
    if _NUMBER.fullmatch(text):
        return int(text) if text.lstrip("-").isdigit() else float(text)
    # What begins with these signs would be read as a formula or an error.
    return _text(sheet, text) if text[0] in "=#" else ILLEGAL_CHARACTERS_RE.sub("", text)


def _text(sheet: Any, text: str, *, bold: bool = False, wrap: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    if wrap:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _packed(book: Workbook) -> bytes:
    """Return the workbook's archive with fixed times in place of the present one."""
    written, packed = BytesIO(), BytesIO()
    with ZipFile(written, "w") as archive:
        ExcelWriter(book, archive).save()
    with ZipFile(written) as loose, ZipFile(packed, "w") as archive:
        for part in loose.infolist():
            content = loose.read(part)
            if part.filename == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>" + f"{_TIME:%Y-%m-%dT%H:%M:%SZ}".encode(), content)
            archive.writestr(ZipInfo(part.filename, _ZIP_TIME), content, ZIP_DEFLATED)
    return packed.getvalue()

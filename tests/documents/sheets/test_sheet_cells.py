"""Cells of hostile and unusual workbooks and CSV tables."""

import re
import zipfile
from io import BytesIO

import pytest
from invented_sheets import saved
from openpyxl import Workbook

from egovbench.documents.sheets import cells
from egovbench.documents.sheets.cells import read_sheets

SHEET = "xl/worksheets/sheet1.xml"


def workbook(rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def rewritten(changes, added=None, content=None):
    """Return a workbook, of one cell or given, with some parts changed and others added."""
    content = content or workbook([["a"]])
    result = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(result, "w", 8) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, changes[name](part) if name in changes else part)
        for name, part in (added or {}).items():
            new.writestr(name, part)
    return result.getvalue()


def renamed(old, new):
    """Return a workbook whose list of parts names one in other words than the archive."""
    rels = "xl/_rels/workbook.xml.rels"
    content = workbook([["a", "b"]])
    return rewritten({rels: lambda part: part.replace(b"/xl/" + old, new)}, content=content)


def with_sheet_data(data):
    """Return a workbook whose sheet holds `data` in place of its rows."""

    def change(part):
        start, end = part.index(b"<sheetData>"), part.index(b"</sheetData>")
        return part[:start] + b"<sheetData>" + data.encode() + part[end:]

    return rewritten({SHEET: change})


def with_sheet_listed(times):
    """Return a workbook that lists its only sheet `times` times, each to be read anew."""

    def change(part):
        (listed,) = re.findall(rb"<sheet [^>]*/>", part)
        return part.replace(listed, listed * times)

    return rewritten({"xl/workbook.xml": change})


@pytest.fixture
def read(tmp_path):
    def read_content(content, name="book.xlsx"):
        path = tmp_path / name
        path.write_bytes(content)
        return read_sheets(path)

    return read_content


def test_values_shares_and_formulas_become_text(read):
    (sheet,) = read(workbook([["a\u00a0b\r\nc", 7, 7.0, 7.5, True, None, " x "]]))
    assert [cell.text for cell in sheet.rows[1].values()] == [
        "a b\nc", "7", "7", "7.5", "True", "x"
    ]  # fmt: skip
    assert list(sheet.rows[1]) == [1, 2, 3, 4, 5, 7]
    # a share is text as its cell shows it
    book = Workbook()
    book.active.append(["a", "b", "c"])
    book.active.append([0.07, 0.125, 0.5])
    book.active["A2"].number_format = "0%"
    book.active["B2"].number_format = "0.0%"
    (sheet,) = read(saved(book))
    assert [sheet.text(2, column) for column in (1, 2, 3)] == ["7%", "12.5%", "0.5"]
    # a formula is text that is marked
    (sheet,) = read(workbook([["=1+1", "plain"]]))
    assert sheet.rows[1][1] == cells.Cell("=1+1", formula=True)
    assert not sheet.rows[1][2].formula
    # marks of text are taken off
    (table,) = read(b"a,b,c\n'=1+1,'quoted',-1\n", "table.csv")
    assert [cell.text for cell in table.rows[2].values()] == ["=1+1", "'quoted'", "-1"]


def test_what_is_read_of_a_file(read, refusal, monkeypatch):
    content = workbook([["a", "b"], ["c", "d"]])
    declared = {SHEET: lambda part: part.replace(b'"A1:B2"', b'"A1:A1"')}
    smaller = rewritten(declared, content=content)
    assert b'"A1:A1"' in zipfile.ZipFile(BytesIO(smaller)).read(SHEET)
    (sheet,) = read(smaller)
    assert sheet.text(2, 2) == "d"
    # macros and links to other files are not read
    added = {
        "xl/vbaProject.bin": b"invented macro",
        "xl/externalLinks/externalLink1.xml": b"<externalLink>not even XML",
    }
    (sheet,) = read(rewritten({}, added, workbook([["a", "b"]])))
    assert sheet.text(1, 2) == "b"
    # a large file is not opened
    monkeypatch.setattr(cells, "MAXIMUM_BYTES", 10)
    assert "found 12 bytes; expected at most 10" in refusal(read, b"a,b,c\n1,2,3\n", "table.csv")


def entity_bomb(part):
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    declared = f'<!DOCTYPE x [<!ENTITY e0 "lol">{lines}]>'.encode()
    return declared + part.replace(b"</sheetData>", b"<row><c><v>&e9;</v></c></row></sheetData>")


def external_entity(part):
    return b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>' + part


def many_sheets():
    book = Workbook()
    for _ in range(cells.MAXIMUM_SHEETS):
        book.create_sheet()
    return saved(book)


HOSTILE = {
    "no archive": (lambda: b"PK\x03\x04 invented", "a damaged workbook"),
    "cut": (lambda: workbook([["a"]])[:2000], "a damaged workbook"),
    "no workbook": (
        lambda: rewritten({}, {"a": b"b"}, b"PK\x05\x06" + b"\0" * 18), "a damaged workbook"
    ),
    "entities": (lambda: rewritten({SHEET: entity_bomb}), "XML entities"),
    "external entity": (lambda: rewritten({"xl/workbook.xml": external_entity}), "XML entities"),
    "entities in UTF-16": (
        lambda: rewritten({SHEET: lambda part: entity_bomb(part).decode().encode("utf-16")}),
        "XML entities",
    ),
    "zip bomb": (
        lambda: rewritten({}, {"xl/media/a.png": b"0" * 70_000_000}), "expected at most 64,000,000"
    ),
    "many parts": (
        lambda: rewritten({}, {f"x{n}": b"" for n in range(1_001)}),
        "parts; expected at most 1,000",
    ),
    "many tags": (
        lambda: rewritten({}, {"xl/x.xml": b"<a/>" * 4_000_001}),
        "XML tags; expected at most 4,000,000",
    ),
    "many attributes": (
        lambda: rewritten({}, {"xl/x.xml": b"<a " + b'b="" ' * 8_000_001}),
        "XML attributes; expected at most 8,000,000",
    ),
    "far cell, often": (
        lambda: with_sheet_data('<row><c r="XFD1"><v>1</v></c></row>' * 300),
        "found cells up to XFD300; expected at most 4,000,000 cells between",
    ),
    "far row": (
        lambda: with_sheet_data('<row r="99999999999"><c><v>1</v></c></row>'),
        "found a row 99,999,999,999; expected at most 1,048,576",
    ),
    "no column": (lambda: with_sheet_data('<row><c r="1A"><v>1</v></c></row>'), "damaged"),
    "51 sheets": (many_sheets, "found 51 sheets; expected at most 50"),
    "a sheet listed 51 times": (lambda: with_sheet_listed(51), "found 51 sheets; expected at most"),
    "a sheet listed twice": (lambda: with_sheet_listed(2), "lists a sheet more than once"),
    "a part in UTF-16": (
        lambda: rewritten({SHEET: lambda part: part.decode().encode("utf-16")}),
        "found xl/worksheets/sheet1.xml in UTF-16; save it again as Excel Workbook (.xlsx)",
    ),
    "broken XML": (lambda: with_sheet_data("<row><c></row>"), "a damaged workbook"),
    "no such string": (
        lambda: with_sheet_data('<row><c r="A1" t="s"><v>99</v></c></row>'), "a damaged workbook"
    ),
    "long cell": (
        lambda: with_sheet_data(f'<row><c r="B2" t="str"><v>{"x" * 32_768}</v></c></row>'),
        "holds 32,768 characters; expected at most 32,767",
    ),
    "empty": (lambda: workbook([]), "the file is empty"),
}  # fmt: skip
TABLES = {
    "no UTF-8": (
        b"a,b,c\n1,\xff,3\n", "not UTF-8 text (byte 8); save the sheet as CSV UTF-8 or .xlsx"
    ),
    "NUL": (b"a,b,c\n1,\x00,3\n", "found binary data"),
    "long cell": (b"a,b,c\n1," + b"x" * 32_768, "cell B2 holds 32,768 characters"),
    "longer cell": (b"a,b,c\n1," + b"x" * 200_000, "cell B2 holds 200,000 characters"),
    "many cells": (b"," * 250_001, "found more than 250,000 cells"),
    "empty": (b" \n\n", "the file is empty"),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_workbook_ends_in_one_line(read, refusal, kind):
    make, expected = HOSTILE[kind]
    message = refusal(read, make())
    assert expected in message
    assert "book.xlsx" in message


@pytest.mark.parametrize("kind", TABLES)
def test_a_hostile_table_ends_in_one_line(read, refusal, kind):
    content, expected = TABLES[kind]
    assert expected in refusal(read, content, "table.csv")


def test_workbooks_that_open_in_a_spreadsheet_program_are_read(read):
    book = Workbook()
    book.active.append(["a", "b"])
    book.create_chartsheet("Chart", 0)
    odd = {
        "docProps/core.xml": lambda part: re.sub(rb">\d{4}-[^<]*<", b">yesterday<", part),
        "xl/styles.xml": lambda part: part.replace(b"<fill><patternFill /></fill>", b"<fill />"),
    }
    old, strict = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
    changes = {
        name: lambda part: part.replace(old + b"spreadsheetml/2006/main", strict + b"main").replace(
            old + b"officeDocument/2006/", strict + b"officeDocument/"
        )
        for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", SHEET)
    }
    for content in (
        saved(book),
        rewritten(odd, content=workbook([["a", "b"]])),
        rewritten(changes, content=workbook([["a", "b"]])),
        with_sheet_data(
            '<row r="1"><c r="A1" t="str"><v>a</v></c><c r="B1" t="str"><v>b</v></c></row>'
            + '<row r="2"><c r="A2" s="0"/><c r="XFD2" s="0"/></row>' * 1_000
            + '<row r="9999"><c r="XFD9999" t="str"><v></v></c></row>'
        ),
        renamed(b"worksheets/sheet1.xml", b"Worksheets/Sheet1.xml"),
    ):
        (sheet,) = read(content)
        assert {column: cell.text for column, cell in sheet.rows[1].items()} == {1: "a", 2: "b"}
        assert list(sheet.rows) == [1]


def test_an_error_in_a_cell_is_read_as_it_is_shown(read):
    (sheet,) = read(with_sheet_data('<row><c t="e"><v>#REF!</v></c><c><v>2</v></c></row>'))
    assert [cell.text for cell in sheet.rows[1].values()] == ["#REF!", "2"]

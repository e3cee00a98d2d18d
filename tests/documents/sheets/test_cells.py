"""Cells of hostile and unusual workbooks and CSV tables."""

import re
import zipfile
from io import BytesIO

import pytest
from openpyxl import Workbook

from egovbench.base.errors import InputError
from egovbench.documents.sheets import cells
from egovbench.documents.sheets.cells import read_sheets

SHEET = "xl/worksheets/sheet1.xml"


def saved(book):
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def workbook(rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def rewritten(content, changes, added):
    """Return a workbook with some parts changed and others added."""
    result = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(result, "w", 8) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, changes[name](part) if name in changes else part)
        for name, part in added.items():
            new.writestr(name, part)
    return result.getvalue()


def with_sheet_data(data):
    """Return a workbook whose sheet holds `data` in place of its rows."""

    def change(part):
        start, end = part.index(b"<sheetData>"), part.index(b"</sheetData>")
        return part[:start] + b"<sheetData>" + data.encode() + part[end:]

    return rewritten(workbook([["a"]]), {SHEET: change}, {})


def with_sheet_listed(times):
    """Return a workbook that lists its only sheet `times` times, each to be read anew."""

    def change(part):
        (listed,) = re.findall(rb"<sheet [^>]*/>", part)
        return part.replace(listed, listed * times)

    return rewritten(workbook([["a"]]), {"xl/workbook.xml": change}, {})


@pytest.fixture
def read(tmp_path):
    path = tmp_path / "book.xlsx"

    def read_content(content):
        path.write_bytes(content)
        return read_sheets(path)

    return read_content


def test_values_become_text(read):
    (sheet,) = read(workbook([["a\u00a0b\r\nc", 7, 7.0, 7.5, True, None, " x "]]))
    assert [cell.text for cell in sheet.rows[1].values()] == [
        "a b\nc", "7", "7", "7.5", "True", "x"
    ]  # fmt: skip
    assert list(sheet.rows[1]) == [1, 2, 3, 4, 5, 7]


def test_a_share_is_text_as_its_cell_shows_it(read):
    book = Workbook()
    book.active.append(["a", "b", "c"])
    book.active.append([0.07, 0.125, 0.5])
    book.active["A2"].number_format = "0%"
    book.active["B2"].number_format = "0.0%"
    (sheet,) = read(saved(book))
    assert [sheet.text(2, column) for column in (1, 2, 3)] == ["7%", "12.5%", "0.5"]


def test_a_formula_is_text_that_is_marked(read):
    (sheet,) = read(workbook([["=1+1", "plain"]]))
    assert sheet.rows[1][1] == cells.Cell("=1+1", formula=True)
    assert not sheet.rows[1][2].formula


def test_a_sheet_that_declares_a_smaller_size_is_read_whole(read):
    content = workbook([["a", "b"], ["c", "d"]])
    smaller = rewritten(content, {SHEET: lambda part: part.replace(b'"A1:B2"', b'"A1:A1"')}, {})
    assert b'"A1:A1"' in zipfile.ZipFile(BytesIO(smaller)).read(SHEET)
    (sheet,) = read(smaller)
    assert sheet.text(2, 2) == "d"


def entity_bomb(part):
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    declared = f'<!DOCTYPE x [<!ENTITY e0 "lol">{lines}]>'.encode()
    return declared + part.replace(b"</sheetData>", b"<row><c><v>&e9;</v></c></row></sheetData>")


def external_entity(part):
    return b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>' + part


HOSTILE = {
    "no archive": (lambda: b"PK\x03\x04 invented", "a damaged workbook"),
    "cut": (lambda: workbook([["a"]])[:2000], "a damaged workbook"),
    "no workbook": (lambda: rewritten(b"PK\x05\x06" + b"\0" * 18, {}, {"a": b"b"}), "a damaged"),
    "entities": (lambda: rewritten(workbook([["a"]]), {SHEET: entity_bomb}, {}), "XML entities"),
    "external entity": (
        lambda: rewritten(workbook([["a"]]), {"xl/workbook.xml": external_entity}, {}),
        "XML entities",
    ),
    "entities in UTF-16": (
        lambda: rewritten(
            workbook([["a"]]), {SHEET: lambda part: entity_bomb(part).decode().encode("utf-16")}, {}
        ),
        "XML entities",
    ),
    "zip bomb": (
        lambda: rewritten(workbook([["a"]]), {}, {"xl/media/a.png": b"0" * 70_000_000}),
        "expected at most 64,000,000",
    ),
    "many parts": (
        lambda: rewritten(workbook([["a"]]), {}, {f"x{n}": b"" for n in range(1_001)}),
        "parts; expected at most 1,000",
    ),
    "many tags": (
        lambda: rewritten(workbook([["a"]]), {}, {"xl/x.xml": b"<a/>" * 1_200_001}),
        "XML tags; expected at most 1,200,000",
    ),
    "far cell, often": (
        lambda: with_sheet_data('<row><c r="XFD1"><v>1</v></c></row>' * 20),
        "found more than 250,000 cells",
    ),
    "far row": (
        lambda: with_sheet_data('<row r="99999999999"><c><v>1</v></c></row>'),
        "found a row 1,048,577",
    ),
    "no column": (lambda: with_sheet_data('<row><c r="1A"><v>1</v></c></row>'), "damaged"),
    "a sheet listed 51 times": (lambda: with_sheet_listed(51), "found 51 sheets; expected at most"),
    "a sheet listed twice": (lambda: with_sheet_listed(2), "lists a sheet more than once"),
    "broken XML": (lambda: with_sheet_data("<row><c></row>"), "a damaged workbook"),
    "no such string": (
        lambda: with_sheet_data('<row><c r="A1" t="s"><v>99</v></c></row>'),
        "a damaged workbook",
    ),
    "long cell": (
        lambda: with_sheet_data(f'<row><c r="B2" t="str"><v>{"x" * 32_768}</v></c></row>'),
        "holds 32,768 characters; expected at most 32,767",
    ),
    "empty": (lambda: workbook([]), "the file is empty"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_workbook_ends_in_one_line(read, kind):
    make, message = HOSTILE[kind]
    with pytest.raises(InputError, match=message) as caught:
        read(make())
    assert "\n" not in str(caught.value)
    assert "book.xlsx" in str(caught.value)


def test_the_sheet_number_is_limited(read):
    book = Workbook()
    for _ in range(cells.MAXIMUM_SHEETS):
        book.create_sheet()
    with pytest.raises(InputError, match="found 51 sheets; expected at most 50"):
        read(saved(book))


def test_macros_and_links_to_other_files_are_not_read(read):
    added = {
        "xl/vbaProject.bin": b"invented macro",
        "xl/externalLinks/externalLink1.xml": b"<externalLink>not even XML",
    }
    (sheet,) = read(rewritten(workbook([["a", "b"]]), {}, added))
    assert sheet.text(1, 2) == "b"


def test_a_large_file_is_not_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(cells, "MAXIMUM_BYTES", 10)
    path = tmp_path / "table.csv"
    path.write_text("a,b,c\n1,2,3\n", encoding="utf-8")
    with pytest.raises(InputError, match="found 12 bytes; expected at most 10"):
        read_sheets(path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a,b,c\n1,\xff,3\n", "not UTF-8 text .byte 8.; save the sheet as CSV UTF-8 or .xlsx"),
        (b"a,b,c\n1,\x00,3\n", "found binary data"),
        (b"a,b,c\n1," + b"x" * 32_768, "cell B2 holds 32,768 characters"),
        (b"a,b,c\n1," + b"x" * 200_000, "not a CSV table"),
        (b"," * 250_001, "found more than 250,000 cells"),
        (b" \n\n", "the file is empty"),
    ],
)
def test_a_hostile_table_ends_in_one_line(tmp_path, content, message):
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message) as caught:
        read_sheets(path)
    assert "\n" not in str(caught.value)


def test_marks_of_text_are_taken_off(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("a,b,c\n'=1+1,'quoted',-1\n", encoding="utf-8")
    assert [cell.text for cell in read_sheets(path)[0].rows[2].values()] == [
        "=1+1", "'quoted'", "-1"
    ]  # fmt: skip

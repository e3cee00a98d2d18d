"""The commands ingest, code and validate: what they write, say, refuse and never show."""

import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

from egovbench.base import paths

LUXEMBOURG = paths.RAW / "luxembourg_msq.txt"


def test_ingest_writes_126_rows_and_warns_of_the_cut_answer(egovbench, tmp_path):
    result = egovbench("ingest", LUXEMBOURG, "--out", tmp_path)
    assert result.exit_code == 0
    assert "answer to question 111 breaks off" in result.stderr
    table = pd.read_csv(tmp_path / "LUX.csv", keep_default_na=False)
    assert table["item"].tolist() == list(range(1, 127))
    assert (tmp_path / "LUX.csv").read_bytes() == (paths.RESPONSES / "LUX.csv").read_bytes()


def test_code_gives_the_codes_that_the_project_holds(egovbench, tmp_path):
    result = egovbench("code", paths.RESPONSES / "LUX.csv", "--out", tmp_path)
    assert result.exit_code == 0
    assert re.search(r"rules and review agree on \d+% of 31 reviewed items", result.stdout)
    assert (tmp_path / "LUX.csv").read_bytes() == (paths.CODES / "LUX.csv").read_bytes()


FORM = LUXEMBOURG.read_bytes()
BAD_DOCUMENTS = {
    "empty": (b"", "the file is empty"),
    "binary": (b"text\xff\xfe\xff", "not UTF-8 text"),
    "page": (b"<!DOCTYPE html><p>invented", "found an HTML page"),
    "archive": (b"PK\x03\x04 invented", "a damaged archive or workbook"),
    "letter": (b"Dear all,\n\nYes\n\nNo\n", "recognised 0 of 126 questions"),
    "half": (FORM[: len(FORM) // 2].rsplit(b"\n", 1)[0], "expected at least 90% of them"),
    "missing": (None, "document.txt: the file does not exist"),
}


@pytest.mark.parametrize("kind", BAD_DOCUMENTS)
def test_bad_documents_end_in_one_line_and_write_nothing(egovbench, kind, tmp_path):
    content, message = BAD_DOCUMENTS[kind]
    document = tmp_path / "document.txt"
    if content is not None:
        document.write_bytes(content)
    result = egovbench("ingest", document, "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert message in result.stderr
    assert "document.txt" in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_missing_question_is_not_asked_and_named(egovbench, tmp_path):
    document = tmp_path / "document.txt"
    text = LUXEMBOURG.read_text(encoding="utf-8")
    start = text.index("Does the Government collect usage data with dis-aggregation by gender?")
    end = text.index("Yes\n\nNo\n\nDoes the Government measure user satisfaction")
    document.write_text(text[:start] + text[end:], encoding="utf-8")
    result = egovbench("ingest", document, "--out", tmp_path)
    assert result.exit_code == 0
    assert "question 119 was not found" in result.stderr
    table = pd.read_csv(tmp_path / "LUX.csv", keep_default_na=False).set_index("item")
    assert table.loc[119, "status"] == "not_asked"
    assert table.loc[122, "answer"] == "no"


def test_a_country_can_be_given(egovbench, tmp_path):
    given = egovbench("ingest", LUXEMBOURG, "--country", "EST", "--out", tmp_path)
    assert given.exit_code == 0
    assert (tmp_path / "EST.csv").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((LUXEMBOURG, "--country", "ZZZ"), "parameter country: found 'ZZZ'"),
        ((LUXEMBOURG, "--country", "LU"), "closest: LUX (Luxembourg)"),
        ((LUXEMBOURG, paths.RESPONSES, "--country", "EST"), "expected a single file"),
        (("OUT",), "OUT: found no files; expected questionnaires or coding sheets"),
    ],
)
def test_wrong_arguments_end_in_one_line_and_write_nothing(
    egovbench, arguments, message, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    Path("OUT").mkdir()
    result = egovbench("ingest", *arguments, "--out", "OUT")
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert line.startswith("egovbench: ") and message in line
    assert not list(Path("OUT").iterdir())


def test_personal_data_reaches_neither_tables_nor_messages(egovbench, tmp_path):
    text = LUXEMBOURG.read_text(encoding="utf-8")
    text = text.replace("[name withheld]", "Jane Invented", 1)
    text = text.replace("[e-mail withheld]", "jane.invented@example.org", 1)
    text = text.replace("Ministère de la Digitalisation", "Office of Jane Invented", 1)
    document = tmp_path / "document.txt"
    document.write_text(text, encoding="utf-8")
    report, masked = tmp_path / "report.json", tmp_path / "masked"
    options = ("--masked", masked, "--report", report, "--verbose")
    result = egovbench("ingest", document, "--out", tmp_path, *options)
    assert result.exit_code == 0
    written = "".join(
        path.read_text(encoding="utf-8")
        for path in (tmp_path / "LUX.csv", masked / "document.txt", report)
    )
    for text in (written, result.stdout, result.stderr):
        assert "Invented" not in text
        assert "@" not in text


ADDRESS, NUMBER = "ada.inventa@digital.example.org", "+352 555 123 45"
SECRETS = ("inventa", "@", "555")


def edited(path: Path, target: Path, row: int, column: str, cell: str) -> None:
    """Write the table at `path` to `target` with a cell changed; row 0 is that of the headings."""
    table = pd.read_csv(path, dtype="str", keep_default_na=False)
    if row:
        table.loc[row - 2, column] = cell
    else:
        table = table.rename(columns={column: cell})
    table.to_csv(target, index=False)


CELLS = {
    "word": (6, "status", "perhaps", "found 'perhaps'"),
    "status": (6, "status", f"ask {ADDRESS}", "found 'ask [e-mail withheld]'; expected one of"),
    "item": (6, "item", NUMBER, "found '[telephone withheld]'; expected a whole number"),
    "truncated": (6, "truncated", f"{ADDRESS} {NUMBER}", "found '[e-mail withheld] [telephone"),
    "country": (6, "iso3", ADDRESS, "found '[e-mail withheld]'; expected"),
    "heading": (0, "answer", ADDRESS, "expected"),
}


@pytest.mark.parametrize("kind", CELLS)
def test_code_refuses_a_table_with_line_and_column_and_shows_no_contact(
    egovbench, tmp_path: Path, kind: str
) -> None:
    row, column, cell, message = CELLS[kind]
    edited(paths.RESPONSES / "LUX.csv", tmp_path / "LUX.csv", row, column, cell)
    result = egovbench("code", tmp_path / "LUX.csv", "--out", tmp_path / "out")
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert message in line
    assert f"LUX.csv, line {row}, column {column}: " in line or not row
    assert not any(secret in result.stdout + line for secret in SECRETS)
    assert not (tmp_path / "out").exists()


FAULTS = [
    ("responses/LUX.csv", 6, "status", ADDRESS),
    ("responses/LUX.csv", 7, "item", NUMBER),
    ("responses/LUX.csv", 8, "iso3", ADDRESS),
    ("responses/EST.csv", 0, "answer", ADDRESS),
    ("codes/LUX.csv", 6, "code", f"\x1b[31m{ADDRESS}\n{NUMBER}"),
    ("codes/LUX.csv", 7, "value", NUMBER),
    ("reviews/LUX.csv", 3, "date", ADDRESS),
    ("others/gtmi.csv", 9, "year", NUMBER),
    ("countries.csv", 9, "iso3", ADDRESS),
]


def test_validate_shows_no_contact(egovbench, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(paths.DATA, data)
    shutil.copy(data / "responses" / "LUX.csv", data / "responses" / "EST.csv")
    for table, row, column, cell in FAULTS:
        edited(data / table, data / table, row, column, cell)
    result = egovbench("validate", data)
    assert result.exit_code == 2
    *faults, last = result.stderr.splitlines()
    assert last == f"egovbench: {len(faults)} faults in {data}"
    for table, row, column, _ in FAULTS:
        place = f"{table}, line {row}, column {column}" if row else f"{table}, line "
        assert any(fault.startswith(place) for fault in faults), place
    assert result.output.count("withheld]") >= len(FAULTS)
    assert not any(secret in result.output for secret in SECRETS)
    assert "\x1b" not in result.output

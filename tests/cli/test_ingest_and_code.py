"""The commands ingest, code and validate: what they write, say, refuse and never show."""

import json
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from egovbench.base import paths

LUXEMBOURG = paths.RAW / "LUX-msq2024.txt"


def test_ingest_and_code_give_what_the_project_holds(egovbench, tmp_path):
    result = egovbench("ingest", LUXEMBOURG, "--out", tmp_path)
    assert result.exit_code == 0
    assert "answer to question 111 breaks off" in result.stderr
    table = pd.read_csv(tmp_path / "LUX.csv", keep_default_na=False)
    assert table["item"].tolist() == list(range(1, 127))
    assert (tmp_path / "LUX.csv").read_bytes() == (paths.RESPONSES / "LUX.csv").read_bytes()
    # code gives the codes that the project holds
    result = egovbench("code", paths.RESPONSES / "LUX.csv", "--out", tmp_path / "codes")
    assert result.exit_code == 0
    assert re.search(r"rules and review agree on \d+% of 47 reviewed items", result.stdout)
    written = tmp_path / "codes" / "LUX.csv"
    assert written.read_bytes() == (paths.CODES / "LUX.csv").read_bytes()


@pytest.fixture
def codes(tmp_path):
    """A copy of Luxembourg's codes."""
    (tmp_path / "codes").mkdir()
    return Path(shutil.copy(paths.CODES / "LUX.csv", tmp_path / "codes"))


@pytest.fixture
def sheet(egovbench, tmp_path):
    """Write the coding sheet of a country, with cells changed, and return its path."""

    def write(iso3, **cells):
        path = tmp_path / "sheet.xlsx"
        assert egovbench("template", iso3, "--out", path).exit_code == 0
        book = load_workbook(path)
        book["Cover"]["B2"] = "LUX"
        for cell, value in cells.items():
            book["Coding"][cell] = value
        book.save(path)
        return path

    return write


def test_a_template_leaves_own_codes_and_a_country_can_be_given(egovbench, codes, sheet, tmp_path):
    before = codes.read_bytes()
    result = egovbench("ingest", sheet("LUX"), "--codes", codes.parent)
    assert result.exit_code == 0, result.stderr
    assert codes.read_bytes() == before
    # a country can be given
    given = egovbench("ingest", LUXEMBOURG, "--country", "EST", "--out", tmp_path)
    assert given.exit_code == 0
    assert (tmp_path / "EST.csv").exists()


def test_codes_of_other_sources_do_not_replace_own_ones_in_silence(egovbench, codes, sheet):
    before = codes.read_bytes()
    foreign, report = sheet("EST"), codes.parent / "report.json"
    arguments = ("ingest", foreign, "--codes", codes.parent, "--report", report)
    result = egovbench(*arguments)
    assert result.exit_code == 2
    assert codes.read_bytes() == before
    own = pd.read_csv(paths.CODES / "LUX.csv", keep_default_na=False)
    held = int((own["code"].isin(["yes", "partly", "no"]) | (own["evidence"] == "reviewed")).sum())
    assert f"LUX.csv: {held} known or reviewed answers to be replaced" in result.stdout
    assert re.search(r"^8 +yes, described, by rules +yes, source, by government$", result.stdout,
                     re.MULTILINE)  # fmt: skip
    assert re.search(
        r"^21 +yes, described, by rules +unknown, by hand$", result.stdout, re.MULTILINE
    )
    (line,) = result.stderr.splitlines()
    assert line == (
        f"egovbench: {codes}: stays as it is: {held} known or reviewed answers would change; "
        "--replace writes them"
    )
    (entry,) = json.loads(report.read_text(encoding="utf-8"))["files"]
    assert (entry["result"], entry["reason"]) == ("skipped", "the codes of LUX stay as they are")

    replaced = egovbench(*arguments, "--replace")
    assert replaced.exit_code == 0
    assert f"LUX.csv: {held} known or reviewed answers replaced" in replaced.stdout
    found = pd.read_csv(codes, keep_default_na=False).set_index("item")
    assert found.loc[8, ["rule", "source"]].tolist() == ["crosswalk, close", "gtmi2022"]


def test_a_changed_code_stays_beside_a_new_country_that_is_written(
    egovbench, codes, sheet, tmp_path
):
    before = codes.read_bytes()
    changed = sheet("LUX", D2="no", F2="Invented: no portal of the State as a whole.")
    result = egovbench("ingest", changed, "--codes", codes.parent)
    assert result.exit_code == 2
    assert codes.read_bytes() == before
    assert re.search(r"^7 +yes, reviewed, by project +no, reviewed, by hand$", result.stdout,
                     re.MULTILINE)  # fmt: skip
    # a new country beside one that stays as it is is written
    estonia = tmp_path / "estonia.xlsx"
    assert egovbench("template", "EST", "--out", estonia).exit_code == 0
    result = egovbench("ingest", changed, estonia, "--codes", codes.parent)
    assert result.exit_code == 2
    assert codes.read_bytes() == (paths.CODES / "LUX.csv").read_bytes()
    assert (codes.parent / "EST.csv").exists()


def test_what_only_becomes_known_is_written(egovbench, codes, sheet):
    """A first sheet without any code of item 7, then the same with one."""
    reason = {"E2": "stated", "F2": "Invented: seen in the gazette."}
    codes.unlink()
    nothing = sheet("LUX", D2=None, E2=None, F2=None)
    assert egovbench("ingest", nothing, "--codes", codes.parent).exit_code == 0
    nothing.unlink()
    filled = sheet("LUX", D2="no", **reason)
    result = egovbench("ingest", filled, "--codes", codes.parent)
    assert result.exit_code == 0, result.stdout
    found = pd.read_csv(codes, keep_default_na=False).set_index("item")
    assert found.loc[7, ["code", "rule"]].tolist() == ["no", "coded by hand"]


def test_code_replaces_what_was_coded_by_hand_only_when_told_to(egovbench, codes, sheet):
    changed = sheet("LUX", D3="partly", F3="Invented: only a part of the services.")
    egovbench("ingest", changed, "--codes", codes.parent, "--replace")
    before = codes.read_bytes()
    arguments = ("code", paths.RESPONSES / "LUX.csv", "--out", codes.parent)
    result = egovbench(*arguments)
    assert result.exit_code == 2
    assert codes.read_bytes() == before
    assert re.search(r"^8 +partly \(0.5 to 1\), described, by hand +yes, described, by rules$",
                     result.stdout, re.MULTILINE)  # fmt: skip
    assert egovbench(*arguments, "--replace").exit_code == 0
    assert codes.read_bytes() == (paths.CODES / "LUX.csv").read_bytes()


def test_what_is_no_table_of_codes_is_written_over_only_when_told_to(egovbench, codes):
    old = pd.read_csv(codes, dtype="str", keep_default_na=False).drop(columns=["lower", "upper"])
    old.to_csv(codes, index=False)
    arguments = ("code", paths.RESPONSES / "LUX.csv", "--out", codes.parent)
    result = egovbench(*arguments)
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"egovbench: {codes}: no table of codes as this version reads it")
    assert egovbench(*arguments, "--replace").exit_code == 0
    assert codes.read_bytes() == (paths.CODES / "LUX.csv").read_bytes()


REVIEWS = (
    "item,code,lower,upper,saw,rationale,reviewer,date\n"
    "37,partly,0,1,{saw},Invented: planned and no more.,Invented Institute,2026-11-30\n"
    "39,partly,0,1,{saw},Invented: planned and no more.,Invented Institute,2026-11-30\n"
)


@pytest.mark.parametrize(
    ("saw", "code", "bounds", "coder"),
    [("text", "no", [0, 0], "rules"), ("ticks", "partly", [0, 1], "Invented Institute")],
)
def test_a_tick_wins_over_a_review_that_did_not_see_it(
    egovbench, tmp_path, monkeypatch, saw, code, bounds, coder
):
    monkeypatch.setattr(paths, "REVIEWS", tmp_path)
    (tmp_path / "LUX.csv").write_text(REVIEWS.format(saw=saw), encoding="utf-8")
    responses = tmp_path / "responses.csv"
    edited(paths.RESPONSES / "LUX.csv", responses, 38, "selection", "No")
    result = egovbench("code", responses, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.stderr
    found = pd.read_csv(tmp_path / "out" / "LUX.csv", keep_default_na=False).set_index("item")
    assert found.loc[37, ["code", "coder"]].tolist() == [code, coder]
    assert found.loc[37, ["lower", "upper"]].astype("float64").tolist() == bounds
    assert found.loc[39, ["code", "coder"]].tolist() == ["partly", "Invented Institute"]


def test_reviews_without_bounds_are_refused_with_what_to_add(egovbench, tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "REVIEWS", tmp_path)
    old = pd.read_csv(paths.DATA / "reviews" / "LUX.csv", dtype="str")
    old.drop(columns=["lower", "upper", "saw"]).to_csv(tmp_path / "LUX.csv", index=False)
    result = egovbench("code", paths.RESPONSES / "LUX.csv", "--out", tmp_path / "out")
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert "LUX.csv, line 1: columns lower, upper and saw are missing" in line
    assert "yes 1 and 1" in line and "text or ticks" in line
    assert not (tmp_path / "out").exists()


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
    signed = "Contact: Jane Invented, jane.invented@example.org\nThe portal comprises"
    text = text.replace("The portal comprises", signed, 1)
    document = tmp_path / "document.txt"
    document.write_text(text, encoding="utf-8")
    report, masked = tmp_path / "report.json", tmp_path / "masked"
    options = ("--masked", masked, "--report", report, "--verbose")
    result = egovbench("ingest", document, "--out", tmp_path, *options)
    assert result.exit_code == 0
    written = "".join(
        path.read_text(encoding="utf-8")
        for path in (tmp_path / "LUX.csv", masked / "LUX-msq2024.txt", report)
    )
    document.write_text(text.replace("Luxembourg", "Jane Invented", 1), encoding="utf-8")
    failed = egovbench("ingest", document, "--out", tmp_path)
    assert failed.exit_code == 1
    for shown in (written, result.stdout, result.stderr, failed.output):
        assert "Invented" not in shown
        assert "@" not in shown


ADDRESS, NUMBER = "ada.inventa@digital.example.org", "+352 555 123 45"
SECRETS = ("inventa", "@", "555")


def edited(path, target, row, column, cell):
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
def test_code_refuses_a_table_with_line_and_column_and_shows_no_contact(egovbench, tmp_path, kind):
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


def test_validate_shows_no_contact(egovbench, tmp_path):
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

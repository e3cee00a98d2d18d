"""The commands ingest and code, run as a user runs them."""

import re
import subprocess
import sys

import pandas as pd
import pytest

from egovbench.base import paths

LUXEMBOURG = paths.RAW / "luxembourg_msq.txt"


def egovbench(*arguments):
    return subprocess.run(
        [sys.executable, "-c", "from egovbench.cli import main; main()", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_ingest_writes_126_rows_and_warns_of_the_cut_answer(tmp_path):
    result = egovbench("ingest", LUXEMBOURG, "--out", tmp_path)
    assert result.returncode == 0
    assert "answer to question 111 breaks off" in result.stderr
    table = pd.read_csv(tmp_path / "LUX.csv", keep_default_na=False)
    assert table["item"].tolist() == list(range(1, 127))
    assert (tmp_path / "LUX.csv").read_bytes() == (paths.RESPONSES / "LUX.csv").read_bytes()


def test_code_gives_the_codes_that_the_project_holds(tmp_path):
    result = egovbench("code", paths.RESPONSES / "LUX.csv", "--out", tmp_path)
    assert result.returncode == 0
    assert re.search(r"rules and review agree on \d+% of 31 reviewed items", result.stdout)
    assert (tmp_path / "LUX.csv").read_bytes() == (paths.CODES / "LUX.csv").read_bytes()


def half_of_the_form():
    lines = LUXEMBOURG.read_text(encoding="utf-8").splitlines(keepends=True)
    return "".join(lines[: len(lines) // 2])


BAD_DOCUMENTS = {
    "empty": (b"", "the file is empty"),
    "binary": (b"text\xff\xfe\xff", "not UTF-8 text"),
    "page": (b"<!DOCTYPE html><p>invented", "found an HTML page"),
    "archive": (b"PK\x03\x04 invented", "a damaged archive or workbook"),
    "letter": (b"Dear all,\n\nYes\n\nNo\n", "recognised 0 of 126 questions"),
    "half": (half_of_the_form().encode(), "expected at least 90% of them"),
}


@pytest.mark.parametrize("kind", BAD_DOCUMENTS)
def test_bad_documents_end_in_one_line_and_write_nothing(kind, tmp_path):
    content, message = BAD_DOCUMENTS[kind]
    document = tmp_path / "document.txt"
    document.write_bytes(content)
    result = egovbench("ingest", document, "--out", tmp_path / "out")
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    assert message in result.stderr
    assert "document.txt" in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_missing_file_is_named(tmp_path):
    result = egovbench("ingest", tmp_path / "nowhere.txt", "--out", tmp_path / "out")
    assert result.returncode == 1
    assert "nowhere.txt: the file does not exist" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_missing_question_is_not_asked_and_named(tmp_path):
    document = tmp_path / "document.txt"
    text = LUXEMBOURG.read_text(encoding="utf-8")
    start = text.index("Does the Government collect usage data with dis-aggregation by gender?")
    end = text.index("Yes\n\nNo\n\nDoes the Government measure user satisfaction")
    document.write_text(text[:start] + text[end:], encoding="utf-8")
    result = egovbench("ingest", document, "--out", tmp_path)
    assert result.returncode == 0
    assert "question 119 was not found" in result.stderr
    table = pd.read_csv(tmp_path / "LUX.csv", keep_default_na=False).set_index("item")
    assert table.loc[119, "status"] == "not_asked"
    assert table.loc[122, "answer"] == "no"


def test_a_country_can_be_given_and_must_exist(tmp_path):
    given = egovbench("ingest", LUXEMBOURG, "--country", "EST", "--out", tmp_path)
    assert given.returncode == 0
    assert (tmp_path / "EST.csv").exists()
    wrong = egovbench("ingest", LUXEMBOURG, "--country", "ZZZ", "--out", tmp_path)
    assert wrong.returncode == 2
    assert "parameter country: found 'ZZZ'" in wrong.stderr
    several = egovbench("ingest", LUXEMBOURG, paths.RESPONSES, "--country", "EST")
    assert several.returncode == 2
    assert "expected a single file" in several.stderr


def test_personal_data_reaches_neither_tables_nor_messages(tmp_path):
    text = LUXEMBOURG.read_text(encoding="utf-8")
    text = text.replace("[name withheld]", "Jane Invented", 1)
    text = text.replace("[e-mail withheld]", "jane.invented@example.org", 1)
    text = text.replace("Ministère de la Digitalisation", "Office of Jane Invented", 1)
    document = tmp_path / "document.txt"
    document.write_text(text, encoding="utf-8")
    report, masked = tmp_path / "report.json", tmp_path / "masked"
    options = ("--masked", masked, "--report", report, "--verbose")
    result = egovbench("ingest", document, "--out", tmp_path, *options)
    assert result.returncode == 0
    written = "".join(
        path.read_text(encoding="utf-8")
        for path in (tmp_path / "LUX.csv", masked / "document.txt", report)
    )
    for text in (written, result.stdout, result.stderr):
        assert "Invented" not in text
        assert "@" not in text


def test_responses_of_the_wrong_shape_are_refused_with_line_and_column(tmp_path):
    table = pd.read_csv(paths.RESPONSES / "LUX.csv", keep_default_na=False, dtype="str")
    table.loc[4, "status"] = "perhaps"
    table.to_csv(tmp_path / "LUX.csv", index=False)
    result = egovbench("code", tmp_path / "LUX.csv", "--out", tmp_path / "out")
    assert result.returncode == 2
    assert "LUX.csv, line 6, column status: found 'perhaps'" in result.stderr
    assert not (tmp_path / "out").exists()


def test_version_and_help():
    assert egovbench("--version").stdout.startswith("egovbench 0.")
    shown = egovbench("--help").stdout
    for command in ("ingest", "code", "import", "run", "validate", "composite"):
        assert command in shown


def test_a_folder_without_files_and_a_wrong_code_are_one_line(tmp_path):
    result = egovbench("ingest", tmp_path)
    assert result.returncode == 2
    assert result.stderr == (
        f"egovbench: {tmp_path}: found no files; expected questionnaires or coding sheets\n"
    )
    result = egovbench("ingest", LUXEMBOURG, "--country", "LU", "--out", tmp_path)
    assert result.returncode == 2
    assert "closest: LUX (Luxembourg)" in result.stderr
    assert result.stderr.count("\n") == 1
    assert not list(tmp_path.iterdir())

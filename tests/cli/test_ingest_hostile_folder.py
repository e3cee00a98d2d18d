"""The command ingest on folders that hold what no reader reads, links, and several of a country."""

import json
import os
import re

import pandas as pd
import pytest
from openpyxl import load_workbook
from test_ingest_folder import document_of, egovbench, readable_folder

from egovbench.base.visible_text import visible
from egovbench.documents.collection import find_files


@pytest.fixture
def folder(tmp_path):
    return readable_folder(tmp_path / "documents")


def coding_sheet(path, **cells):
    """Write the coding sheet of Estonia, with a yes to each of some rows."""
    made = egovbench("template", "EST", "--out", path)
    assert made.returncode == 0, made.stderr
    book = load_workbook(path)
    for row, reason in cells.items():
        for column, value in zip("DEF", ("yes", "stated", reason), strict=True):
            book["Coding"][f"{column}{row.removeprefix('row')}"] = value
    book.save(path)


def test_answers_and_codes_of_a_country_are_read_side_by_side_and_said(folder, tmp_path):
    coding_sheet(folder / "estonia.xlsx", row20="An invented reason.")
    result = egovbench("ingest", folder, "--out", tmp_path / "out", "--codes", tmp_path / "codes")
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "out" / "EST.csv").exists()
    codes = pd.read_csv(tmp_path / "codes" / "EST.csv", keep_default_na=False)
    assert set(codes["coder"]) == {"by hand"}
    note = "warning: estonia.xlsx: EST has answers too, in estonia.pdf; coding them replaces these"
    assert result.stderr.count(note) == 1


def test_of_two_coding_sheets_the_one_with_more_known_codes_counts(tmp_path):
    coding_sheet(tmp_path / "a.xlsx", row20="An invented reason.")
    coding_sheet(tmp_path / "b.xlsx", row20="Another reason.", row21="Another reason.")
    arguments = (tmp_path / "a.xlsx", tmp_path / "b.xlsx", "--codes", tmp_path / "codes")
    result = egovbench("ingest", *arguments)
    assert result.returncode == 0, result.stderr
    assert "the codes of EST are taken from b.xlsx" in rows_of(result)[str(tmp_path / "a.xlsx")][1]
    codes = pd.read_csv(tmp_path / "codes" / "EST.csv", keep_default_na=False)
    assert (codes["rationale"] == "Another reason.").sum() == 2


def rows_of(result):
    """The printed table as result and reason by file; kinds stand in one column with results."""
    found = {}
    for line in result.stdout.splitlines()[1:]:
        file, *kind, outcome, said = re.split(r" {2,}", line, maxsplit=3)
        if outcome not in ("read", "skipped", "failed"):  # no kind, but blanks within what is said
            outcome, said = kind[0], f"{outcome}  {said}"
        found[file] = outcome, said
    return found


def test_a_folder_of_all_that_can_go_wrong_is_told_file_by_file(folder, tmp_path):
    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / "finland.txt").write_text(document_of("Finland"), encoding="utf-8")
    (folder / "z.txt").symlink_to("estonia.pdf")
    (folder / "again").symlink_to(".")
    (folder / "linked").symlink_to(shared)
    (folder / "round.txt").symlink_to("round.txt")
    (folder / "gone.txt").symlink_to("nowhere.txt")
    (folder / "folder.pdf").mkdir()
    (folder / "folder.pdf" / "greece.txt").write_text(document_of("Greece"), encoding="utf-8")
    (folder / ".git").mkdir()
    (folder / ".git" / "malta.txt").write_text(document_of("Malta"), encoding="utf-8")
    (folder / "Thumbs.db").write_bytes(b"\xd0\xcf\x11\xe0")
    for name in ("empty.xlsx", "empty.pdf", "empty.txt"):
        (folder / name).touch()
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0 and so on")
    (folder / "program").write_bytes(bytes(range(256)))
    control, long = "li\nne\x1b[31m\u202e.txt", f"{'n' * 246}.txt"
    (folder / control).write_text(document_of("Italy"), encoding="utf-8")
    (folder / long).write_text(document_of("Spain"), encoding="utf-8")
    places = ("--out", folder / "out", "--masked", folder / "masked", "--report", folder / "r.json")
    for _ in range(2):  # what the first one wrote into the folder is not read by the second one
        result = egovbench("ingest", folder, *places)
    empty = ("failed", "the file is empty; expected the text of a questionnaire")
    own = ("skipped", "this command writes it; it is no document")
    expected = {
        "estonia.pdf": ("read", "EST (msq2024): 73 answered, 49 blank, 4 withheld"),
        "more/latvia": ("read", "LVA (msq2024): 73 answered, 49 blank, 4 withheld"),
        "folder.pdf/greece.txt": ("read", "GRC (msq2024): 73 answered, 49 blank, 4 withheld"),
        r"li\nne\x1b[31m\u202e.txt": ("read", "ITA (msq2024): 73 answered, 49 blank, 4 withheld"),
        long: ("read", "ESP (msq2024): 73 answered, 49 blank, 4 withheld"),
        "z.txt": ("skipped", f"it is the file {folder / 'estonia.pdf'}"),
        "again": ("skipped", "a link to a folder; give the folder itself to have it read"),
        "linked": ("skipped", "a link to a folder; give the folder itself to have it read"),
        ".git": ("skipped", "a hidden folder"),
        ".hidden.txt": ("skipped", "a hidden file"),
        "~$latvia.xlsx": ("skipped", "a hidden file"),
        "Thumbs.db": ("skipped", "a hidden file"),
        "out": own,
        "masked": own,
        "r.json": own,
        "round.txt": ("failed", "the file cannot be read (Too many levels of symbolic links)"),
        "gone.txt": ("failed", "the file does not exist"),
        "empty.xlsx": empty,
        "empty.pdf": empty,
        "empty.txt": empty,
        "photo.jpg": ("failed", "found a picture; text can be read, pictures of text cannot"),
        "program": ("failed", "not UTF-8 text (byte 128); if it is Latin-1 or Windows-1252, save "
                    "it as UTF-8"),
    }  # fmt: skip
    assert rows_of(result) == {str(folder / name): row for name, row in expected.items()}
    assert result.returncode == 1
    failed = {name: said for name, (outcome, said) in expected.items() if outcome == "failed"}
    said = [line for line in result.stderr.splitlines() if line.startswith("egovbench: ")]
    assert sorted(said) == sorted(f"egovbench: {folder / n}: {why}" for n, why in failed.items())
    assert "Traceback" not in result.stderr
    assert sorted(path.name for path in (folder / "out").iterdir()) == [
        "ESP.csv", "EST.csv", "GRC.csv", "ITA.csv", "LVA.csv"
    ]  # fmt: skip
    content = json.loads((folder / "r.json").read_text(encoding="utf-8"))
    listed = {
        visible(each["file"]): (each["result"], each["reason"] or statuses(each))
        for each in content["files"]
    }
    assert listed == rows_of(result)
    outcomes = [outcome for outcome, _ in expected.values()]
    assert content["counts"] == {name: outcomes.count(name) for name in content["counts"]}


def statuses(entry):
    """What the report says of a file's documents, in the words of the printed table."""
    return "; ".join(
        f"{each['iso3']} ({each['survey']}): "
        + ", ".join(f"{count} {name}" for name, count in each["statuses"].items())
        for each in entry["documents"]
    )


def test_a_name_that_is_too_long_is_an_error_of_one_line(tmp_path):
    result = egovbench("ingest", "n" * 300, "--out", tmp_path)
    assert result.returncode == 1
    (line,) = result.stderr.splitlines()
    assert line.endswith(": the file cannot be read (File name too long)")


def test_a_folder_that_cannot_be_read_has_failed(folder, monkeypatch):
    scan = os.scandir

    def closed(path):
        if str(path).endswith("more"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", closed)
    files, left_out = find_files([folder])
    assert folder / "more" / "latvia" not in files
    (failed,) = [each for each in left_out if each.result == "failed"]
    assert (failed.path, failed.reason) == (
        folder / "more", "the folder cannot be read (Permission denied)"
    )  # fmt: skip

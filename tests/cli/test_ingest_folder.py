"""The command ingest on folders of mixed files: links, several of a country, what nobody reads."""

import json
import os
import pty
import re
import shutil
import subprocess
import sys
from contextlib import suppress

import pandas as pd
import pytest
from openpyxl import load_workbook

from egovbench.base import paths
from egovbench.base.parameters import check_parameters
from egovbench.comparison.benchmark import build_benchmark
from egovbench.comparison.data import load_data
from egovbench.documents.collection import find_files

LUXEMBOURG = paths.RAW / "LUX-msq2024.txt"
READ = "(msq2024): 73 answered, 49 blank, 4 withheld"


def document_of(country, edit=lambda text: text):
    text = LUXEMBOURG.read_text(encoding="utf-8")
    return edit(text.replace("\nLuxembourg\n", f"\n{country}\n", 1))


def readable_folder(below):
    """Write Estonia's text under a name that says otherwise, Latvia's table, and hidden files."""
    (below / "more").mkdir(parents=True)
    (below / "estonia.pdf").write_text(document_of("Estonia"), encoding="utf-8")
    table = pd.read_csv(paths.RESPONSES / "LUX.csv", keep_default_na=False, dtype="str")
    table.assign(iso3="LVA").to_csv(below / "more" / "latvia", index=False)
    (below / ".hidden.txt").write_text("nothing", encoding="utf-8")
    (below / "~$latvia.xlsx").write_bytes(b"lock")
    return below


@pytest.fixture
def folder(tmp_path):
    return readable_folder(tmp_path / "documents")


@pytest.fixture
def letter(folder):
    """A file beside those of the folder that nobody reads."""
    (folder / "letter.txt").write_text("Dear all,\n\nYes\n\nNo\n", encoding="utf-8")
    return folder / "letter.txt"


def test_a_folder_is_read_by_content_and_goes_on_after_a_bad_file(
    egovbench, folder, letter, tmp_path
):
    report = tmp_path / "report.json"
    result = egovbench("ingest", folder, "--out", tmp_path / "out", "--report", report)
    assert result.exit_code == 1
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["EST.csv", "LVA.csv"]
    content = json.loads(report.read_text(encoding="utf-8"))
    assert content["counts"] == {"read": 2, "skipped": 2, "failed": 1}
    files = {each["file"]: each for each in content["files"]}
    # Files are called by what they hold, never as their senders did.
    assert set(files) == {
        "EST-msq2024.txt", "LVA-msq2024.csv", "unread.txt",
        "unread-of-folder-1", "unread-of-folder-2",
    }  # fmt: skip
    assert not re.search("estonia|latvia|letter|hidden.txt", report.read_text(encoding="utf-8"))
    assert files["EST-msq2024.txt"]["kind"] == "text"
    assert files["EST-msq2024.txt"]["documents"][0]["statuses"]["answered"] == 73
    assert files["EST-msq2024.txt"]["documents"][0]["table"] == str(tmp_path / "out" / "EST.csv")
    kind = files["LVA-msq2024.csv"]["kind"], files["LVA-msq2024.csv"]["result"]
    assert kind == ("table", "read")
    assert files["unread-of-folder-1"]["reason"] == "a hidden file"
    assert "recognised 0 of 126 questions" in files["unread.txt"]["reason"]
    lines = result.stdout.splitlines()
    assert " ".join(lines[0].split()) == "file kind result what was read, or why not"
    assert len(lines) == 1 + len(files)
    assert any("EST (msq2024): 73 answered, 49 blank, 4 withheld" in line for line in lines)
    errors = [line for line in result.stderr.splitlines() if not line.startswith("warning: ")]
    assert [line.split(": recognised")[0] for line in errors] == [f"egovbench: {letter}"]


def test_all_good_files_end_with_0_and_one_file_given_twice_is_read_once(
    egovbench, folder, tmp_path
):
    given = [folder / "estonia.pdf", folder / "more", folder / "more" / ".." / "estonia.pdf"]
    result = egovbench("ingest", *given, "--out", tmp_path)
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 3


def test_of_two_files_of_a_country_the_fuller_counts_and_the_other_is_named(egovbench, tmp_path):
    shorter = tmp_path / "a.txt"
    shorter.write_text(
        document_of("Estonia", lambda text: text.replace("Conseiller", "")), encoding="utf-8"
    )
    (tmp_path / "b.txt").write_text(document_of("Estonia"), encoding="utf-8")
    report = tmp_path / "r.json"
    arguments = (shorter, tmp_path / "b.txt", "--out", tmp_path / "out", "--report", report)
    result = egovbench("ingest", *arguments)
    assert result.exit_code == 0
    table = pd.read_csv(tmp_path / "out" / "EST.csv", keep_default_na=False).set_index("item")
    assert table.loc[3, ["answer", "source"]].tolist() == ["Conseiller", "EST-msq2024.txt"]
    content = json.loads(report.read_text(encoding="utf-8"))
    assert [each["file"] for each in content["files"]] == [
        "EST-msq2024-2.txt",
        "EST-msq2024.txt",
    ]
    assert content["files"][0]["reason"] == "EST (msq2024) is taken from EST-msq2024.txt"
    assert "EST (msq2024) is taken from b.txt" in result.stdout
    assert "completed last counts" in content["rule"]


def test_a_terminal_gets_a_drawn_table_and_no_control_sequence_of_a_name(folder, letter, tmp_path):
    os.rename(letter, folder / "let\x1b[31mter\x07.txt")
    control, terminal = pty.openpty()
    program = (sys.executable, "-c", "from egovbench.cli import main; main()")
    command = [*program, "ingest", "let\x1b[31mter\x07.txt", "more", "--out", str(tmp_path)]
    environment = {**os.environ, "TERM": "dumb", "COLUMNS": "200", "NO_COLOR": "1"}
    with subprocess.Popen(
        command, stdout=terminal, stderr=subprocess.PIPE, env=environment, cwd=folder
    ) as process:
        os.close(terminal)
        shown = b""
        with suppress(OSError):  # which is how a terminal ends
            while part := os.read(control, 65_536):
                shown += part
        errors = process.stderr.read()
    os.close(control)
    assert process.returncode == 1
    for text in (shown, errors):
        assert b"\x1b[31m" not in text
        assert b"\x07" not in text
        assert rb"let\x1b[31mter\x07.txt" in text
    assert "│" in shown.decode()


def test_a_name_that_is_no_utf_8_is_read_and_shown(egovbench, tmp_path):
    name = os.fsencode(tmp_path) + b"/est\xffonia.txt"
    with open(name, "w", encoding="utf-8") as stream:
        stream.write(document_of("Estonia"))
    report = tmp_path / "r.json"
    result = egovbench("ingest", tmp_path, "--out", tmp_path / "out", "--report", report)
    assert result.exit_code == 0, result.stderr
    assert r"est\udcffonia.txt" in result.stdout
    table = pd.read_csv(tmp_path / "out" / "EST.csv", keep_default_na=False)
    assert set(table["source"]) == {"EST-msq2024.txt"}
    assert json.loads(report.read_text(encoding="utf-8"))["counts"]["read"] == 1


def test_a_stream_that_lacks_characters_gets_escapes_of_them(tmp_path):
    path = tmp_path / "Österreich.txt"
    path.write_text(document_of("Estonia"), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "egovbench", "ingest", path, "--out", tmp_path],
        env=os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        capture_output=True,
        check=True,
    )
    assert done.stderr.startswith(rb"warning: \xd6sterreich.txt: the answer to question 111")
    assert rb"\xd6sterreich.txt" in done.stdout


def test_pipes_and_long_names_are_errors_of_one_line(egovbench, tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    result = egovbench("ingest", tmp_path, "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "it is no regular file" in result.stderr
    # a name that is too long is an error of one line
    result = egovbench("ingest", "n" * 300, "--out", tmp_path)
    assert result.exit_code == 1
    (line,) = result.stderr.splitlines()
    assert line.endswith(": the file cannot be read (File name too long)")


def test_a_country_code_cannot_leave_the_folder(egovbench, tmp_path):
    table = pd.read_csv(paths.RESPONSES / "LUX.csv", keep_default_na=False, dtype="str")
    for column in ("iso3", "survey"):
        path = tmp_path / "table.csv"
        table.assign(**{column: "../../LUX"}).to_csv(path, index=False)
        result = egovbench("ingest", path, "--out", tmp_path / "a" / "b")
        assert result.exit_code == 1
        code = egovbench("code", path, "--out", tmp_path / "a" / "b")
        assert code.exit_code == 2
        assert len(code.stderr.splitlines()) == 1
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["table.csv"]


def test_masked_copies_of_one_name_do_not_meet(egovbench, tmp_path):
    for country in ("Estonia", "Latvia"):
        (tmp_path / country).mkdir()
        (tmp_path / country / "msq.txt").write_text(document_of(country), encoding="utf-8")
    given = [tmp_path / "Estonia", tmp_path / "Latvia"]
    masked = tmp_path / "masked"
    result = egovbench("ingest", *given, "--out", tmp_path / "out", "--masked", masked)
    assert result.exit_code == 0
    assert sorted(path.name for path in masked.iterdir()) == ["EST-msq2024.txt", "LVA-msq2024.txt"]


def test_nothing_that_another_sent_is_replaced_nor_what_is_read_nor_through_a_link(
    egovbench, tmp_path
):
    sender = tmp_path / "from Ada Inventa"
    sender.mkdir()
    first, second = sender / "Ms Ada Inventa final.txt", sender / "reply.txt"
    text = document_of("Estonia").replace("[name withheld]", "Ada Inventa", 1)
    first.write_text(text, encoding="utf-8")
    second.write_text(text.replace("Conseiller", "Head"), encoding="utf-8")
    out, masked = tmp_path / "out", tmp_path / "masked"
    places = ("--out", out, "--masked", masked)
    assert egovbench("ingest", first, *places).exit_code == 0
    table, copy = out / "EST.csv", masked / "EST-msq2024.txt"
    held = table.read_bytes(), copy.read_bytes()
    assert b"Inventa" not in b"".join(held)
    assert egovbench("ingest", first, *places).exit_code == 0  # the same again
    refused = egovbench("ingest", second, *places)
    assert refused.exit_code == 2
    assert "EST.csv: stays as it is: 1 answers would change; --replace writes" in refused.stderr
    other = egovbench("ingest", second, "--out", tmp_path / "other", "--masked", masked)
    assert other.exit_code == 2
    assert "EST-msq2024.txt: stays as it is: it holds something else; --replace" in other.stderr
    assert (table.read_bytes(), copy.read_bytes()) == held
    assert not (tmp_path / "other").exists()
    assert egovbench("ingest", second, *places, "--replace").exit_code == 0
    assert (b"Head" in table.read_bytes(), b"Head" in copy.read_bytes()) == (True, True)
    # another country's table under this name
    table.write_bytes((paths.RESPONSES / "LUX.csv").read_bytes())
    assert egovbench("ingest", first, "--out", out).exit_code == 2
    assert table.read_bytes() == (paths.RESPONSES / "LUX.csv").read_bytes()
    # neither the document itself, however it is called there, nor what a link leads to
    given = first.read_bytes()
    for make in (copy.hardlink_to, copy.symlink_to):
        copy.unlink()
        make(first)
        refused = egovbench("ingest", first, *places, "--replace")
        assert refused.exit_code == 2
        assert re.search(
            "it is read here; give another|it is a symbolic link; give a", refused.stderr
        )
        assert first.read_bytes() == given
    coded = egovbench("code", paths.RESPONSES / "LUX.csv", "--out", paths.RESPONSES, "--replace")
    assert coded.exit_code == 2
    assert "LUX.csv: stays as it is: it is read here" in coded.stderr


def test_the_report_of_a_faulty_table_does_not_name_its_sender(egovbench, tmp_path):
    given = tmp_path / "Ada\u202eInventa.csv"
    given.write_text("iso3,item,answer\nLUX,1,x\n")
    assert egovbench("ingest", given, "--report", tmp_path / "report.json").exit_code == 1
    (file,) = json.loads((tmp_path / "report.json").read_text())["files"]
    assert file["reason"].startswith("line 1: column survey is missing; needed are")


def test_a_table_does_not_pass_on_the_file_name_that_it_states(egovbench, tmp_path):
    given = tmp_path / "table.csv"
    table = pd.read_csv(paths.RESPONSES / "LUX.csv", keep_default_na=False, dtype="str")
    table.assign(source="Ms Ada Inventa.pdf").to_csv(given, index=False)
    for command, folder in (("ingest", "responses"), ("code", "codes")):
        made = egovbench(command, given, "--out", tmp_path / folder)
        assert made.exit_code == 0, made.stderr
        written = pd.read_csv(tmp_path / folder / "LUX.csv", keep_default_na=False)
        assert set(written["source"]) <= {"LUX-msq2024", ""}


def test_another_wave_has_a_table_of_its_own_and_no_part_in_a_benchmark(egovbench, tmp_path):
    text = LUXEMBOURG.read_text(encoding="utf-8")
    # Numbers shifted by a question that is left out near the beginning.
    start = text.index("- Open government data10.")
    end = text.index("- Public procurement11.")
    lines = (text[:start] + text[end:]).splitlines()
    for number in range(11, 127):
        found = [place for place, line in enumerate(lines) if line.endswith(f"{number}.")]
        wanted = [place for place in found if not lines[place][: -len(f"{number}.")][-1:].isdigit()]
        assert wanted, number
        lines[wanted[0]] = lines[wanted[0]].removesuffix(f"{number}.") + f"{number - 1}."
    data = tmp_path / "data"
    shutil.copytree(paths.DATA, data)
    (tmp_path / "older.txt").write_text("\n".join(lines), encoding="utf-8")
    out = data / "responses"
    result = egovbench("ingest", tmp_path / "older.txt", "--out", out)
    assert result.exit_code == 0, result.stderr
    assert "a copy of a wave that is not described (msq-other)" in result.stderr
    coded = egovbench("code", out / "LUX-msq-other.csv", "--out", data / "codes")
    assert coded.exit_code == 0, coded.stderr
    assert (data / "codes" / "LUX-msq-other.csv").exists()

    def benchmark(folder):
        loaded = load_data(folder)
        return build_benchmark(loaded, check_parameters(countries=loaded.countries))

    both, alone = benchmark(data), benchmark(paths.DATA)
    assert set(load_data(data).responses["survey"]) == {"msq2024", "msq-other"}
    pd.testing.assert_frame_equal(both.codes, alone.codes)
    pd.testing.assert_frame_equal(both.responses, alone.responses)
    pd.testing.assert_frame_equal(both.scores, alone.scores)


def coding_sheet(egovbench, path, **cells):
    """Write the coding sheet of Estonia, with a yes to each of some rows."""
    made = egovbench("template", "EST", "--out", path)
    assert made.exit_code == 0, made.stderr
    book = load_workbook(path)
    for row, reason in cells.items():
        for column, value in zip("DEF", ("yes", "stated", reason), strict=True):
            book["Coding"][f"{column}{row.removeprefix('row')}"] = value
    book.save(path)


def test_answers_and_codes_of_a_country_are_read_side_by_side_and_said(egovbench, folder, tmp_path):
    coding_sheet(egovbench, folder / "estonia.xlsx", row20="An invented reason.")
    result = egovbench("ingest", folder, "--out", tmp_path / "out", "--codes", tmp_path / "codes")
    assert result.exit_code == 0, result.stderr
    assert (tmp_path / "out" / "EST.csv").exists()
    codes = pd.read_csv(tmp_path / "codes" / "EST.csv", keep_default_na=False)
    assert (codes["rule"] == "coded by hand").any()
    note = (
        "warning: estonia.xlsx: EST has answers too, in estonia.pdf; coding them replaces these "
        "codes, where --replace is given"
    )
    assert result.stderr.count(note) == 1


def test_of_two_coding_sheets_the_one_with_more_known_codes_counts(egovbench, tmp_path):
    coding_sheet(egovbench, tmp_path / "a.xlsx", row20="An invented reason.")
    coding_sheet(egovbench, tmp_path / "b.xlsx", row20="Another reason.", row21="Another reason.")
    arguments = (tmp_path / "a.xlsx", tmp_path / "b.xlsx", "--codes", tmp_path / "codes")
    result = egovbench("ingest", *arguments)
    assert result.exit_code == 0, result.stderr
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


def test_a_folder_of_all_that_can_go_wrong_is_told_file_by_file(egovbench, folder, tmp_path):
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
    egovbench("ingest", folder / "estonia.pdf", *places)
    result = egovbench("ingest", folder, *places)  # what was written into the folder is not read
    empty = ("failed", "the file is empty; expected the text of a questionnaire")
    own = ("skipped", "this command writes it; it is no document")
    expected = {
        "estonia.pdf": ("read", f"EST {READ}"),
        "more/latvia": ("read", f"LVA {READ}"),
        "folder.pdf/greece.txt": ("read", f"GRC {READ}"),
        r"li\nne\x1b[31m\u202e.txt": ("read", f"ITA {READ}"),
        long: ("read", f"ESP {READ}"),
        "z.txt": ("skipped", "a link to a file that is read as well"),
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
    assert result.exit_code == 1
    failed = {name: said for name, (outcome, said) in expected.items() if outcome == "failed"}
    said = [line for line in result.stderr.splitlines() if line.startswith("egovbench: ")]
    assert sorted(said) == sorted(f"egovbench: {folder / n}: {why}" for n, why in failed.items())
    assert "Traceback" not in result.stderr
    assert sorted(path.name for path in (folder / "out").iterdir()) == [
        "ESP.csv", "EST.csv", "GRC.csv", "ITA.csv", "LVA.csv"
    ]  # fmt: skip
    content = json.loads((folder / "r.json").read_text(encoding="utf-8"))
    listed = [(each["result"], each["reason"] or statuses(each)) for each in content["files"]]
    assert listed == list(rows_of(result).values())
    outcomes = [outcome for outcome, _ in expected.values()]
    assert content["counts"] == {name: outcomes.count(name) for name in content["counts"]}


def statuses(entry):
    """What the report says of a file's documents, in the words of the printed table."""
    return "; ".join(
        f"{each['iso3']} ({each['survey']}): "
        + ", ".join(f"{count} {name}" for name, count in each["statuses"].items())
        for each in entry["documents"]
    )


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

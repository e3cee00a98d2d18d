"""The command ingest on folders of mixed files, run as a user runs it."""

import json
import os
import pty
import shutil
import subprocess
import sys

import pandas as pd
import pytest

from egovbench.base import paths

LUXEMBOURG = paths.RAW / "luxembourg_msq.txt"
PROGRAM = (sys.executable, "-c", "from egovbench.cli import main; main()")


def egovbench(*arguments):
    return subprocess.run(
        [*PROGRAM, *map(str, arguments)], capture_output=True, text=True, check=False
    )


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
    """What can be read, what is hidden, and a letter that is neither."""
    below = readable_folder(tmp_path / "documents")
    (below / "letter.txt").write_text("Dear all,\n\nYes\n\nNo\n", encoding="utf-8")
    return below


def test_a_folder_is_read_by_content_and_goes_on_after_a_bad_file(folder, tmp_path):
    report = tmp_path / "report.json"
    result = egovbench("ingest", folder, "--out", tmp_path / "out", "--report", report)
    assert result.returncode == 1
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["EST.csv", "LVA.csv"]
    content = json.loads(report.read_text(encoding="utf-8"))
    assert content["counts"] == {"read": 2, "skipped": 2, "failed": 1}
    files = {os.path.basename(each["file"]): each for each in content["files"]}
    assert files["estonia.pdf"]["kind"] == "text"
    assert files["estonia.pdf"]["documents"][0]["statuses"]["answered"] == 73
    assert files["estonia.pdf"]["documents"][0]["table"] == str(tmp_path / "out" / "EST.csv")
    assert (files["latvia"]["kind"], files["latvia"]["result"]) == ("table", "read")
    assert files[".hidden.txt"]["reason"] == files["~$latvia.xlsx"]["reason"] == "a hidden file"
    assert "recognised 0 of 126 questions" in files["letter.txt"]["reason"]
    lines = result.stdout.splitlines()
    assert lines[0].split() == [
        "file",
        "kind",
        "result",
        "what",
        "was",
        "read,",
        "or",
        "why",
        "not",
    ]
    assert len(lines) == 1 + len(files)
    assert any("EST (msq2024): 73 answered, 49 blank, 4 withheld" in line for line in lines)
    errors = [line for line in result.stderr.splitlines() if not line.startswith("warning: ")]
    assert [line.split(": recognised")[0] for line in errors] == [
        f"egovbench: {folder / 'letter.txt'}"
    ]


def test_all_good_files_end_with_0_and_one_file_given_twice_is_read_once(folder, tmp_path):
    given = [folder / "estonia.pdf", folder / "more", folder / "more" / ".." / "estonia.pdf"]
    result = egovbench("ingest", *given, "--out", tmp_path)
    assert result.returncode == 0
    assert len(result.stdout.splitlines()) == 3


def test_of_two_files_of_a_country_the_fuller_counts_and_the_other_is_named(tmp_path):
    shorter = tmp_path / "a.txt"
    shorter.write_text(
        document_of("Estonia", lambda text: text.replace("Conseiller", "")), encoding="utf-8"
    )
    (tmp_path / "b.txt").write_text(document_of("Estonia"), encoding="utf-8")
    report = tmp_path / "r.json"
    arguments = (shorter, tmp_path / "b.txt", "--out", tmp_path / "out", "--report", report)
    result = egovbench("ingest", *arguments)
    assert result.returncode == 0
    table = pd.read_csv(tmp_path / "out" / "EST.csv", keep_default_na=False).set_index("item")
    assert table.loc[3, ["answer", "source"]].tolist() == ["Conseiller", "b.txt"]
    content = json.loads(report.read_text(encoding="utf-8"))
    assert content["files"][0]["reason"] == "EST (msq2024) is taken from b.txt"
    assert "completed last counts" in content["rule"]


def test_a_terminal_gets_a_drawn_table_and_no_control_sequence_of_a_name(folder, tmp_path):
    os.rename(folder / "letter.txt", folder / "let\x1b[31mter\x07.txt")
    control, terminal = pty.openpty()
    command = [*PROGRAM, "ingest", "let\x1b[31mter\x07.txt", "more",
               "--out", str(tmp_path)]  # fmt: skip
    environment = {**os.environ, "TERM": "dumb", "COLUMNS": "200", "NO_COLOR": "1"}
    with subprocess.Popen(
        command, stdout=terminal, stderr=subprocess.PIPE, env=environment, cwd=folder
    ) as process:
        os.close(terminal)
        shown = b""
        while True:
            try:
                part = os.read(control, 65_536)
            except OSError:
                break
            if not part:
                break
            shown += part
        errors = process.stderr.read()
    os.close(control)
    assert process.returncode == 1
    for text in (shown, errors):
        assert b"\x1b[31m" not in text
        assert b"\x07" not in text
        assert rb"let\x1b[31mter\x07.txt" in text
    assert "│" in shown.decode()


def test_a_name_that_is_no_utf_8_is_read_and_shown(tmp_path):
    name = os.fsencode(tmp_path) + b"/est\xffonia.txt"
    with open(name, "w", encoding="utf-8") as stream:
        stream.write(document_of("Estonia"))
    report = tmp_path / "r.json"
    result = egovbench("ingest", tmp_path, "--out", tmp_path / "out", "--report", report)
    assert result.returncode == 0, result.stderr
    assert r"est\udcffonia.txt" in result.stdout
    table = pd.read_csv(tmp_path / "out" / "EST.csv", keep_default_na=False)
    assert set(table["source"]) == {"est\ufffdonia.txt"}
    assert json.loads(report.read_text(encoding="utf-8"))["counts"]["read"] == 1


def test_a_stream_that_lacks_characters_gets_escapes_of_them(tmp_path):
    path = tmp_path / "Österreich.txt"
    path.write_text(document_of("Estonia"), encoding="utf-8")
    result = subprocess.run(
        [*PROGRAM, "ingest", str(path), "--out", str(tmp_path / "out")],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    assert result.returncode == 0
    assert result.stderr.startswith(rb"warning: \xd6sterreich.txt: the answer to question 111")
    assert rb"\xd6sterreich.txt" in result.stdout


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    result = egovbench("ingest", tmp_path, "--out", tmp_path / "out")
    assert result.returncode == 1
    assert "it is no regular file" in result.stderr


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path):
    (tmp_path / "out").write_text("a file in the folder's place", encoding="utf-8")
    result = egovbench("ingest", LUXEMBOURG, "--out", tmp_path / "out")
    assert result.returncode == 2
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"egovbench: {tmp_path / 'out' / 'LUX.csv'}: cannot be written (")


def test_a_country_code_cannot_leave_the_folder(tmp_path):
    table = pd.read_csv(paths.RESPONSES / "LUX.csv", keep_default_na=False, dtype="str")
    for column in ("iso3", "survey"):
        path = tmp_path / "table.csv"
        table.assign(**{column: "../../LUX"}).to_csv(path, index=False)
        result = egovbench("ingest", path, "--out", tmp_path / "a" / "b")
        assert result.returncode == 1
        code = egovbench("code", path, "--out", tmp_path / "a" / "b")
        assert code.returncode == 2
        assert len(code.stderr.splitlines()) == 1
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["table.csv"]


def test_masked_copies_of_one_name_do_not_meet(tmp_path):
    for country in ("Estonia", "Latvia"):
        (tmp_path / country).mkdir()
        (tmp_path / country / "msq.txt").write_text(document_of(country), encoding="utf-8")
    given = [tmp_path / "Estonia", tmp_path / "Latvia"]
    masked = tmp_path / "masked"
    result = egovbench("ingest", *given, "--out", tmp_path / "out", "--masked", masked)
    assert result.returncode == 0
    assert sorted(path.name for path in masked.iterdir()) == ["LVA-msq2024-msq.txt", "msq.txt"]


def test_another_wave_has_a_table_of_its_own_and_no_part_in_a_benchmark(tmp_path):
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
    assert result.returncode == 0, result.stderr
    assert "a copy of a wave that is not described (msq-other)" in result.stderr
    coded = egovbench("code", out / "LUX-msq-other.csv", "--out", data / "codes")
    assert coded.returncode == 0, coded.stderr
    assert (data / "codes" / "LUX-msq-other.csv").exists()

    from egovbench.base.parameters import check_parameters
    from egovbench.comparison.benchmark import build_benchmark
    from egovbench.comparison.data import load_data

    def benchmark(folder):
        loaded = load_data(folder)
        return build_benchmark(loaded, check_parameters(countries=loaded.countries))

    both, alone = benchmark(data), benchmark(paths.DATA)
    assert set(load_data(data).responses["survey"]) == {"msq2024", "msq-other"}
    pd.testing.assert_frame_equal(both.codes, alone.codes)
    pd.testing.assert_frame_equal(both.responses, alone.responses)
    pd.testing.assert_frame_equal(both.scores, alone.scores)

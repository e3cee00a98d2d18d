"""Every command that writes, where nothing can be written: one line, exit code 2, no half file."""

import errno
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from egovbench.base import paths

PROGRAM = "from egovbench.cli import main; main()"
DOCUMENT = str(paths.RAW / "LUX-msq2024.txt")
FILES = {
    "answers.csv": "iso3,year,variable,answer,link\nLUX,2023,q59,yes,https://example.org/portal\n",
    "table.csv": "unit,a,b\nQQA,0,4\nQQB,5,2\n",
    "framework.csv": "id,level,parent,weight,direction\na,1,t,1,1\nb,1,t,1,1\nt,2,,,\n",
}
COMMANDS = {
    "ingest": f"ingest {DOCUMENT} --out OUT",
    "ingest a coding sheet": "ingest GIVEN/sheet.xlsx --codes OUT",
    "ingest with copies": f"ingest {DOCUMENT} --out GIVEN/made --masked OUT",
    "ingest with a report": f"ingest {DOCUMENT} --out GIVEN/made --report OUT/report.json",
    "code": f"code {paths.RESPONSES / 'LUX.csv'} --out OUT",
    "template": "template LUX --out OUT/sheet.xlsx",
    "compare": "compare LUX EST --html OUT/page.html",
    "simulate": "simulate --out OUT --peers BEL,FRA,DEU --replications 20",
    "simulate a table": "simulate GIVEN/table.csv --framework GIVEN/framework.csv --out OUT",
    "composite": "composite GIVEN/table.csv --framework GIVEN/framework.csv --out OUT/index.csv",
    "import": "import odm GIVEN/answers.csv --out OUT/odm.csv",
    "run": "run --sections A --jobs 1 --out OUT",
}
SMALL = 96 * 1024


@pytest.fixture(scope="module")
def given(tmp_path_factory, egovbench):
    """A folder with what the commands read."""
    folder = tmp_path_factory.mktemp("given")
    for name, content in FILES.items():
        (folder / name).write_text(content, encoding="utf-8")
    made = egovbench("template", "EST", "--out", folder / "sheet.xlsx")
    assert made.exit_code == 0, made.output
    return folder


@pytest.fixture
def disk(tmp_path):
    """A disk of its own that holds little, where this process may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    size = f"size={SMALL}"
    mount = ["mount", "-t", "tmpfs", "-o", size, "egovbench-test", str(folder)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def fill(folder):
    with (folder / "filler").open("wb", buffering=0) as stream, pytest.raises(OSError):
        while True:
            stream.write(b"x" * 4096)


@pytest.fixture
def check_refused(egovbench, given):
    """Check that a command says in one line what cannot be written and why, and ends with 2."""

    def check(command, out, number):
        words = COMMANDS[command].replace("GIVEN", str(given)).replace("OUT", str(out)).split()
        found = egovbench(*words)
        assert found.exit_code == 2, found.output
        lines = [line for line in found.stderr.splitlines() if not line.startswith("warning: ")]
        assert len(lines) == 1, found.stderr
        assert lines[0].startswith("egovbench: ") and str(out) in lines[0]
        assert lines[0].endswith(f"({os.strerror(number)})")

    return check


def files_in(folder):
    """Return the files below `folder`, apart from the lock of a run, which holds no content."""
    return sorted(
        path.name for path in folder.rglob("*") if path.is_file() and path.name != ".lock"
    )


def all_but_some_are_slow(*quick):
    """Every command; without `slow` only those named."""
    rare = pytest.mark.slow
    return [pytest.param(each, marks=() if each in quick else rare) for each in COMMANDS]


@pytest.mark.parametrize("command", all_but_some_are_slow("ingest", "run"))
def test_a_full_disk(command, check_refused, disk):
    fill(disk)
    check_refused(command, disk, errno.ENOSPC)
    assert files_in(disk) == ["filler"]


@pytest.mark.parametrize("command", all_but_some_are_slow("template", "simulate a table"))
def test_a_read_only_folder(command, check_refused, disk):
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    check_refused(command, disk, errno.EROFS)
    assert files_in(disk) == []


@pytest.mark.parametrize(
    "command",
    all_but_some_are_slow(
        "ingest a coding sheet", "ingest with copies", "ingest with a report", "code", "composite",
        "run",
    ),
)  # fmt: skip
def test_a_folder_below_a_file(command, check_refused, tmp_path):
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    check_refused(command, tmp_path / "file" / "out", errno.ENOTDIR)
    assert files_in(tmp_path) == ["file"]


@pytest.mark.parametrize(
    "command", ["ingest", "code", "template", "compare", "simulate", "composite", "import"]
)
def test_files_that_may_not_grow(command, check_refused, tmp_path):
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (16, before[1]))
    try:
        check_refused(command, tmp_path / "out", errno.EFBIG)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert files_in(tmp_path) == []


def test_a_disk_that_fills_up_during_a_run_keeps_what_was_made(check_refused, disk):
    check_refused("run", disk, errno.ENOSPC)
    assert "plan.json" in files_in(disk)
    assert not [name for name in files_in(disk) if name.endswith((".part", ".html"))]


def test_what_is_printed_on_a_full_disk_is_one_clear_line():
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with open("/dev/full", "w") as full:
        command = [sys.executable, "-c", PROGRAM, "compare", "LUX", "EST", "--csv"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 2
    assert done.stderr == f"egovbench: {os.strerror(errno.ENOSPC)}\n"


CLOSED = {
    "closed output": ("plan >&-", 0),
    "nothing open": ("plan <&- >&- 2>&-", 0),
    "a reader who leaves": ("plan | true", 0),
    "nobody hears of faults": ("plan --focal XXX 2>&1 >&- | true", 2),
}


@pytest.mark.parametrize("case", CLOSED)
def test_a_closed_stream_ends_in_silence_with_the_commands_own_code(case):
    arguments, code = CLOSED[case]
    first, pipe, last = arguments.partition(" | ")
    line = f'"$0" -c "{PROGRAM}" {first}{pipe}{last}; exit ${{PIPESTATUS[0]}}'
    command = ["bash", "-c", line, sys.executable]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (code, "", "")


def test_a_name_that_is_too_long_is_one_clear_line(egovbench, tmp_path):
    name = "n" * 300 + ".xlsx"
    found = egovbench("template", "LUX", "--out", tmp_path / name)
    assert found.exit_code == 2
    assert found.stderr == f"egovbench: {tmp_path / name}: {os.strerror(errno.ENAMETOOLONG)}\n"

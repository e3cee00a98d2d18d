"""Foreign files are read in a process with limits; what meets one is an error of one line."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from egovbench.base import confined
from egovbench.base.confined import read_confined, read_here
from egovbench.base.errors import InputError

PATH = Path("form.pdf")


def name(path):
    return path.name


def takes_memory(path):
    return bytearray(10**9)


def takes_time(path):
    time.sleep(600)


def computes(path):
    while True:
        pass


def breaks_down(path):
    os.abort()


def is_killed(path):
    os.kill(os.getpid(), signal.SIGKILL)


def refuses(path):
    raise InputError(path, "found a cell", row=3)


def fails(path):
    return {}["unforeseen"]


MEMORY = "reading it takes more than 200 MB of memory"
FAULTS = {
    takes_memory: f"{MEMORY}; print or save",
    takes_time: "reading it takes more than 5 seconds; print or save",
    computes: "reading it takes more than 1 seconds of the processor; print or save",
    breaks_down: rf"its reader broke down \(SIGABRT\), as where .* {MEMORY}; print or save",
    is_killed: r"its reader broke down \(SIGKILL\), as where",
    refuses: "found a cell$",
    fails: r"an unforeseen fault \(KeyError in test_confined.py, \d+\); please report it$",
}


@pytest.mark.parametrize("read", FAULTS, ids=lambda read: read.__name__)
def test_what_meets_a_limit_is_one_line_and_the_next_file_is_read(read, monkeypatch):
    monkeypatch.setattr(confined, "MAXIMUM_MEMORY", 200_000_000)
    monkeypatch.setattr(confined, "MAXIMUM_CPU_SECONDS", 1)
    if read is takes_time:
        monkeypatch.setattr(confined, "MAXIMUM_SECONDS", 5)
    with pytest.raises(InputError, match=f"^form.pdf(, line 3)?: {FAULTS[read]}") as caught:
        read_confined(PATH, read)
    assert "\n" not in str(caught.value)
    monkeypatch.undo()
    assert read_confined(PATH, name) == "form.pdf"


@pytest.mark.parametrize("read", [refuses, fails])
def test_what_fails_without_that_process_is_the_same_line(read):
    with pytest.raises(InputError, match=f"^form.pdf(, line 3)?: {FAULTS[read]}"):
        read_here(PATH, read)
    assert read_here(PATH, longer, shared=([],)) == 1


def longer(path, seen):
    seen.append(path)
    return len(seen)


def test_what_is_shared_is_handed_over_once_and_a_relative_path_counts_from_here(
    tmp_path, monkeypatch
):
    one, other = [], []
    assert [read_confined(PATH, longer, shared=(each,)) for each in (one, one, other)] == [1, 2, 1]
    assert one == []
    monkeypatch.chdir(tmp_path)
    PATH.write_text("x")
    assert read_confined(PATH, Path.read_text) == "x"


PROGRAM = """
import sys
from pathlib import Path
sys.path.insert(0, {folder!r})
import test_confined
from egovbench.base import confined
confined.read_confined(Path("a"), test_confined.name)
print(confined._process.popen.pid, flush=True)
confined.read_confined(Path("a"), test_confined.{read})
"""


@pytest.mark.parametrize("read", ["takes_time", "computes", "name"])
def test_nothing_is_left_when_the_program_ends_or_is_killed(read):
    program = PROGRAM.format(folder=str(Path(__file__).parent), read=read)
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as parent:
        reader = int(parent.stdout.readline())
        if read != "name":
            parent.kill()
    for _ in range(600):
        try:
            os.kill(reader, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    pytest.fail("the process that reads is left")

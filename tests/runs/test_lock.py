"""One run at a time in a folder."""

import fcntl
import shutil
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from invented_project import Here

from egovbench.base.errors import RunError, WriteError
from egovbench.runs import lock
from egovbench.runs.executors import Executor
from egovbench.runs.lock import run_lock

HOLD = """\
import sys, time
from pathlib import Path
from egovbench.runs.lock import run_lock
with run_lock(Path(sys.argv[1])) as lock:
    print(lock.scratch, flush=True)
    time.sleep(600)
"""


@contextmanager
def held(folder):
    """Another process that holds the folder, and its scratch folder; killed at the end."""
    command = [sys.executable, "-c", HOLD, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.pid, Path(process.stdout.readline().strip())
        finally:
            process.kill()


def test_a_second_run_is_told_who_is_there_and_follows_one_that_was_killed(instant):
    folder = instant.plan().folder
    with held(folder) as (process, scratch):
        with pytest.raises(RunError) as fault:
            instant.run()
        place = f"process {process} on {socket.gethostname()}, since 20"
        assert f"{folder}: another run is at work there ({place}" in str(fault.value)
        assert scratch.is_dir()
    assert len(instant.run().made) == 3
    assert not scratch.exists()
    with held(folder):
        assert instant.run().made == ()  # What is up to date needs no lock.


FORGED = (
    '{"process": %d, "host": "%s", "since": "now", "scratch": "%s"}',
    "[]", "no JSON", "", "[" * 100_000, '{"process": -1, "host": "a", "since": 1e999}',
)  # fmt: skip


def test_a_foreign_lock_file_moves_nothing_and_names_nobody_who_is_dead(tmp_path, monkeypatch):
    ended = subprocess.Popen(["true"])
    ended.wait()
    monkeypatch.setattr(lock.tempfile, "tempdir", str(tmp_path))
    another = tmp_path / "egovbench-0123456789abcdef-another"
    another.mkdir()
    folder = tmp_path / "my-run"
    folder.mkdir()
    path = folder / ".lock"
    for text in FORGED:
        path.write_text(text % (ended.pid, socket.gethostname(), another) if "%" in text else text)
        with path.open() as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            with pytest.raises(RunError, match="another run is at work there; wait for it"):
                run_lock(folder).__enter__()
        with run_lock(folder) as held:
            assert held.scratch.is_dir()
        assert another.is_dir()
        assert list(folder.iterdir()) == []


def test_a_lock_file_with_another_name_elsewhere_is_not_written_to(tmp_path):
    folder, mine = tmp_path / "my-run", tmp_path / "mine"
    folder.mkdir()
    mine.write_text("mine")
    (folder / ".lock").hardlink_to(mine)
    with run_lock(folder) as held:
        assert held.scratch.is_dir()
    (folder / ".lock").symlink_to(mine)
    with pytest.raises(WriteError, match="symbolic link"):
        run_lock(folder).__enter__()
    assert mine.read_text() == "mine"


def test_a_folder_that_is_removed_during_a_run_is_the_cause_of_what_follows(instant):
    class Removing(Executor):
        def outcomes(self, assignment, tasks):
            for task, outcome in Here().outcomes(assignment, tasks):
                yield task, outcome
                shutil.rmtree(assignment.folder)

    with pytest.raises(RunError, match="my-run: it was removed or replaced while the run was at"):
        instant.run(executor=Removing())
    assert len(instant.run().made) == 3

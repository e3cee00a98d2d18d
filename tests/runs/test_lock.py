"""One run at a time in a folder."""

import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from egovbench.base.errors import RunError
from egovbench.runs.lock import run_lock

HOLD = """\
import sys, time
from pathlib import Path
from egovbench.runs.lock import run_lock
with run_lock(Path(sys.argv[1])) as scratch:
    print(scratch, flush=True)
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


def test_only_folders_that_a_run_made_are_removed(tmp_path):
    own = tmp_path / "egovbench-mine"
    own.mkdir()
    for text in (f'{{"scratch": "{own}"}}', "[]", "no JSON", ""):
        (tmp_path / ".lock").write_text(text)
        with run_lock(tmp_path) as scratch:
            assert scratch.is_dir()
        assert own.is_dir()

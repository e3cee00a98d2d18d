"""Parts of a run side by side, and one run at a time in a folder."""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from instant_runs import Project
from invented_runs import files_below

from egovbench.base.errors import ParameterError, RunError
from egovbench.runs.lock import run_lock
from egovbench.runs.records import names_of_records
from egovbench.runs.shards import Shard

HOLD = """\
import sys, time
from pathlib import Path
from egovbench.runs.lock import run_lock
from egovbench.runs.shards import Shard
shard = Shard.parse(sys.argv[2]) if len(sys.argv) > 2 else None
with run_lock(Path(sys.argv[1]), shard, Path("/invented")):
    print("held", flush=True)
    time.sleep(600)
"""


def holding(folder: Path, *shard: str) -> "subprocess.Popen[str]":
    """Another process that holds the folder."""
    command = [sys.executable, "-c", HOLD, str(folder), *shard]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def end(process: "subprocess.Popen[str]") -> None:
    process.kill()
    process.communicate()


@given(st.lists(st.integers(), max_size=60), st.integers(1, 70))
def test_shards_are_disjoint_complete_and_of_equal_length(items: list[int], count: int) -> None:
    numbered = list(enumerate(items))
    parts = [Shard(number, count).part(numbered) for number in range(1, count + 1)]
    assert sorted(each for part in parts for each in part) == numbered
    lengths = [len(part) for part in parts]
    assert max(lengths) - min(lengths) <= 1


@given(st.integers(1, 9999), st.integers(0, 9999))
def test_a_shard_is_read_as_it_is_written(number: int, more: int) -> None:
    assert Shard.parse(f"{number}/{number + more}") == Shard(number, number + more)


@pytest.mark.parametrize("text", ["", "3", "0/4", "5/4", "1/0", "a/b", "1/2/3", "-1/4", " 1/4"])
def test_what_is_no_shard_is_refused(text: str) -> None:
    with pytest.raises(ParameterError, match="such as 3/16"):
        Shard.parse(text)


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_shards_and_a_last_run_give_what_one_run_gives(instant: Project, count: int) -> None:
    plan = instant.plan(sections=("A", "B", "C"))
    instant.run(plan)
    expected = files_below(plan.folder)
    for path in sorted(plan.folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()

    made: list[str] = []
    for number in range(1, count + 1):
        run = instant.run(plan, shard=Shard(number, count))
        assert run.index is None
        assert not (plan.folder / "index.html").exists()
        made += [outcome.name for outcome in run.made]
    assert sorted(made) == ["overview", "section-A", "section-B", "section-C"]
    last = instant.run(plan)
    assert last.made == ()
    found = files_below(plan.folder)
    assert set(found) == set(expected)
    for name in found:
        if name.startswith("records/"):
            one, other = json.loads(found[name]), json.loads(expected[name])
            assert (one["key"], one["files"]) == (other["key"], other["files"])
        elif not name.endswith((".json", "index.html")):
            assert found[name] == expected[name]


def test_a_second_run_in_the_folder_is_told_who_is_there(instant: Project) -> None:
    folder = instant.plan().folder
    other = holding(folder)
    try:
        with pytest.raises(RunError) as fault:
            instant.run()
        place = f"process {other.pid} on {socket.gethostname()}, since 20"
        assert f"{folder}: another run is at work there ({place}" in str(fault.value)
        with pytest.raises(RunError, match="another run is at work there"):
            instant.run(shard=Shard(1, 2))
    finally:
        end(other)
    assert len(instant.run().made) == 3


def test_shards_run_beside_other_shards_of_as_many_parts_only(instant: Project) -> None:
    folder = instant.plan().folder
    other = holding(folder, "1/2")
    try:
        assert len(instant.run(shard=Shard(2, 2)).made) == 1
        with pytest.raises(RunError, match=f"process {other.pid} on"):
            instant.run(shard=Shard(1, 2))
        with pytest.raises(RunError, match="shard 1/2 is at work there"):
            instant.run(shard=Shard(1, 3))
        with pytest.raises(RunError, match=f"process {other.pid} on"):
            instant.run()
    finally:
        end(other)
    assert len(instant.run().made) == 2


def test_what_is_up_to_date_needs_no_lock(instant: Project) -> None:
    instant.run()
    other = holding(instant.plan().folder)
    try:
        assert instant.run().made == ()
    finally:
        end(other)


def test_a_lock_whose_holder_was_killed_is_free_and_its_scratch_goes(
    tmp_path: Path, instant: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = instant.plan().folder
    other = holding(folder)
    scratch = tmp_path / "egovbench-left"
    (scratch / "runtime").mkdir(parents=True)
    lock = folder / ".lock"
    lock.write_text(lock.read_text().replace("/invented", str(scratch)))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    os.kill(other.pid, signal.SIGKILL)
    other.communicate()
    assert len(instant.run().made) == 3
    assert not scratch.exists()


def test_a_lock_is_held_by_the_workers_of_a_killed_runner_until_they_end(tmp_path: Path) -> None:
    """The lock is duplicated into a worker, which here outlives its runner for a while."""
    program = (
        "import os, subprocess, sys, time\n"
        "from pathlib import Path\n"
        "from egovbench.runs.lock import run_lock\n"
        "with run_lock(Path(sys.argv[1]), None, Path('/invented')) as lock:\n"
        "    late = 'import sys, time; time.sleep(1); open(sys.argv[1], \"w\")'\n"
        "    command = [sys.executable, '-c', late, sys.argv[1] + '/ended']\n"
        "    subprocess.Popen(command, pass_fds=[lock.handle])\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False)
    assert not (tmp_path / "ended").exists()
    with run_lock(tmp_path, None, tmp_path):
        assert (tmp_path / "ended").exists()


def test_names_of_records_are_those_of_reports(instant: Project) -> None:
    instant.run()
    folder = instant.plan().folder
    (folder / "records" / ".overview.json.x.part").touch()
    assert names_of_records(folder) == ["overview", "section-A", "section-B"]

"""Real runners, workers and kernels that are killed or interrupted in the middle."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from invented_project import FINDING, SECTION
from test_interruption import check_whole, results

from egovbench.runs.outcomes import read_outcomes

RUN = """\
import signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored in the background
from invented_project import Invented
if __name__ == "__main__":
    project = Invented(Path(sys.argv[2]))
    plan = project.plan(run="my-run", sections=("A", "B", "C"))
    try:
        project.run(plan)
    except KeyboardInterrupt:
        sys.exit(130)
"""
# Tells that it was begun and by which kernel, waits and kills its worker while it is told to.
WORK = """\
import os, signal, time
from pathlib import Path
tables = Path(output_dir)
root = tables.parents[3]
tables.mkdir(parents=True, exist_ok=True)
(tables / "scores.csv").write_text(f"section\\n{section}\\n")
(root / "begun" / f"{section}-{os.getpid()}").touch()
while (root / "wait").exists():
    time.sleep(0.05)
if (root / f"kill-{section}").exists():
    (root / f"kill-{section}").unlink()
    os.kill(int(os.environ["JPY_PARENT_PID"]), signal.SIGKILL)
    os._exit(0)
time.sleep(0.3)
"""


@pytest.fixture
def working(project):
    (project.root / "begun").mkdir()
    project.write("section", FINDING, WORK, declared=SECTION)
    return project


def start(project):
    script = project.root / "run.py"
    script.write_text(RUN, encoding="utf-8")
    here, parent = str(Path(__file__).parent), str(project.root.parent)
    command = [sys.executable, str(script), here, parent]
    return subprocess.Popen(command, start_new_session=True)


def wait_until(reached, process=None):
    """Wait for a condition that comes before the process ends, however busy the machine is."""
    deadline = time.monotonic() + 300
    while not reached():
        assert process is None or process.poll() is None, "the run ended before"
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


def begun(project):
    """The kernels that have begun a report."""
    return [int(path.name.split("-")[1]) for path in (project.root / "begun").iterdir()]


def is_running(process):
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.parametrize("early", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_whatever_is_killed_or_interrupted_the_result_is_that_of_one_run(working, early):
    folder = working.root / "outputs" / "my-run"
    # Ctrl-C ends runner, workers and kernels.
    (working.root / "wait").touch()
    process = start(working)
    wait_until(lambda: len(begun(working)) == 2, process)
    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=300)
    assert process.returncode == 130
    assert not read_outcomes(folder)
    check_whole(folder)
    wait_until(lambda: not any(map(is_running, begun(working))))
    (working.root / "wait").unlink()
    # A runner is killed before any worker, while workers start, in a cell, after an outcome.
    moments = [lambda: len(read_outcomes(folder)) >= 1]
    if early:
        shutil.rmtree(folder)
        n_begun = len(begun(working))
        moments[:0] = [
            lambda: (folder / ".lock").exists(),
            lambda: (folder / "plan.json").exists(),
            lambda: len(begun(working)) > n_begun,
        ]
    for moment in moments:
        process = start(working)
        wait_until(moment, process)
        process.kill()
        process.communicate()
        checked = check_whole(folder)
    assert checked > 2
    plan = working.plan(run="my-run", sections=("A", "B", "C"))
    assert len(working.run(plan).made) <= 2
    assert not list(folder.rglob("*.part"))
    killed = results(folder)
    # A worker that is killed once costs no report.
    shutil.rmtree(folder)
    (working.root / "kill-B").touch()
    run = working.run(plan)
    assert not (working.root / "kill-B").exists()
    assert (len(run.made), run.failed) == (3, ())
    assert results(folder) == killed

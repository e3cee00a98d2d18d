"""Real runners, workers and kernels that are killed or interrupted in the middle."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
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
    plan = project.plan(run="my-run", sections=("A", "B", "C", "D"))
    try:
        print(len(project.run(plan).made))
    except KeyboardInterrupt:
        sys.exit(130)
"""
WORK = """\
import os, time
from pathlib import Path
tables = Path(output_dir)
tables.mkdir(parents=True, exist_ok=True)
(tables / "scores.csv").write_text(f"section\\n{section}\\n")
(tables.parents[3] / "begun" / f"{section}-{os.getpid()}").touch()
time.sleep(0.3)
"""


@pytest.fixture
def working(project):
    """A project whose notebook tells that it was begun, and by which kernel."""
    (project.root / "begun").mkdir()
    project.write("section", FINDING, WORK, declared=SECTION)
    return project


def start(project):
    script = project.root / "run.py"
    script.write_text(RUN, encoding="utf-8")
    here, parent = str(Path(__file__).parent), str(project.root.parent)
    command = [sys.executable, str(script), here, parent]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)


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


@pytest.mark.parametrize(
    ("at", "finished"), [((3,), 1), pytest.param((0, 1, 2, 4), 3, marks=pytest.mark.slow)]
)
def test_a_killed_runner_ends_in_the_result_of_one_run(working, at, finished):
    folder = working.root / "outputs" / "my-run"
    # Before any worker, while workers start, in a cell, after an outcome, at a later outcome.
    moments: list[Callable[[], bool]] = [
        lambda: (folder / ".lock").exists(),
        lambda: (folder / "plan.json").exists(),
        lambda: len(begun(working)) >= 1,
        lambda: len(read_outcomes(folder)) >= 1,
        lambda: len(read_outcomes(folder)) >= 3,
    ]
    checked = 0
    for moment in at:
        process = start(working)
        wait_until(moments[moment], process)
        process.kill()
        process.communicate()
        checked += check_whole(folder)
    process = start(working)
    output, _ = process.communicate(timeout=300)
    assert process.returncode == 0
    assert 0 <= int(output) <= 4 - finished
    assert checked > 2 * len(at)
    assert not list(folder.rglob("*.part"))
    killed = results(folder)
    shutil.rmtree(folder)
    working.run(working.plan(run="my-run", sections=("A", "B", "C", "D")))
    assert results(folder) == killed


def test_ctrl_c_ends_runner_workers_and_kernels(working):
    working.write("section", WORK, "time.sleep(600)", declared=SECTION)
    process = start(working)
    wait_until(lambda: len(begun(working)) == 2, process)
    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=300)
    assert process.returncode == 130
    folder = working.root / "outputs" / "my-run"
    assert not read_outcomes(folder)
    check_whole(folder)
    wait_until(lambda: not any(map(is_running, begun(working))))


def is_running(process):
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_a_worker_killed_once_costs_no_report(project):
    kill_once = (
        "import os, signal\nfrom pathlib import Path\n"
        "mark = Path(output_dir).parents[3] / f'killed-{section}'\n"
        "if section == 'B' and not mark.exists():\n"
        "    mark.touch()\n"
        "    os.kill(int(os.environ['JPY_PARENT_PID']), signal.SIGKILL)\n"
        "    os._exit(0)\n"
    )
    project.write("section", FINDING, kill_once, declared=SECTION)
    run = project.run(project.plan(sections=("A", "B", "C")))
    assert {path.name for path in project.root.glob("killed-*")} == {"killed-B"}
    assert run.failed == ()
    assert len(run.made) == 3

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
from invented_runs import (
    FINDING,
    SECTION,
    Execute,
    MakePlan,
    WriteNotebook,
    invented_project,
    notebook_writer,
    planner,
    runner_of,
)
from test_interruption import check_whole, results

from egovbench.runs.outcomes import read_outcomes

RUN = """\
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from invented_runs import planner, runner_of
if __name__ == "__main__":
    root = Path(sys.argv[2])
    plan = planner(root)(run="my-run", sections=("A", "B", "C", "D"))
    try:
        print(len(runner_of(root)(plan).made))
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


def made(parent: Path) -> Path:
    project = invented_project(parent)
    (project / "begun").mkdir()
    notebook_writer(project)("section", FINDING, WORK, declared=SECTION)
    return project


def start(project: Path) -> "subprocess.Popen[str]":
    script = project / "run.py"
    script.write_text(RUN, encoding="utf-8")
    command = [sys.executable, str(script), str(Path(__file__).parent), str(project)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)


def wait_until(
    reached: Callable[[], bool], process: "subprocess.Popen[str]", what: str = "the moment"
) -> None:
    deadline = time.monotonic() + 180
    while not reached():
        assert process.poll() is None, f"the run ended before {what}"
        assert time.monotonic() < deadline, what
        time.sleep(0.005)


def begun(project: Path) -> int:
    return len(list((project / "begun").iterdir()))


def test_a_runner_killed_again_and_again_ends_in_the_result_of_one_run(tmp_path: Path) -> None:
    project = made(tmp_path / "killed")
    whole = Path(shutil.copytree(project, tmp_path / "whole"))
    runner_of(whole)(planner(whole)(run="my-run", sections=("A", "B", "C", "D")))
    expected = results(whole / "outputs" / "my-run")

    folder = project / "outputs" / "my-run"
    # Before any worker, while workers start, in a cell, after a record, at a later record.
    moments: list[Callable[[], bool]] = [
        lambda: (folder / ".lock").exists(),
        lambda: (folder / "plan.json").exists(),
        lambda: begun(project) >= 1,
        lambda: len(read_outcomes(folder)) >= 1,
        lambda: len(read_outcomes(folder)) >= 3,
    ]
    checked = 0
    for number, moment in enumerate(moments):
        process = start(project)
        wait_until(moment, process, f"moment {number}")
        process.kill()
        process.communicate()
        checked += check_whole(folder)
    process = start(project)
    output, _ = process.communicate(timeout=300)
    assert process.returncode == 0
    assert 0 <= int(output) <= 1
    assert results(folder) == expected
    assert checked > 10
    assert not list(folder.rglob("*.part"))


def test_ctrl_c_ends_runner_workers_and_kernels(tmp_path: Path) -> None:
    project = made(tmp_path)
    notebook_writer(project)("section", WORK, "time.sleep(600)", declared=SECTION)
    process = start(project)
    wait_until(lambda: begun(project) == 2, process)
    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=60)
    assert process.returncode == 130
    folder = project / "outputs" / "my-run"
    assert not read_outcomes(folder)
    check_whole(folder)
    kernels = [int(path.name.split("-")[1]) for path in (project / "begun").iterdir()]
    deadline = time.monotonic() + 60
    while any(is_running(kernel) for kernel in kernels):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_a_worker_killed_once_costs_no_report(
    execute: Execute, plan_of: MakePlan, write_notebook: WriteNotebook, project: Path
) -> None:
    kill_once = (
        "import os, signal\nfrom pathlib import Path\n"
        "mark = Path(output_dir).parents[3] / f'killed-{section}'\n"
        "if section == 'B' and not mark.exists():\n"
        "    mark.touch()\n"
        "    os.kill(int(os.environ['JPY_PARENT_PID']), signal.SIGKILL)\n"
        "    os._exit(0)\n"
    )
    write_notebook("section", FINDING, kill_once, declared=SECTION)
    run = execute(plan_of(sections=("A", "B", "C")))
    assert {path.name for path in project.glob("killed-*")} == {"killed-B"}
    assert run.failed == ()
    assert len(run.made) == 3

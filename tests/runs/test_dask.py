"""The same plan on a Dask cluster of two worker processes, one of which is killed."""

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from invented_runs import (
    FINDING,
    SECTION,
    Execute,
    MakePlan,
    WriteNotebook,
    files_below,
    runner_of,
)

from egovbench.base.errors import RunError
from egovbench.runs.cluster import DaskExecutor
from egovbench.runs.keys import Present

TABLE = """\
from pathlib import Path
Path(output_dir).mkdir(parents=True, exist_ok=True)
(Path(output_dir) / "scores.csv").write_text(f"section\\n{section}\\n")
"""
MEET = """\
import os, time
from pathlib import Path
here = Path(output_dir).parents[3] / "begun"
here.mkdir(exist_ok=True)
(here / f"{section}-{os.environ['JPY_PARENT_PID']}").touch()
time.sleep(1)
"""


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    distributed = pytest.importorskip("distributed", reason="Dask is not installed")
    monkeypatch.setenv("DASK_DISTRIBUTED__ADMIN__TICK__INTERVAL", "1s")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as started:
        yield started


def processes(cluster: Any) -> list[int]:
    return [worker.pid for worker in cluster.workers.values()]


def test_a_killed_worker_is_survived_and_the_files_are_those_of_one_machine(
    cluster: Any, execute: Execute, plan_of: MakePlan, write_notebook: WriteNotebook, project: Path
) -> None:
    write_notebook("section", FINDING, MEET, TABLE, declared=SECTION)
    plan = plan_of(run="my-run", sections=("A", "B", "C", "D"))
    killed: list[int] = []

    def kill_one() -> None:
        begun = project / "begun"
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline and not killed:
            for path in begun.glob("*-*"):
                killed.append(int(path.name.split("-")[1]))
                os.kill(killed[0], signal.SIGKILL)
                return
            time.sleep(0.02)

    killer = threading.Thread(target=kill_one)
    killer.start()
    run = execute(plan, DaskExecutor(cluster.scheduler_address))
    killer.join()
    assert len(killed) == 1
    assert run.failed == ()
    assert {outcome.name for outcome in run.made} == {f"section-{each}" for each in "ABCD"}
    begun = [path.name.split("-") for path in (project / "begun").iterdir()]
    assert len({process for _, process in begun}) >= 2
    assert killed[0] not in processes(cluster)
    # The report that was killed was begun twice, in two processes.
    assert len(begun) > 4

    distributed_files = files_below(plan.folder)
    for path in plan.folder.rglob("*.*"):
        if path.is_file():
            path.unlink()
    runner_of(project)(plan)
    local = files_below(plan.folder)
    assert set(distributed_files) == set(local)
    outcomes = (
        json.loads(files["manifest.json"])["reports"] for files in (distributed_files, local)
    )
    for one, other in zip(*outcomes, strict=True):
        assert (one["key"], one["files"]) == (other["key"], other["files"])
    assert run.states[0].status == "up to date"


def test_a_worker_with_another_program_is_refused(
    cluster: Any,
    plan_of: MakePlan,
    write_notebook: WriteNotebook,
    execute: Execute,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write_notebook("section", declared=SECTION)
    monkeypatch.setattr(Present, "__init__", other_program(Present.__init__))
    with pytest.raises(RunError, match="has another version of this program"):
        execute(plan_of(), DaskExecutor(cluster.scheduler_address))


def other_program(known: Any) -> Any:
    def initialise(self: Present) -> None:
        known(self)
        self.versions = {**self.versions, "pandas": "0.1"}

    return initialise


def test_no_scheduler_is_one_clear_error(
    plan_of: MakePlan, write_notebook: WriteNotebook, execute: Execute
) -> None:
    pytest.importorskip("distributed", reason="Dask is not installed")
    write_notebook("section", declared=SECTION)
    with pytest.raises(RunError, match=r"no Dask scheduler at tcp://127\.0\.0\.1:9 "):
        execute(plan_of(), DaskExecutor("tcp://127.0.0.1:9", seconds=1))


def test_without_the_package_the_error_says_what_to_install(
    plan_of: MakePlan,
    write_notebook: WriteNotebook,
    execute: Execute,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    write_notebook("section", declared=SECTION)
    with pytest.raises(RunError, match="Dask is not installed: pip install"):
        execute(plan_of(), DaskExecutor("tcp://127.0.0.1:9"))

"""The same plan on a Dask cluster, in this process and in two others, of which one is killed."""

import sys

import pytest
from invented_project import FINDING, SECTION, TABLES_CELL
from test_interruption import results

from egovbench.base.errors import RunError
from egovbench.runs import cluster
from egovbench.runs.cluster import DaskExecutor
from egovbench.runs.keys import code_digest, versions

# Each report tells the worker that made it; the first to come so far kills that one.
KILL_ONCE = """\
import os, signal, time
from pathlib import Path
root = Path(output_dir).parents[3]
worker = os.environ["JPY_PARENT_PID"]
(root / "begun").mkdir(exist_ok=True)
(root / "begun" / f"{section}-{worker}").touch()
try:
    (root / "killed").symlink_to(worker)
except FileExistsError:
    pass
else:
    os.kill(int(worker), signal.SIGKILL)
    time.sleep(600)
"""


@pytest.fixture
def start_cluster(monkeypatch):
    distributed = pytest.importorskip("distributed", reason="Dask is not installed")
    monkeypatch.setenv("DASK_DISTRIBUTED__ADMIN__TICK__INTERVAL", "1s")
    started = []

    def start(**options):
        started.append(
            distributed.LocalCluster(threads_per_worker=1, dashboard_address=None, **options)
        )
        return started[0]

    yield start
    for each in started:
        each.close()


def test_a_cluster_makes_the_same_files_as_this_machine(start_cluster, instant):
    address = start_cluster(n_workers=1, processes=False).scheduler_address
    run = instant.run(executor=DaskExecutor(address))
    assert {outcome.name for outcome in run.made} == {"overview", "section-A", "section-B"}
    distributed = results(run.index.parent)
    instant.run(force=True)
    assert results(run.index.parent) == distributed


@pytest.mark.slow
def test_a_killed_worker_is_survived(start_cluster, project):
    started = start_cluster(n_workers=2, processes=True)
    project.write("section", FINDING, KILL_ONCE, TABLES_CELL, declared=SECTION)
    plan = project.plan(run="my-run", sections=("A", "B", "C", "D"))
    run = project.run(plan, DaskExecutor(started.scheduler_address))
    assert run.failed == ()
    assert {outcome.name for outcome in run.made} == {f"section-{each}" for each in "ABCD"}
    assert all(state.status == "up to date" for state in run.states)
    killed = int((project.root / "killed").readlink().name)
    assert killed not in [worker.pid for worker in started.workers.values()]
    # The report that was killed was begun twice, in two processes.
    begun = [path.name.split("-") for path in (project.root / "begun").iterdir()]
    assert len({process for _, process in begun}) >= 2
    assert len(begun) > 4


def test_a_worker_with_another_program_is_refused(start_cluster, instant, monkeypatch):
    other = (code_digest(), versions() | {"pandas": "0.1"})
    monkeypatch.setattr(cluster, "_program", lambda: other)
    address = start_cluster(n_workers=1, processes=False).scheduler_address
    with pytest.raises(RunError, match="has another version of this program"):
        instant.run(executor=DaskExecutor(address))


def test_no_scheduler_and_no_package_are_clear_errors(instant, monkeypatch):
    pytest.importorskip("distributed", reason="Dask is not installed")
    with pytest.raises(RunError, match=r"no Dask scheduler at tcp://127\.0\.0\.1:9 "):
        instant.run(executor=DaskExecutor("tcp://127.0.0.1:9", seconds=1))
    # without the package the error says what to install
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(RunError, match="Dask is not installed: pip install"):
        instant.run(executor=DaskExecutor("tcp://127.0.0.1:9"))

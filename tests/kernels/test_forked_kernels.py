"""Forked kernels: what notebooks find in them, and that they end with whoever needs them."""

import asyncio
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from importlib.util import find_spec
from multiprocessing import forkserver
from pathlib import Path
from uuid import uuid4

import interruptible_run
import psutil
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from egovbench.kernels import forked
from egovbench.kernels.forked import ForkedKernelManager
from egovbench.kernels.isolation import isolate
from egovbench.runs.outcomes import PRELOAD

WAS_FORKED = "import sys; print('egovbench.kernels.preload' in sys.modules)"
MARK = "EGOVBENCH_TEST_MARK"
PATIENCE = 300.0
MEGABYTE = 1024 * 1024


@pytest.fixture(autouse=True, scope="module")
def scratch(tmp_path_factory):
    """An isolated environment with one fork server for all tests; returns its folder."""
    folder = tmp_path_factory.mktemp("scratch")
    with pytest.MonkeyPatch.context() as patch:
        for name in os.environ:
            patch.setenv(name, os.environ[name])
        patch.delenv("PYTEST_CURRENT_TEST")  # It changes how kernels treat their output.
        isolate(folder)
        forkserver._forkserver._stop()  # Runs of other tests here begin one of their own.
        forked.start_fork_server()
        yield folder


@pytest.fixture(autouse=True)
def untold(monkeypatch):
    """Leave out what pytest tells of each test."""
    monkeypatch.delenv("PYTEST_CURRENT_TEST", raising=False)


def printed(folder, *sources, forked=True, **settings):
    """Run cells in a kernel of their own, forked or not, and return what each has printed."""
    kernel = {"name": "somebody-elses", "display_name": "must not choose the interpreter"}
    notebook = new_notebook(
        cells=[new_code_cell(source) for source in (WAS_FORKED, *sources)],
        metadata={"kernelspec": kernel},
    )
    NotebookClient(
        notebook,
        kernel_manager_class=ForkedKernelManager,
        shutdown_kernel="immediate",
        resources={"metadata": {"path": str(folder)}},
    ).execute(**settings)
    state, *found = (
        "".join(output.get("text", "") for output in cell.outputs) for cell in notebook.cells
    )
    assert state == f"{forked}\n"
    return found


def test_kernel_binds_its_ports_and_hands_them_back():
    async def ports():
        manager = ForkedKernelManager(transport="ipc")
        assert manager.transport == "tcp"
        await manager.start_kernel()
        written = json.loads(Path(manager.connection_file).read_text())
        bound = manager.get_connection_info()
        await manager.shutdown_kernel(now=True)
        return written, bound

    written, bound = asyncio.run(ports())
    numbers = [bound[name] for name in forked.PORTS]
    assert numbers == [written[name] for name in forked.PORTS]
    assert all(number > 1023 for number in numbers)
    assert len(set(numbers)) == 5


def test_kernel_that_cannot_start_is_an_error_at_once(tmp_path, monkeypatch):
    """Not after the time in which a kernel must start."""
    monkeypatch.setattr(forked, "_START_SECONDS", 1000)

    async def start():
        await ForkedKernelManager().start_kernel(cwd=str(tmp_path / "missing"))

    with pytest.raises(RuntimeError, match="the kernel did not start"):
        asyncio.run(asyncio.wait_for(start(), timeout=300))


def test_isolation_points_everything_away_from_home(scratch):
    for name in ("JUPYTER_RUNTIME_DIR", "JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR", "IPYTHONDIR"):
        assert Path(os.environ[name]).is_relative_to(scratch)
    fonts = Path(os.environ["MPLCONFIGDIR"])
    assert fonts.is_relative_to(scratch) or fonts.is_relative_to(sys.prefix)
    assert "JUPYTER_PATH" not in os.environ
    # what kernels of a run share exists
    assert find_spec(PRELOAD) is not None


def test_kernels_share_nothing(tmp_path):
    change = "import matplotlib as mpl\nmpl.rcParams['lines.linewidth'] = 9\nsys.invented = 1"
    look = (
        "import matplotlib as mpl\nprint(mpl.rcParams['lines.linewidth'], hasattr(sys, 'invented'))"
    )
    assert printed(tmp_path, change) == [""]
    assert printed(tmp_path, look) == ["1.5 False\n"]
    # each kernel has random numbers of its own
    draw = "import random, numpy\nprint(random.random())\nprint(numpy.random.random())"
    drawn = [printed(tmp_path, draw) for _ in range(3)]
    assert len({number for (both,) in drawn for number in both.split()}) == 6


def test_a_kernel_has_the_interpreter_folder_environment_and_style_asked_for(tmp_path):
    environment = {**os.environ, "INVENTED": "yes"}
    look = "import os\nprint(sys.executable, os.getcwd(), os.environ['INVENTED'])"
    assert printed(tmp_path, look, env=environment) == [f"{sys.executable} {tmp_path} yes\n"]
    # a style file in the folder counts
    # It is read when matplotlib is imported, which the fork server has done elsewhere.
    (tmp_path / "matplotlibrc").write_text("lines.linewidth: 7\n")
    look = "import matplotlib as mpl\nprint(mpl.rcParams['lines.linewidth'])"
    assert printed(tmp_path, look) == ["7.0\n"]


def test_where_nothing_can_be_forked_a_kernel_is_started_anew(tmp_path, monkeypatch):
    bases = (forked.Popen, multiprocessing.get_context("spawn").Process)
    monkeypatch.setattr(forked, "Kernel", type("Kernel", bases, {"__module__": forked.__name__}))
    look = "print('pandas' in sys.modules)"
    assert printed(tmp_path, look, forked=False) == ["False\n"]


class Run:
    """The program that waits in a notebook, with all processes that come from it."""

    def __init__(self, folder):
        self.mark = uuid4().hex
        self.process = subprocess.Popen(
            [sys.executable, interruptible_run.__file__, str(folder)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, MARK: self.mark},
            start_new_session=True,
        )
        self.place = folder / "who.json"
        wait_until(self.place.exists)

    def processes(self):
        """All that were started by the run, found by a variable that they inherit."""
        found = []
        for process in psutil.process_iter():
            try:
                if process.environ().get(MARK) == self.mark:
                    found.append(process)
            except psutil.Error:
                continue
        return [each for each in found if each.status() != psutil.STATUS_ZOMBIE]

    def said(self):
        output, _ = self.process.communicate(timeout=PATIENCE)
        return output.splitlines()


def wait_until(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


@pytest.fixture
def run(tmp_path):
    made = Run(tmp_path)
    yield made
    for process in made.processes():
        process.kill()
    made.process.wait()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_nothing_outlives_a_killed_runner(run, number):
    # Runner, fork server, kernel, its child, two of its pool.
    assert len(run.processes()) >= 6
    run.process.send_signal(number)
    wait_until(lambda: not run.processes())


def test_a_killed_kernel_or_fork_server_is_a_fault_and_the_next_kernel_runs(run):
    for killed in ("kernel", "server"):
        wait_until(run.place.exists)
        who = json.loads(run.place.read_text())
        run.place.unlink()
        os.kill(who[killed], signal.SIGKILL)
    died = "the kernel died while it ran this cell"
    killed = died.replace("died", "was killed (SIGKILL), as it is when memory runs out")
    assert run.said() == [killed, died, "finished"]
    wait_until(lambda: not run.processes())


@pytest.mark.slow
def test_a_hundred_kernels_leave_memory_and_descriptors_as_they_were(tmp_path):
    async def kernels(count):
        for _ in range(count):
            manager = ForkedKernelManager()
            await manager.start_kernel()
            client = manager.client()
            client.start_channels()
            await client.wait_for_ready(timeout=PATIENCE)
            client.stop_channels()
            kernel = psutil.Process(manager.provisioner.pid)
            server = kernel.ppid()
            await manager.shutdown_kernel(now=True)
        return server

    def held(server):
        own = psutil.Process()
        return {
            "descriptors": (own.num_fds(), server.num_fds()),
            "processes": len(own.children(recursive=True)),
            "threads": (own.num_threads(), server.num_threads()),
            "files": sorted(str(path) for path in tmp_path.rglob("*.json")),
        }

    server = psutil.Process(asyncio.run(kernels(5)))
    before = held(server)
    memory = server.memory_info().rss
    asyncio.run(kernels(100))
    assert held(server) == before
    assert before["threads"][1] == 1
    assert server.memory_info().rss - memory < 2 * MEGABYTE

"""Kernels end with whoever needs them, however that ends, and leave nothing."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import interruptible_run
import psutil
import pytest

from egovbench.kernels.forked import ForkedKernelManager

MARK = "EGOVBENCH_TEST_MARK"
PATIENCE = 300.0
MEGABYTE = 1024 * 1024


class Run:
    """The program that waits in a notebook, with all processes that come from it."""

    def __init__(self, folder: Path) -> None:
        self.mark = uuid4().hex
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, interruptible_run.__file__, str(folder)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, MARK: self.mark},
            start_new_session=True,
        )
        wait_until(lambda: (folder / "who.json").exists())
        self.who: dict[str, int] = json.loads((folder / "who.json").read_text())

    def processes(self) -> list[psutil.Process]:
        """All that were started by the run, found by a variable that they inherit."""
        found = []
        for process in psutil.process_iter():
            try:
                if process.environ().get(MARK) == self.mark:
                    found.append(process)
            except psutil.Error:
                continue
        return [each for each in found if each.status() != psutil.STATUS_ZOMBIE]

    def said(self) -> list[str]:
        output, _ = self.process.communicate(timeout=PATIENCE)
        return output.splitlines()


def wait_until(condition: Any) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    made = Run(tmp_path)
    yield made
    for process in made.processes():
        process.kill()
    made.process.wait()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_nothing_outlives_a_killed_runner(run: Run, number: int) -> None:
    # Runner, fork server, kernel, its child, two of its pool.
    assert len(run.processes()) >= 6
    run.process.send_signal(number)
    wait_until(lambda: not run.processes())


@pytest.mark.parametrize("killed", ["kernel", "server"])
def test_a_killed_kernel_or_fork_server_is_a_fault_and_the_next_kernel_runs(
    run: Run, killed: str
) -> None:
    os.kill(run.who[killed], signal.SIGKILL)
    assert run.said() == ["the kernel died while it ran this cell", "finished"]
    wait_until(lambda: not run.processes())


@pytest.mark.slow
@pytest.mark.usefixtures("isolated")
def test_a_hundred_kernels_leave_memory_and_descriptors_as_they_were(tmp_path: Path) -> None:
    async def kernels(count: int) -> int:
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

    def held(server: psutil.Process) -> dict[str, Any]:
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

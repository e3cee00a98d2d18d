"""Where reports are made: in worker processes of this machine, or on a Dask cluster."""

import errno
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from multiprocessing import forkserver
from multiprocessing.connection import wait as wait_for
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from egovbench.base.errors import RunError
from egovbench.kernels.isolation import METHOD, isolated
from egovbench.runs.outcomes import PRELOAD, Assignment, Outcome, State, how_ended

if TYPE_CHECKING:
    from egovbench.runs.worker import Worker

_KERNELS = "egovbench.kernels.preload"
PRELOADED = ["egovbench.runs.lean", _KERNELS, "egovbench.runs.worker", PRELOAD]
"""What worker processes and their kernels have imported before they start, in this order."""

Ended = Generator[tuple[State, Outcome | str], None, None]
"""Tasks that ended, with their outcome, or in words why there is none."""
_worker: "Worker | None" = None
_served: Path | None = None
"""The project whose data the process that workers are forked from has read."""


class Executor(Protocol):
    """Makes reports somewhere."""

    def outcomes(self, assignment: Assignment, tasks: Sequence[State]) -> Ended:
        """Yield tasks as they end, with a text for one whose worker died each time it was tried.

        Closing the iterator ends the workers at once. Raises WriteError when nothing can be
        written, and RunError where no worker can be started.
        """
        ...

    def call(self, work: Callable[[], None]) -> None:
        """Call `work` after the reports were made; it writes the run's own files."""
        work()


def default_jobs() -> int:
    """Return one worker a processor, at least two."""
    return max(2, os.cpu_count() or 2)


@dataclass(frozen=True)
class LocalExecutor(Executor):
    """Makes reports in `jobs` processes of this machine."""

    jobs: int

    def outcomes(self, assignment: Assignment, tasks: Sequence[State]) -> Ended:
        """Yield tasks as they end, as Executor says.

        A worker that dies takes down what the others had begun; all of that is tried once more,
        each report alone, so that only the guilty one fails.
        """
        make = partial(make_here, assignment)
        waiting = deque(tasks)
        _start_server(assignment)
        while waiting:
            suspects: list[State] = []
            jobs = min(self.jobs, len(waiting))
            for task, outcome in _pooled(make, waiting, jobs):
                if isinstance(outcome, str):
                    suspects.append(task)
                else:
                    yield task, outcome
            for suspect in suspects:
                for task, outcome in _pooled(make, deque([suspect]), 1):
                    yield task, f"{outcome}; tried twice" if isinstance(outcome, str) else outcome

    def call(self, work: Callable[[], None]) -> None:
        """Call `work` in a process that has imported what it needs; RunError when that dies."""
        for _, fate in _pooled(_called, deque([work]), 1):
            if fate is not None:
                raise RunError(f"the run's own files are not written: {fate}")


Task = TypeVar("Task")
Made = TypeVar("Made")


def _pooled(
    make: Callable[[Task], Made], waiting: deque[Task], jobs: int
) -> Generator[tuple[Task, Made | str], None, None]:
    """Yield tasks as they end until all have, or until a worker dies.

    Then its task and those begun beside it come with a text, and the rest stays in `waiting`.
    """
    try:
        pool = ProcessPoolExecutor(jobs, multiprocessing.get_context("forkserver"), _begin)
    except (OSError, NotImplementedError) as fault:
        needed = "worker processes need shared memory (/dev/shm) that can be written"
        if getattr(fault, "errno", None) in (errno.EMFILE, errno.ENFILE):
            needed = "worker processes cannot be started"
        raise RunError(f"{needed} ({_reason(fault)})") from None
    workers: set[BaseProcess] = set()
    running: dict[Future[Made], Task] = {}
    lost: list[Task] = []
    try:
        while running or (waiting and not lost):
            while waiting and len(running) < jobs and not lost:
                task = waiting.popleft()
                try:
                    running[pool.submit(make, task)] = task
                except BrokenProcessPool:
                    lost.append(task)
                except (OSError, RuntimeError) as fault:
                    message = f"worker processes cannot be started ({_reason(fault)})"
                    raise RunError(message) from None
                workers.update(multiprocessing.active_children())
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                task = running.pop(future)
                try:
                    yield task, future.result()
                except BrokenProcessPool:
                    lost.append(task)
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in multiprocessing.active_children():
            process.terminate()
        raise
    pool.shutdown()
    for task in lost:
        yield task, f"its worker process {_first_death(workers)}"


def _reason(fault: Exception) -> str:
    place = f"{fault.filename}: " if isinstance(fault, OSError) and fault.filename else ""
    return f"{place}{getattr(fault, 'strerror', None) or fault}"


def _first_death(workers: Iterable[BaseProcess]) -> str:
    """Return how the first worker ended; the pool terminates the others after that."""
    codes = {each.exitcode or 0 for each in workers}
    return how_ended(min(codes - {0, -signal.SIGTERM}, default=None))


def _start_server(assignment: Assignment) -> None:
    """Start the process from which workers are forked, as their kernels are.

    It has one thread; a fork of this process would copy locks and threads of whoever runs the plan.
    """
    global _served
    if _served not in (None, assignment.root):
        forkserver._forkserver._stop()  # type: ignore[attr-defined]  # It knows another project.
    _served = assignment.root
    kernels = METHOD == "forkserver"
    forkserver.set_forkserver_preload(
        [each for each in PRELOADED if kernels or each not in (_KERNELS, PRELOAD)]
    )
    with isolated(assignment.scratch / "server"):
        os.environ.update(assignment.environment)
        forkserver.ensure_running()


def _begin() -> None:
    """Prepare a new process: it ends with the runner."""
    # Ctrl-C reaches the whole group of processes; the runner alone decides what ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_runner, daemon=True).start()


def _end_with_the_runner() -> None:
    runner = multiprocessing.parent_process()
    if runner is not None:
        wait_for([runner.sentinel])
        os._exit(1)


def _called(work: Callable[[], None]) -> None:
    work()


def make_here(assignment: Assignment, task: State) -> Outcome:
    """Make a report in this process, whose worker and exporter are kept for the next."""
    global _worker
    if _worker is None or _worker.assignment != assignment:
        from egovbench.runs.worker import Worker

        _worker = Worker(assignment)
    return _worker.make(task)

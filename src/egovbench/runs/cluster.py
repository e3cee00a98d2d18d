"""Makes reports on the workers of a Dask cluster.

All of them must see the project and the run's folder under the same paths, on one file system. The
runner's lock does not reach them: after a killed runner the scheduler drops its reports, and one
that a worker had begun may still end, in whole files.
"""

import multiprocessing
import tempfile
import threading
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from socket import gethostname

from egovbench.base.errors import RunError
from egovbench.runs.executors import Ended, Executor, make_here
from egovbench.runs.keys import code_digest, versions
from egovbench.runs.outcomes import Assignment, Outcome, State

_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class DaskExecutor(Executor):
    """Makes reports on the workers of the scheduler at an address.

    `seconds` is how long it may take to reach the scheduler.
    """

    scheduler: str
    seconds: int = 30

    def outcomes(self, assignment: Assignment, tasks: Sequence[State]) -> Ended:
        """Yield tasks as they end, as Executor says.

        A lost worker's reports are given to others by the scheduler; a report that loses more
        workers than its setting `distributed.scheduler.allowed-failures` comes with a text. Raises
        RunError without the package, the scheduler, or the same program on the workers.
        """
        try:
            from distributed import Client, KilledWorker
        except ImportError:
            raise RunError("Dask is not installed: pip install 'egovbench[dask]'") from None
        try:
            client = Client(self.scheduler, timeout=self.seconds, set_as_default=False)
        except (OSError, ValueError) as fault:
            reason = " ".join(str(fault).split())
            raise RunError(f"no Dask scheduler at {self.scheduler} ({reason})") from None
        with client, client.get_executor(pure=False) as pool:
            running: dict[Future[Outcome], State] = {
                pool.submit(_make, assignment, task): task for task in tasks
            }
            try:
                while running:
                    for future in wait(running, return_when=FIRST_COMPLETED).done:
                        task = running.pop(future)
                        try:
                            yield task, future.result()
                        except KilledWorker:
                            yield task, "its worker processes died"
            finally:
                for future in running:
                    future.cancel()


def _make(assignment: Assignment, task: State) -> Outcome:
    """Make a report in a worker's process, one at a time: notebooks share its environment."""
    with _one_at_a_time:
        _check_program(task)
        # Dask starts its workers as daemons, which may not start processes, kernels among them.
        multiprocessing.current_process().daemon = False
        # The runner's own folder may be on another machine.
        return make_here(replace(assignment, scratch=Path(_scratch().name)), task)


@cache
def _scratch() -> "tempfile.TemporaryDirectory[str]":
    return tempfile.TemporaryDirectory(prefix="egovbench-")


def _check_program(task: State) -> None:
    """Raise RunError unless this process has the program that the runner has."""
    if _program() != (task.basis.code, task.basis.versions):
        raise RunError(
            f"the Dask worker on {gethostname()} has another version of this program or of its "
            "packages than the runner; install the same"
        )


@cache
def _program() -> tuple[str, dict[str, str]]:
    return code_digest(), versions()

"""Work that several reports share, done once a run in the process that kernels are forked from."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import fields
from pathlib import Path
from threading import Thread
from typing import Any, Protocol

from egovbench.batch.plan import Report
from egovbench.parameters import Parameters

_TARGET = "egovbench.benchmark.load:load_benchmark"
_ARGUMENTS = tuple(each.name for each in fields(Parameters) if each.name != "output_dir")


class Warm(Protocol):
    """A process that kernels are forked from."""

    def prepare(self, target: str, arguments: Mapping[str, Any]) -> bool:
        """Call a function `module:name` there and keep its result; tell whether it succeeded."""
        ...


WarmKernels = Callable[[Path], AbstractContextManager[Warm]]
"""Starts a warm process with a folder for its files, and ends it with the context."""


def shared_arguments(reports: Iterable[Report]) -> list[dict[str, Any]]:
    """Return the parameters of each benchmark that two reports or more load, in their order."""
    sets: dict[str, dict[str, Any]] = {}
    count: Counter[str] = Counter()
    for report in reports:
        if all(name in report.parameters for name in _ARGUMENTS):
            arguments = {name: report.parameters[name] for name in _ARGUMENTS}
            sets.setdefault(repr(arguments), arguments)
            count[repr(arguments)] += 1
    return [arguments for key, arguments in sets.items() if count[key] > 1]


@contextmanager
def shared_work(
    warm: WarmKernels | None, reports: Iterable[Report], scratch: Path
) -> Iterator[None]:
    """Let a warm process load what the reports share while their workers start.

    Without `warm` nothing is shared: each notebook does its own work.
    """
    if warm is None:
        yield
        return
    arguments = shared_arguments(reports)
    with warm(scratch) as process:

        def prepare() -> None:
            for each in arguments:
                process.prepare(_TARGET, each)

        Thread(target=prepare, daemon=True).start()
        yield

"""Work that the reports of a run share, done once in the process that their kernels fork from."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from threading import Thread
from typing import Any

from egovbench.base.parameters import Parameters
from egovbench.kernels.warm_parent import PRELOAD, WarmParent, warm_kernels
from egovbench.runs.imports import own_imports
from egovbench.runs.outcome import Assignment, Task

_BENCHMARK = "egovbench.comparison:load_benchmark"
_NOT_SHARED = "output_dir"


@contextmanager
def warmed(assignment: Assignment, tasks: Sequence[Task]) -> Iterator[None]:
    """Keep a warm process for the run while the context lasts, unless its kernels start anew.

    It imports what the notebooks import, and makes each benchmark that several reports need.
    """
    if assignment.kernel != "warm":
        yield
        return
    modules = own_imports({task.report.notebook for task in tasks})
    with warm_kernels(assignment.scratch, (*PRELOAD, *modules)) as parent:
        # Workers start meanwhile; the first kernels wait for the end of it.
        Thread(target=_prepare, args=(parent, shared_benchmarks(tasks)), daemon=True).start()
        yield


def shared_benchmarks(tasks: Sequence[Task]) -> list[dict[str, Any]]:
    """Return the parameters of each benchmark that at least two reports are made from."""
    names = {each.name for each in fields(Parameters)} - {_NOT_SHARED}
    wanted = Counter(
        json.dumps({name: task.report.parameters[name] for name in sorted(names)})
        for task in tasks
        if names <= task.report.parameters.keys()
    )
    return [json.loads(values) for values, n_reports in wanted.items() if n_reports > 1]


def _prepare(parent: WarmParent, benchmarks: Sequence[dict[str, Any]]) -> None:
    for parameters in benchmarks:
        parent.prepare(_BENCHMARK, parameters)

"""Work that the reports of a run share, done once in the process that their kernels fork from."""

import ast
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from threading import Thread
from typing import Any

from egovbench.batch.outcome import Assignment, Task
from egovbench.kernels.warm_parent import PRELOAD, WarmParent, warm_kernels
from egovbench.parameters import Parameters

_BENCHMARK = "egovbench.benchmark.load:load_benchmark"
_NOT_SHARED = "output_dir"


@contextmanager
def warmed(assignment: Assignment, tasks: Sequence[Task]) -> Iterator[None]:
    """Keep a warm process for the run while the context lasts, unless its kernels start anew.

    It imports what the notebooks import, and makes each benchmark that several reports need.
    """
    if assignment.kernel != "warm":
        yield
        return
    modules = imported_modules(sorted({task.report.notebook for task in tasks}))
    with warm_kernels(assignment.scratch, (*PRELOAD, *modules)) as parent:
        # Workers start meanwhile; the first kernels wait for the end of it.
        Thread(target=_prepare, args=(parent, shared_benchmarks(tasks)), daemon=True).start()
        yield


def imported_modules(notebooks: Sequence[Path]) -> tuple[str, ...]:
    """Return the modules that the notebooks' cells import, each once; none for unreadable cells."""
    found: dict[str, None] = {}
    for notebook in notebooks:
        for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                found |= dict.fromkeys(_imported("".join(cell["source"])))
    return tuple(found)


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


def _imported(source: str) -> Iterator[str]:
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            # What is imported from a package may be a module of it; if not, nothing comes of it.
            yield from (f"{node.module}.{alias.name}" for alias in node.names)

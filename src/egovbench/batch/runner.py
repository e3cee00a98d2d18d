"""Carries out a plan in worker processes and leaves a folder that is a site."""

import multiprocessing
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from egovbench.batch import manifest
from egovbench.batch.imports import own_imports
from egovbench.batch.index_page import write_index
from egovbench.batch.outcome import Assignment, Outcome
from egovbench.batch.plan import Plan, Report
from egovbench.batch.wording import made_on, run_facts, run_title
from egovbench.kernels.warm_parent import PRELOAD, warm_kernels

if TYPE_CHECKING:
    from egovbench.batch.worker import Worker

_worker: "Worker | None" = None


@dataclass(frozen=True)
class Run:
    """A run that has ended: its outcomes in the plan's order, and the address of its index."""

    outcomes: tuple[Outcome, ...]
    index: Path

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """The reports that have no page."""
        return tuple(outcome for outcome in self.outcomes if outcome.failed)


def default_jobs() -> int:
    """Return one worker a processor, at least two."""
    return max(2, os.cpu_count() or 2)


def run_plan(
    plan: Plan,
    *,
    root: Path,
    data: Path,
    names: Mapping[str, str],
    jobs: int,
    on_outcome: Callable[[Outcome], None],
) -> Run:
    """Execute all reports of `plan`, export them, and write index and manifest.

    `root` is the kernels' working directory, `data` the folder whose files are hashed as inputs,
    `names` country names by ISO3 code. `on_outcome` is called as each report ends. A report that
    fails does not stop the others. Files of an earlier run in the same folder are replaced one by
    one; those that its manifest lists and this run did not make are removed.
    """
    started = datetime.now(UTC)
    earlier = manifest.listed_files(plan.folder)
    tables = manifest.tables(plan.folder)
    origin = manifest.Origin.now(root, data)
    made_at = made_on(started)
    facts = run_facts(plan, names, origin)
    with tempfile.TemporaryDirectory(prefix="egovbench-") as scratch:
        assignment = Assignment(
            folder=plan.folder,
            root=root,
            scratch=Path(scratch),
            cell_timeout=plan.cell_timeout,
            site=run_title(plan.parameters, names),
            made=made_at,
            facts=facts,
            pages=frozenset({"index.html", *(f"{report.name}.html" for report in plan.reports)}),
        )
        by_name: dict[str, Outcome] = {}
        modules = own_imports({report.notebook for report in plan.reports})
        with warm_kernels(Path(scratch), (*PRELOAD, *modules)):
            for outcome in _outcomes(plan.reports, assignment, min(jobs, len(plan.reports))):
                by_name[outcome.name] = outcome
                on_outcome(outcome)
    outcomes = tuple(by_name[report.name] for report in plan.reports)
    written = manifest.changed_tables(plan.folder, tables)
    index = write_index(plan, outcomes, written, site=assignment.site, made=made_at, facts=facts)
    made = [index, *written, *manifest.report_files(plan.folder, outcomes)]
    manifest.remove_stale(plan.folder, earlier, made)
    manifest.write(plan, outcomes, made, origin, started, datetime.now(UTC))
    return Run(outcomes, index)


def _outcomes(reports: Sequence[Report], assignment: Assignment, jobs: int) -> Iterator[Outcome]:
    """Yield outcomes as they come; when a worker dies, go on with the reports it took along."""
    left = {report.name: report for report in reports}
    for report, outcome in _attempts(list(left.values()), assignment, jobs):
        if outcome is not None:
            del left[report.name]
            yield outcome
    # A dead worker breaks its whole pool. One by one, each in a process of its own, only the
    # guilty report fails.
    for report in left.values():
        for _, outcome in _attempts([report], assignment, 1):
            yield outcome or Outcome(
                report.name, report.label, (), None, "its worker process died, twice", 0.0
            )


def _attempts(
    reports: Sequence[Report], assignment: Assignment, jobs: int
) -> Iterator[tuple[Report, Outcome | None]]:
    """Yield each report with its outcome, or None where its worker died under it."""
    # Spawned, not forked: a fork would copy locks and threads of whoever runs the plan.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(max_workers=jobs, mp_context=context)
    try:
        futures: dict[Future[Outcome], Report] = {
            pool.submit(_make, assignment, report): report for report in reports
        }
        for future in as_completed(futures):
            report = futures[future]
            try:
                yield report, future.result()
            except BrokenProcessPool:
                yield report, None
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in multiprocessing.active_children():
            process.terminate()
        raise
    pool.shutdown()


def _make(assignment: Assignment, report: Report) -> Outcome:
    """Make a report in this process, whose worker and exporter stay warm for the next."""
    global _worker
    if _worker is None:
        # jsonschema tries this package for a check that no notebook needs; its grammar costs a
        # second of every worker's start. A None makes the import fail, which is provided for.
        sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
        # Heavy, and of use in workers only: the command line starts without it.
        from egovbench.batch.worker import Worker

        _worker = Worker(assignment)
    return _worker.make(report)

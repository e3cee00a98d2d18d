"""Carries out a plan: makes the reports that are not up to date, then the run's own files."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from egovbench.base.countries import Country
from egovbench.base.errors import WriteError
from egovbench.base.files import remove_unfinished
from egovbench.language import speaking
from egovbench.runs.executors import Executor
from egovbench.runs.lock import Holder, run_lock
from egovbench.runs.origin import Origin
from egovbench.runs.outcome import Assignment, Outcome, Task
from egovbench.runs.plan import Plan
from egovbench.runs.progress import Progress
from egovbench.runs.project import Project
from egovbench.runs.records import write_record
from egovbench.runs.saved_plan import write_plan
from egovbench.runs.shards import Shard
from egovbench.runs.states import State, Status, bases_of, pages_of, states_of
from egovbench.site.assembly import INDEX, assemble, is_assembled
from egovbench.site.wording import Facts, page_facts

_SCRATCH = "egovbench-"


@dataclass(frozen=True)
class Choice:
    """Which reports of a plan to make.

    Attributes:
        force: also those that are up to date.
        retry: also those that failed with the same key.
        fail_fast: none after the first failure.
        shard: only those of this part; the run's own files are left to a run without it.
        copies: address that executed notebooks are also written to; None for none.
    """

    force: bool = False
    retry: bool = False
    fail_fast: bool = False
    shard: Shard | None = None
    copies: str | None = None


@dataclass(frozen=True)
class Run:
    """How a run stands after it was carried out: its states in the plan's order, and what ended.

    `index` is the address of the index; None for a shard, which makes none.
    """

    states: tuple[State, ...]
    made: tuple[Outcome, ...]
    index: Path | None

    @property
    def failed(self) -> tuple[State, ...]:
        """The reports that failed, now or earlier with the same key."""
        return tuple(state for state in self.states if state.status is Status.FAILED)


def run_plan(
    plan: Plan,
    *,
    project: Project,
    executor: Executor,
    choice: Choice = Choice(),
    progress: Progress,
) -> Run:
    """Make what is not up to date, and write the run's own files.

    A report that fails does not stop the others unless that is the choice. Killed at any point,
    the same call continues where it stopped. Raises RunError when another run holds the folder, and
    WriteError when nothing can be written there.
    """
    bases = bases_of(plan, root=project.root, data=project.data)
    states = _part(states_of(plan, bases), choice)
    if not _chosen(states, choice) and (choice.shard or is_assembled(plan, states)):
        progress.start(0, len(states))
        return Run(tuple(states), (), None if choice.shard else plan.folder / INDEX)
    try:
        with (
            tempfile.TemporaryDirectory(prefix=_SCRATCH) as scratch,
            run_lock(plan.folder, choice.shard, Path(scratch)) as lock,
        ):
            _clean_up(plan.folder, lock.before, choice)
            write_plan(plan, project.root)
            # Another run may have ended while this one waited.
            states = _part(states_of(plan, bases), choice)
            origin = Origin.now(project.root, project.data)
            assignment = _assignment(plan, project, Path(scratch), origin, choice)
            tasks = _tasks(_chosen(states, choice), project)
            progress.start(len(tasks), len(states) - len(tasks))
            made = []
            with closing(executor.outcomes(assignment, tasks, lock)) as ended:
                for outcome in _outcomes(ended, assignment):
                    made.append(outcome)
                    progress.ended(outcome)
                    if outcome.failed and choice.fail_fast:
                        break
            states = _part(states_of(plan, bases), choice)
            if choice.shard is None:
                with speaking(plan.language):
                    assemble(plan, states, project, origin)
    except OSError as fault:
        place = fault.filename or plan.folder
        raise WriteError(f"{place}: cannot be written ({fault.strerror or fault})") from None
    return Run(tuple(states), tuple(made), None if choice.shard else plan.folder / INDEX)


def _part(states: list[State], choice: Choice) -> list[State]:
    return choice.shard.part(states) if choice.shard else states


def _chosen(states: Sequence[State], choice: Choice) -> list[State]:
    wanted = {Status.STALE, Status.MISSING}
    wanted |= {Status.FAILED} if choice.retry or choice.force else set()
    wanted |= {Status.UP_TO_DATE} if choice.force else set()
    return [state for state in states if state.status in wanted]


def _tasks(states: Sequence[State], project: Project) -> list[Task]:
    return [Task(state.report, state.basis, _facts(state, project.countries)) for state in states]


def _facts(state: State, countries: Mapping[str, Country]) -> Facts:
    with speaking(state.report.language):
        return page_facts(state.report, state.basis, countries)


def _assignment(
    plan: Plan, project: Project, scratch: Path, origin: Origin, choice: Choice
) -> Assignment:
    return Assignment(
        folder=plan.folder,
        root=project.root,
        scratch=scratch,
        cell_timeout=plan.cell_timeout,
        site=plan.title or plan.run,
        pages=pages_of(plan),
        commit=origin.git,
        copies=choice.copies,
    )


def _outcomes(
    ended: Iterator[tuple[Task, Outcome | None]], assignment: Assignment
) -> Iterator[Outcome]:
    """Yield outcomes; that of a report whose worker died is recorded here."""
    for task, outcome in ended:
        if outcome is None:
            name = task.report.name
            error = "its worker process died, twice"
            outcome = Outcome(name, task.report.label, (), None, error, 0.0)
            (assignment.folder / f"{name}.html").unlink(missing_ok=True)
            write_record(assignment.folder, outcome, task.basis, commit=assignment.commit, pages={})
        yield outcome


def _clean_up(folder: Path, before: Holder | None, choice: Choice) -> None:
    """Remove what a killed run left: its scratch folder, and files that it had begun."""
    if before is not None and before.is_gone:
        scratch = Path(before.scratch)
        if scratch.name.startswith(_SCRATCH) and scratch.parent == Path(tempfile.gettempdir()):
            shutil.rmtree(scratch, ignore_errors=True)
    # Other shards write here; what they leave goes with the run that puts all together.
    if choice.shard is None:
        remove_unfinished(folder)

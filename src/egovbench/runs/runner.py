"""Carries out a plan: makes the reports that are not up to date, then the run's own files."""

from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from egovbench.base.errors import EgovbenchError, WriteError
from egovbench.base.files import checked_folder, remove_unfinished
from egovbench.runs.executors import Executor
from egovbench.runs.keys import git_state
from egovbench.runs.lock import run_lock
from egovbench.runs.manifest import is_written, write_manifest
from egovbench.runs.outcomes import (
    Assignment,
    Outcome,
    State,
    Status,
    add_outcome,
    bases_of,
    continue_journal,
    outcome_now,
    pages_of,
    states_of,
)
from egovbench.runs.plan import Plan, ways_of, write_plan
from egovbench.runs.progress import Progress
from egovbench.runs.project import Project
from egovbench.site import INDEX


@dataclass(frozen=True)
class Run:
    """How a run stands after it was carried out.

    Attributes:
        states: its reports' states, in the plan's order.
        made: the outcomes of the reports that were made now, as they ended.
        index: address of the index.
    """

    states: tuple[State, ...]
    made: tuple[Outcome, ...]
    index: Path

    @property
    def failed(self) -> tuple[State, ...]:
        """The reports that failed, now or earlier with the same key."""
        return tuple(state for state in self.states if state.status is Status.FAILED)


def run_plan(
    plan: Plan,
    *,
    project: Project,
    executor: Executor,
    progress: Progress,
    force: bool = False,
    retry: bool = False,
    fail_fast: bool = False,
) -> Run:
    """Make what is not up to date, and write the run's own files.

    `force` makes what is up to date as well, `retry` what failed with the same key. A report that
    fails does not stop the others unless `fail_fast`. Killed at any point, the same call continues
    where it stopped. Raises RunError when another run holds the folder, and WriteError when nothing
    can be written there.
    """
    wanted = {Status.STALE, Status.MISSING}
    wanted |= {Status.FAILED} if retry or force else set()
    wanted |= {Status.UP_TO_DATE} if force else set()
    index = plan.folder / INDEX
    bases = bases_of(plan, root=project.root, data=project.data)
    states = states_of(plan, bases)
    if not any(state.status in wanted for state in states) and is_written(plan, states):
        progress.start(0, len(states))
        return Run(tuple(states), (), index)
    made = []
    with run_lock(plan.folder) as lock:
        try:
            remove_unfinished(plan.folder)
            write_plan(plan)
            continue_journal(plan.folder)
            # Another run may have ended while this one waited.
            states = states_of(plan, bases)
            assignment = Assignment(
                folder=plan.folder,
                root=project.root,
                scratch=lock.scratch,
                cell_timeout=plan.cell_timeout,
                pictures=plan.pictures,
                site=plan.title or plan.run,
                pages=pages_of(plan),
                ways=ways_of(plan),
                git=git_state(project.root),
            )
            tasks = [state for state in states if state.status in wanted]
            progress.start(len(tasks), len(states) - len(tasks))
            with closing(executor.outcomes(assignment, tasks)) as ended:
                for task, found in ended:
                    if isinstance(found, str):
                        found = _without_page(assignment, task, found)
                    add_outcome(plan.folder, found)
                    made.append(found)
                    progress.ended(found)
                    if found.failed and fail_fast:
                        break
            lock.check()
            checked_folder(plan.folder)
            states = states_of(plan, bases)
            write = partial(write_manifest, plan, states, project, assignment.git)
            executor.call(write) if tasks else write()
        except EgovbenchError:
            lock.check()  # Where the folder is gone, that is why.
            raise
        except OSError as fault:
            lock.check()
            place = fault.filename or plan.folder
            raise WriteError(f"{place}: cannot be written ({fault.strerror or fault})") from None
    return Run(tuple(states), tuple(made), index)


def _without_page(assignment: Assignment, task: State, error: str) -> Outcome:
    (assignment.folder / f"{task.report.name}.html").unlink(missing_ok=True)
    return outcome_now(assignment, task, title=task.report.label, error=error)

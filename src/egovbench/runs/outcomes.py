"""How reports ended, and whether what they left still holds.

While a run goes, each outcome is a line of outcomes.jsonl, added once all files of its report are
in place; at the end of the run all stand in manifest.json instead. After a run that was killed both
are read; a last line that was cut off is none. What an outcome says is believed only as far as the
report's files agree.
"""

import json
import os
import shutil
import signal
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from egovbench.base.errors import InputError, ParameterError, WriteError
from egovbench.base.files import read_content, read_utf8, write_bytes
from egovbench.base.json_text import parse_json
from egovbench.base.mime import PICTURES, RUN
from egovbench.base.paths import PROJECT
from egovbench.runs.keys import Basis, Present, differences, file_digest
from egovbench.runs.naming import check_name, is_own_path
from egovbench.runs.plan import MOST_BYTES, Plan, ways_of
from egovbench.runs.reports import Report
from egovbench.site import INDEX, MANIFEST, METHOD
from egovbench.site.labels import Ways, fault_in_words

JOURNAL = "outcomes.jsonl"
FORMAT = 2
"""Of the manifest; one of another format holds no outcomes that could be read."""
ROOMS = ("tables", "figures")
"""Folders in which each report has one of its own, with files that its page does not hold."""


PRELOAD = "egovbench.runs.preload"
"""What the process that kernels are forked from imports for this project's notebooks."""


@dataclass(frozen=True)
class Assignment:
    """What a worker needs for every report of a run.

    Attributes:
        folder: the run's folder.
        root: working directory of the kernels; relative output folders start here.
        scratch: folder for what Jupyter and IPython write at run time; removed after the run.
        cell_timeout: seconds that one cell may take.
        pictures: whether figures are also written as files.
        site: title of the run.
        pages: file names of the run's pages.
        ways: where the page of each report leads, by its name.
        git: the checkout's commit and whether files differ from it; None without one.
    """

    folder: Path
    root: Path
    scratch: Path
    cell_timeout: int
    pictures: bool
    site: str
    pages: frozenset[str]
    ways: Mapping[str, Ways]
    git: Mapping[str, Any] | None

    @property
    def environment(self) -> dict[str, str]:
        """What notebooks of the run find in their environment."""
        pictures = {PICTURES: "1"} if self.pictures else {}
        return {RUN: "1", PROJECT: str(self.root), **pictures}


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How one report ended, from what it was made, and its files.

    Attributes:
        name: the report's name.
        title: its page's title; the plan's label where there is no page.
        findings: what it found, in order; the first is its headline.
        summary: key facts for the index, as in reports/summary.py; None without any.
        cell: number of the failed cell in the notebook, from 1; None where no cell failed.
        error: what went wrong, on one line; None for a finished report.
        seconds: wall time of execution and export.
        key: the key of what it was made from.
        basis: that itself, as in keys.Basis.
        made: when it ended, in ISO 8601.
        git: the checkout's commit, and whether files differed from it; None without one.
        files: SHA-256 of its files, by path in the run's folder.
        pages: the pages its notebook names, and whether the run had them, so that links to them
            were kept.
    """

    name: str
    title: str
    findings: tuple[str, ...] = ()
    summary: Mapping[str, Any] | None = None
    cell: int | None = None
    error: str | None = None
    seconds: float = 0.0
    key: str
    basis: Mapping[str, Any]
    made: str
    git: Mapping[str, Any] | None
    files: Mapping[str, str]
    pages: Mapping[str, bool] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        """Whether the report has no page."""
        return self.error is not None

    @property
    def fault(self) -> str:
        """The error with its cell ("cell 4: ValueError: ...")."""
        return fault_in_words(self.cell, self.error or "")


def outcome_now(assignment: Assignment, task: "State", **ending: Any) -> Outcome:
    """Return the outcome of a report that has just ended, whose files are all in place.

    `ending` holds the other attributes of an Outcome.
    """
    folder, name = assignment.folder, task.report.name
    return Outcome(
        name=name,
        key=task.basis.key,
        basis=dict(vars(task.basis)),
        made=datetime.now(UTC).isoformat(timespec="seconds"),
        git=assignment.git,
        files={path: file_digest(folder / path) for path in files_of_report(folder, name)},
        **ending,
    )


def continue_journal(folder: Path) -> None:
    """Write what the last run left of its journal anew: its file may have a name elsewhere too."""
    journal = folder / JOURNAL
    if journal.exists():
        write_bytes(journal, journal.read_bytes())


def add_outcome(folder: Path, outcome: Outcome) -> None:
    """Add an outcome to the run's journal; only the run that holds the folder may."""
    journal = folder / JOURNAL
    try:
        with open(journal, "a", encoding="utf-8", opener=_opened_itself) as stream:
            # It begins a line: one that a killed run was writing ends without a break.
            stream.write("\n" + json.dumps(vars(outcome), ensure_ascii=False))
    except OSError as fault:
        raise WriteError(f"{journal}: cannot be written ({fault.strerror})") from None


def _opened_itself(path: str, flags: int) -> int:
    """Open a file, but not what a link in its place leads to."""
    return os.open(path, flags | os.O_NOFOLLOW, 0o666)


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return what manifest.json says, whatever version wrote it; empty where there is none."""
    try:
        content = parse_json(read_utf8(folder / MANIFEST, MOST_BYTES))
    except (InputError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def read_outcomes(folder: Path) -> dict[str, Outcome]:
    """Return the outcomes of the run in `folder` by report; what is not one of ours is left out."""
    found = read_manifest(folder).get("reports")
    entries = [*(found if isinstance(found, list) else ()), *_journal(folder)]
    outcomes = [outcome for entry in entries if (outcome := _outcome(entry)) is not None]
    return {outcome.name: outcome for outcome in outcomes}


def _journal(folder: Path) -> Iterator[Any]:
    try:
        lines = read_content(folder / JOURNAL, MOST_BYTES).splitlines()
    except InputError:
        return
    for line in lines:
        try:
            yield parse_json(line)
        except ValueError:
            continue  # Cut off by the end of its writer.


def _outcome(entry: Any) -> Outcome | None:
    """Return the outcome that an entry of manifest or journal holds; None for anything else."""
    try:
        values = {each.name: entry[each.name] for each in fields(Outcome)}
        outcome = Outcome(**{**values, "findings": tuple(values["findings"])})
        check_name("reports", outcome.name)
        return outcome if _is_sound(outcome) else None
    except (KeyError, TypeError, AttributeError, ValueError, ParameterError):
        return None


def _is_sound(outcome: Outcome) -> bool:
    """Whether parts have the types that others rely on; a foreign file may hold anything."""
    texts = [outcome.key, outcome.title, *outcome.findings, *outcome.pages]
    texts += [*outcome.files, *outcome.files.values()]
    return (
        all(isinstance(text, str) for text in texts)
        and all(map(is_own_path, outcome.files))
        and isinstance(outcome.pages, dict)
        and isinstance(outcome.basis, dict)
        and isinstance(outcome.seconds, int | float)
        and isinstance(outcome.error, str | None)
        and isinstance(outcome.cell, int | None)
        and isinstance(outcome.summary, dict | None)
        and isinstance(outcome.git, dict | None)
        and datetime.fromisoformat(outcome.made).tzinfo is not None
    )


class Status(StrEnum):
    """How a report stands."""

    UP_TO_DATE = "up to date"
    STALE = "stale"
    FAILED = "failed"
    MISSING = "missing"


@dataclass(frozen=True)
class State:
    """How a report stands: what it would be made from now, how it ended, and why it is stale."""

    report: Report
    basis: Basis
    status: Status
    reasons: tuple[str, ...]
    outcome: Outcome | None


def bases_of(plan: Plan, *, root: Path, data: Path) -> dict[str, Basis]:
    """Return what each report of the plan would be made from now, by its name."""
    present, ways = Present(data, root), ways_of(plan)
    return {
        report.name: present.basis(
            report.notebook,
            report.parameters,
            {
                "run": plan.title,
                "label": report.label,
                "pictures": str(plan.pictures),
                "links": json.dumps(ways[report.name]),
            },
            report.compared,
            report.language,
        )
        for report in plan.reports
    }


def states_of(plan: Plan, bases: Mapping[str, Basis]) -> list[State]:
    """Return how each report of the plan stands, in its order."""
    outcomes, pages = read_outcomes(plan.folder), pages_of(plan)
    return [
        _state(plan.folder, report, bases[report.name], pages, outcomes.get(report.name))
        for report in plan.reports
    ]


def pages_of(plan: Plan) -> frozenset[str]:
    """Return the file names of the run's pages."""
    return frozenset({INDEX, METHOD, *(f"{report.name}.html" for report in plan.reports)})


def _state(
    folder: Path, report: Report, basis: Basis, pages: frozenset[str], outcome: Outcome | None
) -> State:
    if outcome is None:
        return State(report, basis, Status.MISSING, (), None)
    reasons = _reasons(folder, outcome, basis, pages)
    if reasons:
        return State(report, basis, Status.STALE, reasons, outcome)
    status = Status.FAILED if outcome.failed else Status.UP_TO_DATE
    return State(report, basis, status, (), outcome)


def _reasons(
    folder: Path, outcome: Outcome, basis: Basis, pages: frozenset[str]
) -> tuple[str, ...]:
    if (outcome.key, outcome.basis) != (basis.key, vars(basis)):
        return differences(outcome.basis, basis) or ("the outcome is of another key",)
    for page, had in outcome.pages.items():
        if had != (page in pages):
            return (f"the run has {page} now" if not had else f"the run has no {page} any more",)
    changed = changed_file(folder, outcome.files)
    return (f"{changed} was changed or removed",) if changed is not None else ()


def changed_file(folder: Path, files: Mapping[str, str]) -> str | None:
    """Return the first of `files`, digests by path, that is not as it was; None where all are."""
    for name, digest in files.items():
        try:
            if not is_own_path(name) or file_digest(folder / name) != digest:
                return name
        except (OSError, InputError):
            return name
    return None


def files_of_report(folder: Path, name: str) -> list[str]:
    """Return the paths of a report's files that are there, sorted.

    They are its page, its notebook, its tables and its figures.
    """
    found = [folder / f"{name}.html", folder / "notebooks" / f"{name}.ipynb"]
    found += [path for room in ROOMS for path in (folder / room / name).rglob("*")]
    within = (path.relative_to(folder) for path in found if path.is_file())
    return sorted(
        path.as_posix() for path in within if not any(part.startswith(".") for part in path.parts)
    )


def remove_files(folder: Path, files: Mapping[Any, Any]) -> None:
    """Remove those of `files`, digests by path, that are still as a run of `folder` wrote them.

    A foreign record may name anything: what is not a page of the run, or in a folder that runs
    write to, stays, and so does what somebody has changed.
    """
    for name, digest in files.items():
        if changed_file(folder, {name: digest}) is not None:
            continue
        place = Path(name).parts
        if not name.startswith(".") and (len(place) == 1 or place[0] in (*ROOMS, "notebooks")):
            (folder / name).unlink()
            with suppress(OSError):  # It holds other files.
                (folder / name).parent.rmdir()


def clear_rooms(folder: Path, name: str) -> None:
    """Remove tables and figures of a report: none stays which the next run does not write."""
    for room in ROOMS:
        place = folder / room / name
        if place.is_symlink():
            place.unlink()
        elif place.exists():
            shutil.rmtree(place)


def how_ended(code: int | None) -> str:
    """Return how a process that nobody here ended has done so, by its exit code.

    >>> how_ended(-9)
    'was killed (SIGKILL), as it is when memory runs out'
    >>> how_ended(3)
    'ended by itself with exit code 3'
    """
    if code is None:
        return "died"
    if code >= 0:
        return f"ended by itself with exit code {code}"
    name = next((each.name for each in signal.Signals if each == -code), f"signal {-code}")
    reason = ", as it is when memory runs out" if -code == signal.SIGKILL else ""
    return f"was killed ({name}){reason}"

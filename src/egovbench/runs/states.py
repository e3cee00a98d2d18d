"""Which reports of a plan are up to date, and what is the matter with the others."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from egovbench.runs.inputs import Inputs
from egovbench.runs.keys import Basis, Present, differences
from egovbench.runs.plan import Plan, Report
from egovbench.runs.records import Record, changed_file, read_record


class Status(StrEnum):
    """How a report stands."""

    UP_TO_DATE = "up to date"
    STALE = "stale"
    FAILED = "failed"
    MISSING = "missing"


@dataclass(frozen=True)
class State:
    """How a report stands: what it would be made from now, its record, and why it is stale."""

    report: Report
    basis: Basis
    status: Status
    reasons: tuple[str, ...]
    record: Record | None


def bases_of(plan: Plan, *, root: Path, data: Path) -> dict[str, Basis]:
    """Return what each report of the plan would be made from now, by its name."""
    present = Present()
    inputs = Inputs(data, root)
    return {
        report.name: present.basis(
            report.notebook,
            report.parameters,
            {"run": plan.title, "label": report.label},
            inputs.of(report.compared, report.parameters),
            report.language,
        )
        for report in plan.reports
    }


def states_of(plan: Plan, bases: Mapping[str, Basis]) -> list[State]:
    """Return how each report of the plan stands, in its order."""
    pages = pages_of(plan)
    return [_state(plan.folder, report, bases[report.name], pages) for report in plan.reports]


def pages_of(plan: Plan) -> frozenset[str]:
    """Return the file names of the run's pages."""
    return frozenset({"index.html", *(f"{report.name}.html" for report in plan.reports)})


def _state(folder: Path, report: Report, basis: Basis, pages: frozenset[str]) -> State:
    record = read_record(folder, report.name)
    if record is None:
        return State(report, basis, Status.MISSING, (), None)
    reasons = _reasons(folder, record, basis, pages)
    if reasons:
        return State(report, basis, Status.STALE, reasons, record)
    status = Status.FAILED if record.outcome.failed else Status.UP_TO_DATE
    return State(report, basis, status, (), record)


def _reasons(folder: Path, record: Record, basis: Basis, pages: frozenset[str]) -> tuple[str, ...]:
    if record.key != basis.key:
        return differences(record.basis, basis) or ("the record is of another key",)
    for page, had in record.pages.items():
        if had != (page in pages):
            return (f"the run has {page} now" if not had else f"the run has no {page} any more",)
    changed = changed_file(folder, record)
    return (f"{changed} was changed or removed",) if changed else ()

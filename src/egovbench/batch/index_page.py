"""The index of a run: its reports with a finding each, its tables, its method."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from egovbench.batch.outcome import Outcome
from egovbench.batch.plan import Plan
from egovbench.batch.wording import method_notes
from egovbench.ingest.tables import write_text
from egovbench.language import say
from egovbench.report.pages import render_page


@dataclass(frozen=True)
class Card:
    """A report on the index; `href` is empty for a failed one, `error` for a finished one."""

    label: str
    href: str
    finding: str
    error: str
    notebook: str


@dataclass(frozen=True)
class _Table:
    name: str
    href: str
    size: str


def write_index(
    plan: Plan,
    outcomes: Sequence[Outcome],
    tables: Sequence[Path],
    *,
    site: str,
    made: str,
    facts: Sequence[tuple[str, str]],
) -> Path:
    """Write index.html into the run's folder, whole or not at all, and return its path.

    `outcomes` are in the plan's order, `tables` lie in the folder. Failed reports are listed with
    their error and, where there is one, the notebook up to it.
    """
    cards = [
        (report.group, _card(plan, outcome, report.label))
        for report, outcome in zip(plan.reports, outcomes, strict=True)
    ]
    finished = [(group, card) for group, card in cards if card.href]
    page = render_page(
        "index.html.j2",
        site=site,
        lead=say("run.lead"),
        groups=[
            (group, [card for _, card in members])
            for group, members in groupby(finished, key=lambda each: each[0])
        ],
        failed=[card for _, card in cards if card.error],
        tables=[_table(plan.folder, path) for path in tables],
        method=method_notes(),
        made=made,
        facts=facts,
    )
    target = plan.folder / "index.html"
    write_text(target, page)
    return target


def _card(plan: Plan, outcome: Outcome, label: str) -> Card:
    if not outcome.failed:
        finding = outcome.findings[0] if outcome.findings else ""
        return Card(label, f"{outcome.name}.html", finding, "", "")
    notebook = f"notebooks/{outcome.name}.ipynb"
    kept = notebook if (plan.folder / notebook).is_file() else ""
    return Card(label, "", "", outcome.fault, kept)


def _table(folder: Path, path: Path) -> _Table:
    size = path.stat().st_size
    words = say("run.bytes", n=size) if size < 1000 else say("run.kilobytes", n=round(size / 1000))
    return _Table(path.name, path.relative_to(folder).as_posix(), words)

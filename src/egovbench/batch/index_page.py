"""The index of a run: its reports with a finding each, its tables, its method."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from egovbench.batch.outcome import Outcome
from egovbench.batch.plan import Plan
from egovbench.batch.records import Record
from egovbench.batch.wording import Facts, method_notes
from egovbench.files import write_text
from egovbench.language import say
from egovbench.report.pages import render_page
from egovbench.report.summary import Summary, summary_from


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


def write_index(plan: Plan, records: Sequence[Record | None], made: str, facts: Facts) -> Path:
    """Write index.html into the run's folder, whole or not at all, and return its path.

    `records` are in the plan's order, None for a report that was not made yet, which the page
    counts. Failed reports are listed with their error and, where there is one, the notebook up to
    it; `made` and `facts` are the footer's.
    """
    ended = [
        (report, record)
        for report, record in zip(plan.reports, records, strict=True)
        if record is not None
    ]
    cards = [(report.group, _card(plan, record.outcome, report.label)) for report, record in ended]
    finished = [(group, card) for group, card in cards if card.href]
    page = render_page(
        "index.html.j2",
        site=plan.title or plan.run,
        lead=say("run.lead"),
        groups=[
            (group, [card for _, card in members])
            for group, members in groupby(finished, key=lambda each: each[0])
        ],
        failed=[card for _, card in cards if card.error],
        missing=len(records) - len(ended),
        summaries=list(_summaries(record.outcome for _, record in ended)),
        pages={card.href for _, card in finished},
        tables=[
            _table(plan.folder, plan.folder / name)
            for _, record in ended
            for name in record.files
            if name.startswith("tables/")
        ],
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


def _summaries(outcomes: Iterable[Outcome]) -> Iterator[Summary]:
    """Yield the key facts that reports handed over; what an odd record holds is left out."""
    for outcome in outcomes:
        if outcome.summary is not None:
            with suppress(KeyError, TypeError, ValueError, AttributeError):
                yield summary_from(outcome.summary)


def _table(folder: Path, path: Path) -> _Table:
    size = path.stat().st_size
    words = say("run.bytes", n=size) if size < 1000 else say("run.kilobytes", n=round(size / 1000))
    href = path.relative_to(folder).as_posix()
    return _Table(href.removeprefix("tables/"), href, words)

"""The index of a run: its reports with a finding each, its tables, its method."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from egovbench.batch.downloads import Downloads
from egovbench.batch.outcome import Outcome
from egovbench.batch.plan import Plan
from egovbench.batch.records import Record
from egovbench.batch.wording import Facts, method_notes
from egovbench.files import write_text
from egovbench.language import say
from egovbench.report.pages import render_page
from egovbench.report.pictures import FOLDER
from egovbench.report.summary import Summary, summary_from

_CODES = re.compile(r"tables/evidence[^/]*/codes\.csv")


@dataclass(frozen=True)
class Card:
    """A report on the index; `href` is empty for a failed one, `error` for a finished one."""

    label: str
    href: str
    finding: str
    error: str
    notebook: str


@dataclass(frozen=True)
class _File:
    name: str
    href: str
    size: str


def write_index(
    plan: Plan,
    records: Sequence[Record | None],
    downloads: Downloads,
    made: str,
    facts: Facts,
) -> Path:
    """Write index.html into the run's folder, whole or not at all, and return its path.

    `records` are in the plan's order, None for a report that was not made yet, which the page
    counts. Failed reports are listed with their error and, where there is one, the notebook up to
    it; `downloads` were written before; `made` and `facts` are the footer's.
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
            (label, [_file(plan.folder, table.path) for table in tables])
            for label, tables in groupby(downloads.tables, key=lambda table: table.report)
        ],
        n_tables=len(downloads.tables),
        workbook=_file(plan.folder, downloads.workbook) if downloads.workbook else None,
        codes=_codes(plan, downloads),
        figures=any(_is_figure(name) for _, record in ended for name in record.files),
        citation=downloads.citation,
        sources=downloads.sources,
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


def _codes(plan: Plan, downloads: Downloads) -> list[_File]:
    """Return the tables of codes with evidence, one for each report on evidence."""
    paths = (table.path for table in downloads.tables)
    return [_file(plan.folder, path) for path in paths if _CODES.fullmatch(path)]


def _is_figure(path: str) -> bool:
    return path.startswith(f"{FOLDER}/")


def _file(folder: Path, path: str) -> _File:
    size = (folder / path).stat().st_size
    words = say("run.bytes", n=size) if size < 1000 else say("run.kilobytes", n=round(size / 1000))
    return _File(path.rpartition("/")[2], path, words)

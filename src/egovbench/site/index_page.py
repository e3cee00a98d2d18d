"""The index of a run: its reports with a finding each, its tables, its method."""

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import compress, groupby
from pathlib import Path

from egovbench.base.files import write_text
from egovbench.language import say
from egovbench.language.lists import in_order
from egovbench.reports.pages import render_page
from egovbench.reports.summary import Fact, Summary, summary_from
from egovbench.runs.outcome import Outcome
from egovbench.runs.plan import Plan
from egovbench.runs.records import Record
from egovbench.site.downloads import Downloads
from egovbench.site.pictures import FOLDER
from egovbench.site.wording import Facts, method_notes

_CODES = re.compile(r"tables/evidence[^/]*/codes\.csv")
_MOST_CARDS = 24
"""More reports of a kind than this are listed by name, since nobody reads that many cards."""


@dataclass(frozen=True)
class Card:
    """A report on the index; `href` is empty for a failed one, `error` for a finished one."""

    label: str
    href: str
    finding: str
    error: str
    notebook: str


@dataclass(frozen=True)
class _Group:
    """Reports of a kind, in the plan's order or, where they are too many to be read, by name."""

    title: str
    cards: list[Card]
    listed: bool


@dataclass(frozen=True)
class _Row:
    page: str
    country: str
    values: list[str]


@dataclass(frozen=True)
class _Several:
    """The key facts of several countries: those that differ, and in words those that do not."""

    names: list[str]
    rows: list[_Row]
    same: str
    folded: bool


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
    summaries = _summaries(record.outcome for _, record in ended)
    page = render_page(
        "index.html.j2",
        site=plan.title or plan.run,
        lead=say("run.lead"),
        groups=[
            _group(title, [card for _, card in members])
            for title, members in groupby(finished, key=lambda each: each[0])
        ],
        failed=[card for _, card in cards if card.error],
        missing=len(records) - len(ended),
        summary=summaries[0][0] if len(summaries) == 1 else None,
        several=_several(summaries) if len(summaries) > 1 else None,
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
        method=method_notes(plan.reports),
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


def _group(title: str, cards: list[Card]) -> _Group:
    listed = len(cards) > _MOST_CARDS
    if listed:
        cards = sorted(cards, key=lambda card: in_order(card.label))
    return _Group(title, cards, listed)


def _summaries(outcomes: Iterable[Outcome]) -> list[tuple[Summary, str]]:
    """Return the key facts that reports handed over with the page of the first that did, by name.

    Reports on the same countries hand over the same facts. What an odd record holds is left out.
    """
    pages: dict[Summary, str] = {}
    for outcome in outcomes:
        if outcome.summary is not None:
            with suppress(KeyError, TypeError, ValueError, AttributeError):
                pages.setdefault(summary_from(outcome.summary), f"{outcome.name}.html")
    return sorted(pages.items(), key=lambda each: in_order(each[0].country))


def _several(summaries: Sequence[tuple[Summary, str]]) -> _Several:
    """Return the table of the countries; facts that are the same of all stand below it."""
    ordered = [sorted(summary.facts, key=_after_peers) for summary, _ in summaries]
    first = ordered[0]
    facts = [[fact.value for fact in each] for each in ordered]
    differing = [len(set(values)) > 1 for values in zip(*facts, strict=True)]
    return _Several(
        names=[fact.name for fact in compress(first, differing)],
        rows=[
            _Row(page, summary.country, list(compress(values, differing)))
            for (summary, page), values in zip(summaries, facts, strict=True)
        ],
        same="; ".join(
            f"{fact.name}: {fact.value}"
            for fact, differs in zip(first, differing, strict=True)
            if not differs
        ),
        folded=len(summaries) > _MOST_CARDS,
    )


def _after_peers(fact: Fact) -> bool:
    """Return the order of columns: the peers first, since a country may stand with several."""
    return fact.key != "peers"


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

"""What a run offers to take away: its tables in one workbook, and how to cite it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from egovbench.base.files import write_bytes, write_text
from egovbench.language import say
from egovbench.runs.origin import Origin
from egovbench.runs.plan import Plan
from egovbench.runs.records import Record
from egovbench.site.citation import Citation, cite
from egovbench.site.sources import Source, sources_of
from egovbench.site.workbook import NAME, Table, workbook

BIBTEX = "citation.bib"
PLAIN = "citation.txt"


@dataclass(frozen=True)
class Downloads:
    """The files that were written, and what the index says of them.

    Attributes:
        files: the workbook, where there are tables, and both citations.
        workbook: name of the workbook; empty without tables.
        tables: the tables of all reports.
        sources: whose data the run rests on.
        citation: how to cite the run.
    """

    files: tuple[Path, ...]
    workbook: str
    tables: tuple[Table, ...]
    sources: tuple[Source, ...]
    citation: Citation


def write_downloads(
    plan: Plan,
    records: Sequence[Record | None],
    origin: Origin,
    data: Path,
    now: datetime,
) -> Downloads:
    """Write workbook and citations into the run's folder.

    A run is cited by the day on which its last report was made, so that the same reports give the
    same files; without any report by `now`.
    """
    ended = [record for record in records if record is not None]
    made = max((datetime.fromisoformat(record.made) for record in ended), default=now)
    title = plan.title or plan.run
    citation = cite(plan.run, title, _parameters(plan.parameters), made, origin.commit)
    write_text(plan.folder / BIBTEX, citation.bibtex)
    write_text(plan.folder / PLAIN, citation.plain + "\n")
    files = [plan.folder / BIBTEX, plan.folder / PLAIN]
    labels = {report.name: report.label for report in plan.reports}
    tables = tuple(_tables(ended, labels))
    sources = sources_of(ended, data)
    if tables:
        lines = (citation.plain, say("run.workbook.numbers"))
        write_bytes(plan.folder / NAME, workbook(plan.folder, title, tables, _rows(sources), lines))
        files.append(plan.folder / NAME)
    return Downloads(tuple(files), NAME if tables else "", tables, sources, citation)


def _tables(records: Sequence[Record], labels: Mapping[str, str]) -> Iterator[Table]:
    for record in records:
        for name in record.files:
            if name.startswith("tables/") and name.endswith(".csv"):
                yield Table(name, labels[record.outcome.name])


def _rows(sources: tuple[Source, ...]) -> list[tuple[str, ...]]:
    """Return the sources as rows of the workbook's cover."""
    return [
        (each.publisher, each.title, each.edition, each.licence, ", ".join(each.files))
        for each in sources
    ]


def _parameters(parameters: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in parameters.items() if value not in ("", None)}

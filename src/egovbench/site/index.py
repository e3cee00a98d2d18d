"""The index of a run: its reports with a finding each, its tables, its method."""

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import compress, groupby
from pathlib import Path
from typing import Any

from egovbench.base.files import write_text
from egovbench.base.parameters import DECLARED
from egovbench.language import say
from egovbench.language.lists import in_order
from egovbench.reports.pages import render_page
from egovbench.reports.summary import Summary, summary_from
from egovbench.site import INDEX
from egovbench.site.downloads import Downloads
from egovbench.site.labels import Facts, fault_in_words
from egovbench.site.pictures import FOLDER

_METHOD = ("codes", "unknown", "like_for_like", "sources")
_CODES = re.compile(r"tables/evidence[^/]*/codes\.csv")
_MOST_CARDS = 24
"""More reports of a kind than this are listed by name, since nobody reads that many cards."""


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


def write_index(
    folder: Path, manifest: Mapping[str, Any], downloads: Downloads, made: str, facts: Facts
) -> Path:
    """Write the index.html of the run that `manifest` describes into its folder; return its path.

    Reports that were not made yet are counted; failed ones are listed with their error and, where
    there is one, the notebook up to it. `downloads` were written before; `made` and `facts` are the
    footer's.
    """
    reports = [report for report in manifest["reports"] if report["status"] != "missing"]
    finished = [report for report in reports if report["status"] == "finished"]
    summaries = _summaries(reports)
    page = render_page(
        "index.html.j2",
        site=manifest["title"] or manifest["run"],
        lead=say("run.lead"),
        groups=[
            _group(title, list(members))
            for title, members in groupby(finished, key=lambda report: report["group"])
        ],
        failed=[_failed(report) for report in reports if report["status"] == "failed"],
        missing=len(manifest["reports"]) - len(reports),
        summary=summaries[0][0] if len(summaries) == 1 else None,
        several=_several(summaries) if len(summaries) > 1 else None,
        pages={_page(report) for report in finished},
        tables=[
            (label, [_file(folder, table.path) for table in tables])
            for label, tables in groupby(downloads.tables, key=lambda table: table.report)
        ],
        n_tables=len(downloads.tables),
        workbook=_file(folder, downloads.workbook) if downloads.workbook else None,
        codes=[
            _file(folder, table.path) for table in downloads.tables if _CODES.fullmatch(table.path)
        ],
        figures=any(name.startswith(f"{FOLDER}/") for each in reports for name in each["files"]),
        citation=downloads.citation,
        sources=downloads.sources,
        method=method_notes(manifest["reports"]),
        made=made,
        facts=facts,
    )
    target = folder / INDEX
    write_text(target, page)
    return target


def _page(report: Mapping[str, Any]) -> str:
    return f"{report['name']}.html"


def _failed(report: Mapping[str, Any]) -> dict[str, str]:
    """Return label and error of a report, and the notebook up to the error, where there is one."""
    notebook = f"notebooks/{report['name']}.ipynb"
    return {
        "label": report["label"],
        "error": fault_in_words(report["cell"], report["error"]),
        "notebook": notebook if notebook in report["files"] else "",
    }


def method_notes(reports: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return what a reader needs to know about the numbers of reports, as a manifest has them."""
    weights, basis = (_used(reports, name) for name in ("weights", "basis"))
    kind = weights if weights in ("several", *DECLARED["weights"].choices) else "file"
    file = Path(weights).name
    return [say(f"run.method.{note}", weights=kind, file=file, basis=basis) for note in _METHOD]


def _used(reports: Sequence[Mapping[str, Any]], name: str) -> str:
    """Return the parameter's value in all reports, "several" where they differ."""
    used = {str(report["parameters"].get(name, DECLARED[name].default)) for report in reports}
    return used.pop() if len(used) == 1 else "several"


def _group(title: str, reports: list[Mapping[str, Any]]) -> dict[str, Any]:
    """Return reports of a kind, in the plan's order or, too many to be read, as a list by name."""
    listed = len(reports) > _MOST_CARDS
    if listed:
        reports = sorted(reports, key=lambda report: in_order(report["label"]))
    cards = [
        {"label": each["label"], "href": _page(each), "finding": next(iter(each["findings"]), "")}
        for each in reports
    ]
    return {"title": title, "cards": cards, "listed": listed}


def _summaries(reports: Iterable[Mapping[str, Any]]) -> list[tuple[Summary, str]]:
    """Return the key facts that reports handed over with the page of the first that did, by name.

    Reports on the same countries hand over the same facts. What is no summary is left out.
    """
    pages: dict[Summary, str] = {}
    for report in reports:
        if report["summary"] is not None:
            with suppress(KeyError, TypeError, ValueError, AttributeError):
                pages.setdefault(summary_from(report["summary"]), _page(report))
    return sorted(pages.items(), key=lambda each: in_order(each[0].country))


def _several(summaries: Sequence[tuple[Summary, str]]) -> _Several:
    """Return the table of the countries; facts that are the same of all stand below it.

    A fact that is not told of a country is left blank there.
    """
    names: dict[str, str] = {}
    for summary, _ in sorted(summaries, key=lambda each: -len(each[0].facts)):
        names = {fact.key: fact.name for fact in summary.facts} | names
    keys = sorted(names, key=_after_peers)
    known = [{fact.key: fact.value for fact in summary.facts} for summary, _ in summaries]
    facts = [[each.get(key, "–") for key in keys] for each in known]
    differing = [len(set(values)) > 1 for values in zip(*facts, strict=True)]
    return _Several(
        names=[names[key] for key in compress(keys, differing)],
        rows=[
            _Row(page, summary.country, list(compress(values, differing)))
            for (summary, page), values in zip(summaries, facts, strict=True)
        ],
        same="; ".join(
            f"{names[key]}: {value}"
            for key, value, differs in zip(keys, facts[0], differing, strict=True)
            if not differs
        ),
        folded=len(summaries) > _MOST_CARDS,
    )


def _after_peers(key: str) -> bool:
    """Return the order of columns: the peers first, since a country may stand with several."""
    return key != "peers"


def _file(folder: Path, path: str) -> dict[str, str]:
    size = (folder / path).stat().st_size
    words = say("run.bytes", n=size) if size < 1000 else say("run.kilobytes", n=round(size / 1000))
    return {"name": path.rpartition("/")[2], "href": path, "size": words}

"""The index of a run: its key facts, and its reports with a finding each."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import compress, groupby
from pathlib import Path
from typing import Any

from egovbench.base.files import write_text
from egovbench.language import say
from egovbench.language.lists import in_order
from egovbench.reports.pages import render_page
from egovbench.reports.summary import Summary, summary_from
from egovbench.site import INDEX
from egovbench.site.labels import fault_in_words

_MANY = 24
"""More reports of a kind than this are listed by name, not in the plan's order."""


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


def write_index(folder: Path, manifest: Mapping[str, Any], made: str) -> Path:
    """Write the index.html of the run that `manifest` describes into its folder; return its path.

    Reports that were not made yet are counted; failed ones are listed with their error and, where
    there is one, the notebook up to it. `made` stands in the footer.
    """
    reports = [report for report in manifest["reports"] if report["status"] != "missing"]
    finished = [report for report in reports if report["status"] == "finished"]
    summaries = _summaries(reports)
    alone = summaries[0] if len(summaries) == 1 else None
    # The key facts of one country link the sections themselves.
    linked = {f"section-{gauge.section}.html" for gauge in alone[0].gauges} if alone else set()
    listed = [report for report in finished if _page(report) not in linked]
    page = render_page(
        "index.html.j2",
        site=manifest["title"] or manifest["run"],
        lead=say("run.lead"),
        groups=[
            _group(title, list(members), told=not summaries)
            for title, members in groupby(
                listed, key=lambda report: say("site.reports") if alone else report["group"]
            )
        ],
        failed=[_failed(report) for report in reports if report["status"] == "failed"],
        missing=len(manifest["reports"]) - len(reports),
        summary=alone[0] if alone else None,
        headline=alone[2] if alone else "",
        several=_several(summaries) if len(summaries) > 1 else None,
        pages={_page(report) for report in finished},
        made=made,
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


def _group(title: str, reports: Sequence[Mapping[str, Any]], told: bool) -> dict[str, Any]:
    """Return reports of a kind in the plan's order, many by name; with their findings if `told`."""
    if len(reports) > _MANY:
        reports = sorted(reports, key=lambda report: in_order(report["label"]))
    return {
        "title": title,
        "reports": [
            {
                "label": each["label"],
                "href": _page(each),
                "finding": next(iter(each["findings"]), "") if told else "",
            }
            for each in reports
        ],
    }


def _summaries(reports: Iterable[Mapping[str, Any]]) -> list[tuple[Summary, str, str]]:
    """Return the key facts that reports handed over, with page and headline of the first, by name.

    Reports on the same countries hand over the same facts. What is no summary is left out.
    """
    found: dict[Summary, tuple[str, str]] = {}
    for report in reports:
        if report["summary"] is not None:
            with suppress(KeyError, TypeError, ValueError, AttributeError, OverflowError):
                headline = next(iter(report["findings"]), "")
                found.setdefault(summary_from(report["summary"]), (_page(report), headline))
    each = [(summary, *rest) for summary, rest in found.items()]
    return sorted(each, key=lambda told: in_order(told[0].country))


def _several(summaries: Sequence[tuple[Summary, str, str]]) -> _Several:
    """Return the table of the countries; facts that are the same of all stand below it.

    A fact that is not told of a country is left blank there.
    """
    names: dict[str, str] = {}
    for summary, *_ in sorted(summaries, key=lambda each: -len(each[0].facts)):
        names = {fact.key: fact.name for fact in summary.facts} | names
    keys = sorted(names, key=_after_peers)
    known = [{fact.key: fact.value for fact in summary.facts} for summary, *_ in summaries]
    facts = [[each.get(key, "–") for key in keys] for each in known]
    differing = [len(set(values)) > 1 for values in zip(*facts, strict=True)]
    return _Several(
        names=[names[key] for key in compress(keys, differing)],
        rows=[
            _Row(page, summary.country, list(compress(values, differing)))
            for (summary, page, _), values in zip(summaries, facts, strict=True)
        ],
        same="; ".join(
            f"{names[key]}: {value}"
            for key, value, differs in zip(keys, facts[0], differing, strict=True)
            if not differs
        ),
    )


def _after_peers(key: str) -> bool:
    """Return the order of columns: the peers first, since a country may stand with several."""
    return key != "peers"

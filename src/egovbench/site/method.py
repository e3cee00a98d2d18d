"""The Method page of a run: how to read scores and figures, sources, versions, downloads."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from egovbench.base.files import write_text
from egovbench.base.parameters import DECLARED
from egovbench.language import say
from egovbench.reports.pages import render_page
from egovbench.reports.sources import numbered_sources
from egovbench.site import METHOD
from egovbench.site.downloads import Downloads
from egovbench.site.labels import Facts
from egovbench.site.pictures import FOLDER

_NOTES = ("codes", "unknown", "like_for_like", "sources", "verdict", "ranks", "marks")
_FIGURES = ("sections", "ranking", "items", "counts", "slopes")
_PROJECT = "egovbench"


def write_method(
    folder: Path,
    manifest: Mapping[str, Any],
    countries: Iterable[str],
    downloads: Downloads,
    data: Path,
    facts: Facts,
) -> Path:
    """Write the method.html of the run that `manifest` describes into its folder; return its path.

    `countries` are the ISO3 codes of those that the run compares, `data` the folder of the tables,
    `facts` its parameters and versions.
    """
    numbered = numbered_sources(data, set(countries))
    known = {(each.publisher, each.title) for each in numbered}
    page = render_page(
        "method.html.j2",
        site=manifest["title"] or manifest["run"],
        notes=method_notes(manifest["reports"]),
        figures=[(say(f"guide.figure.{each}"), say(f"guide.{each}")) for each in _FIGURES],
        sources=numbered,
        others=[
            each
            for each in downloads.sources
            if (each.publisher, each.title) not in known and each.publisher != _PROJECT
        ],
        facts=facts,
        citation=downloads.citation,
        workbook=_file(folder, downloads.workbook) if downloads.workbook else None,
        tables=[
            (label, [_file(folder, table.path) for table in tables])
            for label, tables in groupby(downloads.tables, key=lambda table: table.report)
        ],
        n_tables=len(downloads.tables),
        figures_folder=any(
            name.startswith(f"{FOLDER}/")
            for each in manifest["reports"]
            for name in each.get("files", ())
        ),
    )
    target = folder / METHOD
    write_text(target, page)
    return target


def method_notes(reports: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return what a reader needs to know about the numbers of reports, as a manifest has them."""
    weights, basis = (_used(reports, name) for name in ("weights", "basis"))
    kind = weights if weights in ("several", *DECLARED["weights"].choices) else "file"
    file = Path(weights).name
    return [say(f"guide.note.{note}", weights=kind, file=file, basis=basis) for note in _NOTES]


def _used(reports: Sequence[Mapping[str, Any]], name: str) -> str:
    """Return the parameter's value in all reports, "several" where they differ."""
    used = {str(report["parameters"].get(name, DECLARED[name].default)) for report in reports}
    return used.pop() if len(used) == 1 else "several"


def _file(folder: Path, path: str) -> dict[str, str]:
    size = (folder / path).stat().st_size
    words = say("run.bytes", n=size) if size < 1000 else say("run.kilobytes", n=round(size / 1000))
    return {"name": path.rpartition("/")[2], "href": path, "size": words}

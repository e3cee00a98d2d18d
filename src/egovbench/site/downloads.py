"""What a run offers to take away: a workbook of its tables, their sources, how to cite it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from egovbench import __version__
from egovbench.base import paths
from egovbench.base.errors import InputError
from egovbench.base.files import read_utf8, write_bytes, write_text
from egovbench.base.json_text import parse_json
from egovbench.language import say
from egovbench.site.labels import date_in_words
from egovbench.site.workbook import NAME, Table, workbook

BIBTEX = "citation.bib"
PLAIN = "citation.txt"

TITLE = "egovbench: comparative benchmarking with the UN Member States Questionnaire"
AUTHORS = "egovbench contributors"
LICENCE = "MIT"
RELEASED = "2026-11-23"
"""As in CITATION.cff."""

_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$",
        "#": r"\#", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    }
)  # fmt: skip
_PARTS = ("publisher", "title", "edition", "licence")


class Source(NamedTuple):
    """A source as the data package describes it, and the tables that were made from it."""

    publisher: str
    title: str
    edition: str
    licence: str
    files: str


@dataclass(frozen=True)
class Citation:
    """The two forms in which a run can be cited."""

    plain: str
    bibtex: str


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
    folder: Path,
    manifest: Mapping[str, Any],
    data: Path,
    names: Mapping[str, str],
    now: datetime,
) -> Downloads:
    """Write workbook and citations of the run that `manifest` describes into its folder.

    A run is cited by the day on which its last report was made, so that the same reports give the
    same files; without any report by `now`. `data` is the folder of the tables that reports read,
    `names` are those of countries by ISO3 code.
    """
    finished = manifest["finished"]
    made = datetime.fromisoformat(finished) if finished else now
    given = {
        name: value for name, value in manifest["parameters"].items() if value not in ("", None)
    }
    commit = manifest["git"]["commit"] if manifest["git"] else None
    title = manifest["title"] or manifest["run"]
    citation = cite(manifest["run"], title, given, made, commit)
    write_text(folder / BIBTEX, citation.bibtex)
    write_text(folder / PLAIN, citation.plain + "\n")
    files = [folder / BIBTEX, folder / PLAIN]
    tables = tuple(_tables(manifest))
    sources = sources_of(manifest, data)
    if tables:
        lines = (citation.plain, say("run.workbook.numbers"))
        write_bytes(folder / NAME, workbook(folder, title, tables, sources, lines, names))
        files.append(folder / NAME)
    return Downloads(tuple(files), NAME if tables else "", tables, sources, citation)


def _tables(manifest: Mapping[str, Any]) -> Iterator[Table]:
    for report in manifest["reports"]:
        for name in report.get("files", ()):
            if name.startswith("tables/") and name.endswith(".csv"):
                yield Table(name, report["label"], report["notebook"].removesuffix(".ipynb"))


def sources_of(manifest: Mapping[str, Any], data: Path) -> tuple[Source, ...]:
    """Return the sources of the tables that the reports read, in the data package's order.

    Data without a data package, or with one that cannot be read, names no sources.
    """
    # A table of many countries counts with its rows: "others/gtmi.csv#EST".
    bases = [report["basis"] for report in manifest["reports"] if "basis" in report]
    read = {name.partition("#")[0] for basis in bases for name in basis["inputs"]}
    files: dict[tuple[str, str, str, str], list[str]] = {}
    try:
        package = parse_json(read_utf8(data / paths.DATAPACKAGE.name))
        for resource in package["resources"]:
            if resource["path"] in read:
                for source in resource["sources"]:
                    publisher, title, edition, licence = (str(source[part]) for part in _PARTS)
                    key = (publisher, title, edition, licence)
                    files.setdefault(key, []).append(str(resource["path"]))
    except (InputError, ValueError, KeyError, TypeError):
        return ()
    return tuple(Source(*key, ", ".join(names)) for key, names in files.items())


def cite(
    run: str,
    title: str,
    parameters: Mapping[str, object],
    made: datetime,
    commit: str | None,
) -> Citation:
    """Return how to cite the run named `run`, made with `parameters` on the day of `made`.

    The BibTeX has an entry for the run and one for the program.
    """
    date = date_in_words(made)
    plain = say(
        "run.citation.plain",
        authors=AUTHORS, title=title, software=TITLE, version=__version__, date=date,
    )  # fmt: skip
    values = ", ".join(f"{name} {_plain(value)}" for name, value in parameters.items())
    note = say("run.citation.note", version=__version__, date=date, parameters=values)
    if commit:
        note += " " + say("run.citation.commit", commit=commit[:12])
    of_run = {
        "author": f"{{{AUTHORS}}}",
        "title": f"{{{title.translate(_ESCAPES)}}}",
        "year": str(made.year),
        "month": f"{made:%m}".lstrip("0"),
        "version": __version__,
        "note": note.translate(_ESCAPES),
    }
    of_program = {
        "author": f"{{{AUTHORS}}}",
        "title": f"{{{TITLE}}}",
        "year": RELEASED[:4],
        "version": __version__,
        "license": LICENCE,
    }
    key = "".join(mark for mark in run if mark.isascii() and (mark.isalnum() or mark == "-"))
    entries = (
        _entry("misc", f"egovbench-{key}-{made:%Y%m%d}", of_run),
        _entry("software", f"egovbench-{__version__}", of_program),
    )
    return Citation(plain, "\n".join(entries))


def _entry(kind: str, key: str, fields: Mapping[str, str]) -> str:
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@{kind}{{{key},\n{lines}}}\n"


def _plain(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value).replace(",", " ")

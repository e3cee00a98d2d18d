"""How to cite a run: as plain text and as BibTeX."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from egovbench import __version__
from egovbench.language import say

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


@dataclass(frozen=True)
class Citation:
    """The two forms in which a run can be cited."""

    plain: str
    bibtex: str


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
    month = say(f"run.month.{made.month}")
    date = say("run.date", day=made.day, month=month, year=made.year)
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

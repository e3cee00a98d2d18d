"""How a run is described, on its index and in the footers of its pages, in the active language."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from egovbench import __version__
from egovbench.base.countries import Country
from egovbench.base.parameters import DECLARED
from egovbench.language import say
from egovbench.runs.inputs import together
from egovbench.runs.keys import Basis
from egovbench.runs.origin import Origin
from egovbench.runs.plan import Report
from egovbench.site.labels import parameter_facts

_METHOD = ("codes", "unknown", "like_for_like", "sources")
_KEY_DIGITS = 12
_DIGEST_DIGITS = 8

Facts = tuple[tuple[str, str], ...]


def method_notes(reports: Iterable[Report]) -> tuple[str, ...]:
    """Return what a reader of the index needs to know about the numbers of its reports."""
    declared = DECLARED["weights"]
    used = {str(each.parameters.get("weights", declared.default)) for each in reports}
    weights = used.pop() if len(used) == 1 else "several"
    kind = weights if weights in ("several", *declared.choices) else "file"
    file = Path(weights).name
    return tuple(say(f"run.method.{note}", weights=kind, file=file) for note in _METHOD)


def made() -> str:
    """Return what a page says of its making.

    The date stands on the index and in the records: the same page made twice is the same file.
    """
    return say("run.made", version=__version__)


def made_on(day: datetime) -> str:
    """Return the sentence that says with what and when a run was made."""
    month = say(f"run.month.{day.month}")
    date = say("run.date", day=day.day, month=month, year=day.year)
    return say("run.made_on", version=__version__, date=date)


def page_facts(report: Report, basis: Basis, countries: Mapping[str, Country]) -> Facts:
    """Return what a report was made from, as name and value, for its page's footer."""
    return (
        (say("run.fact.notebook"), report.notebook.name),
        *parameter_facts(report.parameters, countries),
        (say("run.fact.versions"), _listed(basis.versions)),
        (say("run.fact.inputs"), _inputs(basis.inputs)),
        (say("run.fact.key"), basis.key[:_KEY_DIGITS]),
    )


def run_facts(
    parameters: Mapping[str, object], countries: Mapping[str, Country], origin: Origin
) -> Facts:
    """Return what a run was made from, as name and value, for the index."""
    commit = "" if origin.commit is None else origin.commit[:12]
    changed = "unknown" if not commit else "changed" if origin.changed else "clean"
    return (
        *parameter_facts(parameters, countries),
        (say("run.fact.commit"), say("run.commit", commit=commit, changed=changed)),
        (say("run.fact.versions"), _listed(origin.versions)),
    )


def _inputs(inputs: Mapping[str, str]) -> str:
    """Return inputs with the first digits of their digests."""
    words = []
    for name, (n_countries, digest) in together(inputs).items():
        counted = say("run.input", name=name, n=n_countries) if n_countries else name
        words.append(f"{counted} {digest[:_DIGEST_DIGITS]}")
    return ", ".join(words)


def _listed(versions: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {version}" for name, version in versions.items())

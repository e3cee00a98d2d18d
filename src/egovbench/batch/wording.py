"""How a run is described in words, on its index and in the footers of its pages."""

from collections.abc import Mapping
from datetime import datetime

from egovbench import __version__
from egovbench.batch.inputs import in_words
from egovbench.batch.keys import Basis
from egovbench.batch.labels import parameter_facts
from egovbench.batch.origin import Origin
from egovbench.batch.plan import Report
from egovbench.countries import Country

METHOD = (
    "Answers are coded yes (1), partly (0.5) or no (0). Items are averaged into indicators, "
    "indicators into sections and sections into the overall score, with equal weights, from 0 "
    "to 100.",
    "What an answer does not say is unknown, never no: it leaves the score, lowers the coverage "
    "and widens the interval, which runs from all unknown answers being no to all being yes.",
    "Countries are compared like for like, on items that were asked of all that are compared. "
    "Every table and figure says how many those are.",
    "The questionnaire's answers are the government's own statements. Peers' answers come from "
    "other bodies' surveys by a crosswalk that grades each link as exact, close or proxy.",
)
"""What a reader of the index needs to know about the numbers."""

MADE = f"Made with egovbench {__version__}."
"""What a page says of its making. The date stands on the index and in the records: the same page
made twice is the same file."""

Facts = tuple[tuple[str, str], ...]
_KEY_DIGITS = 12


def made_on(day: datetime) -> str:
    """Return the sentence that says with what and when a run was made."""
    return f"Made with egovbench {__version__} on {day.day} {day:%B %Y}."


def page_facts(report: Report, basis: Basis, countries: Mapping[str, Country]) -> Facts:
    """Return what a report was made from, as name and value, for its page's footer."""
    return (
        *parameter_facts(report.parameters, countries),
        ("Versions", _listed(basis.versions)),
        ("Inputs", in_words(basis.inputs)),
        ("Key", basis.key[:_KEY_DIGITS]),
    )


def run_facts(
    parameters: Mapping[str, object], countries: Mapping[str, Country], origin: Origin
) -> Facts:
    """Return what a run was made from, as name and value, for the index."""
    commit = "" if origin.commit is None else origin.commit[:12]
    return (
        *parameter_facts(parameters, countries),
        ("Commit", f"{commit}, with changes" if commit and origin.changed else commit or "none"),
        ("Versions", _listed(origin.versions)),
    )


def _listed(versions: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {version}" for name, version in versions.items())

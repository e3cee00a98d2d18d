"""How a run is called and described, in words."""

from collections.abc import Mapping
from datetime import datetime

from egovbench import __version__
from egovbench.batch.manifest import Origin
from egovbench.batch.plan import Plan
from egovbench.parameters import Parameters

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

_GROUPS = {
    "eu27": "the EU27",
    "oecd": "the members of the OECD",
    "neighbours": "its neighbours",
    "region": "the countries of its region",
    "all": "all countries with data",
}
_ITEMS = {"common": "those that all compared countries have", "pairwise": "peer by peer"}
_LISTED = 4


def run_title(parameters: Parameters, names: Mapping[str, str]) -> str:
    """Return the run's title, for example "Luxembourg against the EU27"."""
    return f"{names[parameters.focal]} against {peers_in_words(parameters.peers, names)}"


def peers_in_words(peers: str | tuple[str, ...], names: Mapping[str, str]) -> str:
    """Return the group's name, up to four countries by name, or the number of more."""
    if isinstance(peers, str):
        return _GROUPS[peers]
    if len(peers) > _LISTED:
        return f"{len(peers)} countries"
    *others, last = [names[code] for code in peers]
    return f"{', '.join(others)} and {last}" if others else last


def made_on(started: datetime) -> str:
    """Return the sentence that says with what and when a run was made."""
    return f"Made with egovbench {__version__} on {started.day} {started:%B %Y}."


def run_facts(plan: Plan, names: Mapping[str, str], origin: Origin) -> tuple[tuple[str, str], ...]:
    """Return parameters, and versions of a run as name and value, for a page's footer."""
    parameters = plan.parameters
    peers = peers_in_words(parameters.peers, names)
    if not isinstance(parameters.peers, str):
        peers = ", ".join(parameters.peers)
    sources = parameters.sources
    if not isinstance(sources, str):
        sources = ", ".join(sources)
    versions = ", ".join(f"{name} {version}" for name, version in origin.versions.items())
    commit = "" if origin.commit is None else origin.commit[:12]
    return (
        ("Focal country", f"{names[parameters.focal]} ({parameters.focal})"),
        ("Peers", peers),
        ("Questionnaire", parameters.survey),
        ("Lowest link quality", parameters.fidelity),
        ("Items", _ITEMS[parameters.items]),
        ("Share of countries", f"an item is used when at least {parameters.min_share:.0%} have it"),
        ("GovTech zero", f"counts as {parameters.gtmi_zero}"),
        ("Sources", sources),
        ("Answers by", parameters.answered_by),
        ("Age of answers", _age(parameters.max_age)),
        ("Several sources", parameters.fusion),
        ("Commit", f"{commit}, with changes" if commit and origin.changed else commit or "none"),
        ("Versions", versions),
    )


def _age(years: int) -> str:
    if years == 0:
        return "any"
    return f"at most {years} {'year' if years == 1 else 'years'} before the questionnaire"

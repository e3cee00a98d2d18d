"""How a run is called and described, in words of the run's language."""

from collections.abc import Mapping
from datetime import datetime

from egovbench import __version__
from egovbench.batch.manifest import Origin
from egovbench.batch.plan import Plan
from egovbench.language import say, speaking
from egovbench.language.lists import listed
from egovbench.language.numbers import percent
from egovbench.parameters import Parameters

_METHOD = ("codes", "unknown", "like_for_like", "sources")
_LISTED = 4


def method_notes() -> tuple[str, ...]:
    """Return what a reader of the index needs to know about the numbers."""
    return tuple(say(f"run.method.{note}") for note in _METHOD)


def run_title(parameters: Parameters, names: Mapping[str, str]) -> str:
    """Return the run's title, for example "Luxembourg against the EU27"."""
    with speaking(parameters.lang):
        peers = peers_in_words(parameters.peers, names)
        return say("run.title", focal=names[parameters.focal], peers=peers)


def peers_in_words(peers: str | tuple[str, ...], names: Mapping[str, str]) -> str:
    """Return the group's name, up to four countries by name, or the number of more."""
    if isinstance(peers, str):
        return say(f"run.peers.{peers}")
    if len(peers) > _LISTED:
        return say("run.peers.chosen", n=len(peers))
    return listed([names[code] for code in peers])


def made_on(started: datetime) -> str:
    """Return the sentence that says with what and when a run was made."""
    month = say(f"run.month.{started.month}")
    date = say("run.date", day=started.day, month=month, year=started.year)
    return say("run.made", version=__version__, date=date)


def run_facts(plan: Plan, names: Mapping[str, str], origin: Origin) -> tuple[tuple[str, str], ...]:
    """Return parameters, and versions of a run as name and value, for a page's footer."""
    with speaking(plan.parameters.lang):
        return tuple(
            (say(f"run.fact.{fact}"), words) for fact, words in _facts(plan, names, origin)
        )


def _facts(plan: Plan, names: Mapping[str, str], origin: Origin) -> list[tuple[str, str]]:
    parameters = plan.parameters
    peers = parameters.peers
    sources = parameters.sources
    commit = "" if origin.commit is None else origin.commit[:12]
    return [
        ("focal", f"{names[parameters.focal]} ({parameters.focal})"),
        ("peers", peers_in_words(peers, names) if isinstance(peers, str) else ", ".join(peers)),
        ("survey", parameters.survey),
        ("fidelity", say(f"common.fidelity.{parameters.fidelity}")),
        ("items", say(f"run.items.{parameters.items}")),
        ("min_share", say("run.min_share", share=percent(parameters.min_share))),
        ("gtmi_zero", say(f"run.zero.{parameters.gtmi_zero}")),
        ("sources", say("run.sources") if isinstance(sources, str) else ", ".join(sources)),
        ("answered_by", say(f"run.answered_by.{parameters.answered_by}")),
        ("max_age", say("run.max_age", n=parameters.max_age)),
        ("fusion", say(f"method.fusion.{parameters.fusion}")),
        ("lang", say(f"run.language.{parameters.lang}")),
        ("commit", say("run.commit", commit=commit or "none", changed=_state(commit, origin))),
        ("versions", ", ".join(f"{name} {version}" for name, version in origin.versions.items())),
    ]


def _state(commit: str, origin: Origin) -> str:
    if not commit:
        return "unknown"
    return "changed" if origin.changed else "clean"

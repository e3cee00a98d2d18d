"""How a run, its reports and what they are made from are called, in the active language."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from egovbench import __version__
from egovbench.base.countries import Country
from egovbench.base.parameters import DECLARED, split
from egovbench.language import say, says
from egovbench.language.countries import country_name
from egovbench.language.lists import listed
from egovbench.language.numbers import percent

_LISTED = 4


class Link(NamedTuple):
    """A page of the run: what it is called, its file and its language."""

    label: str
    href: str
    language: str


class Ways(NamedTuple):
    """Where a page leads: to those before and after it, and to the same in other languages."""

    before: Link | None
    after: Link | None
    languages: tuple[Link, ...]


Facts = tuple[tuple[str, str], ...]
"""What a run was made from, as name and value."""


def run_title(focal: Sequence[str], peers: Sequence[str], countries: Mapping[str, Country]) -> str:
    """Return a run's title, for example "Luxembourg against the EU27".

    `focal` are its focal countries, `peers` what they are compared with, each once. Empty for a
    run that compares no countries.
    """
    if not focal:
        return ""
    about = countries_in_words(focal, countries)
    if not peers:
        return about
    groups = [peers_in_words(each, countries) for each in peers]
    against = say("run.groups", n=len(groups)) if len(groups) > _LISTED else listed(groups)
    return say("run.title", focal=about, peers=against)


def peers_in_words(peers: str, countries: Mapping[str, Country]) -> str:
    """Return what a country is set beside: groups, up to four countries, or their number."""
    named = split(peers)
    groups = [each for each in named if each not in countries]
    keys = [f"run.beside.{each}" for each in groups]
    words = [say(key) if says(key) else each for key, each in zip(keys, groups, strict=True)]
    codes = [each for each in named if each in countries]
    return listed([*words, countries_in_words(codes, countries, "beside")] if codes else words)


def countries_in_words(
    codes: Sequence[str], countries: Mapping[str, Country], kind: str = "peers"
) -> str:
    """Return up to four countries by name, or the number of more; `kind` is a group of messages."""
    if len(codes) > _LISTED:
        return say(f"run.{kind}.chosen", n=len(codes))
    return listed([country_name(code, countries[code].name) for code in codes])


def report_label(
    notebook: str,
    varied: Mapping[str, Any],
    countries: Mapping[str, Country],
    section_titles: Mapping[str, str],
) -> str:
    """Return how navigation calls a report: "Section C: Legal framework, Estonia"."""
    key = f"run.report.{notebook}"
    label = say(key) if says(key) else notebook.replace("_", " ").replace("-", " ").capitalize()
    words = {name: _in_words(name, value, countries) for name, value in varied.items()}
    if "section" in varied:
        del words["section"]
        label = section_label(varied["section"], section_titles)
        return ", ".join([label, *words.values()])
    return say("run.report_of", report=label, what=", ".join(words.values())) if words else label


def section_label(section: str, titles: Mapping[str, str]) -> str:
    """Return a section's letter and title, "Section C: Legal framework"."""
    key = f"questionnaire.section.{section}"
    return say("section.title", section=section, title=say(key) if says(key) else titles[section])


def report_group(notebook: str, varied: Mapping[str, Any]) -> str:
    """Return the heading under which the index lists a report."""
    if "section" in varied:
        return say("run.group.sections")
    if "focal" in varied:
        return say("run.group.countries")
    if varied:
        return report_label(notebook, {}, {}, {})
    return say("run.group.whole")


def made_on(day: datetime) -> str:
    """Return the sentence that says with what and when a run was made."""
    return say("run.made_on", version=__version__, date=date_in_words(day))


def date_in_words(day: datetime) -> str:
    """Return a day with its month in words, "9 March 2024"."""
    return say("run.date", day=day.day, month=say(f"run.month.{day.month}"), year=day.year)


def fault_in_words(cell: int | None, error: str) -> str:
    """Return an error with its cell ("cell 4: ValueError: ..."), where it has one."""
    return error if cell is None else f"cell {cell}: {error}"


def run_facts(manifest: Mapping[str, Any], countries: Mapping[str, Country]) -> Facts:
    """Return what a run was made from, for its page on method."""
    git = manifest["git"] or {"commit": "", "uncommitted_changes": None}
    commit = git["commit"][:12]
    changed = "unknown" if not commit else "changed" if git["uncommitted_changes"] else "clean"
    return (
        *_parameter_facts(manifest["parameters"], countries),
        (say("run.fact.commit"), say("run.commit", commit=commit, changed=changed)),
        (
            say("run.fact.versions"),
            ", ".join(f"{name} {version}" for name, version in manifest["versions"].items()),
        ),
    )


def _parameter_facts(parameters: Mapping[str, Any], countries: Mapping[str, Country]) -> Facts:
    """Return parameters in words, without those that are not said where they are the default."""
    return tuple(
        (_name(name), _fact(name, value, countries))
        for name, value in parameters.items()
        if name not in DECLARED or DECLARED[name].is_said(value)
    )


def _name(parameter: str) -> str:
    key = f"run.fact.{parameter}"
    return say(key) if says(key) else parameter.replace("_", " ").capitalize()


def _fact(name: str, value: Any, countries: Mapping[str, Country]) -> str:
    match name:
        case "focal":
            return f"{country_name(value, countries[value].name)} ({value})"
        case "min_share":
            return say("run.min_share", share=percent(value))
        case "max_age":
            return say("run.max_age", n=value)
    if says(f"run.{name}.{value}"):
        return say(f"run.{name}.{value}")
    # Some parameters have their words where reports say them.
    keys = [f"{catalogue}.{name}.{value}" for catalogue in ("common", "method")]
    known = next((key for key in keys if says(key)), "")
    return say(known) if known else _listed(value)


def _listed(value: Any) -> str:
    """Return the values of a list, or of a text with commas, as one reads them."""
    return (
        ", ".join(map(str, value)) if isinstance(value, list) else ", ".join(str(value).split(","))
    )


def _in_words(name: str, value: Any, countries: Mapping[str, Country]) -> str:
    if name == "focal":
        return country_name(value, countries[value].name)
    if name == "peers":
        return say("run.against", peers=peers_in_words(value, countries))
    if name == "min_share":
        return say("run.varied_share", all="yes" if value == 1 else "no", share=percent(value))
    return say("run.varied", name=_name(name), value=_listed(value) or "–")

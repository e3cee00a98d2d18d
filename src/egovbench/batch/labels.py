"""How a run, its reports and its parameters are called in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from egovbench.countries import Country

_NOTEBOOKS = {
    "overview": "Overview",
    "country": "Country profile",
    "section": "Section",
    "robustness": "Robustness",
    "evidence": "Evidence",
}
_GROUPS = {
    "eu27": "the EU27",
    "oecd": "the members of the OECD",
    "neighbours": "its neighbours",
    "region": "the countries of its region",
    "all": "all countries with data",
}
_ITEMS = {"common": "those that all compared countries have", "pairwise": "peer by peer"}
_LISTED = 4


def run_title(
    focal: Sequence[str], peers: Sequence[str | Sequence[str]], countries: Mapping[str, Country]
) -> str:
    """Return a run's title, for example "Luxembourg against the EU27".

    `focal` are its focal countries, `peers` what they are compared with, each once. Empty for a
    run that compares no countries.
    """
    if not focal:
        return ""
    against = _listed([peers_in_words(each, countries) for each in peers], "groups of peers")
    about = _listed([countries[code].name for code in focal], "countries")
    return f"{about} against {against}" if peers else about


def peers_in_words(peers: str | Sequence[str], countries: Mapping[str, Country]) -> str:
    """Return the group's name, up to four countries by name, or the number of more."""
    if isinstance(peers, str):
        return _GROUPS.get(peers, peers)
    return _listed([countries[code].name for code in peers], "countries")


def report_label(
    notebook: str,
    varied: Mapping[str, Any],
    countries: Mapping[str, Country],
    section_titles: Mapping[str, str],
) -> str:
    """Return how navigation calls a report: "Section C: Legal framework, Estonia"."""
    label = _NOTEBOOKS.get(notebook, notebook.replace("_", " ").replace("-", " ").capitalize())
    words = {name: _in_words(name, value, countries) for name, value in varied.items()}
    if "section" in varied:
        section = varied["section"]
        del words["section"]
        title = section_titles[section]
        label = f"{label} {section}: {title}"
        return ", ".join([label, *words.values()])
    return f"{label}: {', '.join(words.values())}" if words else label


def report_group(notebook: str, varied: Mapping[str, Any]) -> str:
    """Return the heading under which the index lists a report."""
    if "section" in varied:
        return "Section by section"
    if "focal" in varied:
        return "Country by country"
    if varied:
        return report_label(notebook, {}, {}, {})
    return "The whole questionnaire"


def parameter_facts(
    parameters: Mapping[str, Any], countries: Mapping[str, Country]
) -> tuple[tuple[str, str], ...]:
    """Return a report's parameters as name and value in words, for its page's footer."""
    return tuple(
        (_FACTS.get(name, name.replace("_", " ").capitalize()), _fact(name, value, countries))
        for name, value in parameters.items()
        if name != "output_dir" and value != ""
    )


_FACTS = {
    "focal": "Focal country",
    "survey": "Questionnaire",
    "fidelity": "Lowest link quality",
    "min_share": "Share of countries",
    "gtmi_zero": "GovTech zero",
    "answered_by": "Answers by",
    "max_age": "Age of answers",
    "fusion": "Several sources",
}


def _fact(name: str, value: Any, countries: Mapping[str, Country]) -> str:
    match name:
        case "focal":
            return f"{countries[value].name} ({value})"
        case "peers" if isinstance(value, str):
            return peers_in_words(value, countries)
        case "items":
            return _ITEMS[value]
        case "min_share":
            return f"an item is used when at least {value:.0%} have it"
        case "gtmi_zero":
            return f"counts as {value}"
        case "max_age":
            years = "year" if value == 1 else "years"
            return f"at most {value} {years} before the questionnaire" if value else "any"
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _in_words(name: str, value: Any, countries: Mapping[str, Country]) -> str:
    if name == "focal":
        return countries[value].name
    if name == "peers":
        return f"against {peers_in_words(value, countries)}"
    text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return f"{name.replace('_', ' ')} {text or 'none'}"


def _listed(words: Sequence[str], things: str) -> str:
    if len(words) > _LISTED:
        return f"{len(words)} {things}"
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last

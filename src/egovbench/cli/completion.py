"""What the shell offers behind an option or argument; asked at every press of the tab key.

Each function takes the beginning of a word and returns what it may become: (word, what it is).
Nothing is offered where a table or folder cannot be read: a fault would land in the command line.
"""

from collections.abc import Callable

from egovbench.base import paths
from egovbench.base.countries import read_countries
from egovbench.base.errors import EgovbenchError
from egovbench.base.parameters import GROUPS, Declaration
from egovbench.base.vocabulary import SECTIONS

Words = list[tuple[str, str]]


def countries(incomplete: str) -> Words:
    """Return the ISO3 codes that begin with `incomplete`, with the country's name."""
    try:
        found = read_countries(paths.COUNTRIES)
    except EgovbenchError:
        return []
    return [(code, each.name) for code, each in found.items() if code.startswith(incomplete)]


def peers(incomplete: str) -> Words:
    """Return groups and ISO3 codes; behind a comma, those to go on with."""
    given, comma, last = incomplete.rpartition(",")
    groups = [(group, "group") for group in GROUPS if group.startswith(last)]
    return [(f"{given}{comma}{each}", name) for each, name in (*groups, *countries(last))]


def runs(incomplete: str) -> Words:
    """Return the names of the runs below outputs/ that have a plan."""
    plans = sorted(paths.OUTPUTS.glob("*/plan.json"))
    names = [plan.parent.name for plan in plans]
    return [(name, "run") for name in names if name.startswith(incomplete)]


def sections(incomplete: str) -> Words:
    """Return all, and the letters of the sections."""
    return [(each, "") for each in ("all", *SECTIONS) if each.startswith(incomplete)]


def values_of(declared: Declaration) -> Callable[[str], Words]:
    """Return what offers the values of a parameter: its choices, or countries."""
    if declared.name in ("focal", "peers"):
        return countries if declared.name == "focal" else peers

    def offered(incomplete: str) -> Words:
        return [(each, "") for each in declared.choices if each.startswith(incomplete)]

    return offered

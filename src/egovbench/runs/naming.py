"""Names of runs and reports: readable, the same every time, and safe as file names."""

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence

from egovbench.base.errors import ParameterError
from egovbench.base.naming import PLAIN, value_in_name
from egovbench.base.parameters import DEFAULTS

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?", re.IGNORECASE)
_LONGEST = 64
_LONGEST_PART = 255  # bytes, on most file systems
_TAKEN = ("index", "manifest", "method")


def check_name(parameter: str, name: str) -> str:
    """Return `name` if it can be a file name on any system and cannot leave its folder."""
    if _NAME.fullmatch(name):
        return name
    expected = "letters, digits, hyphens and underscores, at most 64, none of - and _ at the ends"
    raise ParameterError(parameter, name, expected)


def is_own_path(path: str) -> bool:
    """Whether `path` can be that of a file of a run, in its folder on any system."""
    parts = path.split("/")
    return not re.search(r"[\0\\]|^.:", path) and all(
        part not in ("", ".", "..") and len(part.encode()) <= _LONGEST_PART for part in parts
    )


def run_name(
    parameters: Mapping[str, object],
    sections: Sequence[str] = (),
    overrides: Collection[str] = (),
) -> str:
    """Return a folder name that tells runs of different parameters apart ("lux-eu27").

    A parameter that every notebook shares stands in it where it differs from its default or is
    among the `overrides`, any other always; `sections` are those of a part of the questionnaire.
    """
    parts = [value_in_name(name, parameters[name]) for name in ("focal", "peers")]
    parts += [
        value_in_name(name, value)
        for name, value in parameters.items()
        if name not in PLAIN and (name in overrides or value != getattr(DEFAULTS, name, None))
    ]
    if sections:
        parts.append(f"sections-{''.join(sections)}")
    return _shortened("-".join(parts).lower())


def report_name(notebook: str, varied: Mapping[str, object]) -> str:
    """Return a report's name: its notebook's and the values that vary ("country-EST-oecd")."""
    parts = [notebook, *(value_in_name(name, value) for name, value in varied.items())]
    return _shortened("-".join(parts))


def check_unique(names: Sequence[str]) -> None:
    """Raise ParameterError for a name that a page of the run has, or that occurs twice.

    Names that differ in capitals alone are one file on some systems.
    """
    seen: dict[str, str] = {}
    for name in names:
        if name.lower() in _TAKEN:
            raise ParameterError("reports", name, "a name other than the run's own index, manifest")
        if name.lower() in seen:
            expected = "each report once, by values that differ in more than signs and capitals"
            raise ParameterError("reports", name, expected)
        seen[name.lower()] = name


def _shortened(name: str) -> str:
    if len(name) <= _LONGEST:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{name[: _LONGEST - len(digest) - 1].rstrip('-_')}-{digest}"

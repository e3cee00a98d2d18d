"""Names of files: of values of parameters, and of what governments sent."""

import hashlib
import re
from collections.abc import Mapping

PLAIN = ("focal", "peers", "section")
"""Parameters whose values stand in a name without the parameter's name."""
_LISTED = 4
_SOURCE = re.compile(r"[A-Z]{3}-msq[a-z0-9-]*\.(?:txt|pdf|xlsx|csv)")
_FILE = re.compile(r"\s|\.[A-Za-z]{2,4}$")
_ENDINGS = {"text": "txt", "pdf": "pdf", "workbook": "xlsx", "table": "csv"}


def source_name(iso3: str, survey: str, kind: str) -> str:
    """Return what a source is called: by its content, never as its sender did, who may be in it.

    >>> source_name("LUX", "msq2024", "text")
    'LUX-msq2024.txt'
    """
    return f"{'-'.join(filter(None, (iso3, survey)))}.{_ENDINGS[kind]}"


def is_source_name(name: str) -> bool:
    """Tell whether a file is called as `source_name` does it."""
    return _SOURCE.fullmatch(name) is not None


def own_source(stated: str, iso3: str, survey: str) -> str:
    """Return a source as a table states it, save for a file that `source_name` did not call so.

    Addresses and ids of surveys stay.

    >>> own_source("Ada Inventa.pdf", "LUX", "msq2024")
    'LUX-msq2024'
    """
    foreign = _FILE.search(stated) and "://" not in stated and not is_source_name(stated)
    return f"{iso3}-{survey}" if foreign else stated


def value_in_name(name: str, value: object) -> str:
    """Return a parameter's value for a name: "EST", "oecd", "min-share-0_8".

    A list of more than four countries is counted, with a digest that tells it from others.
    """
    values = [str(each) for each in value] if isinstance(value, list) else str(value).split(",")
    if name == "peers" and len(values) > _LISTED:
        digest = hashlib.sha256(" ".join(sorted(values)).encode()).hexdigest()
        text = f"{len(values)}-countries-{digest[:6]}"
    else:
        text = "-".join(values)
    text = re.sub(r"[^A-Za-z0-9_]+", "-", text.replace(".", "_")).strip("-_") or "none"
    return text if name in PLAIN else f"{name.replace('_', '-')}-{text}"


def filled(path: str, values: Mapping[str, object]) -> str:
    """Return a path with the values of parameters in place of "{focal}", "{peers}", "{section}"."""
    for name in PLAIN:
        path = path.replace(f"{{{name}}}", value_in_name(name, values[name]))
    return path

"""Values of parameters in names of files and folders."""

import hashlib
import re
from collections.abc import Mapping

PLAIN = ("focal", "peers", "section")
"""Parameters whose values stand in a name without the parameter's name."""
_LISTED = 4


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

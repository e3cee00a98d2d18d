"""Keeps persons and addresses out of the titles of laws and documents that sources name."""

import re

_PERSON = re.compile(r"@|\b(?:Mr|Mrs|Ms|Mme|Dr|Prof|Hon|H\.E)\b\.?\s+[A-Z]")
_ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)


def usable_title(title: str) -> str:
    """Return `title` on one line; nothing where it gives a person, an e-mail or a web address."""
    if _PERSON.search(title) or _ADDRESS.match(title.strip()):
        return ""
    return " ".join(title.split())

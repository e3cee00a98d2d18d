"""Finds the addresses in an answer."""

import re

_ADDRESS = re.compile(
    r"(?:https?://|(?<![\w./@-])www\.)(?:(?!\[[\w-]+ withheld\])[^\s<>\"“”])+", re.IGNORECASE
)
_TRAILING = ".,;:!?'’»-–…"


def find_links(answer: str) -> list[str]:
    """Return the addresses in `answer` in order, each once, without punctuation that follows.

    An address that holds a masked name ends before the mask.
    """
    found: dict[str, None] = {}
    for match in _ADDRESS.finditer(answer):
        address = match[0].rstrip(_TRAILING)
        while address.endswith(")") and address.count(")") > address.count("("):
            address = address[:-1].rstrip(_TRAILING)
        found[address] = None
    return list(found)

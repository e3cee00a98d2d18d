"""Web addresses in an answer; e-mail addresses and telephone numbers, which no quotation shows."""

import re

WEB_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
"""What a text holds as an address, with the punctuation that follows it."""
_LINK = re.compile(
    r"(?:https?://|(?<![\w./@-])www\.)(?:(?!\[[\w-]+ withheld\])[^\s<>\"“”])+", re.IGNORECASE
)
_TRAILING = ".,;:!?'’»-–…"
EMAIL_MASK = "[e-mail withheld]"
TELEPHONE_MASK = "[telephone withheld]"
_WRAP = r"(?<=\w-)\s*\n\s*(?=\w)"
# Begins where a word does and takes no more than an address may have: else a long word without an
# @ would be tried from each of its letters to its end.
EMAIL = re.compile(
    rf"(?<![\w.+'-])(?:[\w.+'-]|{_WRAP}){{1,320}}+\s?@\s?(?!www\.)"
    rf"(?:[\w-]|{_WRAP})+(?:\.(?:[\w-]|{_WRAP})+)+"
)
# From a plus, from noughts, or in three groups; dates are in groups too.
_TELEPHONE = re.compile(
    r"(?<![\w.,/+-])(?!\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?!\d))"
    r"(?:\(?(?:\+|0)\d(?:[ ()./-]{0,2}\d){5,18}|\d{2,3}(?:[ /-]\d{2,4}){2,4})(?!\w)"
)


def find_links(answer: str) -> list[str]:
    """Return the addresses in `answer` in order, each once, without punctuation that follows.

    An address that holds a masked name ends before the mask.
    """
    found: dict[str, None] = {}
    for match in _LINK.finditer(answer):
        address = match[0].rstrip(_TRAILING)
        while address.endswith(")") and address.count(")") > address.count("("):
            address = address[:-1].rstrip(_TRAILING)
        found[address] = None
    return list(found)


def without_contacts(text: str) -> str:
    """Return `text` with a mask for every e-mail address and telephone number.

    For what is said of a file, which may quote it. An answer keeps its telephone numbers, since
    nothing tells them from other numbers with certainty.
    """
    return _TELEPHONE.sub(TELEPHONE_MASK, EMAIL.sub(_masked_in_quotes, text))


def _masked_in_quotes(address: re.Match[str]) -> str:
    # An address may begin with an apostrophe, and the quote of a cell does.
    return ("'" if address[0].startswith("'") else "") + EMAIL_MASK

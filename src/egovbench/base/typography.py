"""The program's own words as they are set in HTML."""

import re
from html import escape

_PERCENT = re.compile(r"(?<=\d) (?=%)")


def typeset(text: str) -> str:
    """Return `text` escaped, with spaces that do not break between a number and its percent sign.

    French and German catalogues have such spaces already; English words are kept plain elsewhere,
    for terminals and files.
    """
    return escape(_PERCENT.sub("\N{NO-BREAK SPACE}", text))

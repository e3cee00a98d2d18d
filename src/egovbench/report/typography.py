"""The program's own words as they are set in HTML: no line breaks where none should be."""

import re
from html import escape

from egovbench.language import active_language

_NO_BREAK = "\N{NO-BREAK SPACE}"
_PERCENT = re.compile(r"(?<=\d) (?=%)")
_FRENCH = re.compile(r" (?=[:;?!»])|(?<=«) ")


def typeset(text: str) -> str:
    """Return `text` escaped, with spaces that do not break before a percent sign.

    In French also before the marks that have a space in front of them, and within quotation marks.
    """
    joined = _PERCENT.sub(_NO_BREAK, text)
    if active_language() == "fr":
        joined = _FRENCH.sub(_NO_BREAK, joined)
    return escape(joined)

"""The program's own words as they are set in HTML."""

import re
from html import escape

_PAGE_LINK = re.compile(
    r"""<a\b[^<>]*\bhref=["'][\w-]+\.html[^<>]*>([^<]*(?:<(?!/?a\b)[^<]*)*)</a>"""
)
_PERCENT = re.compile(r"(?<=\d) (?=%)")


def typeset(text: str) -> str:
    """Return `text` escaped, with spaces that do not break between a number and its percent sign.

    French and German catalogues have such spaces already; English words are kept plain elsewhere,
    for terminals and files.
    """
    return escape(_PERCENT.sub("\N{NO-BREAK SPACE}", text))


def without_page_links(html: str) -> str:
    """Return `html` with links to pages of a run as text."""
    return _PAGE_LINK.sub(r"\1", html)


def scrolling(html: str, label: str, kind: str) -> str:
    """Return `html` in a region of class `kind` that the keyboard can reach and scroll."""
    return (
        f'<div class="{kind}" role="region" tabindex="0" aria-label="{escape(label)}" '
        f'style="overflow-x:auto">{html}</div>'
    )

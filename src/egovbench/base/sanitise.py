"""Foreign text in HTML: everything escaped, links only where they lead to the web."""

import re
from html import escape
from urllib.parse import urlsplit

from egovbench.base.addresses import without_trailing

_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"'`\\^{}|]+", re.IGNORECASE)


def web_address(text: str) -> str | None:
    """Return `text` as an absolute http or https address, or None where it is none.

    "www.example.org" gets "https://". Other schemes (javascript, data, mailto, file), addresses
    with a user name, and text with blanks or control characters are refused.
    """
    candidate = text.strip()
    if candidate.lower().startswith("www."):
        candidate = f"https://{candidate}"
    if not _URL.fullmatch(candidate) or not candidate.isprintable():
        return None
    try:
        parts = urlsplit(candidate)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or "." not in host or "@" in parts.netloc:
        return None
    return candidate


def link(address: str, words: str | None = None) -> str:
    """Return an `<a>` element to a web address, or the escaped words where it is none."""
    target = web_address(address)
    shown = escape(words or address)
    if target is None:
        return shown
    return f'<a href="{escape(target)}" rel="noopener noreferrer nofollow">{shown}</a>'


def linkified(text: str) -> str:
    """Return `text` escaped, with each http, https or www address in it as a link."""
    parts: list[str] = []
    end = 0
    for found in _URL.finditer(text):
        address = without_trailing(found[0])
        parts.append(escape(text[end : found.start()]))
        parts.append(link(address))
        end = found.start() + len(address)
    parts.append(escape(text[end:]))
    return "".join(parts)

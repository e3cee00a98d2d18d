"""Blanks the headers and footers that a browser prints on every page."""

import re
from collections import defaultdict
from collections.abc import Sequence

_HEADER = re.compile(
    r"^\s*\d{1,4}[./-]\d{1,2}[./-]\d{2,4},?\s+\d{1,2}[:.]\d{2}(?:\s*[AaPp]\.?[Mm]\.?)?\s+(?P<title>\S.*)$"
)
_FOOTER = re.compile(
    r"^\s*(?P<address>(?:https?|file)://\S+)\s+(?P<page>\d{1,4})\s*/\s*(?P<pages>\d{1,4})\s*$"
)
_SAME_ADDRESS = 40
_NEIGHBOURHOOD = 3
PAGE_BREAK = "\f"


def blank_page_furniture(text: str) -> str:
    """Return `text` with page headers and footers blanked; every other character keeps its place.

    A header is a date, a time and the document's title, a footer an address and "page/pages". A
    document has one title, one address and one number of pages: the most frequent, if they recur
    or a header and a footer stand together. So an answer may begin with a date, and may cite a page
    of a document. A blanked line begins with PAGE_BREAK, which tells that text may go on across it.
    """
    lines = text.split("\n")
    titles: dict[str, list[int]] = defaultdict(list)
    documents: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        header, footer = _HEADER.match(line), _FOOTER.match(line)
        if header:
            titles[header["title"].strip()].append(number)
        elif footer and 1 <= int(footer["page"]) <= int(footer["pages"]):
            documents[footer["address"][:_SAME_ADDRESS], footer["pages"]].append(number)
    headers = max(titles.values(), key=len, default=[])
    footers = max(documents.values(), key=len, default=[])
    beside_header = [number for number in footers if _near(number, lines, headers)]
    beside_footer = [number for number in headers if _near(number, lines, footers)]
    if len(headers) == 1:
        headers = beside_footer
    if len(footers) == 1:
        footers = beside_header
    for number in (*headers, *footers):
        lines[number] = PAGE_BREAK.ljust(len(lines[number]))
    return "\n".join(lines)


def _near(number: int, lines: list[str], others: Sequence[int]) -> bool:
    for step in (-1, 1):
        passed, beside = 0, number + step
        while 0 <= beside < len(lines) and passed < _NEIGHBOURHOOD:
            if beside in others:
                return True
            passed += 1 if not lines[beside].strip() else _NEIGHBOURHOOD
            beside += step
    return False

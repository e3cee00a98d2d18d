"""Blanks the headers and footers that a browser prints on every page."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

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

    A header is a date, a time and the document's title, a footer an address and "page/pages"; a
    browser prints both or neither, so they stand together at page breaks. Of several titles or
    addresses the one counts that does so most often: an answer may begin with a date, and may cite
    a page. A blanked line begins with PAGE_BREAK, which tells that text may go on across it.
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
    headers = _beside(
        titles.values(), lines, [each for group in documents.values() for each in group]
    )
    footers = _beside(documents.values(), lines, headers)
    for number in (*headers, *footers):
        lines[number] = PAGE_BREAK.ljust(len(lines[number]))
    return "\n".join(lines)


def _beside(
    groups: Iterable[Sequence[int]], lines: Sequence[str], others: Sequence[int]
) -> Sequence[int]:
    """Return the group of lines that stands beside `others` most often, if one ever does."""
    beside = {
        tuple(group): sum(_near(number, lines, others) for number in group) for group in groups
    }
    best = max(beside, key=lambda group: beside[group], default=())
    return best if beside.get(best) else ()


def _near(number: int, lines: Sequence[str], others: Sequence[int]) -> bool:
    for step in (-1, 1):
        passed, beside = 0, number + step
        while 0 <= beside < len(lines) and passed < _NEIGHBOURHOOD:
            if beside in others:
                return True
            passed += 1 if not lines[beside].strip() else _NEIGHBOURHOOD
            beside += step
    return False

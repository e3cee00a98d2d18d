"""Blanks the headers and footers that a browser prints on every page."""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

PAGE_BREAK = "\f"
_HEADER = re.compile(
    r"^\s*(?P<time>\d{1,4}[./-]\d{1,2}[./-]\d{2,4},?\s+\d{1,2}[:.]\d{2}(?:\s*[AaPp]\.?[Mm]\.?)?)"
    r"(?:\s+(?P<title>\S.*))?$"
)
_FOOTER = re.compile(
    r"^\s*(?P<address>(?:https?|file)://\S+)(?:\s+(?P<page>\d{1,4})\s*/\s*(?P<pages>\d{1,4}))?\s*$"
)
_PAGE = re.compile(r"^\s*(?P<page>\d{1,4})\s*/\s*(?P<pages>\d{1,4})\s*$")
_SAME_ADDRESS = 40
_NEIGHBOURHOOD = 3
_LONGEST = 1_000  # characters of a header or footer
_MISPLACED = 0.2


@dataclass(frozen=True)
class _Piece:
    """A header or footer: the lines it fills, the footer's page and how far that is in all."""

    lines: tuple[int, ...]
    page: int = 0
    share: float = 0.0


def blank_page_furniture(text: str) -> str:
    """Return `text` with page headers and footers blanked; every other character keeps its place.

    A header is a date, a time and the document's title, a footer an address and "page/pages", each
    on a line or, as some extractors have them, on two; a browser prints both or neither, so they
    stand together at page breaks. Of several titles or addresses the one counts that does so most
    often: an answer may begin with a date, and may cite a page. A pair that stands there once is a
    page break only about where that page would end. A blanked line begins with PAGE_BREAK, which
    tells that text may go on across it.
    """
    lines = text.split("\n")
    titles: dict[Hashable, list[_Piece]] = defaultdict(list)
    times: dict[str, list[int]] = defaultdict(list)
    documents: dict[Hashable, list[_Piece]] = defaultdict(list)
    for number, line in enumerate(lines):
        if len(line) > _LONGEST:
            continue
        header = _HEADER.match(line)
        if header and header["title"]:
            titles[header["title"].strip()].append(_Piece((number,)))
        elif header:
            times[header["time"]].append(number)
        footer = _FOOTER.match(line) if not header else None
        if footer:
            _add_footer(documents, lines, number, footer)
    if times:
        time = max(times, key=lambda each: len(times[each]))  # a print has one
        titles[time, "alone"] = _with_titles(lines, times[time])
    headers, footers = _printed(titles, documents, lines)
    for piece in (*headers, *footers):
        for number in piece.lines:
            lines[number] = PAGE_BREAK.ljust(len(lines[number]))
    return "\n".join(lines)


def _with_titles(lines: Sequence[str], numbers: Sequence[int]) -> list[_Piece]:
    """Return the headers that begin with a time at lines `numbers`, each with its title's line.

    The title is the text that follows most of them; on some pages it is taken later.
    """
    below = [next(_beyond(lines, number, 1), None) for number in numbers]
    counts = Counter(lines[each].strip() for each in below if each is not None)
    title = counts.most_common(1)[0][0] if counts else ""
    pieces = []
    for number, stop in zip(numbers, [*numbers[1:], len(lines)], strict=True):
        page = range(number + 1, stop)
        found = next((each for each in page if lines[each].strip() == title), None)
        pieces.append(_Piece((number,) if found is None else (number, found)))
    return pieces


def _add_footer(
    documents: dict[Hashable, list[_Piece]],
    lines: Sequence[str],
    number: int,
    footer: re.Match[str],
) -> None:
    place: tuple[int, ...] = (number,)
    page = footer
    if not footer["page"]:
        for other in (next(_beyond(lines, number, step), None) for step in (1, -1)):
            counted = None if other is None else _PAGE.match(lines[other])
            if counted and other is not None:
                place, page = (number, other), counted
                break
    if page["page"] and 1 <= int(page["page"]) <= int(page["pages"]):
        key = footer["address"][:_SAME_ADDRESS], page["pages"]
        share = int(page["page"]) / int(page["pages"])
        documents[key].append(_Piece(place, int(page["page"]), share))


def _beyond(lines: Sequence[str], number: int, step: int) -> Iterator[int]:
    """Yield the next line with text in a direction, when no more than a few blank ones stand by."""
    for distance in range(1, _NEIGHBOURHOOD + 2):
        other = number + step * distance
        if not 0 <= other < len(lines) or len(lines[other]) > _LONGEST:
            return
        if lines[other].strip():
            yield other
            return


def _printed(
    titles: Mapping[Hashable, list[_Piece]],
    documents: Mapping[Hashable, list[_Piece]],
    lines: Sequence[str],
) -> tuple[Sequence[_Piece], Sequence[_Piece]]:
    """Return the headers and the footers of the document, none of either without the other."""
    every_header = {line for group in titles.values() for each in group for line in each.lines}
    footers = _most_often(documents, lines, every_header)
    headers = _most_often(titles, lines, {line for each in footers for line in each.lines})
    if len({each.page for each in footers}) < 2:
        beside = [each for each in footers if _beside(each, lines, every_header)]
        # A footer stands about where its page ends.
        gaps = (abs(each.lines[0] / len(lines) - each.share) for each in beside)
        if not any(gap <= _MISPLACED for gap in gaps):
            return (), ()
    return headers, footers


def _most_often(
    groups: Mapping[Hashable, list[_Piece]], lines: Sequence[str], others: set[int]
) -> Sequence[_Piece]:
    """Return the group that stands beside `others` most often, if one ever does."""
    counts = {
        key: sum(_beside(each, lines, others) for each in group) for key, group in groups.items()
    }
    best = max(counts, key=lambda key: counts[key], default=None)
    return groups[best] if best is not None and counts[best] else ()


def _beside(piece: _Piece, lines: Sequence[str], others: set[int]) -> bool:
    if PAGE_BREAK in lines[piece.lines[0]]:
        return True
    for line, step in ((min(piece.lines), -1), (max(piece.lines), 1)):
        beyond = next(_beyond(lines, line, step), None)
        if beyond is not None and beyond in others:
            return True
    return False

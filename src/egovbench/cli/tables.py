"""What commands print: tables, drawn with rich in a terminal, sentences, warnings and faults."""

import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from egovbench.base.visible_text import visible

_READABLE = 14
_GAP = "  "
_VARIES = re.compile(r"'(?:[^'\\]|\\.)*'|\([^()]*\)|\b[A-Z]{1,3}\d+\b|\d+(?:\.\d+)?")
_LISTED = 20


def print_table(
    headings: Sequence[str],
    rows: Sequence[Sequence[object]],
    caption: str = "",
    *,
    numbers: Sequence[int] = (),
    lead: int = 0,
) -> None:
    """Print a table; the columns at the places `numbers` are set right.

    With `lead`, a terminal too narrow for all columns gets several tables, each with the first
    `lead` ones, so that each can be read by itself.
    """
    texts = [[visible(str(cell)) for cell in row] for row in (headings, *rows)]
    caption = visible(caption)
    if sys.stdout.isatty():
        _draw(texts, caption, numbers, lead)
        return
    widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
    if caption:
        print(caption)
    for row in texts:
        cells = [
            cell.rjust(width) if at in numbers else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        print(_GAP.join(cells).rstrip())


def print_warning(line: str) -> None:
    """Print a line on stderr that tells of something to look at."""
    print(f"warning: {visible(line)}", file=sys.stderr)


def print_warnings(name: str, lines: Iterable[str]) -> None:
    """Print what is to be looked at in a file, which is named once."""
    before = f"{name}: "
    for line in lines:
        print_warning(f"{before}{line}")
        before = "  "


def grouped(lines: Iterable[str]) -> list[str]:
    """Return one line for those that differ in numbers, cells and quotations alone.

    >>> grouped(["row 4: no country", "row 9: no country", "row 12: no country"])
    ['3 times: row 4: no country; also 9, 12']
    """
    kinds: dict[str, list[str]] = {}
    for line in lines:
        kinds.setdefault(_VARIES.sub("#", line), []).append(line)
    return [_as_one(alike) for alike in kinds.values()]


def _as_one(lines: Sequence[str]) -> str:
    first, *others = dict.fromkeys(lines)
    if not others:
        return first
    places = [_VARIES.search(each) for each in others[:_LISTED]]
    more = ", ..." if len(others) > _LISTED else ""
    return (
        f"{len(lines)} times: {first}; also {', '.join(each[0] for each in places if each)}{more}"
    )


def print_fault(line: str) -> None:
    """Print a line on stderr that says what was not done."""
    print(f"egovbench: {visible(line)}", file=sys.stderr)


def may_replace(
    target: Path,
    replace: bool,
    what: str,
    number: int,
    columns: Sequence[str],
    rows: Sequence[Sequence[object]],
) -> bool:
    """Show what would change in a table, `number` of `what`; return `replace`."""
    done = "replaced" if replace else "to be replaced"
    print_table(columns, rows, f"{target}: {number} {what} {done}")
    if not replace:
        found = f"stays as it is: {number} {what} would change"
        print_fault(f"{target}: {found}; --replace writes them")
    return replace


def print_lines(lines: Sequence[str]) -> None:
    """Print sentences, in a terminal broken between words."""
    lines = list(map(visible, lines))
    if not sys.stdout.isatty():
        print(*lines, sep="\n")
        return
    from rich.console import Console

    console = Console(markup=False, highlight=False)
    for line in lines:
        console.print(line)


def parts(texts: Sequence[Sequence[str]], width: int, lead: int) -> list[list[int]]:
    """Return the places of the columns of as many tables as a terminal of `width` needs."""
    places = list(range(len(texts[0])))
    if not lead:
        return [places]
    # Frame and padding take three characters for each column and one more.
    widths = [least + 3 for least in _least_widths(texts)]
    found = [places[:lead]]
    for place in places[lead:]:
        taken = sum(widths[each] for each in found[-1]) + 1
        if taken + widths[place] > width and len(found[-1]) > lead:
            found.append(places[:lead])
        found[-1].append(place)
    return found


def _draw(texts: Sequence[Sequence[str]], caption: str, numbers: Sequence[int], lead: int) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(markup=False, highlight=False)
    least = _least_widths(texts)
    for places in parts(texts, console.width, lead):
        table = Table(title=caption or None, title_justify="left")
        for place in places:
            table.add_column(
                Text(texts[0][place]),
                justify="right" if place in numbers else "left",
                min_width=least[place] if lead else None,
                overflow="fold",
            )
        for row in texts[1:]:
            table.add_row(*(Text(row[place]) for place in places))
        console.print(table)


def _least_widths(texts: Sequence[Sequence[str]]) -> list[int]:
    """Return how many characters each column needs to be read, at most _READABLE."""
    return [min(max(map(len, column)), _READABLE) for column in zip(*texts, strict=True)]

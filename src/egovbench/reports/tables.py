"""Frames as accessible HTML tables and as plain text that says the same; codes in words."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

import pandas as pd
from pandas.api.types import is_bool_dtype, is_float_dtype, is_integer_dtype, is_numeric_dtype

from egovbench.base.errors import MethodError
from egovbench.base.sanitise import link
from egovbench.base.typography import scrolling, typeset
from egovbench.language import say, says, word
from egovbench.language.numbers import formatted as formatted_number


def words(kind: str, column: pd.Series) -> "pd.Series[str]":
    """Return a column of codes in words."""
    return column.map(lambda value: word(kind, value))


def of(n: int, total: int) -> str:
    """Return "7 of 19"."""
    return say("common.of", n=int(n), of=int(total))


def heads(**named: str) -> dict[str, str]:
    """Return headings of columns: `n="countries"` heads the column n as one named countries."""
    return {column: say(f"heads.{name}") for column, name in named.items()}


def usual_heads(columns: Iterable[str]) -> dict[str, str]:
    """Return the headings of those columns that are headed alike in every table."""
    return heads(**{name: name for name in columns if says(f"heads.{name}")})


# In the cell, since JupyterLab aligns every cell of its own accord.
_NUMBER = ' class="number" style="text-align:right"'
_LEFT = ' style="text-align:left"'
_SHORT = 20
_READING = re.compile(r"[+\N{MINUS SIGN}]?\d[\d.,]*(?: |$)")
_LONG = 48
"""Characters of a cell from which on its column is not to be narrow."""

MARK = "*"
"""What stands behind a code that nobody reviewed; `unreviewed_sentence` is its legend."""


def mark_html() -> str:
    """Return the mark with words for those who do not see it."""
    words = escape(say("page.not_reviewed.mark"))
    return f'<span class="mark" role="img" aria-label="{words}" title="{words}">{MARK}</span>'


_PLACE = re.compile(r"^(?:[\w-]*\.html)?(?:#[\w-]*)?$")


@dataclass(frozen=True)
class TableStyle:
    """How the columns of one table are headed, formatted and linked.

    Attributes:
        headers: column to heading; by default the column's name with blanks for underscores.
        formats: column to a format specification such as ".1f", "+.1f", ".0%" or ",d"; by default
            whole numbers as they are and others with one decimal.
        links: columns whose texts are web addresses.
        places: column to the place in the site that each of its rows leads to, for example
            "section-A.html#item-7"; "" for none.
        given: columns whose texts are the data's own and stay English.
        marked: column of codes to which of its rows hold one that nobody reviewed.
        about: what each row is about, such as ISO3 codes; rows about the same light up together.
        missing: what stands for a missing value or an empty text; by default "not known".
    """

    headers: Mapping[str, str] = field(default_factory=dict)
    formats: Mapping[str, str] = field(default_factory=dict)
    links: Collection[str] = ()
    places: Mapping[str, Sequence[str]] = field(default_factory=dict)
    given: Collection[str] = ()
    marked: Mapping[str, Sequence[bool]] = field(default_factory=dict)
    about: Sequence[str] = ()
    missing: str = ""

    @property
    def gap(self) -> str:
        """What stands for a missing value, in the active language."""
        return self.missing or say("numbers.unknown")


def check_table(frame: pd.DataFrame, style: TableStyle) -> None:
    """Check that there are rows and that the style names columns that exist.

    Raises:
        MethodError: names what is wrong.
    """
    if frame.empty:
        raise MethodError("table: there are no rows, so there is nothing to show")
    named = {*style.headers, *style.formats, *style.links, *style.places, *style.given}
    named |= {*style.marked}
    unknown = sorted(named - set(map(str, frame.columns)))
    if unknown:
        raise MethodError(f"table: there is no column {unknown[0]}")
    for column, places in style.places.items():
        if len(places) != len(frame):
            raise MethodError(
                f"table: {len(places)} places for {column}, which has {len(frame)} rows"
            )
        for place in places:
            if not _PLACE.match(place):
                raise MethodError(f"table: {place!r} is no place in the site, such as '#item-7'")


def table_html(frame: pd.DataFrame, caption: str, style: TableStyle, note: str = "") -> str:
    """Return a `<table>` with caption and scopes in a region that scrolls on narrow screens.

    The first column heads the rows. Number cells carry the unrounded value as `data-value`, cells
    without a value `data-missing`, so that a page can sort by them.
    """
    columns = [str(column) for column in frame.columns]
    numeric = {column: _is_number(frame[column]) for column in columns}
    head = "".join(
        f'<th scope="col"{_column_class(frame[column])}>{typeset(_heading(column, style))}</th>'
        for column in columns
    )
    body = ""
    for place, row in enumerate(frame.itertuples(index=False, name=None)):
        cells = [
            _cell(
                value,
                column,
                style,
                heads_row=index == 0,
                numeric=numeric[column],
                address=style.places[column][place] if column in style.places else "",
                marked=column in style.marked and style.marked[column][place],
            )
            for index, (value, column) in enumerate(zip(row, columns, strict=True))
        ]
        about = f' data-about="{escape(style.about[place])}"' if style.about else ""
        body += f"<tr{about}>{''.join(cells)}</tr>"
    foot = f'<p class="note">{typeset(note)}</p>' if note else ""
    table = (
        f'<table><caption style="text-align:left">{typeset(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )
    return scrolling(table, caption, "table-region") + foot


def table_text(frame: pd.DataFrame, caption: str, style: TableStyle, note: str = "") -> str:
    """Return the table as aligned plain text with the same headings and numbers."""
    columns = [str(column) for column in frame.columns]
    texts = [[_heading(column, style) for column in columns]]
    for place, row in enumerate(frame.itertuples(index=False, name=None)):
        texts.append(
            [
                formatted(value, column, style)
                + MARK * (column in style.marked and style.marked[column][place])
                for value, column in zip(row, columns, strict=True)
            ]
        )
    widths = [max(len(row[index]) for row in texts) for index in range(len(columns))]
    numeric = [_is_number(frame[column]) for column in columns]
    lines = [
        "  ".join(
            text.rjust(width) if right else text.ljust(width)
            for text, width, right in zip(row, widths, numeric, strict=True)
        ).rstrip()
        for row in texts
    ]
    return "\n".join([caption, *lines, *([note] if note else [])])


def formatted(value: Any, column: str, style: TableStyle) -> str:
    """Return a cell's text; missing values and empty texts read `style.gap`."""
    if isinstance(value, str):
        return value if value.strip() else style.gap
    if not isinstance(value, (list, tuple)) and pd.isna(value):
        return style.gap
    if isinstance(value, bool) or is_bool_dtype(type(value)):
        return word("code", "yes" if value else "no")
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value)) or style.gap
    if not is_numeric_dtype(type(value)):
        return str(value)
    specification = style.formats.get(column)
    if specification is None:
        specification = ".1f" if is_float_dtype(type(value)) else ""
    return formatted_number(value, specification)


def _is_number(column: "pd.Series[Any]") -> bool:
    return bool(is_integer_dtype(column) or is_float_dtype(column))


def _column_class(column: "pd.Series[Any]") -> str:
    if _is_number(column):
        return _NUMBER
    longest = max((len(value) for value in column if isinstance(value, str)), default=0)
    return (' class="long"' if longest > _LONG else "") + _LEFT


def _reading_class(words: str) -> str:
    """Keep a short reading such as "83.3 (83.3 to 100)" on one line."""
    short = len(words) <= _SHORT and _READING.match(words)
    return (' class="reading"' if short else "") + _LEFT


def _heading(column: str, style: TableStyle) -> str:
    return style.headers.get(column, column.replace("_", " "))


def _cell(
    value: Any,
    column: str,
    style: TableStyle,
    *,
    heads_row: bool,
    numeric: bool,
    address: str,
    marked: bool,
) -> str:
    words = formatted(value, column, style)
    known = words != style.gap
    if known and address:
        content = f'<a href="{escape(address)}">{escape(words)}</a>'
    elif known and column in style.links:
        content = f'<span class="address">{link(words)}</span>'
    else:
        content = escape(words)
    if marked:
        content += mark_html()
    attributes = _NUMBER if numeric else _reading_class(words)
    if known and column in style.given:
        attributes += ' lang="en"'
    if numeric and known:
        attributes += f' data-value="{float(value)!r}"'
    if not known:
        attributes += " data-missing"
    tag, scope = ("th", ' scope="row"') if heads_row else ("td", "")
    return f"<{tag}{scope}{attributes}>{content}</{tag}>"

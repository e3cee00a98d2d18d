"""A table of scores with one shade per cell: every cell says in words what its shade says."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from math import isnan
from urllib.parse import quote

import pandas as pd

from egovbench.base.errors import MethodError
from egovbench.base.typography import scrolling
from egovbench.language import say
from egovbench.language.numbers import interval, number
from egovbench.reports.display import Part
from egovbench.reports.pages import TEMPLATES

_CLASSES = ("table-region", "matrix")
SHADES = 5
"""How many steps the scale from 0 to 100 has."""


@dataclass(frozen=True)
class Cell:
    """A score with its bounds (0 to 100), what it rests on in words, and whether it is shaded.

    A cell without a score shows `rests_on` alone.
    """

    score: float
    lower: float
    upper: float
    rests_on: str
    shaded: bool

    @property
    def bounds(self) -> str:
        """The bounds in words, empty where they add nothing to the score."""
        shown = interval(self.lower, self.upper)
        return "" if shown == number(self.score) else shown

    @property
    def words(self) -> str:
        """The whole cell as one line."""
        if isnan(self.score):
            return self.rests_on
        bounds = f" ({self.bounds})" if self.bounds else ""
        return f"{number(self.score)}{bounds}, {self.rests_on}"


@dataclass(frozen=True)
class MatrixRow:
    """A row: its name, page and other names to find it by; cells and facts as in the columns."""

    name: str
    cells: tuple[Cell, ...]
    facts: tuple[str, ...] = ()
    page: str = ""
    code: str = ""
    other_names: tuple[str, ...] = ()
    marked: bool = False


@dataclass(frozen=True)
class Matrix:
    """A table; `columns` heads the cells by name and detail, `facts` the facts behind them."""

    caption: str
    heading: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[MatrixRow, ...]
    facts: tuple[str, ...] = ()


def shaded(
    matrix: Matrix,
    identifier: str,
    data: pd.DataFrame,
    *,
    choices: Sequence[tuple[int, str, Sequence[str]]] | None = None,
    note: str = "",
) -> Part:
    """Return a table of scores whose cells are shaded by their score.

    Args:
        matrix: the table, with at least one row.
        identifier: its id on the page.
        data: the frame that the table words.
        choices: the columns of facts by which rows can be chosen, as number, heading and texts;
            with them, even if there are none, the page has fields that find rows.
        note: what the reader needs to read the numbers, and their source.

    Raises:
        MethodError: no rows.
    """
    if not matrix.rows:
        raise MethodError("matrix: there are no rows, so there is nothing to show")
    fields = "" if choices is None else search_html(identifier, choices)
    foot = f'<p class="note">{escape(note)}</p>' if note else ""
    text = "\n".join([matrix_text(matrix), *([note] if note else [])])
    return Part(f"{fields}{matrix_html(matrix, identifier)}{foot}", text, data=data)


def matrix_html(matrix: Matrix, identifier: str) -> str:
    """Return the table in a region that scrolls, with the id `identifier`."""
    head = "".join(
        f'<th scope="col">{escape(name)}{_small(detail)}</th>'
        for name, detail in (
            (matrix.heading, ""),
            *matrix.columns,
            *((fact, "") for fact in matrix.facts),
        )
    )
    body = "".join(map(_row, matrix.rows))
    table = (
        f'<table id="{escape(identifier)}"><caption style="text-align:left">'
        f"{escape(matrix.caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )
    return scrolling(table, matrix.caption, " ".join(_CLASSES))


def matrix_text(matrix: Matrix) -> str:
    """Return the table as lines of plain text that say the same."""
    columns = [f"{name} ({detail})" for name, detail in matrix.columns]
    lines = [matrix.caption, "; ".join([matrix.heading, *columns, *matrix.facts])]
    lines += [
        "; ".join([row.name, *(cell.words for cell in row.cells), *row.facts])
        for row in matrix.rows
    ]
    return "\n".join(lines)


def legend() -> Part:
    """Return what the shades of a matrix say, with the style that draws them; once on a page."""
    step = 100 // SHADES
    shades = "".join(
        f'<li><span class="q{shade}">{interval(shade * step, (shade + 1) * step)}</span></li>'
        for shade in range(SHADES)
    )
    html = (
        f'<style>{_style()}</style><ul class="shades">{shades}'
        f'<li><span class="part">{escape(say("matrix.legend.fewer"))}</span></li></ul>'
    )
    return Part(html, say("matrix.legend.text"))


def search_html(identifier: str, choices: Sequence[tuple[int, str, Sequence[str]]]) -> str:
    """Return fields that find rows of the table with the id `identifier`, at first hidden.

    `choices` are the number of a column, its heading, and the texts to choose from. The page's
    script search.js shows the fields; without it the table is complete.
    """
    fields = "".join(
        f'<label>{escape(heading)} <select data-column="{column}">'
        f'<option value="">{escape(say("matrix.search.all"))}</option>'
        f"{''.join(f'<option>{escape(text)}</option>' for text in texts)}</select></label>"
        for column, heading, texts in choices
    )
    found = say("matrix.search.found", n="{n}", of="{of}")
    return (
        f'<div class="search" data-search="{escape(identifier)}" data-found="{escape(found)}" '
        f'hidden><label>{escape(say("matrix.search.label"))} <input type="search" '
        f'autocomplete="off" spellcheck="false"></label>{fields}<output></output></div>'
    )


def _row(row: MatrixRow) -> str:
    name = escape(row.name)
    if row.page:
        name = f'<a href="{escape(quote(row.page))}">{name}</a>'
    found_by = " ".join([row.code, *row.other_names]).strip()
    names = f' data-names="{escape(found_by)}"' if found_by else ""
    marked = ' class="own"' if row.marked else ""
    marked += f' data-about="{escape(row.code)}"' if row.code else ""
    facts = "".join(f"<td>{escape(fact)}</td>" for fact in row.facts)
    cells = "".join(map(_cell, row.cells))
    return f'<tr{names}{marked}><th scope="row">{name}{_small(row.code)}</th>{cells}{facts}</tr>'


def _cell(cell: Cell) -> str:
    if isnan(cell.score):
        return f'<td class="gap">{escape(cell.rests_on)}</td>'
    kind = f"q{min(int(cell.score * SHADES / 100), SHADES - 1)}" if cell.shaded else "part"
    details = "<br>".join(escape(text) for text in (cell.bounds, cell.rests_on) if text)
    return (
        f'<td class="{kind}" data-value="{cell.score:.4f}">{escape(number(cell.score))}'
        f"<small>{details}</small></td>"
    )


def _small(text: str) -> str:
    return f"<small>{escape(text)}</small>" if text else ""


@cache
def _style() -> str:
    return (TEMPLATES / "matrix.css").read_text(encoding="utf-8")

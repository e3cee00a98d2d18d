"""What notebooks show: blocks of headings, sentences, charts and tables, as HTML and plain text.

The plain text is what nbval compares and what a reader without HTML sees. All text from outside
is escaped; links lead to http and https addresses only.
"""

import inspect
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import wraps
from html import escape
from typing import Any, ParamSpec

import pandas as pd

from egovbench.base.errors import MethodError
from egovbench.base.mime import FINDING_MIME, RUN, TABLE_MIME
from egovbench.base.typography import typeset, without_page_links
from egovbench.figures.chart import Chart
from egovbench.reports.summary import Summary
from egovbench.reports.tables import TableStyle, check_table, table_html, table_text, usual_heads

P = ParamSpec("P")


@dataclass(frozen=True)
class Part:
    """A heading, a sentence or a table, as HTML and as plain text that says the same.

    Attributes:
        html: for a page.
        text: for nbval, and for readers without HTML.
        sentences: what it says in whole sentences; none for headings and tables.
        data: the frame that a table shows.
        further: output types for the programs that read a notebook's outputs.
    """

    html: str
    text: str
    sentences: tuple[str, ...] = ()
    data: pd.DataFrame | None = None
    further: Mapping[str, object] = field(default_factory=dict)

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        html = self.html if os.environ.get(RUN) else without_page_links(self.html)
        return {"text/html": html, "text/plain": self.text, **self.further}


Parts = Iterator[Part | Chart]


@dataclass(frozen=True, repr=False)
class Block:
    """What a block of a report shows; in a notebook it shows itself, each part as an output."""

    name: str
    parts: tuple[Part | Chart, ...]

    @property
    def figure(self) -> Chart | None:
        """The first chart; None without any."""
        return next((part for part in self.parts if isinstance(part, Chart)), None)

    @property
    def data(self) -> pd.DataFrame | None:
        """The frame that the first table shows, else the numbers of the first chart, else None."""
        frames = [part.data for part in self.parts if isinstance(part, Part)]
        known = [frame for frame in frames if frame is not None]
        return known[0] if known else self.figure.data if self.figure else None

    @property
    def sentences(self) -> list[str]:
        """What it says in whole sentences, in order."""
        told = [part.sentences for part in self.parts if isinstance(part, Part)]
        return [sentence for each in told for sentence in each]

    @property
    def text(self) -> str:
        """All of it as plain text."""
        return "\n".join(
            part.plain if isinstance(part, Chart) else part.text for part in self.parts
        )

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        html = without_page_links("\n".join(part.html for part in self.parts))
        return {"text/html": html, "text/plain": self.text}

    def _ipython_display_(self) -> None:
        # One output for each part, so that each figure keeps its picture and a page its anchors.
        from IPython.display import display

        for part in self.parts:
            display(part)  # type: ignore[no-untyped-call]

    def __repr__(self) -> str:
        """Return the name and what it holds."""
        charts = sum(isinstance(part, Chart) for part in self.parts)
        tables = sum(isinstance(part, Part) and part.data is not None for part in self.parts)
        sentences = len(self.sentences)
        return f"<Block {self.name}: sentences {sentences}, charts {charts}, tables {tables}>"


def block(shows: Callable[P, Parts]) -> Callable[P, Block]:
    """Make a function that yields parts one that returns them as a block of its name."""

    @wraps(shows)
    def shown(*args: P.args, **values: P.kwargs) -> Block:
        return Block(shows.__name__, tuple(shows(*args, **values)))

    signature = inspect.signature(shows).replace(return_annotation=Block)
    shown.__signature__ = signature  # type: ignore[attr-defined]
    return shown


def finding(text: str, summary: Summary | None = None) -> Part:
    """Return the report's headline, which the run's index page shows, with the key facts if any.

    Raises:
        MethodError: `text` is empty.
    """
    if not text.strip():
        raise MethodError("finding: the headline is empty")
    html = f'<p class="finding"><strong>{typeset(text)}</strong></p>'
    told = {"text": text} | ({"summary": summary.as_json()} if summary else {})
    return Part(html, text, (text,), further={FINDING_MIME: told})


def heading(text: str, level: int = 2, anchor: str = "") -> Part:
    """Return a heading of level 1 (the page's title) to 4; `anchor` is an `id` to link to.

    Raises:
        MethodError: another level.
    """
    if level not in (1, 2, 3, 4):
        raise MethodError(f"heading: found level {level}; expected 1 to 4")
    identifier = f' id="{escape(anchor)}"' if anchor else ""
    return Part(f"<h{level}{identifier}>{typeset(text)}</h{level}>", f"{'#' * level} {text}")


def paragraphs(*texts: str) -> Parts:
    """Yield a paragraph for each text that is not empty."""
    for text in filter(str.strip, texts):
        yield Part(f"<p>{typeset(text)}</p>", text, (text,))


def as_table(
    frame: pd.DataFrame, caption: str, *, note: str = "", csv: str = "", **style: Any
) -> Part:
    """Return all rows and columns of `frame` as a table; the first column heads the rows.

    Args:
        frame: at least one row; choose and order its columns beforehand. The index is not shown.
        caption: what the table shows, over which countries.
        note: what the reader needs to read the numbers, and their source.
        csv: name of the file of the report's tables that has these rows, if there is one.
        style: how columns are formatted and linked, as the attributes of `TableStyle`; `headers`
            only of those that are headed otherwise than in other tables.

    Raises:
        MethodError: no rows, a column that does not exist, or a place that is not in the site.
    """
    look = TableStyle(**style)
    check_table(frame, look)
    look = replace(look, headers=usual_heads(map(str, frame.columns)) | dict(look.headers))
    html, text = table_html(frame, caption, look, note), table_text(frame, caption, look, note)
    further = {TABLE_MIME: {"name": csv}} if csv else {}
    return Part(html, text, data=frame, further=further)

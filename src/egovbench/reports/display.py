"""What notebooks call to show something: each helper displays HTML and the same as plain text.

The plain text is what nbval compares and what a reader without HTML sees. All text from outside
is escaped; links lead to http and https addresses only.
"""

from base64 import b64encode
from collections.abc import Collection, Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd
from IPython.display import display

from egovbench.base.errors import MethodError
from egovbench.base.mime import FIGURE_MIME, FINDING_MIME, PNG_MIME
from egovbench.base.typography import typeset
from egovbench.figures.chart import Chart
from egovbench.figures.png import chart_png
from egovbench.figures.svg import chart_svg, is_wide
from egovbench.language import say
from egovbench.reports.answers import answers_html, answers_text, check_answers
from egovbench.reports.matrix.table import (
    Matrix,
    legend_html,
    matrix_html,
    matrix_text,
    search_html,
)
from egovbench.reports.summary import Summary
from egovbench.reports.tables import (
    TableStyle,
    check_table,
    scrolling,
    table_html,
    table_text,
)


def finding(text: str, summary: Summary | None = None) -> None:
    """Show the report's headline, and hand it to the run's index page, with the key facts if any.

    Raises:
        MethodError: `text` is empty.
    """
    if not text.strip():
        raise MethodError("finding: the headline is empty")
    _show(
        f'<p class="finding"><strong>{typeset(text)}</strong></p>',
        text,
        {FINDING_MIME: {"text": text} | ({"summary": summary.as_json()} if summary else {})},
    )


def heading(text: str, level: int = 2, anchor: str = "") -> None:
    """Show a heading of level 1 (the page's title) to 4; `anchor` is an `id` to link to.

    Raises:
        MethodError: another level.
    """
    if level not in (1, 2, 3, 4):
        raise MethodError(f"heading: found level {level}; expected 1 to 4")
    identifier = f' id="{escape(anchor)}"' if anchor else ""
    _show(f"<h{level}{identifier}>{typeset(text)}</h{level}>", f"{'#' * level} {text}")


def paragraph(text: str) -> None:
    """Show one paragraph; nothing for an empty text."""
    if text.strip():
        _show(f"<p>{typeset(text)}</p>", text)


def bullets(texts: Sequence[str]) -> None:
    """Show sentences as a list; nothing without any."""
    if texts:
        points = "".join(f"<li>{typeset(text)}</li>" for text in texts)
        _show(f"<ul>{points}</ul>", "\n".join(f"- {text}" for text in texts))


def pointer(text: str, address: str) -> None:
    """Show a link to another page of the run, by an address such as "robustness.html#method"."""
    _show(f'<p><a href="{escape(address)}">{typeset(text)}</a></p>', f"{text}: {address}")


def show_chart(chart: Chart, sources: str = "") -> None:
    """Show a chart as inline SVG with its title, subtitle, reading, note and sources around it.

    The plain text holds the alternative text and a digest of the drawn data, so that a changed
    figure is seen where only text is compared. A PNG goes along for programs that show no HTML, and
    for the run, which puts it into its folder of figures.
    """
    _show(
        chart_html(chart, sources),
        "\n".join(
            part
            for part in (
                say("page.figure", title=chart.title),
                chart.subtitle,
                chart.alternative_text,
                chart.reading,
                chart.note,
                sources,
                say("page.data", digest=chart.digest),
            )
            if part
        ),
        {
            PNG_MIME: b64encode(chart_png(chart, sources)).decode("ascii"),
            FIGURE_MIME: {"title": chart.title},
        },
    )


def chart_html(chart: Chart, sources: str = "") -> str:
    """Return a chart as a `<figure>`: inline SVG with the words that belong to it around it."""
    reading = (
        f'<details class="reading"><summary>{typeset(say("reading.title"))}</summary>'
        f"<p>{typeset(chart.reading)}</p></details>"
        if chart.reading
        else ""
    )
    notes = "".join(
        f'<p class="note">{typeset(text)}</p>' for text in (chart.note, sources) if text
    )
    drawing = chart_svg(chart)
    if is_wide(chart):
        drawing = scrolling(drawing, chart.title, "chart-region")
    return (
        '<figure class="chart" style="margin:1em 0">'
        f'<figcaption><strong class="chart-title">{typeset(chart.title)}</strong><br>'
        f'<span class="chart-subtitle">{typeset(chart.subtitle)}</span></figcaption>'
        f"{drawing}{reading}{notes}</figure>"
    )


def show_table(
    frame: pd.DataFrame,
    caption: str,
    *,
    headers: Mapping[str, str] | None = None,
    units: Mapping[str, str] | None = None,
    formats: Mapping[str, str] | None = None,
    links: Collection[str] = (),
    targets: Mapping[str, str] | None = None,
    places: Mapping[str, Sequence[str]] | None = None,
    given: Collection[str] = (),
    missing: str = "",
    note: str = "",
) -> None:
    """Show all rows and columns of `frame`; the index is not shown, the first column heads rows.

    Args:
        frame: at least one row; choose and order its columns beforehand.
        caption: what the table shows, over which countries.
        headers: column to heading; by default its name with blanks for underscores.
        units: column to unit, written behind the heading.
        formats: column to format specification such as ".1f", "+.1f", ".0%"; by default whole
            numbers as they are and others with one decimal.
        links: columns of web addresses.
        targets: column to a place in the site, for example {"item": "section-A.html#item-{}"}.
        places: column to the place in the site that each of its rows leads to, "" for none.
        given: columns whose texts are the data's own and stay English, such as a code's reason.
        missing: what stands for a missing value or an empty text; by default "not known".
        note: what the reader needs to read the numbers, and their source.

    Raises:
        MethodError: no rows, a column that does not exist, or a target that is no anchor.
    """
    style = TableStyle(
        headers=headers or {},
        units=units or {},
        formats=formats or {},
        links=links,
        targets=targets or {},
        places=places or {},
        given=given,
        missing=missing,
    )
    check_table(frame, style)
    _show(table_html(frame, caption, style, note), table_text(frame, caption, style, note))


def show_html(html: str, text: str) -> None:
    """Show HTML of this package, of which `text` is what a reader without HTML needs to know."""
    _show(html, text)


def show_answers(answers: pd.DataFrame, country: str) -> None:
    """Quote a country's answers, each with its code, evidence and place in the source.

    Args:
        answers: columns item, wording, answer, code, evidence, rationale (or the rule's name),
            locator, urls (separated by blanks), and, where known, truncated and address (of the
            place in the site where the locator leads); one row an item.
            Empty texts stand for nothing. An item is to be shown once on a page: its anchor is
            `item-N`.
        country: the name of who answered.

    Raises:
        MethodError: no rows, or a column is missing.
    """
    check_answers(answers)
    _show(answers_html(answers, country), answers_text(answers, country))


def show_legend() -> None:
    """Show what the shades of a matrix say; once, before the first of them."""
    _show(legend_html(), say("matrix.legend.text"))


def show_matrix(
    matrix: Matrix,
    identifier: str,
    *,
    choices: Sequence[tuple[int, str, Sequence[str]]] | None = None,
    note: str = "",
) -> None:
    """Show a table of scores with a shade a cell.

    Args:
        matrix: the table, with at least one row.
        identifier: its id on the page.
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
    _show(
        f"{fields}{matrix_html(matrix, identifier)}{foot}",
        "\n".join([matrix_text(matrix), *([note] if note else [])]),
    )


def _show(html: str, text: str, further: Mapping[str, Any] | None = None) -> None:
    bundle = {"text/html": html, "text/plain": text, **(further or {})}
    display(bundle, raw=True)  # type: ignore[no-untyped-call]

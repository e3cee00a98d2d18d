"""Coverage bars: how many items are known, unknown and not asked, one bar a section."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from egovbench.base.errors import MethodError
from egovbench.figures import style
from egovbench.figures.canvas import Canvas, LegendEntry, Scale, draw_legend, legend_height
from egovbench.figures.chart import Chart, require_columns, rows_of
from egovbench.language import say
from egovbench.language.lists import sentences

_PARTS = (("n_known", "known"), ("n_unknown", "unknown"), ("n_not_asked", "not_asked"))
_BAR = 0.27
_LABEL_SHARE = 0.36


def coverage_bars(counts: pd.DataFrame, *, title: str, of: str, note: str = "") -> Chart:
    """Draw one stacked bar a section; each part that is wide enough holds its number.

    Args:
        counts: columns section (the label, an id or a name), n_known, n_unknown, n_not_asked
            (numbers of items), in the order to draw.
        title: the message.
        of: whose items, for example "Luxembourg".
        note: added to the chart.

    Returns:
        The chart; `data` is the four columns as drawn.

    Raises:
        MethodError: a column is missing, a number is negative or missing, or there are no items.
    """
    columns = ["section", *(column for column, _ in _PARTS)]
    require_columns(counts, columns, "coverage bars")
    data = counts[columns].reset_index(drop=True)
    numbers = data[columns[1:]]
    if numbers.isna().any(axis=None) or (numbers < 0).any(axis=None):
        raise MethodError("coverage bars: every number of items must be zero or more")
    if not int(numbers.to_numpy().sum()):
        raise MethodError("coverage bars: there are no items, so there is nothing to draw")
    data = data.astype(dict.fromkeys(columns[1:], "int64"))
    totals = {column: int(data[column].sum()) for column, _ in _PARTS}
    total = sum(totals.values())
    return Chart(
        drawing=_draw(data, style.WIDTH).drawing,
        narrow=_draw(data, style.NARROW).drawing,
        title=title,
        subtitle=say("figures.coverage.subtitle", of=of, n=total),
        reading=say("reading.coverage"),
        note=sentences(note),
        alternative_text=sentences(
            say("figures.coverage.plot", of=of, n=len(data), **totals),
            *(
                say(
                    "figures.coverage.section",
                    section=row.section,
                    n_known=row.n_known,
                    n_unknown=row.n_unknown,
                    n_not_asked=row.n_not_asked,
                )
                for row in rows_of(data)
            ),
        ),
        data=data,
    )


def _draw(data: pd.DataFrame, width: float) -> Canvas:
    wrapped = [style.wrap(label, _LABEL_SHARE * width) for label in data["section"]]
    left = max(style.text_width(line) for lines in wrapped for line in lines) + 0.15
    height = max(0.42, style.line_height() * max(map(len, wrapped)) + 0.14)
    legend = [
        LegendEntry(_sample(column), say(f"figures.coverage.{part}"), width=0.3)
        for column, part in _PARTS
        if data[column].any()
    ]
    top = legend_height(legend, width)
    canvas = Canvas(width, top + height * len(data) + 0.08)
    draw_legend(canvas, legend, width)
    longest = int(data[[column for column, _ in _PARTS]].sum(axis=1).max())
    room = max(style.text_width(_total(row), style.SMALL) for row in rows_of(data))
    scale = Scale(0, longest, left, width - room - 0.12)
    for index, row in enumerate(rows_of(data)):
        middle = top + height * (index + 0.5)
        canvas.lines(left - 0.1, middle, wrapped[index], align="right")
        start = 0
        for column, _ in _PARTS:
            count = int(getattr(row, column))
            if count:
                box = (
                    scale.at(start),
                    middle - _BAR / 2,
                    scale.at(start + count) - scale.at(start),
                    _BAR,
                )
                _draw_part(canvas, column, box, str(count))
            start += count
        canvas.text(
            scale.at(start) + 0.07, middle, _total(row), size=style.SMALL, colour=style.MUTED
        )
    return canvas


def _total(row: Any) -> str:
    total = sum(int(getattr(row, column)) for column, _ in _PARTS)
    return say("figures.coverage.total", n=row.n_known, of=total)


def _draw_part(
    canvas: Canvas, column: str, box: tuple[float, float, float, float], words: str
) -> None:
    left, top, width, height = box
    inner = (left + 0.01, top, max(width - 0.02, 0.01), height)
    ink = style.CELL_INK
    if column == "n_known":
        canvas.boxes([inner], face=style.CELL_STRONG)
        ink = style.CELL_PAPER
    elif column == "n_unknown":
        canvas.boxes([inner], face=style.CELL_WEAK, hatch_colour=style.CELL_HATCH)
    else:
        canvas.boxes([inner], edge=style.PEER)
        ink = style.INK
    if style.text_width(words, style.SMALL, bold=True) + 0.03 <= width:
        canvas.text(
            left + width / 2,
            top + height / 2,
            words,
            size=style.SMALL,
            bold=True,
            align="center",
            colour=ink,
        )


def _sample(column: str) -> Callable[[Canvas, float, float], None]:
    def sample(canvas: Canvas, x: float, y: float) -> None:
        _draw_part(canvas, column, (x - 0.15, y - 0.085, 0.3, 0.17), "")

    return sample

"""Two bars a row, for shares that are read against each other."""

from math import isnan

import pandas as pd

from egovbench.base.errors import MethodError
from egovbench.figures import style
from egovbench.figures.canvas import (
    AXIS_HEIGHT,
    Canvas,
    LegendEntry,
    Scale,
    draw_legend,
    legend_height,
)
from egovbench.figures.chart import (
    Chart,
    interval,
    number,
    require_columns,
    rows_of,
)
from egovbench.figures.rows import MOST_LABELLED_ROWS
from egovbench.language import say
from egovbench.language.lists import sentences

_COLUMNS = ("first", "first_low", "first_high", "second", "second_low", "second_high")
_BAR = 0.13
_LABEL_SHARE = 0.37


def paired_bars(
    rows: pd.DataFrame,
    names: tuple[str, str],
    *,
    title: str,
    measure: str,
    reading: str,
    note: str = "",
) -> Chart:
    """Draw a filled and an outlined bar from zero for each row, in the order given.

    Args:
        rows: columns id, label, and first, first_low, first_high, second, second_low,
            second_high, shares of 0 to 1 or a little outside; a missing value is written as "not
            known", a missing bound leaves the bar without a line. At most 60 rows. What lies below
            zero is cut at zero in the drawing and written as it is.
        names: what the first and the second bar are.
        title: the message.
        measure: what is drawn, for example "Share of the rank's variance".
        reading: how to read the two bars.
        note: added after the chart's own note.

    Returns:
        The chart; `data` is the columns above as drawn.

    Raises:
        MethodError: a column is missing, or there are no rows or too many.
    """
    require_columns(rows, ("id", "label", *_COLUMNS), "paired bars")
    if len(rows) > MOST_LABELLED_ROWS:
        raise MethodError(
            f"paired bars: {len(rows)} rows; at most {MOST_LABELLED_ROWS} are legible"
        )
    data = rows[["id", "label", *_COLUMNS]].reset_index(drop=True)
    bounded = bool(data[["first_low", "second_low"]].notna().any(axis=None))
    return Chart(
        drawing=_draw(data, names, style.WIDTH).drawing,
        narrow=_draw(data, names, style.NARROW).drawing,
        title=title,
        subtitle=say("figures.rows", measure=measure, unit=say("figures.paired.unit"), n=len(data)),
        reading=reading,
        note=sentences(say("figures.paired.bounds") if bounded else "", note),
        alternative_text=sentences(
            say("figures.paired.plot", n=len(data), measure=measure),
            *(
                say(
                    "figures.paired.row",
                    label=row.label,
                    first_name=names[0],
                    first=_reading(row, "first"),
                    second_name=names[1],
                    second=_reading(row, "second"),
                )
                for row in rows_of(data.head(12))
            ),
        ),
        data=data,
    )


def _reading(row: object, name: str) -> str:
    value, low, high = (float(getattr(row, name + end)) for end in ("", "_low", "_high"))
    text = number(value, 2)
    if isnan(value) or isnan(low):
        return text
    return f"{text} ({interval(low, high, 2)})"


def _draw(data: pd.DataFrame, names: tuple[str, str], width: float) -> Canvas:
    wrapped = [style.wrap(label, _LABEL_SHARE * width) for label in data["label"]]
    left = max(style.text_width(line) for lines in wrapped for line in lines) + 0.15
    heights = [max(2 * _BAR + 0.16, 0.12 + style.line_height() * len(lines)) for lines in wrapped]
    readings = [tuple(_reading(row, name) for name in ("first", "second")) for row in rows_of(data)]
    room = max(style.text_width(words, style.SMALL) for pair in readings for words in pair) + 0.14
    legend = [_legend_entry(names[0], True), _legend_entry(names[1], False)]
    top = legend_height(legend, width) + 0.05
    bottom = top + sum(heights) + 0.04
    canvas = Canvas(width, bottom + AXIS_HEIGHT)
    draw_legend(canvas, legend, width)
    largest = data[list(_COLUMNS)].max().max()
    scale = Scale(0.0, max(1.0, float(largest)), left, width - room)
    canvas.horizontal_axis(scale, (0.0, 0.5, 1.0), top, bottom, say("figures.paired.unit"), 1)
    middle = top
    for row, lines, height, pair in zip(rows_of(data), wrapped, heights, readings, strict=True):
        canvas.lines(left - 0.1, middle + height / 2, lines, align="right")
        for name, offset, words in zip(("first", "second"), (-1, 1), pair, strict=True):
            y = middle + height / 2 + offset * (_BAR / 2 + 0.01)
            _draw_bar(canvas, scale, row, name, y)
            canvas.text(width - room + 0.08, y, words, size=style.SMALL, colour=style.MUTED)
        middle += height
    return canvas


def _draw_bar(canvas: Canvas, scale: Scale, row: object, name: str, y: float) -> None:
    value, low, high = (float(getattr(row, name + end)) for end in ("", "_low", "_high"))
    start = scale.at(0)
    filled = name == "first"
    if value > 0:
        box = (start, y - _BAR / 2, scale.at(value) - start, _BAR)
        canvas.boxes(
            [box], face=style.FOCAL if filled else style.PAPER, edge=style.FOCAL, edge_width=1.0
        )
    if not isnan(low):
        ends = [scale.at(max(low, 0.0)), scale.at(max(high, 0.0))]
        canvas.line(ends, [y, y], style.INK, 1.1)


def _legend_entry(words: str, filled: bool) -> LegendEntry:
    def sample(canvas: Canvas, x: float, y: float) -> None:
        canvas.boxes(
            [(x - 0.12, y - _BAR / 2, 0.24, _BAR)],
            face=style.FOCAL if filled else style.PAPER,
            edge=style.FOCAL,
            edge_width=1.0,
        )

    return LegendEntry(sample, words)

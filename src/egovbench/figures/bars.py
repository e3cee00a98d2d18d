"""Horizontal bars: how many items are known, pairs of shares, and gains and losses."""

from collections.abc import Callable
from math import isnan
from typing import Any

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
from egovbench.figures.chart import Chart, interval, require_columns, rows_of
from egovbench.figures.intervals import MOST_LABELLED_ROWS
from egovbench.language import say
from egovbench.language.lists import sentences, set_apart
from egovbench.language.numbers import fixed

_PARTS = (("n_known", "known"), ("n_unknown", "unknown"), ("n_not_asked", "not_asked"))
_COVERAGE_BAR = 0.27
_COVERAGE_LABELS = 0.36


def coverage_bars(counts: pd.DataFrame, *, title: str, of: str, note: str = "") -> Chart:
    """Draw one stacked bar a section; each part that is wide enough holds its number.

    Args:
        counts: columns section (the label, an id or a name), n_known, n_unknown, n_not_asked
            (numbers of items), in the order to draw.
        of: whose items, for example "Luxembourg".

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
        drawing=_draw_coverage(data, style.WIDTH).drawing,
        narrow=_draw_coverage(data, style.NARROW).drawing,
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


def _draw_coverage(data: pd.DataFrame, width: float) -> Canvas:
    wrapped = [style.wrap(label, _COVERAGE_LABELS * width) for label in data["section"]]
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
                    middle - _COVERAGE_BAR / 2,
                    scale.at(start + count) - scale.at(start),
                    _COVERAGE_BAR,
                )
                _draw_part(canvas, column, box, str(count))
            start += count
        canvas.small(scale.at(start) + 0.07, middle, _total(row))
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


_COLUMNS = ("first", "first_low", "first_high", "second", "second_low", "second_high")
_PAIRED_BAR = 0.13
_PAIRED_LABELS = 0.37


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
        measure: what is drawn, for example "Share of the rank's variance".
        reading: how to read the two bars.

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
        drawing=_draw_pairs(data, names, style.WIDTH).drawing,
        narrow=_draw_pairs(data, names, style.NARROW).drawing,
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
                    first=_paired_reading(row, "first"),
                    second_name=names[1],
                    second=_paired_reading(row, "second"),
                )
                for row in rows_of(data.head(12))
            ),
        ),
        data=data,
    )


def _paired_reading(row: object, name: str) -> str:
    value, low, high = (float(getattr(row, name + end)) for end in ("", "_low", "_high"))
    text = fixed(value, 2)
    if isnan(value) or isnan(low):
        return text
    return f"{text} ({interval(low, high, 2)})"


def _draw_pairs(data: pd.DataFrame, names: tuple[str, str], width: float) -> Canvas:
    wrapped = [style.wrap(label, _PAIRED_LABELS * width) for label in data["label"]]
    left = max(style.text_width(line) for lines in wrapped for line in lines) + 0.15
    heights = [
        max(2 * _PAIRED_BAR + 0.16, 0.12 + style.line_height() * len(lines)) for lines in wrapped
    ]
    readings = [
        tuple(_paired_reading(row, name) for name in ("first", "second")) for row in rows_of(data)
    ]
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
            y = middle + height / 2 + offset * (_PAIRED_BAR / 2 + 0.01)
            _draw_bar(canvas, scale, row, name, y)
            canvas.small(width - room + 0.08, y, words)
        middle += height
    return canvas


def _draw_bar(canvas: Canvas, scale: Scale, row: object, name: str, y: float) -> None:
    value, low, high = (float(getattr(row, name + end)) for end in ("", "_low", "_high"))
    start = scale.at(0)
    filled = name == "first"
    if value > 0:
        box = (start, y - _PAIRED_BAR / 2, scale.at(value) - start, _PAIRED_BAR)
        canvas.boxes(
            [box], face=style.FOCAL if filled else style.PAPER, edge=style.FOCAL, edge_width=1.0
        )
    if not isnan(low):
        ends = [scale.at(max(low, 0.0)), scale.at(max(high, 0.0))]
        canvas.line(ends, [y, y], style.INK, 1.1)


def _legend_entry(words: str, filled: bool) -> LegendEntry:
    def sample(canvas: Canvas, x: float, y: float) -> None:
        canvas.boxes(
            [(x - 0.12, y - _PAIRED_BAR / 2, 0.24, _PAIRED_BAR)],
            face=style.FOCAL if filled else style.PAPER,
            edge=style.FOCAL,
            edge_width=1.0,
        )

    return LegendEntry(sample, words)


def shift_bars(
    rows: pd.DataFrame, *, title: str, measure: str, unit: str, decimals: int = 1, note: str = ""
) -> Chart:
    """Draw a bar from zero for each row, to the right for gains and to the left for losses.

    Args:
        rows: columns id, label, shift, in any unit and order; a missing shift is written as "not
            known". At most 60 rows.
        measure: what is drawn, for example "Change of the score when the item is left out".
        unit: unit of the shift, for example "points".
        decimals: of the numbers written.

    Returns:
        The chart; `data` is id, label, shift as drawn.

    Raises:
        MethodError: a column is missing, or there are no rows or too many.
    """
    require_columns(rows, ("id", "label", "shift"), "shift bars")
    if len(rows) > MOST_LABELLED_ROWS:
        raise MethodError(f"shift bars: {len(rows)} rows; at most {MOST_LABELLED_ROWS} are legible")
    data = rows[["id", "label", "shift"]].reset_index(drop=True)
    order = data.reindex(data["shift"].abs().sort_values(ascending=False, kind="stable").index)
    return Chart(
        drawing=_draw_shifts(data, unit, decimals, style.WIDTH).drawing,
        narrow=_draw_shifts(data, unit, decimals, style.NARROW).drawing,
        title=title,
        subtitle=say("figures.rows", measure=measure, unit=unit, n=len(data)),
        reading=say("reading.shift"),
        note=sentences(note),
        alternative_text=sentences(
            say("figures.shift.plot", n=len(data), measure=measure, unit=unit),
            say(
                "figures.shift.largest",
                rows=set_apart(
                    f"{row.label} {fixed(row.shift, decimals, signed=True)}"
                    for row in rows_of(order.head(8))
                ),
            ),
        ),
        data=data,
    )


def _draw_shifts(data: pd.DataFrame, axis_label: str, decimals: int, width: float) -> Canvas:
    wrapped = [style.wrap(label, 0.4 * width) for label in data["label"]]
    left = max(style.text_width(line) for lines in wrapped for line in lines) + 0.15
    heights = [0.1 + style.line_height() * len(lines) for lines in wrapped]
    readings = [fixed(value, decimals, signed=True) for value in data["shift"]]
    room = max(style.text_width(words, style.SMALL) for words in readings) + 0.12
    extent = float(data["shift"].abs().max())
    extent = extent if extent > 0 else 1.0
    bottom = 0.08 + sum(heights)
    canvas = Canvas(width, bottom + AXIS_HEIGHT)
    scale = Scale(-extent, extent, left + room, width - room)
    step = 10**-decimals
    ticks = [-extent, 0.0, extent] if extent >= step else [0.0]
    canvas.horizontal_axis(scale, ticks, 0.04, bottom, axis_label, decimals)
    canvas.line([scale.at(0)] * 2, [0.04, bottom], style.PEER, 1.2)
    for index, (shift, lines) in enumerate(zip(data["shift"], wrapped, strict=True)):
        middle = 0.08 + sum(heights[:index]) + heights[index] / 2
        canvas.lines(left - 0.1, middle, lines, align="right")
        end = scale.at(0 if pd.isna(shift) else shift)
        start = scale.at(0)
        canvas.boxes([(min(start, end), middle - 0.085, abs(end - start), 0.17)], face=style.FOCAL)
        falls = shift < 0
        canvas.text(
            end + (-0.06 if falls else 0.06),
            middle,
            readings[index],
            size=style.SMALL,
            align="right" if falls else "left",
        )
    return canvas

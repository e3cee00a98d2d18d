"""Horizontal intervals and shifts, for rank ranges and for leave-one-out results."""

from collections.abc import Callable, Collection
from math import isnan

import pandas as pd
from matplotlib.ticker import MaxNLocator

from egovbench.base.errors import MethodError
from egovbench.figures import style
from egovbench.figures.canvas import AXIS_HEIGHT, Canvas, LegendEntry, Scale
from egovbench.figures.chart import (
    Chart,
    interval,
    number,
    require_columns,
    rows_of,
)
from egovbench.figures.rows import MOST_LABELLED_ROWS, RowAxis, RowStyle, draw_rows
from egovbench.language import say
from egovbench.language.lists import sentences, set_apart

_LABEL_SHARE = 0.4


def interval_bars(
    rows: pd.DataFrame,
    *,
    title: str,
    measure: str,
    unit: str,
    highlighted: Collection[str] = (),
    reverse: bool = False,
    limits: tuple[float, float] | None = None,
    decimals: int = 0,
    mark: str = "",
    line: str = "",
    hollow: Collection[str] = (),
    hollow_means: str = "",
    note: str = "",
) -> Chart:
    """Draw a line from `lower` to `upper` and a mark at `score` for each row, in the order given.

    Args:
        rows: columns id, label, lower, score, upper, in any unit; a missing score leaves the line
            without a mark. Beyond 60 rows only the highlighted, every tenth of them and the ends
            are labelled.
        title: the message.
        measure: what is drawn, for example "Rank over 2,000 variants of the method".
        unit: unit of the three columns, for example "rank, 1 is best".
        highlighted: ids drawn in colour.
        reverse: the smallest value to the right, as for ranks.
        limits: ends of the axis; by default the range of the rows.
        decimals: of the numbers written.
        mark: what the dot is, for example "rank by the default method"; a word in the legend.
        line: what the line covers, for example "over nine in ten variants"; by default from the
            lowest to the highest value.
        hollow: ids with a hollow mark, and `hollow_means` what that says; both or none.
        note: added after the chart's own note.

    Returns:
        The chart; `data` is id, label, lower, score, upper as drawn, and hollow where given.

    Raises:
        MethodError: a column is missing, there are no rows, an id stands twice, or a lower end is
            above its upper end or missing.
    """
    columns = ["id", "label", "lower", "score", "upper"]
    require_columns(rows, columns, "interval bars")
    data = rows[columns].reset_index(drop=True)
    if data["id"].duplicated().any():
        raise MethodError(f"interval bars: {data.loc[data['id'].duplicated(), 'id'].iloc[0]} twice")
    wrong = data[~(data["lower"] <= data["upper"])]
    if len(wrong):
        raise MethodError(f"interval bars: {wrong['id'].iloc[0]} has no interval from low to high")
    mark = mark or say("figures.interval.mark")
    line = line or say("figures.interval.line")
    if hollow_means:
        data["hollow"] = data["id"].isin(list(hollow))
    ends_drawn = data[["lower", "score", "upper"]]
    low, high = limits or (float(ends_drawn.min().min()), float(ends_drawn.max().max()))
    if low == high:
        low, high = low - 1, high + 1
    ticks = _ticks(low, high, whole=decimals == 0)
    ends = (high, low) if reverse else (low, high)
    tick_decimals = 0 if all(float(tick).is_integer() for tick in ticks) else decimals
    axis = RowAxis(*ends, ticks, unit, tick_decimals)
    words = say("figures.interval.legend", mark=mark, line=line)
    legend = _interval_legend(data, words, hollow_means)
    wide, narrow = (
        _draw_intervals(data, highlighted, axis, decimals, legend, width).drawing
        for width in (style.WIDTH, style.NARROW)
    )
    return Chart(
        drawing=wide,
        narrow=narrow,
        title=title,
        subtitle=say("figures.rows", measure=measure, unit=unit, n=len(data)),
        reading=say("reading.interval", mark=mark, line=line),
        note=sentences(
            say("figures.interval.note", mark=mark, line=line),
            say("figures.interval.hollow", means=hollow_means) if hollow_means else "",
            note,
        ),
        alternative_text=_interval_text(data, highlighted, (measure, unit), decimals),
        data=data,
    )


def _ticks(low: float, high: float, whole: bool) -> list[float]:
    locator = MaxNLocator(nbins=6, steps=[1, 2, 2.5, 5, 10], integer=whole)
    inner = [float(tick) for tick in locator.tick_values(low, high) if low <= tick <= high]
    if low == 1 and whole:
        return [1.0, *(tick for tick in inner if tick > 1 + (high - low) * 0.05)]
    return inner


def _reading(score: float, lower: float, upper: float, decimals: int) -> str:
    span = interval(lower, upper, decimals)
    reading = number(score, decimals)
    if isnan(score):
        return span
    return reading if reading == span else f"{reading} ({span})"


def _interval_legend(data: pd.DataFrame, words: str, hollow_means: str) -> list[LegendEntry]:
    def sample(hollow: bool) -> Callable[[Canvas, float, float], None]:
        def draw(canvas: Canvas, x: float, y: float) -> None:
            canvas.line([x - 0.12, x + 0.12], [y, y], style.PEER_SOFT, 1.6)
            canvas.marks(
                [(x, y)],
                face=style.PAPER if hollow else style.PEER,
                edge=style.PEER if hollow else None,
            )

        return draw

    if hollow_means and data["hollow"].all():
        return [LegendEntry(sample(True), words), LegendEntry(sample(True), hollow_means)]
    entries = [LegendEntry(sample(False), words)]
    if hollow_means and data["hollow"].any():
        entries.append(LegendEntry(sample(True), hollow_means))
    return entries


def _draw_intervals(
    data: pd.DataFrame,
    highlighted: Collection[str],
    axis: RowAxis,
    decimals: int,
    legend: list[LegendEntry],
    width: float,
) -> Canvas:
    drawn = data.assign(
        reading=[_reading(row.score, row.lower, row.upper, decimals) for row in rows_of(data)]
    )
    open_ = data["hollow"] if "hollow" in data else pd.Series(False, index=data.index)
    styles = [
        RowStyle(
            style.FOCAL if identifier in highlighted else style.PEER,
            hollow=bool(hollow),
            emphasised=identifier in highlighted,
        )
        for identifier, hollow in zip(data["id"], open_, strict=True)
    ]
    last = len(data) - 1
    tenths = {round(last * part / 10) for part in range(11)}
    labelled = [
        index in tenths or identifier in highlighted for index, identifier in enumerate(data["id"])
    ]
    return draw_rows(drawn, styles, labelled, axis, legend, width)


def _interval_text(
    data: pd.DataFrame, highlighted: Collection[str], what: tuple[str, str], decimals: int
) -> str:
    chosen = data[data["id"].isin(list(highlighted))] if highlighted else data
    if len(chosen) > 12 or chosen.empty:
        chosen = data.iloc[[0, len(data) // 2, len(data) - 1]].drop_duplicates("id")
    return sentences(
        say("figures.interval.plot", n=len(data), measure=what[0], unit=what[1]),
        *(
            say(
                "figures.entry",
                label=row.label,
                reading=_reading(row.score, row.lower, row.upper, decimals),
            )
            for row in rows_of(chosen)
        ),
    )


def shift_bars(
    rows: pd.DataFrame,
    *,
    title: str,
    measure: str,
    unit: str,
    decimals: int = 1,
    note: str = "",
) -> Chart:
    """Draw a bar from zero for each row, to the right for gains and to the left for losses.

    Args:
        rows: columns id, label, shift, in any unit and order; a missing shift is written as "not
            known". At most 60 rows.
        title: the message.
        measure: what is drawn, for example "Change of the score when the item is left out".
        unit: unit of the shift, for example "points".
        decimals: of the numbers written.
        note: added to the chart.

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
                    f"{row.label} {number(row.shift, decimals, signed=True)}"
                    for row in rows_of(order.head(8))
                ),
            ),
        ),
        data=data,
    )


def _draw_shifts(data: pd.DataFrame, axis_label: str, decimals: int, width: float) -> Canvas:
    wrapped = [style.wrap(label, _LABEL_SHARE * width) for label in data["label"]]
    left = max(style.text_width(line) for lines in wrapped for line in lines) + 0.15
    heights = [0.1 + style.line_height() * len(lines) for lines in wrapped]
    readings = [number(value, decimals, signed=True) for value in data["shift"]]
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

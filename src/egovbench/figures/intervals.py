"""Horizontal intervals, a row for each: countries by score, ranges of ranks and scores."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import isnan
from typing import Any

import pandas as pd
from matplotlib.ticker import MaxNLocator

from egovbench.base.comparing import above, equal, standing, steady
from egovbench.base.errors import MethodError
from egovbench.figures import style
from egovbench.figures.canvas import (
    AXIS_HEIGHT,
    FOCAL_DASH,
    Canvas,
    LegendEntry,
    Scale,
    dash,
    draw_legend,
    legend_height,
)
from egovbench.figures.chart import (
    Chart,
    country_name,
    interval,
    require_columns,
    rows_of,
    score_text,
)
from egovbench.language import say
from egovbench.language.lists import sentences
from egovbench.language.numbers import fixed

MOST_LABELLED_ROWS = 60
"""Up to so many rows each has its label; beyond, rows are thin and only some are labelled."""

_PITCH = 0.225
_THIN_PITCH = 0.047
_MOST_LABEL_SHARE = 0.31
_PEER = dash(style.PEER_SOFT, 1.6, style.PEER)
_OPEN_PEER = dash(style.PEER_SOFT, 1.6, style.PAPER, style.PEER)


@dataclass(frozen=True)
class RowAxis:
    """The value axis: its two ends (reversed when the first is larger), ticks and label."""

    low: float
    high: float
    ticks: Sequence[float]
    label: str
    decimals: int = 0


def draw_rows(
    rows: pd.DataFrame,
    labelled: Sequence[bool],
    axis: RowAxis,
    legend: Sequence[LegendEntry],
    width: float,
) -> Canvas:
    """Draw `rows` from top to bottom.

    Args:
        rows: columns label, reading, lower, score, upper, hollow and emphasised (in colour and
            bold). A missing `score` leaves the interval without a mark; `reading` stands to the
            right.
        labelled: which rows get a label when there are more than `MOST_LABELLED_ROWS`.
        axis: the value axis.
        legend: what stands above.
        width: of the drawing, in inches.
    """
    thin = len(rows) > MOST_LABELLED_ROWS
    bold, readings = rows["emphasised"].tolist(), rows["reading"].tolist()
    labels = {
        index: style.wrap(label, _MOST_LABEL_SHARE * width, bold=bold[index])
        for index, label in enumerate(rows["label"])
        if not thin or labelled[index]
    }
    step = style.line_height()
    sizes = {index: _PITCH + step * (len(lines) - 1) for index, lines in labels.items()}
    heights = [_THIN_PITCH if thin else sizes[index] for index in range(len(rows))]
    left = (0.4 if thin else 0.18) + max(
        style.text_width(line, bold=bold[index])
        for index, lines in labels.items()
        for line in lines
    )
    right = (width - (0.4 if thin else 0.15)) - max(
        style.text_width(readings[index], style.SMALL, bold=True) for index in labels
    )
    top = legend_height(legend, width) + 0.05
    middles = [
        top + end - height / 2 for end, height in zip(accumulate(heights), heights, strict=True)
    ]
    bottom = top + sum(heights) + 0.05
    canvas = Canvas(width, bottom + AXIS_HEIGHT)
    draw_legend(canvas, legend, width)
    scale = Scale(axis.low, axis.high, left + 0.08, right - 0.08)
    canvas.horizontal_axis(scale, axis.ticks, top, bottom, axis.label, axis.decimals)
    _draw_marks(canvas, scale, rows.assign(y=middles), thin)
    wanted = [middles[index] for index in labels]
    places = spread(wanted, list(sizes.values()), top, bottom) if thin else wanted
    edge = 0.3 if thin else 0.08
    for (index, lines), y in zip(labels.items(), places, strict=True):
        if thin:
            for ends in ((left - 0.27, left - 0.02), (right + 0.27, right + 0.02)):
                canvas.line(list(ends), [y, middles[index]], style.PEER_SOFT, 0.6)
        ink, muted = (style.FOCAL,) * 2 if bold[index] else (style.INK, style.MUTED)
        canvas.lines(left - edge, y, lines, align="right", bold=bold[index], colour=ink)
        reading = readings[index]
        canvas.text(right + edge, y, reading, size=style.SMALL, bold=bold[index], colour=muted)
    return canvas


def _draw_marks(canvas: Canvas, scale: Scale, rows: pd.DataFrame, thin: bool) -> None:
    for row in rows_of(rows):
        colour = style.FOCAL if row.emphasised else style.PEER_SOFT
        weight = (1.0 if thin else 1.6) * (1.6 if row.emphasised else 1.0)
        canvas.line([scale.at(row.lower), scale.at(row.upper)], [row.y] * 2, colour, weight)
    for (emphasised, hollow), alike in rows.groupby(["emphasised", "hollow"], sort=False):
        colour = style.FOCAL if emphasised else style.PEER
        canvas.marks(
            [(scale.at(row.score), row.y) for row in rows_of(alike)],
            face=style.PAPER if hollow else colour,
            edge=colour if hollow else None,
            size=(3.4 if thin else 7.0) * (1.25 if emphasised else 1.0),
            edge_width=0.8 if thin else 1.3,
        )


def spread(
    places: Sequence[float], sizes: Sequence[float], top: float, bottom: float
) -> list[float]:
    """Move sorted places apart so that labels of the given heights do not overlap.

    Each moves as little as its neighbours allow: labels that would touch form a block, which is
    centred on the mean of the places wanted and kept within [top, bottom].
    """
    blocks: list[list[int]] = []

    def height(block: list[int]) -> float:
        return sum(sizes[index] for index in block)

    def start(block: list[int]) -> float:
        wanted = sum(places[index] for index in block) / len(block) - height(block) / 2
        return max(min(wanted, bottom - height(block)), top)

    for index in range(len(places)):
        blocks.append([index])
        while len(blocks) > 1 and start(blocks[-1]) < start(blocks[-2]) + height(blocks[-2]):
            blocks[-2:] = [blocks[-2] + blocks[-1]]
    moved = []
    for block in blocks:
        edge = start(block)
        for index in block:
            moved.append(edge + sizes[index] / 2)
            edge += sizes[index]
    return moved


def caterpillar(
    scores: pd.DataFrame,
    level_id: str,
    focal: str,
    names: Mapping[str, str],
    *,
    title: str,
    label: str | None = None,
    note: str = "",
) -> Chart:
    """Draw the countries from the highest to the lowest score, with [lower, upper].

    Marks are hollow where a country's interval overlaps the focal country's: the unknown answers
    leave open which of the two is ahead. Beyond 60 countries the rows are thin and only the three
    highest, the three lowest, the quartiles and the focal country are labelled.

    Args:
        scores: SCORES_TABLE, 0 to 100; the rows with `id == level_id` are drawn. Countries with
            no known answer are left out and counted in the note; the focal country is drawn last
            then, as its interval.
        level_id: "overall", a section, an indicator or an item.
        label: what `level_id` is called in the subtitle and the alternative text.

    Returns:
        The chart; `data` has one row per country as drawn: iso3, country, score, lower, upper,
        overlaps (with the focal country's interval; true for the focal country itself).

    Raises:
        MethodError: a column is missing, `level_id` has no rows or stands for several levels, or
            the focal country is not among them.
    """
    require_columns(scores, ("iso3", "level", "id", "score", "lower", "upper"), "caterpillar plot")
    rows = scores[scores["id"] == level_id]
    if focal not in set(rows["iso3"]):
        raise MethodError(f"caterpillar plot: {focal} has no score for {level_id}")
    if rows["level"].nunique() > 1:
        raise MethodError(f"caterpillar plot: {level_id} is the id of several levels")
    data, n_unknown = _sorted_rows(rows, focal, names)
    focal_name = country_name(focal, names)
    what = label or level_id
    n_open = int(data["overlaps"].sum()) - 1
    others = len(data) - 1
    return Chart(
        drawing=_draw_countries(data, focal, focal_name, style.WIDTH).drawing,
        narrow=_draw_countries(data, focal, focal_name, style.NARROW).drawing,
        title=title,
        subtitle=say("figures.score.countries", what=what, n=len(data)),
        reading=say("reading.caterpillar", focal=focal_name),
        note=sentences(
            say("figures.score.lines"),
            say("figures.caterpillar.unknown", n=n_unknown) if n_unknown else "",
            say("figures.caterpillar.labelled") if len(data) > MOST_LABELLED_ROWS else "",
            note,
        ),
        alternative_text=_alternative_text(data, focal, what, n_open, others),
        data=data,
    )


def _sorted_rows(
    rows: pd.DataFrame, focal: str, names: Mapping[str, str]
) -> tuple[pd.DataFrame, int]:
    kept = rows[rows["score"].notna() | (rows["iso3"] == focal)]
    data = kept[["iso3", "score", "lower", "upper"]].copy()
    data.insert(1, "country", [country_name(iso3, names) for iso3 in data["iso3"]])
    data["order"] = -data["score"].map(steady)
    data = data.sort_values(["order", "country"], na_position="last", ignore_index=True)
    data = data.drop(columns="order")
    data["overlaps"] = [stands == "open" for stands in _standings(data, focal)]
    return data, len(rows) - len(kept)


def _standings(data: pd.DataFrame, focal: str) -> list[str]:
    """Return how each row stands to the focal country's: above, below or open."""
    own = data[data["iso3"] == focal].iloc[0]
    return [standing(row.lower, row.upper, own["lower"], own["upper"]) for row in rows_of(data)]


def _draw_countries(data: pd.DataFrame, focal: str, focal_name: str, width: float) -> Canvas:
    own = data["iso3"] == focal
    rows = data.rename(columns={"country": "label"}).assign(
        reading=[score_text(row.score, row.lower, row.upper) for row in rows_of(data)],
        hollow=data["overlaps"] & ~own,
        emphasised=own,
    )
    last = len(data) - 1
    chosen = {0, 1, 2, last - 2, last - 1, last, last // 4, last // 2, (3 * last) // 4}
    labelled = [index in chosen or mine for index, mine in enumerate(own)]
    axis = RowAxis(0, 100, (0, 25, 50, 75, 100), say("figures.score.axis"))
    legend = [LegendEntry(FOCAL_DASH, focal_name)]
    others = data.loc[~own, "overlaps"]
    if not others.all():
        legend.append(LegendEntry(_PEER, say("figures.caterpillar.clear")))
    if others.any():
        legend.append(LegendEntry(_OPEN_PEER, say("figures.caterpillar.open", focal=focal_name)))
    return draw_rows(rows, labelled, axis, legend, width)


def _alternative_text(data: pd.DataFrame, focal: str, what: str, n_open: int, others: int) -> str:
    own = data[data["iso3"] == focal].iloc[0]
    first, last = data.iloc[0], data[data["score"].notna()].tail(1)
    stands = _standings(data, focal)
    parts = [say("figures.caterpillar.plot", what=what, n=len(data)), _entry("figures.entry", own)]
    if others:
        parts.append(
            say(
                "figures.caterpillar.others",
                above=stands.count("above"),
                below=stands.count("below"),
                open=n_open,
            )
        )
    if others and len(last):
        low = last.iloc[0]
        parts.append(
            say(
                "figures.caterpillar.ends",
                highest=_entry("figures.reading", first),
                lowest=_entry("figures.reading", low),
            )
        )
    return sentences(*parts)


def _entry(message: str, row: "pd.Series[Any]") -> str:
    reading = score_text(row["score"], row["lower"], row["upper"])
    return say(message, label=str(row["country"]), reading=reading)


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
    wrong = data[above(data["lower"], data["upper"]) | data["lower"].isna() | data["upper"].isna()]
    if len(wrong):
        raise MethodError(f"interval bars: {wrong['id'].iloc[0]} has no interval from low to high")
    mark = mark or say("figures.interval.mark")
    line = line or say("figures.interval.line")
    if hollow_means:
        data["hollow"] = data["id"].isin(list(hollow))
    ends_drawn = data[["lower", "score", "upper"]]
    low, high = limits or (float(ends_drawn.min().min()), float(ends_drawn.max().max()))
    if equal(low, high):
        low, high = low - 1, high + 1
    ticks = _ticks(low, high, whole=decimals == 0)
    ends = (high, low) if reverse else (low, high)
    tick_decimals = 0 if all(float(tick).is_integer() for tick in ticks) else decimals
    axis = RowAxis(*ends, ticks, unit, tick_decimals)
    words = say("figures.interval.legend", mark=mark, line=line)
    filled = not hollow_means or not data["hollow"].all()
    legend = [LegendEntry(_PEER if filled else _OPEN_PEER, words)]
    if hollow_means and data["hollow"].any():
        legend.append(LegendEntry(_OPEN_PEER, hollow_means))
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
    reading = fixed(score, decimals)
    if isnan(score):
        return span
    return reading if reading == span else f"{reading} ({span})"


def _draw_intervals(
    data: pd.DataFrame,
    highlighted: Collection[str],
    axis: RowAxis,
    decimals: int,
    legend: list[LegendEntry],
    width: float,
) -> Canvas:
    drawn = data.assign(
        reading=[_reading(row.score, row.lower, row.upper, decimals) for row in rows_of(data)],
        hollow=data.get("hollow", False),
        emphasised=data["id"].isin(list(highlighted)),
    )
    tenths = {round((len(data) - 1) * part / 10) for part in range(11)}
    labelled = [index in tenths or mine for index, mine in enumerate(drawn["emphasised"])]
    return draw_rows(drawn, labelled, axis, legend, width)


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

"""Rows of horizontal intervals: the drawing behind the caterpillar plot and the interval bars."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import pandas as pd

from egovbench.figures import style
from egovbench.figures.canvas import (
    AXIS_HEIGHT,
    Canvas,
    LegendEntry,
    Scale,
    draw_legend,
    legend_height,
)
from egovbench.figures.chart import rows_of

MOST_LABELLED_ROWS = 60
"""Up to so many rows each has its label; beyond, rows are thin and only some are labelled."""

_PITCH = 0.225
_THIN_PITCH = 0.047
_MOST_LABEL_SHARE = 0.31


@dataclass(frozen=True)
class RowStyle:
    """How one row is drawn: its colour, and whether its mark is hollow."""

    colour: str
    hollow: bool = False
    emphasised: bool = False


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
    styles: Sequence[RowStyle],
    labelled: Sequence[bool],
    axis: RowAxis,
    legend: Sequence[LegendEntry],
    width: float = style.WIDTH,
) -> Canvas:
    """Draw `rows` (label, reading, lower, score, upper) from top to bottom.

    Args:
        rows: a missing `score` leaves the interval without a mark. `reading` stands to the right.
        styles: one a row.
        labelled: which rows get a label when there are more than `MOST_LABELLED_ROWS`.
        axis: the value axis.
        legend: what stands above.
        width: of the drawing, in inches.
    """
    thin = len(rows) > MOST_LABELLED_ROWS
    labels = {
        index: style.wrap(label, _MOST_LABEL_SHARE * width, bold=look.emphasised)
        for index, (label, look) in enumerate(zip(rows["label"], styles, strict=True))
        if not thin or labelled[index]
    }
    step = style.line_height()
    sizes = {index: _PITCH + step * (len(lines) - 1) for index, lines in labels.items()}
    heights = [_THIN_PITCH if thin else sizes[index] for index in range(len(rows))]
    left = (0.4 if thin else 0.18) + max(
        style.text_width(line, bold=styles[index].emphasised)
        for index, lines in labels.items()
        for line in lines
    )
    right = (width - (0.4 if thin else 0.15)) - max(
        style.text_width(rows["reading"].iloc[index], style.SMALL, bold=True) for index in labels
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
    _draw_marks(canvas, scale, rows, styles, middles, thin)
    wanted = [middles[index] for index in labels]
    places = spread(wanted, list(sizes.values()), top, bottom) if thin else wanted
    edge = 0.3 if thin else 0.08
    for (index, lines), y in zip(labels.items(), places, strict=True):
        look = styles[index]
        if thin:
            for ends in ((left - 0.27, left - 0.02), (right + 0.27, right + 0.02)):
                canvas.line(list(ends), [y, middles[index]], style.PEER_SOFT, 0.6)
        canvas.lines(
            left - edge,
            y,
            lines,
            align="right",
            bold=look.emphasised,
            colour=look.colour if look.emphasised else style.INK,
        )
        canvas.text(
            right + edge,
            y,
            rows["reading"].iloc[index],
            size=style.SMALL,
            bold=look.emphasised,
            colour=look.colour if look.emphasised else style.MUTED,
        )
    return canvas


def _draw_marks(
    canvas: Canvas,
    scale: Scale,
    rows: pd.DataFrame,
    styles: Sequence[RowStyle],
    middles: Sequence[float],
    thin: bool,
) -> None:
    size = 3.4 if thin else 7.0
    for row, look, y in zip(rows_of(rows), styles, middles, strict=True):
        ends = [scale.at(row.lower), scale.at(row.upper)]
        weight = (1.0 if thin else 1.6) * (1.6 if look.emphasised else 1.0)
        canvas.line(ends, [y, y], look.colour if look.emphasised else style.PEER_SOFT, weight)
    for look in dict.fromkeys(styles):
        places = [
            (scale.at(row.score), y)
            for row, other, y in zip(rows_of(rows), styles, middles, strict=True)
            if other == look and not pd.isna(row.score)
        ]
        canvas.marks(
            places,
            face=style.PAPER if look.hollow else look.colour,
            edge=look.colour if look.hollow else None,
            size=size * (1.25 if look.emphasised else 1.0),
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

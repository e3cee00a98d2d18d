"""Scatter plot: the project's score against a published index."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import hypot

import pandas as pd
from matplotlib.ticker import MaxNLocator

from egovbench.base.comparing import steady
from egovbench.base.errors import MethodError
from egovbench.figures import style
from egovbench.figures.canvas import AXIS_HEIGHT, Align, Box, Canvas, Point, Scale
from egovbench.figures.chart import Chart, country_name, interval, require_columns, rows_of
from egovbench.language import say, word
from egovbench.language.lists import sentences
from egovbench.language.numbers import fixed

_DIRECTIONS: tuple[tuple[Align, float, float], ...] = (
    ("left", 1.0, 0.0),
    ("right", -1.0, 0.0),
    ("left", 0.7, -1.3),
    ("right", -0.7, -1.3),
    ("left", 0.7, 1.3),
    ("right", -0.7, 1.3),
    ("center", 0.0, -1.7),
    ("center", 0.0, 1.7),
)
_DISTANCES = (0.1, 0.18, 0.27, 0.38, 0.52)
_NEAR = 2
_LABEL_HEIGHT = 0.165
_POINT_RADIUS = 0.045
LEADER_FROM = 0.16
"""A label whose edge is further than this from its point (inches) needs a line to it."""


@dataclass(frozen=True)
class PlacedLabel:
    """A label with the middle of its line of text, its alignment and the point it names."""

    words: str
    x: float
    y: float
    align: Align
    point: Point
    bold: bool

    @property
    def leader(self) -> tuple[Point, Point] | None:
        """Ends of the line from the point to the label's edge; None when the label is near."""
        left, top, right, bottom = _box(self.words, self.x, self.y, self.align, self.bold)
        edge = (min(max(self.point[0], left), right), min(max(self.point[1], top), bottom))
        near = hypot(edge[0] - self.point[0], edge[1] - self.point[1]) <= LEADER_FROM
        return None if near else (self.point, edge)


def place_labels(
    labels: Sequence[tuple[str, Point, bool]], points: Sequence[Point], frame: Box
) -> list[PlacedLabel]:
    """Find a place beside its point for each label, in the order given.

    Args:
        labels: words, the point they belong to (inches), and whether they are bold. The first is
            placed wherever it hides the fewest points, with a leader if need be; a later one is
            left out unless it can stand near its point and hide nothing.
        points: all points of the plot, in inches.
        frame: left, top, right, bottom that labels must not leave.

    Returns:
        The labels that were placed, nearest free place first.
    """
    taken: list[Box] = []
    placed: list[PlacedLabel] = []
    for words, point, bold in labels:
        best: tuple[int, PlacedLabel, Box] | None = None
        for distance in _DISTANCES if not placed else _DISTANCES[:_NEAR]:
            for align, right, down in _DIRECTIONS:
                x, y = point[0] + right * distance, point[1] + down * distance
                box = _box(words, x, y, align, bold)
                if not _inside(box, frame) or any(_overlap(box, other) for other in taken):
                    continue
                hidden = sum(_covers(box, other) for other in points)
                if best is None or hidden < best[0]:
                    best = (hidden, PlacedLabel(words, x, y, align, point, bold), box)
        if best is not None and (best[0] == 0 or not placed):
            placed.append(best[1])
            taken.append(best[2])
    return placed


def _box(words: str, x: float, y: float, align: Align, bold: bool) -> Box:
    width = style.text_width(words, style.TEXT if bold else style.SMALL, bold)
    left = {"left": x, "center": x - width / 2, "right": x - width}[align]
    return left, y - _LABEL_HEIGHT / 2, left + width, y + _LABEL_HEIGHT / 2


def _inside(box: Box, frame: Box) -> bool:
    return box[0] >= frame[0] and box[1] >= frame[1] and box[2] <= frame[2] and box[3] <= frame[3]


def _overlap(first: Box, second: Box) -> bool:
    return (
        first[0] < second[2]
        and second[0] < first[2]
        and first[1] < second[3]
        and second[1] < first[3]
    )


def _covers(box: Box, point: Point) -> bool:
    around = (
        point[0] - _POINT_RADIUS,
        point[1] - _POINT_RADIUS,
        point[0] + _POINT_RADIUS,
        point[1] + _POINT_RADIUS,
    )
    return _overlap(box, around)


_HEIGHT = 4.4
_MOST_LABELS = 7


def score_against_index(
    scores: pd.DataFrame,
    index_values: pd.DataFrame,
    index_name: str,
    focal: str,
    names: Mapping[str, str],
    *,
    title: str,
    level_id: str = "overall",
    label: str | None = None,
    index_range: tuple[float, float] | None = None,
    note: str = "",
) -> Chart:
    """Draw one dot for each country that has both a score and an index value.

    Spearman's rank correlation (Spearman 1904; ties take their mean rank) stands in the note with
    the number of countries. Labelled are the focal country and, as far as they fit, the countries
    whose two ranks lie furthest apart and the ends of both scales.

    Args:
        scores: SCORES_TABLE, 0 to 100; the rows with `id == level_id` are used.
        index_values: columns iso3, value and unit, one edition of one index (INDICES_TABLE rows).
        index_name: name with edition, for example "EGDI 2024".
        focal: ISO3 code of the country in colour; without a score or a value it is said so.
        level_id: "overall" or a section.
        label: what `level_id` is called.
        index_range: ends of the index's scale in its own unit; by default the range of the values.

    Returns:
        The chart; `data` has iso3, country, index_value, score, sorted by country.

    Raises:
        MethodError: a column is missing, a country has two values, or none has both numbers.
    """
    require_columns(scores, ("iso3", "id", "score"), "index scatter")
    require_columns(index_values, ("iso3", "value", "unit"), "index scatter")
    if index_values["iso3"].duplicated().any():
        raise MethodError(f"index scatter: {index_name} has two values for one country")
    data = _joined(scores, index_values, level_id, names)
    if data.empty:
        raise MethodError(
            f"index scatter: no country has both a score for {level_id} and a value of {index_name}"
        )
    unit = word("unit", str(index_values["unit"].iloc[0]))
    what = label or level_id
    focal_name = country_name(focal, names)
    missing = "" if focal in set(data["iso3"]) else say("figures.scatter.lacks", focal=focal_name)
    correlation = _correlation_text(data)
    axes = (f"{index_name} ({unit})", what)
    return Chart(
        drawing=_draw(data, focal, axes, index_range, style.WIDTH).drawing,
        narrow=_draw(data, focal, axes, index_range, style.NARROW).drawing,
        title=title,
        subtitle=say(
            "figures.scatter.subtitle", what=what, index=index_name, unit=unit, n=len(data)
        ),
        reading=say("reading.scatter", index=index_name),
        note=sentences(correlation, missing, note),
        alternative_text=_alternative_text(
            data, focal, (index_name, unit, what), sentences(correlation, missing)
        ),
        data=data,
    )


def _joined(
    scores: pd.DataFrame, index_values: pd.DataFrame, level_id: str, names: Mapping[str, str]
) -> pd.DataFrame:
    own = scores.loc[scores["id"] == level_id, ["iso3", "score"]]
    values = index_values[["iso3", "value"]].rename(columns={"value": "index_value"})
    data = values.merge(own, on="iso3", validate="one_to_one").dropna()
    data.insert(1, "country", [country_name(iso3, names) for iso3 in data["iso3"]])
    data["score"] = data["score"].map(steady)  # equal scores share a rank
    return data.sort_values("country", ignore_index=True)


def _correlation_text(data: pd.DataFrame) -> str:
    if len(data) < 3 or data["score"].nunique() < 2 or data["index_value"].nunique() < 2:
        return say("figures.scatter.undefined", n=len(data))
    rho = data["score"].rank().corr(data["index_value"].rank())
    return say("figures.scatter.correlation", rho=fixed(rho, 2), n=len(data))


def _draw(
    data: pd.DataFrame,
    focal: str,
    axes: tuple[str, str],
    index_range: tuple[float, float] | None,
    width: float,
) -> Canvas:
    index_label, what = axes
    left, top = 0.55, 0.42
    bottom = top + _HEIGHT
    canvas = Canvas(width, bottom + AXIS_HEIGHT)
    low, high, ticks = _index_axis(data["index_value"], index_range)
    across = Scale(low, high, left + 0.1, width - 0.25)
    upward = Scale(0, 100, bottom - 0.1, top + 0.1)
    axis = say("figures.scatter.axis", what=what)
    canvas.small(0.02, 0.12, axis)
    for tick in (0, 25, 50, 75, 100):
        y = upward.at(tick)
        canvas.line([left, width - 0.1], [y, y], style.RULE, 0.8)
        canvas.small(left - 0.08, y, fixed(tick), align="right")
    decimals = _decimals(ticks)
    canvas.horizontal_axis(across, ticks, top, bottom, index_label, decimals)
    points = [(across.at(row.index_value), upward.at(row.score)) for row in rows_of(data)]
    own = [iso3 == focal for iso3 in data["iso3"]]
    canvas.marks(
        [p for p, mine in zip(points, own, strict=True) if not mine],
        size=6.5,
        edge=style.PAPER,
        edge_width=0.6,
    )
    canvas.marks(
        [p for p, mine in zip(points, own, strict=True) if mine],
        face=style.FOCAL,
        size=9.5,
        edge=style.PAPER,
        edge_width=0.6,
    )
    labels = [
        (data["country"].iloc[place], points[place], own[place]) for place in _labelled(data, focal)
    ]
    frame = (left, 0.25, width - 0.02, bottom + 0.05)
    for label in place_labels(labels, points, frame):
        colour = style.FOCAL if label.bold else style.INK
        if label.leader:
            (x, y), (edge_x, edge_y) = label.leader
            canvas.line([x, edge_x], [y, edge_y], colour, 0.7)
        canvas.text(
            label.x,
            label.y,
            label.words,
            align=label.align,
            bold=label.bold,
            size=style.TEXT if label.bold else style.SMALL,
            colour=colour,
        )
    return canvas


def _index_axis(
    values: pd.Series, index_range: tuple[float, float] | None
) -> tuple[float, float, list[float]]:
    low, high = index_range or (float(values.min()), float(values.max()))
    if low == high:
        low, high = low - 0.5, high + 0.5
    ticks = [
        float(tick)
        for tick in MaxNLocator(nbins=6, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    ]
    if index_range:
        return low, high, [tick for tick in ticks if low <= tick <= high]
    return ticks[0], ticks[-1], ticks


def _decimals(ticks: Sequence[float]) -> int:
    return next((d for d in range(4) if all(round(t, d) == round(t, 9) for t in ticks)), 4)


def _labelled(data: pd.DataFrame, focal: str) -> list[int]:
    """Return places in `data`: the focal country first, then by how far the two ranks differ."""
    ranks = data["score"].rank() - data["index_value"].rank()
    ends = [data[column].idxmax() for column in ("score", "index_value")]
    ends += [data[column].idxmin() for column in ("score", "index_value")]
    apart = list(ranks.abs().sort_values(ascending=False, kind="stable").index)
    own = list(data.index[data["iso3"] == focal])
    order = dict.fromkeys([*own, *apart[:3], *ends, *apart])
    return list(order)[:_MOST_LABELS]


def _alternative_text(
    data: pd.DataFrame, focal: str, words: tuple[str, str, str], closing: str
) -> str:
    index_name, unit, what = words
    own = data[data["iso3"] == focal]
    parts = [
        say("figures.scatter.plot", what=what, index=index_name, unit=unit),
        say(
            "figures.scatter.ranges",
            scores=interval(data["score"].min(), data["score"].max()),
            values=interval(data["index_value"].min(), data["index_value"].max(), 2),
        ),
    ]
    if len(own):
        row = own.iloc[0]
        parts.append(
            say(
                "figures.scatter.own",
                country=str(row["country"]),
                score=fixed(row["score"]),
                value=fixed(row["index_value"], 2),
            )
        )
    return sentences(*parts, closing)

"""Scatter plot: the project's score against a published index."""

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.ticker import MaxNLocator

from egovbench.base.errors import MethodError
from egovbench.figures import style
from egovbench.figures.canvas import AXIS_HEIGHT, Canvas, Scale
from egovbench.figures.chart import (
    Chart,
    country_name,
    interval,
    number,
    require_columns,
    rows_of,
)
from egovbench.figures.placement import place_labels
from egovbench.language import say, word
from egovbench.language.lists import sentences

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
        names: ISO3 code to name.
        title: the message.
        level_id: "overall" or a section.
        label: what `level_id` is called.
        index_range: ends of the index's scale in its own unit; by default the range of the values.
        note: added after the chart's own note.

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
    return data.sort_values("country", ignore_index=True)


def _correlation_text(data: pd.DataFrame) -> str:
    if len(data) < 3 or data["score"].nunique() < 2 or data["index_value"].nunique() < 2:
        return say("figures.scatter.undefined", n=len(data))
    rho = data["score"].rank().corr(data["index_value"].rank())
    return say("figures.scatter.correlation", rho=number(rho, 2), n=len(data))


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
    canvas.text(0.02, 0.12, axis, size=style.SMALL, colour=style.MUTED)
    for tick in (0, 25, 50, 75, 100):
        y = upward.at(tick)
        canvas.line([left, width - 0.1], [y, y], style.RULE, 0.8)
        canvas.text(
            left - 0.08, y, number(tick), size=style.SMALL, colour=style.MUTED, align="right"
        )
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
                score=number(row["score"]),
                value=number(row["index_value"], 2),
            )
        )
    return sentences(*parts, closing)

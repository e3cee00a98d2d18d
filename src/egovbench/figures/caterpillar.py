"""Caterpillar plot: countries by score, each with its interval."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from egovbench.base.errors import MethodError
from egovbench.figures import style
from egovbench.figures.canvas import Canvas, LegendEntry
from egovbench.figures.chart import (
    Chart,
    country_name,
    require_columns,
    rows_of,
    score_text,
)
from egovbench.figures.rows import MOST_LABELLED_ROWS, RowAxis, RowStyle, draw_rows
from egovbench.language import say
from egovbench.language.lists import sentences


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
        focal: ISO3 code of the country in colour.
        names: ISO3 code to name.
        title: the message.
        label: what `level_id` is called in the subtitle and the alternative text.
        note: added after the chart's own note.

    Returns:
        The chart; `data` has a row a country in drawn order: iso3, country, score, lower, upper,
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
        drawing=_draw(data, focal, focal_name, style.WIDTH).drawing,
        narrow=_draw(data, focal, focal_name, style.NARROW).drawing,
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
    data = data.sort_values(
        ["score", "country"], ascending=[False, True], na_position="last", ignore_index=True
    )
    own = data[data["iso3"] == focal].iloc[0]
    data["overlaps"] = (data["lower"] <= own["upper"]) & (data["upper"] >= own["lower"])
    return data, len(rows) - len(kept)


def _draw(data: pd.DataFrame, focal: str, focal_name: str, width: float) -> Canvas:
    rows = data.rename(columns={"country": "label"})
    rows["reading"] = [score_text(row.score, row.lower, row.upper) for row in rows_of(data)]
    styles = [
        RowStyle(style.FOCAL, emphasised=True)
        if row.iso3 == focal
        else RowStyle(style.PEER, hollow=bool(row.overlaps))
        for row in rows_of(data)
    ]
    axis = RowAxis(0, 100, (0, 25, 50, 75, 100), say("figures.score.axis"))
    legend = _legend(data, focal, focal_name)
    return draw_rows(rows, styles, _labelled(data, focal), axis, legend, width)


def _labelled(data: pd.DataFrame, focal: str) -> list[bool]:
    last = len(data) - 1
    chosen = {0, 1, 2, last - 2, last - 1, last, last // 4, last // 2, (3 * last) // 4}
    return [index in chosen or iso3 == focal for index, iso3 in enumerate(data["iso3"])]


def _legend(data: pd.DataFrame, focal: str, focal_name: str) -> list[LegendEntry]:
    def focal_sample(canvas: Canvas, x: float, y: float) -> None:
        canvas.line([x - 0.12, x + 0.12], [y, y], style.FOCAL, 2.4)
        canvas.marks([(x, y)], face=style.FOCAL, size=8.5)

    def clear_sample(canvas: Canvas, x: float, y: float) -> None:
        canvas.line([x - 0.12, x + 0.12], [y, y], style.PEER_SOFT, 1.6)
        canvas.marks([(x, y)], face=style.PEER)

    def open_sample(canvas: Canvas, x: float, y: float) -> None:
        canvas.line([x - 0.12, x + 0.12], [y, y], style.PEER_SOFT, 1.6)
        canvas.marks([(x, y)], face=style.PAPER, edge=style.PEER)

    entries = [LegendEntry(focal_sample, focal_name)]
    others = data[data["iso3"] != focal]
    if not others["overlaps"].all():
        entries.append(LegendEntry(clear_sample, say("figures.caterpillar.clear")))
    if others["overlaps"].any():
        entries.append(LegendEntry(open_sample, say("figures.caterpillar.open", focal=focal_name)))
    return entries


def _alternative_text(data: pd.DataFrame, focal: str, what: str, n_open: int, others: int) -> str:
    own = data[data["iso3"] == focal].iloc[0]
    first, last = data.iloc[0], data[data["score"].notna()].tail(1)
    above = int((data["lower"] > own["upper"]).sum())
    below = int((data["upper"] < own["lower"]).sum())
    parts = [
        say("figures.caterpillar.plot", what=what, n=len(data)),
        _entry("figures.entry", own),
    ]
    if others:
        parts.append(say("figures.caterpillar.others", above=above, below=below, open=n_open))
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

"""Horizontal intervals, a row for each country by its score."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from egovbench.base.comparing import standing, steady
from egovbench.base.errors import MethodError
from egovbench.figures import style
from egovbench.figures.chart import (
    Chart,
    Room,
    Rows,
    Words,
    country_name,
    dots,
    lines,
    require_columns,
    rows_of,
    score_text,
)
from egovbench.language import say
from egovbench.language.lists import sentences

MOST_LABELLED_ROWS = 60
"""Up to so many rows each has its label; beyond, rows are thin and only some are labelled."""


def caterpillar(
    scores: pd.DataFrame,
    focal: str,
    names: Mapping[str, str],
    *,
    title: str,
    variants: pd.DataFrame | None = None,
    note: str = "",
) -> Chart:
    """Draw the countries from the highest to the lowest score, with [lower, upper].

    Countries clearly above and below the focal country differ from the others in colour and shape;
    marks are hollow where a country's interval overlaps the focal country's: the unknown answers
    leave open which of the two is ahead. Equal scores stand in the order of names. Beyond 60
    countries the rows are thin and not all are labelled.

    Args:
        scores: SCORES_TABLE, 0 to 100; the overall scores are drawn. Countries with no known
            answer are left out and counted in the note; the focal country is drawn last then, as
            its interval.
        variants: columns iso3, score_low, score_high: where nine in ten variants of the method put
            a country, a thin line.

    Returns:
        The chart; `data` has one row per country as drawn: iso3, country, score, lower, upper,
        overlaps (with the focal country's interval; true for the focal country itself), and the
        columns of `variants`.

    Raises:
        MethodError: a column is missing, or the focal country has no overall score.
    """
    require_columns(
        scores, ("iso3", "level", "score", "lower", "upper", "n_items"), "caterpillar plot"
    )
    rows = scores[scores["level"] == "overall"]
    if focal not in set(rows["iso3"]):
        raise MethodError(f"caterpillar plot: {focal} has no overall score")
    data, n_unknown = _sorted_rows(rows, focal, names)
    if variants is not None:
        data = data.merge(variants[["iso3", "score_low", "score_high"]], on="iso3", how="left")
    what = say("figures.score.questions", n=int(rows.loc[rows["iso3"] == focal, "n_items"].iloc[0]))
    words = Words(
        title,
        say("figures.score.countries", what=what, n=len(data)),
        sentences(
            say("figures.caterpillar.thin") if variants is not None else "",
            say("figures.caterpillar.unknown", n=n_unknown) if n_unknown else "",
            say("figures.caterpillar.labelled") if len(data) > MOST_LABELLED_ROWS else "",
            note,
        ),
        _alternative_text(data, focal, what),
    )
    return _draw(words, data, focal)


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


def _draw(words: Words, data: pd.DataFrame, focal: str) -> Chart:
    own, stands = data["iso3"] == focal, pd.Series(_standings(data, focal))
    name, last = str(data.loc[own, "country"].iloc[0]), len(data) - 1
    readings = [score_text(row.score, row.lower, row.upper) for row in rows_of(data)]
    open_ = say("figures.caterpillar.open", focal=name)
    looks = [
        _Look(own, name, style.FOCAL),
        _Look(stands == "above", say("figures.caterpillar.above"), style.ABOVE, "^"),
        _Look((stands == "open") & ~own, open_, style.PEER, hollow=True),
        _Look(stands == "below", say("figures.caterpillar.below"), style.BELOW, "v"),
    ]
    labels = list(data["country"])
    told = [
        say("figures.entry", label=label, reading=reading)
        for label, reading in zip(labels, readings, strict=True)
    ]
    wanted = [0, last, last // 4, last // 2, (3 * last) // 4]
    thin, lines_of_label = len(data) > MOST_LABELLED_ROWS, 1 if len(data) > 12 else 3
    # Rows too thin to point at say nothing of their own.
    rows = Rows(
        labels, [] if thin else told, readings, 0.047 if thin else 0.225, list(data.index[own]),
        wanted, lines_of_label, list(data["iso3"]),
    )  # fmt: skip
    size, width = (3.4, 1.0) if thin else (7.0, 3.0)
    with style.house_style():
        chart = Chart(words, data, rows, Room(share=0.42 if lines_of_label == 1 else 0.35))
        ax = chart.scale(0, 100, (0, 25, 50, 75, 100), say("figures.score.axis"))
        for look in looks:
            some = data[look.rows]
            line = style.PEER_SOFT if look.colour == style.PEER else look.colour
            if "score_low" in data:
                lines(ax, some["score_low"], some["score_high"], some.index, line, 0.8)
            lines(ax, some["lower"], some["upper"], some.index, line, width)
            dots(
                ax, some["score"], some.index, look.label, size=size, marker=look.marker,
                face=style.PAPER if look.hollow else look.colour,
                edge=look.colour if look.hollow else None, edge_width=0.8 if thin else 1.3,
            )  # fmt: skip
        return chart.fit()


class _Look(NamedTuple):
    """How some rows look, and what that says."""

    rows: "pd.Series[bool]"
    label: str
    colour: str
    marker: str = "o"
    hollow: bool = False


def _alternative_text(data: pd.DataFrame, focal: str, what: str) -> str:
    own = data[data["iso3"] == focal].iloc[0]
    first, last = data.iloc[0], data[data["score"].notna()].tail(1)
    stands = _standings(data, focal)
    parts = [say("figures.caterpillar.plot", what=what, n=len(data)), _entry("figures.entry", own)]
    if len(data) > 1:
        parts.append(
            say(
                "figures.caterpillar.others",
                above=stands.count("above"),
                below=stands.count("below"),
                open=stands.count("open") - 1,
            )
        )
        parts += [
            say(
                "figures.caterpillar.ends",
                highest=_entry("figures.reading", first),
                lowest=_entry("figures.reading", low),
            )
            for _, low in last.iterrows()
        ]
    return sentences(*parts)


def _entry(message: str, row: "pd.Series[Any]") -> str:
    reading = score_text(row["score"], row["lower"], row["upper"])
    return say(message, label=str(row["country"]), reading=reading)

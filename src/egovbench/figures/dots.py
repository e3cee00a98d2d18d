"""Dot plot: the focal country against its peers, one row for each section or indicator."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from egovbench.base.comparing import above, equal, steady
from egovbench.base.errors import MethodError
from egovbench.figures import style
from egovbench.figures.chart import (
    Chart,
    Room,
    Rows,
    Words,
    country_name,
    dots,
    interval,
    lines,
    require_columns,
    rows_of,
    score_text,
)
from egovbench.language import say
from egovbench.language.lists import sentences
from egovbench.language.numbers import fixed

_DOT = 5.5
_LARGEST_DOT = 14.0


def section_dot_plot(
    scores: pd.DataFrame,
    focal: str,
    names: Mapping[str, str],
    n_items: Mapping[str, int],
    *,
    title: str,
    labels: Mapping[str, str] | None = None,
    level: str = "section",
    order: Sequence[str] | None = None,
    own: pd.DataFrame | None = None,
    note: str = "",
) -> Chart:
    """Draw a row for each section (or indicator) in which the focal country has a row.

    Args:
        scores: SCORES_TABLE; rows of `level` are drawn, the rows of all other countries are peers.
            Scores and bounds 0 to 100; a missing score (nothing known) is drawn as its interval
            for the focal country and left out for peers.
        n_items: id to the number of items that the row compares.
        labels: id to what the row is called; the id itself where there is none.
        level: "section" or "indicator".
        order: ids from top to bottom, others are left out; by default the widest gap to
            the peer median first, in either direction and by id where as wide, then rows without
            peers.
        own: columns id, own_score, own_lower, own_upper: the focal country by its own answers, a
            hollow dot of its own.

    Returns:
        The chart; `data` has one row per section: id, label, n_items, n_peers, score, lower, upper
        (of the focal country), peer_minimum, peer_median, peer_maximum, gap (score - peer_median),
        and the columns of `own`.

    Raises:
        MethodError: a column is missing, or the focal country has no row of `level`.
    """
    require_columns(scores, ("iso3", "level", "id", "score", "lower", "upper"), "section dot plot")
    rows = scores[scores["level"] == level]
    data = _summary(rows, focal, n_items, labels or {})
    if order is None:
        data["size"] = data["gap"].abs().map(steady)
        data = data.sort_values(["size", "id"], ascending=[False, True]).drop(columns="size")
    else:
        data = data[data["id"].isin(list(order))]
        data = data.sort_values("id", key=lambda ids: ids.map(list(order).index))
    if data.empty:
        raise MethodError(f"section dot plot: {focal} has no score of level {level} to draw")
    if own is not None:
        data = data.merge(own, on="id", how="left")
    data = data.reset_index(drop=True)
    focal_name = country_name(focal, names)
    peers = rows[rows["iso3"] != focal]
    n_peers = int(peers.loc[peers["score"].notna(), "iso3"].nunique())
    told = _told(data, focal_name)
    words = Words(
        title,
        say(f"figures.sections.{level}.subtitle", focal=focal_name, n=n_peers),
        sentences(note),
        sentences(say(f"figures.sections.{level}.plot"), *told),
    )
    return _draw(words, data, peers, told, focal_name)


def _summary(
    rows: pd.DataFrame, focal: str, n_items: Mapping[str, int], labels: Mapping[str, str]
) -> pd.DataFrame:
    others = rows[rows["iso3"] != focal].groupby("id")["score"]
    peers = others.agg(
        n_peers="count", peer_minimum="min", peer_median="median", peer_maximum="max"
    )
    data = rows.loc[rows["iso3"] == focal, ["id", "score", "lower", "upper"]].join(peers, on="id")
    data = data.assign(
        label=[labels.get(each, each) for each in data["id"]],
        n_items=[n_items.get(each, 0) for each in data["id"]],
        n_peers=data["n_peers"].fillna(0).astype("int64"),
        gap=data["score"] - data["peer_median"],
    )
    columns = ["id", "label", "n_items", "n_peers", "score", "lower", "upper"]
    return data[[*columns, "peer_minimum", "peer_median", "peer_maximum", "gap"]]


def _draw(
    words: Words, data: pd.DataFrame, peers: pd.DataFrame, told: list[str], focal_name: str
) -> Chart:
    labels = [
        f"{row.label}\n{say('figures.sections.counts', n=row.n_items, n_peers=row.n_peers)}"
        for row in rows_of(data)
    ]
    with_own = "own_score" in data
    focal, own, peer = (-0.17, 0.01, 0.19) if with_own else (-0.12, 0.0, 0.14)
    y = pd.Series(range(len(data)))
    with style.house_style():
        chart = Chart(words, data, Rows(labels, told, height=0.88 if with_own else 0.78), Room())
        ax = chart.scale(0, 100, (0, 25, 50, 75, 100), say("figures.score.axis"))
        lines(ax, data["lower"], data["upper"], y + focal, style.FOCAL, 2.4)
        dots(ax, data["score"], y + focal, face=style.FOCAL, size=8.5,
             label=say("figures.sections.focal", focal=focal_name))  # fmt: skip
        if with_own:
            lines(ax, data["own_lower"], data["own_upper"], y + own, style.FOCAL, 1.0)
            dots(ax, data["own_score"], y + own, face=style.PAPER, edge=style.FOCAL,
                 label=say("figures.sections.own_answers"))  # fmt: skip
        _draw_peers(ax, data, peers, y + peer)
        for place, row in enumerate(rows_of(data)):
            known = row.score if pd.notna(row.score) else (row.lower + row.upper) / 2
            _write(ax, known, place + focal - 0.17, score_text(row.score, row.lower, row.upper),
                   place, color=style.FOCAL, weight="bold")  # fmt: skip
            if place:
                ax.axhline(place - 0.5, color=style.RULE, linewidth=0.6)
            if not row.n_peers:
                _write(ax, 0, place + peer, say("figures.sections.no_peers"), place)
            elif row.n_peers > 1:
                median = say("figures.sections.median_at", median=fixed(row.peer_median))
                _write(ax, row.peer_median, place + peer + 0.18, median, place)
        return chart.fit()


def _draw_peers(ax: Axes, data: pd.DataFrame, peers: pd.DataFrame, y: pd.Series) -> None:
    """Draw the range, one dot for every distinct score (area grows with the count), the median."""
    lines(ax, data["peer_minimum"], data["peer_maximum"], y, style.PEER_SOFT, 1.2)
    found = [
        (score, count, y[place], max(counts.values()))
        for place, node in enumerate(data["id"])
        for counts in [Counter(map(steady, peers.loc[peers["id"] == node, "score"].dropna()))]
        for score, count in sorted(counts.items())
    ]
    counts = pd.DataFrame(found, columns=["score", "count", "y", "most"])
    diameters = (_LARGEST_DOT / counts["most"] ** 0.5).clip(upper=_DOT) * counts["count"] ** 0.5
    name = say("figures.sections.peers" if data["n_peers"].max() > 1 else "figures.sections.peer")
    dots(ax, counts["score"], counts["y"], name, size=diameters, edge=style.PAPER,
         edge_width=0.5)  # fmt: skip
    for place, row in enumerate(rows_of(data)):
        if row.n_peers > 1:
            ax.vlines(row.peer_median, y[place] - 0.1, y[place] + 0.1, colors=style.INK,
                      linewidths=2.2, zorder=4, clip_on=False, gid=f"rows {place}")  # fmt: skip


def _write(ax: Axes, x: float, y: float, words: str, place: int, **look: Any) -> None:
    """Write words at a score, to the left of it near the right end and the other way round."""
    side = "right" if x > 80 else "left" if x < 20 else "center"
    look = {"color": style.INK, "size": style.SMALL, **look}
    ax.text(x, y, words, ha=side, va="center_baseline", gid=f"row {place}", **look)


def _told(data: pd.DataFrame, focal_name: str) -> list[str]:
    parts = []
    for row in rows_of(data):
        own = say(
            "figures.sections.own",
            label=row.label,
            focal=focal_name,
            reading=score_text(row.score, row.lower, row.upper),
        )
        told = say("figures.entry", label=own, reading=say("figures.sections.no_peers"))
        if row.n_peers:
            side, open_ = _side(row)
            median = fixed(row.peer_median)
            told = say("figures.sections.beside", own=own, side=side, median=median, open=open_)
        if pd.notna(getattr(row, "own_lower", None)):
            reading = score_text(row.own_score, row.own_lower, row.own_upper)
            told = say("figures.sections.with_own", beside=told, reading=reading)
        if row.n_peers:
            range_ = interval(row.peer_minimum, row.peer_maximum)
            told = say("figures.sections.others", told=told, range=range_, n=row.n_peers)
        parts.append(told)
    return parts


def _side(row: Any) -> tuple[str, str]:
    """Return on which side of the peers' median a score lies, and if open answers may change it."""
    if pd.isna(row.score):
        return "unknown", "no"
    side = "above" if above(row.score, row.peer_median) else "below"
    if equal(row.score, row.peer_median):
        side = "equal"
    reached = not above(row.lower, row.peer_median) and not above(row.peer_median, row.upper)
    exact = equal(row.lower, row.upper)
    return side, "yes" if reached and not exact else "no"

"""Dot plot: the focal country against its peers, one row for each section or indicator."""

from collections.abc import Mapping, Sequence

import pandas as pd

from egovbench.base.comparing import steady
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

_ROW = 0.68
_LABEL_SHARE = 0.33
_FOCAL_LANE = -0.03
_PEER_LANE = 0.17
_OWN_ROOM = 0.16
"""Height that own answers take between the focal country and its peers."""
_OWN = dash(style.FOCAL, 1.0, style.PAPER, style.FOCAL, size=7.5)
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
    if data.empty:
        raise MethodError(f"section dot plot: {focal} has no score of level {level}")
    if order is None:
        ranked = data.assign(size=data["gap"].abs().map(steady))
        data = data.loc[ranked.sort_values(["size", "id"], ascending=[False, True]).index]
    else:
        place = {identifier: index for index, identifier in enumerate(order)}
        data = data[data["id"].isin(list(place))].sort_values(
            "id", key=lambda column: column.map(place)
        )
        if data.empty:
            raise MethodError("section dot plot: none of the ids in the order has a row")
    if own is not None:
        data = data.merge(own, on="id", how="left")
    data = data.reset_index(drop=True)
    focal_name = country_name(focal, names)
    peers = rows[rows["iso3"] != focal]
    n_peers = int(peers.loc[peers["score"].notna(), "iso3"].nunique())
    return Chart(
        drawing=_draw(data, peers, focal_name, style.WIDTH).drawing,
        narrow=_draw(data, peers, focal_name, style.NARROW).drawing,
        title=title,
        subtitle=say(f"figures.sections.{level}.subtitle", focal=focal_name, n=n_peers),
        reading=say("reading.sections", focal=focal_name),
        note=sentences(
            say("figures.sections.line", focal=focal_name),
            say("figures.sections.dots") if n_peers > 1 else "",
            say("figures.sections.own_note") if own is not None else "",
            note,
        ),
        alternative_text=_alternative_text(data, focal_name, level),
        data=data,
    )


def _summary(
    rows: pd.DataFrame, focal: str, n_items: Mapping[str, int], labels: Mapping[str, str]
) -> pd.DataFrame:
    records = []
    for row in rows_of(rows[rows["iso3"] == focal]):
        others = rows.loc[(rows["id"] == row.id) & (rows["iso3"] != focal), "score"].dropna()
        records.append(
            {
                "id": row.id,
                "label": labels.get(row.id, row.id),
                "n_items": n_items.get(row.id, 0),
                "n_peers": len(others),
                "score": row.score,
                "lower": row.lower,
                "upper": row.upper,
                "peer_minimum": others.min(),
                "peer_median": others.median(),
                "peer_maximum": others.max(),
                "gap": row.score - others.median(),
            }
        )
    return pd.DataFrame(records)


def _draw(data: pd.DataFrame, peers: pd.DataFrame, focal_name: str, width: float) -> Canvas:
    left = _LABEL_SHARE * width
    wrapped = [style.wrap(label, left - 0.15) for label in data["label"]]
    with_own = "own_score" in data
    room = _OWN_ROOM if with_own else 0.0
    height = max(_ROW + room, style.line_height() * (max(map(len, wrapped)) + 1) + 0.12)
    legend = _legend(focal_name, int(data["n_peers"].max()), with_own)
    top = legend_height(legend, width)
    bottom = top + height * len(data)
    canvas = Canvas(width, bottom + AXIS_HEIGHT)
    scale = Scale(0, 100, left, width - 0.2)
    draw_legend(canvas, legend, width)
    canvas.horizontal_axis(scale, (0, 25, 50, 75, 100), top, bottom, say("figures.score.axis"))
    for index, row in enumerate(rows_of(data)):
        middle = top + height * (index + 0.5)
        if index:
            canvas.line([0, width], [middle - height / 2] * 2, style.RULE, 0.6)
        _write_label(canvas, wrapped[index], row.n_items, row.n_peers, middle)
        others = peers.loc[peers["id"] == row.id, "score"].dropna()
        peer_lane = middle + _PEER_LANE + room / 2
        if row.n_peers:
            _draw_peers(canvas, scale, others, peer_lane)
        else:
            canvas.small(scale.start + 0.08, peer_lane, say("figures.sections.no_peers"))
        focal_lane = middle + _FOCAL_LANE - room / 2
        if with_own:
            y = focal_lane + _OWN_ROOM
            canvas.line([scale.at(row.own_lower), scale.at(row.own_upper)], [y, y], style.FOCAL)
            place = (scale.at(row.own_score), y)
            canvas.marks([place], face=style.PAPER, edge=style.FOCAL, size=7.5)
        _draw_focal(canvas, scale, (row.score, row.lower, row.upper), focal_lane)
    return canvas


def _legend(focal_name: str, most_peers: int, with_own: bool) -> list[LegendEntry]:
    def median_sample(canvas: Canvas, x: float, y: float) -> None:
        canvas.line([x, x], [y - 0.075, y + 0.075], style.INK, 2.2)

    peer = dash(style.PEER_SOFT, 1.2, style.PEER, size=5)
    entries = [
        LegendEntry(
            FOCAL_DASH,
            say("figures.sections.focal", focal=focal_name),
        )
    ]
    if with_own:
        entries.append(LegendEntry(_OWN, say("figures.sections.own_answers")))
    if most_peers == 1:
        entries.append(LegendEntry(peer, say("figures.sections.peer")))
    elif most_peers:
        entries.append(LegendEntry(peer, say("figures.sections.peers")))
        entries.append(LegendEntry(median_sample, say("figures.sections.median"), width=0.08))
    return entries


def _write_label(
    canvas: Canvas, lines: list[str], n_items: int, n_peers: int, middle: float
) -> None:
    step = style.line_height()
    counts = say("figures.sections.counts", n=n_items, n_peers=n_peers)
    y = middle - step * len(lines) / 2
    for line in lines:
        canvas.text(0.02, y, line)
        y += step
    canvas.small(0.02, y, counts)


def _draw_peers(canvas: Canvas, scale: Scale, scores: pd.Series, y: float) -> None:
    """Draw the range, one dot for every distinct score (area grows with the count), the median."""
    canvas.line([scale.at(scores.min()), scale.at(scores.max())], [y, y], style.PEER_SOFT, 1.2)
    counts = scores.map(steady).value_counts()
    diameter = min(_DOT, _LARGEST_DOT / counts.max() ** 0.5)
    for count in sorted(set(counts)):
        values = sorted(counts.index[counts == count])
        size = diameter * count**0.5
        canvas.marks(
            [(scale.at(value), y) for value in values], size=size, edge=style.PAPER, edge_width=0.5
        )
    if len(scores) > 1:
        x = scale.at(scores.median())
        canvas.line([x, x], [y - 0.1, y + 0.1], style.INK, 2.2)


def _draw_focal(
    canvas: Canvas, scale: Scale, reading: tuple[float, float, float], y: float
) -> None:
    score, lower, upper = reading
    canvas.line([scale.at(lower), scale.at(upper)], [y, y], style.FOCAL, 2.4)
    for end in (lower, upper):
        canvas.line([scale.at(end)] * 2, [y - 0.04, y + 0.04], style.FOCAL, 1.2)
    known = not pd.isna(score)
    if known:
        canvas.marks([(scale.at(score), y)], face=style.FOCAL, size=8.5)
    words = score_text(score, lower, upper)
    half = style.text_width(words, style.TEXT, bold=True) / 2
    centre = scale.at(score if known else (lower + upper) / 2)
    centre = min(max(centre, scale.start + half), canvas.width - half - 0.02)
    canvas.text(centre, y - 0.165, words, bold=True, align="center", colour=style.FOCAL)


def _alternative_text(data: pd.DataFrame, focal_name: str, level: str) -> str:
    parts = []
    for row in rows_of(data):
        own = say(
            "figures.sections.own",
            label=row.label,
            focal=focal_name,
            reading=score_text(row.score, row.lower, row.upper),
        )
        if pd.notna(getattr(row, "own_lower", None)):
            reading = score_text(row.own_score, row.own_lower, row.own_upper)
            own = say("figures.sections.with_own", own=own, reading=reading)
        others = (
            say(
                "figures.sections.others",
                median=fixed(row.peer_median),
                range=interval(row.peer_minimum, row.peer_maximum),
                n=row.n_peers,
            )
            if row.n_peers
            else say("figures.sections.no_peers")
        )
        parts.append(f"{own}, {others}")
    return sentences(say(f"figures.sections.{level}.plot", n=len(data)), *parts)

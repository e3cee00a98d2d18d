"""Slopes: where each country stood in two years."""

from collections import Counter
from collections.abc import Mapping

import pandas as pd

from egovbench.base.comparing import above, equal, steady
from egovbench.base.errors import MethodError
from egovbench.figures import style
from egovbench.figures.canvas import Canvas, LegendEntry, Scale, dash, draw_legend, legend_height
from egovbench.figures.chart import Chart, country_name, require_columns, rows_of, score_text
from egovbench.figures.intervals import spread
from egovbench.language import say
from egovbench.language.lists import sentences
from egovbench.language.numbers import fixed

_COLUMNS = (
    "score_before", "lower_before", "upper_before", "score_after", "lower_after", "upper_after",
)  # fmt: skip
_HEIGHT = 3.4
_TICKS = (0, 25, 50, 75, 100)
_GAP = 0.12
_LABEL_SHARE = 0.31
_THICKEST = 5.0
_END = 7.0


def slope_chart(
    rows: pd.DataFrame,
    focal: str,
    names: Mapping[str, str],
    years: tuple[int, int],
    *,
    title: str,
    measure: str,
    note: str = "",
) -> Chart:
    """Draw one line per country from its score in the first year to that in the second.

    The focal country's line is coloured and labelled, its bounds stand upright at both ends; the
    median of the others is dark and labelled. Countries with the same two scores share a line, the
    thicker the more they are. A country without a known score in both years has no line.

    Args:
        rows: columns iso3 and score, lower, upper with the endings _before and _after, 0 to 100;
            one row per country, the focal one among them.
        years: the first and the second.
        measure: on what the scores rest, for example "on 10 items".

    Returns:
        The chart; `data` is the columns above of the countries drawn, the focal one first.

    Raises:
        MethodError: a column is missing, there are no rows, or the focal country has none.
    """
    require_columns(rows, ("iso3", *_COLUMNS), "slopes")
    if focal not in set(rows["iso3"]):
        raise MethodError(f"slopes: {focal} has no row")
    data = rows.loc[rows["iso3"] != focal, ["iso3", *_COLUMNS]]
    own = rows.loc[rows["iso3"] == focal, ["iso3", *_COLUMNS]]
    data = pd.concat([own, data]).dropna(subset=["score_before", "score_after"])
    data = data.reset_index(drop=True)
    n_hidden = len(rows) - len(data)
    others = data[data["iso3"] != focal]
    medians = others[["score_before", "score_after"]].median().tolist() if len(others) else None
    wide, narrow = (
        _draw(data, focal, names, years, medians, width).drawing
        for width in (style.WIDTH, style.NARROW)
    )
    counts = _counts(others)
    return Chart(
        drawing=wide,
        narrow=narrow,
        title=title,
        subtitle=say("figures.score.countries", what=measure, n=len(data)),
        reading=say("reading.slopes", first=years[0], last=years[1]),
        note=sentences(
            say("figures.slopes.note"),
            say("figures.slopes.bounds"),
            say("figures.slopes.hidden", n=n_hidden) if n_hidden else "",
            note,
        ),
        alternative_text=sentences(
            say("figures.slopes.plot", n=len(data), first=years[0], last=years[1], what=measure),
            _own_reading(data, focal, names, years),
            say("figures.slopes.median", first=fixed(medians[0], 1), last=fixed(medians[1], 1))
            if medians
            else "",
            say("figures.slopes.others", **counts) if medians else "",
        ),
        data=data,
    )


def _own_reading(
    data: pd.DataFrame, focal: str, names: Mapping[str, str], years: tuple[int, int]
) -> str:
    own = data[data["iso3"] == focal]
    if own.empty:
        return ""
    row = next(rows_of(own))
    return say(
        "figures.slopes.own",
        country=country_name(focal, names),
        first=years[0],
        before=score_text(row.score_before, row.lower_before, row.upper_before, 1),
        last=years[1],
        after=score_text(row.score_after, row.lower_after, row.upper_after, 1),
    )


def _counts(others: pd.DataFrame) -> dict[str, int]:
    before, after = others["score_before"], others["score_after"]
    return {
        "n_up": int(above(after, before).sum()),
        "n_same": int(equal(after, before).sum()),
        "n_down": int(above(before, after).sum()),
    }


def _draw(
    data: pd.DataFrame,
    focal: str,
    names: Mapping[str, str],
    years: tuple[int, int],
    medians: list[float] | None,
    width: float,
) -> Canvas:
    legend = [
        LegendEntry(dash(style.FOCAL, 2.4), country_name(focal, names)),
        LegendEntry(dash(style.PEER_SOFT, 1.2), say("figures.slopes.peer")),
        LegendEntry(dash(style.INK, 1.8), say("figures.sections.median")),
    ]
    top = legend_height(legend, width) + 0.35
    canvas = Canvas(width, top + _HEIGHT + 0.12)
    draw_legend(canvas, legend, width)
    left = _LABEL_SHARE * width
    right = width - left
    scale = Scale(100.0, 0.0, top, top + _HEIGHT)
    for tick in _TICKS:
        y = scale.at(tick)
        canvas.line([left, right], [y, y], style.RULE, 0.8)
        canvas.text(0.28, y, fixed(tick), size=style.SMALL - 1, colour=style.MUTED, align="right")
    for x, year in zip((left, right), years, strict=True):
        canvas.line([x, x], [top, top + _HEIGHT], style.MUTED, 0.8)
        canvas.text(x, top - 0.2, str(year), bold=True, align="center")
    others = data[data["iso3"] != focal]
    starts, finishes = (others[name].map(steady) for name in ("score_before", "score_after"))
    together = Counter(zip(starts, finishes, strict=True))
    for (before, after), n in sorted(together.items()):
        thickness = min(0.9 + 0.45 * (n - 1), _THICKEST)
        canvas.line([left, right], [scale.at(before), scale.at(after)], style.PEER_SOFT, thickness)
    lines = []
    if medians:
        lines.append((say("figures.sections.median"), medians, style.INK, 1.8))
    for row in rows_of(data[data["iso3"] == focal]):
        own = [row.score_before, row.score_after]
        lines.append((country_name(focal, names), own, style.FOCAL, 2.4))
        ends = (
            (left, row.lower_before, row.upper_before),
            (right, row.lower_after, row.upper_after),
        )
        for x, lower, upper in ends:
            canvas.line([x, x], [scale.at(lower), scale.at(upper)], style.FOCAL, 3.2)
    for _, values, colour, thickness in lines:
        ys = [scale.at(value) for value in values]
        canvas.line([left, right], ys, colour, thickness)
        canvas.marks([(left, ys[0]), (right, ys[1])], face=colour, size=_END)
    for end, x, align in ((0, left - _GAP, "right"), (1, right + _GAP, "left")):
        _label(canvas, scale, [(name, values[end], colour) for name, values, colour, _ in lines],
               x, align, top)  # fmt: skip
    return canvas


def _label(
    canvas: Canvas,
    scale: Scale,
    labels: list[tuple[str, float, str]],
    x: float,
    align: str,
    top: float,
) -> None:
    """Write names with their scores beside an end of the lines, moved apart where they touch."""
    ordered = sorted(labels, key=lambda label: -label[1])
    wrapped = [
        style.wrap(f"{name} {fixed(value, 1)}", _LABEL_SHARE * canvas.width - 0.2)
        for name, value, _ in ordered
    ]
    sizes = [style.line_height() * len(lines) + 0.03 for lines in wrapped]
    wanted = [scale.at(value) for _, value, _ in ordered]
    places = spread(wanted, sizes, top - 0.1, top + _HEIGHT + 0.1)
    for lines, (_, _, colour), y in zip(wrapped, ordered, places, strict=True):
        canvas.lines(x, y, lines, colour=colour, bold=colour == style.FOCAL,
                     align="right" if align == "right" else "left")  # fmt: skip

"""Slopes: where each country stood in two years."""

from collections import Counter
from collections.abc import Mapping

import pandas as pd
from matplotlib.ticker import FuncFormatter

from egovbench.base.comparing import above, equal, steady
from egovbench.base.errors import MethodError
from egovbench.figures import style
from egovbench.figures.chart import (
    Chart,
    Room,
    Rows,
    Words,
    country_name,
    require_columns,
    rows_of,
    score_text,
)
from egovbench.language import say
from egovbench.language.lists import sentences
from egovbench.language.numbers import fixed

_COLUMNS = (
    "score_before", "lower_before", "upper_before", "score_after", "lower_after", "upper_after",
)  # fmt: skip
_HEIGHT = 3.4
_THICKEST = 5.0
_TOUCHING = 14.0
"""Scores closer than this have labels that would touch."""


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
    words = Words(
        title,
        say("figures.score.countries", what=measure, n=len(data)),
        sentences(
            say("figures.slopes.note"),
            say("figures.slopes.bounds"),
            say("figures.slopes.hidden", n=n_hidden) if n_hidden else "",
            note,
        ),
        sentences(
            say("figures.slopes.plot", n=len(data), first=years[0], last=years[1], what=measure),
            _own_reading(data, focal, names, years),
            say("figures.slopes.median", first=fixed(medians[0], 1), last=fixed(medians[1], 1))
            if medians
            else "",
            say("figures.slopes.others", **_counts(others)) if medians else "",
        ),
    )
    return _draw(words, data, focal, country_name(focal, names), years, medians)


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
    words: Words,
    data: pd.DataFrame,
    focal: str,
    name: str,
    years: tuple[int, int],
    medians: list[float] | None,
) -> Chart:
    own, others = data[data["iso3"] == focal], data[data["iso3"] != focal]
    drawn = [(name, [row.score_before, row.score_after], style.FOCAL) for row in rows_of(own)]
    if medians:
        drawn.append((style.wrapped(say("figures.sections.median"), 1.0), medians, style.INK))
    with style.house_style():
        widest = max((style.text_width(label, bold=True) for label, _, _ in drawn), default=0.0)
        left = widest + 0.6
        room = Room(left=left, right=widest + 0.3, below=0.3)
        chart = Chart(words, data, Rows([], [], height=_HEIGHT), room)
        ax = chart.axes[0]
        ax.set_xlim(0, 1)
        ax.set_xticks([0, 1], [str(year) for year in years])
        ax.set_ylim(0, 100)
        ax.set_yticks([0, 25, 50, 75, 100])
        ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: fixed(value)))
        ax.tick_params(axis="y", pad=(left - 0.35) * style.POINTS, labelcolor=style.MUTED)
        ax.grid(axis="y")
        together = Counter(
            zip(others["score_before"].map(steady), others["score_after"].map(steady), strict=True)
        )
        for place, ((before, after), n) in enumerate(sorted(together.items())):
            ax.plot([0, 1], [before, after], color=style.PEER_SOFT,
                    linewidth=min(0.9 + 0.45 * (n - 1), _THICKEST),
                    label="" if place else say("figures.slopes.peer"))  # fmt: skip
        for label, values, colour in drawn:
            ax.plot([0, 1], values, color=colour, linewidth=2.4 if colour == style.FOCAL else 1.8,
                    marker="o", label=label, clip_on=False)  # fmt: skip
        for row in rows_of(own):
            ax.vlines([0, 1], [row.lower_before, row.lower_after],
                      [row.upper_before, row.upper_after], colors=style.FOCAL, linewidths=3.2,
                      clip_on=False)  # fmt: skip
        for end, side in ((0, "right"), (1, "left")):
            highest = sorted(drawn, key=lambda line: -line[1][end])
            touching = len(drawn) > 1 and highest[0][1][end] - highest[1][1][end] < _TOUCHING
            for place, (label, values, colour) in enumerate(highest):
                ax.annotate(
                    f"{label}\n{fixed(values[end], 1)}",
                    (end, values[end]), (end + (0.03 if end else -0.03),
                                         values[end] + touching * (0.5 - place) * _TOUCHING),
                    ha=side, va="center_baseline", color=colour,
                    weight="bold" if colour == style.FOCAL else "normal",
                )  # fmt: skip
        return chart.fit()

"""Stacked bars: how many items are known, and how many countries have what is asked for."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from egovbench.base.errors import MethodError
from egovbench.figures import style
from egovbench.figures.chart import Chart, Room, Rows, Words, require_columns, rows_of
from egovbench.language import say
from egovbench.language.lists import sentences

_LEAST_SHARE = 0.05
"""Of the axis: a part that is smaller holds no number."""
_LEAST_BESIDE_READINGS = 0.12


class Part(NamedTuple):
    """One part of each bar: its column in the data, its name, its colours and its edge."""

    column: str
    name: str
    face: str
    ink: str = style.INK
    edge: str = style.PEER


def stacked_bars(words: Words, data: pd.DataFrame, parts: Sequence[Part], rows: Rows) -> Chart:
    """Draw a bar for each row of `data`, a part for each column of `parts`, with its number."""
    with style.house_style():
        chart = Chart(words, data, rows, Room(share=0.38, below=0.08))
        longest = max(int(data[[part.column for part in parts]].sum(axis=1).max()), 1)
        ax = chart.scale(0, longest, [], "")
        least = (_LEAST_BESIDE_READINGS if rows.readings else _LEAST_SHARE) * longest
        starts = pd.Series(0, index=data.index)
        for part in parts:
            counts = data[part.column]
            if not counts.any():
                continue
            bars = ax.barh(
                range(len(data)), counts, left=starts, height=0.62, color=part.face,
                edgecolor=part.edge, linewidth=0.8, label=part.name,
            )  # fmt: skip
            for place, (bar, count, start) in enumerate(zip(bars, counts, starts, strict=True)):
                bar.set_gid(f"row {place}")
                if count >= least:
                    ax.text(start + count / 2, place, str(count), ha="center", va="center_baseline",
                            color=part.ink, size=style.SMALL, weight="bold",
                            gid=f"row {place}")  # fmt: skip
            starts = starts + counts
        return chart.fit()


def coverage_bars(
    counts: pd.DataFrame, *, title: str, of: str, readings: Sequence[str] = (), note: str = ""
) -> Chart:
    """Draw one stacked bar a section; each part that is wide enough holds its number.

    Args:
        counts: columns section (the label, an id or a name), n_known, n_unknown, n_not_asked
            (numbers of items), in the order to draw.
        of: whose items, for example "Luxembourg".
        readings: what stands beside each bar; by default how many are known.

    Returns:
        The chart; `data` is the four columns as drawn.

    Raises:
        MethodError: a column is missing, a number is negative or missing, or there are no items.
    """
    parts = (
        Part("n_known", say("figures.coverage.known"), style.YES, style.ON_YES),
        Part("n_unknown", say("figures.coverage.unknown"), style.UNKNOWN),
        Part("n_not_asked", say("figures.coverage.not_asked"), style.PAPER),
    )
    columns = [part.column for part in parts]
    require_columns(counts, ["section", *columns], "coverage bars")
    data = counts[["section", *columns]].reset_index(drop=True)
    numbers = data[columns]
    if numbers.isna().any(axis=None) or (numbers < 0).any(axis=None):
        raise MethodError("coverage bars: every number of items must be zero or more")
    if not int(numbers.to_numpy().sum()):
        raise MethodError("coverage bars: there are no items, so there is nothing to draw")
    data = data.astype(dict.fromkeys(columns, "int64"))
    totals = {column: int(data[column].sum()) for column in columns}
    n = sum(totals.values())
    told = [
        say("figures.coverage.section", of=int(total), **row._asdict())
        for row, total in zip(rows_of(data), data[columns].sum(axis=1), strict=True)
    ]
    known = [
        say("figures.coverage.total", n=n, of=of_all)
        for n, of_all in zip(data["n_known"], data[columns].sum(axis=1), strict=True)
    ]
    words = Words(
        title,
        say("figures.coverage.subtitle", of=of, n=n),
        sentences(note),
        sentences(say("figures.coverage.plot", of=of, n=len(data), total=n, **totals), *told),
    )
    rows = Rows(list(data["section"]), told, readings or known, height=0.42)
    return stacked_bars(words, data, parts, rows)

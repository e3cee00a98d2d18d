"""What countries answered, item by item: coloured cells, or counts where items are few."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.collections import PathCollection
from matplotlib.path import Path

from egovbench.base.errors import MethodError
from egovbench.figures import style
from egovbench.figures.bars import Part, stacked_bars
from egovbench.figures.chart import (
    Chart,
    Room,
    Rows,
    Words,
    country_name,
    require_columns,
    row_ids,
    rows_of,
)
from egovbench.language import say, word
from egovbench.language.lists import item_name, sentences, set_apart

_CODES = ("yes", "partly", "no", "no_or_unknown", "unknown", "not_asked")
"""The codes of a cell in their order; a "no or unknown" is told apart from a no."""
_FACES = {
    "yes": style.YES, "partly": style.PARTLY, "no": style.PAPER, "no_or_unknown": style.PAPER,
    "unknown": style.UNKNOWN, "not_asked": style.PAPER,
}  # fmt: skip
_INKS = {"yes": style.ON_YES, "no": style.MUTED, "no_or_unknown": style.MUTED}
_PLAIN = ("yes", "no")
"""Codes whose cells need no letter: a filled and an empty one."""
MOST_ROWS = 45
FEW_ITEMS = 2
"""Up to so many items the countries are counted rather than shown one by one."""


def item_heat_map(
    codes: pd.DataFrame,
    items: pd.DataFrame,
    focal: str,
    names: Mapping[str, str],
    *,
    title: str,
    note: str = "",
) -> Chart:
    """Draw one cell for every country and item.

    Args:
        codes: columns iso3, item, code (see told_codes). The focal country comes first, the others
            in the order in which they first appear, `MOST_ROWS` at most; the alternative text
            tells of all. A country without a row for an item was not asked it.
        items: columns item (number) and label; columns are drawn in this order.
        focal: ISO3 code of the country in the first, marked row.

    Returns:
        The chart; `data` has one row per country in drawn order: iso3, country, one column per item
        (named by its number) that holds the letter (see `letters`). Wider than a telephone when
        there are many items, so that a page lets it scroll.

    Raises:
        MethodError: no rows, a code that does not exist, the focal country has no row, or a
            country has two codes for one item.
    """
    all_countries = _grid(codes, items, focal)
    grid = all_countries.head(MOST_ROWS)
    n_left_out = len(all_countries) - len(grid)
    written = letters()
    data = grid.map(lambda code: written[code]).rename(columns=str).reset_index(names="iso3")
    data.insert(1, "country", [country_name(iso3, names) for iso3 in data["iso3"]])
    data.columns.name = None
    focal_name = country_name(focal, names)
    left_out = say("figures.heat_map.left_out", n=n_left_out) if n_left_out else ""
    words = Words(
        title,
        say("figures.heat_map.subtitle", n=len(items), focal=focal_name, others=len(grid) - 1),
        sentences(left_out, note),
        sentences(_alternative_text(all_countries, items, focal_name), left_out),
    )
    return _draw_grid(words, grid, data, items)


def item_counts(
    codes: pd.DataFrame,
    items: pd.DataFrame,
    focal: str,
    names: Mapping[str, str],
    *,
    title: str,
    note: str = "",
) -> Chart:
    """Draw one bar for every item: how many of the countries have which code.

    Args:
        codes, items, focal: as for `item_heat_map`.

    Returns:
        The chart; `data` has one row per item: item, label, one column per code with the number of
        countries besides the focal one.

    Raises:
        MethodError: as `item_heat_map`.
    """
    grid = _grid(codes, items, focal)
    others = grid.iloc[1:]
    counts = {code: (others == code).sum().tolist() for code in _CODES}
    data = items[["item", "label"]].reset_index(drop=True).assign(**counts)
    focal_name = country_name(focal, names)
    parts = [Part(code, _named(code), _FACES[code], _INKS.get(code, style.INK)) for code in _CODES]
    labels = [f"{row.item} {row.label}" for row in rows_of(data)]
    own = [
        say("figures.entry", label=focal_name, reading=word("code", code)) for code in grid.iloc[0]
    ]
    told = [
        say("figures.entry", label=label, reading=f"{_counts(others[column])}; {reading}")
        for label, column, reading in zip(labels, grid.columns, own, strict=True)
    ]
    labels = [f"{label}\n{reading}" for label, reading in zip(labels, own, strict=True)]
    words = Words(
        title,
        say("figures.heat_map.counted", n=len(items), others=len(others)),
        sentences(note),
        _alternative_text(grid, items, focal_name),
    )
    return stacked_bars(words, data, parts, Rows(labels, told, height=0.5))


def letters() -> dict[str, str]:
    """Return the letter of each code in the active language; every cell holds one."""
    return {code: say(f"figures.heat_map.letter.{code}") for code in _CODES}


def _grid(codes: pd.DataFrame, items: pd.DataFrame, focal: str) -> pd.DataFrame:
    """Return the codes, a row per country and a column per item, the focal country first."""
    require_columns(codes, ("iso3", "item", "code"), "item heat map")
    require_columns(items, ("item", "label"), "item heat map")
    wrong = sorted(set(codes["code"]) - set(_CODES))
    if wrong:
        raise MethodError(
            f"item heat map: unknown code {wrong[0]!r}; expected one of {', '.join(_CODES)}"
        )
    if codes.duplicated(["iso3", "item"]).any():
        first = codes[codes.duplicated(["iso3", "item"])].iloc[0]
        raise MethodError(f"item heat map: {first['iso3']} has two codes for item {first['item']}")
    countries = list(codes["iso3"].unique())
    if focal not in countries:
        raise MethodError(f"item heat map: the focal country {focal} has no codes")
    order = [focal, *(iso3 for iso3 in countries if iso3 != focal)]
    wide = codes.pivot(index="iso3", columns="item", values="code")
    return wide.reindex(index=order, columns=list(items["item"])).fillna("not_asked")


def _draw_grid(words: Words, grid: pd.DataFrame, data: pd.DataFrame, items: pd.DataFrame) -> Chart:
    heads = {str(row.item): row.label for row in rows_of(items)}
    names = list(data["country"])
    told = [f"{name}: {_listed(grid.iloc[place])}" for place, name in enumerate(names)]
    rows = Rows(names, told, height=0.235, emphasised=[0], lines=1, about=list(data["iso3"]))
    widest = style.text_width(max(names, key=len), bold=True)
    room = Room(share=0.4, right=0.05, below=0.06, least=widest + _LEAST_CELL * len(items) + 0.3)
    with style.house_style():
        chart = Chart(words, data, rows, room, heads)
        ax = chart.axes[0]
        ax.set_xlim(-0.5, len(items) - 0.5)
        ax.grid(False)
        ax.tick_params(labeltop=True, labelbottom=False)
        for code in _found(grid):
            edge = "none" if code in ("yes", "partly", "unknown") else style.RULE
            letter = "" if code in _PLAIN else f"{letters()[code]} "
            ax.plot([], [], "s", markersize=9, markerfacecolor=_FACES[code], markeredgewidth=0.8,
                    markeredgecolor=edge, label=f"{letter}{_named(code)}")  # fmt: skip
            cells = {place: [x for x, found in enumerate(row) if found == code]
                     for place, row in enumerate(grid.to_numpy())}  # fmt: skip
            cells = {place: columns for place, columns in cells.items() if columns}
            ax.add_collection(
                PathCollection(
                    [_cells(place, columns) for place, columns in cells.items()],
                    facecolors=_FACES[code], edgecolors=edge, linewidths=0.8, gid=row_ids(cells),
                ),
                autolim=False,
            )  # fmt: skip
            if code in _PLAIN:
                continue
            ink, bold = _INKS.get(code, style.INK), code in ("unknown", "not_asked")
            for place, columns in cells.items():
                for column in columns:
                    ax.text(column, place, letters()[code], ha="center", va="center_baseline",
                            size=style.SMALL, color=ink, weight="bold" if bold else "normal",
                            gid=f"row {place}")  # fmt: skip
        ax.axhline(0.5, color=style.FOCAL, linewidth=1.0)
        return chart.fit()


_LEAST_CELL = 0.27
_INSET = 0.46


def _cells(place: int, columns: Sequence[int]) -> Path:
    """Return the outline of cells of one row."""
    return Path.make_compound_path(
        *(Path([(x - _INSET, place - _INSET), (x + _INSET, place - _INSET),
                (x + _INSET, place + _INSET), (x - _INSET, place + _INSET),
                (x - _INSET, place - _INSET)], closed=True)
          for x in columns)
    )  # fmt: skip


def _found(grid: pd.DataFrame) -> list[str]:
    return [code for code in _CODES if (grid == code).to_numpy().any()]


def _named(code: str) -> str:
    return say("figures.heat_map.partly") if code == "partly" else word("code", code)


def _listed(row: "pd.Series[Any]") -> str:
    """Return a country's codes with the numbers of the items, such as "yes 8, 9; no 13"."""
    items: dict[str, list[str]] = {code: [] for code in _CODES}
    for item, code in row.items():
        items[code].append(str(item))
    return "; ".join(
        f"{word('code', code)} {', '.join(those)}" for code, those in items.items() if those
    )


def _counts(column: "pd.Series[Any]") -> str:
    return ", ".join(
        f"{word('code', code)} {int((column == code).sum())}"
        for code in _CODES
        if (column == code).any()
    )


def _alternative_text(grid: pd.DataFrame, items: pd.DataFrame, focal_name: str) -> str:
    """Say what the focal country has, and what its peers lack: as a reader would."""
    labels = {row.item: item_name(f"{row.item} {row.label}") for row in rows_of(items)}
    own, others = grid.iloc[0], grid.iloc[1:]
    parts = [say("figures.heat_map.has_all", focal=focal_name, n=len(labels))]
    if (own != "yes").any():
        parts = [say("figures.entry", label=focal_name, reading=_listed(own))]
    if others.empty:
        return sentences(*parts)
    found = [
        say(f"figures.heat_map.lacking.{code}", n=n, item=labels[item])
        for code in _CODES[1:]
        for item, n in (others == code).sum().items()
        if n
    ]
    n, rest = len(others), int((others == "yes").all().sum())
    if not found:
        return sentences(*parts, say("figures.heat_map.all", n=n))
    parts.append(say("figures.heat_map.peers", n=n, found=set_apart(found)))
    return sentences(*parts, say("figures.heat_map.rest", n=rest) if rest else "")

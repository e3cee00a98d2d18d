"""Coloured cells: countries by items, and two codings of the same answers."""

from collections.abc import Mapping, Sequence
from itertools import groupby

import pandas as pd

from egovbench.base.errors import MethodError
from egovbench.base.schemas import CODES
from egovbench.figures import style
from egovbench.figures.canvas import Box, Canvas, LegendEntry, draw_legend, legend_height
from egovbench.figures.chart import Chart, country_name, require_columns, rows_of
from egovbench.language import say, word
from egovbench.language.lists import sentences, set_apart
from egovbench.language.numbers import percent

_CODES = ("yes", "partly", "no", "no_or_unknown", "unknown", "not_asked")
"""The codes of a cell in their order; a "no or unknown" is told apart from a no."""
_CELL_HEIGHT = 0.235
_LEAST_CELL_WIDTH = 0.3
_MOST_CELL_WIDTH = 1.0
_LABEL_HEIGHT = 2.1
_NAME_WIDTH = 1.9
_NARROW_LEGEND = 4.4
MOST_ROWS = 45


def item_heat_map(
    codes: pd.DataFrame,
    items: pd.DataFrame,
    focal: str,
    names: Mapping[str, str],
    *,
    title: str,
    n_left_out: int = 0,
    note: str = "",
) -> Chart:
    """Draw one cell for every country and item.

    Args:
        codes: columns iso3, item, code (see told_codes). The focal country comes first, the others
            in the order in which they first appear: the caller sorts and selects.
            A country without a row for an item was not asked it.
        items: columns item (number), label, indicator (its name); columns are drawn in this order.
        focal: ISO3 code of the country in the first, marked row.
        n_left_out: how many further countries the caller left out; said in the note.

    Returns:
        The chart; `data` has one row per country in drawn order: iso3, country, one column per item
        (named by its number) that holds the letter (see `letters`). Wider than a page when there
        are many items: show it in a container that scrolls.

    Raises:
        MethodError: no rows, a code that does not exist, more than `MOST_ROWS` countries, the
            focal country has no row, or a country has two codes for one item.
    """
    require_columns(codes, ("iso3", "item", "code"), "item heat map")
    require_columns(items, ("item", "label", "indicator"), "item heat map")
    grid = _grid(codes, items, focal)
    written = letters()
    data = grid.map(lambda code: written[code]).rename(columns=str).reset_index(names="iso3")
    data.insert(1, "country", [country_name(iso3, names) for iso3 in data["iso3"]])
    data.columns.name = None
    canvas = _draw_grid(grid, items, list(data["country"]))
    focal_name = country_name(focal, names)
    left_out = say("figures.heat_map.left_out", n=n_left_out) if n_left_out else ""
    return Chart(
        drawing=canvas.drawing,
        narrow=None,
        title=title,
        subtitle=say(
            "figures.heat_map.subtitle", n=len(items), focal=focal_name, others=len(grid) - 1
        ),
        reading=say("reading.heat_map", focal=focal_name),
        note=sentences(say("figures.heat_map.numbers"), left_out, note),
        alternative_text=sentences(_alternative_text(grid, items, focal_name), left_out),
        data=data,
    )


def letters() -> dict[str, str]:
    """Return the letter of each code in the active language; every cell holds one."""
    return {code: say(f"figures.heat_map.letter.{code}") for code in _CODES}


def _widest_word(heading: str) -> float:
    return max(style.text_width(word, style.SMALL, bold=True) for word in heading.split()) + 0.14


def _grid(codes: pd.DataFrame, items: pd.DataFrame, focal: str) -> pd.DataFrame:
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
    if len(countries) > MOST_ROWS:
        raise MethodError(
            f"item heat map: {len(countries)} countries; at most {MOST_ROWS} rows are legible"
        )
    order = [focal, *(iso3 for iso3 in countries if iso3 != focal)]
    wide = codes.pivot(index="iso3", columns="item", values="code")
    return wide.reindex(index=order, columns=list(items["item"])).fillna("not_asked")


def _draw_grid(grid: pd.DataFrame, items: pd.DataFrame, countries: list[str]) -> Canvas:
    lines = [style.wrap(label, _LABEL_HEIGHT, style.SMALL) for label in items["label"]]
    label_height = max(style.text_width(line, style.SMALL) for label in lines for line in label)
    groups = [(indicator, len(list(members))) for indicator, members in groupby(items["indicator"])]
    cell_width = max(
        _LEAST_CELL_WIDTH,
        style.line_height(style.SMALL) * max(map(len, lines)) + 0.06,
        min(_MOST_CELL_WIDTH, max(_widest_word(name) / n for name, n in groups)),
    )
    names = [style.wrap(country, _NAME_WIDTH, bold=True) for country in countries]
    left = max(style.text_width(line, bold=True) for name in names for line in name) + 0.22
    heights = [_CELL_HEIGHT + style.line_height() * (len(name) - 1) for name in names]
    headings = [
        style.wrap(name, cell_width * n - 0.1, style.SMALL, bold=True) for name, n in groups
    ]
    heading_height = style.line_height(style.SMALL) * max(map(len, headings)) + 0.12
    width = max(left + cell_width * len(items) + 0.1, style.WIDTH)
    legend = _legend(_told(grid))
    # A wide map scrolls on a phone: its legend stays within the part first seen.
    legend_width = style.WIDTH if width == style.WIDTH else _NARROW_LEGEND
    legend_top = legend_height(legend, legend_width)
    heading_top = legend_top + 0.05
    number_middle = heading_top + heading_height + label_height + 0.22
    top = number_middle + 0.14
    gap = 0.08
    canvas = Canvas(width, top + sum(heights) + gap + 0.05)
    draw_legend(canvas, legend, legend_width)
    x = left
    for (_, n_members), heading in zip(groups, headings, strict=True):
        _write_heading(canvas, heading, x, cell_width * n_members, heading_top, heading_height)
        x += cell_width * n_members
    step = style.line_height(style.SMALL)
    for column, item in enumerate(items["item"]):
        centre = left + cell_width * (column + 0.5)
        canvas.text(centre, number_middle, str(item), align="center", bold=True, size=style.SMALL)
        for index, line in enumerate(lines[column]):
            offset = step * (index - (len(lines[column]) - 1) / 2)
            canvas.text(centre + offset, number_middle - 0.13, line, size=style.SMALL, rotation=90)
    tops = [top + sum(heights[:row]) + (gap if row else 0) for row in range(len(grid))]
    inset = 0.012
    for code in _CODES:
        boxes = [
            (
                left + cell_width * column + inset,
                tops[row] + inset,
                cell_width - 2 * inset,
                heights[row] - 2 * inset,
            )
            for row in range(len(grid))
            for column in range(len(items))
            if grid.iat[row, column] == code
        ]
        _draw_cells(canvas, code, boxes)
    for row, lines_of_name in enumerate(names):
        canvas.lines(
            left - 0.1,
            tops[row] + heights[row] / 2,
            lines_of_name,
            align="right",
            bold=row == 0,
            colour=style.FOCAL if row == 0 else style.INK,
        )
    middle = tops[0] + heights[0] / 2
    canvas.wedge(
        [(left - 0.075, middle - 0.06), (left - 0.075, middle + 0.06), (left - 0.015, middle)],
        style.FOCAL,
    )
    return canvas


def _write_heading(
    canvas: Canvas, lines: list[str], left: float, width: float, top: float, height: float
) -> None:
    step = style.line_height(style.SMALL)
    for index, line in enumerate(lines):
        y = top + height - 0.1 - step * (len(lines) - index - 0.5)
        canvas.small(left + 0.03, y, line, bold=True)
    canvas.line([left + 0.03, left + width - 0.03], [top + height - 0.05] * 2, style.PEER, 1.0)


def _draw_cells(canvas: Canvas, code: str, boxes: list[Box]) -> None:
    """Draw the cells of one code: a fill or hatch of its own and its letter."""
    ink = style.CELL_INK
    if code == "yes":
        canvas.boxes(boxes, face=style.CELL_STRONG)
        ink = style.CELL_PAPER
    elif code == "partly":
        canvas.boxes(boxes, face=style.CELL_MIDDLE)
    elif code == "no":
        canvas.boxes(boxes, face=style.CELL_PAPER, edge=style.CELL_LINE)
    elif code == "no_or_unknown":
        canvas.boxes(
            boxes, face=style.CELL_PAPER, edge=style.CELL_LINE, hatch_colour=style.CELL_HATCH
        )
    elif code == "unknown":
        canvas.boxes(boxes, face=style.CELL_WEAK, hatch_colour=style.CELL_HATCH)
    else:
        ink = style.MUTED
    words = say(f"figures.heat_map.letter.{code}")
    for x, y, width, height in boxes:
        canvas.text(
            x + width / 2,
            y + height / 2,
            words,
            align="center",
            size=style.SMALL,
            colour=ink,
            bold=code in ("yes", "unknown", "not_asked"),
        )


def _told(grid: pd.DataFrame) -> list[str]:
    """Return the codes that are told of: all, but "no or unknown" only where a source says so."""
    doubtful = bool((grid == "no_or_unknown").to_numpy().any())
    return [code for code in _CODES if doubtful or code != "no_or_unknown"]


def _legend(codes: Sequence[str]) -> list[LegendEntry]:
    entries = []
    for code in codes:
        words = say("figures.heat_map.partly") if code == "partly" else word("code", code)

        def sample(canvas: Canvas, x: float, y: float, code: str = code) -> None:
            _draw_cells(canvas, code, [(x - 0.14, y - 0.1, 0.28, 0.2)])

        entries.append(LegendEntry(sample, words, width=0.3))
    return entries


def _alternative_text(grid: pd.DataFrame, items: pd.DataFrame, focal_name: str) -> str:
    focal = grid.iloc[0]
    own = [
        say(
            "figures.heat_map.own",
            code=word("code", code),
            n=int((focal == code).sum()),
            items=", ".join(str(item) for item in grid.columns[focal == code]),
        )
        for code in _CODES
        if (focal == code).any()
    ]
    parts = [
        say("figures.heat_map.plot", countries=len(grid), n=len(items)),
        say("figures.entry", label=focal_name, reading=set_apart(own)),
    ]
    if len(grid) > 1:
        cells = grid.iloc[1:].to_numpy()
        counts = [f"{word('code', code)} {int((cells == code).sum())}" for code in _told(grid)]
        parts.append(say("figures.heat_map.others", counts=", ".join(counts)))
    return sentences(*parts)


_PAIR_WIDTH = 0.86
_PAIR_HEIGHT = 0.42


def agreement_matrix(
    counts: pd.DataFrame, *, title: str, row_name: str, column_name: str, unit: str, note: str = ""
) -> Chart:
    """Draw how often each pair of codes occurs; agreeing pairs stand on the outlined diagonal.

    Args:
        counts: columns row, column (codes of the two codings) and count. Pairs without a row
            count zero; codes that neither coding uses are left out. Codes stand in the order yes,
            partly, no, unknown, not_asked, others after them by name.
        row_name: the coding in rows, for example "Rules".
        column_name: the coding in columns, for example "Review".
        unit: what is counted, in the plural.

    Returns:
        The chart; `data` has row, column, count for every cell.

    Raises:
        MethodError: a column is missing, a pair stands twice, or all counts are zero.
    """
    require_columns(counts, ("row", "column", "count"), "agreement matrix")
    if counts.duplicated(["row", "column"]).any():
        raise MethodError("agreement matrix: a pair of codes stands twice")
    used = counts[counts["count"] > 0]
    if used.empty:
        raise MethodError("agreement matrix: all counts are zero, so there is nothing to draw")
    found = set(used["row"]) | set(used["column"])
    codes = [code for code in CODES if code in found] + sorted(found - set(CODES))
    table = used.pivot(index="row", columns="column", values="count")
    table = table.reindex(index=codes, columns=codes).fillna(0).astype("int64")
    total = int(table.to_numpy().sum())
    agreed = sum(int(table.to_numpy()[place, place]) for place in range(len(codes)))
    canvas = _draw_pairs(table, row_name, column_name)
    share = say(
        "figures.matrix.share", n=agreed, of=total, unit=unit, share=percent(agreed / total)
    )
    pairs = used[used["row"] != used["column"]].sort_values(
        ["count", "row", "column"], ascending=[False, True, True]
    )
    return Chart(
        drawing=canvas.drawing,
        narrow=None,
        title=title,
        subtitle=say("figures.matrix.subtitle", unit=unit, rows=row_name, columns=column_name),
        reading=say("reading.matrix", rows=row_name, columns=column_name),
        note=sentences(share, say("figures.matrix.note"), note),
        alternative_text=sentences(
            say("figures.matrix.plot", n=len(codes), rows=row_name, columns=column_name),
            share,
            say(
                "figures.matrix.disagreements",
                pairs=set_apart(
                    say(
                        "figures.matrix.pair",
                        row_name=row_name,
                        row=word("code", pair.row),
                        column_name=column_name,
                        column=word("code", pair.column),
                        n=pair.count,
                    )
                    for pair in rows_of(pairs.head(5))
                ),
            )
            if len(pairs)
            else "",
        ),
        data=table.reset_index().melt(id_vars="row", value_name="count"),
    )


def _draw_pairs(table: pd.DataFrame, row_name: str, column_name: str) -> Canvas:
    codes = list(table.index)
    words = [word("code", code) for code in codes]
    rows_width = style.text_width(row_name, style.SMALL, bold=True)
    left = max(rows_width, *(style.text_width(word) for word in words)) + 0.18
    cell = max(_PAIR_WIDTH, *(style.text_width(word) + 0.12 for word in words))
    top = 0.62
    heading = style.text_width(column_name, style.SMALL, bold=True)
    width = max(left + max(cell * len(codes), heading) + 0.1, 4.2)
    canvas = Canvas(width, top + _PAIR_HEIGHT * len(codes) + 0.06)
    canvas.small(left + 0.03, 0.13, column_name, bold=True)
    canvas.small(left - 0.1, top - 0.2, row_name, bold=True, align="right")
    for index, written in enumerate(words):
        canvas.text(left + cell * (index + 0.5), top - 0.2, written, align="center")
        canvas.text(left - 0.1, top + _PAIR_HEIGHT * (index + 0.5), written, align="right")
    highest = int(table.to_numpy().max())
    for row in range(len(codes)):
        for column in range(len(codes)):
            box = (
                left + cell * column + 0.02,
                top + _PAIR_HEIGHT * row + 0.02,
                cell - 0.04,
                _PAIR_HEIGHT - 0.04,
            )
            _draw_pair(canvas, box, int(table.to_numpy()[row, column]), highest, row == column)
    return canvas


def _draw_pair(
    canvas: Canvas, box: tuple[float, float, float, float], count: int, highest: int, agrees: bool
) -> None:
    ink = style.CELL_INK
    if count > highest / 2:
        face, ink = style.CELL_STRONG, style.CELL_PAPER
    elif count > highest / 10:
        face = style.CELL_MIDDLE
    else:
        face = style.CELL_WEAK if count else style.CELL_PAPER
    canvas.boxes(
        [box],
        face=face,
        edge=style.CELL_INK if agrees else style.CELL_LINE,
        edge_width=2.0 if agrees else 0.6,
    )
    canvas.text(
        box[0] + box[2] / 2,
        box[1] + box[3] / 2,
        str(count),
        align="center",
        bold=agrees,
        colour=ink,
    )

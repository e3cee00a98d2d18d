"""Agreement matrix: two codings of the same answers, one cell a pair of codes."""

import pandas as pd

from egovbench.base.errors import MethodError
from egovbench.base.schemas import CODES
from egovbench.figures import style
from egovbench.figures.canvas import Canvas
from egovbench.figures.chart import Chart, require_columns, rows_of
from egovbench.language import say, word
from egovbench.language.lists import sentences, set_apart
from egovbench.language.numbers import percent

_CELL_WIDTH = 0.86
_CELL_HEIGHT = 0.42


def agreement_matrix(
    counts: pd.DataFrame,
    *,
    title: str,
    row_name: str,
    column_name: str,
    unit: str,
    note: str = "",
) -> Chart:
    """Draw how often each pair of codes occurs; agreeing pairs stand on the outlined diagonal.

    Args:
        counts: columns row, column (codes of the two codings) and count. Pairs without a row
            count zero; codes that neither coding uses are left out. Codes stand in the order yes,
            partly, no, unknown, not_asked, others after them by name.
        title: the message.
        row_name: the coding in rows, for example "Rules".
        column_name: the coding in columns, for example "Review".
        unit: what is counted, in the plural.
        note: added to the chart.

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
    canvas = _draw(table, row_name, column_name)
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


def _draw(table: pd.DataFrame, row_name: str, column_name: str) -> Canvas:
    codes = list(table.index)
    words = [word("code", code) for code in codes]
    rows_width = style.text_width(row_name, style.SMALL, bold=True)
    left = max(rows_width, *(style.text_width(word) for word in words)) + 0.18
    cell = max(_CELL_WIDTH, *(style.text_width(word) + 0.12 for word in words))
    top = 0.62
    heading = style.text_width(column_name, style.SMALL, bold=True)
    width = max(left + max(cell * len(codes), heading) + 0.1, 4.2)
    canvas = Canvas(width, top + _CELL_HEIGHT * len(codes) + 0.06)
    canvas.text(left + 0.03, 0.13, column_name, size=style.SMALL, bold=True, colour=style.MUTED)
    canvas.text(
        left - 0.1,
        top - 0.2,
        row_name,
        size=style.SMALL,
        bold=True,
        colour=style.MUTED,
        align="right",
    )
    for index, written in enumerate(words):
        canvas.text(left + cell * (index + 0.5), top - 0.2, written, align="center")
        canvas.text(left - 0.1, top + _CELL_HEIGHT * (index + 0.5), written, align="right")
    highest = int(table.to_numpy().max())
    for row in range(len(codes)):
        for column in range(len(codes)):
            box = (
                left + cell * column + 0.02,
                top + _CELL_HEIGHT * row + 0.02,
                cell - 0.04,
                _CELL_HEIGHT - 0.04,
            )
            _draw_cell(canvas, box, int(table.to_numpy()[row, column]), highest, row == column)
    return canvas


def _draw_cell(
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

"""`egovbench composite`: a composite indicator from any table of units and indicators."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    import pandas as pd

    from egovbench.scoring.framework import Framework


def composite(
    table: Annotated[
        Path, typer.Argument(help="CSV, first column the unit, empty = missing", metavar="TABLE")
    ],
    framework: Annotated[
        Path, typer.Option(help="CSV with id, level (1 = indicator), parent, weight, direction")
    ],
    out: Annotated[Path, typer.Option(help="CSV to write: unit, every group and the index")],
    normalise: Annotated[
        str,
        typer.Option(
            help="scale:LOW:HIGH, minmax:LOW:HIGH, zscore:MEAN:SD, rank, prank, borda, dist2max, "
            "dist2ref:UNIT, dist2targ, fracmax or goalposts:LOW:HIGH"
        ),
    ] = "minmax:0:100",
    aggregate: Annotated[
        str,
        typer.Option(
            help="amean, gmean, hmean, pmean:POWER, median or copeland; with commas one a level, "
            "bottom up"
        ),
    ] = "amean",
    weights: Annotated[
        Path | None, typer.Option(help="CSV with id, weight, in place of the framework's")
    ] = None,
    missing: Annotated[
        str, typer.Option(help="skip[:THRESHOLD], none, zero, mean or median")
    ] = "skip",
) -> None:
    """Compute a composite indicator and write every group and the index at full precision."""
    from egovbench.base.files import write_text
    from egovbench.base.plain_tables import read_weights
    from egovbench.base.tables import to_cells
    from egovbench.composite.composite import composite as compose

    nodes = _nodes(framework)
    values, unused = _values(table, nodes)
    if unused:
        typer.echo(f"not in the framework, not used: {', '.join(unused)}", err=True)
    result = compose(
        values,
        nodes,
        normalisation=normalise,
        weights="given" if weights is None else read_weights(weights),
        aggregation=aggregate,
        missing=missing,
    )
    if result.constant:
        typer.echo(f"alike for all units: {', '.join(result.constant)}", err=True)
    groups = result.scores[list(nodes.ids[nodes.n_indicators :])]
    cells = to_cells(groups.rename_axis("unit").reset_index())
    write_text(out, cells.to_csv(index=False, lineterminator="\n"))


def _nodes(path: Path) -> "Framework":
    """Return the framework at `path`. Raises InputError for one that contradicts itself."""
    import pandas as pd

    from egovbench.base.errors import InputError, MethodError
    from egovbench.base.plain_tables import read_rows
    from egovbench.scoring.framework import read_framework

    header, rows = read_rows(path)
    try:
        return read_framework(pd.DataFrame([cells for _, cells in rows], columns=header))
    except MethodError as fault:
        raise InputError(path, str(fault)) from None


def _values(path: Path, nodes: "Framework") -> "tuple[pd.DataFrame, list[str]]":
    """Return the indicators of `nodes` by unit, and the names of columns that it lacks.

    Empty cells are missing values. Raises InputError for a cell, unit or column at fault.
    """
    import numpy as np
    import pandas as pd

    from egovbench.base.errors import InputError
    from egovbench.base.plain_tables import read_number, read_rows

    header, rows = read_rows(path)
    repeated = [name for name in header if header.count(name) > 1]
    if repeated:
        raise InputError(path, f"column {repeated[0]!r} stands there twice", row=1)
    places = {name: at for at, name in enumerate(header) if at > 0 and name in nodes.indicators}
    numbers = [
        [read_number(path, line, name, cells[at]) for name, at in places.items()]
        for line, cells in rows
    ]
    units: dict[str, int] = {}
    for line, cells in rows:
        if cells[0] == "" or cells[0] in units:
            raise InputError(path, f"unit {cells[0]!r} is empty or stands there twice", row=line)
        units[cells[0]] = line
    frame = pd.DataFrame(
        np.array(numbers, dtype=np.float64).reshape(len(rows), len(places)),
        index=pd.Index(list(units), dtype="str"),
        columns=list(places),
    )
    return frame, [name for name in header[1:] if name not in places]

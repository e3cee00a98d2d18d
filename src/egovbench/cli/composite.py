"""`egovbench composite`: a composite indicator from any table of units and indicators."""

import dataclasses
from pathlib import Path
from typing import Annotated

import typer

from egovbench.cli import options
from egovbench.cli.tables import print_warning


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
            help="amean, gmean, hmean, pmean:POWER, median or copeland; with commas one per level, "
            "bottom up"
        ),
    ] = "amean",
    weights: Annotated[
        Path | None, typer.Option(help="CSV with id, weight, in place of the framework's")
    ] = None,
    missing: Annotated[
        str, typer.Option(help="skip[:THRESHOLD], none, zero, mean or median")
    ] = "skip",
    replace: options.Replace = False,
) -> None:
    """Compute a composite indicator and write every group and the index at full precision."""
    from egovbench.base.files import write_new
    from egovbench.base.plain_tables import is_former, read_weights
    from egovbench.base.tables import csv_text
    from egovbench.composite.composite import composite as compose
    from egovbench.composite.tables import read_nodes, read_values
    from egovbench.scoring.weights import overridden_weights

    nodes = read_nodes(framework)
    if weights is not None:
        nodes = dataclasses.replace(nodes, weights=overridden_weights(nodes, read_weights(weights)))
    values, unused = read_values(table, nodes)
    if unused:
        print_warning(f"not in the framework, not used: {', '.join(unused)}")
    result = compose(
        values,
        nodes,
        normalisation=normalise,
        aggregation=aggregate,
        missing=missing,
    )
    if result.constant:
        print_warning(f"alike for all units: {', '.join(result.constant)}")
    groups = result.scores[list(nodes.ids[nodes.n_indicators :])]
    given = [each for each in (table, framework, weights) if each is not None]
    text = csv_text(groups.rename_axis("unit").reset_index())
    write_new({out: text}, given, replace=replace or is_former(out, text))

"""`egovbench validate`: whether everything below data/ is as it should be."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from egovbench.base import paths
from egovbench.base.visible_text import visible


def validate(
    data: Annotated[Path, typer.Argument(help="Folder of the data.")] = paths.DATA,
    describe: Annotated[
        bool, typer.Option("--describe", help="Write datapackage.json anew before the check.")
    ] = False,
) -> None:
    """Check every table below data/; name file, row and column of faults.

    Codebook, crosswalks and datapackage.json are checked as well.
    """
    from egovbench.data.datapackage import write_datapackage
    from egovbench.data.validation import find_faults

    if describe:
        print(f"described in {write_datapackage(data)}")
    faults = find_faults(data)
    for fault in faults:
        print(visible(str(fault)), file=sys.stderr)
    if faults:
        print(f"egovbench: {len(faults)} faults in {data}", file=sys.stderr)
        raise typer.Exit(2)
    print(f"no faults in {data}")

"""Rows of texts for people: a table on a terminal, columns of their widest text anywhere else."""

import sys
from collections.abc import Sequence


def print_columns(
    header: Sequence[str], rows: Sequence[Sequence[str]], *, untitled: bool = False
) -> None:
    """Print rows under their header, which `untitled` leaves to the terminal's table alone."""
    if not sys.stdout.isatty():
        shown = rows if untitled else [header, *rows]
        widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
        for row in shown:
            print("  ".join(map(str.ljust, row, widths)).rstrip())
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*header)
    for row in rows:
        table.add_row(*map(Text, row))
    Console().print(table)

"""Words for what the tables hold as codes, in the active language."""

import pandas as pd

from egovbench.language import say, word


def words(kind: str, column: pd.Series) -> "pd.Series[str]":
    """Return a column of codes in words."""
    return column.map(lambda value: word(kind, value))


def of(n: int, total: int) -> str:
    """Return "7 of 19"."""
    return say("common.of", n=int(n), of=int(total))


def heads(*columns: str) -> dict[str, str]:
    """Return the usual headings of columns that mean the same in every table."""
    return {column: say(f"heads.{column}") for column in columns}

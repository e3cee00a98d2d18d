"""What every figure function returns, and the words that figures share."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from egovbench.base.errors import MethodError
from egovbench.figures.drawing import Drawing
from egovbench.figures.paint import paint
from egovbench.language.numbers import fixed, span, with_span


@dataclass(frozen=True)
class Chart:
    """A drawn figure with the words that belong to it.

    The drawing holds no title: title, subtitle and note stand as text beside it, where they wrap
    on a narrow screen and can be quoted.

    Attributes:
        drawing: what is drawn; sizes in inches, text from 9 points.
        narrow: the same for a telephone; None where that would not be narrower.
        title: the message, given by the caller.
        subtitle: what is measured, in what unit, over how many countries.
        reading: how to read this type of chart, for who has never seen one.
        note: how to read marks that are not obvious, and what was left out.
        alternative_text: type of chart, what it shows and its key numbers, made from `data`.
        data: what is drawn, one row a mark or a row of marks; missing where nothing is known.
    """

    drawing: Drawing
    narrow: Drawing | None
    title: str
    subtitle: str
    reading: str
    note: str
    alternative_text: str
    data: pd.DataFrame

    @cached_property
    def figure(self) -> Figure:
        """The drawing as a figure of matplotlib, to be saved in any of its formats."""
        return paint(self.drawing)

    @property
    def digest(self) -> str:
        """Twelve hexadecimal digits that change when the drawn data change (numbers to 1e-6)."""
        table = self.data.to_csv(index=False, float_format="%.6f", lineterminator="\n")
        return hashlib.sha256(table.encode()).hexdigest()[:12]


def require_columns(frame: pd.DataFrame, columns: Iterable[str], figure: str) -> None:
    """Check that `frame` has rows and all of `columns`.

    Raises:
        MethodError: names the figure and what is missing.
    """
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise MethodError(f"{figure}: the table lacks the columns {', '.join(missing)}")
    if frame.empty:
        raise MethodError(f"{figure}: the table has no rows, so there is nothing to draw")


def rows_of(frame: pd.DataFrame) -> Iterator[Any]:
    """Yield the rows as named tuples, in order."""
    yield from frame.itertuples(index=False, name="Row")


def country_name(iso3: str, names: Mapping[str, str]) -> str:
    """Return the country's name, or its code where `names` has none."""
    return names.get(iso3, iso3)


def number(value: float, decimals: int = 0, signed: bool = False) -> str:
    """Return `value` as text with a true minus sign; a missing value is "not known"."""
    return fixed(value, decimals, signed)


def interval(lower: float, upper: float, decimals: int = 0) -> str:
    """Return "lower to upper", or the one number when both read the same."""
    return span(number(lower, decimals), number(upper, decimals))


def score_text(score: float, lower: float, upper: float, decimals: int = 0) -> str:
    """Return a score with its interval, for example "62 (55 to 71)" or "not known (0 to 100)"."""
    return with_span(number(score, decimals), interval(lower, upper, decimals))

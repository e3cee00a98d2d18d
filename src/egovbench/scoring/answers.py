"""The engine's input as matrices, from coded answers or from a wide table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from egovbench.base.errors import MethodError
from egovbench.scoring.framework import Floats, Framework


@dataclass(frozen=True)
class Answers:
    """Units x indicators of a framework.

    `values` is NaN where unknown or not asked; `asked` is False where the question was not put;
    `lower` and `upper` are the least and the greatest value that an answer leaves open, NaN where
    it was not asked. Without them a known value is exact and an unknown one may be anything.
    """

    units: tuple[str, ...]
    values: Floats
    asked: NDArray[np.bool_]
    lower: Floats | None = None
    upper: Floats | None = None

    @property
    def open(self) -> NDArray[np.bool_]:
        """Return where the true value may be another: asked, and not exact."""
        if self.lower is None or self.upper is None:
            return self.asked & np.isnan(self.values)
        return self.asked & (self.lower < self.upper)

    def among(self, units: Sequence[str]) -> "Answers":
        """Return the answers of some units, in the order given."""
        rows = pd.Index(self.units).get_indexer(pd.Index(units))
        return self._part(tuple(units), np.s_[rows])

    def on(self, columns: Sequence[int]) -> "Answers":
        """Return the answers to the indicators at some positions, in the order given."""
        return self._part(self.units, np.s_[:, list(columns)])

    def where(self, asked: NDArray[np.bool_]) -> "Answers":
        """Return the answers with fewer questions asked."""
        lower, upper = (
            None if each is None else np.where(asked, each, np.nan)
            for each in (self.lower, self.upper)
        )
        values = np.where(asked, self.values, np.nan)
        return Answers(self.units, values, self.asked & asked, lower, upper)

    def _part(self, units: tuple[str, ...], cells: Any) -> "Answers":
        lower = None if self.lower is None else self.lower[cells]
        upper = None if self.upper is None else self.upper[cells]
        return Answers(units, self.values[cells], self.asked[cells], lower, upper)


def answers_of_codes(
    codes: pd.DataFrame, framework: Framework, units: Sequence[str] | None = None
) -> Answers:
    """Return the codes (iso3, item, code, value) of the framework's items as matrices.

    The units are `units`, by default all in `codes`, sorted by name; rows of others are left out,
    and a unit without rows was asked nothing. Items outside the framework are left out; an item
    of which a country has no row was not asked. Bounds are those of the columns lower and upper;
    where the table has none, or a cell is empty, a known value is exact and an unknown one has the
    item's whole scale. Raises MethodError naming country and item for a second code of the same
    item, for a value outside the item's scale, and for bounds that do not hold it.
    """
    names = sorted(codes["iso3"].unique().tolist()) if units is None else list(units)
    row = pd.Index(names).get_indexer(pd.Index(codes["iso3"]))
    items = pd.Index(framework.indicators)
    numbers, position = np.unique(codes["item"].to_numpy(), return_inverse=True)
    column = items.get_indexer(pd.Index([str(each) for each in numbers]))[position]
    scored = (column >= 0) & (row >= 0)
    row, column = row[scored], column[scored]
    count = np.zeros((len(names), len(items)), dtype=np.int64)
    np.add.at(count, (row, column), 1)
    if (count > 1).any():
        at = np.argwhere(count > 1)[0]
        raise MethodError(f"codes: {names[at[0]]} has more than one code for item {items[at[1]]}")
    asked = np.zeros(count.shape, dtype=np.bool_)
    asked[row, column] = (codes["code"] != "not_asked").to_numpy(dtype=np.bool_)[scored]

    def matrix(name: str) -> Floats:
        cells = np.full(count.shape, np.nan)
        if name in codes:
            given = codes[name].to_numpy(dtype=np.float64, na_value=np.nan)
            cells[row, column] = given[scored]
        return np.where(asked, cells, np.nan)

    values, lower, upper = matrix("value"), matrix("lower"), matrix("upper")
    span = len(items)
    least, greatest = framework.minimums[:span], framework.maximums[:span]
    unknown = asked & np.isnan(values)
    lower = np.where(np.isnan(lower), np.where(unknown, least, values), lower)
    upper = np.where(np.isnan(upper), np.where(unknown, greatest, values), upper)
    _refuse(names, items, values, (values < least) | (values > greatest), "outside its scale")
    outside = (lower < least) | (lower > values) | (values > upper) | (upper > greatest)
    _refuse(names, items, values, outside | (lower > upper), "outside its bounds")
    return Answers(tuple(names), values, asked, lower, upper)


def _refuse(
    units: Sequence[str], items: pd.Index, values: Floats, faulty: NDArray[np.bool_], why: str
) -> None:
    if faulty.any():
        at = np.argwhere(faulty)[0]
        raise MethodError(
            f"codes: {units[at[0]]} has the value {values[at[0], at[1]]:g} for item "
            f"{items[at[1]]}, {why}"
        )

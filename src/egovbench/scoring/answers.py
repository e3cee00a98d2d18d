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
    `no_or_unknown` is True where the source leaves open whether the value is known ("no or
    unknown").
    """

    units: tuple[str, ...]
    values: Floats
    asked: NDArray[np.bool_]
    no_or_unknown: NDArray[np.bool_] | None = None

    @property
    def open(self) -> NDArray[np.bool_]:
        """Return where the true value may be another: asked, and unknown or "no or unknown"."""
        unknown = np.isnan(self.values)
        return self.asked & (
            unknown if self.no_or_unknown is None else unknown | self.no_or_unknown
        )

    def among(self, units: Sequence[str]) -> "Answers":
        """Return the answers of some units, in the order given."""
        rows = pd.Index(self.units).get_indexer(pd.Index(units))
        return self._part(tuple(units), np.s_[rows])

    def on(self, columns: Sequence[int]) -> "Answers":
        """Return the answers to the indicators at some positions, in the order given."""
        return self._part(self.units, np.s_[:, list(columns)])

    def _part(self, units: tuple[str, ...], cells: Any) -> "Answers":
        no_or_unknown = None if self.no_or_unknown is None else self.no_or_unknown[cells]
        return Answers(units, self.values[cells], self.asked[cells], no_or_unknown)


def answers_of_codes(
    codes: pd.DataFrame, framework: Framework, units: Sequence[str] | None = None
) -> Answers:
    """Return the codes (iso3, item, code, value) of the framework's items as matrices.

    The units are `units`, by default all in `codes`, sorted by name; rows of others are left out,
    and a unit without rows was asked nothing. Items outside the framework are left out; an item
    of which a country has no row was not asked. Raises MethodError naming country and item for a
    second code of the same item, and for a value outside the item's scale.
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
    values = np.full(count.shape, np.nan)
    values[row, column] = codes["value"].to_numpy(dtype=np.float64, na_value=np.nan)[scored]
    asked = np.zeros(count.shape, dtype=np.bool_)
    asked[row, column] = (codes["code"] != "not_asked").to_numpy(dtype=np.bool_)[scored]
    values[~asked] = np.nan
    span = len(items)
    outside = (values < framework.minimums[:span]) | (values > framework.maximums[:span])
    if outside.any():
        at = np.argwhere(outside)[0]
        raise MethodError(
            f"codes: {names[at[0]]} has the value {values[at[0], at[1]]:g} for item "
            f"{items[at[1]]}, outside its scale"
        )
    return Answers(tuple(names), values, asked)

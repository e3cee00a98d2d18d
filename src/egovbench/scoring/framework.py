"""The framework table: which indicator belongs to which group, with what weight and scale."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from egovbench.base.errors import MethodError

Floats = NDArray[np.float64]

COLUMNS = ("id", "level", "parent", "weight", "direction", "minimum", "maximum", "target")


@dataclass(frozen=True)
class Framework:
    """A checked framework; nodes stand in the order of their levels, indicators first.

    `parents` holds the position of each node's parent (-1 at the top); `directions` is 1 or -1
    for indicators and 1 above; `minimums`, `maximums` and `targets` are on the indicators' own
    scale, NaN where none is given.
    """

    ids: tuple[str, ...]
    levels: tuple[int, ...]
    parents: tuple[int, ...]
    weights: tuple[float, ...]
    directions: Floats
    minimums: Floats
    maximums: Floats
    targets: Floats

    @cached_property
    def n_indicators(self) -> int:
        """Return the number of nodes at level 1."""
        return sum(level == 1 for level in self.levels)

    @cached_property
    def n_levels(self) -> int:
        """Return the highest level."""
        return self.levels[-1]

    @cached_property
    def indicators(self) -> tuple[str, ...]:
        """Return the ids at level 1."""
        return self.ids[: self.n_indicators]

    @cached_property
    def groups(self) -> tuple[tuple[int, tuple[int, ...]], ...]:
        """Return (position of the parent, positions of its children), bottom up."""
        children: dict[int, list[int]] = {}
        for position, parent in enumerate(self.parents):
            if parent >= 0:
                children.setdefault(parent, []).append(position)
        return tuple((parent, tuple(children[parent])) for parent in sorted(children))

    def leaves(self, position: int) -> tuple[int, ...]:
        """Return the positions of the indicators under a node (an indicator's own is itself)."""
        return self._leaves[position]

    @cached_property
    def _leaves(self) -> tuple[tuple[int, ...], ...]:
        found: list[tuple[int, ...]] = [(position,) for position in range(self.n_indicators)]
        found += [()] * (len(self.ids) - self.n_indicators)
        for parent, children in self.groups:
            found[parent] = tuple(leaf for child in children for leaf in found[child])
        return tuple(found)

    @cached_property
    def membership(self) -> Floats:
        """Return indicators x nodes: 1 where the indicator lies below the node, else 0."""
        table = np.zeros((self.n_indicators, len(self.ids)))
        for node, leaves in enumerate(self._leaves):
            table[list(leaves), node] = 1.0
        return table

    def without(self, dropped: Iterable[str]) -> "Framework":
        """Return the framework without some nodes, all below them, and groups left empty."""
        gone = set(dropped)
        unknown = gone - set(self.ids)
        if unknown:
            raise MethodError(f"framework: no node {sorted(unknown)[0]!r} to leave out")
        kept = [
            position
            for position in range(self.n_indicators)
            if not gone & {self.ids[each] for each in (position, *self._ancestors(position))}
        ]
        if not kept:
            raise MethodError(f"framework: nothing is left without {', '.join(sorted(gone))}")
        alive = {node for position in kept for node in (position, *self._ancestors(position))}
        return self._subset(sorted(alive))

    def _ancestors(self, position: int) -> list[int]:
        found = []
        while (position := self.parents[position]) >= 0:
            found.append(position)
        return found

    def _subset(self, positions: Sequence[int]) -> "Framework":
        new = {old: at for at, old in enumerate(positions)}
        return Framework(
            ids=tuple(self.ids[each] for each in positions),
            levels=tuple(self.levels[each] for each in positions),
            parents=tuple(new.get(self.parents[each], -1) for each in positions),
            weights=tuple(self.weights[each] for each in positions),
            directions=self.directions[list(positions)],
            minimums=self.minimums[list(positions)],
            maximums=self.maximums[list(positions)],
            targets=self.targets[list(positions)],
        )


def read_framework(table: pd.DataFrame) -> Framework:
    """Return the checked framework of a table with the columns of `COLUMNS`, one row for each node.

    `id`, `level` (1 = indicator) and `parent` (empty at the top level) are needed. `weight` is
    relative to the siblings (no column: equal), `direction` 1 or -1 for indicators (no column:
    1), `minimum` and `maximum` an indicator's scale, `target` its target. An empty weight or
    direction is allowed above level 1 only where it has no effect: at the top. Raises MethodError
    naming the node for a duplicate, an orphan, a cycle, a parent that is not one level above, a
    group without children, a negative, missing or all-zero weight, a direction that is not 1 or
    -1, or a scale whose minimum is not below its maximum.
    """
    for column in COLUMNS[:3]:
        if column not in table.columns:
            raise MethodError(f"framework: column {column!r} is missing")
    ids = [_text(each) for each in table["id"]]
    parents = [_text(each) for each in table["parent"]]
    levels = _levels(ids, table["level"].tolist())
    _check_tree(ids, parents, levels)
    order = sorted(range(len(ids)), key=levels.__getitem__)
    position = {ids[old]: new for new, old in enumerate(order)}
    framework = Framework(
        ids=tuple(ids[each] for each in order),
        levels=tuple(levels[each] for each in order),
        parents=tuple(position.get(parents[each], -1) for each in order),
        weights=tuple(_numbers(table, "weight", ids, 1.0)[order].tolist()),
        directions=_numbers(table, "direction", ids, 1.0)[order],
        minimums=_numbers(table, "minimum", ids, np.nan)[order],
        maximums=_numbers(table, "maximum", ids, np.nan)[order],
        targets=_numbers(table, "target", ids, np.nan)[order],
    )
    check_weights(framework, framework.weights)
    _check_scales(framework)
    upper = np.arange(len(ids)) >= framework.n_indicators
    return replace(framework, directions=np.where(upper, 1.0, framework.directions))


def check_weights(framework: Framework, weights: Sequence[float]) -> None:
    """Raise MethodError for a missing or negative weight, or siblings that all have weight 0."""
    for node, parent, weight in zip(framework.ids, framework.parents, weights, strict=True):
        if parent >= 0 and not (0 <= weight < np.inf):
            raise MethodError(f"weight of {node!r} is {weight}; it must be a number from 0 up")
    for parent, children in framework.groups:
        if not any(weights[child] > 0 for child in children):
            raise MethodError(f"the weights below {framework.ids[parent]!r} are all zero")


def _text(cell: object) -> str:
    if cell is None or (isinstance(cell, float) and np.isnan(cell)):
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def _levels(ids: list[str], cells: list[object]) -> list[int]:
    levels = []
    for node, cell in zip(ids, cells, strict=True):
        text = _text(cell)
        if not text.isdigit() or int(text) < 1:
            raise MethodError(f"framework: level of {node!r} is {text!r}; expected 1, 2, 3 ...")
        levels.append(int(text))
    return levels


def _numbers(table: pd.DataFrame, column: str, ids: list[str], default: float) -> Floats:
    if column not in table.columns:
        return np.full(len(ids), default)
    numbers = np.full(len(ids), np.nan)
    for row, (node, cell) in enumerate(zip(ids, table[column].tolist(), strict=True)):
        if _text(cell) == "":
            continue
        try:
            numbers[row] = float(cell)
        except ValueError:
            raise MethodError(
                f"framework: {column} of {node!r} is {cell!r}; expected a number"
            ) from None
    return numbers


def _check_tree(ids: list[str], parents: list[str], levels: list[int]) -> None:
    repeated = [node for node, count in Counter(ids).items() if count > 1 or node == ""]
    if repeated:
        raise MethodError(f"framework: id {repeated[0]!r} is empty or stands there more than once")
    if not ids:
        raise MethodError("framework: the table is empty")
    parent_of = dict(zip(ids, parents, strict=True))
    level_of = dict(zip(ids, levels, strict=True))
    top = max(levels)
    for node in ids:
        _check_chain(node, parent_of)
        parent = parent_of[node]
        if parent == "" and level_of[node] < top:
            raise MethodError(f"framework: {node!r} is an orphan: no parent, below the top level")
        if parent and level_of[parent] != level_of[node] + 1:
            raise MethodError(
                f"framework: {node!r} at level {level_of[node]} has the parent {parent!r} at level "
                f"{level_of[parent]}; a parent stands one level above"
            )
    childless = [node for node in ids if level_of[node] > 1 and node not in set(parents)]
    if childless:
        raise MethodError(f"framework: {childless[0]!r} is above level 1 and has no children")


def _check_chain(node: str, parent_of: dict[str, str]) -> None:
    seen = [node]
    while parent := parent_of[seen[-1]]:
        if parent not in parent_of:
            raise MethodError(
                f"framework: {seen[-1]!r} is an orphan: its parent {parent!r} is not in the table"
            )
        if parent in seen:
            circle = " -> ".join([*seen[seen.index(parent) :], parent])
            raise MethodError(f"framework: the parents run in a cycle: {circle}")
        seen.append(parent)


def _check_scales(framework: Framework) -> None:
    for position, node in enumerate(framework.ids):
        indicator = position < framework.n_indicators
        direction = framework.directions[position]
        if indicator and direction not in (1, -1):
            raise MethodError(f"framework: direction of {node!r} is {direction}; expected 1 or -1")
        if not indicator and direction == -1:
            raise MethodError(f"framework: {node!r} is a group; only indicators have a direction")
        if framework.minimums[position] >= framework.maximums[position]:
            raise MethodError(f"framework: minimum of {node!r} is not below its maximum")

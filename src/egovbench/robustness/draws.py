"""What a robustness analysis varies, and the draws of it that are made or fed back in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from egovbench.base.errors import InputError, MethodError, ParameterError
from egovbench.scoring.aggregation import parse_aggregations
from egovbench.scoring.answers import Answers
from egovbench.scoring.framework import Floats, Framework
from egovbench.scoring.methods import Signature, parse_method
from egovbench.scoring.missing import RULES, parse_missing
from egovbench.scoring.normalisation import oriented_scale, parse_normalisation
from egovbench.scoring.scores import bounds_of
from egovbench.scoring.weights import shares

COMPLETE = "complete"
Tables = Mapping[str, Answers]
SETTINGS = ("table", "normalisation", "aggregation", "missing")


@dataclass(frozen=True)
class Space:
    """The alternatives; the first of each is the nominal choice.

    `normalisations`, `aggregations` (one method, or one per level with commas) and `missing` as in
    the engine, `missing` also "complete": answers that are unknown or not exact take values drawn
    within their bounds (under the other rules what is not exact counts as it stands).
    `weights`: weights of every node in place of the framework's own. `noise`: every weight is then
    multiplied by a uniform factor between 1 - noise and 1 + noise. Alternative tables are given to
    the functions that draw.
    """

    normalisations: tuple[str, ...] = ("scale:0:100",)
    aggregations: tuple[str, ...] = ("amean",)
    missing: tuple[str, ...] = ("skip", COMPLETE)
    weights: tuple[tuple[float, ...], ...] = ()
    noise: float = 0.25


def check_space(space: Space, tables: Tables, framework: Framework) -> None:
    """Raise ParameterError naming the first alternative that is not known or does not fit."""
    for name, words in alternatives(tables, space).items():
        for word in words:
            check_setting(name, word, tables, framework)
    if not 0 <= space.noise < 1:
        raise ParameterError("noise", space.noise, "a number from 0 to below 1")


def check_setting(name: str, word: str, tables: Tables, framework: Framework) -> None:
    """Raise ParameterError where `word` is no choice for `name`, one of SETTINGS."""
    if name == "table" and word not in tables:
        raise ParameterError(name, word, f"one of {', '.join(tables)}")
    if name == "normalisation":
        unit = parse_normalisation(word).unit
        if unit and unit not in common_units(tables, framework):
            raise ParameterError(name, word, "dist2ref:UNIT with a unit of the table")
    if name == "aggregation":
        parse_aggregations(word, framework.n_levels)
    if name == "missing":
        rule = parse_method(word, {**RULES, COMPLETE: Signature()}, name)
        if rule.name != COMPLETE:
            parse_missing(word)


def alternatives(tables: Tables, space: Space) -> dict[str, tuple[str, ...]]:
    """Return the alternatives of each of SETTINGS, the nominal one first."""
    options = (tuple(tables), space.normalisations, space.aggregations, space.missing)
    return dict(zip(SETTINGS, options, strict=True))


def table_choices(tables: Tables) -> dict[str, tuple[str, ...]]:
    """Return the choices that make up the names of tables, the nominal alternative first.

    Names such as "fusion=majority answers=own" are several choices: there is a table for each
    combination, those of the last choice side by side. Other names are alternatives of one choice,
    "table".
    """
    if not all("=" in name for name in tables):
        return {"table": tuple(tables)}
    found: dict[str, dict[str, None]] = {}
    for name in tables:
        for part in name.split():
            choice, _, word = part.partition("=")
            found.setdefault(choice, {})[word] = None
    return {choice: tuple(words) for choice, words in found.items()}


def common_units(tables: Tables, framework: Framework) -> tuple[str, ...]:
    """Return the units of the tables. Raises MethodError unless all have the same, in order."""
    if not tables:
        raise MethodError("robustness: no table to analyse")
    names = list(tables)
    first = tables[names[0]]
    for name in names:
        if tables[name].units != first.units:
            raise MethodError(f"table {name!r} has other units than table {names[0]!r}")
        if tables[name].values.shape[1] != framework.n_indicators:
            raise MethodError(f"table {name!r} has not the framework's indicators")
    return first.units


def unknown_cells(tables: Tables) -> NDArray[np.intp]:
    """Return (row, column) of every answer that a table leaves open, cells x 2."""
    return np.argwhere(np.logical_or.reduce([table.open for table in tables.values()]))


def cell_names(tables: Tables, framework: Framework) -> tuple[tuple[str, str], ...]:
    """Return (unit, indicator) of every answer that a table leaves open."""
    units = common_units(tables, framework)
    return tuple(
        (units[row], framework.indicators[column]) for row, column in unknown_cells(tables)
    )


@dataclass(frozen=True)
class Draws:
    """What was drawn for every replication.

    `settings`: a row per replication, columns `SETTINGS`. `weights`: replications x nodes, relative
    to those of the siblings. `cells`: (unit, indicator) of each open answer; `completions`:
    replications x cells, on the indicator's own scale.
    """

    settings: pd.DataFrame
    weights: Floats
    cells: tuple[tuple[str, str], ...]
    completions: Floats

    def __len__(self) -> int:
        return len(self.settings)

    def to_frame(self, framework: Framework) -> pd.DataFrame:
        """Return one wide table: settings, `weight:ID` and `value:UNIT:INDICATOR` columns."""
        weights = pd.DataFrame(self.weights, columns=[f"weight:{node}" for node in framework.ids])
        values = pd.DataFrame(
            self.completions, columns=[f"value:{unit}:{item}" for unit, item in self.cells]
        )
        return pd.concat([self.settings.reset_index(drop=True), weights, values], axis=1)


def read_draws(
    frame: pd.DataFrame, place: Path | str, tables: Tables, framework: Framework
) -> Draws:
    """Return the draws in a table of choices, such as `Draws.to_frame` makes.

    `frame` is indexed by line, as `read_numbers` reads it from `place`. Weights are relative to
    those of the siblings; the top needs none. Values are needed where a replication completes
    open answers. Raises InputError naming the line and column of a fault, what was found and what
    would be right.
    """
    if frame.empty:
        raise InputError(place, "found no rows; expected one for each replication")
    weights = {f"weight:{node}": at for at, node in enumerate(framework.ids)}
    below = {name: at for name, at in weights.items() if framework.parents[at] >= 0}
    values = {f"value:{unit}:{item}": (unit, item) for unit, item in cell_names(tables, framework)}
    _check_columns(frame, place, (*SETTINGS, *below), (*SETTINGS, *weights, *values))
    settings = frame[list(SETTINGS)].astype("str").where(frame[list(SETTINGS)].notna(), "")
    _check_settings(settings, place, tables, framework)
    completed = (settings["missing"] == COMPLETE).to_numpy()
    if completed.any():
        _check_columns(frame, place, values, frame.columns)
    values = {name: cell for name, cell in values.items() if name in frame.columns}
    relative = np.ones((len(frame), len(weights)))
    relative[:, list(below.values())] = _numbers(
        frame[list(below)], place, [(0.0, np.inf)] * len(below), np.full(len(frame), True)
    )
    _check_groups(relative, frame.index, place, framework)
    least, greatest = open_bounds(tables, framework)
    within = dict(
        zip(cell_names(tables, framework), zip(least, greatest, strict=True), strict=True)
    )
    ranges = [within[cell] for cell in values.values()]
    completions = _numbers(frame[list(values)], place, ranges, completed)
    return Draws(settings.reset_index(drop=True), relative, tuple(values.values()), completions)


def _check_columns(
    frame: pd.DataFrame, place: Path | str, needed: Iterable[str], known: Iterable[str]
) -> None:
    for column in needed:
        if column not in frame.columns:
            raise InputError(place, f"column {column!r} is missing", row=1)
    for column in frame.columns[frame.columns.duplicated()]:
        raise InputError(place, f"column {column!r} stands there twice", row=1)
    for column in frame.columns[~frame.columns.isin(list(known))]:
        names = ", ".join((*SETTINGS, "weight:ID of a node", "value:UNIT:ID of an open answer"))
        raise InputError(place, f"found column {column!r}; expected {names}", row=1)


def _check_settings(
    settings: pd.DataFrame, place: Path | str, tables: Tables, framework: Framework
) -> None:
    for name in SETTINGS:
        for word in settings[name].unique():
            try:
                check_setting(name, word, tables, framework)
            except ParameterError as fault:
                line = settings.index[settings[name] == word][0]
                expected = f"found {word!r}; expected {fault.expected}"
                raise InputError(place, expected, row=line, column=name) from None


def _numbers(
    frame: pd.DataFrame,
    place: Path | str,
    ranges: Sequence[tuple[float, float]],
    needed: NDArray[np.bool_],
) -> Floats:
    """Return the cells as numbers in their columns' ranges; only rows not `needed` may be empty.

    An end of a range that is NaN is open.
    """
    numbers = np.empty(frame.shape)
    for at, (low, high) in enumerate(ranges):
        cells = frame.iloc[:, at]
        found = pd.to_numeric(cells, errors="coerce").to_numpy(dtype=np.float64)
        empty = (cells.isna() | (cells == "")).to_numpy()
        faulty = np.where(empty, needed, ~np.isfinite(found) | (found < low) | (found > high))
        if faulty.any():
            row = int(faulty.argmax())
            cell = cells.iloc[row]
            shown = repr(cell) if isinstance(cell, str) else f"{cell:g}"
            expected = "a number"
            expected += f" from {low:g}" if np.isfinite(low) else ""
            expected += f" to {high:g}" if np.isfinite(high) else ""
            raise InputError(
                place,
                f"found {'nothing' if empty[row] else shown}; expected {expected}",
                row=cells.index[row],
                column=str(cells.name),
            )
        numbers[:, at] = found
    return numbers


def _check_groups(
    weights: Floats, lines: pd.Index, place: Path | str, framework: Framework
) -> None:
    for parent, children in framework.groups:
        zero = ~weights[:, list(children)].any(axis=1)
        if zero.any():
            name = framework.ids[parent]
            expected = f"found only 0 below {name!r}; expected one weight above 0"
            column = f"weight:{framework.ids[children[0]]}"
            raise InputError(place, expected, row=lines[int(zero.argmax())], column=column)


def draw(tables: Tables, framework: Framework, space: Space, replications: int, seed: int) -> Draws:
    """Return `replications` independent draws; the same seed, the same draws.

    Settings are drawn evenly and independently among the alternatives (tables: in the order
    given). Settings, weights and completions have random streams of their own, so that adding an
    alternative to one leaves the others as they were. Raises ParameterError and MethodError as
    `check_space` and `common_units` do.
    """
    check_space(space, tables, framework)
    complete = COMPLETE in space.missing
    streams = [
        np.random.Generator(np.random.PCG64(each)) for each in np.random.SeedSequence(seed).spawn(7)
    ]
    options = alternatives(tables, space).items()
    settings = {
        name: np.array(words, dtype=object)[stream.integers(len(words), size=replications)]
        for (name, words), stream in zip(options, streams[:4], strict=True)
    }
    return Draws(
        settings=pd.DataFrame(settings).astype("str"),
        weights=draw_weights(framework, space, replications, streams[4], streams[6]),
        cells=cell_names(tables, framework) if complete else (),
        completions=draw_completions(tables, framework, replications, streams[5])
        if complete
        else np.empty((replications, 0)),
    )


def draw_weights(
    framework: Framework,
    space: Space,
    replications: int,
    factors: np.random.Generator,
    sets: np.random.Generator,
) -> Floats:
    """Return replications x nodes, shares within the parent, drawn as `space` says."""
    size, noise = (replications, len(framework.ids)), space.noise
    ways = np.array([shares(framework, each) for each in (framework.weights, *space.weights)])
    raw = ways[sets.integers(len(ways), size=replications)]
    raw = raw * factors.uniform(1 - noise, 1 + noise, size)
    result = np.ones_like(raw)
    for _, children in framework.groups:
        group = raw[:, list(children)]
        result[:, list(children)] = group / group.sum(axis=1, keepdims=True)
    return result


def open_bounds(tables: Tables, framework: Framework) -> tuple[Floats, Floats]:
    """Return the least and the greatest value that any table leaves each open answer, cells."""
    at = tuple(unknown_cells(tables).T)
    lows, highs = zip(*(bounds_of(table, framework) for table in tables.values()), strict=True)
    least = np.fmin.reduce([each[at] for each in lows])
    return least, np.fmax.reduce([each[at] for each in highs])


def draw_completions(
    tables: Tables, framework: Framework, replications: int, random: np.random.Generator
) -> Floats:
    """Return replications x open answers, each evenly from the values that its bounds leave.

    These are the two bounds, and the middle of the scale where it lies between them: of codes 0,
    0.5 and 1, in so far as the bounds hold them. Raises MethodError for an indicator without a
    scale where anything is open.
    """
    columns = unknown_cells(tables)[:, 1]
    if not len(columns):
        return np.empty((replications, 0))
    least, greatest = open_bounds(tables, framework)
    middle = np.mean(oriented_scale(framework), axis=0)[columns] * framework.directions[columns]
    inside = (least < middle) & (middle < greatest)
    steps = np.stack([least, np.where(inside, middle, greatest), greatest])
    # a row per cell, so that the draws of one cell are contiguous
    chance = random.random((len(columns), replications))
    step = (chance * np.where(inside, 3, 2)[:, None]).astype(np.int64)
    values: Floats = steps[step, np.arange(len(columns))[:, None]]
    return values.T

"""What a robustness analysis varies, and the draws of it that are made or fed back in."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from egovbench.base.errors import MethodError, ParameterError
from egovbench.scoring.aggregation import parse_aggregations
from egovbench.scoring.answers import Answers
from egovbench.scoring.framework import Floats, Framework, check_weights
from egovbench.scoring.methods import Signature, parse_method
from egovbench.scoring.missing import parse_missing
from egovbench.scoring.normalisation import oriented_scale, parse_normalisation
from egovbench.scoring.weights import shares

COMPLETE = "complete"
WEIGHT_DRAWS = {
    "declared": Signature(),
    "noise": Signature(optional=(("size", 0.25),)),
    "dirichlet": Signature(optional=(("concentration", 10.0),)),
}
Tables = Mapping[str, Answers]
SETTINGS = ("table", "normalisation", "aggregation", "missing")


@dataclass(frozen=True)
class Space:
    """The alternatives; the first of each is the nominal choice.

    `normalisations`, `aggregations` (one method, or one per level with commas) and `missing` as in
    the engine, `missing` also "complete": unknown answers and "no or unknown" take drawn values
    (under the other rules the latter counts as it stands). `weights`: "declared",
    "noise:SIZE" (every weight times a uniform factor between 1 - SIZE and 1 + SIZE) or
    "dirichlet:CONCENTRATION" (shares within a parent drawn round the declared ones; the larger
    the closer). Tables of different fidelity are given to the functions that draw.
    """

    normalisations: tuple[str, ...] = ("scale:0:100",)
    aggregations: tuple[str, ...] = ("amean",)
    missing: tuple[str, ...] = ("skip", COMPLETE)
    weights: str = "noise:0.25"


def checked_space(space: Space, framework: Framework) -> Space:
    """Return `space` if every alternative is known. Raises ParameterError naming the first not."""
    for name in ("normalisations", "aggregations", "missing"):
        if not getattr(space, name):
            raise ParameterError(name, (), "at least one method")
    for normalisation in space.normalisations:
        parse_normalisation(normalisation)
    for aggregation in space.aggregations:
        parse_aggregations(aggregation, framework.n_levels)
    for rule in space.missing:
        if rule != COMPLETE:
            parse_missing(rule)
    weights = parse_method(space.weights, WEIGHT_DRAWS, "weights")
    if weights.name == "noise" and not 0 <= weights.numbers[0] < 1:
        raise ParameterError("weights", space.weights, "a SIZE from 0 to below 1")
    if weights.name == "dirichlet" and not weights.numbers[0] > 0:
        raise ParameterError("weights", space.weights, "a CONCENTRATION above 0")
    return space


def alternatives(tables: Tables, space: Space) -> dict[str, tuple[str, ...]]:
    """Return the alternatives of each of SETTINGS, the nominal one first."""
    options = (tuple(tables), space.normalisations, space.aggregations, space.missing)
    return dict(zip(SETTINGS, options, strict=True))


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
    """Return (row, column) of every unknown or "no or unknown" cell of the tables, cells x 2."""
    return np.argwhere(np.logical_or.reduce([table.open for table in tables.values()]))


def cell_names(tables: Tables, framework: Framework) -> tuple[tuple[str, str], ...]:
    """Return (unit, indicator) of every unknown or "no or unknown" cell."""
    units = common_units(tables, framework)
    return tuple(
        (units[row], framework.indicators[column]) for row, column in unknown_cells(tables)
    )


@dataclass(frozen=True)
class Draws:
    """What was drawn for every replication.

    `settings`: a row per replication, columns `SETTINGS`. `weights`: replications x nodes, shares
    within the parent (1 at the top). `cells`: (unit, indicator) of each open answer; `completions`:
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


def read_draws(frame: pd.DataFrame, tables: Tables, framework: Framework) -> Draws:
    """Return the draws that a table made by `Draws.to_frame` holds.

    Raises MethodError naming a column that is missing or of no use here, text among the numbers, a
    table that does not exist, an answer without a value or with one outside its scale, or weights
    that are not valid.
    """
    cells = cell_names(tables, framework)
    weight_columns = [f"weight:{node}" for node in framework.ids]
    value_columns = [f"value:{unit}:{item}" for unit, item in cells]
    if frame.empty:
        raise MethodError("choices: found no rows; expected one for each replication")
    wanted = (*SETTINGS, *weight_columns, *value_columns)
    for column in wanted:
        if column not in frame.columns:
            raise MethodError(f"choices: column {column!r} is missing")
    for column in sorted(set(map(str, frame.columns)) - set(wanted)):
        raise MethodError(f"choices: column {column!r} belongs to another comparison")
    for column in (*weight_columns, *value_columns):
        if not pd.api.types.is_numeric_dtype(frame[column]):
            raise MethodError(f"choices: column {column!r} holds text; expected numbers")
    strangers = set(frame["table"]) - set(tables)
    if strangers:
        raise MethodError(f"choices: no table {sorted(map(str, strangers))[0]!r} to choose")
    weights = frame[weight_columns].to_numpy(dtype=np.float64)
    for row in weights:
        check_weights(framework, row.tolist())
    completions = frame[value_columns].to_numpy(dtype=np.float64)
    if np.isnan(completions).any():
        row, column = np.argwhere(np.isnan(completions))[0]
        raise MethodError(f"choices: replication {row + 1} has no {value_columns[column]!r}")
    at = [framework.indicators.index(item) for _, item in cells]
    outside = (completions < framework.minimums[at]) | (completions > framework.maximums[at])
    if outside.any():
        row, column = np.argwhere(outside)[0]
        unit, item = cells[column]
        raise MethodError(
            f"choices: replication {row + 1} has {completions[row, column]:g} for "
            f"'value:{unit}:{item}', outside its scale"
        )
    settings = frame[list(SETTINGS)].astype("str").reset_index(drop=True)
    return Draws(settings, weights, cells, completions)


def draw(tables: Tables, framework: Framework, space: Space, replications: int, seed: int) -> Draws:
    """Return `replications` independent draws; the same seed, the same draws.

    Settings are drawn evenly and independently among the alternatives (tables: in the order
    given). Settings, weights and completions have random streams of their own, so that adding an
    alternative to one leaves the others as they were. Raises ParameterError and MethodError as
    `checked_space` and `common_units` do.
    """
    checked_space(space, framework)
    cells = cell_names(tables, framework)
    streams = [
        np.random.Generator(np.random.PCG64(each)) for each in np.random.SeedSequence(seed).spawn(6)
    ]
    options = alternatives(tables, space).items()
    settings = {
        name: np.array(words, dtype=object)[stream.integers(len(words), size=replications)]
        for (name, words), stream in zip(options, streams[:4], strict=True)
    }
    return Draws(
        settings=pd.DataFrame(settings).astype("str"),
        weights=draw_weights(framework, space.weights, replications, streams[4]),
        cells=cells,
        completions=draw_completions(tables, framework, replications, streams[5]),
    )


def draw_weights(
    framework: Framework, how: str, replications: int, random: np.random.Generator
) -> Floats:
    """Return replications x nodes, shares within the parent, drawn as `Space.weights` says."""
    method = parse_method(how, WEIGHT_DRAWS, "weights")
    declared = shares(framework, framework.weights)
    raw = np.tile(declared, (replications, 1))
    if method.name == "noise":
        raw *= random.uniform(1 - method.numbers[0], 1 + method.numbers[0], raw.shape)
    if method.name == "dirichlet":
        siblings = np.ones(len(framework.ids))
        for _, children in framework.groups:
            siblings[list(children)] = len(children)
        raw = random.standard_gamma(method.numbers[0] * siblings * declared, raw.shape)
    result = np.ones_like(raw)
    for _, children in framework.groups:
        group = raw[:, list(children)]
        result[:, list(children)] = group / group.sum(axis=1, keepdims=True)
    return result


def draw_completions(
    tables: Tables, framework: Framework, replications: int, random: np.random.Generator
) -> Floats:
    """Return replications x unknown cells, each at the worst or best end of its scale, evenly.

    A known answer says nothing of one that was withheld: yes and no have equal chances.
    """
    columns = unknown_cells(tables)[:, 1]
    ends = np.stack(oriented_scale(framework))[:, columns] * framework.directions[columns]
    worst, best = ends[:, :, None]
    # a row per cell, so that the draws of one cell are contiguous
    chance = random.random((len(columns), replications))
    values: Floats = worst + (best - worst) * np.floor(chance * 2)
    return values.T

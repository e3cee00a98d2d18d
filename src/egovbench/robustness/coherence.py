"""Whether the items of a score belong together, and which of them tell units apart."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from egovbench.scoring.framework import Floats
from egovbench.scoring.normalisation import no_spread

SMALL_SAMPLE = 30
UNITS_PER_ITEM = 5


@dataclass(frozen=True)
class Coherence:
    """What `coherence` returns.

    `alpha`: Cronbach's alpha (NaN where it does not exist). `n_units`, `n_items`: complete units
    and varying items that it rests on. `items`: see `item_statistics`. `components`: component,
    eigenvalue, explained (share of variance, 0 to 1). `loadings`: items x components. `constant`:
    items alike for all units. `warnings`: sentences on what limits the figures.
    """

    alpha: float
    n_units: int
    n_items: int
    items: pd.DataFrame
    components: pd.DataFrame
    loadings: pd.DataFrame
    constant: tuple[str, ...]
    warnings: tuple[str, ...]


def coherence(values: pd.DataFrame, minimum: float = 0.0, maximum: float = 1.0) -> Coherence:
    """Return the coherence of a set of items: units x items, NaN = missing.

    Constant items are listed and left out of alpha and components. Alpha and components use the
    units with all remaining items known; `minimum` and `maximum` are the scale's ends.
    """
    matrix = values.to_numpy(dtype=np.float64)
    constant = no_spread(matrix)
    varied = values.loc[:, ~constant]
    complete = matrix[:, ~constant]
    complete = complete[~np.isnan(complete).any(axis=1)]
    # among the complete units a further item may not vary: no correlation exists for it
    moves = ~no_spread(complete)
    components, loadings = principal_components(
        complete[:, moves], [str(each) for each in varied.columns[moves]]
    )
    names = tuple(str(each) for each in values.columns[constant])
    return Coherence(
        alpha=cronbach_alpha(complete),
        n_units=len(complete),
        n_items=complete.shape[1],
        items=item_statistics(values, minimum, maximum),
        components=components,
        loadings=loadings,
        constant=names,
        warnings=_warnings(len(complete), complete.shape[1], len(matrix), names),
    )


def cronbach_alpha(values: Floats) -> float:
    """Return k / (k - 1) * (1 - sum of item variances / variance of the sum), k items.

    `values` units x items without missing. NaN with fewer than two items or units, or a constant
    sum. Source: Cronbach (1951), Psychometrika 16(3), 297-334.
    """
    units, items = values.shape
    if items < 2 or units < 2:
        return float("nan")
    total = values.sum(axis=1).var(ddof=1)
    if total <= 0:
        return float("nan")
    return float(items / (items - 1) * (1 - values.var(axis=0, ddof=1).sum() / total))


def item_statistics(
    values: pd.DataFrame, minimum: float = 0.0, maximum: float = 1.0
) -> pd.DataFrame:
    """Return, an item a row: item, n, mean, sd, floor, ceiling, item_total, alpha_without.

    `n` units known; `floor` and `ceiling` the shares (0 to 1) of them at the scale's ends;
    `item_total` the correlation with the mean of the unit's other known items; `alpha_without`
    alpha of the other varying items, over units with all of those known. NaN where undefined.
    """
    matrix = values.to_numpy(dtype=np.float64)
    constant = no_spread(matrix)
    rows = []
    for at, item in enumerate(values.columns):
        own = matrix[:, at]
        known = own[~np.isnan(own)]
        others = np.delete(matrix, at, axis=1)
        count = (~np.isnan(others)).sum(axis=1)
        rest = np.where(np.isnan(others), 0.0, others).sum(axis=1)
        rest = rest / np.where(count > 0, count, np.nan)
        without = np.delete(matrix, at, axis=1)[:, ~np.delete(constant, at)]
        rows.append(
            {
                "item": str(item),
                "n": len(known),
                "mean": known.mean() if len(known) else np.nan,
                "sd": known.std(ddof=1) if len(known) > 1 else np.nan,
                "floor": (known == minimum).mean() if len(known) else np.nan,
                "ceiling": (known == maximum).mean() if len(known) else np.nan,
                "item_total": correlation(own, rest),
                "alpha_without": cronbach_alpha(without[~np.isnan(without).any(axis=1)]),
            }
        )
    return pd.DataFrame(rows)


def correlation_table(values: pd.DataFrame) -> pd.DataFrame:
    """Return first, second, pearson, n for every pair of columns; pairs known in both.

    NaN with fewer than three such units or where one of the two does not vary.
    """
    names = [str(each) for each in values.columns]
    matrix = values.to_numpy(dtype=np.float64)
    rows = []
    for one in range(len(names)):
        for two in range(one + 1, len(names)):
            both = ~np.isnan(matrix[:, [one, two]]).any(axis=1)
            rows.append(
                {
                    "first": names[one],
                    "second": names[two],
                    "pearson": correlation(matrix[:, one], matrix[:, two]),
                    "n": int(both.sum()),
                }
            )
    return pd.DataFrame(rows, columns=["first", "second", "pearson", "n"])


def correlation(one: Floats, two: Floats) -> float:
    """Return Pearson's correlation over units known in both; NaN below three or without spread."""
    both = ~(np.isnan(one) | np.isnan(two))
    one, two = one[both], two[both]
    if len(one) < 3 or np.ptp(one) == 0 or np.ptp(two) == 0:
        return float("nan")
    return float(np.corrcoef(one, two)[0, 1])


def principal_components(values: Floats, names: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return components (component, eigenvalue, explained) and loadings (items x components).

    Of the correlation matrix of `values` (units x items, none missing, none constant); a loading
    is the correlation of item and component, its sign such that the component's loadings sum to
    0 or more. Empty with fewer than two items or three units.
    """
    if values.shape[1] < 2 or values.shape[0] < 3:
        empty = pd.DataFrame(columns=["component", "eigenvalue", "explained"], dtype="float64")
        return empty, pd.DataFrame(index=names)
    roots, vectors = np.linalg.eigh(np.corrcoef(values, rowvar=False))
    roots, vectors = np.maximum(roots[::-1], 0.0), vectors[:, ::-1]
    loadings = vectors * np.sqrt(roots)
    loadings = loadings * np.where(loadings.sum(axis=0) < 0, -1.0, 1.0)
    labels = [f"component {at + 1}" for at in range(len(roots))]
    components = pd.DataFrame(
        {"component": labels, "eigenvalue": roots, "explained": roots / roots.sum()}
    )
    return components, pd.DataFrame(loadings, index=names, columns=labels)


def _warnings(complete: int, items: int, units: int, constant: tuple[str, ...]) -> tuple[str, ...]:
    found = []
    if complete < SMALL_SAMPLE:
        found.append(
            f"Only {complete} of {units} units have all items: correlations from so few units "
            "move much by chance."
        )
    if items > 0 and complete < UNITS_PER_ITEM * items:
        found.append(
            f"{complete} complete units for {items} items: fewer than {UNITS_PER_ITEM} an item, "
            "too few for stable components."
        )
    if constant:
        found.append(
            f"{len(constant)} items are alike for all units and carry no information: "
            f"{', '.join(constant)}."
        )
    return tuple(found)

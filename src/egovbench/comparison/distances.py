"""How alike countries' answers are."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray


def distance_matrix(codes: pd.DataFrame, items: "pd.Series[int]") -> pd.DataFrame:
    """Return the distance between each two countries: iso3 by iso3, 0 (alike) to 1.

    The distance is the mean absolute difference of their values on the given `items` that are
    known of both (Gower 1971, A general coefficient of similarity, for one kind of variable); it is
    missing where no item is known of both. `codes` are CODES_TABLE rows.
    """
    values = _values(codes, items)
    matrix = np.array([_distances(values, row) for row in range(len(values))])
    return pd.DataFrame(matrix.reshape(len(values), -1), index=values.index, columns=values.index)


def nearest_peers(
    codes: pd.DataFrame, items: "pd.Series[int]", focal: str, most: int = 5
) -> pd.DataFrame:
    """Return the peers whose answers are most like the focal country's, nearest first.

    Columns: iso3, distance (see distance_matrix), n_items known of both. Peers as far away as the
    last one shown are shown too, unless more than twice `most` share that distance; then they are
    left out together.
    """
    values = _values(codes, items)
    known = values.notna()
    table = pd.DataFrame(
        {
            "distance": _distances(values, list(values.index).index(focal)),
            "n_items": (known & known.loc[focal]).sum(axis="columns"),
        }
    ).drop(index=focal)
    ordered = table.dropna().rename_axis("iso3").reset_index()
    ordered = ordered.sort_values(["distance", "iso3"]).reset_index(drop=True)
    if len(ordered) <= most:
        return ordered
    distances = ordered["distance"].to_numpy()
    last = distances[most - 1]
    tied = int((distances <= last).sum())
    return ordered.head(tied if tied <= 2 * most else int((distances < last).sum()))


def _values(codes: pd.DataFrame, items: "pd.Series[int]") -> pd.DataFrame:
    return codes[codes["item"].isin(items)].pivot(index="iso3", columns="item", values="value")


def _distances(values: pd.DataFrame, row: int) -> NDArray[np.float64]:
    """Return the distance of the country in a row from every one, itself among them."""
    table = values.to_numpy()
    apart = np.abs(table - table[row])
    known = ~np.isnan(apart)
    counts = known.sum(axis=1)
    sums: NDArray[np.float64] = np.where(known, apart, 0.0).sum(axis=1)
    return sums / np.where(counts > 0, counts, np.nan)

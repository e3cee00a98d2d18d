"""The focal country against its peers: scores, items, distances, and what nothing answers yet."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

NEARLY_ALL = 0.8


def compare_scores(scores: pd.DataFrame, focal: str, level: str) -> pd.DataFrame:
    """Return a row per id of `level`: the focal country's score beside its peers'.

    Columns: id, score, lower, upper and n_items of the focal country; n_peers with a score;
    median, minimum and maximum of the peers; median_lower and median_upper, the bounds of the
    peers' median over all completions of their unknown answers (the median grows with each
    score); gap = score - median; position: "above" when the focal interval lies above the
    median's, "below" when it lies below, "not distinguishable" when they overlap, "no peers"
    without peers. Scores are 0 to 100; missing where nothing is known.
    """
    rows = scores[scores["level"] == level]
    own = rows[rows["iso3"] == focal].set_index("id")
    peers = rows[rows["iso3"] != focal].groupby("id", sort=False)
    table = own[["score", "lower", "upper", "coverage", "n_items", "n_known"]].copy()
    table["n_peers"] = peers["score"].count().reindex(table.index).fillna(0).astype("int64")
    for name, column, statistic in (
        ("median", "score", "median"),
        ("minimum", "score", "min"),
        ("maximum", "score", "max"),
        ("median_lower", "lower", "median"),
        ("median_upper", "upper", "median"),
    ):
        table[name] = peers[column].agg(statistic).reindex(table.index)
    table["gap"] = table["score"] - table["median"]
    table["position"] = "not distinguishable"
    table.loc[table["lower"] > table["median_upper"], "position"] = "above"
    table.loc[table["upper"] < table["median_lower"], "position"] = "below"
    table.loc[table["n_peers"] == 0, "position"] = "no peers"
    return table.reset_index()


def compare_pairs(focal_scores: pd.DataFrame, peer_scores: pd.DataFrame) -> pd.DataFrame:
    """Return the focal country beside each peer on the items both were asked.

    Both tables (SCORES_TABLE) have `iso3` of the peer; `focal_scores` holds the scores of the focal
    country on what it shares with that peer, `peer_scores` those of the peer on the same items.
    Peers that share no item are left out. Columns: iso3 (the peer), n_items, focal_score,
    focal_lower, focal_upper, score, lower, upper, difference (focal - peer). Peers stand on
    different items, so the rows are not a ranking.
    """
    columns = ["iso3", "n_items", "score", "lower", "upper"]
    own, others = (
        scores.loc[(scores["level"] == "overall") & (scores["n_items"] > 0), columns]
        for scores in (focal_scores, peer_scores)
    )
    table = own.rename(columns={name: f"focal_{name}" for name in columns[2:]}).merge(
        others.drop(columns="n_items"), on="iso3"
    )
    return table[
        ["iso3", "n_items", "focal_score", "score", "focal_lower", "lower", "focal_upper", "upper"]
    ].assign(difference=table["focal_score"] - table["score"])


def compare_items(codes: pd.DataFrame, comparable: pd.DataFrame, focal: str) -> pd.DataFrame:
    """Return a row per comparable item: the focal code beside the peers' codes.

    Added to the columns of `comparable`: focal_code, focal_value, n_yes, n_partly, n_no,
    n_unknown of the peers, peers_mean (mean value of the peers whose answer is known, 0 to 1,
    missing where none is), difference = focal_value - peers_mean (missing where either is), and
    alike: whether all known answers, the focal country's among them, are the same.
    """
    table = comparable[comparable["included"]].set_index("item")
    own = codes[codes["iso3"] == focal].set_index("item")
    peers = codes[(codes["iso3"] != focal) & codes["item"].isin(table.index)]
    counts = pd.crosstab(peers["item"], peers["code"])
    table["focal_code"] = own["code"].reindex(table.index)
    table["focal_value"] = own["value"].reindex(table.index)
    for code in ("yes", "partly", "no", "unknown"):
        found = counts[code] if code in counts else pd.Series(dtype="int64")
        table[f"n_{code}"] = found.reindex(table.index).fillna(0).astype("int64")
    table["peers_mean"] = peers.groupby("item")["value"].mean().reindex(table.index)
    table["difference"] = table["focal_value"] - table["peers_mean"]
    compared = codes[codes["item"].isin(table.index)]
    known = compared.dropna(subset=["value"]).groupby("item")["value"].nunique()
    table["alike"] = known.reindex(table.index).fillna(0) <= 1
    return table.reset_index()


def strengths(item_comparison: pd.DataFrame, most: int = 3) -> pd.DataFrame:
    """Return at most `most` items that the focal country has and peers lack, rarest first.

    An item that nearly all peers have (mean value above 0.8) is no strength. Items tied with the
    last one shown are left out together rather than cut by their number.
    """
    rows = item_comparison[
        (item_comparison["difference"] > 0) & (item_comparison["peers_mean"] <= NEARLY_ALL)
    ]
    return _first(rows.sort_values(["difference", "item"], ascending=[False, True]), most)


def gaps(item_comparison: pd.DataFrame, most: int = 3) -> pd.DataFrame:
    """Return at most `most` items that peers have and the focal country lacks, largest first.

    An item that hardly any peer has (mean value below 0.2) is no gap; ties as in `strengths`.
    """
    rows = item_comparison[
        (item_comparison["difference"] < 0) & (item_comparison["peers_mean"] >= 1 - NEARLY_ALL)
    ]
    return _first(rows.sort_values(["difference", "item"], ascending=[True, True]), most)


def _first(rows: pd.DataFrame, most: int) -> pd.DataFrame:
    if len(rows) <= most:
        return rows
    differences = rows["difference"].to_numpy()
    if differences[most] != differences[most - 1]:
        return rows.head(most)
    untied = int((differences[:most] != differences[most - 1]).sum())
    return rows.head(untied or int((differences == differences[0]).sum()))


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


def unanswered_items(codes: pd.DataFrame, items: pd.DataFrame, focal: str) -> pd.DataFrame:
    """Return the scored items that no peer was asked, with the focal country's code.

    `codes` holds every compared country and item (CODES_TABLE), `items` is the codebook's item
    table. Columns: those of `items`, and focal_code.
    """
    peers = codes[(codes["iso3"] != focal) & (codes["code"] != "not_asked")]
    own = codes[codes["iso3"] == focal].set_index("item")["code"]
    nobody = items[~items["item"].isin(peers["item"])]
    return nobody.assign(focal_code=nobody["item"].map(own)).reset_index(drop=True)


def open_answers(codes: pd.DataFrame, items: pd.DataFrame, focal: str) -> pd.DataFrame:
    """Return what is open for each item that some peer was asked.

    Columns: those of `items`; n_not_asked and n_unknown countries; and countries, their ISO3
    codes. Items with nothing open are left out; those with most open come first.
    """
    peers = codes[codes["iso3"] != focal]
    asked = peers.loc[peers["code"] != "not_asked", "item"].unique()
    still = codes[codes["item"].isin(asked) & codes["code"].isin(["not_asked", "unknown"])]
    grouped = still.groupby("item")
    table = items[items["item"].isin(still["item"])].set_index("item")
    counts = pd.crosstab(still["item"], still["code"]).reindex(
        index=table.index, columns=["not_asked", "unknown"], fill_value=0
    )
    table["n_not_asked"] = counts["not_asked"]
    table["n_unknown"] = counts["unknown"]
    table["countries"] = grouped["iso3"].agg(lambda codes: " ".join(sorted(codes)))
    table["n_open"] = table["n_not_asked"] + table["n_unknown"]
    ordered = table.reset_index().sort_values(["n_open", "item"], ascending=[False, True])
    return ordered.drop(columns="n_open").reset_index(drop=True)

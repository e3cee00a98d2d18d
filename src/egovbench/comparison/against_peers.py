"""The focal country against its peers: scores, items, distances, and what nothing answers yet."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from egovbench.base.comparing import above, standing, steady

NEARLY_ALL = 0.8


def compare_scores(scores: pd.DataFrame, focal: str) -> pd.DataFrame:
    """Return a row per node: the focal country's score beside its peers'.

    Columns: level, id, score, lower, upper, coverage, n_items and n_known of the focal country;
    n_peers with a score on the same items (a peer that was not asked all of them is left out);
    median, minimum and maximum of these peers; median_lower and median_upper, the bounds of the
    peers' median over all values that their answers leave open (the median grows with each score);
    gap = score - median, and its bounds gap_lower and gap_upper. Scores are 0 to 100; missing where
    nothing is known.
    """
    table = _scores_of(scores, focal)
    others = scores[scores["iso3"] != focal]
    same = others["n_items"] == others["id"].map(table["n_items"])
    peers = others[same].groupby("id", sort=False)
    table["n_peers"] = peers["score"].count().reindex(table.index).fillna(0).astype("int64")
    medians = peers[["score", "lower", "upper"]].median().reindex(table.index)
    table["median"] = medians["score"]
    table["minimum"] = peers["score"].min().reindex(table.index)
    table["maximum"] = peers["score"].max().reindex(table.index)
    table[["median_lower", "median_upper"]] = medians[["lower", "upper"]]
    table["gap"] = table["score"] - table["median"]
    return add_gap_bounds(table, table["median_lower"], table["median_upper"]).reset_index()


def compare_differences(scores: pd.DataFrame, pairs: pd.DataFrame, focal: str) -> pd.DataFrame:
    """Return the columns of compare_scores where each peer shares other items with the focal one.

    `scores` holds the focal country's scores on all items that it shares with any peer, `pairs`
    both sides on what each pair shares (see pair_scores). `gap` and its bounds are medians over the
    pairs, n_items the median number of items that they share. Scores on different items have no
    common median: median, minimum and maximum are missing.
    """
    table = _scores_of(scores, focal)
    nodes = pairs.assign(gap=pairs["score"] - pairs["score_other"]).groupby("id", sort=False)
    table["n_items"] = nodes["n_items"].median().reindex(table.index).fillna(0).astype("int64")
    table["n_peers"] = nodes["gap"].count().reindex(table.index).fillna(0).astype("int64")
    for name in ("median", "minimum", "maximum", "median_lower", "median_upper"):
        table[name] = np.nan
    for name in ("gap", "gap_lower", "gap_upper"):
        table[name] = nodes[name].median().reindex(table.index)
    return table.reset_index()


def _scores_of(scores: pd.DataFrame, focal: str) -> pd.DataFrame:
    """Return the focal country's rows of SCORES_TABLE by id."""
    return scores[scores["iso3"] == focal].set_index("id").drop(columns="iso3")


def add_gap_bounds(
    table: pd.DataFrame, lower: "pd.Series[float]", upper: "pd.Series[float]"
) -> pd.DataFrame:
    """Return `table` with gap_lower and gap_upper, from its bounds to those of the other side."""
    return table.assign(gap_lower=table["lower"] - upper, gap_upper=table["upper"] - lower)


def pair_scores(own: pd.DataFrame, theirs: pd.DataFrame) -> pd.DataFrame:
    """Return both sides of each pair and node that share items.

    `own` and `theirs` (SCORES_TABLE) have `iso3` of the peer; `own` may also be what moved_scores
    returns. Columns: those of `own`; score_other, lower_other and upper_other of the peer; and
    gap_lower and gap_upper, the bounds of the difference.
    """
    other = theirs.set_index(["iso3", "id"])[["score", "lower", "upper"]].add_suffix("_other")
    pairs = own.join(other, on=["iso3", "id"], how="inner")
    pairs = pairs.dropna(subset=["lower", "lower_other"])
    return add_gap_bounds(pairs, pairs["lower_other"], pairs["upper_other"])


def compare_pairs(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return the focal country beside each peer on the items both were asked.

    `pairs` are those of pair_scores; a peer that shares no item is not among them. Columns: iso3
    (the peer), n_items, focal_score, score (the peer's), and the same for lower and upper;
    difference (focal - peer); standing of the focal country, "above" or "below" where the bounds
    are apart, else "open". Peers stand on different items, so the rows are no ranking.
    """
    pairs = pairs[pairs["level"] == "overall"]
    table = pd.DataFrame({"iso3": pairs["iso3"], "n_items": pairs["n_items"]})
    for name in ("score", "lower", "upper"):
        table[f"focal_{name}"] = pairs[name]
        table[name] = pairs[f"{name}_other"]
    return table.assign(
        difference=pairs["score"] - pairs["score_other"],
        standing=[
            standing(least, most, 0.0, 0.0)
            for least, most in zip(pairs["gap_lower"], pairs["gap_upper"], strict=True)
        ],
    ).reset_index(drop=True)


def compare_items(codes: pd.DataFrame, comparable: pd.DataFrame, focal: str) -> pd.DataFrame:
    """Return a row per comparable item: the focal code beside the peers' codes.

    Added to the columns of `comparable`: focal_code, focal_value, focal_lower, focal_upper; n_yes,
    n_partly, n_no, n_unknown of the peers, and n_no_or_unknown, how many of the n_no may be
    something else; peers_mean (mean value of the peers whose answer is known, 0 to 1, missing where
    none is), difference = focal_value - peers_mean (missing where either is); sure, whether the
    difference has its sign whatever the answers leave open; and alike, whether all known answers,
    the focal country's among them, are the same.
    """
    table = comparable[comparable["included"]].set_index("item")
    own = codes[codes["iso3"] == focal].set_index("item")
    peers = codes[(codes["iso3"] != focal) & codes["item"].isin(table.index)]
    own = own[["code", "value", "lower", "upper"]].reindex(table.index)
    counts = peers.groupby(["item", "code"]).size().unstack(fill_value=0)
    counts = counts.reindex(table.index, columns=["yes", "partly", "no", "unknown"], fill_value=0)
    table = table.join([own.add_prefix("focal_"), counts.add_prefix("n_")])
    doubtful = peers[(peers["code"] == "no") & above(peers["upper"], 0.0)].groupby("item").size()
    table["n_no_or_unknown"] = doubtful.reindex(table.index).fillna(0).astype("int64")
    means = peers.groupby("item")[["value", "lower", "upper"]].mean().reindex(table.index)
    table["peers_mean"] = means["value"]
    table["difference"] = table["focal_value"] - means["value"]
    ahead = above(table["focal_lower"], means["upper"])
    behind = above(means["lower"], table["focal_upper"])
    table["sure"] = (ahead & above(table["difference"], 0.0)) | (
        behind & above(0.0, table["difference"])
    )
    table["alike"] = ~table.index.isin(differing_items(codes, table.index))
    return table.reset_index()


def differing_items(codes: pd.DataFrame, items: Iterable[int]) -> list[int]:
    """Return those of `items` on which the countries' known answers are not all the same."""
    ends = codes[codes["item"].isin(list(items))].groupby("item")["value"].agg(["min", "max"])
    differ: list[int] = ends.index[above(ends["max"], ends["min"])].tolist()
    return differ


def strengths(item_comparison: pd.DataFrame, most: int = 3) -> pd.DataFrame:
    """Return at most `most` items that the focal country has and peers lack, the sure ones first.

    Of these, and of the others, the rarest come first. An item that nearly all peers have (mean
    value above 0.8) is a strength only where the difference is sure. Items tied with the last one
    shown are left out together rather than cut by their number.
    """
    rare = ~above(item_comparison["peers_mean"], NEARLY_ALL)
    rows = item_comparison[
        above(item_comparison["difference"], 0.0) & (rare | item_comparison["sure"])
    ]
    return _first(rows.assign(lead=rows["difference"]), most)


def gaps(item_comparison: pd.DataFrame, most: int = 3) -> pd.DataFrame:
    """Return at most `most` items that peers have and the focal country lacks, the sure ones first.

    Of these, and of the others, the largest differences come first. An item that hardly any peer
    has (mean value below 0.2) is no gap; ties as in `strengths`.
    """
    rows = item_comparison[
        above(0.0, item_comparison["difference"])
        & ~above(1 - NEARLY_ALL, item_comparison["peers_mean"])
    ]
    return _first(rows.assign(lead=-rows["difference"]), most)


def _first(rows: pd.DataFrame, most: int) -> pd.DataFrame:
    """Return the sure rows, then those with the largest lead; of ties see `strengths`."""
    order = rows.assign(lead=rows["lead"].map(steady)).sort_values(
        ["sure", "lead", "item"], ascending=[False, False, True]
    )
    leads = list(zip(order["sure"], order["lead"], strict=True))
    rows = rows.loc[order.index].drop(columns="lead")
    if len(rows) <= most or leads[most] != leads[most - 1]:
        return rows.head(most)
    return rows.head(leads.index(leads[most]) or leads.count(leads[0]))


def distance_matrix(codes: pd.DataFrame, items: "pd.Series[int]") -> pd.DataFrame:
    """Return the distance between each two countries: iso3 by iso3, 0 (alike) to 1.

    The distance is the mean absolute difference of their values on the given `items` that are
    known of both (Gower 1971, A general coefficient of similarity, for one kind of variable); it is
    missing where no item is known of both. `codes` are CODES_TABLE rows.
    """
    values = _values(codes, items)
    matrix = np.array([_distances(values, row) for row in range(len(values))])
    return pd.DataFrame(matrix.reshape(len(values), -1), index=values.index, columns=values.index)


def distances_from(codes: pd.DataFrame, items: "pd.Series[int]", focal: str) -> "pd.Series[float]":
    """Return the distance of each country from the focal one by ISO3 code (distance_matrix)."""
    values = _values(codes, items)
    return pd.Series(_distances(values, list(values.index).index(focal)), values.index)


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
            "distance": distances_from(codes, items, focal),
            "n_items": (known & known.loc[focal]).sum(axis="columns"),
        }
    ).drop(index=focal)
    ordered = table.dropna().rename_axis("iso3").reset_index()
    order = ordered.assign(distance=ordered["distance"].map(steady))
    ordered = ordered.loc[order.sort_values(["distance", "iso3"]).index].reset_index(drop=True)
    if len(ordered) <= most:
        return ordered
    distances = ordered["distance"].to_numpy()
    last = distances[most - 1]
    tied = int((~above(distances, last)).sum())
    return ordered.head(tied if tied <= 2 * most else int(above(last, distances).sum()))


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

    Shape: a row per item, those with most open first; columns of `items`, then n_not_asked,
        n_unknown and countries, their ISO3 codes with blanks.
    Scale: countries as counts.
    Missing: this is about the missing; items with nothing open are left out.
    Source: `codes`, as they are compared.
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

"""Items: what the focal country has and its peers lack, and the other way round."""

import pandas as pd

NEARLY_ALL = 0.8


def compare_items(codes: pd.DataFrame, comparable: pd.DataFrame, focal: str) -> pd.DataFrame:
    """Return one row a comparable item: the focal code beside the peers' codes.

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

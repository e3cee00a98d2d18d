"""Sections and overall: the focal country against its peers."""

import pandas as pd


def compare_scores(scores: pd.DataFrame, focal: str, level: str) -> pd.DataFrame:
    """Return one row an id of `level`: the focal country's score beside its peers'.

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

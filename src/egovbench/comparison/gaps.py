"""What nothing answers yet, and would make a comparison better."""

import pandas as pd


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

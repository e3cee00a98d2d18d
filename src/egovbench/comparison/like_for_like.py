"""Which items can be compared, and the framework that holds only these."""

import pandas as pd

from egovbench.base.errors import MethodError


def comparable_items(
    codes: pd.DataFrame, items: pd.DataFrame, focal: str, min_share: float
) -> pd.DataFrame:
    """Return the table of scored items with how many of the compared countries were asked each.

    `codes` (CODES_TABLE) holds the compared countries, the focal one among them; `items` is the
    codebook's item table. Added columns: `n_asked` countries, `share` of the compared countries
    (0 to 1), and `included`: whether the focal country and at least `min_share` of all compared
    countries were asked. An answer that is unknown was asked.
    """
    asked = codes[codes["code"] != "not_asked"]
    countries = codes["iso3"].nunique()
    n_asked = items["item"].map(asked.groupby("item")["iso3"].nunique()).fillna(0).astype("int64")
    share = n_asked / countries
    focal_asked = items["item"].isin(asked.loc[asked["iso3"] == focal, "item"])
    return items.assign(
        n_asked=n_asked, share=share, included=focal_asked & (share >= min_share) & (n_asked > 1)
    )


def restricted_framework(framework: pd.DataFrame, items: pd.Series) -> pd.DataFrame:
    """Return the part of `framework` that the given items hold up, branches without items cut.

    Raises MethodError when no item is left, since nothing could then be compared.
    """
    keep = set(items.astype("int64").astype("str"))
    if not keep:
        raise MethodError(
            "no item is comparable: none was asked of the focal country and of enough peers; "
            "allow a lower fidelity or a smaller min_share"
        )
    parents = dict(zip(framework["id"], framework["parent"], strict=True))
    for identifier in list(keep):
        while (parent := parents[identifier]) != "":
            keep.add(parent)
            identifier = parent
    return framework[framework["id"].isin(keep)].reset_index(drop=True)


def comparable_by_section(comparable: pd.DataFrame) -> pd.DataFrame:
    """Return section, n_included, n_scored and share_included (0 to 1) of the comparable items."""
    grouped = comparable.groupby("section", sort=True)["included"]
    table = grouped.agg(n_included="sum", n_scored="count").reset_index()
    return table.assign(share_included=table["n_included"] / table["n_scored"])

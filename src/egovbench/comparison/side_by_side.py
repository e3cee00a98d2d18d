"""A few countries beside each other: scores of the same items, and where they differ."""

from collections.abc import Sequence

import pandas as pd

_LEVELS = ("overall", "section")
_SCORE = ["score", "lower", "upper", "n_items", "n_known"]


def scores_side_by_side(
    scores: pd.DataFrame, by_section: pd.DataFrame, countries: Sequence[str]
) -> pd.DataFrame:
    """Return a row for each country, overall and in each section; overall first.

    `scores` (SCORES_TABLE) rest on the same items for all, `by_section` says how many those are of
    each section. Columns: level, id, iso3, score, lower, upper (0 to 100, missing where nothing is
    known), n_items, n_known. A section of which nothing is compared has 0 items and no score.
    """
    sections = [("section", section) for section in by_section["section"]]
    index = pd.MultiIndex.from_tuples(
        [(*node, iso3) for node in [("overall", "overall"), *sections] for iso3 in countries],
        names=["level", "id", "iso3"],
    )
    rows = scores[scores["level"].isin(_LEVELS)].set_index(list(index.names))[_SCORE]
    table = rows.reindex(index).reset_index()
    counts = ["n_items", "n_known"]
    table[counts] = table[counts].fillna(0).astype("int64")
    return table


def differing_items(
    codes: pd.DataFrame, comparable: pd.DataFrame, countries: Sequence[str]
) -> pd.DataFrame:
    """Return the compared items on which known codes differ, in the questionnaire's order.

    `codes` is a CODES_TABLE, `comparable` the table of comparable_items. Columns: item, label,
    section, and the code of each country, named by its ISO3 code.
    """
    items = comparable.loc[comparable["included"], ["item", "label", "section"]]
    wide = codes.pivot(index="item", columns="iso3", values="code")[list(countries)]
    known = wide.where(wide.isin(["yes", "partly", "no"]))
    differing = known.index[known.nunique(axis="columns") > 1]
    return items[items["item"].isin(differing)].merge(
        wide.rename_axis(columns=None), left_on="item", right_index=True
    )


def against_focal(scores: pd.DataFrame, focal: str) -> dict[str, str]:
    """Return for each other country whether its overall score is above or below the focal one's.

    `scores` are rows of scores_side_by_side. "open" where the bounds overlap or nothing is known.
    """
    rows = scores[scores["level"] == "overall"].set_index("iso3")
    own = rows.loc[focal]
    found = {}
    for iso3, row in rows.drop(index=focal).iterrows():
        above, below = row["lower"] > own["upper"], row["upper"] < own["lower"]
        found[str(iso3)] = "above" if above else "below" if below else "open"
    return found

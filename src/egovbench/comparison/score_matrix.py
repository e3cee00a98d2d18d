"""Countries by sections: whose scores rest on the same items, and the medians of groups."""

from collections.abc import Mapping, Sequence

import pandas as pd

from egovbench.comparison.side_by_side import scores_side_by_side

_BOUNDS = ["score", "lower", "upper"]
OVERALL = "overall"
"""The id of the score on all compared items, beside the sections' letters."""


def score_cells(
    scores: pd.DataFrame, by_section: pd.DataFrame, countries: Sequence[str]
) -> pd.DataFrame:
    """Return a row for each country, overall and in each section, and on how much it rests.

    `scores` (SCORES_TABLE) rest on the compared items, of which `by_section`
    (comparable_by_section) says how many each section has. Columns: those of scores_side_by_side;
    n_compared, the items that are compared; coverage = n_known / n_compared (0 to 1, missing where
    nothing is compared); and complete, whether the country was asked all of them: only such scores
    rest on the same items.
    """
    cells = scores_side_by_side(scores, by_section, countries)
    counts = dict(zip(by_section["section"], by_section["n_included"], strict=True))
    counts[OVERALL] = sum(counts.values())
    n_compared = cells["id"].map(counts).astype("int64")
    return cells.assign(
        n_compared=n_compared,
        coverage=cells["n_known"] / n_compared.where(n_compared > 0),
        complete=(cells["n_items"] == n_compared) & (n_compared > 0),
    )


def group_medians(cells: pd.DataFrame, groups: Mapping[str, str]) -> pd.DataFrame:
    """Return the median of each group of countries, overall and in each section.

    `cells` are those of score_cells, `groups` names the group of each country by its ISO3 code.
    Only complete cells with a score count. Columns: group, id, n_group (countries in the group),
    n_countries (those that count), and median, median_lower and median_upper (0 to 100, the medians
    of scores and bounds, which bound the median over all completions of unknown answers), missing
    where fewer than half of the group count: which countries were asked everything is no accident,
    and a few of them do not stand for the rest.
    """
    grouped = cells.assign(group=cells["iso3"].map(groups)).dropna(subset=["group"])
    counted = grouped["complete"] & grouped["score"].notna()
    grouped[_BOUNDS] = grouped[_BOUNDS].where(counted)
    table = grouped.groupby(["group", "id"], sort=False).agg(
        n_group=("iso3", "nunique"),
        n_countries=("score", "count"),
        median=("score", "median"),
        median_lower=("lower", "median"),
        median_upper=("upper", "median"),
    )
    medians = ["median", "median_lower", "median_upper"]
    table[medians] = table[medians].where(table["n_countries"] * 2 >= table["n_group"])
    return table.reset_index()


def like_for_like_scores(scores: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `scores` (SCORES_TABLE) that rest on all the compared items of their id.

    `cells` are those of score_cells; levels other than overall and section are left out.
    """
    complete = cells.loc[cells["complete"], ["iso3", "level", "id"]]
    return scores.merge(complete, on=["iso3", "level", "id"])

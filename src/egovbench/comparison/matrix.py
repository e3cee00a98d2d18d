"""Several countries beside each other: by section, by group, and where their answers differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

import pandas as pd

from egovbench.base.comparing import above, standing, steady
from egovbench.comparison.against_peers import differing_items
from egovbench.comparison.benchmark import Benchmark

GROUPS = ("all", "region", "income_group")
"""What medians are given of: all compared countries, regions, the World Bank's income groups."""
OVERALL = "overall"
"""The id of the score on all compared items, beside the sections' letters."""
_BOUNDS = ["score", "lower", "upper"]
_LEVELS = ("overall", "section")
_SCORE = [*_BOUNDS, "n_items", "n_known"]


@dataclass(frozen=True, eq=False)
class SectionScores:
    """Scores of all compared countries by section; nothing in it is a rank.

    `cells` are those of score_cells, with every compared country. `sections` sets the focal
    country beside the others (Benchmark.sections), and `medians` holds those of group_medians with
    `kind`, one of GROUPS.
    """

    focal: str
    countries: tuple[str, ...]
    cells: pd.DataFrame
    like_for_like: pd.DataFrame
    sections: pd.DataFrame
    medians: pd.DataFrame

    def compared_items(self) -> pd.DataFrame:
        """Return id and n_compared, overall first, then the sections in their order."""
        return self.cells[["id", "n_compared"]].drop_duplicates("id").reset_index(drop=True)


def section_scores(benchmark: Benchmark) -> SectionScores:
    """Return the scores of all compared countries by section, on the items compared in each.

    Shape: cells with a row per country and section; medians with a row per group and section.
    Scale: scores and bounds 0 to 100.
    Missing: a section without a comparable item has no score; unknown answers widen the bounds; a
        score on fewer items than its section compares enters no median.
    Source: `benchmark.scores` and `benchmark.by_section`.
    """
    countries = (benchmark.focal, *benchmark.peers)
    cells = score_cells(benchmark.scores, benchmark.by_section, countries)
    kept = like_for_like_scores(benchmark.scores, cells)
    groups = country_groups(benchmark)
    medians = [group_medians(cells, groups[kind]).assign(kind=kind) for kind in GROUPS]
    return SectionScores(
        focal=benchmark.focal,
        countries=countries,
        cells=cells,
        like_for_like=kept,
        sections=benchmark.sections,
        medians=pd.concat(medians, ignore_index=True),
    )


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


def differing_codes(
    codes: pd.DataFrame, comparable: pd.DataFrame, countries: Sequence[str]
) -> pd.DataFrame:
    """Return the compared items on which known codes differ, in the questionnaire's order.

    `codes` is a CODES_TABLE, `comparable` the table of comparable_items. Columns: item, label,
    section, and the code of each country, named by its ISO3 code.
    """
    items = comparable.loc[comparable["included"], ["item", "label", "section"]]
    compared = codes[codes["iso3"].isin(countries)]
    wide = compared.pivot(index="item", columns="iso3", values="code")[list(countries)]
    return items[items["item"].isin(differing_items(compared, items["item"]))].merge(
        wide.rename_axis(columns=None), left_on="item", right_index=True
    )


def against_focal(scores: pd.DataFrame, focal: str) -> dict[str, str]:
    """Return for each other country whether its overall score is above or below the focal one's.

    `scores` are rows of scores_side_by_side. "open" where the bounds overlap or nothing is known.
    """
    overall = scores[scores["level"] == "overall"]
    bounds = {
        str(row["iso3"]): (float(row["lower"]), float(row["upper"]))
        for row in overall.to_dict("records")
    }
    own = bounds.pop(focal)
    return {iso3: standing(*theirs, *own) for iso3, theirs in bounds.items()}


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


def standing_in_groups(benchmark: Benchmark, nearest: int = 3) -> pd.DataFrame:
    """Return how the focal country stands among all ranked countries and within its groups.

    Shape: a row per group: kind (GROUPS), group, n (ranked countries in it), rank, median of the
        others' scores, nearest (ISO3 codes of the others whose scores are closest, the closest
        first, equally close ones by code, with blanks).
    Scale: ranks from 1, equal scores share the better; medians 0 to 100.
    Missing: a group with fewer than three ranked countries, or with those of an earlier row, is
        left out; nothing is returned but the columns where the focal country is not ranked.
    Source: `benchmark.ranks`; regions of the UN, income groups of the World Bank.
    """
    focal, groups = benchmark.focal, country_groups(benchmark)
    ranks = benchmark.ranks.dropna(subset=["score"])
    scores = dict(sorted(zip(ranks["iso3"], ranks["score"], strict=True)))
    rows, seen = [], []
    for kind in GROUPS if focal in scores else ():
        group = groups[kind].get(focal)
        members = [iso3 for iso3 in scores if group and groups[kind].get(iso3) == group]
        if len(members) < 3 or members in seen:
            continue
        seen.append(members)
        own = scores[focal]
        others = {iso3: scores[iso3] for iso3 in members if iso3 != focal}
        closest = sorted(others, key=lambda iso3: steady(abs(scores[iso3] - own)))[:nearest]
        rows.append(
            {
                "kind": kind, "group": group, "n": len(members),
                "rank": 1 + sum(above(other, own) for other in others.values()),
                "median": median(others.values()), "nearest": " ".join(closest),
            }
        )  # fmt: skip
    return pd.DataFrame(rows, columns=["kind", "group", "n", "rank", "median", "nearest"])


def country_groups(benchmark: Benchmark) -> dict[str, dict[str, str]]:
    """Return the group of each compared country by kind (GROUPS) and ISO3 code.

    Countries to which the World Bank gives no income group are in none.
    """
    countries = (benchmark.focal, *benchmark.peers)
    about = benchmark.data.countries
    return {
        "all": dict.fromkeys(countries, "all"),
        "region": {iso3: about[iso3].region for iso3 in countries},
        "income_group": {
            iso3: about[iso3].income_group for iso3 in countries if about[iso3].income_group
        },
    }

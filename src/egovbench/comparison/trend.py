"""The compared countries in two editions of the same survey, on what asks the same in both."""

from dataclasses import dataclass

import pandas as pd

from egovbench.base.comparing import above
from egovbench.base.vocabulary import FIDELITIES
from egovbench.comparison.answers import score_on
from egovbench.comparison.benchmark import Benchmark
from egovbench.others.crosswalk import Crosswalk, Edition

SOURCE = "gtmi"
"""The source with two editions that ask the same questions, the World Bank's GovTech dataset."""

CHANGES = ("up", "same", "down", "unknown")
_KEY = ["iso3", "item", "variable"]
_ANSWER = ["code", "value", "no_or_unknown", "collected_by"]
_LEFT_OUT = ("item", "variable", "edition", "because", "reason", "n_both")


@dataclass(frozen=True, eq=False)
class Trend:
    """Two editions of one survey side by side.

    `pairs` holds the compared answers (comparable_pairs), `items` and `countries` what changed
    (changes_by_item, changes_by_country), none of them with rows where nothing can be followed.
    `left_out` has a row per variable and item that is linked but not followed: item, variable;
    edition in which alone it is linked (empty for one of which too few have an answer in both);
    because, one of the crosswalk's CAUSES for the other edition, "few", or empty for none given;
    reason, what the crosswalk says of the other edition; n_both, how many of the compared countries
    have an answer in both.
    """

    focal: str
    before: Edition
    after: Edition
    pairs: pd.DataFrame
    items: pd.DataFrame
    countries: pd.DataFrame
    left_out: pd.DataFrame

    @property
    def empty(self) -> bool:
        """Whether nothing can be followed."""
        return self.pairs.empty

    @property
    def others(self) -> pd.DataFrame:
        """The other countries' rows of `countries`."""
        return self.countries[self.countries["iso3"] != self.focal]


def find_trend(benchmark: Benchmark) -> Trend:
    """Return what changed between the source's last two editions for the compared countries.

    An edition counts where data/others holds answers of it.

    Only answers that the benchmark admits count. An item is followed by one variable that the
    crosswalk links in both editions, where the focal country and the benchmark's share of all
    compared ones have an answer in both; scores rest on these items alone.

    Shape: a `Trend`; a row per country, item, or variable that is left out (see `Trend`).
    Scale: scores and bounds 0 to 100, changes in points.
    Missing: a change with an unknown end is "unknown"; frames are empty where nothing can be
        followed.
    Source: the World Bank's GovTech dataset, by data/crosswalks/gtmi.yml.
    """
    crosswalk = benchmark.data.crosswalks[SOURCE]
    answered = set(benchmark.data.others["survey"])
    held = [each for each in crosswalk.editions if each.id in answered]
    before, after = held[-2:] if len(held) > 1 else crosswalk.editions[:2]
    followed = followed_variables(crosswalk, before, after)
    paired = paired_answers(benchmark.others, before.id, after.id, followed)
    n_countries = 1 + len(benchmark.peers)
    pairs = comparable_pairs(paired, benchmark.focal, n_countries, benchmark.parameters.min_share)
    items = changes_by_item(pairs, benchmark.focal)
    countries = pd.DataFrame(columns=["iso3"])
    if len(pairs):
        framework = benchmark.framework_of(items["item"])
        scores = [
            score_on(_answers(pairs, edition, benchmark.others), framework)
            for edition in (before, after)
        ]
        countries = changes_by_country(pairs, *scores)
    rare = followed[~followed["item"].isin(items["item"])].assign(
        edition="", because="few", reason=""
    )
    n_both = paired.groupby(["item", "variable"])["iso3"].nunique()
    rare = rare.join(n_both.rename("n_both"), on=["item", "variable"]).fillna({"n_both": 0})
    left_out = pd.concat(
        [left_out_variables(crosswalk, before, after).assign(n_both=0), rare[list(_LEFT_OUT)]]
    )
    left_out = left_out.astype({"n_both": "int64"})
    left_out = left_out.sort_values("item", kind="stable", ignore_index=True)
    return Trend(benchmark.focal, before, after, pairs, items, countries, left_out)


def followed_variables(crosswalk: Crosswalk, before: Edition, after: Edition) -> pd.DataFrame:
    """Return item, variable, fidelity, rank of the links that hold in both editions.

    A link has one map of values to codes, so that a variable whose scale changed has two links or
    one that is left out in an edition.
    """
    ends = {before.id, after.id}
    rows = [
        (link.item, link.variable, link.fidelity, link.rank)
        for link in crosswalk.links
        if ends <= set(link.editions)
    ]
    table = pd.DataFrame(rows, columns=["item", "variable", "fidelity", "rank"])
    return table.drop_duplicates(["item", "variable"], ignore_index=True)


def left_out_variables(crosswalk: Crosswalk, before: Edition, after: Edition) -> pd.DataFrame:
    """Return item, variable, edition, because and reason of links of one of the two editions.

    `because` and `reason` are what the crosswalk says of the variable in the other edition, empty
    where it says nothing.
    """
    ends = [before.id, after.id]
    reasons = {
        (each.item, each.variable, edition): (each.because, each.reason)
        for each in crosswalk.left_out
        for edition in each.editions
    }
    rows = []
    for link in crosswalk.links:
        held = [edition for edition in ends if edition in link.editions]
        if len(held) == 1:
            other = ends[1 - ends.index(held[0])]
            said = reasons.get((link.item, link.variable, other), ("", ""))
            rows.append((link.item, link.variable, held[0], *said))
    return pd.DataFrame(rows, columns=list(_LEFT_OUT[:-1]))


def _answers(pairs: pd.DataFrame, edition: Edition, answers: pd.DataFrame) -> pd.DataFrame:
    """Return the answers of an edition to the followed items."""
    return pairs[_KEY].merge(answers[answers["survey"] == edition.id], on=_KEY)


def paired_answers(
    answers: pd.DataFrame, before: str, after: str, followed: pd.DataFrame
) -> pd.DataFrame:
    """Return the answers that a country gave to the same question in both editions.

    `answers` is a OTHERS_TABLE, `before` and `after` are survey ids, `followed` has the rows item,
    variable, fidelity, rank of what asks the same in both. Columns: iso3, item, variable, fidelity,
    rank, and code, value, no_or_unknown, collected_by of each edition, named `_before` and
    `_after`; change, one of CHANGES ("unknown" where either answer is), and no_or_unknown, whether
    the source gives either answer as "no or unknown".
    """
    editions = [
        answers.loc[answers["survey"] == survey, [*_KEY, *_ANSWER]] for survey in (before, after)
    ]
    pairs = editions[0].merge(editions[1], on=_KEY, suffixes=("_before", "_after"))
    pairs = pairs.merge(followed, on=["item", "variable"])
    step = pairs["value_after"] - pairs["value_before"]
    pairs["change"] = "unknown"
    for change, happened in (("up", step > 0), ("same", step == 0), ("down", step < 0)):
        pairs.loc[happened, "change"] = change
    pairs["no_or_unknown"] = pairs["no_or_unknown_before"] | pairs["no_or_unknown_after"]
    return pairs


def comparable_pairs(
    pairs: pd.DataFrame, focal: str, n_countries: int, min_share: float
) -> pd.DataFrame:
    """Return the pairs of one variable per item, asked of enough countries in both editions.

    Enough are the focal country, another one, and `min_share` of all `n_countries`. Of several
    variables the most faithful, then the first of the crosswalk, stands for the item.
    """
    counts = pairs.groupby(["item", "variable"])["iso3"].agg(
        n="nunique", focal=lambda codes: focal in set(codes)
    )
    share = counts["n"] / n_countries
    enough = counts[counts["focal"] & (counts["n"] > 1) & ~above(min_share, share)]
    usable = pairs.merge(enough.reset_index()[["item", "variable"]], on=["item", "variable"])
    order = usable.assign(place=usable["fidelity"].map(FIDELITIES.index)).sort_values(
        ["item", "place", "rank"], kind="stable"
    )
    chosen = order.drop_duplicates("item")[["item", "variable"]]
    return usable.merge(chosen, on=["item", "variable"]).sort_values(
        ["iso3", "item"], ignore_index=True
    )


def changes_by_item(pairs: pd.DataFrame, focal: str) -> pd.DataFrame:
    """Return a row per item: the focal country's codes, and how many others changed which way.

    Columns: item, variable, focal_before and focal_after (codes), focal_change (one of CHANGES),
    focal_no_or_unknown, whether its source gives either answer as "no or unknown"; n_up, n_same,
    n_down, n_unknown of the other countries, and n_no_or_unknown, how many of them have such an
    answer.
    """
    own = pairs[pairs["iso3"] == focal].set_index("item")
    counts = _counted(pairs[pairs["iso3"] != focal], "item")
    table = own[["variable"]].assign(
        focal_before=own["code_before"],
        focal_after=own["code_after"],
        focal_change=own["change"],
        focal_no_or_unknown=own["no_or_unknown"],
    )
    return table.join(counts).reset_index()


def changes_by_country(
    pairs: pd.DataFrame, before: pd.DataFrame, after: pd.DataFrame
) -> pd.DataFrame:
    """Return a row per country: both overall scores and how many items went which way.

    `before` and `after` are SCORES_TABLEs of the two editions on the items of `pairs`. Columns:
    iso3; score, lower and upper (0 to 100) of each edition, named `_before` and `_after`; change =
    score_after - score_before; clear, whether the bounds of the two do not overlap, so that no
    completion of what is unknown gives a change of the other sign or none; n_up, n_same, n_down,
    n_unknown items, and n_no_or_unknown, those with "no or unknown" in either; collected_by of each
    edition.
    """
    bounds = ["score", "lower", "upper"]
    first, last = (
        scores[scores["level"] == "overall"].set_index("iso3")[bounds] for scores in (before, after)
    )
    table = first.add_suffix("_before").join(last.add_suffix("_after"))
    table["change"] = table["score_after"] - table["score_before"]
    table["clear"] = above(table["lower_after"], table["upper_before"]) | above(
        table["lower_before"], table["upper_after"]
    )
    who = pairs.groupby("iso3")[["collected_by_before", "collected_by_after"]].first()
    return table.join(_counted(pairs, "iso3")).join(who).reset_index()


def _counted(pairs: pd.DataFrame, by: str) -> pd.DataFrame:
    counts = pd.crosstab(pairs[by], pairs["change"]).reindex(columns=list(CHANGES), fill_value=0)
    counts = counts.add_prefix("n_").rename_axis(columns=None)
    return counts.assign(n_no_or_unknown=pairs.groupby(by)["no_or_unknown"].sum())

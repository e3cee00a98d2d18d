"""The compared countries in two editions of the same survey, on what asks the same in both."""

from dataclasses import dataclass

import pandas as pd

from egovbench.base.schemas import CODES_TABLE
from egovbench.comparison.benchmark import Benchmark
from egovbench.comparison.coded import score_codes
from egovbench.comparison.over_time import (
    changes_by_country,
    changes_by_item,
    comparable_pairs,
    paired_answers,
)
from egovbench.others.crosswalk import Crosswalk, Edition
from egovbench.others.fusion import usable_answers

SOURCE = "gtmi"
"""The source with two editions that ask the same questions, the World Bank's GovTech dataset."""

_LEFT_OUT = ("item", "variable", "edition", "because", "reason", "n_both")


@dataclass(frozen=True, eq=False)
class Trend:
    """Two editions of one survey side by side.

    `pairs` holds the compared answers (comparable_pairs), `items` and `countries` what changed
    (changes_by_item, changes_by_country), none of them with rows where nothing can be followed.
    `left_out` has a row a variable and item that is linked but not followed: item, variable;
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
    """Return what changed between the source's first and last edition for the compared countries.

    Only answers that the benchmark admits count. An item is followed by one variable that the
    crosswalk links in both editions, where the focal country and the benchmark's share of all
    compared ones have an answer in both; scores rest on these items alone.

    Shape: a `Trend`; a row a country, an item, or a variable that is left out (see `Trend`).
    Scale: scores and bounds 0 to 100, changes in points.
    Missing: a change with an unknown end is "unknown"; frames are empty where nothing can be
        followed.
    Source: the World Bank's GovTech dataset, by data/crosswalks/gtmi.yml.
    """
    crosswalk = benchmark.data.crosswalks[SOURCE]
    before, after = crosswalk.editions[0], crosswalk.editions[-1]
    followed = followed_variables(crosswalk)
    parameters = benchmark.parameters
    paired = paired_answers(benchmark.answers, before.id, after.id, followed)
    pairs = comparable_pairs(
        paired,
        benchmark.focal,
        1 + len(benchmark.peers),
        parameters.min_share,
    )
    items = changes_by_item(pairs, benchmark.focal)
    countries = pd.DataFrame(columns=["iso3"])
    if len(pairs):
        doubted = usable_answers(benchmark.answers, parameters.fidelity, "unknown")
        framework = benchmark.coded.framework_of(items["item"])
        scores = [
            score_codes(_codes(pairs, edition, benchmark.answers),
                        _codes(pairs, edition, doubted), framework)
            for edition in (before, after)
        ]  # fmt: skip
        countries = changes_by_country(pairs, *scores)
    rare = followed[~followed["item"].isin(items["item"])].assign(
        edition="", because="few", reason=""
    )
    n_both = paired.groupby(["item", "variable"])["iso3"].nunique()
    rare = rare.join(n_both.rename("n_both"), on=["item", "variable"]).fillna({"n_both": 0})
    left_out = pd.concat([left_out_variables(crosswalk).assign(n_both=0), rare[list(_LEFT_OUT)]])
    left_out = left_out.astype({"n_both": "int64"})
    left_out = left_out.sort_values("item", kind="stable", ignore_index=True)
    return Trend(benchmark.focal, before, after, pairs, items, countries, left_out)


def followed_variables(crosswalk: Crosswalk) -> pd.DataFrame:
    """Return item, variable, fidelity, rank of the links that hold in the first and last edition.

    A link has one map of values to codes, so that a variable whose scale changed has two links or
    one that is left out in an edition.
    """
    ends = {crosswalk.editions[0].id, crosswalk.editions[-1].id}
    rows = [
        (link.item, link.variable, link.fidelity, link.rank)
        for link in crosswalk.links
        if ends <= set(link.editions)
    ]
    table = pd.DataFrame(rows, columns=["item", "variable", "fidelity", "rank"])
    return table.drop_duplicates(["item", "variable"], ignore_index=True)


def left_out_variables(crosswalk: Crosswalk) -> pd.DataFrame:
    """Return item, variable, edition, because and reason of links of one of the two editions.

    `because` and `reason` are what the crosswalk says of the variable in the other edition, empty
    where it says nothing.
    """
    ends = [crosswalk.editions[0].id, crosswalk.editions[-1].id]
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


def _codes(pairs: pd.DataFrame, edition: Edition, answers: pd.DataFrame) -> pd.DataFrame:
    """Return the answers of an edition to the followed items, as far as codes need them."""
    key = ["iso3", "item", "variable"]
    own = answers[answers["survey"] == edition.id]
    rows = pairs[key].merge(own, on=key)
    return rows[[column for column in CODES_TABLE.columns if column in rows]]

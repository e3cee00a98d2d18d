"""Two editions of one survey: which answers went up or down from one to the other."""

import pandas as pd

from egovbench.base.vocabulary import FIDELITIES

CHANGES = ("up", "same", "down", "unknown")
_KEY = ["iso3", "item", "variable"]
_ANSWER = ["code", "value", "zero_ambiguous", "collected_by"]


def paired_answers(
    answers: pd.DataFrame, before: str, after: str, followed: pd.DataFrame
) -> pd.DataFrame:
    """Return the answers that a country gave to the same question in both editions.

    `answers` is a OTHERS_TABLE, `before` and `after` are survey ids, `followed` has the rows item,
    variable, fidelity, rank of what asks the same in both. Columns: iso3, item, variable, fidelity,
    rank, and code, value, zero_ambiguous, collected_by of each edition, named `_before` and
    `_after`; change, one of CHANGES ("unknown" where either answer is), and doubtful, whether the
    source gives either answer as "no or unknown".
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
    pairs["doubtful"] = pairs["zero_ambiguous_before"] | pairs["zero_ambiguous_after"]
    return pairs


def comparable_pairs(
    pairs: pd.DataFrame, focal: str, n_countries: int, min_share: float
) -> pd.DataFrame:
    """Return the pairs of one variable an item, asked of enough countries in both editions.

    Enough are the focal country, another one, and `min_share` of all `n_countries`. Of several
    variables the most faithful, then the first of the crosswalk, stands for the item.
    """
    counts = pairs.groupby(["item", "variable"])["iso3"].agg(
        n="nunique", focal=lambda codes: focal in set(codes)
    )
    enough = counts[counts["focal"] & (counts["n"] > 1) & (counts["n"] >= min_share * n_countries)]
    usable = pairs.merge(enough.reset_index()[["item", "variable"]], on=["item", "variable"])
    order = usable.assign(place=usable["fidelity"].map(FIDELITIES.index)).sort_values(
        ["item", "place", "rank"], kind="stable"
    )
    chosen = order.drop_duplicates("item")[["item", "variable"]]
    return usable.merge(chosen, on=["item", "variable"]).sort_values(
        ["iso3", "item"], ignore_index=True
    )


def changes_by_item(pairs: pd.DataFrame, focal: str) -> pd.DataFrame:
    """Return one row an item: the focal country's codes, and how many others changed which way.

    Columns: item, variable, focal_before and focal_after (codes), focal_change (one of CHANGES),
    focal_doubtful, whether its source gives either answer as "no or unknown"; n_up, n_same, n_down,
    n_unknown of the other countries, and n_doubtful, how many of them have such an answer.
    """
    own = pairs[pairs["iso3"] == focal].set_index("item")
    counts = _counted(pairs[pairs["iso3"] != focal], "item")
    table = own[["variable"]].assign(
        focal_before=own["code_before"],
        focal_after=own["code_after"],
        focal_change=own["change"],
        focal_doubtful=own["doubtful"],
    )
    return table.join(counts).reset_index()


def changes_by_country(
    pairs: pd.DataFrame, before: pd.DataFrame, after: pd.DataFrame
) -> pd.DataFrame:
    """Return one row a country: both overall scores and how many items went which way.

    `before` and `after` are SCORES_TABLEs of the two editions on the items of `pairs`. Columns:
    iso3; score, lower and upper (0 to 100) of each edition, named `_before` and `_after`; change =
    score_after - score_before; clear, whether the bounds of the two do not overlap, so that no
    completion of what is unknown gives a change of the other sign or none; n_up, n_same, n_down,
    n_unknown items, and n_doubtful, those with "no or unknown" in either; collected_by of each
    edition.
    """
    bounds = ["score", "lower", "upper"]
    table = None
    for scores, name in ((before, "before"), (after, "after")):
        overall = scores[scores["level"] == "overall"].set_index("iso3")[bounds]
        overall = overall.add_suffix(f"_{name}")
        table = overall if table is None else table.join(overall)
    assert table is not None
    table["change"] = table["score_after"] - table["score_before"]
    table["clear"] = (table["lower_after"] > table["upper_before"]) | (
        table["upper_after"] < table["lower_before"]
    )
    who = pairs.groupby("iso3")[["collected_by_before", "collected_by_after"]].first()
    return table.join(_counted(pairs, "iso3")).join(who).reset_index()


def _counted(pairs: pd.DataFrame, by: str) -> pd.DataFrame:
    counts = pd.crosstab(pairs[by], pairs["change"]).reindex(columns=list(CHANGES), fill_value=0)
    counts = counts.add_prefix("n_").rename_axis(columns=None)
    return counts.assign(n_doubtful=pairs.groupby(by)["doubtful"].sum())

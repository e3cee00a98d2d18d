"""What changed between two editions of a survey, in words."""

import pandas as pd

from egovbench.base.comparing import above, equal
from egovbench.language import say
from egovbench.language.lists import item_names, listed
from egovbench.language.numbers import bounded, number
from egovbench.reports.wording import Row

CAUSES_IN_ORDER = ("scale", "few", "not_asked", "")
"""Why variables cannot be followed, what tells most of an item with several first."""


def trend_headline(
    focal_name: str, own: Row, others: pd.DataFrame, n_items: int, years: tuple[int, int]
) -> str:
    """Return the finding: where the focal country stood in both years, and the others' median.

    `own` is the focal country's row of changes_by_country, `others` the rows of the rest.
    """
    sentence = say(
        "trend.headline.own",
        focal=focal_name,
        n=n_items,
        first=years[0],
        last=years[1],
        before=bounded(own["score_before"], own["lower_before"], own["upper_before"]),
        after=bounded(own["score_after"], own["lower_after"], own["upper_after"]),
        sure=_certainty(own),
        who="same" if own["collected_by_before"] == own["collected_by_after"] else "changed",
    )
    if others.empty:
        return sentence
    medians = [number(float(others[name].median())) for name in ("score_before", "score_after")]
    return f"{sentence} " + say(
        "trend.headline.median", before=medians[0], after=medians[1], same=_same(*medians)
    )


def nothing_followed(focal_name: str, years: tuple[int, int]) -> str:
    """Return that nothing of the focal country can be followed."""
    return say("trend.headline.nothing", focal=focal_name, first=years[0], last=years[1])


def scores_message(focal_name: str, own: Row, years: tuple[int, int]) -> str:
    """Return the title of the chart of scores: whether the focal country's can be told apart."""
    sure = _certainty(own)
    if sure == "clear":
        sure = "up" if above(own["change"], 0.0) else "down"
    return say("trend.scores.message", focal=focal_name, first=years[0], last=years[1], sure=sure)


def change_sentences(
    items: pd.DataFrame, countries: pd.DataFrame, years: tuple[int, int]
) -> list[str]:
    """Return what moved: the focal country's items, the others, and the items that moved most.

    `items` are rows of changes_by_item with `label`, `countries` the others' rows of
    changes_by_country.
    """
    sentences = []
    for change, no_or_unknown in (("up", False), ("up", True), ("down", False), ("down", True)):
        rows = items[
            (items["focal_change"] == change) & (items["focal_no_or_unknown"] == no_or_unknown)
        ]
        if len(rows):
            sentences.append(
                say(
                    f"trend.own.{change}",
                    names=item_names(rows["label"].tolist(), None),
                    n=len(rows),
                    no_or_unknown="yes" if no_or_unknown else "no",
                    year=years[0] if change == "up" else years[1],
                )
            )
    if not items["focal_change"].isin(["up", "down"]).any():
        sentences.append(say("trend.own.none"))
    if len(countries):
        step = countries["change"]
        n_up, n_down = int(above(step, 0.0).sum()), int(above(0.0, step).sum())
        n_same = int(equal(step, 0.0).sum())
        sentences.append(
            say(
                "trend.others",
                n_up=n_up,
                n_same=n_same,
                n_down=n_down,
                n=len(countries),
                last=years[1],
                clear=int(countries["clear"].sum()),
            )
        )
    moved = items[items["n_up"] > 0]
    if len(moved):
        most = moved[moved["n_up"] == moved["n_up"].max()]
        sentences.append(
            say(
                "trend.most",
                names=item_names(most["label"].tolist(), None),
                items=len(most),
                n=int(most["n_up"].iloc[0]),
            )
        )
    return sentences


def caution_sentences(
    pairs: pd.DataFrame, focal: str, focal_name: str, years: tuple[int, int]
) -> list[str]:
    """Return what else than a change may have moved an answer; `pairs` are comparable_pairs."""
    moved = pairs[pairs["change"].isin(["up", "down"])]
    no_or_unknown = int(moved["no_or_unknown"].sum())
    sentences = []
    if no_or_unknown:
        sentences.append(say("trend.caution.no_or_unknown", n=no_or_unknown, of=len(moved)))
    who = pairs.drop_duplicates("iso3")
    asked = [
        say(
            "trend.caution.edition",
            year=year,
            parts=listed(
                [
                    say(f"sources.answered.{kind}", n=int(n))
                    for kind, n in who[column].value_counts().sort_index().items()
                ],
                None,
            ),
        )
        for year, column in zip(years, ("collected_by_before", "collected_by_after"), strict=True)
    ]
    differs = who[who["collected_by_before"] != who["collected_by_after"]]
    if len(differs):
        sentences.append(
            say(
                "trend.caution.who",
                first=asked[0],
                last=asked[1],
                n=len(differs),
                of=len(who),
                own="yes" if focal in set(differs["iso3"]) else "no",
                focal=focal_name,
            )
        )
    return sentences


def left_out_sentences(lost: pd.DataFrame, n_followed: int) -> list[str]:
    """Return how many items cannot be followed by any variable, and which, by what stands against.

    `lost` has one row per variable of these items: label, because, year (of the edition in which it
    cannot be used, 0 for neither). An item stands under the first cause of CAUSES_IN_ORDER.
    """
    labels = list(dict.fromkeys(lost["label"]))
    total = say("trend.left_out.sentence", n=len(labels), of=len(labels) + n_followed)
    order = lost.assign(place=lost["because"].map(CAUSES_IN_ORDER.index))
    first = order.sort_values(["place", "item"], kind="stable").drop_duplicates("label")
    named = [
        say(
            f"trend.left_out.named.{because or 'other'}",
            year=int(rows["year"].iloc[0]),
            names=item_names(rows.sort_values("item")["label"].tolist(), None),
            n=len(rows),
        )
        for (_, because, _), rows in first.groupby(["place", "because", "year"], sort=True)
    ]
    return [total, *named]


def _certainty(own: Row) -> str:
    if equal(own["score_before"], own["score_after"]):
        return "same"
    return "clear" if own["clear"] else "open"


def _same(before: str, after: str) -> str:
    return "yes" if before == after else "no"

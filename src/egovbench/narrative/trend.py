"""What changed between two editions of a survey, in words."""

import pandas as pd

from egovbench.language import say
from egovbench.language.lists import item_names, listed
from egovbench.language.numbers import bounded, number
from egovbench.narrative.wording import Row


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


def change_sentences(items: pd.DataFrame, countries: pd.DataFrame) -> list[str]:
    """Return what moved: the focal country's items, the others, and the items that moved most.

    `items` are rows of changes_by_item with `label`, `countries` the others' rows of
    changes_by_country.
    """
    sentences = []
    for change in ("up", "down"):
        labels = items.loc[items["focal_change"] == change, "label"].tolist()
        if labels:
            sentences.append(say(f"trend.own.{change}", names=item_names(labels, None)))
    if len(countries):
        step = countries["change"].round(6)
        n_up, n_same, n_down = int((step > 0).sum()), int((step == 0).sum()), int((step < 0).sum())
        sentences.append(
            say(
                "trend.others",
                n_up=n_up,
                n_same=n_same,
                n_down=n_down,
                n=len(countries),
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
                n=int(most["n_up"].iloc[0]),
            )
        )
    return sentences


def caution_sentences(pairs: pd.DataFrame, years: tuple[int, int]) -> list[str]:
    """Return what else than a change may have moved an answer; `pairs` are comparable_pairs."""
    moved = pairs[pairs["change"].isin(["up", "down"])]
    doubtful = int(moved["doubtful"].sum())
    sentences = []
    if doubtful:
        sentences.append(say("trend.caution.doubtful", n=doubtful, of=len(moved)))
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
    differs = int((who["collected_by_before"] != who["collected_by_after"]).sum())
    if differs:
        sentences.append(
            say("trend.caution.who", first=asked[0], last=asked[1], n=differs, of=len(who))
        )
    return sentences


def left_out_sentence(n_left_out: int, n_followed: int) -> str:
    """Return how many items cannot be followed by any variable and how many can."""
    return say("trend.left_out.sentence", n=n_left_out, of=n_left_out + n_followed)


def _certainty(own: Row) -> str:
    if own["score_before"] == own["score_after"]:
        return "same"
    return "clear" if own["clear"] else "open"


def _same(before: str, after: str) -> str:
    return "yes" if before == after else "no"

"""What one section says."""

import pandas as pd

from egovbench.narrative.overview import gaps_sentence, strengths_sentence
from egovbench.narrative.wording import (
    Row,
    bounded_score,
    count,
    item_names,
    median_with_bounds,
    number,
)


def section_headline(focal_name: str, title: str, own: Row, compared: Row | None) -> str:
    """Return the finding for a section.

    `own` is the focal country's score on all scored items of the section (a row of SCORES_TABLE),
    `compared` its row of compare_scores, or nothing where no item can be compared.
    """
    asked = count(int(own["n_items"]), "item")
    if int(own["n_items"]) == 0:
        return f"{title}: nothing is known of {focal_name}."
    if own["n_known"] == 0:
        alone = f"none of its {asked} can be coded from what {focal_name} wrote"
    else:
        alone = (
            f"{focal_name} scores {bounded_score(own)} on its {asked}, "
            f"{int(own['n_known'])} of them known"
        )
    if compared is None:
        return f"{title}: {alone}. No peer answered a comparable item, so it stands alone."
    shared = count(int(compared["n_items"]), "item")
    against = f"on the {shared} that can be compared its {bounded_score(compared)}"
    median = f"the peers' median of {median_with_bounds(compared)}"
    verdict = {
        "above": f"is above {median}",
        "below": f"is below {median}",
        "not distinguishable": f"cannot be told apart from {median}",
        "no peers": "stands without peers",
    }[compared["position"]]
    return f"{title}: {alone}; {against} {verdict}."


def indicator_sentences(indicators: pd.DataFrame) -> list[str]:
    """Return what sets the indicators of a section apart, largest gap first.

    `indicators` are rows of compare_scores (level indicator) with a column `name`.
    """
    sentences = []
    apart = indicators[indicators["position"].isin(["above", "below"])]
    for row in apart.sort_values("gap", key=abs, ascending=False).to_dict("records"):
        sentences.append(
            f"{row['name']}: {number(row['score'])}, {row['position']} the peers' median of "
            f"{number(row['median'])} ({count(int(row['n_items']), 'item')})."
        )
    return sentences


def section_item_sentences(
    focal_name: str, strong: pd.DataFrame, weak: pd.DataFrame, codes: pd.DataFrame
) -> list[str]:
    """Return strengths, gaps and unknown items of a section; nothing where there is none.

    `codes` are the focal country's codes of the section with the columns `label` and `closed`,
    whether the form offers options to tick.
    """
    sentences = []
    if not weak.empty:
        sentences.append(gaps_sentence(focal_name, weak))
    if not strong.empty:
        sentences.append(strengths_sentence(focal_name, strong))
    unknown = codes[codes["code"] == "unknown"]
    if len(unknown):
        names = item_names(unknown["label"].tolist(), len(unknown))
        pronoun, verb = ("it", "is") if len(unknown) == 1 else ("they", "are")
        sentences.append(
            f"What {focal_name} wrote does not settle {names}; {pronoun} {verb} counted as neither "
            "yes nor no."
        )
        closed = int(unknown["closed"].sum())
        if closed:
            which = "it" if len(unknown) == 1 else f"{closed} of them"
            sentences.append(
                f"A copy of the form that shows the ticked options would settle {which}."
            )
    return sentences

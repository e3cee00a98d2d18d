"""What one section says."""

import pandas as pd

from egovbench.language import say
from egovbench.language.lists import set_apart
from egovbench.language.numbers import number
from egovbench.reports.overview.sentences import gaps_sentence, strengths_sentence
from egovbench.reports.wording import (
    Row,
    bounded_score,
    median_with_bounds,
    position,
    unknown_sentences,
)


def section_headline(focal_name: str, title: str, own: Row, compared: Row | None) -> str:
    """Return the finding for a section: what can be compared first, then the country by itself.

    `own` is the focal country's score on all scored items of the section (a row of SCORES_TABLE),
    `compared` its row of compare_scores, or nothing where no item can be compared.
    """
    asked, known = int(own["n_items"]), int(own["n_known"])
    if asked == 0:
        return say("section.headline.nothing", title=title, focal=focal_name)
    peers = compared is not None and compared["position"] != "no peers"
    if known == 0:
        alone = say("section.headline.unknown", focal=focal_name, n=asked)
    else:
        given = {"focal": focal_name} if not peers else {}
        alone = say(
            "section.headline.also" if peers else "section.headline.alone",
            score=bounded_score(own),
            n=asked,
            n_known=known,
            n_unknown=asked - known,
            **given,
        )
    if compared is None or not peers:
        return say("section.headline.without_peers", title=title, alone=alone)
    shared = say(
        "section.headline.compared",
        title=title,
        focal=focal_name,
        n=int(compared["n_items"]),
        score=bounded_score(compared),
        position=position(compared),
        median=median_with_bounds(compared),
    )
    if int(compared["n_items"]) == asked:
        return f"{shared}."
    return say("section.headline.both", compared=shared, also=alone)


def indicator_sentences(indicators: pd.DataFrame) -> list[str]:
    """Return which indicators of a section stand apart from the peers' median.

    `indicators` are rows of compare_scores (level indicator) with a column `name`. One sentence a
    side, the side with the widest gap first; nothing where none stands apart.
    """
    apart = indicators[indicators["position"].isin(["above", "below"])]
    apart = apart.sort_values("gap", key=abs, ascending=False, kind="stable")
    sentences = []
    for side in dict.fromkeys(apart["position"]):
        entries = [
            say(
                "section.indicators.entry",
                name=str(row["name"]),
                score=number(row["score"]),
                median=number(row["median"]),
                n=int(row["n_items"]),
            )
            for row in apart[apart["position"] == side].to_dict("records")
        ]
        sentences.append(say(f"section.indicators.{side}", entries=set_apart(entries)))
    return sentences


def section_item_sentences(
    focal_name: str, strong: pd.DataFrame, weak: pd.DataFrame, codes: pd.DataFrame, own_form: bool
) -> list[str]:
    """Return gaps, strengths and unknown items of a section; nothing where there is none.

    `codes` are the focal country's codes of the section as `unknown_sentences` takes them.
    """
    sentences = []
    if not weak.empty:
        sentences.append(gaps_sentence(focal_name, weak))
    if not strong.empty:
        sentences.append(strengths_sentence(focal_name, strong))
    return sentences + unknown_sentences(focal_name, codes, own_form)

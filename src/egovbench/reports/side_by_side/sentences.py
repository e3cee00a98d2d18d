"""A few countries beside each other, in words."""

from collections.abc import Mapping

import pandas as pd

from egovbench.comparison.matrix import against_focal
from egovbench.language import say
from egovbench.language.lists import listed, set_apart
from egovbench.reports.sentence_parts import bounded_score, first_row


def side_by_side_headline(scores: pd.DataFrame, focal: str, names: Mapping[str, str]) -> str:
    """Return the focal country's score and who can be told apart from it.

    `scores` are rows of scores_side_by_side, `names` the countries' names by ISO3 code.
    """
    overall = scores[scores["level"] == "overall"]
    own = first_row(overall[overall["iso3"] == focal])
    positions = against_focal(scores, focal)
    groups = {
        position: [names[iso3] for iso3, found in positions.items() if found == position]
        for position in ("above", "below", "open")
    }
    parts = [
        say(f"side_by_side.headline.{position}", n=len(group), names=listed(group, None))
        for position, group in groups.items()
        if group
    ]
    return say(
        "side_by_side.headline.whole",
        focal=names[focal],
        score=bounded_score(own),
        n=int(own["n_items"]),
        of=len(positions) + 1,
        others=set_apart(parts),
    )


def differing_sentence(n_differing: int, n_compared: int) -> str:
    """Return on how many of the compared items known answers differ."""
    return say("side_by_side.differing", n=n_differing, of=n_compared)

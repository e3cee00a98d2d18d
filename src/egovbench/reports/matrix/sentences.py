"""All countries by section, in words."""

import pandas as pd

from egovbench.language import say
from egovbench.language.lists import listed, set_apart
from egovbench.language.numbers import number

_PLACES = {"above": "above", "below": "below", "not distinguishable": "same"}
_LEAST = 4


def matrix_headline(
    focal_name: str, sections: pd.DataFrame, titles: dict[str, str], n_others: int
) -> str:
    """Return in which sections the focal country lies above, below or at the others' median.

    `sections` are rows of compare_scores; `titles` names every section by its letter, so that
    those of which nothing can be compared are named as well, and those in which fewer than half of
    the `n_others` were asked all compared items, whose median would not stand for the rest.
    """
    enough = sections["n_peers"] * 2 >= n_others
    groups = {
        key: sections.loc[enough & (sections["position"] == position), "id"].tolist()
        for position, key in _PLACES.items()
    }
    groups["few"] = sections.loc[~enough, "id"].tolist()
    placed = {letter for letters in groups.values() for letter in letters}
    groups["nothing"] = [letter for letter in titles if letter not in placed]
    parts = [
        say(
            f"matrix.headline.{key}",
            names=listed([f"{titles[letter]} ({letter})" for letter in letters], None),
        )
        for key, letters in groups.items()
        if letters
    ]
    return say("matrix.headline.whole", focal=focal_name, n=n_others, parts=set_apart(parts))


def fewer_items_sentence(cells: pd.DataFrame) -> str:
    """Return how many scores rest on fewer items than their column, nothing where none does."""
    sections = cells[(cells["level"] == "section") & (cells["n_items"] > 0)]
    fewer = int((~sections["complete"]).sum())
    return say("matrix.fewer", n=fewer, of=len(sections)) if fewer else ""


def spread_message(cells: pd.DataFrame, titles: dict[str, str]) -> str:
    """Return in which section the countries differ most, by the range of their middle half.

    `cells` are those of score_cells; only complete ones count, and sections in which at least half
    of the countries have one. A general title for fewer than four countries, or where in no section
    the quartiles differ.
    """
    usable = cells[(cells["level"] == "section") & cells["complete"] & cells["score"].notna()]
    scores = usable.groupby("id", sort=True)["score"]
    enough = scores.count() >= max(_LEAST, cells["iso3"].nunique() / 2)
    low, high = scores.quantile(0.25)[enough], scores.quantile(0.75)[enough]
    width = high - low
    if width.empty or width.max() <= 0:
        return say("matrix.spread.plain")
    widest = str(width.idxmax())
    return say(
        "matrix.spread.message",
        section=titles[widest],
        id=widest,
        low=number(float(low[widest])),
        high=number(float(high[widest])),
    )

"""All countries by section, in words."""

import pandas as pd

from egovbench.base.comparing import above, steady
from egovbench.language import say
from egovbench.language.lists import listed, set_apart
from egovbench.language.numbers import number
from egovbench.reports.wording import POSITION_KEYS, position_column

_LEAST = 4


def matrix_headline(
    focal_name: str, sections: pd.DataFrame, titles: dict[str, str], n_others: int
) -> str:
    """Return how the focal country stands to the others in each section.

    `sections` are rows of Benchmark.sections; `titles` names every section by its letter, so that
    those of which nothing can be compared are named as well, and those in which fewer than half of
    the `n_others` were asked all compared items, whose median would not stand for the rest.
    """
    enough = sections["n_peers"] * 2 >= n_others
    names = sections["id"].map(titles) + " (" + sections["id"] + ")"
    hangs = sections["position"] == "hangs on an item"
    names = names.mask(hangs, names + ", " + pd.Series(position_column(sections), sections.index))
    groups = {
        key: names[enough & (sections["position"] == position)].tolist()
        for position, key in POSITION_KEYS.items()
        if position != "no peers"
    }
    groups["fewer_countries"] = names[~enough].tolist()
    groups["nothing"] = [
        f"{title} ({letter})"
        for letter, title in titles.items()
        if letter not in set(sections["id"])
    ]
    parts = [
        say(f"matrix.headline.{key}", names=listed(each, None))
        for key, each in groups.items()
        if each
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
    if width.empty or not above(width.max(), 0.0):
        return say("matrix.spread.plain")
    widest = str(width.map(steady).idxmax())
    return say(
        "matrix.spread.message",
        section=titles[widest],
        id=widest,
        low=number(float(low[widest])),
        high=number(float(high[widest])),
    )

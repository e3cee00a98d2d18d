"""What would make a comparison better."""

import pandas as pd

from egovbench.language import say
from egovbench.language.lists import item_names, listed


def gaps_headline(unanswered: pd.DataFrame, open_items: pd.DataFrame, n_scored: int) -> str:
    """Return how many scored items no source answers, and where the largest ones are.

    `unanswered` are rows of unanswered_items, `open_items` of open_answers.
    """
    sections = unanswered["section"].value_counts(sort=False)
    where = listed(
        [say("gaps.section", n=int(n), section=str(section)) for section, n in sections.items()],
        None,
    )
    text = say("gaps.none", of=n_scored)
    if where:
        text = say("gaps.unanswered", n=len(unanswered), of=n_scored, where=where)
    if open_items.empty:
        return text
    still = int((open_items["n_not_asked"] + open_items["n_unknown"]).sum())
    countries = len(set(" ".join(open_items["countries"]).split()))
    names = item_names(open_items["label"].head(3).tolist())
    return f"{text} {say('gaps.open', n=still, countries=countries, names=names)}"


def remedy_sentence() -> str:
    """Return how a reader can close a gap."""
    return say("gaps.remedy")

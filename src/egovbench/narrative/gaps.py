"""What would make a comparison better."""

import pandas as pd

from egovbench.narrative.wording import count, item_names, listed


def gaps_headline(unanswered: pd.DataFrame, open_items: pd.DataFrame, n_scored: int) -> str:
    """Return how many scored items no source answers, and where the largest ones are.

    `unanswered` are rows of unanswered_items, `open_items` of open_answers.
    """
    sections = unanswered["section"].value_counts(sort=False)
    where = listed([f"{n} in {section}" for section, n in sections.items()], most=len(sections))
    text = f"No source answers {len(unanswered)} of {count(n_scored, 'scored item')}"
    text += f" ({where})." if where else "."
    if len(open_items):
        most = int((open_items["n_not_asked"] + open_items["n_unknown"]).sum())
        text += (
            f" On items that some source answers, {count(most, 'answer')} are still missing, most "
            f"of them on {item_names(open_items['label'].head(3).tolist())}."
        )
    return text


def remedy_sentence() -> str:
    """Return how a reader can close a gap."""
    return (
        "A country's own questionnaire, read with egovbench ingest and coded with egovbench code, "
        "answers all of them at once."
    )

"""Of which years the compared answers are."""

import pandas as pd

from egovbench.narrative.wording import count, percent

MOST_YEARS_APART = 3


def span_sentences(focal_name: str, focal_year: int, fused: pd.DataFrame) -> list[str]:
    """Return the span of years a comparison rests on, and a warning where it is too wide.

    `fused` holds the peers' answers that count (PEERS_TABLE, one a country and item); `focal_year`
    is the year of the focal country's answers. More than three years apart is worth a warning.
    """
    if fused.empty:
        return []
    first, last = int(fused["year"].min()), int(fused["year"].max())
    years = f"of {first}" if first == last else f"of {first} to {last}"
    sentences = [f"{focal_name} answered in {focal_year}; the peers' codes are {years}."]
    old = fused[(focal_year - fused["year"]).abs() > MOST_YEARS_APART]
    if len(old):
        verb = "lies" if len(old) == 1 else "lie"
        sentences.append(
            f"{count(len(old), 'code')} of peers ({percent(len(old) / len(fused))}) {verb} more "
            f"than {MOST_YEARS_APART} years from {focal_name}'s answers, on "
            f"{count(old['item'].nunique(), 'item')}: what was true then may not be now."
        )
    return sentences

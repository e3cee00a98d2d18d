"""Of which years the compared answers are."""

import pandas as pd

from egovbench.language import say
from egovbench.language.numbers import percent, span

MOST_YEARS_APART = 3


def span_sentences(focal_name: str, focal_year: int | None, fused: pd.DataFrame) -> list[str]:
    """Return the span of years a comparison rests on, and a warning where it is too wide.

    `fused` holds the peers' answers that count (OTHERS_TABLE, one a country and item); `focal_year`
    is the year of the focal country's own answers, None where it has given none. More than three
    years apart is worth a warning.
    """
    if fused.empty:
        return []
    first, last = int(fused["year"].min()), int(fused["year"].max())
    years = span(str(first), str(last))
    if focal_year is None:
        return [say("sources.years.others", years=years)]
    sentences = [say("sources.years.span", focal=focal_name, year=focal_year, years=years)]
    old = fused[(focal_year - fused["year"]).abs() > MOST_YEARS_APART]
    if len(old):
        sentences.append(
            say(
                "sources.years.old",
                n=len(old),
                share=percent(len(old) / len(fused)),
                most=MOST_YEARS_APART,
                focal=focal_name,
                items=int(old["item"].nunique()),
            )
        )
    return sentences

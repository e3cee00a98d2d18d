"""What is known of one country."""

import pandas as pd

from egovbench.base.comparing import above, equal
from egovbench.language import say
from egovbench.language.lists import listed
from egovbench.language.numbers import number
from egovbench.reports.wording import Row, told_score


def country_headline(name: str, overall: Row, among: Row) -> str:
    """Return how a country stands among all ranked countries.

    `overall` is its row of compare_scores, `among` the first row of standing_in_groups.
    """
    return say(
        "country.headline.ranked",
        country=name,
        rank=int(among["rank"]),
        of=int(among["n"]),
        score=told_score(overall),
        n=int(overall["n_items"]),
        median=number(among["median"]),
    )


def profile_sentence(name: str, overall: Row, basis: str) -> str:
    """Return the score of a country on every item it was asked (a row of SCORES_TABLE).

    `basis` says whether the codes come from its own questionnaire ("form"), from coding by "hand",
    or from "others".
    """
    asked, known = int(overall["n_items"]), int(overall["n_known"])
    if known == 0:
        return say("country.headline.nothing", country=name)
    return say(
        "country.headline.known",
        country=name,
        score=told_score(overall),
        n=asked,
        n_known=known,
        n_unknown=asked - known,
        source=basis,
    )


def section_profile_sentences(sections: pd.DataFrame) -> list[str]:
    """Return the country's strongest, weakest and least known sections.

    `sections` are rows of SCORES_TABLE (level section) with a column `title`.
    """
    known = sections[sections["n_known"] > 0]
    sentences = []
    highest, lowest = known["score"].max(), known["score"].min()
    if len(known) > 1 and above(highest, lowest):
        for end, value in (("highest", highest), ("lowest", lowest)):
            rows = known[equal(known["score"], value)]
            names = [f"{row['title']} ({row['id']})" for row in rows.to_dict("records")]
            sentences.append(
                say(f"country.sections.{end}", score=number(value), names=listed(names, None))
            )
    open_sections = sections[(sections["n_items"] > 0) & (sections["coverage"] < 1)]
    if len(open_sections):
        names = [
            say(
                "country.sections.open_entry",
                section=str(row["title"]),
                n=int(row["n_items"] - row["n_known"]),
                of=int(row["n_items"]),
            )
            for row in open_sections.sort_values("coverage").to_dict("records")
        ]
        sentences.append(say("country.sections.open", names=listed(names, None)))
    unasked = sections[sections["n_items"] == 0]
    if len(unasked):
        names = [f"{row['title']} ({row['id']})" for row in unasked.to_dict("records")]
        sentences.append(say("country.sections.unasked", names=listed(names, None)))
    return sentences

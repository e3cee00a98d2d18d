"""What is known of one country."""

import pandas as pd

from egovbench.narrative.wording import Row, bounded_score, count, listed, number

_BASES = {
    "form": "its own answers to the questionnaire, as reported by the government",
    "hand": "a coding of the questionnaire by hand",
    "others": "what other bodies' surveys say of it",
}


def country_headline(name: str, overall: Row, basis: str) -> str:
    """Return the finding for a country on every item it was asked (a row of SCORES_TABLE).

    `basis` says whether the codes come from its own questionnaire ("form"), from coding by "hand",
    or from "others".
    """
    asked = count(int(overall["n_items"]), "scored item")
    if overall["n_known"] == 0:
        return f"Nothing is known of {name} yet."
    return (
        f"{name} scores {bounded_score(overall)}"
        f" on {asked}, {int(overall['n_known'])} of them known from {_BASES[basis]}."
    )


def section_profile_sentences(sections: pd.DataFrame) -> list[str]:
    """Return the country's strongest, weakest and least known sections.

    `sections` are rows of SCORES_TABLE (level section) with a column `title`.
    """
    known = sections[sections["n_known"] > 0]
    sentences = []
    if len(known) > 1 and known["score"].max() > known["score"].min():
        for word, value in (("Highest", known["score"].max()), ("Lowest", known["score"].min())):
            rows = known[known["score"] == value]
            names = [f"{row['title']} ({row['id']})" for row in rows.to_dict("records")]
            sentences.append(f"{word}, at {number(value)}: {listed(names)}.")
    open_sections = sections[(sections["n_items"] > 0) & (sections["coverage"] < 1)]
    if len(open_sections):
        names = [
            f"{row['title']} ({row['n_items'] - row['n_known']} of {row['n_items']})"
            for row in open_sections.sort_values("coverage").to_dict("records")
        ]
        sentences.append(f"Unknown answers stand in {listed(names, most=len(names))}.")
    unasked = sections[sections["n_items"] == 0]
    if len(unasked):
        names = [f"{row['title']} ({row['id']})" for row in unasked.to_dict("records")]
        sentences.append(f"Nothing was asked of it in {listed(names, most=len(names))}.")
    return sentences

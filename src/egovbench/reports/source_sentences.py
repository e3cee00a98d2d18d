"""Who answered, and when."""

from collections import Counter
from collections.abc import Mapping

import pandas as pd

from egovbench.base.schemas import HAND_RULE
from egovbench.language import say
from egovbench.language.lists import listed


def source_sentences(
    focal_name: str,
    focal_basis: str,
    peer_codes: pd.DataFrame,
    answers: pd.DataFrame,
    titles: Mapping[str, str],
    names: Mapping[str, str],
) -> list[str]:
    """Return what the codes of the focal country and of its peers rest on, a sentence a source.

    `focal_basis` is "form" (its own questionnaire), "hand" (coded by hand) or "others".
    `peer_codes` are CODES_TABLE rows, `answers` OTHERS_TABLE rows of the peers, `titles` names each
    survey's source and `names` each country. A government's own answer beside somebody else's is a
    known bias, so both are named.
    """
    parts = []
    if focal_basis != "others":
        parts.append(say(f"sources.focal.{focal_basis}", focal=focal_name))
    known = peer_codes[peer_codes["code"] != "not_asked"]
    by_hand = known["rule"] == HAND_RULE
    own = known.loc[(known["evidence"] != "source") & ~by_hand, "iso3"].unique()
    if len(own):
        parts.append(say("sources.own", countries=listed([names[iso3] for iso3 in own])))
    if by_hand.any():
        coded = known.loc[by_hand, "iso3"].unique()
        parts.append(say("sources.by_hand", countries=listed([names[iso3] for iso3 in coded])))
    used = known[(known["evidence"] == "source") & ~by_hand]
    who = answers.drop_duplicates(["survey", "iso3"])[["survey", "iso3", "collected_by"]]
    who = who.merge(used[["survey", "iso3"]].drop_duplicates())
    sizes = used.groupby("survey").size().sort_values(ascending=False, kind="stable")
    for survey, size in sizes.items():
        kinds = Counter(who.loc[who["survey"] == survey, "collected_by"]).most_common()
        parts.append(
            say(
                "sources.survey",
                title=titles[str(survey)],
                n=int(size),
                countries=listed([say(f"sources.answered.{kind}", n=n) for kind, n in kinds], None),
            )
        )
    return parts

"""Who answered, and when."""

from collections import Counter
from collections.abc import Mapping

import pandas as pd

from egovbench.language import say
from egovbench.language.lists import listed, set_apart


def sources_note(
    focal_name: str,
    focal_has_form: bool,
    peer_codes: pd.DataFrame,
    answers: pd.DataFrame,
    titles: Mapping[str, str],
) -> str:
    """Return what the codes of the focal country and of its peers rest on.

    `peer_codes` are CODES_TABLE rows, `answers` PEERS_TABLE rows of the peers, `titles` names each
    survey's source. A government's own answer beside somebody else's is a known bias, so both are
    named.
    """
    parts = [say("sources.focal", focal=focal_name)] if focal_has_form else []
    known = peer_codes[peer_codes["code"] != "not_asked"]
    own = int(known.loc[known["evidence"] != "source", "iso3"].nunique())
    if own:
        parts.append(say("sources.own", n=own))
    used = known[known["evidence"] == "source"]
    who = answers.drop_duplicates(["survey", "iso3"])[["survey", "iso3", "collected_by"]]
    who = who.merge(used[["survey", "iso3"]].drop_duplicates())
    sizes = used.groupby("survey").size().sort_values(ascending=False, kind="stable")
    surveys = []
    for survey, size in sizes.items():
        kinds = Counter(who.loc[who["survey"] == survey, "collected_by"]).most_common()
        surveys.append(
            say(
                "sources.survey",
                title=titles[str(survey)],
                n=int(size),
                countries=listed([say(f"sources.answered.{kind}", n=n) for kind, n in kinds], None),
            )
        )
    if surveys:
        parts.append(say("sources.others", surveys=set_apart(surveys)))
    return " ".join(parts)

"""Who answered, and when."""

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
    surveys = []
    for survey, group in sorted(used.groupby("survey"), key=lambda each: -len(each[1])):
        countries = answers[(answers["survey"] == survey) & answers["iso3"].isin(group["iso3"])]
        who = countries.drop_duplicates("iso3")["collected_by"].value_counts()
        kinds = [say(f"sources.answered.{kind}", n=int(n)) for kind, n in who.items()]
        surveys.append(
            say(
                "sources.survey",
                title=titles[str(survey)],
                n=len(group),
                countries=listed(kinds, None),
            )
        )
    if surveys:
        parts.append(say("sources.others", surveys=set_apart(surveys)))
    return " ".join(parts)

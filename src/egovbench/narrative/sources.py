"""Who answered, and when."""

from collections import Counter
from collections.abc import Mapping

import pandas as pd

from egovbench.narrative.wording import count, listed


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
    parts = []
    if focal_has_form:
        parts.append(
            f"{focal_name}: its own answers to the questionnaire, as reported by the government "
            "and coded from the text."
        )
    known = peer_codes[peer_codes["code"] != "not_asked"]
    own = known.loc[known["evidence"] != "source", "iso3"].nunique()
    if own:
        parts.append(f"{count(own, 'peer')}: own answers to the questionnaire.")
    used = known[known["evidence"] == "source"]
    who = answers.drop_duplicates(["survey", "iso3"])[["survey", "iso3", "collected_by"]]
    who = who.merge(used[["survey", "iso3"]].drop_duplicates())
    sizes = used.groupby("survey").size().sort_values(ascending=False, kind="stable")
    for survey, size in sizes.items():
        kinds = Counter(who.loc[who["survey"] == survey, "collected_by"]).most_common()
        answered = listed([_answered(str(kind), n) for kind, n in kinds])
        parts.append(f"{count(size, 'code')} of peers: {titles[str(survey)]} ({answered}).")
    return " ".join(parts)


def _answered(kind: str, n_countries: int) -> str:
    own = "its government" if n_countries == 1 else "their government"
    who = {"government": own, "researchers": "researchers", "desk": "desk research"}[kind]
    return f"{count(n_countries, 'country', 'countries')} by {who}"

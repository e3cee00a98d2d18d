"""Who answered, and when."""

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
    used = known.loc[known["evidence"] == "source", ["iso3", "survey"]].drop_duplicates()
    for survey, group in used.groupby("survey", sort=True):
        who = answers.loc[answers["survey"] == survey].drop_duplicates("iso3")["collected_by"]
        kinds = [f"{n} by {kind}" for kind, n in who.value_counts().items()]
        parts.append(
            f"{count(group['iso3'].nunique(), 'peer')}: {titles[str(survey)]} "
            f"({listed(kinds)})."
        )
    return " ".join(parts)

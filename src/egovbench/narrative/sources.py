"""Who answered, and when."""

from collections.abc import Mapping

import pandas as pd

from egovbench.narrative.wording import count, listed
from egovbench.schemas import HAND_RULE

_BASES = {
    "form": (
        "its own answers to the questionnaire, as reported by the government and coded from the "
        "text"
    ),
    "hand": "the questionnaire coded by hand",
}


def sources_note(
    focal_name: str,
    focal_basis: str,
    peer_codes: pd.DataFrame,
    answers: pd.DataFrame,
    titles: Mapping[str, str],
) -> str:
    """Return what the codes of the focal country and of its peers rest on.

    `focal_basis` is "form" (its own questionnaire), "hand" (coded by hand) or "others".
    `peer_codes` are CODES_TABLE rows, `answers` PEERS_TABLE rows of the peers, `titles` names each
    survey's source. A government's own answer beside somebody else's is a known bias, so both are
    named.
    """
    parts = []
    if focal_basis in _BASES:
        parts.append(f"{focal_name}: {_BASES[focal_basis]}.")
    known = peer_codes[peer_codes["code"] != "not_asked"]
    by_hand = known["rule"] == HAND_RULE
    own = known.loc[(known["evidence"] != "source") & ~by_hand, "iso3"].nunique()
    if own:
        parts.append(f"{count(own, 'peer')}: own answers to the questionnaire.")
    if by_hand.any():
        coded = known.loc[by_hand, "iso3"].nunique()
        parts.append(f"{count(coded, 'peer')}: the questionnaire coded by hand.")
    used = known[(known["evidence"] == "source") & ~by_hand]
    for survey, group in sorted(used.groupby("survey"), key=lambda each: -len(each[1])):
        countries = answers[(answers["survey"] == survey) & answers["iso3"].isin(group["iso3"])]
        who = countries.drop_duplicates("iso3")["collected_by"].value_counts()
        kinds = [_answered(str(kind), n) for kind, n in who.items()]
        parts.append(
            f"{count(len(group), 'code')} of peers: {titles[str(survey)]} ({listed(kinds)})."
        )
    return " ".join(parts)


def _answered(kind: str, n_countries: int) -> str:
    own = "its government" if n_countries == 1 else "their government"
    who = {"government": own, "researchers": "researchers", "desk": "desk research"}[kind]
    return f"{count(n_countries, 'country', 'countries')} by {who}"

"""From several answers of other sources to one code for each country and item."""

import pandas as pd

from egovbench.schemas import CODES_TABLE, FIDELITIES


def usable_answers(peers: pd.DataFrame, fidelity: str, ambiguous_no: str) -> pd.DataFrame:
    """Return the peers' answers (PEERS_TABLE) whose link is at least as faithful as `fidelity`.

    With `ambiguous_no` "unknown" an answer that its source gives as "no or unknown" is unknown
    instead of no.
    """
    allowed = FIDELITIES[: FIDELITIES.index(fidelity) + 1]
    usable = peers[peers["fidelity"].isin(allowed)].copy()
    if ambiguous_no == "unknown":
        doubtful = usable["zero_ambiguous"] & (usable["code"] == "no")
        usable.loc[doubtful, "code"] = "unknown"
        usable.loc[doubtful, "value"] = float("nan")
    return usable


def preferred_answers(peers: pd.DataFrame) -> pd.DataFrame:
    """Return one answer (PEERS_TABLE) a country and item: the most faithful, then the latest.

    Of equals the crosswalk's order decides.
    """
    order = peers.assign(place=peers["fidelity"].map(FIDELITIES.index))
    order = order.sort_values(
        ["iso3", "item", "place", "year", "rank"],
        ascending=[True, True, True, False, True],
        kind="stable",
    )
    return order.drop_duplicates(["iso3", "item"]).drop(columns="place").reset_index(drop=True)


def as_codes(answers: pd.DataFrame) -> pd.DataFrame:
    """Return peers' answers as codes (CODES_TABLE) with evidence "source"."""
    return pd.DataFrame(
        {
            "iso3": answers["iso3"],
            "survey": answers["survey"],
            "item": answers["item"],
            "code": answers["code"],
            "value": answers["value"],
            "evidence": "source",
            "rule": "crosswalk, " + answers["fidelity"],
            "rationale": answers["variable"].where(
                answers["instrument"] == "", answers["variable"] + ": " + answers["instrument"]
            ),
            "coder": answers["collected_by"],
            "source": answers["survey"],
        },
        columns=list(CODES_TABLE.columns),
    )

"""From several answers of other sources to one code for each country and item."""

from collections.abc import Collection

import pandas as pd

from egovbench.base.schemas import CODE_VALUES, CODES_TABLE
from egovbench.base.vocabulary import FIDELITIES


def usable_answers(
    peers: pd.DataFrame,
    fidelity: str,
    ambiguous_no: str,
    sources: str | Collection[str] = "all",
    answered_by: str = "any",
    earliest: int = 0,
) -> pd.DataFrame:
    """Return the peers' answers (OTHERS_TABLE) that a comparison admits.

    Admitted are links at least as faithful as `fidelity`, of `sources` ("all" or some, see
    `source_of`), given by `answered_by` (government, researchers, desk, or any), and with a
    reference year of `earliest` or later. With `ambiguous_no` "unknown" an answer that its source
    gives as "no or unknown" is unknown instead of no.
    """
    admitted = peers["fidelity"].isin(FIDELITIES[: FIDELITIES.index(fidelity) + 1])
    admitted &= peers["year"] >= earliest
    if sources != "all":
        admitted &= source_of(peers["survey"]).isin(list(sources))
    if answered_by != "any":
        admitted &= peers["collected_by"] == answered_by
    usable = peers[admitted].copy()
    if ambiguous_no == "unknown":
        doubtful = usable["zero_ambiguous"] & (usable["code"] == "no")
        usable.loc[doubtful, "code"] = "unknown"
        usable.loc[doubtful, "value"] = float("nan")
    return usable


def fuse_answers(answers: pd.DataFrame, fusion: str) -> pd.DataFrame:
    """Return one answer (OTHERS_TABLE and `witnesses`) a country and item.

    The preferred answer is the most faithful, then the latest, then the first of its crosswalk.
    By `fusion` "preferred" it is the code; by "agreeing-only" it is the code unless another source
    says otherwise, and unknown then; by "majority" the code that most sources give is the code, and
    the preferred one decides a tie. A source has one voice an item: its own preferred answer.
    `witnesses` says how many sources answered and how: "single", "agree" or "differ". Unknown
    answers have no voice where a known one exists.
    """
    voices = source_answers(answers)
    known = voices[voices["code"] != "unknown"]
    voices = pd.concat([known, voices[voices["code"] == "unknown"]])
    keys = ["iso3", "item"]
    fused = voices.drop_duplicates(keys).sort_values(keys, kind="stable").set_index(keys)
    counts = known.groupby(keys)["code"].agg(["count", "nunique"]).reindex(fused.index).fillna(0)
    fused["witnesses"] = "single"
    fused.loc[counts["count"] > 1, "witnesses"] = "agree"
    fused.loc[counts["nunique"] > 1, "witnesses"] = "differ"
    differ = fused["witnesses"] == "differ"
    if fusion == "agreeing-only":
        fused.loc[differ, "code"] = "unknown"
    elif fusion == "majority":
        fused["code"] = fused["code"].where(~differ, _majority(known).reindex(fused.index))
    fused["value"] = fused["code"].map(CODE_VALUES)
    return fused.reset_index()[[*answers.columns, "witnesses"]]


def source_answers(answers: pd.DataFrame) -> pd.DataFrame:
    """Return one answer a country, item and source, the preferred one of each item first.

    A source with several editions (gtmi2020, gtmi2022) is one source and speaks with the answer
    that is most faithful, then latest, then first in its crosswalk.
    """
    ordered = answers.assign(
        place=answers["fidelity"].map(FIDELITIES.index), source=source_of(answers["survey"])
    ).sort_values(
        ["iso3", "item", "place", "year", "rank"],
        ascending=[True, True, True, False, True],
        kind="stable",
    )
    return ordered.drop_duplicates(["iso3", "item", "source"]).drop(columns="place")


def source_of(survey: pd.Series) -> pd.Series:
    """Return the sources of survey ids: the id without the year of its edition."""
    return survey.str.replace(r"\d{4}$", "", regex=True)


def as_codes(answers: pd.DataFrame) -> pd.DataFrame:
    """Return peers' fused answers as codes (CODES_TABLE) with evidence "source"."""
    return pd.DataFrame(
        {
            "iso3": answers["iso3"],
            "survey": answers["survey"],
            "item": answers["item"],
            "code": answers["code"],
            "value": answers["value"],
            "evidence": "source",
            "rule": "crosswalk, " + answers["fidelity"],
            "rationale": ("variable " + answers["variable"]).where(
                answers["instrument"] == "",
                "variable " + answers["variable"] + "; " + answers["instrument"],
            ),
            "coder": answers["collected_by"],
            "source": answers["survey"],
        },
        columns=list(CODES_TABLE.columns),
    )


def _majority(known: pd.DataFrame) -> pd.Series:
    """Return the most frequent code a country and item; the first voice decides a tie."""
    ranked = known.assign(
        voices=known.groupby(["iso3", "item", "code"])["code"].transform("count")
    ).sort_values(["iso3", "item", "voices"], ascending=[True, True, False], kind="stable")
    return ranked.drop_duplicates(["iso3", "item"]).set_index(["iso3", "item"])["code"]

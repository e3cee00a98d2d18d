"""Several sources on the same country and item: one code from them, and how far they agree."""

from collections.abc import Collection

import pandas as pd

from egovbench.base.schemas import CODE_VALUES, CODES_TABLE
from egovbench.base.vocabulary import FIDELITIES
from egovbench.language import say
from egovbench.language.numbers import percent
from egovbench.questionnaire.agreement import agreement_by


def usable_answers(
    peers: pd.DataFrame,
    fidelity: str,
    no_or_unknown: str,
    sources: str | Collection[str] = "all",
    answered_by: str = "any",
    earliest_year: int = 0,
) -> pd.DataFrame:
    """Return the peers' answers (OTHERS_TABLE) that a comparison admits.

    Admitted are links at least as faithful as `fidelity`, of `sources` ("all" or some, see
    `source_of`), given by `answered_by` (government, researchers, desk, or any), and with a
    reference year of `earliest_year` or later. With `no_or_unknown` "unknown" an answer that its
    source gives as "no or unknown" is unknown instead of no.
    """
    admitted = peers["fidelity"].isin(FIDELITIES[: FIDELITIES.index(fidelity) + 1])
    admitted &= peers["year"] >= earliest_year
    if sources != "all":
        admitted &= source_of(peers["survey"]).isin(list(sources))
    if answered_by != "any":
        admitted &= peers["collected_by"] == answered_by
    usable = peers[admitted]
    return read_as_unknown(usable) if no_or_unknown == "unknown" else usable.copy()


def read_as_unknown(answers: pd.DataFrame) -> pd.DataFrame:
    """Return answers (OTHERS_TABLE) with every "no or unknown" as unknown."""
    hidden = answers["no_or_unknown"] & (answers["code"] == "no")
    return answers.assign(
        code=answers["code"].mask(hidden, "unknown"), value=answers["value"].mask(hidden)
    )


def fuse_answers(answers: pd.DataFrame, fusion: str) -> pd.DataFrame:
    """Return one answer (OTHERS_TABLE and `witnesses`) for each country and item.

    The preferred answer is the most faithful, then the latest, then the first of its crosswalk.
    By `fusion` "preferred" it is the code; by "agreeing-only" it is the code unless another source
    says otherwise, and unknown then; by "majority" the code that most sources give is the code, and
    the preferred one decides a tie. A source has one voice for each item: its own preferred answer.
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
    """Return one answer for each country, item and source, the preferred one of each item first.

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


def source_pairs(answers: pd.DataFrame) -> pd.DataFrame:
    """Return the agreement of each pair of sources that share for each country and item.

    `answers` are OTHERS_TABLE rows; a source speaks with its preferred answer, unknown ones do not
    count. Columns: first, second (sources in alphabetical order), n country-item pairs, share
    alike (0 to 1), kappa (missing where it is not defined).
    """
    pairs = _pairs(answers).rename(columns={"source": "one", "source_other": "other"})
    table = agreement_by(pairs, ["one", "other"])
    return table.rename(columns={"one": "first", "other": "second"})


def pair_table(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return `source_pairs` as a symmetric table in words: share alike and number of answers.

    Column `source`, and a column for each source; empty text where two sources share nothing.
    """
    words = [
        say("sources.agreement.cell", share=percent(share), n=int(n))
        for share, n in zip(pairs["share"], pairs["n"], strict=True)
    ]
    both = pd.concat(
        [
            pairs[["first", "second"]].assign(words=words),
            pairs[["second", "first"]].set_axis(["first", "second"], axis=1).assign(words=words),
        ]
    )
    matrix = both.pivot(index="first", columns="second", values="words").fillna("")
    return matrix.rename_axis(columns=None).rename_axis("source").reset_index()


def item_agreement(answers: pd.DataFrame) -> pd.DataFrame:
    """Return the agreement of sources on each item, over all pairs of sources.

    Columns: item, n pairs of answers, share alike (0 to 1), kappa; items that only one source
    answers are left out.
    """
    return agreement_by(_pairs(answers), ["item"])


def disagreements(answers: pd.DataFrame) -> pd.DataFrame:
    """Return the answers (OTHERS_TABLE) of sources that differ on for each country and item."""
    voices = source_answers(answers)
    voices = voices[voices["code"] != "unknown"]
    differ = voices.groupby(["iso3", "item"])["code"].transform("nunique") > 1
    return voices.loc[differ, list(answers.columns)].sort_values(["item", "iso3", "survey"])


def _pairs(answers: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each two sources that both know for each country and item.

    Columns: iso3, item; source and source_other, in alphabetical order; first and second, their
    codes.
    """
    known = source_answers(answers[answers["code"] != "unknown"])
    voices = known[["iso3", "item", "source", "code"]].rename(columns={"code": "first"})
    others = voices.rename(columns={"first": "second"})
    pairs = voices.merge(others, on=["iso3", "item"], suffixes=("", "_other"))
    return pairs[pairs["source"] < pairs["source_other"]]

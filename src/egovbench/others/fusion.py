"""Several sources on the same country and item: one code from them, and how far they agree."""

import re
from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from egovbench.base.comparing import above
from egovbench.base.schemas import CODES_TABLE
from egovbench.base.vocabulary import FIDELITIES
from egovbench.questionnaire.agreement import agreement_by


def usable_answers(
    peers: pd.DataFrame,
    fidelity: str,
    no_or_unknown: str,
    sources: str | Collection[str] = "all",
    answered_by: str = "any",
    years: tuple[int, int] | None = None,
) -> pd.DataFrame:
    """Return the peers' answers (OTHERS_TABLE) that a comparison admits.

    Admitted are links at least as faithful as `fidelity`, of `sources` ("all" or some, see
    `source_of`), given by `answered_by` (government, researchers, desk, or any), and with a
    reference year from the first to the last of `years`. With `no_or_unknown` "unknown" an answer
    that its source gives as "no or unknown" is unknown instead of no; its bounds are the same.
    """
    admitted = peers["fidelity"].isin(FIDELITIES[: FIDELITIES.index(fidelity) + 1])
    if years is not None:
        admitted &= peers["year"].between(*years)
    if sources != "all":
        admitted &= source_of(peers["survey"]).isin(list(sources))
    if answered_by != "any":
        admitted &= peers["collected_by"] == answered_by
    usable = peers[admitted]
    if no_or_unknown == "no":
        return usable.copy()
    hidden = usable["no_or_unknown"]
    return usable.assign(
        code=usable["code"].mask(hidden, "unknown"), value=usable["value"].mask(hidden)
    )


QUESTION = ["item", "survey", "variable"]
"""What makes a question one and the same: an item's answers by one variable of one survey."""


def common_questions(answers: pd.DataFrame, countries: Sequence[str], least: float) -> pd.DataFrame:
    """Return the question (QUESTION) by which each item compares countries, the focal one first.

    It is the most faithful, then the latest, then the first of its crosswalk among the questions
    that were put to the first of the countries and to at least the share `least` of all. Where no
    question was, it is the one put to most of them, the first of the countries included if there is
    such a one: by it the item is not compared, but what is known of it stays one question's answer.
    """
    put = answers[answers["iso3"].isin(countries)]
    if put.empty:
        return put[QUESTION]
    place = pd.Index(FIDELITIES).get_indexer(pd.Index(put["fidelity"]))
    asked = put.assign(place=place, focal=put["iso3"] == countries[0])
    groups = asked.groupby(QUESTION, sort=False)
    table = groups[["place"]].first()
    table["n"], table["focal"] = groups.size(), groups["focal"].any()
    table["year"], table["rank"] = groups["year"].max(), groups["rank"].min()
    table["common"] = table["focal"] & ~above(least, table["n"] / len(countries))
    table["n"] = table["n"].mask(table["common"], len(countries))
    ordered = table.reset_index().sort_values(
        ["item", "common", "focal", "n", "place", "year", "rank", "survey", "variable"],
        ascending=[True, False, False, False, True, False, True, True, True],
    )
    return ordered.drop_duplicates("item")[QUESTION].reset_index(drop=True)


def shared_questions(answers: pd.DataFrame, focal: str) -> pd.DataFrame:
    """Return iso3 and the question (QUESTION) that each other country shares with the focal one.

    A row for each country and item for which one question was put to both: the most faithful, then
    the latest, then the first of its crosswalk.
    """
    own = answers.loc[answers["iso3"] == focal, QUESTION]
    both = answers[answers["iso3"] != focal].merge(own, on=QUESTION)
    none = pd.Series(False, both.index)
    return _preferred(both, none).drop_duplicates(["iso3", "item"])[["iso3", *QUESTION]]


def fuse_answers(
    answers: pd.DataFrame, fusion: str, questions: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return one answer (OTHERS_TABLE and `witnesses`) for each country and item.

    The preferred answer is the most faithful, then the latest, then the first of its crosswalk;
    with `questions` (see common_questions and shared_questions) it is the answer to the item's
    question, and who was not asked that one has no answer. An answer that leaves everything open
    (bounds 0 and 1, as a "no or unknown") gives way to one of another source that does not. By
    `fusion` "preferred" the preferred answer counts; by "agreeing-only" it counts unless another
    source says otherwise, and is unknown then; by "majority" the answer that most sources give
    counts, and the preferred one decides a tie. A source has one voice for each item: its own
    preferred answer. `witnesses` says how many sources know the answer and how: "single", "agree"
    or "differ".
    """
    voices = source_answers(answers, questions)
    group = voices.groupby(["iso3", "item"]).ngroup().to_numpy()
    codes = voices["code"].to_numpy()
    sure = (above(voices["lower"], 0.0) | above(1.0, voices["upper"])).to_numpy()
    votes = np.zeros(len(voices), dtype=np.int64)
    if fusion == "majority":
        known = voices[sure].groupby(["iso3", "item", "code"])["code"]
        votes[sure] = known.transform("count")
    order = np.lexsort((-votes, ~sure, group))
    first = order[np.diff(group[order], prepend=-1) > 0]
    fused = voices.iloc[first].reset_index(drop=True)
    several = np.bincount(group[sure], minlength=len(first)) > 1
    differ = np.zeros(len(first), dtype=np.bool_)
    differ[group[sure & (codes != codes[first][group])]] = True
    fused["witnesses"] = pd.Series(
        np.select([differ, several], ["differ", "agree"], "single"), dtype="str"
    )
    if fusion == "agreeing-only":
        for name, open_ in (("code", "unknown"), ("value", np.nan), ("lower", 0.0), ("upper", 1.0)):
            fused.loc[differ, name] = open_
    return fused[[*answers.columns, "witnesses"]]


def source_answers(answers: pd.DataFrame, questions: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return one answer for each country, item and source, the preferred one of each item first.

    A source with several editions (gtmi2020, gtmi2022) is one source and speaks with the answer
    that is most faithful, then latest, then first in its crosswalk. With `questions` the answer to
    the item's question is preferred to any other; countries that it was not put to are left out.
    """
    voices = answers.assign(source=source_of(answers["survey"]), asked=False)
    if questions is not None:
        by = [each for each in ("iso3", *QUESTION) if each in questions]
        voices["asked"] = _keys(voices[by]).isin(_keys(questions[by]))
        voices = voices[voices.groupby(["iso3", "item"])["asked"].transform("any")]
    ordered = _preferred(voices, ~voices["asked"])
    return ordered.drop_duplicates(["iso3", "item", "source"])[[*answers.columns, "source"]]


def _keys(rows: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(rows)


def _preferred(answers: pd.DataFrame, last: "pd.Series[bool]") -> pd.DataFrame:
    """Return answers in the order of preference within each country and item, `last` ones last."""
    country, survey, variable = (
        pd.factorize(answers[name], sort=True)[0] for name in ("iso3", "survey", "variable")
    )
    place = pd.Index(FIDELITIES).get_indexer(pd.Index(answers["fidelity"]))
    keys = (variable, survey, answers["rank"], -answers["year"], place, last, answers["item"])
    return answers.iloc[np.lexsort((*keys, country))]


def source_of(survey: pd.Series) -> pd.Series:
    """Return the sources of survey ids: the id without the year of its edition."""
    sources = {each: re.sub(r"\d{4}$", "", each) for each in survey.unique()}
    return survey.map(sources).astype(survey.dtype)


def as_codes(answers: pd.DataFrame) -> pd.DataFrame:
    """Return peers' fused answers as codes (CODES_TABLE) with evidence "source"."""
    return pd.DataFrame(
        {
            "iso3": answers["iso3"],
            "survey": answers["survey"],
            "item": answers["item"],
            "code": answers["code"],
            "value": answers["value"],
            "lower": answers["lower"],
            "upper": answers["upper"],
            "evidence": "source",
            "rule": answers["fidelity"].map({each: f"crosswalk, {each}" for each in FIDELITIES}),
            "rationale": pd.Series(
                [
                    f"variable {variable}; {instrument}" if instrument else f"variable {variable}"
                    for variable, instrument in answers[["variable", "instrument"]].to_numpy()
                ],
                answers.index,
                dtype="str",
            ),
            "coder": answers["collected_by"],
            "source": answers["survey"],
        },
        columns=list(CODES_TABLE.columns),
    )


def item_agreement(answers: pd.DataFrame) -> pd.DataFrame:
    """Return the agreement of each pair of sources on each item that both answer.

    Columns: item; first, second (sources in alphabetical order); n countries, share alike (0 to
    1), kappa (missing where it is not defined); no_first, no_second, for how many of the countries
    each says no.
    """
    pairs = _pairs(answers)
    by = ["item", "source", "source_other"]
    noes = (pairs[["first", "second"]] == "no").groupby([pairs[each] for each in by]).sum()
    table = agreement_by(pairs, by).join(noes.add_prefix("no_"), on=by)
    return table.rename(columns={"source": "first", "source_other": "second"})


def disagreements(answers: pd.DataFrame) -> pd.DataFrame:
    """Return the answers of sources that differ on what a country has.

    Shape: a row per country, item and survey, with the columns of OTHERS_TABLE.
    Scale: codes yes, partly, no.
    Missing: unknown answers differ from nothing and are left out.
    Source: `answers`, before they are fused.
    """
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

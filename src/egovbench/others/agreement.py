"""How far several sources agree on the same country and item."""

import pandas as pd

from egovbench.language import say
from egovbench.language.numbers import percent
from egovbench.others.fusion import source_answers
from egovbench.questionnaire.coding.agreement import agreement_by


def source_pairs(answers: pd.DataFrame) -> pd.DataFrame:
    """Return the agreement of each pair of sources that share a country and item.

    `answers` are OTHERS_TABLE rows; a source speaks with its preferred answer, unknown ones do not
    count. Columns: first, second (sources in alphabetical order), n country-item pairs, share
    alike (0 to 1), kappa (missing where it is not defined).
    """
    pairs = _pairs(answers).rename(columns={"source": "one", "source_other": "other"})
    table = agreement_by(pairs, ["one", "other"])
    return table.rename(columns={"one": "first", "other": "second"})


def pair_matrix(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return `source_pairs` as a symmetric table in words: share alike and number of answers.

    Column `source`, and a column a source; empty text where two sources share nothing.
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
    """Return the answers (OTHERS_TABLE) of sources that differ on a country and item."""
    voices = source_answers(answers)
    voices = voices[voices["code"] != "unknown"]
    differ = voices.groupby(["iso3", "item"])["code"].transform("nunique") > 1
    return voices.loc[differ, list(answers.columns)].sort_values(["item", "iso3", "survey"])


def _pairs(answers: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each two sources that both know a country and item.

    Columns: iso3, item; source and source_other, in alphabetical order; first and second, their
    codes.
    """
    known = source_answers(answers[answers["code"] != "unknown"])
    voices = known[["iso3", "item", "source", "code"]].rename(columns={"code": "first"})
    others = voices.rename(columns={"first": "second"})
    pairs = voices.merge(others, on=["iso3", "item"], suffixes=("", "_other"))
    return pairs[pairs["source"] < pairs["source_other"]]

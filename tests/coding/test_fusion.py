import math

import pandas as pd

from egovbench.coding.fusion import as_codes, preferred_answers, usable_answers
from egovbench.schemas import CODES_TABLE


def peers(*rows):
    """Invented answers: (survey, year, code, fidelity, variable, rank, zero_ambiguous)."""
    values = {"yes": 1.0, "partly": 0.5, "no": 0.0}
    return pd.DataFrame(
        [
            {
                "iso3": "XAA", "survey": survey, "item": 37, "code": code,
                "value": values.get(code, math.nan), "fidelity": fidelity, "variable": variable,
                "rank": rank, "zero_ambiguous": ambiguous, "instrument": "", "year": year,
                "link": "", "collected_by": "desk research",
            }
            for survey, year, code, fidelity, variable, rank, ambiguous in rows
        ]
    )  # fmt: skip


def test_the_more_faithful_wins_over_the_later():
    answers = peers(
        ("new", 2022, "no", "close", "a", 1, False), ("old", 2020, "yes", "exact", "b", 1, False)
    )
    assert preferred_answers(answers)["code"].tolist() == ["yes"]


def test_of_equally_faithful_answers_the_later_wins_and_then_the_crosswalks_order():
    answers = peers(
        ("old", 2020, "no", "close", "a", 1, False),
        ("new", 2022, "partly", "close", "b", 2, False),
        ("new", 2022, "yes", "close", "a", 1, False),
    )
    assert preferred_answers(answers)["code"].tolist() == ["yes"]


def test_the_fidelity_floor_keeps_what_is_at_least_as_good():
    answers = peers(
        ("a", 2022, "yes", "exact", "a", 1, False),
        ("a", 2022, "yes", "close", "b", 2, False),
        ("a", 2022, "yes", "proxy", "c", 3, False),
    )
    assert usable_answers(answers, "close", "no")["variable"].tolist() == ["a", "b"]
    assert usable_answers(answers, "proxy", "no")["variable"].tolist() == ["a", "b", "c"]


def test_no_or_unknown_can_be_read_as_unknown():
    answers = peers(
        ("a", 2022, "no", "exact", "a", 1, True), ("a", 2022, "no", "exact", "b", 2, False)
    )
    assert usable_answers(answers, "exact", "no")["code"].tolist() == ["no", "no"]
    read = usable_answers(answers, "exact", "unknown")
    assert read["code"].tolist() == ["unknown", "no"]
    assert math.isnan(read["value"].iloc[0])


def test_answers_become_codes_of_the_project_schema():
    codes = as_codes(peers(("gtmi2022", 2022, "yes", "exact", "i_37", 1, False)))
    CODES_TABLE.validate(codes)
    assert codes.loc[0, ["code", "evidence", "source"]].tolist() == ["yes", "source", "gtmi2022"]

"""Fusing invented answers of several sources."""

import math

import pandas as pd
import pytest

from egovbench.base.schemas import CODES_TABLE, OTHERS_TABLE
from egovbench.others.fusion import as_codes, fuse_answers, source_answers, usable_answers

VALUES = {"yes": 1.0, "partly": 0.5, "no": 0.0}


def peers(*rows):
    """Invented answers on item 37: survey, year, code, fidelity, and columns that differ."""
    table = []
    for position, (survey, year, code, fidelity, more) in enumerate(rows):
        row = {
            "iso3": "XAA", "survey": survey, "item": 37, "code": code,
            "value": VALUES.get(code, math.nan), "fidelity": fidelity, "variable": f"v{position}",
            "rank": 1, "zero_ambiguous": False, "instrument": "", "year": year, "link": "",
            "collected_by": "desk",
        }  # fmt: skip
        table.append(row | more)
    return pd.DataFrame(table)


def fused(answers, fusion="preferred"):
    row = fuse_answers(answers, fusion).iloc[0]
    return row["code"], row["witnesses"]


def test_the_more_faithful_wins_over_the_later():
    answers = peers(("new2022", 2022, "no", "close", {}), ("old2020", 2020, "yes", "exact", {}))
    assert fused(answers) == ("yes", "differ")


def test_of_equally_faithful_answers_the_later_wins_and_then_the_crosswalks_order():
    answers = peers(
        ("s2020", 2020, "no", "close", {}),
        ("s2022", 2022, "partly", "close", {"rank": 2}),
        ("s2022", 2022, "yes", "close", {"rank": 1}),
    )
    assert fused(answers) == ("yes", "single")


def test_editions_of_one_source_are_one_voice():
    answers = peers(
        ("s2020", 2020, "no", "exact", {}),
        ("s2022", 2022, "yes", "exact", {}),
        ("t2021", 2021, "yes", "proxy", {}),
    )
    assert source_answers(answers)["survey"].tolist() == ["s2022", "t2021"]
    assert fused(answers) == ("yes", "agree")


@pytest.mark.parametrize(
    ("fusion", "code"), [("preferred", "yes"), ("agreeing-only", "unknown"), ("majority", "no")]
)
def test_sources_that_differ(fusion, code):
    answers = peers(
        ("a2022", 2022, "yes", "exact", {}),
        ("b2022", 2022, "no", "close", {}),
        ("c2022", 2022, "no", "proxy", {}),
    )
    assert fused(answers, fusion) == (code, "differ")
    value = fuse_answers(answers, fusion)["value"].iloc[0]
    assert math.isnan(value) if code == "unknown" else value == VALUES[code]


def test_the_preferred_answer_decides_a_tie_of_the_majority():
    answers = peers(("b2022", 2022, "no", "close", {}), ("a2022", 2022, "yes", "exact", {}))
    assert fused(answers, "majority") == ("yes", "differ")


def test_unknown_has_no_voice_where_something_is_known():
    answers = peers(("a2022", 2022, "unknown", "exact", {}), ("b2022", 2022, "no", "proxy", {}))
    assert fused(answers) == ("no", "single")
    assert fused(answers.iloc[:1]) == ("unknown", "single")


def test_countries_and_items_are_fused_apart():
    answers = peers(
        ("a2022", 2022, "yes", "exact", {}),
        ("b2022", 2022, "no", "exact", {"iso3": "XBB"}),
        ("b2022", 2022, "no", "exact", {"item": 39}),
    )
    table = fuse_answers(answers, "preferred").set_index(["iso3", "item"])
    assert table["code"].to_dict() == {("XAA", 37): "yes", ("XAA", 39): "no", ("XBB", 37): "no"}
    assert set(table["witnesses"]) == {"single"}


@pytest.mark.parametrize("fusion", ["preferred", "agreeing-only", "majority"])
def test_where_no_sources_differ_nothing_changes(fusion):
    answers = peers(
        ("a2022", 2022, "yes", "exact", {}),
        ("b2022", 2022, "unknown", "exact", {"iso3": "XBB"}),
        ("b2022", 2022, "no", "exact", {"item": 39}),
    )
    table = fuse_answers(answers, fusion)
    assert table["code"].tolist() == ["yes", "no", "unknown"]
    assert fuse_answers(answers.iloc[:0], fusion).empty


def test_what_a_comparison_admits():
    answers = peers(
        ("a2022", 2022, "yes", "exact", {"collected_by": "government"}),
        ("b2018", 2018, "yes", "close", {"collected_by": "researchers"}),
        ("c2021", 2021, "yes", "proxy", {}),
    )

    def surveys(**limits):
        given = {"fidelity": "proxy", "ambiguous_no": "no"} | limits
        return usable_answers(answers, **given)["survey"].tolist()

    assert surveys() == ["a2022", "b2018", "c2021"]
    assert surveys(fidelity="close") == ["a2022", "b2018"]
    assert surveys(earliest=2021) == ["a2022", "c2021"]
    assert surveys(sources=["c"]) == ["c2021"]
    assert surveys(answered_by="researchers") == ["b2018"]


def test_no_or_unknown_can_be_read_as_unknown():
    answers = peers(
        ("a2022", 2022, "no", "exact", {"zero_ambiguous": True}),
        ("b2022", 2022, "no", "exact", {}),
    )
    assert usable_answers(answers, "exact", "no")["code"].tolist() == ["no", "no"]
    read = usable_answers(answers, "exact", "unknown")
    assert read["code"].tolist() == ["unknown", "no"]
    assert math.isnan(read["value"].iloc[0])


def test_fused_answers_become_codes_of_the_project_schema():
    answers = peers(("gtmi2022", 2022, "yes", "exact", {}))
    OTHERS_TABLE.columns["iso3"].validate(answers)
    codes = as_codes(fuse_answers(answers, "preferred"))
    CODES_TABLE.validate(codes)
    assert codes.loc[0, ["code", "evidence", "source"]].tolist() == ["yes", "source", "gtmi2022"]

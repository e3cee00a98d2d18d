"""Fusing invented answers of several sources, and their agreement, worked by hand."""

import math

import pandas as pd
import pytest

from egovbench.base.schemas import CODES_TABLE, OTHERS_TABLE
from egovbench.others.fusion import (
    as_codes,
    disagreements,
    fuse_answers,
    item_agreement,
    pair_table,
    source_answers,
    source_pairs,
    usable_answers,
)

VALUES = {"yes": 1.0, "partly": 0.5, "no": 0.0}


def peers(*rows):
    """Invented answers on item 37: survey, year, code, fidelity, and columns that differ."""
    table = []
    for position, (survey, year, code, fidelity, more) in enumerate(rows):
        row = {
            "iso3": "XAA", "survey": survey, "item": 37, "code": code,
            "value": VALUES.get(code, math.nan), "fidelity": fidelity, "variable": f"v{position}",
            "rank": 1, "no_or_unknown": False, "instrument": "", "year": year, "link": "",
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
        given = {"fidelity": "proxy", "no_or_unknown": "no"} | limits
        return usable_answers(answers, **given)["survey"].tolist()

    assert surveys() == ["a2022", "b2018", "c2021"]
    assert surveys(fidelity="close") == ["a2022", "b2018"]
    assert surveys(earliest_year=2021) == ["a2022", "c2021"]
    assert surveys(sources=["c"]) == ["c2021"]
    assert surveys(answered_by="researchers") == ["b2018"]


def test_no_or_unknown_can_be_read_as_unknown():
    answers = peers(
        ("a2022", 2022, "no", "exact", {"no_or_unknown": True}), ("b2022", 2022, "no", "exact", {})
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


def answers(**sources):
    """Codes by source for the countries XAA, XBB, XCC on items 37 and 39 ('-' = no answer)."""
    places = [(iso3, item) for item in (37, 39) for iso3 in ("XAA", "XBB", "XCC")]
    return pd.DataFrame(
        [
            {"iso3": iso3, "item": item, "survey": f"{source}2022", "year": 2022, "rank": 1,
             "fidelity": "exact", "code": code}
            for source, codes in sources.items()
            for (iso3, item), code in zip(places, codes.split(), strict=True)
            if code != "-"
        ]
    )  # fmt: skip


GIVEN = answers(a="yes no yes yes - unknown", b="yes yes - no no no", c="- - no - - -")


def test_each_pair_of_sources_on_what_both_know():
    table = source_pairs(GIVEN).set_index(["first", "second"])
    # a and b: (37, XAA) alike, (37, XBB) not, (39, XAA) not; XCC on 39 is unknown to a.
    # shares of yes: a 2/3, b 2/3: expected 4/9 + 1/9 = 5/9; kappa (1/3 - 5/9) / (4/9) = -1/2.
    assert table.loc[("a", "b"), "n"] == 3
    assert table.loc[("a", "b"), "share"] == pytest.approx(1 / 3)
    assert table.loc[("a", "b"), "kappa"] == pytest.approx(-1 / 2)
    assert table.loc[("a", "c")].tolist()[:2] == [1, 0]
    assert ("b", "c") not in table.index


def test_the_matrix_of_pairs_is_symmetric_and_in_words():
    matrix = pair_table(source_pairs(GIVEN)).set_index("source")
    assert matrix.loc["a", "b"] == matrix.loc["b", "a"] == "33 % of 3"
    assert matrix.loc["c", "a"] == "0 % of 1"
    assert matrix.loc["b", "c"] == matrix.loc["a", "a"] == ""


def test_each_item_over_all_pairs():
    table = item_agreement(GIVEN).set_index("item")
    assert table["n"].to_dict() == {37: 3, 39: 1}
    assert table["share"].to_dict() == {37: pytest.approx(1 / 3), 39: 0}


def test_disagreements_show_all_answers_of_the_country_and_item():
    table = disagreements(GIVEN)
    found = table[["item", "iso3", "survey", "code"]].to_numpy().tolist()
    assert found == [
        [37, "XBB", "a2022", "no"],
        [37, "XBB", "b2022", "yes"],
        [37, "XCC", "a2022", "yes"],
        [37, "XCC", "c2022", "no"],
        [39, "XAA", "a2022", "yes"],
        [39, "XAA", "b2022", "no"],
    ]


def test_one_source_alone_agrees_with_nobody():
    alone = answers(a="yes no yes yes - unknown")
    assert source_pairs(alone).empty
    assert item_agreement(alone).empty
    assert disagreements(alone).empty

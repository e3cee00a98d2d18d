"""Fusing invented answers of several sources, and their agreement, worked by hand."""

import math

import pandas as pd
import pytest

from egovbench.base.schemas import CODES_TABLE, OTHERS_TABLE
from egovbench.others.fusion import (
    as_codes,
    common_questions,
    disagreements,
    fuse_answers,
    item_agreement,
    shared_questions,
    source_answers,
    usable_answers,
)

VALUES = {"yes": 1.0, "partly": 0.5, "no": 0.0}


def peers(*rows):
    """Invented answers on item 37: survey, year, code, fidelity, and columns that differ."""
    table = []
    for position, (survey, year, code, fidelity, more) in enumerate(rows):
        row = {
            "iso3": "XAA", "survey": survey, "item": 37, "code": code,
            "value": VALUES.get(code, math.nan), "lower": VALUES.get(code, 0.0),
            "upper": VALUES.get(code, 1.0), "fidelity": fidelity, "variable": f"v{position}",
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


DOUBTFUL = {"no_or_unknown": True, "upper": 1.0}


@pytest.mark.parametrize("fusion", ["preferred", "agreeing-only", "majority"])
@pytest.mark.parametrize("read", ["no", "unknown"])
def test_a_known_answer_of_another_source_wins_over_no_or_unknown(fusion, read):
    answers = peers(
        ("a2022", 2022, "no", "exact", DOUBTFUL), ("b2018", 2018, "partly", "proxy", {})
    )
    row = fuse_answers(usable_answers(answers, "proxy", read), fusion).iloc[0]
    assert row[["survey", "code", "lower", "upper", "witnesses"]].tolist() == [
        "b2018", "partly", 0.5, 0.5, "single",
    ]  # fmt: skip


def test_of_the_same_source_the_preferred_answer_stays_though_it_is_no_or_unknown():
    answers = peers(("a2022", 2022, "no", "exact", DOUBTFUL), ("a2020", 2020, "yes", "exact", {}))
    row = fuse_answers(answers, "preferred").iloc[0]
    assert row[["survey", "code", "lower", "upper"]].tolist() == ["a2022", "no", 0, 1]


def test_no_or_unknown_alone_is_no_by_its_value_and_anything_by_its_bounds():
    answers = peers(
        ("a2022", 2022, "no", "exact", DOUBTFUL), ("b2022", 2022, "unknown", "proxy", {})
    )
    row = fuse_answers(answers, "preferred").iloc[0]
    assert row[["code", "value", "lower", "upper"]].tolist() == ["no", 0, 0, 1]
    row = fuse_answers(usable_answers(answers, "proxy", "unknown"), "preferred").iloc[0]
    assert row[["code", "lower", "upper"]].tolist() == ["unknown", 0, 1]


def test_where_sources_contradict_each_other_an_agreement_leaves_everything_open():
    answers = peers(("a2022", 2022, "yes", "exact", {}), ("b2022", 2022, "no", "exact", {}))
    row = fuse_answers(answers, "agreeing-only").iloc[0]
    assert row[["code", "lower", "upper"]].tolist() == ["unknown", 0, 1]


def asked(*rows):
    """Answers of `country survey variable fidelity code` on item 37, the survey with its year."""
    table = [dict(zip(("iso3", "survey", "variable", "fidelity", "code"), row.split(), strict=True))
             for row in rows]  # fmt: skip
    return pd.concat(
        [
            peers((row["survey"], int(row["survey"][-4:]), row["code"], row["fidelity"], row))
            for row in table
        ],
        ignore_index=True,
    )


THREE = ["XAA", "XBB", "XCC"]
PUT = asked(
    # to all three, a proxy
    "XAA a2020 all proxy yes", "XBB a2020 all proxy no", "XCC a2020 all proxy yes",
    # to all three, a later edition of the same
    "XAA a2022 all proxy partly", "XBB a2022 all proxy yes", "XCC a2022 all proxy no",
    # more faithful, and not put to XCC
    "XAA b2022 law exact no", "XBB b2022 law exact no",
    # the most faithful and latest, and not put to the focal country
    "XBB c2023 act exact yes", "XCC c2023 act exact yes",
)  # fmt: skip


@pytest.mark.parametrize(
    ("least", "question"),
    [(1.0, ["a2022", "all"]), (2 / 3, ["b2022", "law"]), (0.1, ["b2022", "law"])],
)
def test_an_item_is_compared_by_one_question_put_to_enough_countries(least, question):
    found = common_questions(PUT, THREE, least)
    assert found.values.tolist() == [[37, *question]]


def test_by_a_common_question_each_country_is_coded_by_its_answer_to_it():
    def codes(least):
        table = fuse_answers(PUT, "preferred", common_questions(PUT, THREE, least))
        return table.set_index("iso3")["code"].to_dict()

    assert codes(1.0) == {"XAA": "partly", "XBB": "yes", "XCC": "no"}
    # XCC was not put the law, and what else is known of it is another question's answer
    assert codes(2 / 3) == {"XAA": "no", "XBB": "no"}


def test_a_question_is_compared_by_no_country_that_was_left_out():
    assert common_questions(PUT, ["XCC", "XBB"], 1.0).values.tolist() == [[37, "c2023", "act"]]
    assert common_questions(PUT, ["XZZ"], 1.0).empty


def test_each_pair_is_compared_by_the_best_question_put_to_both():
    found = shared_questions(PUT, "XAA").sort_values("iso3")
    assert found.values.tolist() == [["XBB", 37, "b2022", "law"], ["XCC", 37, "a2022", "all"]]
    codes = fuse_answers(PUT, "preferred", found).set_index("iso3")["code"].to_dict()
    assert codes == {"XBB": "no", "XCC": "no"}


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
    assert surveys(years=(2021, 2023)) == ["a2022", "c2021"]
    assert surveys(years=(2018, 2021)) == ["b2018", "c2021"]
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
             "fidelity": "exact", "variable": "v", "code": code}
            for source, codes in sources.items()
            for (iso3, item), code in zip(places, codes.split(), strict=True)
            if code != "-"
        ]
    )  # fmt: skip


GIVEN = answers(a="yes no yes yes - unknown", b="yes yes - no no no", c="- - no - - -")


def test_each_item_by_pair_with_how_often_each_says_no():
    table = item_agreement(GIVEN).set_index(["item", "first", "second"])
    # On 37 a says yes and no, b yes twice; on 39 a says yes, b no.
    assert table["n"].to_dict() == {(37, "a", "b"): 2, (37, "a", "c"): 1, (39, "a", "b"): 1}
    assert table["share"].tolist() == [0.5, 0, 0]
    assert table[["no_first", "no_second"]].values.tolist() == [[1, 0], [0, 1], [0, 1]]
    assert table["kappa"].tolist()[0] == 0


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
    assert item_agreement(alone).empty
    assert disagreements(alone).empty

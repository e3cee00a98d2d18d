"""Two editions of a survey of invented countries, worked by hand."""

from dataclasses import replace

import pandas as pd
import pytest
from invented_countries import other_answers

from egovbench.comparison import build_benchmark, compare
from egovbench.comparison.trend import changes_by_item, find_trend, followed_variables
from egovbench.reports.trend import blocks as report
from egovbench.reports.trend.sentences import (
    caution_sentences,
    change_sentences,
    left_out_sentences,
    nothing_followed,
    scores_message,
    trend_headline,
)
from egovbench.reports.wording import first_row

# Items 37 (i_37, section C) and 59 (i_35, section D) ask the same in both editions, item 13 (i_33)
# in 2022 only.
ANSWERS = [
    ("QQA", 2020, 37, "i_37", "no", False),
    ("QQA", 2022, 37, "i_37", "yes", False),
    ("QQA", 2020, 59, "i_35", "yes", False),
    ("QQA", 2022, 59, "i_35", "yes", False),
    ("QQA", 2022, 13, "i_33", "yes", False),
    ("QQB", 2020, 37, "i_37", "no", True),
    ("QQB", 2022, 37, "i_37", "yes", False),
    ("QQB", 2020, 59, "i_35", "yes", False),
    ("QQB", 2022, 59, "i_35", "partly", False),
    ("QQC", 2020, 37, "i_37", "yes", False),
    ("QQC", 2022, 37, "i_37", "yes", False),
    ("QQC", 2020, 59, "i_35", "no", False),
    ("QQC", 2022, 59, "i_35", "no", False),
]
YEARS = (2020, 2022)


@pytest.fixture(scope="module")
def benchmark(invented, parameters):
    columns = ["iso3", "year", "item", "variable", "code", "no_or_unknown"]
    rows = pd.DataFrame(ANSWERS, columns=columns)
    given = [(row.iso3, row.item, row.code, "close", row.no_or_unknown)
             for row in rows.itertuples()]  # fmt: skip
    answers = other_answers(given).assign(
        survey=("gtmi" + rows["year"].astype("str")).to_numpy(),
        year=rows["year"].to_numpy(),
        variable=rows["variable"].to_numpy(),
    )
    answers.loc[(answers["iso3"] == "QQB") & (answers["year"] == 2022), "collected_by"] = (
        "government"
    )
    return build_benchmark(replace(invented, others=answers), parameters)


@pytest.fixture(scope="module")
def trend(benchmark):
    return find_trend(benchmark)


def test_what_is_followed_and_its_scores(trend):
    assert trend.items["item"].tolist() == [37, 59]
    assert trend.items["variable"].tolist() == ["i_37", "i_35"]
    left = trend.left_out.set_index(["item", "variable"])
    assert left.loc[(13, "i_33"), "edition"] == "gtmi2022"
    assert "the scale was not seen" in left.loc[(13, "i_33"), "reason"]
    # linked in both editions, but none of the three was asked
    assert left.loc[(39, "i_38"), "edition"] == ""
    # changes of items are counted among the others
    items = trend.items.set_index("item")
    assert items.loc[37, ["focal_before", "focal_after", "focal_change"]].tolist() == [
        "no", "yes", "up",
    ]  # fmt: skip
    counts = ["n_up", "n_same", "n_down", "n_unknown"]
    assert items.loc[37, counts].tolist() == [1, 1, 0, 0]
    assert items.loc[59, counts].tolist() == [0, 1, 1, 0]
    # scores of both editions rest on the followed items
    # Alpha: C 0 and D 100, then both 100. Beta: C 0 (may hide a yes) and D 100, then 100 and 50.
    rows = trend.countries.set_index("iso3")
    before, after = (
        [f"{name}_{end}" for name in ("lower", "score", "upper")] for end in ("before", "after")
    )
    assert rows.loc["QQA", before].tolist() == [50, 50, 50]
    assert rows.loc["QQA", after].tolist() == [100, 100, 100]
    assert rows.loc["QQB", before].tolist() == [50, 50, 100]
    assert rows.loc["QQB", after].tolist() == [75, 75, 75]
    assert rows["clear"].to_dict() == {"QQA": True, "QQB": False, "QQC": False}
    assert rows.loc["QQB", ["n_up", "n_same", "n_down"]].tolist() == [1, 0, 1]


def test_findings_and_chart(trend):
    own = first_row(trend.countries[trend.countries["iso3"] == "QQA"])
    # the others: 50 and 50, then 75 and 50
    assert trend_headline("Alpha", own, trend.others, 2, YEARS) == (
        "On the 2 questions that the World Bank's GovTech dataset asks alike in 2020 and 2022, "
        "Alpha moved from 50 to 100, by more than what is unknown could explain. The others' "
        "median moved from 50 to 62.5."
    )
    beta = first_row(trend.countries[trend.countries["iso3"] == "QQB"])
    headline = trend_headline("Beta", beta, trend.others.iloc[:0], 2, YEARS)
    assert headline.endswith(
        "Beta scores 50 (50 to 100) in 2020 and 75 in 2022, which cannot be told apart: what is "
        "unknown could explain the difference."
    )
    gamma = first_row(trend.countries[trend.countries["iso3"] == "QQC"])
    headline = trend_headline("Gamma", gamma, trend.others.iloc[:0], 1, YEARS)
    assert headline.endswith("Gamma scores 50 in both years.")
    # a move is told with a change of who answered
    headline = trend_headline(
        "Alpha", own | {"collected_by_after": "government"}, trend.others.iloc[:0], 2, YEARS
    )
    assert headline.endswith("could explain, though who answered for it changed as well.")
    # the chart of scores says only what can be told apart
    rows = trend.countries.set_index("iso3")
    titles = {iso3: scores_message(iso3, rows.loc[iso3].to_dict(), YEARS) for iso3 in rows.index}
    assert titles == {
        "QQA": "QQA scores clearly higher in 2022 than in 2020",
        "QQB": "The scores of QQB in 2020 and 2022 cannot be told apart",
        "QQC": "QQC scores the same in 2020 and 2022",
    }


def test_sentences_say_what_moved_and_what_else_may_have_moved_it(trend):
    labelled = trend.items.assign(label=["37 Access to information law", "59 National strategy"])
    assert change_sentences(labelled, trend.others, YEARS) == [
        "Its code rose on access to information law (37).",
        "Of the 2 others, 1 scores higher in 2022, 1 the same and 0 lower; for none of them is the "
        "difference more than what is unknown could explain.",
        "The others' codes rose most often on access to information law (37): in 1 country.",
    ]
    assert caution_sentences(trend.pairs, "QQA", "Alpha", YEARS) == [
        '1 of 3 changes begins or ends with an answer that the source gives as "no or unknown": '
        "what looks new may only have become known.",
        "Who answered changed: in 2020 3 countries by desk research; in 2022 2 countries by desk "
        "research and 1 country by its government. That concerns 1 of 3 countries, so a change may "
        "be one of who looked and not of what is there.",
    ]
    assert (
        "1 of 3 countries, Beta among them, so"
        in caution_sentences(trend.pairs, "QQB", "Beta", YEARS)[1]
    )


def test_a_code_that_rose_from_no_or_unknown_may_only_have_become_known(trend):
    items = changes_by_item(trend.pairs, "QQB")
    labelled = items.assign(label=["37 Access to information law", "59 National strategy"])
    assert change_sentences(labelled, trend.others.iloc[:0], YEARS)[:2] == [
        'Its code rose on access to information law (37), where the source had "no or unknown" in '
        "2020: that may be new, or only newly known.",
        "Its code fell on national strategy (59).",
    ]
    same = changes_by_item(trend.pairs, "QQC").assign(label=labelled["label"])
    assert change_sentences(same, trend.others.iloc[:0], YEARS)[0] == "None of its codes changed."
    assert labelled["n_no_or_unknown"].tolist() == [0, 0]
    assert trend.items["n_no_or_unknown"].tolist() == [1, 0]


def test_what_cannot_be_followed(benchmark):
    parameters = replace(benchmark.parameters, answered_by="government")
    other = build_benchmark(benchmark.data, replace(parameters, peers="QQB", min_share=0.5))
    trend = find_trend(other)
    assert trend.empty
    assert nothing_followed("Alpha", YEARS) in report.trend_finding(other, trend).sentences
    for block in (report.trend_scores, report.trend_items, report.trend_left_out):
        assert block(other, trend).figure is None
    # an item that some were not asked needs a smaller share
    answers = benchmark.data.others
    gone = (answers["iso3"] == "QQC") & (answers["item"] == 59) & (answers["year"] == 2020)
    data = replace(benchmark.data, others=answers[~gone])
    strict = find_trend(build_benchmark(data, benchmark.parameters))
    assert strict.items["item"].tolist() == [37]
    left = strict.left_out.set_index(["item", "variable"])
    assert left.loc[(59, "i_35"), ["because", "n_both"]].tolist() == ["few", 2]
    lenient = find_trend(build_benchmark(data, replace(benchmark.parameters, min_share=0.6)))
    assert lenient.items["item"].tolist() == [37, 59]


def test_the_committed_crosswalk_follows_eight_items_and_names_changed_scales():
    benchmark = compare()
    crosswalk = benchmark.data.crosswalks["gtmi"]
    before, after, _ = crosswalk.editions
    assert followed_variables(crosswalk, before, after)["item"].tolist() == [
        8,
        9,
        10,
        11,
        37,
        39,
        59,
        120,
    ]
    trend = find_trend(benchmark)
    assert trend.items["item"].tolist() == [8, 9, 10, 11, 37, 39, 59, 120]
    left = trend.left_out.set_index(["item", "variable"])
    assert left["because"].to_dict() == {
        (13, "i_33"): "scale", (45, "i_42"): "scale", (98, "i_36_4"): "not_asked",
        (110, "i_45_6"): "not_asked", (115, "i_30_6"): "scale",
    }  # fmt: skip
    assert (left["reason"] != "").all()


def test_items_that_cannot_be_followed_are_named_by_what_stands_against():
    rows = [
        ("13 Agency in charge", 13, "not_asked", 2020),
        ("13 Agency in charge", 13, "scale", 2020),
        ("39 Data protection law", 39, "few", 0),
        ("19 Sectoral CIOs", 19, "not_asked", 2020),
    ]
    lost = pd.DataFrame(rows, columns=["label", "item", "because", "year"])
    assert left_out_sentences(lost, 2) == [
        "Of 5 questions with a link to the source, 3 cannot be followed.",
        "The scale of 2020 differs or was not seen: agency in charge (13).",
        "Too few of the compared countries have an answer in both years: data protection law (39).",
        "Not asked in 2020: sectoral CIOs (19).",
    ]

"""Two editions of a survey of invented countries, worked by hand."""

from dataclasses import replace

import pandas as pd
import pytest
from invented_countries import other_answers

from egovbench.benchmark import build_benchmark, load_benchmark
from egovbench.benchmark.trend import find_trend, followed_variables
from egovbench.narrative.trend import (
    caution_sentences,
    change_sentences,
    nothing_followed,
    trend_headline,
)
from egovbench.narrative.wording import first_row
from egovbench.report import display
from egovbench.report import trend as report

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
    columns = ["iso3", "year", "item", "variable", "code", "zero_ambiguous"]
    rows = pd.DataFrame(ANSWERS, columns=columns)
    given = [(row.iso3, row.item, row.code, "close", row.zero_ambiguous)
             for row in rows.itertuples()]  # fmt: skip
    answers = other_answers(given).assign(
        survey=("gtmi" + rows["year"].astype("str")).to_numpy(),
        year=rows["year"].to_numpy(),
        variable=rows["variable"].to_numpy(),
    )
    answers.loc[(answers["iso3"] == "QQB") & (answers["year"] == 2022), "collected_by"] = (
        "government"
    )
    return build_benchmark(replace(invented, answers=answers), parameters)


@pytest.fixture(scope="module")
def trend(benchmark):
    return find_trend(benchmark)


def test_only_what_asks_the_same_in_both_editions_is_followed(trend):
    assert trend.items["item"].tolist() == [37, 59]
    assert trend.items["variable"].tolist() == ["i_37", "i_35"]
    left = trend.left_out.set_index(["item", "variable"])
    assert left.loc[(13, "i_33"), "edition"] == "gtmi2022"
    assert "the scale was not seen" in left.loc[(13, "i_33"), "reason"]
    # linked in both editions, but none of the three was asked
    assert left.loc[(39, "i_38"), "edition"] == ""


def test_changes_of_items_are_counted_among_the_others(trend):
    items = trend.items.set_index("item")
    assert items.loc[37, ["focal_before", "focal_after", "focal_change"]].tolist() == [
        "no", "yes", "up",
    ]  # fmt: skip
    counts = ["n_up", "n_same", "n_down", "n_unknown"]
    assert items.loc[37, counts].tolist() == [1, 1, 0, 0]
    assert items.loc[59, counts].tolist() == [0, 1, 1, 0]


def test_scores_of_both_editions_rest_on_the_followed_items(trend):
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


def test_the_finding_names_both_years_and_the_median_of_the_others(trend):
    own = first_row(trend.countries[trend.countries["iso3"] == "QQA"])
    # the others: 50 and 50, then 75 and 50
    assert trend_headline("Alpha", own, trend.others, 2, YEARS) == (
        "On the 2 items that the World Bank's GovTech dataset asks alike in 2020 and 2022, Alpha "
        "moved from 50 to 100. The others' median moved from 50 to 62.5."
    )
    beta = first_row(trend.countries[trend.countries["iso3"] == "QQB"])
    headline = trend_headline("Beta", beta, trend.others.iloc[:0], 2, YEARS)
    assert headline.endswith(
        "Beta moved from 50 (50 to 100) to 75, which what is unknown could explain."
    )
    gamma = first_row(trend.countries[trend.countries["iso3"] == "QQC"])
    headline = trend_headline("Gamma", gamma, trend.others.iloc[:0], 1, YEARS)
    assert headline.endswith("Gamma scores 50 in both years.")


def test_sentences_say_what_moved_and_what_else_may_have_moved_it(trend):
    labelled = trend.items.assign(label=["37 Access to information law", "59 National strategy"])
    assert change_sentences(labelled, trend.others) == [
        "It went up on access to information law (37).",
        "Of the 2 others, 1 went up, 1 stayed and 0 went down; for none of them do the bounds of "
        "both years lie apart.",
        "The others went up most often on access to information law (37) (1 country).",
    ]
    assert caution_sentences(trend.pairs, YEARS) == [
        '1 of 3 changes begins or ends with an answer that the source gives as "no or unknown": '
        "what looks new may only have become known.",
        "Who answered changed: in 2020 3 countries by desk research; in 2022 2 countries by desk "
        "research and 1 country by its government. That concerns 1 of 3 countries, so a change may "
        "be one of who looked and not of what is there.",
    ]


def test_answers_that_are_not_admitted_leave_nothing_to_follow(benchmark, monkeypatch):
    shown = []
    monkeypatch.setattr(display, "display", lambda bundle, **_: shown.append(bundle["text/plain"]))
    parameters = replace(benchmark.parameters, answered_by="government")
    other = build_benchmark(benchmark.data, replace(parameters, peers=("QQB",), min_share=0.5))
    trend = find_trend(other)
    assert trend.empty
    for show in (report.show_finding, report.show_scores, report.show_items, report.show_left_out):
        show(other, trend)
    assert nothing_followed("Alpha", YEARS) in shown
    assert not any(text.startswith("Figure: ") for text in shown)


def test_an_item_that_some_were_not_asked_needs_a_smaller_share(benchmark):
    answers = benchmark.data.answers
    gone = (answers["iso3"] == "QQC") & (answers["item"] == 59) & (answers["year"] == 2020)
    data = replace(benchmark.data, answers=answers[~gone])
    strict = find_trend(build_benchmark(data, benchmark.parameters))
    assert strict.items["item"].tolist() == [37]
    lenient = find_trend(build_benchmark(data, replace(benchmark.parameters, min_share=0.6)))
    assert lenient.items["item"].tolist() == [37, 59]


def test_the_committed_crosswalk_follows_fourteen_items_and_names_changed_scales():
    benchmark = load_benchmark()
    crosswalk = benchmark.data.crosswalks["gtmi"]
    assert sorted(set(followed_variables(crosswalk)["item"])) == [
        7, 8, 9, 10, 11, 37, 39, 51, 59, 71, 85, 108, 115, 120,
    ]  # fmt: skip
    left = find_trend(benchmark).left_out
    assert set(left.loc[left["reason"] != "", "variable"]) == {"i_33", "i_42", "i_46", "i_30_6"}

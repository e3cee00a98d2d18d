"""What the United Nations report of all states' answers, beside a country's own."""

import pytest

from egovbench.base import paths
from egovbench.base.errors import InputError
from egovbench.base.schemas import REPORTED_TABLE
from egovbench.base.tables import read_table
from egovbench.comparison import compare
from egovbench.reports.section.blocks import section_answers, written_answers
from egovbench.reports.section.sentences import reported_sentence

REPORTED = read_table(paths.REPORTED, REPORTED_TABLE)


def sentence(item):
    return reported_sentence(REPORTED[REPORTED["item"] == item])


def test_a_share_stands_with_the_edition_before():
    assert sentence(63) == "All states that answered: 90.3 % yes in 2024, 88.9 % in 2020."


def test_a_count_stands_with_its_base_where_there_is_one():
    # 44 / 93 = 0.473
    assert sentence(57) == (
        "All states that answered in 2022 and 2024: 44 of 93 yes (47 %), in Europe 15 of 43."
    )
    assert sentence(85) == (
        "All states in 2022 and 2024: 94 yes, in Europe 32 of 43; how many answered is not said."
    )


def test_the_two_figures_that_the_survey_itself_contradicts_say_so():
    doubtful = {55, 59}
    assert set(REPORTED.loc[REPORTED["doubt"] != "", "item"]) == doubtful
    end = "Elsewhere the same report gives another number."
    assert {item for item in set(REPORTED["item"]) if sentence(item).endswith(end)} == doubtful
    assert sentence(55).startswith("All states that answered in 2022 and 2024: 90 of 142 yes")


def test_other_items_say_nothing():
    assert sentence(37) == ""


def test_europe_is_never_more_than_all():
    counts = REPORTED[REPORTED["count"].notna()].pivot(
        index="item", columns="scope", values="count"
    )
    assert (counts["Europe"] <= counts["all"]).all()
    assert counts.index.tolist() == [55, 57, 85]


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("63,2024,all,90.3,", "63,2024,all,903,", "percent"),
        ("63,2024,all,90.3,", "63,2024,all,90.3,12", "either percent or count"),
        ("all,,44,93", "all,,94,93", "count must not be above base"),
    ],
)
def test_figures_that_cannot_be_are_refused(tmp_path, before, after, message):
    text = paths.REPORTED.read_text(encoding="utf-8")
    assert before in text
    path = tmp_path / "reported.csv"
    path.write_text(text.replace(before, after), encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_table(path, REPORTED_TABLE)


def test_the_figures_stand_beside_luxembourg_s_own_answers_and_change_no_code():
    benchmark = compare("LUX", peers="eu27")
    answers = written_answers(benchmark, "D").set_index("item")
    told = answers.index[answers["reported"] != ""].tolist()
    assert told == [59, 63, 65, 67, 85]
    codes = benchmark.focal_codes.set_index("item")["code"]
    assert codes[67] == "unknown"
    shown = section_answers(benchmark, "D")
    assert shown.text.count("All states ") == len(told)
    assert shown.text.count("E-Government Survey 2024") == 1

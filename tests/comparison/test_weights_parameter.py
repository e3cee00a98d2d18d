"""The parameter `weights`: what it does to scores, and what is refused."""

from dataclasses import replace

import pytest

from egovbench.base.errors import EgovbenchError
from egovbench.comparison import build_benchmark, compare
from egovbench.robustness.uncertainty import compare_choices, find_variants

PEERS = "BEL,EST,FRA"


@pytest.fixture(scope="module")
def default():
    return compare("LUX", peers=PEERS)


def overall(benchmark):
    return benchmark.scores[benchmark.scores["level"] == "overall"].set_index("iso3")


def written(tmp_path, text):
    path = tmp_path / "weights.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_every_item_alike_is_the_choice_of_the_same_name(default):
    alike = compare("LUX", peers=PEERS, weights="items")
    row = compare_choices(find_variants(default)).set_index("choice").loc["equal_items"]
    found = overall(alike).loc["LUX"]
    assert [found["score"], found["lower"], found["upper"]] == [
        row["score"], row["lower"], row["upper"],
    ]  # fmt: skip
    assert found["score"] != overall(default).loc["LUX", "score"]
    assert alike.framework.weights[-1] == len(alike.compared_items)


def test_weights_of_a_file_hold_until_it_changes(default, tmp_path):
    only = default.framework.ids[-2]
    others = [node for node in "ABCDEFG" if node != only]
    rows = "".join(f"{node},0\n" for node in others)
    weights = written(tmp_path, f"id,weight\n{only},2\n{rows}")
    given = build_benchmark(default.data, replace(default.parameters, weights=weights))
    section = given.scores[given.scores["id"] == only].set_index("iso3")["score"]
    assert overall(given)["score"].to_list() == pytest.approx(section.to_list(), nan_ok=True)
    framework = find_variants(given).framework
    assert framework.weights == given.framework.weights
    assert framework.weights[framework.ids.index(only)] == 2
    # a file that changed changes the scores
    weights = written(tmp_path, "id,weight\nC,1\n")
    before = overall(compare("LUX", peers=PEERS, weights=weights))
    written(tmp_path, "id,weight\nC,9\n")
    after = overall(compare("LUX", peers=PEERS, weights=weights))
    assert before["score"].to_list() == overall(default)["score"].to_list()
    assert before["score"].to_list() != after["score"].to_list()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("id,weight\nZ,1\n", "'Z' is not in the framework"),
        ("id,weight\nC,-1\n", "line 2, column weight: found -1; expected a number from 0 up"),
        ("id,weight\nC,inf\n", "line 2, column weight: found 'inf'; expected a number"),
        ("id,weight\nC,\n", "line 2, column weight: found nothing; expected a number"),
        ("id,weight\nC,0\nD,0\n", "all weights are 0; expected one above 0"),
        ("id,weight\nC,1\nC,2\n", "line 3: id 'C' stands there twice"),
        ("item,weight\n1,1\n", "column 'id' is missing"),
        ("id,weight\n", "found no rows"),
        (None, "the file does not exist"),
    ],
)
def test_what_is_wrong_in_a_file_is_one_line_and_ends_with_2(egovbench, tmp_path, text, expected):
    path = str(tmp_path / "none.csv") if text is None else written(tmp_path, text)
    result = egovbench("compare", "LUX", "EST", "--weights", path)
    assert result.exit_code == 2
    assert expected in result.stderr
    assert result.stderr.count("\n") == 1


def test_siblings_that_all_weigh_nothing_are_named(default, tmp_path):
    rows = "".join(f"{node},0\n" for node in default.framework.ids if node in "ABCDEFG")
    weights = written(tmp_path, f"id,weight\n{rows}37,1\n")
    with pytest.raises(EgovbenchError, match="the weights below 'overall' are all zero"):
        compare("LUX", peers=PEERS, weights=weights).scores  # noqa: B018


def test_numbers_by_id_are_sent_to_the_function_that_takes_them():
    with pytest.raises(EgovbenchError, match=r"a CSV file with the columns id and weight$"):
        compare("LUX", peers=PEERS, weights={"C": 2})

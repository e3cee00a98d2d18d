"""Variants of the method, worked by hand on three invented countries.

By the default method A has 100 in C and 0 in D, B the other way round, and Γ as A, its 0 in D
being a "no or unknown": all three score 50 and share rank 1.
"""

from dataclasses import replace

import pandas as pd
import pytest

from egovbench.base.errors import InputError, MethodError
from egovbench.base.parameters import Parameters
from egovbench.base.tables import read_numbers
from egovbench.comparison import build_benchmark
from egovbench.robustness.uncertainty import (
    analyse_uncertainty,
    answer_variants,
    build_alternatives,
)

DRAWN = Parameters(replications=300, seed=7)
SETTINGS = ["table", "normalisation", "aggregation", "missing"]


def analysed(benchmark, *rest, **named):
    return analyse_uncertainty(benchmark, build_alternatives(benchmark), *rest, **named)


@pytest.fixture(scope="module")
def drawn(three):
    return analysed(three, DRAWN)


@pytest.fixture
def written(drawn, tmp_path):
    """Return a function that writes chosen replications and reads them back."""

    def write(rows) -> pd.DataFrame:
        frame = drawn.drawn.iloc[[0] * len(rows)].reset_index(drop=True)
        frame[SETTINGS] = [[table, "scale:0:100", mean, rule] for table, mean, rule, _ in rows]
        frame[[name for name in frame if name.startswith("weight:")]] = 1.0
        frame[["weight:C", "weight:D"]] = 0.5
        frame["value:QQC:59"] = [value for *_, value in rows]
        frame.to_csv(tmp_path / "choices.csv", index=False)
        return read_numbers(str(tmp_path / "choices.csv"))

    return write


def test_links_that_compare_the_same_answers_are_one_alternative(three) -> None:
    variants = answer_variants(three, build_alternatives(three))
    assert variants.n_items == {"proxy": 2, "close": 1}
    assert variants.n_alike == {"proxy": 0, "close": 0}
    own = next(iter(variants.tables.values()))
    assert own.open.sum() == 1
    assert own.open[2, variants.framework.indicators.index("59")]


def test_intervals_and_order_by_hand(three, written) -> None:
    given = written(
        [
            ("proxy", "amean", "skip", 1.0),  # 50, 50, 50: a "no or unknown" counts as no
            ("proxy", "amean", "complete", 1.0),  # 50, 50, 100: ranks 2, 2, 1
            ("proxy", "amean", "complete", 0.0),  # 50, 50, 50
            ("close", "amean", "skip", 1.0),  # 100, 0, 100: ranks 1, 3, 1
        ]
    )
    found = analysed(three, Parameters(), given)
    table = found.countries.set_index("iso3")
    assert table["mean_rank"].to_dict() == {"QQC": 1.0, "QQA": 1.25, "QQB": 1.75}
    assert table["top_third"].to_dict() == {"QQC": 1.0, "QQA": 0.75, "QQB": 0.5}
    assert table.loc["QQA", ["rank", "rank_low", "rank_high"]].tolist() == [1, 1, 2]
    assert table.loc["QQB", ["score", "score_low", "score_high"]].tolist() == [50, 0, 50]
    beating = found.beating.set_index("iso3")[["higher", "tied", "lower"]]
    assert beating.loc["QQB"].tolist() == [0.25, 0.75, 0]
    assert beating.loc["QQC"].tolist() == [0, 0.75, 0.25]
    links = found.by_links.set_index("fidelity")
    assert links.loc["proxy", ["rank_low", "rank_high", "n_sharing", "n"]].tolist() == [1, 2, 2, 3]
    assert links.loc["close", ["rank_low", "rank_high", "n_sharing", "n"]].tolist() == [1, 1, 1, 1]
    assert set(table["position"]) == {"not distinguishable"}


def test_a_country_clearly_above_the_median_is_said_so(three, written) -> None:
    given = written([("proxy", "amean", "complete", 1.0)] * 3)
    found = analysed(three, Parameters(), given)
    positions = found.countries.set_index("iso3")["position"].to_dict()
    assert positions == {
        "QQA": "not distinguishable", "QQB": "not distinguishable", "QQC": "above"
    }  # fmt: skip


def test_the_same_seed_and_any_number_of_workers_give_the_same(three, drawn) -> None:
    again = analysed(three, DRAWN, workers=2)
    other = analysed(three, replace(DRAWN, seed=8))
    for name, table in drawn.tables().items():
        assert table.equals(again.tables()[name])
    assert not drawn.drawn.equals(other.drawn)
    assert len(drawn.drawn) == 300


def test_choices_fed_back_in_give_the_same_result(three, drawn, tmp_path) -> None:
    drawn.drawn.to_csv(tmp_path / "choices.csv", index=False)
    given = read_numbers(str(tmp_path / "choices.csv"))
    again = analysed(three, Parameters(), given)
    assert again.drawn.equals(drawn.drawn)
    assert again.countries.equals(drawn.countries)
    assert again.beating.equals(drawn.beating)


def test_variants_that_fail_are_counted_with_the_reason(three, written) -> None:
    given = written([("proxy", "gmean", "skip", 1.0)] * 2 + [("proxy", "amean", "complete", 1.0)])
    found = analysed(three, Parameters(), given)
    assert found.n_evaluated == 1
    assert found.failures["replication"].tolist() == [0, 1]
    assert (
        "geometric" in found.failures["reason"].iloc[0]
        or "gmean" in found.failures["reason"].iloc[0]
    )
    assert found.countries.set_index("iso3")["n"].to_dict() == {"QQA": 1, "QQB": 1, "QQC": 1}


def test_when_every_variant_fails_the_reason_stops_it(three, written) -> None:
    with pytest.raises(MethodError, match="no variant of the method gives QQA a rank: "):
        analysed(three, Parameters(), written([("proxy", "gmean", "skip", 1.0)]))


def test_without_a_joint_ranking_there_is_nothing_to_simulate(invented, parameters) -> None:
    pairwise = build_benchmark(invented, replace(parameters, items="pairwise"))
    assert analysed(pairwise, DRAWN) is None


def test_only_links_move_the_rank_where_nothing_else_can(three, drawn) -> None:
    indices = drawn.sensitivity.indices
    assert set(indices["factor"]) == {"table", "aggregation", "missing", "weights", "completion"}
    shift = indices[indices["output"] == "mean rank shift"].set_index("factor")["total"]
    assert shift["table"] > 0.3


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda frame: frame.drop(columns="weight:C"), "column 'weight:C' is missing"),
        (lambda frame: frame.assign(more=1), "line 1: found column 'more'; expected table, "),
        (
            lambda frame: frame.assign(**{"weight:C": "much"}),
            "line 2, column weight:C: found 'much'",
        ),
        (
            lambda frame: frame.assign(**{"value:QQC:59": 7.0}),
            "line 2, column value:QQC:59: found 7",
        ),
        (
            lambda frame: frame.assign(table="guess"),
            "line 2, column table: found 'guess'",
        ),
        (lambda frame: frame.iloc[:0], "found no rows"),
    ],
)
def test_a_file_of_choices_that_does_not_fit_is_named(
    three, drawn, tmp_path, change, message
) -> None:
    path = tmp_path / "choices.csv"
    change(drawn.drawn).to_csv(path, index=False)
    with pytest.raises(InputError, match=message) as caught:
        analysed(three, Parameters(choices=str(path)), read_numbers(str(path)))
    assert str(caught.value).startswith(str(path))


def test_a_file_that_is_missing_or_no_table(tmp_path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        read_numbers(str(tmp_path / "none.csv"))
    (tmp_path / "binary.csv").write_bytes(b"\xff\xfe\x00table")
    with pytest.raises(InputError, match="not a UTF-8 CSV table"):
        read_numbers(str(tmp_path / "binary.csv"))

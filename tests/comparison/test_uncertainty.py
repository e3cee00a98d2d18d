"""Variants of the method, worked by hand on three invented countries.

By the default method A has 100 in C and 0 in D, B the other way round, and Γ as A, its 0 in D
being a "no or unknown": all three score 50 and share the places 1 to 3.
"""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from invented_countries import OTHERS, other_answers, own_codes

from egovbench.base.errors import InputError, MethodError
from egovbench.base.parameters import Parameters
from egovbench.base.tables import read_numbers
from egovbench.comparison import build_benchmark, load_data
from egovbench.narrative import robustness
from egovbench.robustness.uncertainty import (
    analyse_uncertainty,
    compare_choices,
    find_variants,
)

DRAWN = Parameters(replications=300, seed=7)
SETTINGS = ["table", "normalisation", "aggregation", "missing"]


def analysed(benchmark, *rest, **named):
    return analyse_uncertainty(find_variants(benchmark), *rest, **named)


def table(reading, doubtful="coded", fusion="preferred", answers="own"):
    return f"reading={reading} doubtful={doubtful} fusion={fusion} answers={answers}"


@pytest.fixture(scope="module")
def drawn(three):
    return analysed(three, DRAWN)


@pytest.fixture
def written(drawn, tmp_path):
    """Return a function that writes chosen replications and reads them back."""

    def write(rows):
        frame = drawn.drawn.iloc[[0] * len(rows)].reset_index(drop=True)
        frame[SETTINGS] = [
            [table(reading), "scale:0:100", mean, "complete"] for reading, mean, _ in rows
        ]
        frame[[name for name in frame if name.startswith("weight:")]] = 1.0
        frame[["weight:C", "weight:D"]] = 0.5
        frame["value:QQC:59"] = [value for *_, value in rows]
        frame.to_csv(tmp_path / "choices.csv", index=False)
        return read_numbers(str(tmp_path / "choices.csv"))

    return write


def test_what_is_varied_depends_on_the_links(three):
    assert find_variants(three).varied == ("reading", "weights", "aggregation")
    # one item is left, known and exact of all: nothing can be weighed, averaged or read otherwise
    for fidelity in ("exact", "close"):
        parameters = replace(three.parameters, fidelity=fidelity)
        variants = find_variants(build_benchmark(three.data, parameters))
        assert variants.framework.indicators == ("37",)
        assert variants.varied == ()


def test_intervals_and_order_by_hand(three, written):
    given = written(
        [
            ("no", "amean", 1.0),  # 50, 50, 50: a "no or unknown" counts as no
            ("bounds", "amean", 1.0),  # 50, 50, 100: mid-ranks 2.5, 2.5, 1
            ("bounds", "amean", 0.0),  # 50, 50, 50
            ("unknown", "amean", 0.0),  # 50, 50, 100: of Γ only C counts
        ]
    )
    found = analysed(three, Parameters(), given)
    table = found.countries.set_index("iso3")
    assert table["mean_rank"].to_dict() == {"QQA": 2.25, "QQB": 2.25, "QQC": 1.5}
    # a tie of three does not fit into the first place
    assert table["top_third"].to_dict() == {"QQA": 0, "QQB": 0, "QQC": 0.5}
    assert table.loc["QQA", ["rank", "rank_low", "rank_high"]].tolist() == [1, 2, 2.5]
    assert table.loc["QQC", ["score", "score_low", "score_high"]].tolist() == [50, 50, 100]
    beating = found.beating.set_index("iso3")[["higher", "tied", "lower"]]
    assert beating.loc["QQB"].tolist() == [0, 1, 0]
    assert beating.loc["QQC"].tolist() == [0, 0.5, 0.5]


@pytest.fixture(scope="module")
def doubted(invented):
    """What other bodies say of all three, and in part of its own words what A says of itself."""
    first = other_answers([*OTHERS, ("QQA", 37, "yes", "exact", False),
                           ("QQA", 59, "no", "proxy", False)])  # fmt: skip
    partly = other_answers([("QQA", 45, "partly", "exact", False),
                            ("QQB", 45, "yes", "exact", False),
                            ("QQC", 45, "no", "exact", False)])  # fmt: skip
    partly.loc[0, "lower"] = 0.5
    partly.loc[0, "upper"] = 1.0
    second = other_answers([("QQB", 59, "no", "proxy", False)]).assign(survey="odm2023")
    own = own_codes("QQA", {37: "yes", 59: "partly"})
    own.loc[1, "lower"] = 0.5
    own.loc[1, "upper"] = 1.0
    others = pd.concat([first, partly, second], ignore_index=True)
    data = replace(invented, own_codes=own, others=others)
    return build_benchmark(data, Parameters(focal="QQA", peers="QQB,QQC"))


def test_the_effect_of_each_choice_about_answers_by_hand(doubted):
    variants = find_variants(doubted)
    assert variants.choices == {
        "reading": ("no", "unknown", "bounds"),
        "doubtful": ("coded", "bounds"),
        # a tie of two sources is decided by the preferred one: majority would be the same
        "fusion": ("preferred", "agreeing-only"),
        "answers": ("others", "own"),
    }
    at = {(unit, item): (row, variants.framework.indicators.index(item))
          for row, unit in enumerate(("QQA", "QQB", "QQC"))
          for item in ("37", "45", "59")}  # fmt: skip

    def said(name, cell):
        found = variants.tables[name]
        return [each[at[cell]] for each in (found.values, found.lower, found.upper)]

    plain = table("no", answers="others")
    own, other = ("QQA", "59"), ("QQC", "59")
    nothing = [np.nan] * 3
    np.testing.assert_equal(said(plain, own), [0, 0, 0])
    np.testing.assert_equal(said(plain, other), [0, 0, 0])
    np.testing.assert_equal(said(plain, ("QQB", "59")), [1, 1, 1])
    # reading: "no or unknown" is no, left out, or drawn from 0 to 1
    np.testing.assert_equal(said(table("unknown", answers="others"), other), nothing)
    np.testing.assert_equal(said(table("bounds", answers="others"), other)[1:], [0, 1])
    # doubtful: what others cannot settle is drawn within its bounds, and what is exact never
    drawn = table("no", "bounds", answers="others")
    np.testing.assert_equal(said(drawn, ("QQA", "45")), [0.5, 0.5, 1])
    np.testing.assert_equal(said(drawn, other), [0, 0, 0])
    # fusion: two sources differ on B, which is unknown then
    np.testing.assert_equal(
        said(table("no", fusion="agreeing-only", answers="others"), ("QQB", "59")), nothing
    )
    # answers: A's own 59 in place of what others say; it says nothing of 45
    np.testing.assert_equal(said(table("no"), own), [0.5, 0.5, 0.5])
    np.testing.assert_equal(said(table("no", "bounds"), own), [0.5, 0.5, 1])
    np.testing.assert_equal(said(table("no"), ("QQA", "45")), [0.5, 0.5, 0.5])


def test_one_other_choice_at_a_time_by_hand(doubted):
    # C is the mean of openness 37 and trust 45: A 75, B 50, Γ 50; D is 59: A 0, B 100, Γ 0.
    # Overall A 37.5, B 75, Γ 25.
    found = compare_choices(find_variants(doubted)).set_index("choice")
    assert found[["score", "rank"]].astype(float).T.to_dict("list") == {
        "default": [37.5, 2],
        "exact": [75, 1],
        "close": [75, 1],
        "no_or_unknown_as_unknown": [37.5, 3],  # of Γ only C is left: 50
        "agreeing-only": [37.5, 2],  # of B too: 50
        "own": [62.5, 2],
        "equal_items": [50, 2],  # A 1.5 of 3, B 2, Γ 1
    }
    assert found.loc["own", ["lower", "upper"]].tolist() == [62.5, 100]


def test_a_score_lies_in_its_bounds_under_every_choice(doubted, three):
    for benchmark in (doubted, three):
        found = compare_choices(find_variants(benchmark))
        assert (found["lower"] <= found["score"]).all()
        assert (found["score"] <= found["upper"]).all()


def test_seeds_workers_and_choices_fed_back_give_the_same(three, drawn, tmp_path):
    again = analysed(three, DRAWN, workers=2)
    other = analysed(three, replace(DRAWN, seed=8))
    for name, table in drawn.tables().items():
        assert table.equals(again.tables()[name])
    assert not drawn.drawn.equals(other.drawn)
    assert len(drawn.drawn) == 300
    # choices fed back in give the same result
    drawn.drawn.to_csv(tmp_path / "choices.csv", index=False)
    given = read_numbers(str(tmp_path / "choices.csv"))
    again = analysed(three, Parameters(), given)
    assert again.drawn.equals(drawn.drawn)
    assert again.countries.equals(drawn.countries)
    assert again.beating.equals(drawn.beating)


def test_variants_that_fail_are_counted_and_stop_it_when_all_do(three, written):
    given = written([("no", "gmean", 1.0)] * 2 + [("bounds", "amean", 1.0)])
    found = analysed(three, Parameters(), given)
    assert found.n_evaluated == 1
    assert found.failures["replication"].tolist() == [0, 1]
    assert "gmean" in found.failures["reason"].iloc[0]
    assert found.countries.set_index("iso3")["n"].to_dict() == {"QQA": 1, "QQB": 1, "QQC": 1}
    # when every variant fails the reason stops it
    with pytest.raises(MethodError, match="no variant of the method gives QQA a rank: "):
        analysed(three, Parameters(), written([("no", "gmean", 1.0)]))


def test_what_can_be_simulated(invented, parameters, drawn):
    pairwise = build_benchmark(invented, replace(parameters, items="pairwise"))
    assert analysed(pairwise, DRAWN) is None
    # only what can move a rank has a share of its variance
    indices = drawn.sensitivity.indices
    assert set(indices["factor"]) == {"reading", "aggregation", "weights", "completion"}
    total = indices[indices["output"] == "focal rank"].set_index("factor")["total"]
    # unequal weights set A, with C alone, apart from B, with D alone, and any mean alike
    assert total["weights"] > total["reading"] > 0
    assert total["aggregation"] == 0


@pytest.mark.parametrize("focal", ["LUX", pytest.param("EST", marks=pytest.mark.slow)])
def test_noise_and_the_order_of_rows_change_no_sentence(focal):
    data = load_data()
    benchmark = build_benchmark(data, Parameters(focal=focal, peers="neighbours"))
    shuffled = {
        name: getattr(data, name).sample(frac=1, random_state=1).reset_index(drop=True)
        for name in ("others", "own_codes")
    }
    ids = benchmark.framework.ids
    noise = np.random.default_rng(1).uniform(1 - 1e-14, 1 + 1e-14, len(ids))
    noisy = replace(benchmark, weights=tuple(zip(ids, noise.tolist(), strict=True)))
    told = robustness(benchmark, replications=40)
    assert robustness(noisy, replications=40) == told
    assert robustness(
        build_benchmark(replace(data, **shuffled), benchmark.parameters), replications=40
    ) == told  # fmt: skip


def test_a_file_of_choices_that_does_not_fit_is_missing_or_no_table(three, drawn, tmp_path):
    path = tmp_path / "choices.csv"
    drawn.drawn.assign(table="guess").to_csv(path, index=False)
    with pytest.raises(InputError, match="line 2, column table: found 'guess'") as caught:
        analysed(three, Parameters(choices=str(path)), read_numbers(str(path)))
    assert str(caught.value).startswith(str(path))
    with pytest.raises(InputError, match="does not exist"):
        read_numbers(str(tmp_path / "none.csv"))
    (tmp_path / "binary.csv").write_bytes(b"\xff\x00\xfetable")
    with pytest.raises(InputError, match="not UTF-8"):
        read_numbers(str(tmp_path / "binary.csv"))

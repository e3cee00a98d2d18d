"""Each position that a comparison can say, of invented countries and worked by hand."""

from dataclasses import replace

import pytest
from invented_countries import other_answers, own_codes

from egovbench.base.parameters import Parameters
from egovbench.comparison import build_benchmark
from egovbench.comparison.verdicts import POSITIONS

# Each the only compared item of its indicator, so that section C is the mean of the four.
FOUR = (37, 39, 41, 47)
PEERS = ("QQB", "QQC", "QQD")


@pytest.fixture
def compared(invented):
    """Build a comparison of QQA with others by words for each of some items; "-" was not asked."""
    four = invented.countries | {"QQD": replace(invented.countries["QQC"], iso3="QQD")}

    def build(*words, on=FOUR, own="", **parameters):
        rows = [
            (iso3, item, code.rstrip("?"), "exact", code == "no?")
            for iso3, codes in zip(("QQA", *PEERS), words, strict=False)
            for item, code in zip(on, codes.split(), strict=True)
            if code != "-"
        ]
        data = replace(
            invented,
            countries=four,
            others=other_answers(rows),
            own_codes=own_codes("QQA", dict(zip(on, own.split(), strict=False))),
        )
        given = {"focal": "QQA", "peers": "QQB,QQC,QQD", "basis": "others"} | parameters
        return build_benchmark(data, Parameters(**given))

    return build


def verdict(benchmark, prefix=""):
    row = benchmark.sections.set_index("id").loc["C"]
    return row[f"{prefix}position"], row[f"{prefix}hangs_on"]


def test_above_and_below_where_the_bounds_are_apart_and_no_single_code_undoes_it(compared):
    # 100 against 25, 25 and 0, median 25. With one code half a step lower still 87.5.
    benchmark = compared("yes yes yes yes", "yes no no no", "yes no no no", "no no no no")
    assert verdict(benchmark) == ("above", "")
    row = benchmark.sections.iloc[0]
    assert row[["score", "median", "gap_lower", "gap_upper"]].tolist() == [100, 25, 75, 75]
    # below where the bounds are apart and no single code undoes it
    # 25 (25 to 50) against 100, 75 and 75, median 75. With a code half a step higher at most
    # 62.5: the no half way to yes, or the yes where it is; the "no or unknown" is at 1 already.
    assert verdict(
        compared("yes no no no?", "yes yes yes yes", "yes yes yes no", "yes yes yes no")
    ) == ("below", "")


@pytest.mark.parametrize(
    ("focal", "peers"),
    [
        ("yes yes no? no", ["yes yes yes no"] * 3),  # 50 to 75, and 75: the bounds touch
        ("yes yes no no", ["yes no yes no"] * 3),  # 50 and 50, by other items
        # 66.7 (50 to 75), and 75, the median of 25, 75 and 75
        ("yes yes unknown no", ["yes no no no", "yes yes yes no", "yes yes yes no"]),
        # 100, and a median of 25 that may be 100
        ("yes yes yes yes", ["yes no? no? no?", "yes no? no? no?", "no no no no"]),
    ],
)
def test_not_distinguishable_where_the_bounds_are_not_apart(compared, focal, peers):
    assert verdict(compared(focal, *peers)) == ("not distinguishable", "")


def test_a_verdict_that_one_code_undoes_hangs_on_it(compared):
    # 75 against 62.5: any of the three yes at partly makes it 62.5, and the first one is named.
    peer = "yes yes partly no"
    assert verdict(compared("yes yes yes no", peer, peer, peer)) == ("hangs on an item", "37")
    # 50 against 62.5: 41 or 47 at partly makes it 62.5; 37 and 39 are at the end of their scale.
    assert verdict(compared("yes yes no no", peer, peer, peer)) == ("hangs on an item", "41")
    # a verdict hangs on the code that weighs most
    # 37 and 53 share an indicator: half a step of either moves C by 100 / 3 / 4 = 8.3, of 39 and
    # 41 by 16.7. Focal 100, peers (1/2 + 1 + 1) / 3 = 83.3: only the latter undo it.
    peer = "yes no yes yes"
    benchmark = compared("yes yes yes yes", peer, peer, peer, on=(37, 53, 39, 41))
    assert verdict(benchmark) == ("hangs on an item", "39")
    # codes do not move beyond their scale
    # 75 (75 to 100) against 50: a yes at partly leaves 62.5, and a "no or unknown" cannot fall.
    peer = "yes yes no no"
    assert verdict(compared("yes yes yes no?", peer, peer, peer)) == ("above", "")


def test_reasons_for_no_verdict(compared):
    alike = "yes no partly yes"
    assert verdict(compared(alike, alike, alike, alike)) == ("all alike", "")
    assert verdict(compared(alike, alike, alike, "yes no partly unknown")) == ("all alike", "")
    # too few items to say anything of their score
    # 100 against 0, on two items
    assert verdict(compared("yes yes", "no no", "no no", "no no", on=(37, 39))) == (
        "too few items", "",
    )  # fmt: skip
    # no peers where none was asked every item that the focal country was
    # Of four countries each item was asked of two at least, and no peer of all four items.
    benchmark = compared("yes yes yes yes", "no no - -", "no - no -", "- no - no", min_share=0.5)
    assert verdict(benchmark) == ("no peers", "")
    assert benchmark.ranks["iso3"].tolist() == ["QQA"]
    # every position is one of seven
    assert len(POSITIONS) == len(set(POSITIONS)) == 7


def test_peers_that_were_asked_fewer_items_enter_neither_verdict_nor_rank(compared):
    # By B alone 100 against 0; C and D have 100 on what they were asked.
    benchmark = compared(
        "yes yes yes yes", "no no no no", "yes yes yes -", "yes yes - yes", min_share=0.75
    )
    assert verdict(benchmark) == ("above", "")
    assert benchmark.ranks["iso3"].tolist() == ["QQA", "QQB"]


@pytest.mark.parametrize("items", ["common", "pairwise"])
def test_own_answers_have_a_verdict_of_their_own(compared, items):
    # By others everything is no everywhere; by its own answers the focal country has all four.
    no = "no no no no"
    benchmark = compared(no, no, no, no, own="yes yes yes yes", basis="both", items=items)
    assert verdict(benchmark) == ("all alike", "")
    assert verdict(benchmark, "own_") == ("above", "")


def test_verdicts_of_pairs_and_of_the_overall_score(compared):
    # B shares 37, 39 and 41 (100 less 0), C and D all four (100 less 25, 100 less 75): the median
    # difference is 75. Half a step of a code takes 16.7, 12.5 and 12.5 from the differences.
    benchmark = compared(
        "yes yes yes yes", "no no no -", "yes no no no", "yes yes yes no", items="pairwise"
    )
    assert verdict(benchmark) == ("above", "")
    assert benchmark.sections.iloc[0][["gap", "n_items", "n_peers"]].tolist() == [75, 4, 3]
    # the overall score has a verdict by the same rule
    # C and D count half each; three items are compared, one of them in D.
    benchmark = compared("yes yes yes", "no no no", "no no no", "no no no", on=(37, 39, 59))
    row = benchmark.overall.iloc[0]
    # 59 at partly leaves 75 against 0
    assert row[["position", "gap"]].tolist() == ["above", 100]
    positions = benchmark.sections.set_index("id")["position"].to_dict()
    assert positions == {"C": "too few items", "D": "too few items"}

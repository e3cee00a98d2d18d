"""Parts left out, weights and coherence, worked by hand on invented countries."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from invented_countries import other_answers, own_codes

from egovbench.comparison import build_benchmark
from egovbench.robustness.correlations import external_validity, shared_with_indices
from egovbench.robustness.structure import analyse_structure, most_telling


def test_sections_left_out_by_hand(three):
    # A has 100 in C and 0 in D. Without C: 0, 100, 0 and rank 2; without D: 100, 0, 100, rank 1.
    left_out = analyse_structure(three).left_out.set_index("id")
    assert left_out.index.tolist()[:2] == ["C", "D"]
    assert left_out.loc["C", ["score", "score_change", "rank", "rank_change"]].tolist() == [
        0, -50, 2, 1,
    ]  # fmt: skip
    assert left_out.loc["D", ["score", "score_change", "rank", "rank_change"]].tolist() == [
        100, 50, 1, 0,
    ]  # fmt: skip
    assert left_out["n_items"].tolist() == [1, 1, 1, 1, 1, 1]
    # each section is one item here, so that an item left out does what its section does
    changes = ["score", "score_change", "rank", "rank_change"]
    assert left_out.loc["37", changes].tolist() == left_out.loc["C", changes].tolist()
    assert left_out.loc["59", changes].tolist() == left_out.loc["D", changes].tolist()


def test_items_that_tell_most(five):
    rows = [("item", 0.0, 0.0), ("item", -2.0, 1.0), ("item", 3.0, 1.0), ("section", 9.0, -9.0),
            ("item", 0.5, -4.0), ("item", 2.0, -1.0)]  # fmt: skip
    left_out = pd.DataFrame(rows, columns=["level", "score_change", "rank_change"])
    assert most_telling(left_out, 5).index.tolist() == [4, 2, 1, 5]
    assert most_telling(left_out, 2).index.tolist() == [4, 2]
    # what differs by less than any answer could make is no change, and no order
    noisy = left_out.assign(score_change=left_out["score_change"] + [1e-12, 1e-12, 0, 0, 0, -1e-12])
    assert most_telling(noisy, 5).index.tolist() == [4, 2, 1, 5]
    # the one item that hangs by hand
    # without 59 A and B have 100 in what is left; without 37, 39 or 45 A keeps 50 and its place
    telling = most_telling(analyse_structure(five).left_out, 5).set_index("id")
    assert telling.index.tolist() == ["59"]
    assert telling.loc["59", ["score_change", "rank_change"]].tolist() == [50, -1]


@pytest.fixture(scope="module")
def five(invented, parameters):
    """Item 39 says what 37 says, 45 is alike for all; B's peers score apart."""
    rows = [
        (iso3, item, code, "exact", False)
        for iso3, codes in {
            "QQB": ("yes", "yes", "yes", "yes"),
            "QQC": ("no", "no", "yes", "no"),
        }.items()
        for item, code in zip((37, 39, 45, 59), codes, strict=True)
    ]
    data = replace(
        invented,
        own_codes=own_codes("QQA", {37: "yes", 39: "yes", 45: "yes", 59: "no"}),
        others=other_answers(rows),
    )
    return build_benchmark(data, parameters)


def test_peers_left_out_by_hand(five):
    # C is the mean of openness 37, data 39 and trust 45: A 100, B 100, Γ 100/3; D: 0, 100, 0.
    # Overall A 50, B 100, Γ 50/3; the peers' median is 350/6.
    peers = analyse_structure(five).peers_left_out.set_index("iso3")
    assert peers["rank"].to_dict() == {"QQB": 1, "QQC": 2}
    assert peers.loc["QQB", "gap"] == pytest.approx(50 - 50 / 3)
    assert peers.loc["QQC", "gap"] == pytest.approx(-50)
    assert peers.loc["QQC", "gap_change"] == pytest.approx(-50 - (50 - 350 / 6))


def test_twins_weights_and_correlations_by_hand(five):
    found = analyse_structure(five)
    assert found.twins == [("37 Access to information law", "39 Data protection law")]
    assert found.items.loc[found.items["sd"] == 0, "item"].tolist() == ["45"]
    items = found.items.set_index("item")
    assert items.loc["45", "label"] == "45 Digital signature law"
    assert items.loc["37", ["n", "mean", "ceiling"]].tolist() == pytest.approx([3, 2 / 3, 2 / 3])
    # effective weights tell what declared weights do not
    weights = analyse_structure(five).weights.set_index("id")
    assert weights.loc[["C", "D"], "declared"].tolist() == [0.5, 0.5]
    assert weights.loc["C.trust", "effective"] == 0
    assert weights.loc[["C", "D"], "effective_share"].sum() == pytest.approx(1)
    assert weights.loc["C", "name"] == "C Legal framework"
    # section correlations by hand
    # C 100, 100, 100/3 and D 0, 100, 0: r = 0.5
    table = analyse_structure(five).correlations
    assert table[["first", "second", "n"]].to_numpy().tolist() == [["C", "D", 3]]
    assert table["pearson"].iloc[0] == pytest.approx(
        np.corrcoef([100, 100, 100 / 3], [0, 100, 0])[0, 1]
    )
    assert table["pearson"].iloc[0] == pytest.approx(0.5)


def test_what_scores_share_with_indices_is_counted_by_edition(three, invented, parameters):
    # six codes: two of the questionnaire, four of gtmi2022
    shared = shared_with_indices(three)
    assert shared["gtmi"] == "shares its answers: 4 of 6 compared codes come from it"
    assert "sends out the questionnaire" in shared["egdi"]
    assert "oecd_dgi" not in shared
    # another edition of a survey is told apart
    others = invented.others.assign(survey="oecd_dgi2019")
    shared = shared_with_indices(build_benchmark(replace(invented, others=others), parameters))
    assert shared["oecd_dgi"] == "4 of 6 compared codes come from an earlier edition of its survey"
    assert "gtmi" not in shared


def test_what_cannot_be_correlated_or_left_out(invented, parameters, three):
    assert external_validity(three, seed=1).empty
    pairwise = build_benchmark(invented, replace(parameters, items="pairwise"))
    assert external_validity(pairwise, seed=1).empty
    assert analyse_structure(pairwise) is None
    # one section alone cannot be left out
    data = replace(
        invented,
        own_codes=own_codes("QQA", {37: "yes"}),
        others=other_answers([("QQB", 37, "no", "exact", False)]),
    )
    found = analyse_structure(build_benchmark(data, replace(parameters, peers="QQB")))
    assert isinstance(found.left_out, pd.DataFrame)
    assert found.left_out.empty
    assert found.peers_left_out["gap"].isna().all()

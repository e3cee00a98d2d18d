"""What no rounding, no order of rows and no option may change in a comparison."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from egovbench.base.errors import MethodError
from egovbench.base.groups import resolve_peers
from egovbench.base.parameters import Parameters
from egovbench.comparison import benchmark as module
from egovbench.comparison import build_benchmark, load_data, verdicts
from egovbench.comparison.against_peers import gaps, nearest_peers, strengths
from egovbench.scoring.scores import score_answers

HAIR = 1e-12


@pytest.fixture(scope="module")
def data():
    return load_data()


def members():
    """The European Union; every sixth of it without `slow`."""
    data = load_data()
    union = ["LUX", *resolve_peers("eu27", "LUX", data.countries, data.neighbours)]
    rare = pytest.mark.slow
    return [pytest.param(each, marks=rare if at % 6 else ()) for at, each in enumerate(union)]


def with_noise(table, random):
    """Values and bounds moved by up to 1e-12, within 0 and 1, the value still in its bounds."""
    moved = table.copy()
    for column in ("lower", "value", "upper"):
        moved[column] = np.clip(table[column] + random.uniform(-HAIR, HAIR, len(table)), 0, 1)
    moved["lower"] = moved[["lower", "value"]].min(axis="columns", skipna=True)
    moved["upper"] = moved[["upper", "value"]].max(axis="columns", skipna=True)
    return moved


def with_noisy_scores(answers, framework):
    scores = score_answers(answers, framework)
    random = np.random.default_rng(len(scores))
    for column in ("score", "lower", "upper"):
        scores[column] += random.uniform(-HAIR, HAIR, len(scores))
    return scores


def shuffled(table, random):
    return table.iloc[random.permutation(len(table))].reset_index(drop=True)


def statements(benchmark):
    """Everything that is said by comparing numbers, without the numbers."""
    said = {}
    for name in ("overall", "sections", "indicators"):
        table = getattr(benchmark, name)
        words = ["id", "n_peers", "position", "hangs_on", "own_position", "own_hangs_on"]
        said[name] = table[words].values.tolist()
        said[f"equal on {name}"] = (table["gap"].abs() <= 1e-9).tolist()
    ranks = benchmark.ranks[["iso3", "rank", "best_rank", "worst_rank", "n_ranked"]]
    said["ranks and ties"] = ranks.values.tolist()
    items = benchmark.items
    said["items"] = items[["item", "sure", "alike", "contradicted"]].values.tolist()
    said["strengths"] = strengths(items)["item"].tolist()
    said["gaps"] = gaps(items)["item"].tolist()
    said["pairs"] = benchmark.pairs[["iso3", "n_items", "standing"]].values.tolist()
    near = nearest_peers(benchmark.codes, benchmark.compared_items, benchmark.focal)
    said["nearest"] = near["iso3"].tolist()
    return said


@pytest.mark.parametrize("focal", members())
def test_neither_noise_nor_the_order_of_rows_changes_what_is_said(data, focal, monkeypatch):
    parameters = Parameters(focal=focal, peers="eu27")
    expected = statements(build_benchmark(data, parameters))
    random = np.random.default_rng(sum(map(ord, focal)))
    changed = replace(
        data,
        others=shuffled(with_noise(data.others, random), random),
        own_codes=shuffled(with_noise(data.own_codes, random), random),
    )
    monkeypatch.setattr(verdicts, "score_answers", with_noisy_scores)
    monkeypatch.setattr(module, "score_answers", with_noisy_scores)
    monkeypatch.setattr("egovbench.comparison.answers.score_answers", with_noisy_scores)
    assert statements(build_benchmark(changed, parameters)) == expected


OPTIONS = st.fixed_dictionaries(
    {
        "focal": st.sampled_from(["LUX", "EST", "BEL", "KEN", "USA"]),
        "peers": st.lists(
            st.sampled_from(["AUT", "IRL", "LVA", "ROU", "FRA", "BRA", "UGA", "KOR"]),
            unique=True, min_size=2, max_size=4,
        ).map(",".join),
        "basis": st.sampled_from(["both", "others", "mixed"]),
        "fusion": st.sampled_from(["preferred", "agreeing-only", "majority"]),
        "no_or_unknown": st.sampled_from(["no", "unknown"]),
        "fidelity": st.sampled_from(["exact", "close", "proxy"]),
        "items": st.sampled_from(["common", "pairwise"]),
        "min_share": st.sampled_from([0.5, 1.0]),
        "weights": st.sampled_from(["sections", "items"]),
    }
)  # fmt: skip


@given(OPTIONS)
def test_scores_and_ranks_lie_in_their_bounds_under_every_option(data, options):
    try:
        benchmark = build_benchmark(data, Parameters(**options))
    except MethodError:
        return  # no item is left
    for table in (benchmark.scores, benchmark.own_scores, benchmark.focal_scores):
        known = table.dropna(subset=["score"])
        assert (known["lower"] <= known["score"] + 1e-9).all()
        assert (known["score"] <= known["upper"] + 1e-9).all()
    pairs = benchmark.pairs.dropna(subset=["focal_score", "score"])
    for side in ("", "focal_"):
        assert (pairs[f"{side}lower"] <= pairs[f"{side}score"] + 1e-9).all()
        assert (pairs[f"{side}score"] <= pairs[f"{side}upper"] + 1e-9).all()
    ranks = benchmark.ranks.dropna(subset=["rank"])
    assert (ranks["best_rank"] <= ranks["rank"]).all()
    assert (ranks["rank"] <= ranks["worst_rank"]).all()

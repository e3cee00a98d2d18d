"""Six runs of the package against the same runs worked out a second time (see recomputation)."""

import math

import pytest
from recomputation import HAIR, recompute

import egovbench as eb
from egovbench.base.paths import DATA

RUNS = [
    ("LUX", "eu27", {}),
    ("EST", "eu27", {}),
    ("ROU", "oecd", {"basis": "others", "fidelity": "close"}),
    ("LUX", "eu27", {"basis": "mixed"}),
    ("KEN", "region", {"basis": "others", "min_share": 0.8}),
    ("LUX", "neighbours", {"basis": "mixed", "weights": "items", "no_or_unknown": "unknown"}),
]
RARE = RUNS[1], RUNS[3]


def name(run):
    focal, peers, options = run
    return "-".join([focal, peers, *map(str, options.values())])


@pytest.fixture(
    scope="module",
    params=[pytest.param(each, marks=pytest.mark.slow if each in RARE else ()) for each in RUNS],
    ids=name,
)
def both(request):
    focal, peers, options = request.param
    second = {**options, "min_share": str(options.get("min_share", 1))}
    return eb.compare(focal, peers=peers, **options), recompute(DATA, focal, peers, **second)


def apart(one, other):
    """How far two numbers differ; both missing is no difference, one missing the largest."""
    missing = [each is None or math.isnan(each) for each in (one, other)]
    return 0.0 if all(missing) else math.inf if any(missing) else abs(float(one) - float(other))


def differences(benchmark, second):
    """Every number that both know, by what it is called, with how far the two differ."""
    for row in benchmark.scores.to_dict("records"):
        if row["level"] != "item" and row["n_items"]:
            node = second.scores[row["iso3"]][row["id"]]
            for column in ("score", "lower", "upper", "n_items"):
                yield (row["iso3"], row["id"], column), apart(row[column], getattr(node, column))
    for row in rows_beside_peers(benchmark):
        beside = second.verdicts[row["id"]]
        medians = {
            "median": beside.medians and beside.medians.score,
            "median_lower": beside.medians and beside.medians.lower,
            "median_upper": beside.medians and beside.medians.upper,
            "gap": beside.gap,
        }
        for column, number in medians.items():
            yield (row["id"], column), apart(row[column], number)
        own = second.own.get(row["id"])
        for column in ("score", "lower", "upper"):
            yield (
                (row["id"], f"own_{column}"),
                apart(row[f"own_{column}"], own and getattr(own.node, column)),
            )


def rows_beside_peers(benchmark):
    tables = (benchmark.overall, benchmark.sections, benchmark.indicators)
    return [row for table in tables for row in table.to_dict("records")]


def test_the_same_items_are_compared_by_the_same_codes(both):
    benchmark, second = both
    assert sorted(benchmark.compared_items) == sorted(map(int, second.items))
    assert sorted(benchmark.answers["iso3"].unique()) == sorted(second.answers)
    codes = benchmark.codes[benchmark.codes["item"].isin(benchmark.compared_items)]
    found = {
        (row["iso3"], str(row["item"])): (row["value"], row["lower"], row["upper"])
        for row in codes[codes["code"] != "not_asked"].to_dict("records")
    }
    expected = {
        (iso3, item): tuple(math.nan if each is None else float(each) for each in code)
        for iso3, by_item in second.answers.items()
        for item, code in by_item.items()
    }
    assert {key: repr(each) for key, each in found.items()} == {
        key: repr(each) for key, each in expected.items()
    }


def test_scores_bounds_medians_and_gaps_are_the_same(both, record_property):
    found = dict(differences(*both))
    assert len(found) > 50
    largest = max(found, key=found.get)
    record_property("largest", found[largest])
    print(f"largest of {len(found)} differences: {found[largest]:.1e} {largest}")
    assert found[largest] <= HAIR


def test_every_score_rank_and_verdict_is_the_same(both):
    benchmark, second = both
    found = benchmark.ranks.set_index("iso3")[["rank", "best_rank", "worst_rank"]]
    assert {iso3: tuple(row) for iso3, row in found.iterrows()} == second.ranks
    # every verdict is the same
    rows = rows_beside_peers(benchmark)
    assert len(rows) == len(second.verdicts)
    assert {row["id"]: row["position"] for row in rows} == {
        node: each.verdict for node, each in second.verdicts.items()
    }
    for row in rows:
        assert row["hangs_on"] in (second.verdicts[row["id"]].hangs_on or {""})
    # every verdict by the own answers is the same
    for row in rows:
        own = second.own.get(row["id"])
        assert row["own_position"] == (own.verdict if own else "")
        assert row["own_hangs_on"] in ((own and own.hangs_on) or {""})

"""A file is read once, and a report depends on the countries it compares alone."""

import os
import shutil
from dataclasses import replace

import pandas as pd
import pytest

from egovbench.base import paths
from egovbench.base.parameters import Parameters
from egovbench.comparison import build_benchmark, compare, load_data
from egovbench.robustness.correlations import external_validity
from egovbench.robustness.uncertainty import analyse_uncertainty, compare_choices, find_variants


def frames(benchmark):
    attributes = {name: getattr(benchmark, name) for name in dir(benchmark) if name[0] != "_"}
    found = {name: each for name, each in attributes.items() if isinstance(each, pd.DataFrame)}
    assert len(found) == (21 if benchmark.questions is None else 22)
    variants = find_variants(benchmark)
    found |= {"choices": compare_choices(variants)}
    found |= {"validity": external_validity(benchmark, seed=1)}
    uncertainty = analyse_uncertainty(variants, Parameters(replications=20))
    return found | ({} if uncertainty is None else uncertainty.tables())


def without_others(data, compared):
    """Every row of other countries gone, but for one whose every answer says something else."""
    changed = {}
    for name in ("responses", "own_codes", "others", "indices"):
        table = getattr(data, name)
        kept = table[table["iso3"].isin(compared)]
        stranger = table[table["iso3"] == table["iso3"].iloc[-1]].assign(iso3="QQZ")
        for column, said in (("code", "no"), ("value", 0.0), ("answer", "invented")):
            if column in table:
                stranger[column] = said
        changed[name] = pd.concat([stranger, kept], ignore_index=True)
    return replace(data, **changed)


@pytest.mark.parametrize(
    "given",
    [
        {"focal": "KOR", "peers": "LUX,JPN", "items": "pairwise", "fusion": "majority"},
        *(
            pytest.param(each, marks=pytest.mark.slow)
            for each in (
                {"peers": "BEL,EST,FRA"},
                {
                    "focal": "EST",
                    "peers": "neighbours",
                    "fidelity": "close",
                    "no_or_unknown": "unknown",
                },
                {"peers": "DNK,FIN", "min_share": 0.5, "sources": "gtmi,odm"},
                {"peers": "BEL,EST,FRA", "basis": "mixed"},
            )
        ),
    ],
    ids=str,
)
def test_no_other_country_changes_what_is_shown(given):
    data, parameters = load_data(), Parameters(**given)
    benchmark = build_benchmark(data, parameters)
    others = build_benchmark(without_others(data, [benchmark.focal, *benchmark.peers]), parameters)
    assert others.peers == benchmark.peers
    expected = frames(benchmark)
    for name, frame in frames(others).items():
        pd.testing.assert_frame_equal(frame, expected[name], check_exact=True, obj=name)


def test_a_group_counts_only_members_with_data():
    data = load_data()
    known = data.others["iso3"] != "BEL"
    benchmark = build_benchmark(
        replace(data, others=data.others[known]), Parameters(peers="BEL,EST")
    )
    assert benchmark.peers == ("EST",)
    # data of some countries keep all their rows and no other
    part = data.of(["LUX", "EST"])
    for name in ("responses", "own_codes", "others", "indices"):
        table = getattr(data, name)
        assert len(getattr(part, name)) == table["iso3"].isin(["LUX", "EST"]).sum()
    assert part.countries is data.countries


def test_scores_of_a_group_do_not_depend_on_the_focal_country():
    one, other = compare("EST", peers="eu27"), compare("FRA", peers="eu27")
    assert one.scores.equals(other.scores)
    assert one.codes["iso3"].iloc[0] == "EST"
    assert other.codes["iso3"].iloc[0] == "FRA"


def test_what_a_reader_writes_into_a_frame_no_other_comparison_sees():
    benchmark = compare()
    scores = benchmark.scores
    scores["score"] = 0.0
    scores.loc[0, "iso3"] = "QQZ"
    assert compare().scores["score"].max() > 0
    assert compare().scores.loc[0, "iso3"] != "QQZ"
    benchmark.others["code"] = "yes"
    data = load_data()
    data.others["code"] = "yes"
    data.indices.loc[0, "value"] = -1.0
    assert load_data().others["code"].nunique() > 1
    assert load_data().indices["value"].min() >= 0


def test_a_changed_file_is_read_again(tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(paths.DATA, folder, ignore=shutil.ignore_patterns("raw"))
    first = load_data(folder)
    unchanged = load_data(folder)
    assert first.codebook is unchanged.codebook
    path = folder / "others" / "odm.csv"
    text = path.read_text(encoding="utf-8")
    status = path.stat()
    path.write_text(text.replace(",yes,1.0,1.0,1.0,", ",no,0.0,0.0,0.0,", 1), encoding="utf-8")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + 1))
    again = load_data(folder)
    assert (again.others["code"] == "no").sum() == (first.others["code"] == "no").sum() + 1
    path.unlink()
    assert len(load_data(folder).others) < len(first.others)


def test_pairs_by_hand_on_invented_countries(invented, parameters):
    # A: 37 yes, 59 no; B: 37 no, 59 yes; C: 37 yes, 59 "no or unknown"
    pairs = build_benchmark(invented, parameters).pairs.set_index("iso3")
    columns = ["n_items", "focal_score", "score", "lower", "upper", "difference"]
    assert pairs.loc["QQB", columns].tolist() == [2, 50, 50, 50, 50, 0]
    assert pairs.loc["QQC", columns].tolist() == [2, 50, 50, 50, 100, 0]

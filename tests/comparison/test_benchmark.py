"""The project's own tables: what the default benchmark and others say."""

import math
from dataclasses import replace

import pandas as pd
import pytest

from egovbench.base.errors import ParameterError
from egovbench.base.parameters import Parameters
from egovbench.base.schemas import HAND_RULE
from egovbench.comparison import Data, build_benchmark, compare, load_data
from egovbench.comparison.answers import load_answers
from egovbench.robustness.uncertainty import compare_choices, find_variants


@pytest.fixture(scope="module")
def default():
    return compare()


@pytest.fixture(scope="module")
def close():
    return compare(fidelity="close")


def test_the_default_is_luxembourg_by_its_own_answers_against_the_other_members_of_the_eu(default):
    assert default.focal == "LUX"
    assert len(default.peers) == 26
    assert "LUX" not in default.peers
    # every compared country has a code for every scored item
    assert len(default.codes) == 27 * 70
    assert not default.codes.duplicated(["iso3", "item"]).any()
    # luxembourg is coded from its own answers
    codes = default.focal_codes.set_index("item")
    assert set(codes["survey"]) == {"msq2024"}
    expected = {
        57: "unknown", 83: "unknown", 119: "no", 122: "no", 90: "no", 86: "unknown",
        88: "unknown", 87: "yes", 89: "yes", 124: "unknown", 61: "unknown", 59: "yes",
    }  # fmt: skip
    assert codes.loc[list(expected), "code"].to_dict() == expected
    # fused answers hold one row for each country and item
    assert not default.fused.duplicated(["iso3", "item"]).any()
    assert set(default.fused["witnesses"]) <= {"single", "agree", "differ"}


def test_scores_by_hand_and_bounds(default):
    # F: usage 1, satisfaction 1, by gender (0 + 0) / 2: mean 2/3.
    # B: strategy partly 0.5, portal 1: mean 0.75. G: both items unknown.
    own = default.focal_scores
    own = own[own["level"] == "section"].set_index("id")
    assert own.loc["F", "score"] == pytest.approx(100 * 2 / 3)
    assert own.loc["B", "score"] == pytest.approx(75)
    assert math.isnan(own.loc["G", "score"])
    assert own.loc["G", ["lower", "upper", "coverage"]].tolist() == [0, 100, 0]
    # bounds contain the score and ranks lie in their interval
    known = default.scores.dropna(subset=["score"])
    assert (
        (known["lower"] <= known["score"] + 1e-9) & (known["score"] <= known["upper"] + 1e-9)
    ).all()
    ranks = default.ranks
    assert ((ranks["best_rank"] <= ranks["rank"]) & (ranks["rank"] <= ranks["worst_rank"])).all()


def test_close_links_leave_thirteen_items_and_a_peer_scored_by_hand(close):
    included = close.comparable[close.comparable["included"]]
    assert included["item"].tolist() == [8, 9, 10, 11, 13, 37, 39, 43, 45, 47, 53, 55, 59]
    assert close.by_section.set_index("section")["n_included"].to_dict() == {
        "A": 5, "B": 0, "C": 7, "D": 1, "E": 0, "F": 0, "G": 0,
    }  # fmt: skip
    # a peer scored by hand
    # Romania 2022: i_19 = 2, i_30 = 0, i_12 = 2, i_33 = 2, i_37 = 2, i_38 = 2, i_35 = 3; Open Data
    # Maturity 2023: q59 = yes; factsheet 2023: cloud alone (55 partly), and yes on 43, 45, 47 and
    # 53. A: portals 1, open portals 2/3, leadership 1: mean 8/9. C: open, data, trust and finance
    # 1, technology 1/2: mean 0.9. D 1. Overall (8/9 + 0.9 + 1) / 3.
    scores = close.scores[(close.scores["iso3"] == "ROU")].set_index("id")["score"]
    assert scores["A"] == pytest.approx(100 * 8 / 9)
    assert scores["overall"] == pytest.approx(100 * (8 / 9 + 0.9 + 1) / 3)
    # bounds count no or unknown as open
    rows = close.scores[close.scores["iso3"] == "ROU"].set_index("id")
    assert rows.loc["A", ["lower", "score", "upper"]].tolist() == pytest.approx(
        [100 * 8 / 9, 100 * 8 / 9, 100]
    )


def test_pairs_and_focal_countries_without_own_answers():
    benchmark = compare(items="pairwise")
    assert benchmark.ranks.empty
    assert set(benchmark.pairs["iso3"]) == set(benchmark.peers)
    # The eighteen items asked of all, 77 by the OECD, and 110 where there is a data strategy.
    assert set(benchmark.pairs["n_items"]) == {19, 20}
    # a country with answers of other sources only can be the focal one
    benchmark = compare(focal="EST", peers="LUX,LVA")
    assert not benchmark.focal_has_form
    assert set(benchmark.focal_codes["evidence"]) == {"source", "none"}
    assert benchmark.peers == ("LUX", "LVA")


def test_reading_zero_as_unknown_lowers_coverage_not_the_bounds(default):
    read = compare(no_or_unknown="unknown")
    keys = ["iso3", "level", "id"]
    both = default.scores.merge(read.scores, on=keys, suffixes=("", "_read"))
    assert (both["n_known_read"] <= both["n_known"]).all()
    assert (both["n_known_read"] < both["n_known"]).any()
    assert both["upper_read"].to_list() == pytest.approx(both["upper"].to_list(), nan_ok=True)


@pytest.mark.parametrize(
    ("basis", "surveys"),
    [
        ("both", {"gtmi2022", "odm2023", "egbr2024", "oecd_dgi2019", "nifo2023"}),
        ("others", {"gtmi2022", "odm2023", "egbr2024", "oecd_dgi2019", "nifo2023"}),
        ("mixed", {"msq2024"}),
    ],
)
def test_a_peer_speaks_for_itself_only_where_instruments_are_mixed(basis, surveys):
    benchmark = compare(focal="EST", peers="LUX,LVA", basis=basis)
    luxembourg = benchmark.codes[benchmark.codes["iso3"] == "LUX"]
    assert set(luxembourg["survey"]) - {""} == surveys


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            {"focal": "LUXX"},
            "parameter focal: found 'LUXX'; expected .*; closest: LUX .Luxembourg.",
        ),
        ({"peers": "eu28"}, "parameter peers: found 'eu28'; expected a group .*; closest: eu27"),
        ({"sektion": 1}, "parameter sektion: found 1; expected one of the parameters .*: section"),
        ({"sources": "gmti"}, "sources: found 'gmti'; expected all, or some of .*gtmi"),
    ],
    ids=str,
)
def test_parameters_that_cannot_be_used_are_named_on_one_line(given, message):
    with pytest.raises(ParameterError, match=message) as caught:
        compare(**given)
    assert "\n" not in str(caught.value)


def test_choices_start_with_the_default_and_name_each_change(default):
    table = compare_choices(find_variants(default)).set_index("choice")
    assert table.index[0] == "default"
    assert {"exact", "close", "equal_items"} <= set(table.index)
    assert "proxy" not in table.index
    assert table.loc["close", "n_items"] == 13
    assert table.loc["default", "score"] == default.overall["score"].iloc[0]


def test_own_answers_stand_beside_on_the_same_items(default):
    # Other bodies say no on 98 (i_36_4 = 0) and 57 (none reported), partly on 43, 47 and 51, yes on
    # the other thirteen: D (59 and 98 in one indicator) 0.5; C openness 1, data and trust 0.75,
    # finance and technology 0.5, mean 0.7; three sections 1: overall 84. Luxembourg itself says
    # partly on 98 (D 75), and 57 is unknown (C 0.8): overall 91. "No or unknown" may be a yes, and
    # a partly that is planned may be anything.
    columns = ["score", "lower", "upper", "own_score", "own_lower", "own_upper", "own_n_known"]
    assert default.overall.loc[0, columns].tolist() == pytest.approx([84, 84, 100, 91, 84, 100, 17])
    sections = default.sections.set_index("id")
    assert sections.loc["D", columns].tolist() == [50, 50, 100, 75, 50, 100, 2]
    assert sections.loc["E", columns].tolist() == [100, 100, 100, 100, 100, 100, 1]
    items = default.items.set_index("item")
    assert items.index[items["contradicted"]].tolist() == [98]
    assert items.loc[98, ["focal_code", "own_code"]].tolist() == ["no", "partly"]
    # own scores are of countries with a questionnaire on the compared items
    own = default.own_scores[default.own_scores["level"] == "overall"]
    assert own[["iso3", "score", "n_items"]].values.tolist() == [["LUX", 91, 18]]


@pytest.mark.parametrize(
    "given", [{"focal": "EST", "peers": "LUX"}, {"basis": "mixed"}, {"basis": "others"}], ids=str
)
def test_without_own_answers_beside_there_is_nothing_in_their_columns(given):
    benchmark = compare(**given)
    row = benchmark.overall.iloc[0]
    assert row[["own_score", "own_lower", "own_upper", "own_n_known"]].isna().all()
    assert row[["own_position", "own_hangs_on"]].tolist() == ["", ""]
    assert set(benchmark.items["own_code"]) == {""}
    assert not benchmark.items["contradicted"].any()
    assert benchmark.by_own is None


def test_sources_ages_and_instruments_can_be_chosen():
    benchmark = compare(sources="gtmi")
    peers = benchmark.codes[benchmark.codes["iso3"] != "LUX"]
    assert set(peers.loc[peers["code"] != "not_asked", "survey"]) <= {"gtmi2020", "gtmi2022"}
    # old answers are left out
    benchmark = compare(max_age=1)
    assert benchmark.others["year"].min() >= 2022
    # answers of governments only
    benchmark = compare(peers="EST,DEU", answered_by="government")
    assert set(benchmark.others["collected_by"]) == {"government"}


def coded_in_a_sheet(evidence: str, rule: str) -> Data:
    """The project's data, and an invented coding sheet of Estonia: partly everywhere."""
    data = load_data()
    by_hand = data.own_codes[data.own_codes["iso3"] == "LUX"].assign(
        iso3="EST", code="partly", value=0.5, lower=0.5, upper=0.5, evidence=evidence,
        rule=rule, coder="by hand",
    )  # fmt: skip
    return replace(data, own_codes=pd.concat([data.own_codes, by_hand], ignore_index=True))


@pytest.fixture(scope="module")
def data() -> Data:
    return coded_in_a_sheet("described", HAND_RULE)


@pytest.mark.parametrize("basis", ["own", "mixed"])
def test_it_is_compared_on_every_item_with_a_country_that_has_a_form(
    data: Data, basis: str
) -> None:
    benchmark = build_benchmark(data, Parameters(focal="EST", peers="LUX", basis=basis))
    assert benchmark.focal_basis == "hand"
    assert not benchmark.focal_has_form
    assert len(benchmark.compared_items) == 70
    assert benchmark.overall["score"].iloc[0] == pytest.approx(50)


def test_questionnaires_of_several_countries(data: Data):
    benchmark = build_benchmark(data, Parameters(focal="EST", peers="FRA,LUX"))
    assert benchmark.peers == ("FRA", "LUX")
    assert len(benchmark.compared_items) == 20
    own = benchmark.overall.iloc[0]
    assert own["score"] > own["own_score"] == pytest.approx(50)
    assert benchmark.by_own is not None
    assert benchmark.by_own.peers == ("LUX",)
    assert len(benchmark.by_own.compared_items) == 70
    assert benchmark.by_own.overall["score"].iloc[0] == pytest.approx(50)
    luxembourg = build_benchmark(data, Parameters(focal="LUX", peers="EST", basis="own"))
    scores = [
        each.scores.set_index(["iso3", "id"])["score"].sort_index()
        for each in (benchmark.by_own, luxembourg)
    ]
    pd.testing.assert_series_equal(*scores)
    # by its own questionnaires a country without one is no peer
    own = build_benchmark(data, Parameters(peers="eu27", basis="own"))
    assert own.peers == ("EST",)


@pytest.mark.parametrize(
    "data", [load_data(), coded_in_a_sheet("source", "crosswalk, exact")], ids=["none", "prefilled"]
)
def test_without_a_coding_of_its_own_answers_other_sources_speak_for_it(data: Data) -> None:
    benchmark = build_benchmark(data, Parameters(focal="EST", peers="LUX"))
    assert benchmark.focal_basis == "others"
    assert len(benchmark.compared_items) < 70
    assert benchmark.by_own is None


def test_a_form_is_a_form(data: Data) -> None:
    assert build_benchmark(data, Parameters(peers="EST")).focal_basis == "form"


def test_what_nobody_reviewed_counts_as_unknown_in_a_score_of_its_own(invented, parameters):
    # QQA answered yes to 37 and no to 59, alone in their sections; a rule set both.
    own = invented.own_codes.assign(evidence=["reviewed", "stated"], rule=["review", "invented"])
    for codes, read, lower, upper in (
        (invented.own_codes, [False, False], 0, 100),
        (own, [True, False], 50, 100),  # section C 100, D 0 to 100
        (own.assign(rule=HAND_RULE), [True, True], 50, 50),
    ):
        found = build_benchmark(replace(invented, own_codes=codes), parameters)
        assert found.items.set_index("item")["reviewed"].to_dict() == dict(
            zip([37, 59], read, strict=True)
        )
        assert found.focal_codes["reviewed"].count() == 2
        row = found.unreviewed_scores.set_index("id").loc["overall"]
        assert row[["lower", "upper"]].tolist() == pytest.approx([lower, upper])
        told = f"{read.count(False)} of 2 own codes not reviewed"
        told = told if not all(read) else "Each of 2 own codes set or reviewed by a person"
        assert repr(found).splitlines()[-1].strip() == told
        assert told in found._repr_html_()
    # The score itself keeps what rules found.
    assert found.focal_scores.set_index("id").loc["overall", "score"] == pytest.approx(50)


@pytest.mark.parametrize("basis", ["both", "others", "mixed"])
def test_without_own_answers_nothing_is_reviewed_or_not(invented, parameters, basis):
    found = build_benchmark(invented, replace(parameters, focal="QQB", peers="QQC", basis=basis))
    assert found.items["reviewed"].isna().all()
    assert found.focal_codes["reviewed"].isna().all()
    assert "reviewed" not in repr(found)


@pytest.mark.parametrize("function", [compare, load_answers])
def test_a_list_of_peers_that_names_the_focal_country_is_refused(function):
    with pytest.raises(ParameterError, match="countries besides the focal one, which is LUX"):
        function("LUX", peers=["LUX", "BEL"])

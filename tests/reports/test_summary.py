"""Key facts on their way from a report to the index of its run."""

import json
from dataclasses import replace

import pandas as pd
import pytest

from egovbench.comparison import compare
from egovbench.reports.summary import (
    Fact,
    Gauge,
    Mark,
    Notable,
    Standing,
    Summary,
    _notable,
    on_indices,
    summarise,
    summary_from,
)

SUMMARY = Summary(
    country="Utopia",
    facts=(Fact("score", "Score", "62.5 (50 to 75)"),),
    gauges=(Gauge("", "Overall", "", Mark(62.5, 50.0, 75.0, "62.5 (50 to 75)"), None, None),),
    strengths=(Notable(37, "C", "37 Access to information law", "yes", "1 of 3", False, "An act"),),
    gaps=(),
    no_strengths="no strength",
    no_gaps="no gap",
    indices=(Standing("EGDI 2024", "0.900", "0.800", "1 of 3"),),
    unknown="One item is open.",
    compared="Two items are compared.",
    governments="",
    scores="",
)


@pytest.fixture(scope="module")
def benchmark():
    return compare("LUX", peers="eu27")


def test_a_summary_survives_json():
    assert summary_from(json.loads(json.dumps(SUMMARY.as_json()))) == SUMMARY


@pytest.mark.parametrize(
    "change",
    [
        {"gauges": [{"section": "A"}]},
        {"facts": [{"name": "without key and value"}]},
        {"strengths": "none"},
        {"indices": None},
    ],
)
def test_what_is_no_summary_is_refused(change):
    with pytest.raises((KeyError, TypeError, ValueError)):
        summary_from({**SUMMARY.as_json(), **change})


def test_luxembourg_in_short(benchmark):
    told = summarise(benchmark)
    assert [each.section for each in told.gauges] == ["", *"ABCDEFG"]
    overall, _, b, c, *_ = told.gauges
    # nothing of B is compared, so that nothing of it is drawn
    assert (b.reason, b.score, b.own, b.median) == ("Nothing comparable:", None, None, None)
    assert c.score is not None
    assert overall.score.lower <= overall.score.value <= overall.score.upper
    (digital_identity,) = (each for each in told.gaps if each.item == 43)
    # Malta and Lithuania are nearest by the codes of the compared items
    assert digital_identity.named.startswith("nearest with it: Malta (eCommerce Act, 2001); ")
    assert told.unknown == (
        "Own answers (to another questionnaire) are not compared: of 70, 11 are unknown, 23 read "
        "by rule, not yet checked by a person."
    )


def test_the_index_tells_which_sections_have_no_scores_and_what_the_overall_one_is(benchmark):
    told = summarise(benchmark)
    reasons = {each.section: each.reason for each in told.gauges}
    assert {each for each in reasons if reasons[each] == "Too few questions:"} == set("DEF")
    assert {each for each in reasons if reasons[each] == "Nothing comparable:"} == set("BG")
    # (100 + 70 + 50 + 100 + 100) / 5, where 50 is of two questions, and each 100 of one
    assert told.gauges[0].score.value == pytest.approx(84)
    assert told.scores.startswith("Overall: mean of A, C, D, E and F. Pale bars, ")
    weighted = replace(benchmark, parameters=replace(benchmark.parameters, weights="items"))
    assert summarise(weighted).scores.startswith("Pale bars, ")


def test_what_is_sure_leads_and_what_is_open_is_whose(benchmark):
    told = summarise(benchmark)
    assert [each.item for each in told.strengths] == [115, 8, 59]
    voices = told.strengths[0]
    assert (voices.code, voices.disputed) == ("yes", True)
    assert voices.share == "peers: 16 yes, 9 partly, 1 no"
    # Luxembourg's own code is open on 98, and the peers' are "no or unknown"
    monitoring = next(each for each in told.gaps if each.item == 98)
    assert monitoring.code == "no or unknown (open)"
    assert monitoring.share.startswith("peers: 13 yes, 13 no or unknown; own answer: partly")
    # on 55 Luxembourg's code is exact; only the peers' leave something open
    rows = benchmark.items[benchmark.items["item"] == 55]
    (emerging,) = _notable(benchmark, rows, pd.DataFrame(columns=["iso3", "item", "name", "year"]))
    assert emerging.code == "yes"
    assert emerging.share.startswith("peers: 9 yes, 11 partly, 6 no or unknown")


def test_ranks_on_published_indices_are_among_the_compared(benchmark):
    table = on_indices(benchmark).set_index("index")
    assert list(table.index) == ["egdi", "osi", "oecd_dgi", "gtmi"]
    # the OECD's index leaves out members of the EU that are not its own
    assert table["countries"].to_dict() == {"egdi": 27, "osi": 27, "oecd_dgi": 21, "gtmi": 27}
    egdi = table.loc["egdi"]
    ahead = benchmark.indices
    ahead = ahead[(ahead["index"] == "egdi") & (ahead["year"] == 2024)].set_index("iso3")["value"]
    ahead = ahead[ahead.index.isin([benchmark.focal, *benchmark.peers])]
    assert egdi["rank"] == 1 + (ahead > egdi["value"]).sum()
    assert egdi["median"] == ahead.drop("LUX").median()

"""Of a coding sheet only what was coded by hand is a country's own answer, item by item."""

from dataclasses import replace

import pandas as pd
import pytest

from egovbench.base.errors import ParameterError
from egovbench.base.parameters import Parameters
from egovbench.base.schemas import HAND_RULE
from egovbench.comparison import build_benchmark, load_data
from egovbench.figures.words import figure_sources
from egovbench.reports.sources import source_notes

BY_HAND = [7, 37, 59]


def sheet_of(iso3, by_hand):
    """Return the codes of an invented sheet: some by hand, item 10 as filled in, the rest open."""
    own = load_data().own_codes
    codes = own[own["iso3"] == "LUX"].assign(
        iso3=iso3, code="unknown", value=float("nan"), lower=0.0, upper=1.0, evidence="none",
        rule=HAND_RULE, coder="by hand", source="sheet.xlsx",
    )  # fmt: skip
    exact = ["code", "value", "lower", "upper"]
    codes.loc[codes["item"].isin([*by_hand, 10]), exact] = ["yes", 1.0, 1.0, 1.0]
    codes.loc[codes["item"].isin(by_hand), "evidence"] = "stated"
    borrowed = ["evidence", "rule", "coder", "source"]
    filled_in = ["source", "crosswalk, exact", "government", "odm2023"]
    codes.loc[codes["item"] == 10, borrowed] = filled_in
    return codes


def data_with(*sheets):
    data = load_data()
    return replace(data, own_codes=pd.concat([data.own_codes, *sheets], ignore_index=True))


def test_only_what_was_coded_by_hand_is_its_own():
    data = data_with(sheet_of("EST", BY_HAND))
    benchmark = build_benchmark(data, Parameters(focal="EST", peers="LUX", basis="own"))
    own = benchmark.answers[benchmark.answers["iso3"] == "EST"].set_index("item")
    assert own.index[own["code"] == "yes"].tolist() == BY_HAND
    assert own.loc[10, "code"] == "not_asked"
    assert own.loc[11, "code"] == "unknown"
    # a sheet left as it was filled in is no questionnaire
    data = data_with(sheet_of("EST", []))
    with pytest.raises(ParameterError, match="EST has no questionnaire of its own"):
        build_benchmark(data, Parameters(focal="EST", peers="LUX", basis="own"))
    both = build_benchmark(data, Parameters(focal="EST", peers="LUX"))
    assert set(both.own["iso3"]) == {"LUX"}


def test_what_was_filled_in_is_told_from_what_was_coded_by_hand():
    data = data_with(sheet_of("EST", BY_HAND))
    benchmark = build_benchmark(data, Parameters(focal="LUX", peers="EST", basis="mixed"))
    notes = " ".join(source_notes(benchmark))
    assert "Estonia: the questionnaire coded by hand." in notes
    assert "Open Data Maturity, 2023: 1 code of peers (1 country by its government)" in notes
    assert "Open Data Maturity" in figure_sources(benchmark)
    # own answers alone name no other source
    data = data_with(sheet_of("EST", BY_HAND))
    benchmark = build_benchmark(data, Parameters(focal="EST", peers="LUX", basis="own"))
    assert source_notes(benchmark) == [
        "Estonia: the questionnaire coded by hand.",
        "Luxembourg: own answers to the questionnaire.",
    ]

"""A country that was coded by hand is compared on the full questionnaire."""

from dataclasses import replace

import pandas as pd
import pytest

from egovbench.base.parameters import Parameters
from egovbench.base.schemas import HAND_RULE
from egovbench.comparison.benchmark import build_benchmark
from egovbench.comparison.data import Data, load_data


@pytest.fixture(scope="module")
def data() -> Data:
    """The project's data, and an invented coding of Estonia by hand: partly everywhere."""
    data = load_data()
    by_hand = data.own_codes[data.own_codes["iso3"] == "LUX"].assign(
        iso3="EST", code="partly", value=0.5, evidence="source", rule=HAND_RULE, coder="by hand"
    )
    return replace(data, own_codes=pd.concat([data.own_codes, by_hand], ignore_index=True))


def test_it_is_compared_on_every_item_with_a_country_that_has_a_form(data: Data) -> None:
    benchmark = build_benchmark(data, Parameters(focal="EST", peers="LUX"))
    assert benchmark.focal_basis == "hand"
    assert not benchmark.focal_has_form
    assert len(benchmark.compared_items) == 70
    assert benchmark.overall["score"].iloc[0] == pytest.approx(50)


def test_without_the_coding_other_sources_speak_for_it() -> None:
    benchmark = build_benchmark(load_data(), Parameters(focal="EST", peers="LUX"))
    assert benchmark.focal_basis == "others"
    assert len(benchmark.compared_items) < 70


def test_a_form_is_a_form(data: Data) -> None:
    assert build_benchmark(data, Parameters(peers="EST")).focal_basis == "form"

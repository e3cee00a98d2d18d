"""Three invented countries, compared on two items of two sections."""

from dataclasses import replace

import pytest
from invented_countries import OTHERS, OWN, other_answers, own_codes

from egovbench.base.countries import Country
from egovbench.base.parameters import Parameters
from egovbench.comparison import build_benchmark, load_data


@pytest.fixture(scope="session")
def invented():
    data = load_data()
    names = {"QQA": "Alpha", "QQB": "Beta", "QQC": "Gamma"}
    country = {
        iso3: Country(iso3, "", name, "Europe", eu_member=True, oecd_member=True)
        for iso3, name in names.items()
    }
    return replace(
        data,
        countries=country,
        own_codes=own_codes("QQA", OWN),
        others=other_answers(OTHERS),
        responses=data.responses.iloc[:0],
        indices=data.indices.iloc[:0],
    )


@pytest.fixture(scope="session")
def parameters():
    return Parameters(focal="QQA", peers="QQB,QQC", basis="mixed")


@pytest.fixture(scope="session")
def three(invented, parameters):
    return build_benchmark(invented, parameters)

"""Who has what: instruments of all sources, each once, and what the nearest peers have."""

from dataclasses import replace

import pandas as pd
import pytest
from invented_countries import other_answers

from egovbench.base import paths
from egovbench.base.errors import ParameterError
from egovbench.base.schemas import FACTSHEET_INSTRUMENTS_TABLE
from egovbench.comparison import build_benchmark
from egovbench.comparison.instruments import INSTRUMENTS, instruments, lacking, named_in
from egovbench.questionnaire import read_codebook

LAW = "https://example.org/law"


def answers(*rows):
    """Answers with their instrument, link, survey and year."""
    table = other_answers([(*row[:3], "exact", False) for row in rows])
    names, links, surveys = zip(*(row[3:] for row in rows), strict=True)
    years = [int(survey[-4:]) for survey in surveys]
    return table.assign(instrument=names, link=links, survey=surveys, year=years)


def factsheets(*rows):
    return pd.DataFrame(
        rows, columns=list(FACTSHEET_INSTRUMENTS_TABLE.columns), dtype="str"
    ).astype({"edition": "int64"})


@pytest.fixture
def named(invented):
    def named(others, acts=()):
        data = replace(invented, others=answers(*others), factsheet_instruments=factsheets(*acts))
        return named_in(data).values.tolist()

    return named


def test_a_name_a_year_and_an_address_each_where_it_is_given(named):
    assert named([
        ("QQA", 37, "yes", "Act on Access (2018)", LAW, "gtmi2022"),
        ("QQB", 37, "partly", "Act 7/2015", "", "gdb2021"),
        ("QQB", 39, "yes", "name not given (2003)", LAW, "gtmi2020"),
        ("QQC", 37, "no", "Not the act", LAW, "gdb2021"),
        ("QQC", 39, "yes", "", "", "gtmi2022"),
        ("QQC", 59, "yes", "A" * 200, "see the ministry", "gtmi2022"),
    ]) == [
        ["QQA", 37, "Act on Access", "2018", LAW, "gtmi", 2022],
        ["QQB", 37, "Act 7/2015", "2015", "", "gdb", 2021],
        ["QQB", 39, "", "2003", LAW, "gtmi", 2020],
    ]  # fmt: skip


def test_the_same_link_or_the_same_name_is_one_instrument(named):
    assert named(
        [
            ("QQA", 43, "yes", "Identity Act", "", "gtmi2020"),
            ("QQA", 43, "yes", "", LAW, "nifo2023"),
        ],
        [
            ("QQA", 2023, "legislation.eid", "IDENTITY-ACT", "2017", LAW + "/2"),
            ("QQA", 2022, "legislation.eid", "Law on Seals", "", LAW),
            ("QQA", 2023, "legislation.eid", "Another Act", "", ""),
            ("QQA", 2023, "infrastructure.networks", "A network", "", ""),
        ],
    ) == [
        ["QQA", 43, "Law on Seals", "", LAW, "nifo", 2023],
        ["QQA", 43, "Identity Act", "2017", LAW + "/2", "gtmi; nifo", 2020],
        ["QQA", 43, "Another Act", "", "", "nifo", 2023],
        ["QQA", 45, "IDENTITY-ACT", "2017", LAW + "/2", "nifo", 2023],
        ["QQA", 45, "Another Act", "", "", "nifo", 2023],
        ["QQA", 45, "Law on Seals", "", LAW, "nifo", 2022],
    ]


def test_of_each_gap_come_the_nearest_peers_that_have_more(invented, parameters):
    others = answers(
        ("QQA", 37, "no", "", "", "gtmi2022"),
        ("QQB", 37, "yes", "Far act", LAW, "gtmi2022"),
        ("QQC", 37, "partly", "Near act (2020)", "", "gtmi2022"),
        ("QQA", 59, "yes", "", "", "gtmi2022"),
        ("QQB", 59, "no", "Never shown", LAW, "gtmi2022"),
        ("QQC", 59, "yes", "Alike", LAW, "gtmi2022"),
    )
    data = replace(invented, others=others, factsheet_instruments=factsheets())
    benchmark = build_benchmark(data, replace(parameters, basis="others"))
    # Half of one answer, against two whole ones, over the two items: 0.25 and 1.
    rows = lacking(benchmark)
    assert rows.drop(columns="label").values.tolist() == [
        [37, "QQC", 0.25, "Near act", "2020", "", "gtmi"],
        [37, "QQB", 1.0, "Far act", "", LAW, "gtmi"],
    ]
    assert lacking(benchmark, most=1)["iso3"].tolist() == ["QQC"]


def test_the_projects_instruments_are_of_scored_items_and_names_as_printed():
    table = instruments(["LUX", "GRC"])
    assert tuple(table.columns) == INSTRUMENTS
    assert set(table["iso3"]) == {"LUX", "GRC"}
    scored = {item.number: item.section for item in read_codebook(paths.CODEBOOK).scored}
    assert {scored[item] for item in table["item"]} <= set("ABCDEF")
    assert table["name"].str.len().max() <= 150
    assert table["link"].str.fullmatch(r"((https?://|www\.)\S+)?").all()
    assert not table[["name", "link"]].eq("").all(axis="columns").any()
    ledgers = table[(table["iso3"] == "LUX") & (table["item"] == 55)]
    assert ledgers["year"].tolist()[:2] == ["2019", "2021"]


def test_a_code_that_is_no_country_is_refused():
    with pytest.raises(ParameterError, match="countries: found 'LXU'"):
        instruments(["LXU"])

"""The eGovernment Benchmark by question: its layout (invented files) and the committed table."""

from pathlib import Path

import pytest

from egovbench.base import paths
from egovbench.base.errors import InputError
from egovbench.base.schemas import COUNTRIES_TABLE, OTHERS_TABLE
from egovbench.base.tables import read_table
from egovbench.others.crosswalk import read_crosswalk
from egovbench.others.sources import import_answers
from egovbench.others.sources.egbr import BENCHMARK, read_answers
from egovbench.questionnaire import read_codebook

COUNTRIES = ["QAA", "QBB"]
ITEMS = """\
iso3,year,data_years,variable,question,value
QAA,2024,2022-2023,b5,Feedback?,100.0
QAA,2024,2022-2023,e2,Taking part?,11.111111
QAA,2024,2022-2023,c7,Performance?,37.5
QBB,2024,2022-2023,b5,Feedback?,44.444444
QBB,2024,2022-2023,e2,Taking part?,0.0
QBB,2024,2022-2023,b6,Social media?,
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "items.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_shares_become_codes_of_the_later_year_of_measurement(tmp_path):
    imported = import_answers("egbr", [written(tmp_path, ITEMS)], COUNTRIES)
    columns = ["iso3", "survey", "item", "variable", "code", "fidelity", "year", "collected_by"]
    assert imported.answers[columns].values.tolist() == [
        ["QAA", "egbr2024", 115, "e2", "partly", "proxy", 2023, "researchers"],
        ["QAA", "egbr2024", 120, "b5", "yes", "proxy", 2023, "researchers"],
        ["QBB", "egbr2024", 115, "e2", "no", "proxy", 2023, "researchers"],
        ["QBB", "egbr2024", 120, "b5", "partly", "proxy", 2023, "researchers"],
    ]
    assert imported.missing == {}


def test_what_the_file_lacks_is_said(tmp_path):
    text = "\n".join(ITEMS.splitlines()[:3]) + "\n"
    imported = import_answers("egbr", [written(tmp_path, text)], COUNTRIES)
    assert imported.missing == {"egbr2024": ["b6"]}


def test_the_reader_keeps_the_values_as_the_source_has_them(tmp_path):
    table = read_answers([written(tmp_path, ITEMS)], COUNTRIES)
    assert table["value"].tolist() == ["100.0", "11.111111", "37.5", "44.444444", "0.0", ""]
    assert table["line"].tolist() == [2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("QBB,2024,2022-2023,b5", "QZZ,2024,2022-2023,b5", "line 5, column iso3: found 'QZZ'"),
        ("c7", "c10", "line 4, column variable: found 'c10'; expected one of the eGovernment"),
        ("44.444444", "144.4", "line 5, column value: found '144.4' for b5; .* from 0 to 100"),
        ("44.444444", "most", "line 5, column value: found 'most' for b5"),
        ("QBB,2024,2022-2023,b5", "QAA,2024,2022-2023,b5", "line 5: b5 of QAA for 2023 is given t"),
        ("2022-2023,c7", "2023,c7", "line 4, column data_years: found '2023'; expected the year"),
        ("2024,2022-2023,c7", "2025,2023-2024,c7", "line 4: .* no edition of 2024; it has 2023"),
        ("data_years", "years", "line 1: not a table of the eGovernment Benchmark 2024; columns"),
        (",question,value", ",question,score", "columns missing: value"),
    ],
)
def test_a_faulty_file_is_refused_by_line_and_column(tmp_path, before, after, message):
    assert before in ITEMS
    path = written(tmp_path, ITEMS.replace(before, after, 1))
    with pytest.raises(InputError, match=message):
        import_answers("egbr", [path], COUNTRIES)


def test_the_same_answer_in_two_files_is_refused(tmp_path):
    path = written(tmp_path, ITEMS)
    with pytest.raises(InputError, match="line 2: b5 of QAA for 2023 is given twice"):
        import_answers("egbr", [path, path], COUNTRIES)


def test_the_variables_of_the_edition():
    # 41 questions, the share of proactive services, and 19 scores.
    assert len(BENCHMARK.variables) == 41 + 1 + 19
    assert {"a5", "b2_3", "f11", "proactive", "score_0", "score_3_3"} <= BENCHMARK.variables
    assert not {"f1", "f8", "f9"} & BENCHMARK.variables


@pytest.fixture(scope="module")
def committed():
    return read_table(paths.OTHERS / "egbr.csv", OTHERS_TABLE)


# Written by hand from the rows of the source: its value stands in the comment.
FACTS = [
    ("LUX", 112, "b6", "yes"),  # 100
    ("LUX", 115, "e2", "yes"),  # 100
    ("LUX", 120, "b5", "yes"),  # 100
    ("BGR", 112, "b6", "yes"),  # 33.3, three life events
    ("MKD", 120, "b5", "partly"),  # 33.3
    ("CYP", 120, "b5", "yes"),  # 55.6, five life events
    ("HUN", 115, "e2", "no"),  # 0
    ("CHE", 115, "e2", "no"),  # 0
    ("CYP", 115, "e2", "partly"),  # 11.1, one life event
    ("ITA", 115, "e2", "partly"),  # 44.4, four life events
    ("GRC", 115, "e2", "yes"),  # 55.6, five life events
]


@pytest.mark.parametrize(("iso3", "item", "variable", "code"), FACTS)
def test_facts_of_the_committed_table(committed, iso3, item, variable, code):
    row = committed[
        (committed["iso3"] == iso3)
        & (committed["item"] == item)
        & (committed["variable"] == variable)
    ]
    assert row["code"].tolist() == [code]


# Counted in the source by value, in ninths: e2 has 4 zeros, 11 from one to four, 22 from five on.
TOTALS = [
    (112, {"yes": 37}),
    (115, {"no": 4, "partly": 2 + 1 + 4 + 4, "yes": 4 + 7 + 3 + 8}),
    (120, {"partly": 1, "yes": 36}),
]


@pytest.mark.parametrize(("item", "counts"), TOTALS)
def test_totals_of_the_committed_table(committed, item, counts):
    assert committed.loc[committed["item"] == item, "code"].value_counts().to_dict() == counts


def test_the_committed_table_as_a_whole(committed):
    assert committed["iso3"].nunique() == 37
    assert set(committed["item"]) == {112, 115, 120}
    assert set(committed["survey"]) == {"egbr2024"}
    assert set(committed["year"]) == {2023}
    assert set(committed["collected_by"]) == {"researchers"}
    assert not committed["zero_ambiguous"].any()
    countries = read_table(paths.COUNTRIES, COUNTRIES_TABLE)
    assert set(countries.loc[countries["eu_member"], "iso3"]) <= set(committed["iso3"])
    assert set(committed["iso3"]) <= set(countries["iso3"])


def test_the_committed_crosswalk_reads_variables_of_the_source_and_gives_reasons():
    crosswalk = read_crosswalk(paths.CROSSWALKS / "egbr.yml")
    scored = {question.number for question in read_codebook(paths.CODEBOOK).scored}
    assert crosswalk.variables("egbr2024") <= BENCHMARK.variables
    assert {link.fidelity for link in crosswalk.links} == {"proxy"}
    assert {entry.item for entry in crosswalk.left_out} <= scored
    left_out = {
        (entry.item, name) for entry in crosswalk.left_out for name in entry.variable.split(", ")
    }
    assert {name for _, name in left_out} <= BENCHMARK.variables
    assert not left_out & {(link.item, link.variable) for link in crosswalk.links}
    # What services do is not what a strategy says.
    assert {(77, "score_3_3"), (79, "a3"), (90, "proactive")} <= left_out

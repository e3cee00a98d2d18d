"""Three OECD tables: their layout (invented files) and the committed tables."""

from pathlib import Path

import pandas as pd
import pytest

from egovbench.base import paths
from egovbench.base.errors import InputError
from egovbench.base.schemas import COUNTRIES_TABLE, OTHERS_TABLE
from egovbench.base.tables import read_table
from egovbench.others.crosswalk import read_crosswalk
from egovbench.others.sources import import_answers
from egovbench.others.sources.oecd import (
    DIGITAL_GOVERNMENT,
    PUBLIC_INTEGRITY,
    STAKEHOLDER_ENGAGEMENT,
)
from egovbench.questionnaire import read_codebook

COUNTRIES = ["QAA", "QBB", "QCC"]
DIGITAL = """\
iso3,year,variable,question,answer,link
QAA,2019,figure_26,Open by default?,yes,https://example.org/index
QBB,2019,figure_26,Open by default?,no,https://example.org/index
QAA,2019,figure_31,Once only?,no,https://example.org/index
QAA,2019,figure_7,Council?,yes,https://example.org/index
"""
INTEGRITY = """\
iso3,year,variable,question,value,points,link
QAA,2022,pii_3131,Framework,38,5/13,https://example.org/integrity
QBB,2022,pii_3131,Framework,31,4/13,https://example.org/integrity
QCC,2022,pii_3131,Framework,0,0/13,https://example.org/integrity
QAA,2022,pii_3135,Consultation,33,1/3,https://example.org/integrity
"""
ENGAGEMENT = """\
iso3,year,variable,question,value,link
QAA,2014,stakeholder_primary,Engagement,2.79,https://example.org/regulation
QAA,2021,stakeholder_subordinate_transparency,Transparency,0.2,https://example.org/regulation
"""
TEXTS = {"oecd-dgi": DIGITAL, "oecd-pii": INTEGRITY, "oecd-ireg": ENGAGEMENT}
TABLES = {
    "oecd-dgi": DIGITAL_GOVERNMENT,
    "oecd-pii": PUBLIC_INTEGRITY,
    "oecd-ireg": STAKEHOLDER_ENGAGEMENT,
}


def imported(folder: Path, source: str, text: str) -> pd.DataFrame:
    path = folder / "answers.csv"
    path.write_text(text, encoding="utf-8")
    return import_answers(source, [path], COUNTRIES).answers


def test_the_figures_of_the_digital_government_index(tmp_path):
    columns = ["iso3", "survey", "item", "variable", "code", "year", "link", "collected_by"]
    answers = imported(tmp_path, "oecd-dgi", DIGITAL)
    link = "https://example.org/index"
    assert answers[columns].values.tolist() == [
        ["QAA", "oecd_dgi2019", 53, "figure_26", "yes", 2019, link, "government"],
        ["QAA", "oecd_dgi2019", 77, "figure_31", "no", 2019, link, "government"],
        ["QBB", "oecd_dgi2019", 53, "figure_26", "no", 2019, link, "government"],
    ]


def test_the_shares_of_the_public_integrity_indicators(tmp_path):
    answers = imported(tmp_path, "oecd-pii", INTEGRITY)
    columns = ["iso3", "survey", "item", "code", "fidelity", "year", "collected_by"]
    assert answers[columns].values.tolist() == [
        ["QAA", "oecd_pii2022", 37, "yes", "proxy", 2022, "government"],
        ["QBB", "oecd_pii2022", 37, "partly", "proxy", 2022, "government"],
        ["QCC", "oecd_pii2022", 37, "no", "proxy", 2022, "government"],
    ]


def test_the_scores_of_stakeholder_engagement_answer_no_item(tmp_path):
    answers = imported(tmp_path, "oecd-ireg", ENGAGEMENT)
    assert len(answers) == 0
    assert list(answers.columns) == list(OTHERS_TABLE.columns)


@pytest.mark.parametrize(
    ("source", "before", "after", "message"),
    [
        ("oecd-dgi", "QBB,2019", "OECD,2019", "line 3, column iso3: found 'OECD'"),
        ("oecd-dgi", "figure_7", "figure_8", "line 5, column variable: found 'figure_8'"),
        ("oecd-dgi", ",no,", ",partly,", "line 3, column answer: found 'partly' for figure_26"),
        ("oecd-dgi", "QBB,2019", "QAA,2019", "line 3: figure_26 of QAA for 2019 is given twice"),
        ("oecd-dgi", "QBB,2019", "QBB,2023", "line 3: the crosswalk oecd-dgi has no edition of 2"),
        ("oecd-dgi", ",answer,", ",value,", "Digital Government Index 2019; columns missing: ans"),
        ("oecd-pii", "QBB,2022", "EU27_AVG,2022", "line 3, column iso3: found 'EU27_AVG'"),
        ("oecd-pii", "pii_3135", "pii_3136", "line 5, column variable: found 'pii_3136'"),
        (
            "oecd-pii",
            ",31,",
            ",131,",
            "line 3, column value: found '131' for pii_3131; .* 0 to 100",
        ),
        ("oecd-pii", ",31,", ",4/13,", "line 3, column value: found '4/13' for pii_3131"),
        ("oecd-pii", "QBB,2022", "QAA,2022", "line 3: pii_3131 of QAA for 2022 is given twice"),
        ("oecd-pii", "QBB,2022", "QBB,2024", "line 3: .* no edition of 2024; it has 2022"),
        ("oecd-ireg", "QAA,2014", "QZZ,2014", "line 2, column iso3: found 'QZZ'"),
        (
            "oecd-ireg",
            "stakeholder_primary,",
            "ria_primary,",
            "column variable: found 'ria_primary",
        ),
        ("oecd-ireg", "QAA,2014", "QAA,2024", "no edition of 2024; it has 2014, 2017, 2021"),
        ("oecd-ireg", "QAA,2014", "QAA,late", "line 2, column year: found 'late'"),
        ("oecd-ireg", ",link\n", ",address\n", "columns missing: link"),
    ],
)
def test_a_faulty_file_is_refused_by_line_and_column(tmp_path, source, before, after, message):
    text = TEXTS[source]
    assert before in text
    with pytest.raises(InputError, match=message):
        imported(tmp_path, source, text.replace(before, after, 1))


@pytest.mark.parametrize("source", sorted(TEXTS))
def test_duplicated_rows_are_refused(tmp_path, source):
    text = TEXTS[source]
    with pytest.raises(InputError, match="is given twice; expected once"):
        imported(tmp_path, source, text + text.splitlines()[-1] + "\n")


def committed(source: str) -> pd.DataFrame:
    return read_table(paths.OTHERS / f"{source}.csv", OTHERS_TABLE)


# Written by hand from the rows of the source: its answer or share stands in the comment.
FACTS = [
    ("oecd-dgi", "LUX", 53, "figure_26", "yes"),  # yes
    ("oecd-dgi", "LUX", 77, "figure_31", "yes"),  # yes
    ("oecd-dgi", "AUT", 53, "figure_26", "no"),  # no
    ("oecd-dgi", "SWE", 53, "figure_26", "no"),  # no
    ("oecd-dgi", "AUT", 77, "figure_31", "yes"),  # yes
    ("oecd-dgi", "GBR", 77, "figure_31", "no"),  # no
    ("oecd-dgi", "SVN", 77, "figure_31", "no"),  # no
    ("oecd-pii", "LUX", 37, "pii_3131", "yes"),  # 54, 7 of 13
    ("oecd-pii", "AUT", 37, "pii_3131", "partly"),  # 23, 3 of 13
    ("oecd-pii", "DNK", 37, "pii_3131", "yes"),  # 38, 5 of 13
    ("oecd-pii", "ARG", 37, "pii_3131", "yes"),  # 69, 9 of 13
    ("oecd-pii", "SVK", 37, "pii_3131", "yes"),  # 85, 11 of 13
]


@pytest.mark.parametrize(("source", "iso3", "item", "variable", "code"), FACTS)
def test_facts_of_the_committed_tables(source, iso3, item, variable, code):
    table = committed(source)
    row = table[(table["iso3"] == iso3) & (table["item"] == item) & (table["variable"] == variable)]
    assert row["code"].tolist() == [code]


# Counted in the source by answer or share.
TOTALS = [
    ("oecd-dgi", 53, {"yes": 29, "no": 4}),
    ("oecd-dgi", 77, {"yes": 23, "no": 10}),
    ("oecd-pii", 37, {"yes": 35, "partly": 1}),
]


@pytest.mark.parametrize(("source", "item", "counts"), TOTALS)
def test_totals_of_the_committed_tables(source, item, counts):
    table = committed(source)
    assert table.loc[table["item"] == item, "code"].value_counts().to_dict() == counts


@pytest.mark.parametrize(
    ("source", "n_countries", "n_eu", "items", "surveys"),
    [
        ("oecd-dgi", 33, 19, {53, 77}, {("oecd_dgi2019", 2019)}),
        ("oecd-pii", 36, 19, {37}, {("oecd_pii2022", 2022)}),
        ("oecd-ireg", 0, 0, set(), set()),
    ],
)
def test_the_committed_tables_as_a_whole(source, n_countries, n_eu, items, surveys):
    table = committed(source)
    countries = read_table(paths.COUNTRIES, COUNTRIES_TABLE)
    found = set(table["iso3"])
    assert len(found) == n_countries
    assert len(found & set(countries.loc[countries["eu_member"], "iso3"])) == n_eu
    assert found <= set(countries["iso3"])
    assert set(table["item"]) == items
    assert set(zip(table["survey"], table["year"], strict=True)) == surveys
    assert set(table["collected_by"]) <= {"government"}


@pytest.mark.parametrize("source", sorted(TABLES))
def test_the_committed_crosswalks_read_variables_of_the_source_and_give_reasons(source):
    crosswalk = read_crosswalk(paths.CROSSWALKS / f"{source}.yml")
    scored = {question.number for question in read_codebook(paths.CODEBOOK).scored}
    for edition in crosswalk.editions:
        assert crosswalk.variables(edition.id) <= TABLES[source].variables
    assert {link.fidelity for link in crosswalk.links} <= {"proxy"}
    assert {entry.item for entry in crosswalk.left_out} <= scored
    left_out = {
        (entry.item, name) for entry in crosswalk.left_out for name in entry.variable.split(", ")
    }
    assert {name for _, name in left_out} <= TABLES[source].variables
    assert not left_out & {(link.item, link.variable) for link in crosswalk.links}


def test_every_variable_of_two_sources_is_used_or_left_out():
    for source in ("oecd-dgi", "oecd-pii"):
        crosswalk = read_crosswalk(paths.CROSSWALKS / f"{source}.yml")
        weighed = {link.variable for link in crosswalk.links} | {
            name for entry in crosswalk.left_out for name in entry.variable.split(", ")
        }
        assert weighed == TABLES[source].variables

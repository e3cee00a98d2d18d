"""Open Data Maturity: its layout (invented files) and the committed table."""

from pathlib import Path

import pytest

from egovbench.base import paths
from egovbench.base.errors import InputError
from egovbench.base.schemas import CODES_TABLE, COUNTRIES_TABLE, OTHERS_TABLE
from egovbench.base.tables import read_table
from egovbench.others.crosswalk import read_crosswalk
from egovbench.others.sources import import_answers
from egovbench.others.sources.odm import MATURITY
from egovbench.questionnaire import read_codebook

COUNTRIES = ["QAA", "QBB", "QCC"]
ANSWERS = """\
iso3,year,dimension,variable,question,answer,score,max_score,link
QAA,2023,policy,q1,Open data policy?,yes,30,30,https://example.org/law
QBB,2023,policy,q1,Open data policy?,other,30,30,
QCC,2023,policy,q1,Open data policy?,no,0,30,
QAA,2023,portal,q59,Portal?,yes,20,20,https://example.org/portal
QBB,2023,portal,q59,Portal?,no,0,20,
QAA,2023,portal,q79,Traffic?,yes,15,15,
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "maturity.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_policy_within_another_is_partly_and_unlinked_questions_are_passed_over(tmp_path):
    imported = import_answers("odm", [written(tmp_path, ANSWERS)], COUNTRIES)
    columns = ["iso3", "survey", "item", "code", "year", "link", "collected_by"]
    assert imported.answers[columns].values.tolist() == [
        ["QAA", "odm2023", 10, "yes", 2023, "https://example.org/portal", "government"],
        ["QAA", "odm2023", 53, "yes", 2023, "https://example.org/law", "government"],
        ["QBB", "odm2023", 10, "no", 2023, "", "government"],
        ["QBB", "odm2023", 53, "partly", 2023, "", "government"],
        ["QCC", "odm2023", 53, "no", 2023, "", "government"],
    ]
    assert imported.missing == {}


def test_what_the_file_lacks_is_said(tmp_path):
    text = "".join(line for line in ANSWERS.splitlines(keepends=True) if ",q59," not in line)
    assert import_answers("odm", [written(tmp_path, text)], COUNTRIES).missing == {
        "odm2023": ["q59"]
    }


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("QBB,2023,policy", "Bland,2023,policy", "line 3, column iso3: found 'Bland'"),
        ("portal,q79", "portal,q130", "line 7, column variable: found 'q130'"),
        ("portal,q79", "portal,q6", "line 7, column variable: found 'q6'"),
        ("?,other,", "?,mostly,", "line 3, column answer: found 'mostly' for q1; the crosswalk"),
        ("QBB,2023,policy", "QBB,2024,policy", "line 3: the crosswalk odm has no edition of 2024"),
        ("QBB,2023,policy", "QAA,2023,policy", "line 3: q1 of QAA for 2023 is given twice"),
        ("variable,question", "number,question", "line 1: not a table of the Open Data Maturity"),
    ],
)
def test_what_the_edition_does_not_have_is_refused_by_name_and_place(
    tmp_path, before, after, message
):
    assert before in ANSWERS
    path = written(tmp_path, ANSWERS.replace(before, after, 1))
    with pytest.raises(InputError, match=rf"maturity\.csv, {message}"):
        import_answers("odm", [path], COUNTRIES)


@pytest.fixture(scope="module")
def committed():
    return read_table(paths.OTHERS / "odm.csv", OTHERS_TABLE)


# Written by hand from the rows of the source.
FACTS = [
    ("LUX", 10, "q59", "yes", "https://data.public.lu"),
    ("FIN", 10, "q59", "yes", "https://www.avoindata.fi/en"),
    ("BIH", 10, "q59", "no", ""),
    ("FIN", 53, "q1", "partly", "https://valtioneuvosto.fi/en/marin/government-programme/best-public"),
    ("MLT", 53, "q1", "partly", ""),
    ("CZE", 53, "q1", "yes", "https://www.zakonyprolidi.cz/cs/1999-106"),
]  # fmt: skip


@pytest.mark.parametrize(("iso3", "item", "variable", "code", "link"), FACTS)
def test_facts_of_the_committed_table(committed, iso3, item, variable, code, link):
    row = committed[(committed["iso3"] == iso3) & (committed["item"] == item)]
    assert row[["survey", "variable", "code", "link"]].values.tolist() == [
        ["odm2023", variable, code, link]
    ]


# Counted in the source by answer.
TOTALS = [(10, {"yes": 34, "no": 1}), (53, {"yes": 28, "partly": 7})]


@pytest.mark.parametrize(("item", "counts"), TOTALS)
def test_totals_of_the_committed_table(committed, item, counts):
    codes = committed.loc[committed["item"] == item, "code"]
    assert codes.value_counts().to_dict() == counts


def test_countries_of_the_committed_table(committed):
    countries = read_table(paths.COUNTRIES, COUNTRIES_TABLE)
    held = set(committed["iso3"])
    members = set(countries.loc[countries["eu_member"], "iso3"])
    assert held - members == {"ALB", "BIH", "CHE", "ISL", "MNE", "NOR", "SRB", "UKR"}
    assert members <= held
    assert set(committed["collected_by"]) == {"government"}
    assert set(committed["item"]) == {10, 53}


def test_luxembourg_answers_the_questionnaire_as_it_answered_the_maturity_report(committed):
    own = read_table(paths.CODES / "LUX.csv", CODES_TABLE).set_index("item")["code"]
    there = committed[committed["iso3"] == "LUX"].set_index("item")["code"]
    assert there.to_dict() == own[[10, 53]].to_dict() == {10: "yes", 53: "yes"}


def test_the_questions_of_2023_are_known_by_number():
    assert {"q1", "q6a", "q11a.6", "q24b", "q37.5", "q128e", "q129", "r8"} <= MATURITY.variables
    assert not MATURITY.variables & {"q0", "q6", "q24a", "q37.6", "q130", "r7"}
    assert len(MATURITY.variables) == 186


def test_the_crosswalk_links_scored_items_by_known_questions_and_gives_reasons():
    crosswalk = read_crosswalk(paths.CROSSWALKS / "odm.yml")
    scored = {question.number for question in read_codebook(paths.CODEBOOK).scored}
    assert crosswalk.variables("odm2023") <= MATURITY.variables
    assert {link.item for link in crosswalk.links} <= scored
    assert {entry.item for entry in crosswalk.left_out} <= scored
    assert all(len(link.reason) > 40 for link in crosswalk.links)
    used = {(link.item, link.variable) for link in crosswalk.links}
    for entry in crosswalk.left_out:
        names = entry.variable.split(", ")
        assert set(names) <= MATURITY.variables
        assert len(entry.reason) > 20
        assert not used & {(entry.item, name) for name in names}


def test_the_grades_of_the_crosswalk():
    links = read_crosswalk(paths.CROSSWALKS / "odm.yml").links
    assert {(link.item, link.variable): link.fidelity for link in links} == {
        (10, "q59"): "exact",
        (53, "q1"): "close",
    }

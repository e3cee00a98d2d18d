"""The Global Data Barometer: its two layouts (invented files) and the committed table."""

from pathlib import Path

import pandas as pd
import pytest

from egovbench.base import paths
from egovbench.base.errors import InputError
from egovbench.base.schemas import COUNTRIES_TABLE, OTHERS_TABLE
from egovbench.base.tables import read_table
from egovbench.others.crosswalk import read_crosswalk
from egovbench.others.sources import import_answers
from egovbench.others.sources.gdb import VARIABLES, read_answers
from egovbench.questionnaire import read_codebook

COUNTRIES = ["QAA", "QBB", "QCC"]
DPL, FINANCE = "G.GOVERNANCE.DPL", "G.PF.PUB-FINANCE"
LAW = "A framework exists and has the force of law."
NO_FORCE = "A framework exists but lacks full force of law."
NONE = "No framework exists."
BINDING = "Requirements to publish data are set out in binding policy, regulations, or law."
DRAFT = "They are being drafted, or are not yet implemented."
IN_FORCE = "They exist and are operational."
ANSWERS = f"""\
iso3,indicator,indicator_score,variable,question,answer
QAA,{DPL},90,{DPL}.a.EXISTS,Framework?,{LAW}
QBB,{DPL},40,{DPL}.a.EXISTS,Framework?,{NO_FORCE}
QCC,{DPL},0,{DPL}.a.EXISTS,Framework?,{NONE}
QAA,G.PI.RTIF,58,,,
QAA,{FINANCE},90,{FINANCE}.a.DATARULES,Rules?,"{BINDING}"
QAA,{FINANCE},90,{FINANCE}.a.EXIST,In force?,{IN_FORCE}
QBB,{FINANCE},50,{FINANCE}.a.DATARULES,Rules?,"{BINDING}"
QBB,{FINANCE},50,{FINANCE}.a.EXIST,In force?,"{DRAFT}"
"""
EVIDENCE = f"""\
iso3,indicator,title,link
QAA,{DPL},Not on the web,see the ministry
QAA,{DPL},Invented law of 2018,https://example.org/law.
QAA,{DPL},Later evidence,https://example.org/later
QBB,{DPL},Dr. Invented Person,https://example.org/interview
"""


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def both(folder: Path, answers: str = ANSWERS, evidence: str = EVIDENCE) -> list[Path]:
    return [written(folder, "answers.csv", answers), written(folder, "evidence.csv", evidence)]


def test_answers_carry_the_first_evidence_that_has_an_address(tmp_path):
    table = read_answers(both(tmp_path), COUNTRIES)
    laws = table[table["variable"] == f"{DPL}.a.EXISTS"]
    assert laws[["iso3", "value", "instrument", "link"]].values.tolist() == [
        ["QAA", LAW, "Invented law of 2018", "https://example.org/law"],
        ["QBB", NO_FORCE, "", "https://example.org/interview"],
        ["QCC", NONE, "", ""],
    ]
    assert set(table["collected_by"]) == {"researchers"}
    assert set(table["year"]) == {2021}


def test_files_may_come_in_any_order_and_the_evidence_may_be_missing(tmp_path):
    answers, evidence = both(tmp_path)
    turned = read_answers([evidence, answers], COUNTRIES)
    pd.testing.assert_frame_equal(turned, read_answers([answers, evidence], COUNTRIES))
    alone = read_answers([answers], COUNTRIES)
    assert set(alone["link"]) == {""}
    assert alone["value"].tolist() == turned["value"].tolist()


def test_a_score_without_an_answer_is_passed_over(tmp_path):
    table = read_answers([written(tmp_path, "answers.csv", ANSWERS)], COUNTRIES)
    assert not table["variable"].str.startswith("G.PI.RTIF").any()


def test_the_force_of_rules_becomes_a_code_and_a_draft_is_at_most_partly(tmp_path):
    imported = import_answers("gdb", both(tmp_path), COUNTRIES)
    assert imported.answers[["iso3", "survey", "item", "code"]].values.tolist() == [
        ["QAA", "gdb2021", 39, "yes"],
        ["QAA", "gdb2021", 49, "yes"],
        ["QBB", "gdb2021", 39, "partly"],
        ["QBB", "gdb2021", 49, "partly"],
        ["QCC", "gdb2021", 39, "no"],
    ]
    assert "G.GOVERNANCE.ODPOLICY.a.EXISTS" in imported.missing["gdb2021"]
    assert f"{DPL}.a.EXISTS" not in imported.missing["gdb2021"]


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        (f"QBB,{DPL}", f"QZZ,{DPL}", "line 3, column iso3: found 'QZZ'; expected a code of data"),
        (f"QBB,{DPL}", f",{DPL}", "line 3, column iso3: found ''"),
        (
            f"QBB,{DPL},40,{DPL}.a.EXISTS",
            f"QBB,{DPL},40,{DPL}.a.NEW",
            rf"line 3, column variable: found '{DPL}.a.NEW'; expected a variable of {DPL} in 2021",
        ),
        (f"QBB,{DPL},40,{DPL}.a.EXISTS", f"QBB,{DPL},40,", "line 3, column variable: found ''"),
        ("QAA,G.PI.RTIF", "QAA,G.PI.NEW", "line 5, column indicator: found 'G.PI.NEW'"),
        (NO_FORCE, "Mostly.", f"line 3, column answer: found 'Mostly.' for {DPL}.a.EXISTS"),
        (f"QBB,{DPL}", f"QAA,{DPL}", f"line 3: {DPL}.a.EXISTS of QAA for 2021 is given twice"),
        ("indicator_score,variable", "indicator_score,question", "line 1: not a table of the"),
    ],
)
def test_what_the_edition_does_not_have_is_refused_by_name_and_place(
    tmp_path, before, after, message
):
    assert before in ANSWERS
    with pytest.raises(InputError, match=rf"answers\.csv, {message}"):
        import_answers("gdb", both(tmp_path, ANSWERS.replace(before, after, 1)), COUNTRIES)


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("QBB,", "QZZ,", "line 5, column iso3: found 'QZZ'"),
        (f"QBB,{DPL}", "QBB,G.NEW", "line 5, column indicator: found 'G.NEW'"),
    ],
)
def test_evidence_for_nothing_that_is_known_is_refused(tmp_path, before, after, message):
    with pytest.raises(InputError, match=rf"evidence\.csv, {message}"):
        read_answers(both(tmp_path, evidence=EVIDENCE.replace(before, after, 1)), COUNTRIES)


def test_evidence_alone_is_not_enough(tmp_path):
    with pytest.raises(InputError, match=r"evidence\.csv: found evidence only"):
        read_answers([written(tmp_path, "evidence.csv", EVIDENCE)], COUNTRIES)


def test_the_same_answers_in_two_files_are_refused(tmp_path):
    files = [written(tmp_path, name, ANSWERS) for name in ("first.csv", "second.csv")]
    with pytest.raises(InputError, match=r"second\.csv, line 2: .* is given twice"):
        import_answers("gdb", files, COUNTRIES)


def test_new_caledonia_is_passed_over_as_a_territory(tmp_path):
    answers = ANSWERS.replace(f"QCC,{DPL}", f"NCL,{DPL}")
    table = read_answers([written(tmp_path, "answers.csv", answers)], COUNTRIES)
    assert set(table["iso3"]) == {"QAA", "QBB"}


@pytest.fixture(scope="module")
def committed():
    return read_table(paths.OTHERS / "gdb.csv", OTHERS_TABLE)


# Written by hand from the rows of the source: its answer, in short, stands in the comment.
FACTS = [
    ("SWE", 39, "G.GOVERNANCE.DPL.a.EXISTS", "yes"),  # force of law
    ("DNK", 53, "G.GOVERNANCE.ODPOLICY.a.EXISTS", "no"),  # no framework
    ("IRL", 53, "G.GOVERNANCE.ODPOLICY.a.EXISTS", "partly"),  # lacks force of law
    ("FRA", 49, "G.PF.PUB-FINANCE.a.DATARULES", "yes"),  # as open data, binding; operational
    ("BHS", 49, "G.PF.PUB-FINANCE.a.DATARULES", "partly"),  # binding; being drafted
    ("NGA", 49, "G.PF.PUB-FINANCE.a.DATARULES", "partly"),  # non-binding; no law
    ("IRL", 49, "G.PF.PUB-FINANCE.a.DATARULES", "no"),  # no mention; no law
    ("NZL", 51, "G.GOVERNANCE.DATASHARING.a.EXISTS", "yes"),  # force of law
    ("IND", 51, "G.GOVERNANCE.DATASHARING.a.EXISTS", "no"),  # no framework
    ("EST", 51, "G.GOVERNANCE.DATAMANAGE.a.EXISTS", "yes"),  # force of law
    ("ECU", 10, "C.CAPABILITIES.ODINIT.e.e1.PORTAL", "yes"),  # partially
    ("BWA", 10, "C.CAPABILITIES.ODINIT.e.e1.PORTAL", "no"),  # no
    ("KEN", 102, "G.PI.PUBCON.a.EXIST", "yes"),  # operational
    ("GRC", 102, "G.PI.PUBCON.a.EXIST", "partly"),  # being drafted
    ("KOR", 104, "G.GOVERNANCE.ACCESSIBILITY.a.EXISTS", "yes"),  # force of law
    ("BRA", 115, "A.PI.PUBCON.e.e1.FINAL", "no"),  # no
    ("ITA", 115, "A.PI.PUBCON.e.e1.FINAL", "partly"),  # partially
]


@pytest.mark.parametrize(("iso3", "item", "variable", "code"), FACTS)
def test_facts_of_the_committed_table(committed, iso3, item, variable, code):
    row = committed[
        (committed["iso3"] == iso3)
        & (committed["item"] == item)
        & (committed["variable"] == variable)
    ]
    assert row[["survey", "code", "collected_by"]].values.tolist() == [
        ["gdb2021", code, "researchers"]
    ]


# Counted in the source by answer, less New Caledonia's.
TOTALS = [
    (10, "C.CAPABILITIES.ODINIT.e.e1.PORTAL", {"yes": 56 + 23 - 1, "no": 30}),
    (39, "G.GOVERNANCE.DPL.a.EXISTS", {"yes": 85 - 1, "partly": 13, "no": 11}),
    (49, "G.PF.PUB-FINANCE.a.DATARULES", {"yes": 22 + 49, "partly": 10 + 2, "no": 26 - 1}),
    (51, "G.GOVERNANCE.DATASHARING.a.EXISTS", {"yes": 42 - 1, "partly": 26, "no": 41}),
    (51, "G.GOVERNANCE.DATAMANAGE.a.EXISTS", {"yes": 36, "partly": 42 - 1, "no": 31}),
    (53, "G.GOVERNANCE.ODPOLICY.a.EXISTS", {"yes": 30 - 1, "partly": 44, "no": 35}),
    (102, "G.PI.PUBCON.a.EXIST", {"yes": 68, "partly": 3, "no": 38 - 1}),
    (104, "G.GOVERNANCE.ACCESSIBILITY.a.EXISTS", {"yes": 49, "partly": 17, "no": 43 - 1}),
    (115, "A.PI.PUBCON.e.e1.FINAL", {"yes": 20, "partly": 8, "no": 81 - 1}),
]


@pytest.mark.parametrize(("item", "variable", "counts"), TOTALS)
def test_totals_of_the_committed_table(committed, item, variable, counts):
    rows = committed[(committed["item"] == item) & (committed["variable"] == variable)]
    assert rows["code"].value_counts().to_dict() == counts


def test_the_totals_are_all_there_is(committed):
    held = set(zip(committed["item"], committed["variable"], strict=True))
    assert held == {(item, variable) for item, variable, _ in TOTALS}


def test_countries_of_the_committed_table(committed):
    countries = read_table(paths.COUNTRIES, COUNTRIES_TABLE)
    held = set(committed["iso3"])
    assert len(held) == 108
    assert held <= set(countries["iso3"])
    members = set(countries.loc[countries["eu_member"], "iso3"])
    assert members - held == {"AUT", "BEL", "CYP", "HUN", "LUX", "POL", "SVN"}


def test_evidence_of_the_committed_table(committed):
    law = committed[(committed["iso3"] == "NZL") & (committed["item"] == 51)].set_index("variable")
    sharing = law.loc["G.GOVERNANCE.DATASHARING.a.EXISTS"]
    assert sharing["instrument"] == "NZ Privacy Commissioner. 2020. Information sharing."
    assert sharing["link"] == "https://www.privacy.org.nz/privacy-act-2020/information-sharing/"
    assert not committed["instrument"].str.contains("@").any()
    links = committed.loc[committed["link"] != "", "link"]
    assert links.str.match(r"(?:https?://|www\.)\S+$").all()
    assert (committed.loc[committed["link"] == "", "instrument"] == "").all()


def test_the_crosswalk_links_scored_items_by_known_variables_and_gives_reasons():
    crosswalk = read_crosswalk(paths.CROSSWALKS / "gdb.yml")
    scored = {question.number for question in read_codebook(paths.CODEBOOK).scored}
    known = {f"{indicator}.{part}" for indicator in VARIABLES for part in VARIABLES[indicator]}
    assert crosswalk.variables("gdb2021") <= known
    assert {link.item for link in crosswalk.links} <= scored
    assert {entry.item for entry in crosswalk.left_out} <= scored
    assert all(len(link.reason) > 40 for link in crosswalk.links)
    used = {(link.item, link.variable) for link in crosswalk.links}
    for entry in crosswalk.left_out:
        names = entry.variable.split(", ")
        assert set(names) <= known | {"G.PI.RTIF"}
        assert len(entry.reason) > 20
        assert not used & {(entry.item, name) for name in names}


def test_the_grades_of_the_crosswalk():
    links = read_crosswalk(paths.CROSSWALKS / "gdb.yml").links
    by_grade = {
        grade: {link.item for link in links if link.fidelity == grade}
        for grade in ("exact", "close", "proxy")
    }
    assert by_grade == {"exact": {39}, "close": {49, 51, 53}, "proxy": {10, 51, 102, 104, 115}}

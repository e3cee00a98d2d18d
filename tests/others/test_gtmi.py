"""The World Bank's dataset: its three layouts (invented files) and the committed table."""

from pathlib import Path

import pandas as pd
import pytest

from egovbench.base import paths
from egovbench.base.errors import InputError, ParameterError
from egovbench.base.schemas import COUNTRIES_TABLE, OTHERS_TABLE
from egovbench.base.tables import read_table
from egovbench.others.sources import import_answers
from egovbench.others.sources.gtmi import read_answers

COUNTRIES = ["QAA", "QBB", "XKX"]
INDICATORS = """\
year,iso3,economy,i_12,i_16,i_37,gtmi,src
2022,QAA,First invented country,2,0.18,0,0.5,R
2022,QBB,Second invented country,0,,2,0.7,S
"""
DETAILS_HEADER = (
    "iso3,year,variable,question,value,answer,instrument,instrument_year,link,collected_by"
)
DETAILS = f"""{DETAILS_HEADER}
QAA,2022,i_37,Law?,0,no or unknown,,,,desk research
QBB,2022,i_37,Law?,2,yes,Invented law,2018,https://example.org/law,country submission
"""
WORKBOOK = """\
Year,Code,Economy,I-12,I-12.1,I-12.2,I-12.3,I-37,I-37.1,I-37.2,I-36,I-36.2,I-36.2.1,Src,Submitted by
2022,QAA,First,2,Portal,see https://example.org/buy; and more,2006.0,0,-,-,1,1,Ministry,S,Somebody
2022,KSV,Kosovo,New,-,-,-,2.0,https://example.org/law,1999,0,0,-,R,Somebody
,,Count,1,,,,1,,,,,,,
"""


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def facts(table: pd.DataFrame) -> dict[tuple[str, int, str], tuple[str, str, str, str]]:
    return {
        (row.iso3, row.year, row.variable): (row.value, row.instrument, row.link, row.collected_by)
        for row in table.itertuples()
    }


def test_indicators_and_details_together_keep_the_row_that_says_more(tmp_path):
    files = [
        written(tmp_path, "indicators.csv", INDICATORS),
        written(tmp_path, "details.csv", DETAILS),
    ]
    found = facts(read_answers(files, COUNTRIES))
    assert found[("QBB", 2022, "i_37")] == (
        "2",
        "Invented law (2018)",
        "https://example.org/law",
        "government",
    )
    assert found[("QAA", 2022, "i_37")] == ("0", "", "", "desk")
    assert found[("QAA", 2022, "i_12")] == ("2", "", "", "desk")


def test_the_workbook_s_sheet_is_read_with_its_names_links_and_years(tmp_path):
    found = facts(read_answers([written(tmp_path, "sheet.csv", WORKBOOK)], COUNTRIES))
    assert found[("QAA", 2022, "i_12")] == (
        "2",
        "Portal (2006)",
        "https://example.org/buy",
        "government",
    )
    assert found[("QAA", 2022, "i_36_2")] == ("1", "Ministry", "", "government")
    assert found[("XKX", 2022, "i_37")] == (
        "2",
        "name not given (1999)",
        "https://example.org/law",
        "desk",
    )
    assert found[("XKX", 2022, "i_12")][0] == "New"
    assert {key[0] for key in found} == {"QAA", "XKX"}


def test_who_answered_is_taken_from_the_file_that_says_so(tmp_path):
    without = INDICATORS.replace(",src", "").replace(",R\n", "\n").replace(",S\n", "\n")
    files = [
        written(tmp_path, "indicators.csv", without),
        written(tmp_path, "details.csv", DETAILS),
    ]
    found = facts(read_answers(files, COUNTRIES))
    assert found[("QAA", 2022, "i_12")] == ("2", "", "", "desk")
    assert found[("QBB", 2022, "i_12")] == ("0", "", "", "government")
    with pytest.raises(InputError, match=r"indicators\.csv, line 2: who answered for QAA in 2022"):
        read_answers(files[:1], COUNTRIES)


def test_a_kind_of_respondent_that_is_not_known_is_refused(tmp_path):
    path = written(tmp_path, "details.csv", DETAILS.replace(",desk research", ",guess"))
    with pytest.raises(InputError, match="line 2, column collected_by: found 'guess'; expected S"):
        read_answers([path], COUNTRIES)


def test_who_submitted_the_workbook_s_answers_is_never_read(tmp_path):
    table = read_answers([written(tmp_path, "sheet.csv", WORKBOOK)], COUNTRIES)
    assert (
        not table.astype("str").apply(lambda cells: cells.str.contains("Somebody")).any(axis=None)
    )


@pytest.mark.parametrize(
    ("name", "year", "instrument"),
    [
        ("Invented law", "2018", "Invented law (2018)"),
        ("Invented law 2018", "2018", "Invented law 2018"),
        ("", "2018", "name not given (2018)"),
        ("someone@example.org", "", ""),
        ("Dr. Invented Person", "2018", "name not given (2018)"),
        ("-", "-", ""),
    ],
)
def test_instruments_carry_their_year_and_no_person(tmp_path, name, year, instrument):
    row = f"QAA,2022,i_38,Law?,2,yes,{name},{year},,desk research\n"
    path = written(tmp_path, "details.csv", f"{DETAILS_HEADER}\n{row}")
    assert read_answers([path], COUNTRIES)["instrument"].tolist() == [instrument]


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("www.example.org/a", "www.example.org/a"),
        ("javascript:alert(1)", ""),
        ("https://example.org/a;", "https://example.org/a"),
        ("see the ministry", ""),
    ],
)
def test_only_web_addresses_are_kept_as_links(tmp_path, link, kept):
    row = f"QAA,2022,i_38,Law?,2,yes,,,{link},desk research\n"
    path = written(tmp_path, "details.csv", f"{DETAILS_HEADER}\n{row}")
    assert read_answers([path], COUNTRIES)["link"].tolist() == [kept]


def test_files_that_contradict_each_other_are_refused(tmp_path):
    files = [
        written(tmp_path, "indicators.csv", INDICATORS),
        written(tmp_path, "details.csv", DETAILS.replace("Law?,0,", "Law?,1,")),
    ]
    with pytest.raises(
        InputError, match=r"details\.csv, line 2.*found '1' for i_37 of QAA in 2022"
    ):
        read_answers(files, COUNTRIES)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (INDICATORS.replace("2022,QBB", "2022,QZZ"), "line 3: found country 'QZZ'"),
        (INDICATORS.replace("2022,QBB", "2022,QAA"), "line 3: QAA 2022 i_12 occurs twice"),
        (INDICATORS.replace("2022,QBB", ",QBB"), "line 3, column year: found ''"),
        ("a,b\n1,2\n", "line 1: not a GTMI table"),
        ("iso3,year,variable\nQAA,2022,i_1\n", "line 1: columns missing: value, instrument"),
        ("", "not a UTF-8 CSV table"),
    ],
)
def test_a_faulty_file_is_refused_by_name_and_line(tmp_path, text, message):
    with pytest.raises(InputError, match=message):
        read_answers([written(tmp_path, "faulty.csv", text)], COUNTRIES)


def test_a_workbook_is_refused_with_what_to_do_instead(tmp_path):
    with pytest.raises(InputError, match="save the sheet with the data as UTF-8 CSV"):
        read_answers([written(tmp_path, "gtmi.xlsx", "PK")], COUNTRIES)


def test_a_file_that_does_not_exist_is_named(tmp_path):
    with pytest.raises(InputError, match=r"none\.csv: the file does not exist"):
        read_answers([tmp_path / "none.csv"], COUNTRIES)


def test_a_source_that_is_not_registered_is_refused(tmp_path):
    with pytest.raises(ParameterError, match="gtmi"):
        import_answers("invented", [written(tmp_path, "indicators.csv", INDICATORS)], COUNTRIES)


def test_a_value_outside_the_crosswalk_is_refused_with_the_column_as_the_file_has_it(tmp_path):
    path = written(tmp_path, "indicators.csv", INDICATORS.replace("0.18,0,", "0.18,7,"))
    with pytest.raises(InputError, match="line 2, column i_37: found '7' for i_37"):
        import_answers("gtmi", [path], COUNTRIES)


def test_an_edition_outside_the_crosswalk_is_refused(tmp_path):
    path = written(tmp_path, "indicators.csv", INDICATORS.replace("2022", "2025"))
    with pytest.raises(InputError, match="no edition of 2025; it has 2020, 2022"):
        import_answers("gtmi", [path], COUNTRIES)


def test_what_the_files_lack_is_said(tmp_path):
    path = written(tmp_path, "indicators.csv", INDICATORS)
    imported = import_answers("gtmi", [path], COUNTRIES)
    assert imported.answers[["iso3", "item", "code"]].values.tolist() == [
        ["QAA", 11, "yes"],
        ["QAA", 37, "no"],
        ["QBB", 11, "no"],
        ["QBB", 37, "yes"],
    ]
    assert "i_38" in imported.missing["gtmi2022"]
    assert "i_37" not in imported.missing["gtmi2022"]


@pytest.fixture(scope="module")
def committed():
    return read_table(paths.OTHERS / "gtmi.csv", OTHERS_TABLE)


# Written by hand from the rows of the source: its value stands in the comment.
FACTS = [
    ("LUX", "gtmi2022", 37, "i_37", "yes", False),  # 2
    ("LUX", "gtmi2022", 98, "i_36_4", "no", True),  # 0
    ("LUX", "gtmi2022", 98, "i_33_10", "yes", False),  # 2
    ("LUX", "gtmi2022", 115, "i_30_6", "no", False),  # 1, internal, not published
    ("LUX", "gtmi2020", 51, "i_34_6", "no", True),  # 0, with i_34 = 1
    ("BGR", "gtmi2022", 7, "i_19", "yes", False),  # 1, informational
    ("BGR", "gtmi2022", 8, "i_19", "partly", False),  # 1, informational
    ("BGR", "gtmi2022", 9, "i_30", "no", True),  # 0
    ("HRV", "gtmi2022", 59, "i_35", "partly", False),  # 1, in draft
    ("DNK", "gtmi2022", 98, "i_33_10", "yes", False),  # 2
    ("AFG", "gtmi2020", 11, "i_12", "yes", False),  # 2
    ("AFG", "gtmi2022", 39, "i_38", "no", True),  # 0
    ("ALB", "gtmi2022", 85, "i_17_4", "partly", False),  # "1, 2, 3, 5", with i_17 = 1
    ("LUX", "gtmi2022", 85, "i_17_4", "yes", False),  # "1, 2, 3, 5", with i_17 = 2
    ("MYS", "gtmi2020", 85, "i_17_4", "no", False),  # "3", with i_17 = 2
]


@pytest.mark.parametrize(("iso3", "survey", "item", "variable", "code", "ambiguous"), FACTS)
def test_facts_of_the_committed_table(committed, iso3, survey, item, variable, code, ambiguous):
    row = committed[
        (committed["iso3"] == iso3)
        & (committed["survey"] == survey)
        & (committed["item"] == item)
        & (committed["variable"] == variable)
    ]
    assert row[["code", "zero_ambiguous"]].values.tolist() == [[code, ambiguous]]


# Counted in the source by value.
TOTALS = [
    ("gtmi2020", "i_37", 37, {"no": 60, "partly": 8, "yes": 130}),
    ("gtmi2022", "i_37", 37, {"no": 55, "partly": 12, "yes": 131}),
    ("gtmi2022", "i_29", 10, {"no": 46, "yes": 152}),
    ("gtmi2022", "i_42", 45, {"no": 39, "unknown": 35, "yes": 28 + 96}),
    ("gtmi2022", "i_35", 59, {"no": 22, "partly": 29, "yes": 49 + 98}),
    ("gtmi2022", "i_19", 8, {"no": 36, "partly": 49, "yes": 113}),
    # 58 of 198 have no whole-of-government approach (i_36 = 0); the others were asked.
    ("gtmi2022", "i_36_2", 13, {"no": 11, "yes": 129}),
    # 101 of 198 have no platform (i_30 = 0).
    ("gtmi2022", "i_30_6", 115, {"no": 50 + 7, "yes": 40}),
]


@pytest.mark.parametrize(("survey", "variable", "item", "counts"), TOTALS)
def test_totals_of_the_committed_table(committed, survey, variable, item, counts):
    rows = committed[
        (committed["survey"] == survey)
        & (committed["variable"] == variable)
        & (committed["item"] == item)
    ]
    assert rows["code"].value_counts().to_dict() == counts


def test_both_editions_hold_198_economies(committed):
    assert committed.groupby("survey")["iso3"].nunique().to_dict() == {
        "gtmi2020": 198,
        "gtmi2022": 198,
    }


def test_a_question_that_was_not_put_has_no_row(committed):
    bulgaria = committed[(committed["iso3"] == "BGR") & (committed["survey"] == "gtmi2022")]
    assert "i_30_6" not in set(bulgaria["variable"])


def test_scales_that_were_not_seen_are_not_linked(committed):
    early = set(committed.loc[committed["survey"] == "gtmi2020", "variable"])
    assert not early & {"i_33", "i_42", "i_46", "i_30_6"}
    assert not set(committed["variable"]) & {"i_4", "i_43", "i_45"}


def test_instruments_and_links_of_the_committed_table(committed):
    law = committed[
        (committed["iso3"] == "LUX")
        & (committed["survey"] == "gtmi2022")
        & (committed["item"] == 39)
    ].iloc[0]
    assert law["instrument"] == "Data protection law (2018)"
    assert law["link"] == "https://legilux.public.lu/eli/etat/leg/loi/2018/08/01/a686/jo"
    assert law["collected_by"] == "government"
    assert not committed["instrument"].str.contains("@").any()
    links = committed.loc[committed["link"] != "", "link"]
    assert links.str.match(r"(?:https?://|www\.)").all()


def test_who_answered(committed):
    who = committed.drop_duplicates(["iso3", "survey"])
    assert who.groupby(["survey", "collected_by"]).size().to_dict() == {
        ("gtmi2020", "desk"): 198,
        ("gtmi2022", "government"): 135,
        ("gtmi2022", "desk"): 63,
    }


def test_every_country_of_the_committed_table_is_ours(committed):
    ours = set(read_table(paths.COUNTRIES, COUNTRIES_TABLE)["iso3"])
    assert set(committed["iso3"]) == ours

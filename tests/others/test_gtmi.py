"""The three layouts of the World Bank's dataset, in invented files."""

from pathlib import Path

import pytest
from test_other_bodies import FILES

from egovbench.base.errors import InputError
from egovbench.others.sources.gtmi import read_answers

COUNTRIES = ["QAA", "QBB", "XKX"]
INDICATORS = FILES["gtmi"]["indicators.csv"]
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


def written(folder: Path, **texts: str) -> list[Path]:
    """Return the paths of files by the names of `texts`, once they are written."""
    paths = [folder / f"{name}.csv" for name in texts]
    for path, text in zip(paths, texts.values(), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def facts(files: list[Path]) -> dict[tuple[str, int, str], tuple[str, str, str, str]]:
    return {
        (row.iso3, row.year, row.variable): (row.value, row.instrument, row.link, row.collected_by)
        for row in read_answers(files, COUNTRIES).itertuples()
    }


def test_indicators_and_details_together_keep_the_row_that_says_more(tmp_path):
    found = facts(written(tmp_path, indicators=INDICATORS, details=DETAILS))
    law = ("2", "Invented law (2018)", "https://example.org/law", "government")
    assert found[("QBB", 2022, "i_37")] == law
    assert found[("QAA", 2022, "i_37")] == ("0", "", "", "desk")
    assert found[("QAA", 2022, "i_12")] == ("2", "", "", "desk")


def test_the_workbook_s_sheet_is_read_with_its_names_links_and_years(tmp_path):
    found = facts(written(tmp_path, sheet=WORKBOOK))
    portal = ("2", "Portal (2006)", "https://example.org/buy", "government")
    assert found[("QAA", 2022, "i_12")] == portal
    assert found[("QAA", 2022, "i_36_2")] == ("1", "Ministry", "", "government")
    law = ("2", "name not given (1999)", "https://example.org/law", "desk")
    assert found[("XKX", 2022, "i_37")] == law
    assert found[("XKX", 2022, "i_12")][0] == "New"
    assert {key[0] for key in found} == {"QAA", "XKX"}
    # Who submitted the answers is never read.
    assert "Somebody" not in str(found)


def test_who_answered_is_taken_from_the_file_that_says_so(tmp_path):
    without = INDICATORS.replace(",src", "").replace(",R\n", "\n").replace(",S\n", "\n")
    files = written(tmp_path, indicators=without, details=DETAILS)
    found = facts(files)
    assert found[("QAA", 2022, "i_12")] == ("2", "", "", "desk")
    assert found[("QBB", 2022, "i_12")] == ("0", "", "", "government")
    with pytest.raises(InputError, match=r"indicators\.csv, line 2: who answered for QAA in 2022"):
        facts(files[:1])


@pytest.mark.parametrize(
    ("name", "year", "link", "instrument", "kept"),
    [
        ("Invented law", "2018", "", "Invented law (2018)", ""),
        ("Invented law 2018", "2018", "", "Invented law 2018", ""),
        ("", "2018", "", "name not given (2018)", ""),
        ("someone@example.org", "", "", "", ""),
        ("Dr. Invented Person", "2018", "", "name not given (2018)", ""),
        ("-", "-", "", "", ""),
        ("", "", "www.example.org/a", "", "www.example.org/a"),
        ("", "", "javascript:alert(1)", "", ""),
        ("", "", "https://example.org/a;", "", "https://example.org/a"),
        ("", "", "see the ministry", "", ""),
    ],
)
def test_instruments_carry_their_year_and_no_person_and_links_are_web_addresses(
    tmp_path, name, year, link, instrument, kept
):
    row = f"QAA,2022,i_38,Law?,2,yes,{name},{year},{link},desk research\n"
    found = facts(written(tmp_path, details=f"{DETAILS_HEADER}\n{row}"))
    assert found == {("QAA", 2022, "i_38"): ("2", instrument, kept, "desk")}


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (
            {"indicators": INDICATORS, "details": DETAILS.replace("Law?,0,", "Law?,1,")},
            r"details\.csv, line 2.*found '1' for i_37 of QAA in 2022",
        ),
        (
            {"details": DETAILS.replace(",desk research", ",guess")},
            "line 2, column collected_by: found 'guess'; expected S",
        ),
        ({"other": "a,b\n1,2\n"}, "line 1: not a GTMI table"),
        ({"cut": "iso3,year,variable\nQAA,2022,i_1\n"}, "line 1: columns missing: value, instrum"),
        ({"empty": ""}, "not a UTF-8 CSV table"),
    ],
)
def test_files_that_are_no_such_tables_or_contradict_each_other_are_refused(
    tmp_path, texts, message
):
    with pytest.raises(InputError, match=message):
        facts(written(tmp_path, **texts))


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("gtmi.xls", "save the sheet with the data as UTF-8 CSV"),
        ("gtmi.xlsx", r"gtmi\.xlsx: the file does not exist"),
        ("none.csv", r"none\.csv: the file does not exist"),
    ],
)
def test_an_old_workbook_or_no_file_is_refused_by_name(tmp_path, name, message):
    with pytest.raises(InputError, match=message):
        facts([tmp_path / name])

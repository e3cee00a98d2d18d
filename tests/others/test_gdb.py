"""The two layouts of the Global Data Barometer, in invented files."""

import pandas as pd
import pytest
from test_other_bodies import COUNTRIES, DPL, FILES, LAW, NO_FORCE, NONE

from egovbench.base.errors import InputError
from egovbench.others.sources.gdb import read_answers


@pytest.fixture
def files(tmp_path):
    """The table of answers, then that of evidence."""
    for name, text in FILES["gdb"].items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return [tmp_path / name for name in FILES["gdb"]]


def test_answers_carry_the_first_evidence_that_has_an_address(files):
    table = read_answers(files, COUNTRIES)
    laws = table[table["variable"] == f"{DPL}.a.EXISTS"]
    assert laws[["iso3", "value", "instrument", "link"]].values.tolist() == [
        ["QAA", LAW, "Invented law of 2018", "https://example.org/law"],
        ["QBB", NO_FORCE, "", "https://example.org/interview"],
        ["QCC", NONE, "", ""],
    ]
    assert set(table["collected_by"]) == {"researchers"}
    assert set(table["year"]) == {2021}
    # A score without an answer is passed over.
    assert not table["variable"].str.startswith("G.PI.RTIF").any()


def test_files_may_come_in_any_order_and_the_evidence_may_be_missing(files):
    turned = read_answers(files[::-1], COUNTRIES)
    pd.testing.assert_frame_equal(turned, read_answers(files, COUNTRIES))
    alone = read_answers(files[:1], COUNTRIES)
    assert set(alone["link"]) == {""}
    assert alone["value"].tolist() == turned["value"].tolist()
    with pytest.raises(InputError, match=r"evidence\.csv: found evidence only"):
        read_answers(files[1:], COUNTRIES)


def test_new_caledonia_is_passed_over_as_a_territory(files):
    text = FILES["gdb"]["answers.csv"].replace(f"QCC,{DPL}", f"NCL,{DPL}")
    files[0].write_text(text, encoding="utf-8")
    assert set(read_answers(files[:1], COUNTRIES)["iso3"]) == {"QAA", "QBB"}

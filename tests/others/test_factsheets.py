"""The Commission's factsheets: what is read of one invented here, and what is refused."""

import re

import pandas as pd
import pytest

from egovbench.base import paths
from egovbench.base.errors import InputError
from egovbench.base.schemas import COUNTRIES_TABLE
from egovbench.base.tables import read_table
from egovbench.others.factsheets import LONGEST_NAME, read_factsheets

NO_LAW = "<p>No legislation has been adopted in this field to date.</p>"
FACTSHEET = f"""<html><head></head><body>
<p>Table of Contents</p>
<p>Digital Public Administration Factsheet 2023</p><p> </p><p>The Netherlands</p>
<p>3 Digital Public Administration Legislation 12</p>
<h1>Interoperability State-of-Play</h1><p>Scores of the year.</p>
<h1>Digital Public Administration Political Communications</h1>
<h2>Key Enablers</h2>
<h3>Security Aspects </h3><p>A strategy is being prepared.</p>
<h3>eProcurement</h3><p>No political communication was adopted in this field to date.</p>
<h1><a id="3"></a>Digital Public Administration Legislation</h1>
<h2>Key enablers</h2>
<h3>eID and trust services</h3>
<p class="subtitle">Act on Invented Identity (2018)</p>
<p>See <a href="#top">above</a> and <a href="https://example.org/act#art1">the act of 2016</a>.</p>
<p class="subtitle">Act on Seals</p><p>In <a href="https://example.org/s">Law 12/2014</a>.</p>
<p class="subtitle">Invoices</p><p><a href="https://ec.europa.eu/i">Directive 2014/55</a></p>
<p class="subtitle">Act on Seals</p><p>Named again.</p>
<p class="subtitle"></p>
<h3>3.4 Privacy and Security aspects</h3>{NO_LAW}
<h3>eProcurement</h3><p>Three laws are in force.</p>
<h2>Innovative Technolo gies</h2>
<h3>Artificial intelligence (AI)</h3>{NO_LAW}<p class="subtitle">Act on Robots</p>
<h3>Quantum computing</h3><p class="subtitle">Act on Quanta</p>
<h3>Cloud Computing</h3>
<h3>GovTech</h3><p>No new legislation has been adopted in this field to date.</p>
<h3>Big Data</h3>{NO_LAW}<p><img src="x.png"/></p><p>4</p><p>Digital Public Administration</p>
<h1>Digital Public Administration Infrastructure</h1>
<h2>Networks</h2><p class="subtitle">{"A very long name " * 12}</p>
<h2>No infrastructure has been reported in this field to date.</h2>
<h2>ePayment</h2><h2>No infrastructure has been reported in this field to date.</h2>
<h1>Digital Public Administration Governance</h1>
<h2>eID and Trust Services</h2><p class="subtitle">Invented Minister</p>
</body></html>"""


@pytest.fixture(scope="module")
def countries():
    return read_table(paths.COUNTRIES, COUNTRIES_TABLE)


@pytest.fixture
def read(tmp_path, countries):
    def read(*pages):
        files = [tmp_path / f"{at}.html" for at in range(len(pages))]
        for file, page in zip(files, pages, strict=True):
            file.write_text(page, encoding="utf-8")
        return read_factsheets(files, countries)

    return read


def test_headings_are_described_none_or_empty(read):
    headings = read(FACTSHEET).headings
    assert set(headings["iso3"]) == {"NLD"}
    assert set(headings["edition"]) == {2023}
    assert headings.set_index("heading")["status"].to_dict() == {
        "political.security": "described",
        "political.eprocurement": "none",
        "legislation.eid": "described",
        "legislation.security": "none",
        "legislation.eprocurement": "described",
        "legislation.ai": "described",
        "legislation.cloud": "empty",
        "legislation.govtech": "described",
        "legislation.big_data": "none",
        "infrastructure.networks": "described",
        "infrastructure.epayment": "none",
    }


def test_acts_have_their_name_year_and_first_address(read):
    acts = read(FACTSHEET).instruments
    assert acts[acts["heading"] == "legislation.eid"].values.tolist() == [
        ["NLD", 2023, "legislation.eid", "Act on Invented Identity (2018)", "2018",
         "https://example.org/act#art1"],
        ["NLD", 2023, "legislation.eid", "Act on Seals", "2014", "https://example.org/s"],
        ["NLD", 2023, "legislation.eid", "Invoices", "", "https://ec.europa.eu/i"],
    ]  # fmt: skip
    assert acts["name"].str.len().max() <= LONGEST_NAME


def test_nothing_comes_from_chapters_that_name_persons(read):
    found = read(FACTSHEET)
    text = found.instruments.to_csv() + found.headings.to_csv()
    assert "Minister" not in text
    assert "Quanta" not in text


def test_headings_that_lack_or_are_not_known_are_reported(read):
    remarks = read(FACTSHEET).remarks
    assert "NLD 2023: unknown heading 'Quantum computing'" in remarks
    assert "NLD 2023: no heading political.ai" in remarks
    assert "NLD 2023: no heading legislation.ai" not in remarks
    of_2021 = read(FACTSHEET.replace("Factsheet 2023", "Factsheet 2021")).remarks
    assert not [line for line in of_2021 if line.endswith((".ai", ".govtech"))]


def test_order_of_files_does_not_matter(read):
    earlier = FACTSHEET.replace("Factsheet 2023", "Factsheet 2022")
    one, other = read(FACTSHEET, earlier), read(earlier, FACTSHEET)
    pd.testing.assert_frame_equal(one.headings, other.headings)
    pd.testing.assert_frame_equal(one.instruments, other.instruments)


def test_a_second_factsheet_of_a_country_and_edition_is_refused(read):
    with pytest.raises(InputError, match=r"1\.html: a second factsheet of NLD for 2023, after .*0"):
        read(FACTSHEET, FACTSHEET)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("Digital Public Administration Factsheet 2023", "Weather of 2023", "not a factsheet"),
        ("The Netherlands", "European Union", "the factsheet of the European Union; expected one"),
        ("The Netherlands", "Atlantis", "found 'Atlantis' below its title; expected a country"),
        ("Factsheet 2023", "Factsheet 2019", "a factsheet of 2019; expected one of 2021, 2022, "),
        ("</body></html>", "", "the file ends early; expected </html> at its end"),
        ("Administration Legislation</h1>", "Administration Rules</h1>", "no chapter on legislat"),
        ("h2>", "h5>", "no chapter on infrastructure with the headings of"),
        ('class="subtitle"', 'class="act"', "no title of an act; expected paragraphs of the class"),
    ],
)
def test_what_is_no_factsheet_of_a_country_is_refused(read, old, new, message):
    assert old in FACTSHEET
    with pytest.raises(InputError, match=re.escape(message)):
        read(FACTSHEET.replace(old, new))


def test_the_project_has_all_members_in_both_later_editions(countries):
    headings = pd.read_csv(paths.FACTSHEETS / "headings.csv")
    members = set(countries.loc[countries["eu_member"], "iso3"])
    for edition in (2022, 2023):
        assert members <= set(headings.loc[headings["edition"] == edition, "iso3"])
    of_2023 = headings[(headings["edition"] == 2023) & headings["iso3"].isin(members)]
    none = of_2023[of_2023["status"] == "none"]["heading"].value_counts()
    assert none["legislation.ai"] == 19
    assert none["legislation.ledgers"] == 21
    assert not {"legislation.eid", "legislation.eprocurement"} & set(none.index)

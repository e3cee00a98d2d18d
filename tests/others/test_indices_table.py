"""The published indices: the importer (invented files) and the committed table."""

import pytest

from egovbench.base import paths
from egovbench.base.errors import InputError
from egovbench.base.schemas import INDICES_TABLE
from egovbench.base.tables import read_table
from egovbench.others.index_tables import PUBLISHED, import_indices


@pytest.fixture(scope="module")
def indices():
    return read_table(paths.INDICES / "indices.csv", INDICES_TABLE)


@pytest.fixture
def invented(tmp_path):
    """A folder with every table, each holding one invented country, and EGDI with three more."""
    for published in PUBLISHED:
        columns = list(published.columns)
        year = published.only_year or 2022
        rows = [
            ",".join(["iso3", "year", *columns]),
            ",".join(["QAA", str(year), *["0.5"] * len(columns)]),
        ]
        (tmp_path / published.file).write_text("\n".join(rows) + "\n", encoding="utf-8")
    (tmp_path / "egdi.csv").write_text(
        "iso3,year,egdi,osi,hci,tii,epi\n"
        "QAA,2022,0.123456789012345,0.1,0.2,0.07037036703703,0\n"
        "QBB,2022,0,0.1,,0.2,0.3\n"
        "QCC,2022,0,0,0.2,0.2,0.3\n"
        "QDD,2022,0,0,0,0,0\n",
        encoding="utf-8",
    )
    return tmp_path


def value(table, iso3, index, year):
    row = table[(table["iso3"] == iso3) & (table["index"] == index) & (table["year"] == year)]
    return row["value"].tolist()


def test_values_keep_all_their_digits_and_empty_cells_give_no_row(invented):
    table = import_indices(invented)
    assert value(table, "QAA", "egdi", 2022) == [0.123456789012345]
    assert value(table, "QBB", "hci", 2022) == []
    assert value(table, "QAA", "oecd_dgi_user_driven", 2022) == [0.5]


def test_a_zero_that_means_no_value_is_left_out_and_a_real_one_is_kept(invented):
    table = import_indices(invented)
    assert value(table, "QBB", "egdi", 2022) == []  # a component is missing
    assert value(table, "QCC", "egdi", 2022) == []  # components above 0
    assert value(table, "QDD", "egdi", 2022) == [0.0]
    assert value(table, "QCC", "osi", 2022) == [0.0]
    assert value(table, "QAA", "epi", 2022) == [0.0]


def test_a_missing_column_and_a_cell_without_a_number_are_named(invented):
    path = invented / "egdi.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("0.123456789012345", "high"), encoding="utf-8")
    with pytest.raises(InputError, match=r"egdi\.csv, line 2, column egdi: found 'high'"):
        import_indices(invented)
    path.write_text(text.replace("tii", "infrastructure"), encoding="utf-8")
    with pytest.raises(InputError, match="column tii is missing"):
        import_indices(invented)
    path.unlink()
    with pytest.raises(InputError, match="the file does not exist"):
        import_indices(invented)


# Read in the source files.
@pytest.mark.parametrize(
    ("iso3", "index", "year", "expected"),
    [
        ("AFG", "egdi", 2010, 0.20976),
        ("LUX", "gtmi", 2022, 0.814032990440282),
        ("AFG", "gtmi_cgsi", 2020, 0.35361411764705886),
        ("AUS", "oecd_dgi", 2023, 0.753),
        ("ALB", "egbr", 2023, 45.35968884724671),
        ("AUS", "ourdata_accessibility", 2023, 0.27),
        ("LUX", "gci", 2020, 97.4100931507712),
    ],
)
def test_facts_of_the_committed_table(indices, iso3, index, year, expected):
    assert value(indices, iso3, index, year) == pytest.approx([expected], abs=1e-14)


def test_indices_and_years_of_the_committed_table(indices):
    years = indices.groupby("index")["year"].unique().map(lambda each: sorted(map(int, each)))
    surveys = [2010, 2012, 2014, 2016, 2018, 2020, 2022, 2024]
    assert all(years[index] == surveys for index in ("egdi", "osi", "hci", "tii", "epi"))
    components = ("gtmi", "gtmi_cgsi", "gtmi_psdi", "gtmi_dcei", "gtmi_gtei")
    assert all(years[index] == [2020, 2022, 2025] for index in components)
    assert sum(index.startswith("oecd_dgi_") for index in years.index) == 6
    assert sum(index.startswith("egbr_") for index in years.index) == 4
    assert sum(index.startswith("ourdata_") for index in years.index) == 3


def test_number_of_countries_in_the_committed_table(indices):
    counts = indices.groupby(["index", "year"]).size()
    assert counts["egdi"].to_dict() == {
        2010: 183, 2012: 190, 2014: 193, 2016: 193, 2018: 193, 2020: 193, 2022: 193, 2024: 193,
    }  # fmt: skip
    assert counts["gtmi"].to_dict() == {2020: 198, 2022: 198, 2025: 197}
    assert counts["oecd_dgi"].to_dict() == {2023: 38}
    assert counts["egbr"].to_dict() == {2023: 35}
    assert counts["gci"].to_dict() == {2020: 192}


def test_the_false_zeros_of_the_source_are_gone(indices):
    egdi = indices[indices["index"] == "egdi"]
    assert (egdi["value"] > 0).all()
    assert value(indices, "MCO", "egdi", 2010) == []
    assert value(indices, "MCO", "tii", 2010) == [0.69614]
    assert value(indices, "LBY", "egdi", 2012) == []
    assert value(indices, "LBY", "osi", 2012) == [0.0]


def test_values_lie_on_their_scale(indices):
    tops = indices["unit"].map({"0 to 1": 1.0, "0 to 100": 100.0})
    assert ((indices["value"] >= 0) & (indices["value"] <= tops)).all()

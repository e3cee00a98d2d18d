"""Long tables of responses in the project's own columns."""

import re

import pandas as pd
import pytest
from invented_sheets import expected

from egovbench.base.paths import RESPONSES
from egovbench.base.schemas import RESPONSES_TABLE
from egovbench.base.tables import read_table, write_table
from egovbench.documents.collection import read_documents

NAMES = {"ZZZ": "Inventonia", "GEO": "Georgia"}
CHECKED = ("answer", "selection", "status")


@pytest.fixture
def read(codebook, countries, tmp_path):
    """Write the invented responses of two countries, changed, and read them."""
    rows = [
        {
            "iso3": iso3,
            "survey": codebook.id,
            "item": question.number,
            **dict(zip(CHECKED, expected(question, name), strict=True)),
        }
        for iso3, name in NAMES.items()
        for question in codebook.questions
    ]
    table = pd.DataFrame(rows)
    path = tmp_path / "long.csv"

    def read_changed(change=lambda table: table, iso3=None):
        change(table.copy()).to_csv(path, index=False)
        return read_documents(path, codebook, countries, iso3)

    return read_changed


def put(row, **cells):
    """Return a change that puts values into a row, counted as in the file."""

    def change(table):
        table = table.astype("object")
        for name, value in cells.items():
            table.loc[row - 2, name] = value
        return table

    return change


def test_what_is_there_comes_back_and_what_is_not_is_not_asked(read, codebook, countries, tmp_path):
    found = read()
    assert [document.iso3 for document in found.read] == ["GEO", "ZZZ"]
    for document in found.read:
        rows = document.responses.set_index("item")
        for question in codebook.questions:
            *found_there, section = rows.loc[question.number, [*CHECKED, "section"]]
            assert tuple(found_there) == expected(question, NAMES[document.iso3])
            assert section == question.section
    assert found.read[1].responses.loc[0, "locator"] == "row 2"
    # missing rows are not asked and named
    found = read(lambda table: table[~((table["iso3"] == "ZZZ") & table["item"].isin([9, 59]))])
    document = found.read[1]
    assert document.responses.set_index("item").loc[[9, 59], "status"].tolist() == ["not_asked"] * 2
    assert "ZZZ has no row for question 9, 59: not_asked" in document.warnings
    # the project s own table comes back
    read = read_documents(RESPONSES / "LUX.csv", codebook, countries)
    write_table(read.read[0].responses, tmp_path / "LUX.csv", RESPONSES_TABLE)
    assert (tmp_path / "LUX.csv").read_bytes() == (RESPONSES / "LUX.csv").read_bytes()
    read_table(tmp_path / "LUX.csv", RESPONSES_TABLE)


def test_personal_answers_are_withheld_and_masked(read):
    def name(table):
        table = put(3, answer="Ada Inventa", status="answered")(table)
        table = table.assign(locator="of Inventa", source="https://example.org/ada-inventa")
        return put(8, answer="Ask Inventa or ada@example.org", status="answered")(table)

    rows = read(name).read[1].responses.set_index("item")
    assert rows.loc[2, "status"] == "withheld"
    assert rows.loc[7, "answer"] == "Ask [name withheld] or [e-mail withheld]"
    assert "inventa" not in rows.drop(index=1).to_csv().lower()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (put(5, iso3="QQQ"), "line 5, column iso3: found 'QQQ'; expected a code of data/countries"),
        (put(5, survey="msq2022"), "line 5, column survey: found 'msq2022'; expected msq2024"),
        (put(5, item=127), "line 5, column item: found '127'; expected the number of a question"),
        (put(5, item="7.5"), "line 5, column item: found '7.5'"),
        (put(5, item=3), "line 5, column item: found item 3 of ZZZ a second time"),
        (put(5, status="perhaps"), "line 5, column status: found 'perhaps'; expected one of"),
        (put(8, status="withheld", answer=""), "line 8, column status: found 'withheld'; expected"),
        (put(8, status="blank", answer="x"), "line 8, column status: found 'blank'; expected blan"),
        (put(8, status="answered", answer=""), "line 8, column status: found 'answered'"),
        (put(38, selection="Maybe", status="answered"), "line 38, column selection: found 'Maybe'"),
        (put(38, selection="Yes; No", status="answered"), "expected one of the options of item 37"),
        (put(8, selection="Yes", status="answered"), "it has no options"),
        (put(3, selection="Ada Inventa", status="answered"), "selection: found '[name withheld]';"),
        (lambda table: table.assign(section="G"), "line 2, column section: found 'G'; expected fr"),
        (lambda table: table.drop(columns="status"), "line 1: column status is missing"),
        (lambda table: table.assign(mood="good"), "line 1: an unknown column: 'mood'"),
        (lambda table: table[:0], "holds no row below its headings"),
    ],
)
def test_a_fault_is_named_by_row_and_column(read, refusal, change, message):
    assert message in refusal(read, change)


def test_one_given_country_and_no_address_in_errors(read, refusal):
    message = "holds answers of GEO, ZZZ; expected those of GEO alone"
    assert message in refusal(read, lambda table: table, "GEO")
    # an error that quotes a cell shows no address
    message = refusal(read, put(2, survey="write to ada.inventa@digital.example.org"))
    assert re.search("long.csv.*column survey: found .*withheld", message)
    assert "inventa" not in message

"""A coding sheet comes back as it was filled in, and a fault in it is named by its cell."""

import re
from io import BytesIO

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from egovbench.base.schemas import CODE_VALUES, CODES, EVIDENCE, OTHERS_TABLE
from egovbench.base.tables import from_cell
from egovbench.documents.collection import read_documents
from egovbench.documents.sheets.coding_sheet import COLUMNS, coding_template

TITLES = {"gtmi2022": "Invented index, 2022"}
NO_ANSWERS = pd.DataFrame(
    {name: pd.Series(dtype=str(column.dtype)) for name, column in OTHERS_TABLE.columns.items()}
)


def invented_answers():
    """Three invented answers: a yes with an address, a "no or unknown", and an unknown."""
    table = pd.DataFrame(
        [
            (7, "yes", "i_1", "https://example.org/a b", "=Invented Act", False),
            (37, "no", "i_2", "", "", True),
            (39, "unknown", "i_3", "-", "", False),
        ],
        columns=["item", "code", "variable", "link", "instrument", "no_or_unknown"],
    )
    table = table.assign(
        iso3="ZZZ", survey="gtmi2022", fidelity="close", rank=1, year=2022, collected_by="desk",
        value=table["code"].map(CODE_VALUES),
    )  # fmt: skip
    return table[list(OTHERS_TABLE.columns)]


@pytest.fixture(scope="module")
def template(codebook):
    """Return a template with the answers of an invented index as a workbook, or without any."""

    def load(answers=None):
        answers = invented_answers() if answers is None else answers
        return load_workbook(
            BytesIO(coding_template("ZZZ", "Inventonia", codebook, answers, TITLES))
        )

    return load


@pytest.fixture
def path(tmp_path):
    return tmp_path / "inventonia.xlsx"


@pytest.fixture
def read(template, codebook, countries, path):
    """Write a template with invented answers, change it, and read its codes by item."""

    def read_changed(change):
        book = template()
        change(book)
        book.save(path)
        (codes,) = read_documents(path, codebook, countries).codes
        return codes.set_index("item")

    return read_changed


def put(sheet="Coding", **cells):
    """Return a change that puts values into cells of a sheet; without any it changes nothing."""

    def change(book):
        for cell, value in cells.items():
            book[sheet][cell] = value

    return change


def test_the_template_has_a_row_with_the_whole_question_for_every_scored_item(template, codebook):
    book = template(NO_ANSWERS)
    rows = list(book["Coding"].iter_rows(values_only=True))
    assert rows[0] == COLUMNS
    assert [row[0] for row in rows[1:]] == [each.number for each in codebook.scored]
    assert all(row[3:] == (None,) * 5 for row in rows[1:])
    assert book["Cover"]["B2"].value == "ZZZ"
    asked = {row[0]: row[2] for row in rows}
    assert asked[37] == codebook.by_number[37].wording
    assert asked[22] == (
        "Please provide names and URLs of the government agencies/departments/ministries at the "
        "national level in charge of the following: Education"
    )
    assert asked[10].endswith("providing following services/features: Open government data")


def test_the_template_offers_lists_and_locks_the_rest(template):
    sheet = template(NO_ANSWERS)["Coding"]
    offers = {str(each.sqref): each.formula1 for each in sheet.data_validations.dataValidation}
    assert offers == {
        "D2:D71": '"yes,partly,no,unknown,not_asked"',
        "E2:E71": f'"{",".join(EVIDENCE)}"',
    }
    assert sheet.protection.sheet
    for row in sheet.iter_rows():
        open_cells = [cell.column_letter for cell in row if not cell.protection.locked]
        assert open_cells == ([] if row[0].row == 1 else ["D", "E", "F", "G"])


def test_what_other_sources_say_is_filled_in_and_named(template):
    sheet = template()["Coding"]
    shown = {row[0]: row[3:] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert shown[7] == (
        "yes", "source", "Invented index, 2022: i_1; =Invented Act", "https://example.org/a",
        "gtmi2022, i_1, close: yes",
    )  # fmt: skip
    assert shown[37] == (
        "no", "source", "Invented index, 2022: i_2", None,
        "gtmi2022, i_2, close: no (the source says: no or unknown)",
    )  # fmt: skip
    assert shown[39][:2] == ("unknown", "none")
    assert shown[41] == (None,) * 5


def test_a_template_comes_back_with_the_codes_of_other_sources(read):
    codes = read(put())
    assert len(codes) == 70
    assert codes["code"].value_counts().to_dict() == {"unknown": 68, "yes": 1, "no": 1}
    assert codes.loc[7, "evidence"] == "source"
    assert codes.loc[7, "source"] == "https://example.org/a"
    assert codes.loc[37, "source"] == "inventonia.xlsx"
    assert set(codes["rule"]) == {"coded by hand"}
    assert set(codes["coder"]) == {"by hand"}
    assert codes.loc[41, "rationale"] == "no code in the coding sheet"


REASONS = st.text("aé=+-@'\n (ü", min_size=10, max_size=40).filter(
    lambda text: len(from_cell(text).strip()) > 9
)
CODED = st.one_of(
    st.tuples(
        st.sampled_from(CODES[:3]),
        st.sampled_from([each for each in EVIDENCE if each != "none"]),
        REASONS,
        st.sampled_from(["", "https://example.org/law", "www.example.org https://example.org/2"]),
    ),
    st.tuples(
        st.sampled_from(["", *CODES[3:]]),
        st.sampled_from(["", "none", "reviewed"]),
        st.just(""),
        st.just(""),
    ),
)


@settings(max_examples=20, suppress_health_check=list(HealthCheck))
@given(coded=st.lists(CODED, min_size=1, max_size=5).filter(lambda rows: any(r[0] for r in rows)))
def test_what_is_filled_in_comes_back(template, codebook, countries, path, coded):
    """The texts of `coded` stand in turn in the 70 rows."""
    filled = [coded[place % len(coded)] for place in range(70)]
    book = template(NO_ANSWERS)
    for row, values in enumerate(filled, 2):
        for column, value in enumerate(values, 4):
            cell = book["Coding"].cell(row, column, value or None)
            cell.data_type = "s" if value else cell.data_type
    book.save(path)
    (codes,) = read_documents(path, codebook, countries).codes
    assert codes["code"].tolist() == [code or "unknown" for code, *_ in filled]
    assert codes["evidence"].tolist() == [evidence or "none" for _, evidence, *_ in filled]
    known = [bool(code) for code, *_ in filled]
    # A spreadsheet hides the apostrophe by which a cell that begins like a formula is text.
    reasons = [from_cell(text).strip() for code, _, text, _ in filled if code]
    assert codes.loc[known, "rationale"].tolist() == reasons
    assert codes["source"].tolist() == [address or path.name for *_, address in filled]


def test_capitals_and_blanks_in_a_code_do_not_matter(read):
    codes = read(put(D4=" Not Asked ", D2="YES"))
    assert codes.loc[[7, 9], "code"].tolist() == ["yes", "not_asked"]


def test_a_row_that_is_gone_is_not_asked_and_named(read, codebook, countries, path):
    codes = read(lambda book: book["Coding"].delete_rows(3))
    assert codes.loc[8, "code"] == "not_asked"
    notes = read_documents(path, codebook, countries).notes
    assert notes == ("inventonia.xlsx: no row has item 8: they are not_asked",)


def test_rows_may_be_sorted_otherwise(read):
    def turn_round(book):
        sheet = book["Coding"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        for number, values in enumerate(reversed(rows), 2):
            for column, value in enumerate(values, 1):
                sheet.cell(number, column).value = value

    pd.testing.assert_frame_equal(read(turn_round), read(put()))


def test_who_coded_is_kept_without_an_address(read):
    signed = put("Cover", B4="Invented Institute, ada@example.org")
    assert set(read(signed)["coder"]) == {"Invented Institute, [e-mail withheld]"}


FAULTS = {
    "code": (put(D17="maybe"), "cell D17, item 28: found 'maybe'; expected one of yes"),
    "evidence": (put(E2="hearsay"), "cell E2, item 7: found 'hearsay'; expected one of selected"),
    "no evidence": (put(E2=None), "cell E2, item 7: found ''; expected one of selected"),
    "evidence none": (put(E2="none"), "cell E2, item 7: found 'none'; .*since the code is yes"),
    "no reason": (
        put(F2="short", G2=None),
        "cell F2, item 7: found 'short'; expected a reason of 10 characters or more, or a source",
    ),
    "no reason of a reviewer": (
        put(E2="reviewed", F2=None),
        "cell F2, item 7: found ''; expected a reason of 10 characters or more$",
    ),
    "no code": (put(D2=None), "cell D2, item 7: found ''; expected one of yes, partly, no, since"),
    "no address": (put(G2="the gazette"), "cell G2, item 7: found 'the gazette'; expected web add"),
    "script": (put(G2="javascript:alert(1)"), "cell G2, item 7: found 'javascript:alert"),
    "formula": (put(F2="=1+1"), "cell F2, item 7: found the formula '=1.1'; expected text"),
    "formula as code": (put(D2='="yes"'), "cell D2, item 7: found the formula"),
    "wording": (put(C2="Is there a portal?"), "cell C2, item 7: found 'Is there a portal"),
    "section": (put(B2="G"), "cell B2, item 7: found 'G'; expected A, as in the template"),
    "item": (put(A2=6), "cell A2: found '6'; expected the number of a scored item, 7 to 124"),
    "item as text": (put(A2="x" * 90), "cell A2: found 'x{60}…'; expected the number"),
    "two": (put(A3=7, C3="What is the official e-government portal at the national level? If more "
                "than one exists, please list all."), "cell A3, item 7: found the item twice"),
    "more below": (put(D72="yes"), "cell A72: found ''; expected the number"),
    "heading": (put(D1="Code!"), "cell D1: found 'Code!'; expected 'code', as in the template"),
    "other wave": (
        put("Cover", B3="msq2022"), "found the questionnaire 'msq2022'; expected msq2024"
    ),
    "other country": (put("Cover", B2="QQQ"), "country 'QQQ' is not in the table of countries"),
    "no country": (put("Cover", B2=None), "names no country on the cover"),
    "nothing": (
        put(**{f"{letter}{row}": None for letter in "DEFG" for row in range(2, 72)}),
        "no code is filled in",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault_is_named_by_its_cell(read, refusal, kind):
    change, expected = FAULTS[kind]
    message = refusal(read, change)
    assert re.search(expected, message)
    assert "inventonia.xlsx: " in message


def test_another_country_on_the_command_line_is_refused(read, refusal, codebook, countries, path):
    read(put())
    assert "is of 'ZZZ' by its cover and of GEO by --country" in refusal(
        read_documents, path, codebook, countries, "GEO"
    )
    assert read_documents(path, codebook, countries, "ZZZ").codes

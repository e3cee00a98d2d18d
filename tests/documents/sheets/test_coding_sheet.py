"""A coding sheet comes back as it was filled in, and a fault in it is named by its cell."""

import re
from io import BytesIO

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented_sheets import save
from openpyxl import load_workbook

from egovbench.base.cells import from_cell
from egovbench.base.schemas import CODE_VALUES, CODES, CODES_TABLE, EVIDENCE, OTHERS_TABLE
from egovbench.documents.collection import read_documents
from egovbench.documents.sheets.coding_sheet import (
    COLUMNS,
    FORMER_COLUMNS,
    HAND_BOUNDS,
    coding_template,
)

TITLES = {"gtmi2022": "Invented index, 2022"}


def empty(schema):
    return pd.DataFrame(
        {name: pd.Series(dtype=str(column.dtype)) for name, column in schema.columns.items()}
    )


NOTHING = empty(CODES_TABLE), empty(OTHERS_TABLE)
REASON = "The invented act of 1999."
FORM, LINK = "form.txt", "https://example.org/a"
INVENTED = pd.DataFrame(
    [
        (7, "yes", 1, 1, "described", "link given", "address given under item 7", "rules", FORM),
        (8, "yes", 0, 1, "described", "law named", "=Invented Act, e-mail a@b.org", "rules", FORM),
        (9, "partly", 0.5, 1, "reviewed", "review", REASON, "project", FORM),
        (10, "unknown", 0, 1, "reviewed", "review", REASON, "project", FORM),
        (11, "no", 0, 0, "stated", "coded by hand", REASON, "Invented Institute", LINK),
        (13, "not_asked", None, None, "none", "coded by hand", "", "by hand", "sheet.xlsx"),
        (37, "no", 0, 1, "source", "crosswalk, close", "variable i_2", "desk", "gtmi2022"),
        (39, "unknown", 0, 1, "source", "crosswalk, exact", "variable i_3", "desk", "gtmi2022"),
    ],
    columns=["item", "code", "lower", "upper", "evidence", "rule", "rationale", "coder", "source"],
).set_index("item")
"""Codes of every origin. Rows of a template: item 7 stands in row 2, 11 in row 6, 37 in row 23."""
KEPT = list(INVENTED.columns)


def invented_codes():
    codes = INVENTED.reset_index().assign(
        iso3="ZZZ", survey="msq2024", value=INVENTED["code"].map(CODE_VALUES).to_numpy()
    )
    return codes[list(CODES_TABLE.columns)]


def invented_answers():
    """Two invented answers of another source: a yes with an address, and a "no or unknown"."""
    table = pd.DataFrame(
        [(7, "yes", "i_1", f"{LINK} b", 1, False), (37, "no", "i_2", "", 0, True)],
        columns=["item", "code", "variable", "link", "lower", "no_or_unknown"],
    )
    table = table.assign(
        iso3="ZZZ", survey="gtmi2022", fidelity="close", rank=1, year=2022, collected_by="desk",
        value=table["code"].map(CODE_VALUES), upper=1.0, instrument="",
    )  # fmt: skip
    return table[list(OTHERS_TABLE.columns)]


@pytest.fixture(scope="module")
def template(codebook):
    """Return a template as a workbook, with the invented codes unless others are given."""

    def load(codes=None, said=None):
        codes = invented_codes() if codes is None else codes
        said = invented_answers() if said is None else said
        content = coding_template("ZZZ", "Inventonia", codebook, codes, said, TITLES)
        return load_workbook(BytesIO(content))

    return load


@pytest.fixture
def path(tmp_path):
    return tmp_path / "inventonia.xlsx"


@pytest.fixture
def read(template, codebook, countries, path):
    """Write a template with the invented codes, change it, and read its codes by item."""

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
    book = template(*NOTHING)
    rows = list(book["Coding"].iter_rows(values_only=True))
    assert rows[0] == COLUMNS
    assert [row[0] for row in rows[1:]] == [each.number for each in codebook.scored]
    assert all(set(row[3:]) == {None} for row in rows[1:])
    assert book["Cover"]["B2"].value == "ZZZ"
    asked = {row[0]: row[2] for row in rows}
    assert asked[37] == codebook.by_number[37].wording
    assert asked[22] == (
        "Please provide names and URLs of the government agencies/departments/ministries at the "
        "national level in charge of the following: Education"
    )
    assert asked[10].endswith("providing following services/features: Open government data")


def test_the_template_offers_lists_and_locks_the_rest(template):
    sheet = template(*NOTHING)["Coding"]
    offers = {str(each.sqref): each.formula1 for each in sheet.data_validations.dataValidation}
    assert offers == {
        "D2:D71": '"yes,partly,no,unknown,not_asked"',
        "E2:E71": f'"{",".join(EVIDENCE)}"',
        "I2:I71": "0",
        "J2:J71": "0",
    }
    assert sheet.protection.sheet
    for row in sheet.iter_rows():
        open_cells = [cell.column_letter for cell in row if not cell.protection.locked]
        assert open_cells == ([] if row[0].row == 1 else list("DEFGIJ"))


def test_codes_are_filled_in_with_their_bounds_and_origin_and_what_other_sources_say(template):
    sheet = template()["Coding"]
    shown = {row[0]: row[3:7] + row[8:11] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert shown[7] == (
        "yes", "described", "address given under item 7", None, 1, 1,
        "own document form.txt, by rules",
    )  # fmt: skip
    assert shown[9][4:] == (0.5, 1, "own document form.txt, reviewed (project)")
    assert shown[11][3:] == (LINK, 0, 0, "coded by hand (Invented Institute)")
    assert shown[13][4:6] == (None, None)
    assert shown[37] == (
        "no", "source", "variable i_2", None, 0, 1,
        "another body's survey: Invented index, 2022 (gtmi2022)",
    )  # fmt: skip
    assert set(shown[41]) == {None}
    # what other sources say stands beside codes of any origin
    assert sheet["H2"].value == f"gtmi2022, i_1, close: yes; {LINK}"
    assert sheet["H23"].value == "gtmi2022, i_2, close: no (the source says: no or unknown)"


def masked(codes):
    return codes.assign(rationale=codes["rationale"].str.replace("a@b.org", "[e-mail withheld]"))


def test_a_template_comes_back_as_it_was_filled_in(read):
    codes = read(put("Cover", B4="Another Institute"))
    assert len(codes) == 70
    found = codes.loc[INVENTED.index, KEPT]
    pd.testing.assert_frame_equal(found, masked(INVENTED), check_dtype=False)
    rest = codes.drop(INVENTED.index)
    assert set(rest["code"]) == {"unknown"}
    assert set(rest["rule"]) == {"coded by hand"}
    assert set(rest["coder"]) == {"Another Institute"}
    assert set(rest["rationale"]) == {"no code in the coding sheet"}


def test_the_coding_alone_comes_back_as_a_table_too(template, codebook, countries, tmp_path):
    rows = [list(row) for row in template()["Coding"].iter_rows(values_only=True)]
    for row in rows[1:]:
        row[8:10] = [str(each).replace(".", ",") if each is not None else "" for each in row[8:10]]
    table = save(tmp_path / "coding.csv", rows, delimiter=";")
    (codes,) = read_documents(table, codebook, countries, "ZZZ").codes
    found = codes.set_index("item").loc[INVENTED.index, KEPT]
    pd.testing.assert_frame_equal(found, masked(INVENTED), check_dtype=False)


ROWS = {7: 2, 8: 3, 9: 4, 10: 5, 11: 6, 13: 7, 37: 23, 39: 24}


@pytest.mark.parametrize("code", CODES)
def test_a_changed_code_is_coded_by_hand_and_the_other_rows_are_not(read, code):
    changed = INVENTED.index[INVENTED["code"] != code]
    cells = {}
    for item in changed:
        kept = INVENTED.loc[item, "evidence"]
        evidence = "stated" if kept == "none" and code in CODE_VALUES else kept
        filled = zip("DEF", (code, evidence, "Seen in the gazette."), strict=True)
        cells |= {f"{column}{ROWS[item]}": value for column, value in filled}
    codes = read(put(**cells))
    found = codes.loc[changed].astype({"lower": "float64", "upper": "float64"}).fillna(-1.0)
    for name, value in {"code": code, "rule": "coded by hand", "coder": "by hand"}.items():
        assert set(found[name]) == {value}
    bounds = found[["lower", "upper"]].drop_duplicates().to_numpy().tolist()
    assert bounds == [[*HAND_BOUNDS.get(code, (-1, -1))]]
    others = INVENTED.index.drop(changed)
    pd.testing.assert_frame_equal(
        codes.loc[others, KEPT], masked(INVENTED.loc[others]), check_dtype=False
    )


@pytest.mark.parametrize(
    "change",
    [{"F2": "The invented act of 2001."}, {"E2": "stated"}, {"G2": LINK}, {"I2": 0.5}, {"I2": 0}],
)
def test_another_reason_or_bound_of_the_same_code_is_by_hand_too(read, change):
    found = read(put(**change)).loc[7]
    assert (found["code"], found["rule"], found["coder"]) == ("yes", "coded by hand", "by hand")
    assert found["lower"] == change.get("I2", 1)
    assert found["upper"] == 1


def test_changed_codes_and_bounds_count_and_a_former_reason_is_named(
    read, codebook, countries, path
):
    codes = read(put(D4="yes", I4="0,75", D26="no", E26="stated", F26=REASON, J26=0.5))
    assert codes.loc[9, ["lower", "upper"]].tolist() == [0.75, 1]
    assert codes.loc[43, ["lower", "upper"]].tolist() == [0, 0.5]
    # a code that is taken out is unknown
    codes = read(put(D2=None, E2=None, F2=None, D23=None))
    for item in (7, 37):
        assert codes.loc[item, ["code", "evidence", "lower", "upper", "rule"]].tolist() == [
            "unknown", "none", 0, 1, "coded by hand"
        ]  # fmt: skip
    # a changed code with the former reason is named
    read(put(D2="no", D23="unknown", D6="yes", F6="The invented act of 2001."))
    assert read_documents(path, codebook, countries).notes == (
        "the code of item 7, 37 was changed, evidence and rationale were not",
    )


def test_a_sheet_of_the_former_layout_is_read_with_the_bounds_of_its_codes(
    template, codebook, countries, path
):
    book = template(*NOTHING)
    sheet = book["Coding"]
    sheet.delete_cols(9, len(COLUMNS) - 8)
    coded = {2: "yes", 3: "partly", 4: "no"}
    for row, code in coded.items():
        for column, value in zip("DEF", (code, "stated", REASON), strict=True):
            sheet[f"{column}{row}"] = value
    sheet["L2"] = "a note beside the table"
    book.save(path)
    (codes,) = read_documents(path, codebook, countries).codes
    assert tuple(cell.value for cell in sheet[1][:8]) == FORMER_COLUMNS
    bounds = codes.set_index("item").loc[[7, 8, 9, 10], ["code", "lower", "upper"]]
    assert bounds.to_numpy().tolist() == [
        ["yes", 1, 1], ["partly", 0.5, 1], ["no", 0, 0], ["unknown", 0, 1]
    ]  # fmt: skip
    assert set(codes["rule"]) == {"coded by hand"}


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


@settings(suppress_health_check=list(HealthCheck))
@given(coded=st.lists(CODED, min_size=1, max_size=5).filter(lambda rows: any(r[0] for r in rows)))
def test_what_is_filled_in_comes_back(template, codebook, countries, path, coded):
    """The texts of `coded` stand in turn in the 70 rows."""
    filled = [coded[place % len(coded)] for place in range(70)]
    book = template(*NOTHING)
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
    assert codes["source"].tolist() == [
        address or f"{codes['iso3'][0]}-msq2024-codes.xlsx" for *_, address in filled
    ]


def test_capitals_missing_rows_order_and_the_coder_s_address(read, codebook, countries, path):
    codes = read(put(D4=" Not Asked ", D2="YES"))
    assert codes.loc[[7, 9], "code"].tolist() == ["yes", "not_asked"]
    assert codes.loc[7, "rule"] == "link given"
    # a row that is gone is not asked and named
    codes = read(lambda book: book["Coding"].delete_rows(3))
    assert codes.loc[8, "code"] == "not_asked"
    notes = read_documents(path, codebook, countries).notes
    assert notes == ("no row has item 8: they are not_asked",)
    # who coded is kept without an address
    signed = put("Cover", B4="Another Institute, ada@example.org")
    coders = read(signed).drop(INVENTED.index)["coder"]
    assert set(coders) == {"Another Institute, [e-mail withheld]"}


def test_rows_may_be_sorted_otherwise(read):
    def turn_round(book):
        sheet = book["Coding"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        for number, values in enumerate(reversed(rows), 2):
            for column, value in enumerate(values, 1):
                sheet.cell(number, column).value = value

    pd.testing.assert_frame_equal(read(turn_round), read(put()))


FAULTS = {
    "bound": (put(I2="half"), "cell I2, item 7: found 'half'; expected a number from 0 to 1"),
    "bound above 1": (put(J4=1.5), "cell J4, item 9: found '1.5'; expected a number from 0 to 1"),
    "bound below 0": (put(I4=-1), "cell I4, item 9: found '-1'; expected a number from 0 to 1"),
    "lower above partly": (
        put(I4=0.75), "cell I4, item 9: found '0.75'; .*from 0 to 0.5, since the code is partly"
    ),
    "upper below yes": (
        put(J2="0.5"), "cell J2, item 7: found '0.5'; .*expected 1, since the code is yes"
    ),
    "bound of unknown": (
        put(I5=0.5), "cell I5, item 10: found '0.5'; .*expected 0, since the code is unknown"
    ),
    "bound of not_asked": (
        put(J7=1), "cell J7, item 13: found '1'; expected nothing, since the code is not_asked"
    ),
    "prefilled code": (put(L2="maybe"), "cell L2, item 7: found 'maybe'; expected one of yes"),
    "prefilled bound": (put(N2="much"), "cell N2, item 7: found 'much'; expected a number"),
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
    "no code": (
        put(D2=None, E2="stated"),
        "cell D2, item 7: found ''; expected one of yes, partly, no, since the evidence is stated",
    ),
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
    "new heading": (put(I1="least"), "cell I1: found 'least'; expected 'lower', as in the templ"),
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

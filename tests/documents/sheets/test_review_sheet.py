"""A review comes back as it was filled in, and a fault in it is named by sheet, cell and item."""

import re
from datetime import datetime
from io import BytesIO

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock

from egovbench.base import paths
from egovbench.base.cells import from_cell
from egovbench.base.schemas import RESPONSES_TABLE, REVIEWS_TABLE
from egovbench.base.tables import read_table
from egovbench.base.visible_text import visible_lines
from egovbench.documents.collection import read_documents
from egovbench.documents.sheets.cells import MAXIMUM_CELL_CHARACTERS
from egovbench.documents.sheets.review_sheet import review_workbook
from egovbench.questionnaire.reviews import DECISIONS, review_table, settling_table

SURVEY = "msq2024"
RESPONSES = read_table(paths.RESPONSES / "LUX.csv", RESPONSES_TABLE)
NO_REVIEWS = pd.DataFrame(
    {name: pd.Series(dtype=str(each.dtype)) for name, each in REVIEWS_TABLE.columns.items()}
)
ITEM, ANSWER = "A", "D"
FEW = (7, 8, 37, 39, 57, 119, 124)
ALL = range(1, 127)


def decisions(**changed):
    """Return three decisions: on a weak code, on a strong one, and on one that nobody can tell."""
    table = pd.DataFrame(
        {
            "item": [7, 37, 57],
            "code": ["yes", "partly", "unknown"],
            "lower": [1.0, 0.5, 0.0],
            "upper": [1.0, 1.0, 1.0],
            "saw": "text",
            "rationale": ["=names one portal", "the act covers ministries only", "nothing written"],
            "reviewer": "Invented Office",
            "date": "2026-11-23",
        }
    )
    return table.assign(**changed).astype(NO_REVIEWS.dtypes.to_dict())


@pytest.fixture(scope="module")
def workbook(codebook):
    """Return the review of some of Luxembourg's answers, which may be changed, as a workbook."""

    def load(answers=None, reviews=NO_REVIEWS, others=None, words=None, selections=None, items=FEW):
        responses = RESPONSES.set_index("item", drop=False)
        for item, answer in (answers or {}).items():
            responses.loc[item, ["answer", "status"]] = [answer, "answered"]
        for item, selection in (selections or {}).items():
            responses.loc[item, ["selection", "status"]] = [selection, "answered"]
        table = review_table(responses.reset_index(drop=True), reviews, others or {}, codebook)
        table = table[table["item"].isin(items)]
        if words:
            table["words"] = [words.get(item, own) for item, own in table[["item", "words"]].values]
        content = review_workbook("LUX", "Luxembourg", {SURVEY: table}, codebook)
        return load_workbook(BytesIO(content), rich_text=True), table.set_index("item")

    return load


@pytest.fixture
def path(tmp_path):
    return tmp_path / "luxembourg.xlsx"


@pytest.fixture
def read(workbook, codebook, countries, path):
    """Write a review, change it, and read its decisions by item."""

    def read_changed(change, reviews=NO_REVIEWS):
        book, _ = workbook(reviews=reviews)
        change(book)
        book.save(path)
        (review,) = read_documents(path, codebook, countries).reviews
        assert (review.iso3, review.survey) == ("LUX", SURVEY)
        return review.decisions.set_index("item")

    return read_changed


def row_of(sheet, item):
    return next(cell.row for cell in sheet[ITEM] if cell.value == item)


def put(item=37, sheet=SURVEY, cover=None, **cells):
    """Return a change that fills in cells of an item's row, by column, and of the cover."""

    def change(book):
        for cell, value in (cover or {}).items():
            book["Review"][cell] = value
        row = row_of(book[sheet], item)
        for column, value in cells.items():
            book[sheet][f"{column}{row}"] = value

    return change


REASON = "the act covers ministries only"
FILLED_IN = {"H": "no", "I": REASON, "J": "Invented Office", "K": "2026-11-30", "L": "text"}


def text_of(value):
    return str(value) if isinstance(value, CellRichText) else value or ""


def marked(value):
    """Return the words of a cell that are bold and coloured."""
    if not isinstance(value, CellRichText):
        return []
    return [each.text for each in value if isinstance(each, TextBlock) and each.font.b]


def test_what_needs_a_decision_stands_above_what_is_folded(workbook):
    book, table = workbook(reviews=decisions(), items=ALL)
    sheet = book[SURVEY]
    titles = {cell.value: cell.row for cell in sheet[ITEM][1:] if not isinstance(cell.value, int)}
    assert [re.sub(r"\d+", "n", title) for title in titles] == [
        "To decide: n items",
        "Decided: n items. Unfold them by the + beside the row.",
        "No decision needed: n items. Unfold them by the + beside the row.",
    ]
    shown = [
        cell.value
        for cell in sheet[ITEM][1:]
        if isinstance(cell.value, int) and not sheet.row_dimensions[cell.row].hidden
    ]
    assert shown == table.index[table["needs_review"]].tolist()
    places = list(titles.values())
    decided = [sheet[f"{ITEM}{row}"].value for row in range(places[1] + 1, places[2])]
    assert decided == [7, 37, 57]
    assert all(
        sheet.row_dimensions[row].outlineLevel == 1 for row in range(places[1] + 1, places[2])
    )
    assert not sheet.sheet_properties.outlinePr.summaryBelow
    assert not sheet.protection.sheet
    assert len(shown) + 3 + (sheet.max_row - places[2]) == 70


def test_the_workbook_has_questions_reasons_and_marked_words_and_offers_decisions(workbook):
    book, _ = workbook()
    offers = {
        str(each.sqref)[0]: each.formula1 for each in book[SURVEY].data_validations.dataValidation
    }
    assert offers["L"] == '"text,ticks"'
    first, last = re.findall(r"\$A\$(\d+)", offers["H"])
    listed = [book["Review"][f"A{row}"].value for row in range(int(first), int(last) + 1)]
    assert listed == list(DECISIONS)
    told = " ".join(text_of(cell.value) for row in book["Review"].iter_rows() for cell in row)
    assert "egovbench ingest" in told
    assert "counts as partly (0.5 to 1)" in told
    # the marked words are those that decided
    book, table = workbook(items=ALL)
    sheet = book[SURVEY]
    seen = 0
    for item, row in table.iterrows():
        cell = sheet[f"{ANSWER}{row_of(sheet, item)}"].value
        assert from_cell(text_of(cell)) == row["answer"]
        words = [row["answer"][start:end] for start, end in sorted(row["words"])]
        assert "".join(marked(cell)) == "".join(words)
        seen += len(words)
    assert seen > 50
    # each row has question code reason and other sources
    book, table = workbook(others={37: "yes: Invented index, i_1 (close)"}, selections={39: "Yes"})
    sheet = book[SURVEY]
    row = [text_of(cell.value) for cell in sheet[row_of(sheet, 37)]]
    found = table.loc[37]
    assert row[:3] == [37, "C", found["question"]]
    assert row[4] == "yes"
    assert row[5] == f"{found['rule']}: {found['rationale']}"
    assert row[6:] == ["yes: Invented index, i_1 (close)", "", "", "", "", "text"]
    ticked = [text_of(cell.value) for cell in sheet[row_of(sheet, 39)]]
    assert ticked[3].startswith("Ticked: Yes\n")
    assert ticked[11] == "ticks"
    weak = table.index[table["needs_review"]][0]
    assert re.fullmatch(r".+ \(0 to 1\)", sheet[f"E{row_of(sheet, weak)}"].value)


HOSTILE = {
    "formula": '=HYPERLINK("https://example.org","yes")',
    "sign": "-- none, @all +1",
    "control": "law\x07 \x1b[31m \ufffe on transparency",
    "markup": "<r><t>law on transparency</t></r>",
    "escape": "_x0041_ law on transparency",
    "rare": "\U0001f3db" * 20_000,
    "long": "the law on transparency. " * 4_000,
    "turned": "law \u202eon transparency",
}


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("spans", [(), ((0, 3),), ((4, 9), (0, 3)), ((0, 10**6),)], ids=str)
def test_foreign_text_stays_text_in_every_cell(workbook, kind, spans):
    text = HOSTILE[kind]
    book, _ = workbook(answers={38: text}, words={37: spans}, items=[37])
    for row in book[SURVEY].iter_rows():
        assert all(cell.data_type in ("s", "n") for cell in row)
    sheet = book[SURVEY]
    cell = sheet[f"{ANSWER}{row_of(sheet, 37)}"].value
    shown = from_cell(text_of(cell)).strip()
    assert len(text_of(cell).encode("utf-16-le")) <= 2 * MAXIMUM_CELL_CHARACTERS
    expected = visible_lines(text).replace("\ufffe", "\ufffd").strip()
    assert expected.startswith(shown[:-1]) and len(shown) >= min(len(expected), 16_000)
    if kind in ("control", "turned") and spans == ((0, 3),):
        assert marked(cell) == ["law"]
    if kind == "formula" and spans == ((0, 3),):
        assert marked(cell) == ["=HY"]


def test_decisions_that_are_stored_come_back_as_they_are(read):
    stored = decisions().set_index("item")
    pd.testing.assert_frame_equal(read(put(), decisions()), stored)


MADE = st.tuples(
    st.sampled_from(list(DECISIONS)),
    st.text("aé=+-@'\n (ü", min_size=10, max_size=40).filter(
        lambda text: len(from_cell(text).strip()) > 9
    ),
    st.sampled_from(["Invented Office", "=Office", "Department 4"]),
    st.dates().map(lambda day: day.isoformat()),
    st.sampled_from(["text", "ticks"]),
)


@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(made=st.dictionaries(st.sampled_from([7, 8, 37, 39, 119, 124]), MADE, min_size=1))
def test_what_is_filled_in_comes_back(read, made):
    def fill_in(book):
        for item, values in made.items():
            for column, value in zip("HIJKL", values, strict=True):
                cell = book[SURVEY][f"{column}{row_of(book[SURVEY], item)}"]
                cell.value = value
                cell.data_type = "s"

    found = read(fill_in)
    assert found.index.tolist() == sorted(made)
    for item, (word, reason, reviewer, day, saw) in made.items():
        decision = DECISIONS[word]
        assert found.loc[item].tolist() == [
            decision.code, decision.lower, decision.upper, saw,
            from_cell(reason).strip(), from_cell(reviewer), day,
        ]  # fmt: skip


def test_reviewer_and_date_of_the_cover_stand_for_every_row_without(read):
    cover = {"B3": "Invented Office, ada@example.org", "B4": datetime(2026, 12, 24)}
    found = read(put(H="No", I=REASON, L=None, cover=cover))
    assert found.loc[37, ["reviewer", "date", "saw"]].tolist() == [
        "Invented Office, [e-mail withheld]", "2026-12-24", "text"
    ]  # fmt: skip
    own = read(put(H="no", I=REASON, J="Department 4", K=datetime(2027, 1, 2), cover=cover))
    assert own.loc[37, ["reviewer", "date"]].tolist() == ["Department 4", "2027-01-02"]


@pytest.mark.parametrize("word", ["Partly because planned", " PARTLY,  because planned "])
def test_capitals_blanks_and_commas_in_a_decision_do_not_matter(read, word):
    found = read(put(**{**FILLED_IN, "H": word})).loc[37]
    assert found[["code", "lower", "upper"]].tolist() == ["partly", 0.0, 1.0]


def test_rows_may_be_sorted_and_columns_added(read):
    def turn_round(book):
        put(**FILLED_IN)(book)
        sheet = book[SURVEY]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        for number, values in enumerate(reversed(rows), 2):
            for column, value in enumerate(values, 1):
                sheet.cell(number, column).value = value
        sheet.insert_cols(5)
        sheet["E1"] = "our notes"
        sheet["E3"] = "ask the ministry"

    assert read(turn_round).loc[37, "code"] == "no"


def without(column):
    def change(book):
        put(**FILLED_IN)(book)
        book[SURVEY][f"{column}1"] = None

    return change


def renamed(book):
    put(**FILLED_IN)(book)
    book[SURVEY].title = "Luxembourg"


def copied(book):
    put(**FILLED_IN)(book)
    sheet = book[SURVEY]
    row = row_of(sheet, 37)
    for column in "ABCHIJKL":
        sheet[f"{column}{sheet.max_row + (column == 'A')}"] = sheet[f"{column}{row}"].value


def filled_in(**changed):
    return put(**{**FILLED_IN, **changed})


FAULTS = {
    "decision": (filled_in(H="maybe"), "cell H#, item 37: found 'maybe'; expected one of: yes; "),
    "reason alone": (
        filled_in(H=None),
        "cell H#, item 37: found ''; expected one of: yes; .*, since there is a rationale",
    ),
    "no reason": (
        filled_in(I="short"),
        "cell I#, item 37: found 'short'; expected a reason of 10 characters or more",
    ),
    "no reviewer": (
        filled_in(J=None), "cell J#, item 37: found ''; expected an institution or a role, here or"
    ),
    "no date": (filled_in(K=None), "cell K#, item 37: found ''; expected a date such as 2026-11"),
    "date": (filled_in(K="30.11.2026"), "cell K#, item 37: found '30.11.2026'; expected a date"),
    "no such day": (filled_in(K="2026-02-30"), "cell K#, item 37: found '2026-02-30'; expected a"),
    "saw": (filled_in(L="both"), "cell L#, item 37: found 'both'; expected one of text, ticks"),
    "formula": (filled_in(I="=1+1"), "cell I#, item 37: found the formula '=1.1'; expected text"),
    "formula as decision": (filled_in(H='="no"'), "cell H#, item 37: found the formula"),
    "question": (filled_in(C="Is it so?"), "cell C#, item 37: found 'Is it so\\?'; expected"),
    "section": (filled_in(B="G"), "cell B#, item 37: found 'G'; expected C, as in the template"),
    "item": (filled_in(A=38), "cell A#: found '38'; expected the number of a scored item, 7 to"),
    "two": (copied, "cell A[0-9]+, item 37: found the item twice; expected one row"),
    "heading": (without("I"), "row 1: found no column rationale; expected the headings"),
    "no decision column": (without("H"), "row 1: found no column decision"),
}  # fmt: skip


@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault_is_named_by_sheet_cell_and_item(read, refusal, workbook, kind):
    change, expected = FAULTS[kind]
    message = refusal(read, change)
    row = row_of(workbook()[0][SURVEY], 37)
    assert "luxembourg.xlsx: sheet msq2024, " in message
    assert re.search(expected.replace("#", str(row)), message)


OTHER_FAULTS = {
    "nothing": (put(), "no decision is filled in"),
    "sheet": (renamed, "sheet 2 is none of these; expected a sheet that is called like its"),
    "no country": (put(**FILLED_IN, cover={"B2": None}), "names no country on the cover"),
    "country": (put(**FILLED_IN, cover={"B2": "QQQ"}), "country 'QQQ' is not in the table"),
    "reviewer": (
        put(**FILLED_IN, cover={"B3": "=A1"}), "Reviewer on the cover is a formula; expected text"
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", OTHER_FAULTS)
def test_a_fault_of_the_whole_workbook_is_told_in_one_line(read, refusal, kind):
    change, expected = OTHER_FAULTS[kind]
    assert expected in refusal(read, change)


def test_two_reviews_to_settle_stand_side_by_side(workbook, codebook, countries, path):
    _, table = workbook()
    second = decisions(code=["yes", "no", "unknown"], lower=[1, 0, 0], upper=[1, 0, 1])
    rows = settling_table(table.reset_index(), decisions(), second)
    path.write_bytes(review_workbook("LUX", "Luxembourg", {SURVEY: rows}, codebook))
    book = load_workbook(path)
    sheet = book[SURVEY]
    headings = [cell.value for cell in sheet[1]]
    assert headings[7:10] == ["first reviewer", "second reviewer", "decision"]
    row = row_of(sheet, 37)
    assert not sheet.row_dimensions[row].hidden
    assert [cell.value for cell in sheet[row]][7:10] == [
        "partly, because limited (Invented Office, 2026-11-23): the act covers ministries only",
        "no (Invented Office, 2026-11-23): the act covers ministries only",
        None,
    ]
    for column, value in zip("JKLM", ["no", REASON, "Both", "2026-12-01"], strict=True):
        sheet[f"{column}{row}"] = value
    book.save(path)
    (settled,) = read_documents(path, codebook, countries).reviews
    assert settled.decisions["item"].tolist() == [7, 37, 57]
    assert settled.decisions["code"].tolist() == ["yes", "no", "unknown"]

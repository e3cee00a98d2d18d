"""Every answer whole and every tick found in printed forms whose content is known.

fixtures/make_pdf_fixtures.py and make_fields_fixture.py made the forms and expected.json.
"""

import ctypes
import json
import re
from pathlib import Path

import pandas as pd
import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from egovbench.base.schemas import SELECTION_SEPARATOR
from egovbench.documents.collection import read_documents
from egovbench.documents.pdf.pages import open_pages
from egovbench.documents.pdf.reader import read_pdf

FIXTURES = Path(__file__).parent / "fixtures"
NAMES = sorted(json.loads((FIXTURES / "expected.json").read_text(encoding="utf-8")))
CLOSED = [6, 14, 19, 33, 35, 37, 39, 41, 43, 45, 47, 49, 51, 53, 55, 57, 59, 60, 61, 63, 65, 67,
          69, 71, 73, 75, 77, 79, 81, 83, 92, 94, 96, 98, 100, 102, 104, 106, 108, 110, 112, 115,
          117, 120, 126]  # fmt: skip
# Marks that show a difference that may mean a tick, or none where there should be marks.
UNDECIDED_WHERE_TICKED = ("hard_background", "hard_bold", "hard_without_backgrounds")
# Other options than the questionnaire's are no options, even beside a mark that shows a tick.
UNDECIDED = {
    "hard_no_marks": CLOSED,
    "hard_grey_and_black": [6],
    "hard_pale": [6],
    "hard_other_language": [item for item in CLOSED if item not in (6, 60)],
}


def doubted(document):
    """Questions that a warning names as undecided."""
    numbers = [
        re.search(r"questions? ([\d, ]+): .*none is taken as ticked", warning)
        for warning in document.warnings
    ]
    return sorted(int(each) for match in numbers if match for each in match[1].split(","))


def undecided(name, ticks):
    if name in UNDECIDED_WHERE_TICKED:
        return sorted(int(number) for number in ticks)
    return UNDECIDED.get(name, [])


@pytest.mark.parametrize("name", NAMES)
def test_every_answer_is_whole(name, read_fixture, expected):
    rows = read_fixture(name).responses.set_index("item")
    answers = {int(number): text for number, text in expected[name]["answers"].items()}
    if name == "hard_lost_spaces":
        # Of 85 line breaks 4 were typed where a line is full: nothing tells them from a wrap.
        pairs = list(zip(rows.loc[20, "answer"], answers[20], strict=True))
        assert [(found, typed) for found, typed in pairs if found != typed] == [(" ", "\n")] * 4
        answers[20] = rows.loc[20, "answer"]
    assert rows["answer"].to_dict() == {item: answers.get(item, "") for item in range(1, 127)}


@pytest.mark.parametrize("name", NAMES)
def test_every_tick_is_found_or_named_as_undecided(name, read_fixture, expected):
    document = read_fixture(name)
    ticks = expected[name]["ticks"]
    doubts = undecided(name, ticks)
    found = document.responses.set_index("item")["selection"]
    assert doubted(document) == doubts
    assert found.to_dict() == {
        item: "" if item in doubts else SELECTION_SEPARATOR.join(ticks.get(str(item), []))
        for item in range(1, 127)
    }


def test_the_fixtures_hold_every_number_of_ticks(expected):
    counts = {len(each["ticks"].get("6", [])) for each in expected.values()}
    assert {0, 2, 5} <= counts
    assert {tuple(each["ticks"].get("14", [])) for each in expected.values()} == {
        (), ("Yes",), ("No",)
    }  # fmt: skip


def test_a_ticked_question_is_answered_and_one_without_tick_is_blank(read_fixture):
    rows = read_fixture("svg_letter").responses.set_index("item")
    assert rows.loc[[14, 60], "status"].tolist() == ["answered", "answered"]
    assert rows.loc[[14, 60], "selection"].tolist() == ["No", "Four-Year"]
    rows = read_fixture("styled_a4").responses.set_index("item")
    assert rows.loc[[14, 60], "status"].tolist() == ["blank", "blank"]


def test_the_text_behind_other_is_the_answer(read_fixture):
    for name in ("svg_letter", "hard_other_replaced"):
        row = read_fixture(name).responses.set_index("item").loc[33]
        assert row["selection"] == "Other"
        assert row["answer"] == "Invented other answer to question 33"


def test_a_form_without_any_tick_is_reported(read_fixture):
    (warning,) = read_fixture("styled_a4").warnings
    assert warning.startswith("styled_a4.pdf: no option of 45 questions is ticked")


def test_personal_data_is_withheld(read_fixture):
    document = read_fixture("svg_a4")
    rows = document.responses.set_index("item")
    assert rows.index[rows["status"] == "withheld"].tolist() == [2, 5, 15, 18]
    for trace in ("Ada", "Inventa\n", "Fictief", "@"):
        assert trace not in document.masked_text
        assert not rows["answer"].str.contains(trace).any()


def test_locators_are_pages(read_fixture):
    locators = read_fixture("svg_a4").responses.set_index("item")["locator"]
    assert locators[[1, 7, 8]].tolist() == ["page 1", "page 1", "page 2"]
    assert re.fullmatch(r"pages 3-\d", locators[20])
    assert locators[126] == "page 25"


def test_the_browsers_header_and_footer_are_in_no_answer(read_fixture):
    document = read_fixture("icons_letter")
    assert "Invented Forms" not in document.masked_text
    assert "forms.example.org" not in document.masked_text


@pytest.mark.parametrize("quarters", [1, 2, 3])
@pytest.mark.parametrize("upright", [True, False])
def test_pages_may_be_turned(
    quarters, upright, read_fixture, fixture_path, codebook, invented_countries, tmp_path
):
    path = tmp_path / "hard_columns.pdf"
    document = pypdfium2.PdfDocument(fixture_path("hard_columns"))
    for page in document:
        page.set_rotation(90 * quarters)  # how a viewer turns it
        if upright:  # what is drawn is turned against it
            turn_drawing(page, quarters)
    document.save(path)
    found = read_pdf(path, codebook, invented_countries)
    assert found.warnings == ()
    pd.testing.assert_frame_equal(found.responses, read_fixture("hard_columns").responses)


def turn_drawing(page, quarters):
    width, height = page.get_mediabox()[2:]
    turned = pypdfium2.PdfMatrix().rotate(90 * quarters, ccw=True)
    shift = {1: (height, 0), 2: (width, height), 3: (0, width)}[quarters]
    for drawn in page.get_objects(max_depth=1):
        drawn.transform(turned.translate(*shift))
    if quarters % 2:
        page.set_mediabox(0, 0, height, width)
        page.set_cropbox(0, 0, height, width)
    page.gen_content()


def test_comments_upon_a_page_are_read(fixture_path, codebook, invented_countries, tmp_path):
    path = tmp_path / "comments.pdf"
    document = pypdfium2.PdfDocument(fixture_path("styled_a4"))
    page = document[0]
    below = next(
        line.box.bottom
        for line in lines_of_page(fixture_path("styled_a4"))
        if line.text.startswith("3. Title")
    )
    add_comment(document, page, "Invented adviser", 62.0, page.get_height() - below - 22)
    page.close()
    document.save(path)
    rows = read_pdf(path, codebook, invented_countries).responses.set_index("item")
    assert rows.loc[[3, 4], "answer"].tolist() == ["Invented adviser", ""]


def lines_of_page(path):
    with open_pages(path) as pages:
        return pages.lines


def add_comment(document, page, text, left, low):
    """Put a text upon a page as a stamp, which is no part of the page's own text."""
    comment = pdfium.FPDFPage_CreateAnnot(page, pdfium.FPDF_ANNOT_STAMP)
    place = pdfium.FS_RECTF(left, low + 12, left + 200, low)
    pdfium.FPDFAnnot_SetRect(comment, place)
    font = pdfium.FPDFText_LoadStandardFont(document, b"Helvetica")
    drawn = pdfium.FPDFPageObj_CreateTextObj(document, font, 10.0)
    letters = (text + "\0").encode("utf-16-le")
    pdfium.FPDFText_SetText(drawn, ctypes.cast(ctypes.c_char_p(letters), pdfium.FPDF_WIDESTRING))
    pdfium.FPDFPageObj_Transform(drawn, 1, 0, 0, 1, left, low)
    assert pdfium.FPDFAnnot_AppendObject(comment, drawn)
    pdfium.FPDFPage_CloseAnnot(comment)


def test_a_pdf_is_recognised_by_its_content(
    read_fixture, fixture_bytes, codebook, invented_countries, tmp_path
):
    path = tmp_path / "answers.txt"
    path.write_bytes(fixture_bytes("hard_columns"))
    (document,) = read_documents(path, codebook, invented_countries).read
    expected = read_fixture("hard_columns").responses.assign(source="answers.txt")
    pd.testing.assert_frame_equal(document.responses, expected, check_dtype=False)

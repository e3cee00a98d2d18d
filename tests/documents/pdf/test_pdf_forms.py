"""Every answer whole and every tick found in printed forms whose content is known.

fixtures/make_pdf_fixtures.py made the forms and expected.json. What is no readable print of a form
ends in one line that says so.
"""

import ctypes
import json
import re
from functools import cache
from pathlib import Path

import pandas as pd
import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from egovbench.base import confined
from egovbench.base.schemas import SELECTION_SEPARATOR
from egovbench.documents.collection import read_documents, read_files
from egovbench.documents.pdf import pages
from egovbench.documents.pdf.pages import open_pages
from egovbench.documents.pdf.reader import read_pdf

FIXTURES = Path(__file__).parent / "fixtures"
EXPECTED = json.loads((FIXTURES / "expected.json").read_text(encoding="utf-8"))
QUICK = {"svg_a4", "svg_letter", "styled_a4", "icons_letter", "hard_columns", "hard_other_replaced",
         "hard_pale", "hard_page_breaks"}  # fmt: skip
EACH = [pytest.param(name, marks=() if name in QUICK else pytest.mark.slow) for name in EXPECTED]
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


@pytest.fixture(scope="module")
def read_fixture(codebook, countries):
    return cache(lambda name: read_pdf(FIXTURES / f"{name}.pdf", codebook, countries))


@pytest.fixture
def read(codebook, countries, tmp_path):
    """Read the content of a file or a document that is saved."""

    def read_made(made):
        path = tmp_path / "inventonia.pdf"
        path.write_bytes(made) if isinstance(made, bytes) else made.save(path)
        return read_pdf(path, codebook, countries)

    return read_made


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


@pytest.mark.parametrize("name", EACH)
def test_every_answer_is_whole(name, read_fixture):
    rows = read_fixture(name).responses.set_index("item")
    answers = {int(number): text for number, text in EXPECTED[name]["answers"].items()}
    if name == "hard_lost_spaces":
        # Of 85 line breaks 4 were typed where a line is full: nothing tells them from a wrap.
        pairs = list(zip(rows.loc[20, "answer"], answers[20], strict=True))
        assert [(found, typed) for found, typed in pairs if found != typed] == [(" ", "\n")] * 4
        answers[20] = rows.loc[20, "answer"]
    assert rows["answer"].to_dict() == {item: answers.get(item, "") for item in range(1, 127)}


@pytest.mark.parametrize("name", EACH)
def test_every_tick_is_found_or_named_as_undecided(name, read_fixture):
    document = read_fixture(name)
    ticks = EXPECTED[name]["ticks"]
    doubts = undecided(name, ticks)
    found = document.responses.set_index("item")["selection"]
    assert doubted(document) == doubts
    assert found.to_dict() == {
        item: "" if item in doubts else SELECTION_SEPARATOR.join(ticks.get(str(item), []))
        for item in range(1, 127)
    }


def test_what_is_ticked_or_written_beside_an_option_is_found(read_fixture):
    counts = {len(each["ticks"].get("6", [])) for each in EXPECTED.values()}
    assert {0, 2, 5} <= counts
    assert {tuple(each["ticks"].get("14", [])) for each in EXPECTED.values()} == {
        (), ("Yes",), ("No",)
    }  # fmt: skip
    # the text behind other is the answer
    for name in ("svg_letter", "hard_other_replaced"):
        row = read_fixture(name).responses.set_index("item").loc[33]
        assert row["selection"] == "Other"
        assert row["answer"] == "Invented other answer to question 33"
    # a form without any tick is reported
    (warning,) = read_fixture("styled_a4").warnings
    assert warning.startswith("no option of 45 questions is ticked")


@pytest.mark.parametrize(
    ("name", "status", "selections"),
    [("svg_letter", "answered", ["No", "Four-Year"]), ("styled_a4", "blank", ["", ""])],
)
def test_a_ticked_question_is_answered_and_one_without_tick_is_blank(
    read_fixture, name, status, selections
):
    rows = read_fixture(name).responses.set_index("item").loc[[14, 60]]
    assert rows["status"].tolist() == [status] * 2
    assert rows["selection"].tolist() == selections


def test_personal_data_and_page_furniture_stay_out_and_locators_are_pages(read_fixture):
    document = read_fixture("svg_a4")
    rows = document.responses.set_index("item")
    assert rows.index[rows["status"] == "withheld"].tolist() == [2, 5, 15, 18]
    for trace in ("Ada", "Inventa\n", "Fictief", "@"):
        assert trace not in document.masked_text
        assert not rows["answer"].str.contains(trace).any()
    # locators are pages
    locators = read_fixture("svg_a4").responses.set_index("item")["locator"]
    assert locators[[1, 7, 8]].tolist() == ["page 1", "page 1", "page 2"]
    assert re.fullmatch(r"pages 3-\d", locators[20])
    assert locators[126] == "page 25"
    # the browsers header and footer are in no answer
    document = read_fixture("icons_letter")
    assert "Invented Forms" not in document.masked_text
    assert "forms.example.org" not in document.masked_text


@pytest.mark.parametrize(
    "quarters", [1, *(pytest.param(n, marks=pytest.mark.slow) for n in (2, 3))]
)
@pytest.mark.parametrize("upright", [True, False])
def test_pages_may_be_turned(quarters, upright, read_fixture, read):
    document = pypdfium2.PdfDocument(FIXTURES / "hard_columns.pdf")
    for page in document:
        page.set_rotation(90 * quarters)  # how a viewer turns it
        if upright:  # what is drawn is turned against it
            turn_drawing(page, quarters)
    found = read(document)
    assert found.warnings == ()
    assert_same_answers(found, read_fixture("hard_columns"))


def assert_same_answers(found, other):
    """Every column is the same but the name of the file."""
    tables = [each.responses.drop(columns="source") for each in (found, other)]
    pd.testing.assert_frame_equal(*tables)


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


def drawn_text(document, text, size, left, low):
    """Return a line of text that can be put upon a page."""
    font = pdfium.FPDFText_LoadStandardFont(document, b"Helvetica")
    drawn = pdfium.FPDFPageObj_CreateTextObj(document, font, size)
    letters = (text + "\0").encode("utf-16-le")
    pdfium.FPDFText_SetText(drawn, ctypes.cast(ctypes.c_char_p(letters), pdfium.FPDF_WIDESTRING))
    pdfium.FPDFPageObj_Transform(drawn, 1, 0, 0, 1, left, low)
    return drawn


def test_comments_upon_a_page_are_read(read):
    """A stamp is no part of the page's own text."""
    path = FIXTURES / "styled_a4.pdf"
    with open_pages(path) as opened:
        titles = [line for line in opened.lines if line.text.startswith("3. Title")]
    document = pypdfium2.PdfDocument(path)
    page = document[0]
    left, low = 62.0, page.get_height() - titles[0].box.bottom - 22
    comment = pdfium.FPDFPage_CreateAnnot(page, pdfium.FPDF_ANNOT_STAMP)
    pdfium.FPDFAnnot_SetRect(comment, pdfium.FS_RECTF(left, low + 12, left + 200, low))
    drawn = drawn_text(document, "Invented adviser", 10.0, left, low)
    assert pdfium.FPDFAnnot_AppendObject(comment, drawn)
    pdfium.FPDFPage_CloseAnnot(comment)
    page.close()
    rows = read(document).responses.set_index("item")
    assert rows.loc[[3, 4], "answer"].tolist() == ["Invented adviser", ""]


def test_a_pdf_is_recognised_by_its_content_and_its_country_can_be_given(
    read_fixture, codebook, countries, tmp_path
):
    path = tmp_path / "answers.txt"
    path.write_bytes((FIXTURES / "hard_columns.pdf").read_bytes())
    (document,) = read_documents(path, codebook, countries).read
    assert set(document.responses["source"]) == {"ZZY-msq2024.pdf"}
    assert_same_answers(document, read_fixture("hard_columns"))
    # the country can be given
    document = read_pdf(FIXTURES / "styled_a4.pdf", codebook, countries, "ZZZ")
    assert document.iso3 == "ZZZ"
    assert set(document.responses["iso3"]) == {"ZZZ"}


def test_a_missing_file(codebook, countries, refusal, tmp_path):
    path = tmp_path / "nowhere.pdf"
    assert refusal(read_pdf, path, codebook, countries) == f"{path}: the file does not exist"


# Opens only with a password that nobody has.
ENCRYPTED = b"""%PDF-1.4
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]>> endobj
4 0 obj <</Filter /Standard /V 1 /R 2 /P -4
/O <0000000000000000000000000000000000000000000000000000000000000000>
/U <0000000000000000000000000000000000000000000000000000000000000000>>> endobj
trailer <</Root 1 0 R /Encrypt 4 0 R /Size 5
/ID [<00000000000000000000000000000000> <00000000000000000000000000000000>]>>
%%EOF
"""


def blank_pages(count, side=595, text=""):
    """Return pages with the lines of `text` far below each other; # is the page's number."""
    document = pypdfium2.PdfDocument.new()
    for number in range(1, count + 1):
        page = document.new_page(side, 842)
        for place, line in enumerate(text.replace("#", str(number)).splitlines()):
            drawn = drawn_text(document, line, 12.0, 50, 800 - 700 * place)
            pdfium.FPDFPage_InsertObject(page, drawn)
        page.gen_content()
    return document


STYLED = (FIXTURES / "styled_a4.pdf").read_bytes()
DAMAGED = r"a damaged PDF \("
FURNITURE = "3/14/24, 9:26 AM Invented Forms\nhttps://forms.example.org/ #/3"
RECOGNITION = r"expected a printed form \(%s needs text recognition first\)"
LETTER = "Invented letter of an invented ministry."
FAULTS = {
    "empty": (lambda: b"", DAMAGED),
    "begun": (lambda: b"%PDF-1.7\nand so on", DAMAGED),
    "NUL": (lambda: b"\x00" * 5_000, DAMAGED),
    "cut": (lambda: STYLED[:60_000], f"{DAMAGED}|recognised"),
    "encrypted": (
        lambda: ENCRYPTED, "the PDF is encrypted; expected one that opens without a password$"
    ),
    "scanned": (
        lambda: blank_pages(3),
        f"found 0 characters of text on 3 pages; {RECOGNITION % 'a scanned one'}",
    ),
    "headers only": (
        lambda: blank_pages(3, text=FURNITURE),
        f"found no text but headers and footers; {RECOGNITION % 'one whose pages are pictures'}",
    ),
    "letter": (lambda: blank_pages(1, text=LETTER), "recognised 0 of 126 questions"),
    "many pages": (
        lambda: blank_pages(pages.MAXIMUM_PAGES + 1), "found 301 pages; expected at most 300"
    ),
    "large page": (
        lambda: blank_pages(1, side=4_001),
        "page 1 measures 4,001 by 842 points; expected at most 4,000 a side",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", FAULTS)
def test_what_is_no_form(read, refusal, tmp_path, kind):
    make, expected = FAULTS[kind]
    assert re.match(f"{tmp_path / 'inventonia.pdf'}: ({expected})", refusal(read, make()))


@pytest.mark.parametrize(
    ("limit", "content", "expected"),
    [
        (
            "MAXIMUM_CHARACTERS",
            STYLED,
            "found more than 5,000 characters of text; expected at most that many",
        ),
        ("MAXIMUM_BYTES", b"%PDF" * 1300, "found 5,200 bytes; expected at most 5,000"),
    ],
)
def test_too_many_characters_and_too_large_a_file(
    read, refusal, monkeypatch, limit, content, expected
):
    monkeypatch.setattr(pages, limit, 5_000)
    assert refusal(read, content).endswith(f"inventonia.pdf: {expected}")


def nested_forms(depth):
    """Return a page of a few kilobytes whose text is drawn two to the power of `depth` times."""
    drawing = [b"BT /F 12 Tf 50 700 Td (Invented letter) Tj ET", *[b"/X Do /X Do"] * depth]
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</XObject<</X %d 0 R>>>>>>" % (depth + 5),
        b"<</Length 5>>stream\n/X Do\nendstream",
    ]
    for number, each in enumerate(drawing, 5):
        below = b"/XObject<</X %d 0 R>>" % (number - 1)
        font = b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
        parts.append(
            b"<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<<%s>>/Length %d>>"
            b"stream\n%s\nendstream" % (below if number > 5 else font, len(each), each)
        )
    numbered = (b"%d 0 obj %s endobj\n" % (n, each) for n, each in enumerate(parts, 1))
    return b"%PDF-1.7\n" + b"".join(numbered) + b"trailer<</Root 1 0 R>>"


def test_a_form_that_unfolds_to_gigabytes_fails_and_the_others_are_read(
    codebook, countries, tmp_path, monkeypatch
):
    monkeypatch.setattr(confined, "MAXIMUM_MEMORY", 400_000_000)
    (tmp_path / "a.pdf").write_bytes(nested_forms(26))
    (tmp_path / "b.pdf").write_bytes(STYLED)
    files = [tmp_path / "a.pdf", tmp_path / "b.pdf"]
    unfolding, form = read_files(files, codebook, countries, "ZZZ")
    assert unfolding.result == "failed"
    assert re.search(r"reading it takes more than 400 MB of memory; .*again$", unfolding.reason)
    assert form.result == "read"

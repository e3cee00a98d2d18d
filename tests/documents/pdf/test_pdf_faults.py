"""What is no readable print of a form ends in one line that says so."""

import ctypes

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from egovbench.base.errors import InputError
from egovbench.documents.pdf import pages
from egovbench.documents.pdf.reader import read_pdf

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


@pytest.fixture
def refusal(codebook, invented_countries, tmp_path):
    def read(content: bytes) -> str:
        path = tmp_path / "inventonia.pdf"
        path.write_bytes(content)
        with pytest.raises(InputError) as caught:
            read_pdf(path, codebook, invented_countries)
        message = str(caught.value)
        assert message.startswith(f"{path}: ")
        assert "\n" not in message
        return message.removeprefix(f"{path}: ")

    return read


def blank_pages(tmp_path, count: int, side: float = 595, text: str = "") -> bytes:
    """Return pages with the lines of `text` far below each other; # is the page's number."""
    document = pypdfium2.PdfDocument.new()
    for number in range(1, count + 1):
        page = document.new_page(side, 842)
        for place, line in enumerate(text.replace("#", str(number)).splitlines()):
            font = pdfium.FPDFText_LoadStandardFont(document, b"Helvetica")
            drawn = pdfium.FPDFPageObj_CreateTextObj(document, font, 12.0)
            letters = (line + "\0").encode("utf-16-le")
            pdfium.FPDFText_SetText(
                drawn, ctypes.cast(ctypes.c_char_p(letters), pdfium.FPDF_WIDESTRING)
            )
            pdfium.FPDFPageObj_Transform(drawn, 1, 0, 0, 1, 50, 800 - 700 * place)
            pdfium.FPDFPage_InsertObject(page, drawn)
        page.gen_content()
    path = tmp_path / "made.pdf"
    document.save(path)
    return path.read_bytes()


def test_a_missing_file(codebook, invented_countries, tmp_path):
    with pytest.raises(InputError, match="the file does not exist"):
        read_pdf(tmp_path / "nowhere.pdf", codebook, invented_countries)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\nand so on", b"\x00" * 5_000])
def test_a_damaged_document(refusal, content):
    assert refusal(content).startswith("a damaged PDF (")


def test_an_encrypted_document(refusal):
    assert refusal(ENCRYPTED) == (
        "the PDF is encrypted; expected one that opens without a password"
    )


FURNITURE = "3/14/24, 9:26 AM Invented Forms\nhttps://forms.example.org/ #/3"
RECOGNITION = "expected a printed form (%s needs text recognition first)"


@pytest.mark.parametrize(
    ("count", "drawn", "message"),
    [
        (3, {}, f"found 0 characters of text on 3 pages; {RECOGNITION % 'a scanned one'}"),
        (
            3,
            {"text": FURNITURE},
            "found no text but headers and footers; "
            f"{RECOGNITION % 'one whose pages are pictures'}",
        ),
        (1, {"text": "Invented letter of an invented ministry."}, "recognised 0 of 126 questions"),
        (pages.MAXIMUM_PAGES + 1, {}, "found 301 pages; expected at most 300"),
        (1, {"side": 4_001}, "page 1 measures 4,001 by 842 points; expected at most 4,000 a side"),
    ],
    ids=["scanned", "headers only", "letter", "many pages", "large page"],
)
def test_what_is_no_form(refusal, tmp_path, count, drawn, message):
    assert refusal(blank_pages(tmp_path, count, **drawn)).startswith(message)


def test_a_document_cut_short(refusal, fixture_bytes):
    message = refusal(fixture_bytes("styled_a4")[:60_000])
    assert message.startswith(("a damaged PDF", "recognised"))


def test_too_many_characters(refusal, fixture_bytes, monkeypatch):
    monkeypatch.setattr(pages, "MAXIMUM_CHARACTERS", 5_000)
    assert refusal(fixture_bytes("styled_a4")) == (
        "found more than 5,000 characters of text; expected at most that many"
    )


def test_too_large_a_file(refusal, monkeypatch):
    monkeypatch.setattr(pages, "MAXIMUM_BYTES", 1_000)
    assert refusal(b"%PDF" * 300) == "found 1,200 bytes; expected at most 1,000"


def test_the_country_can_be_given(codebook, invented_countries, fixture_path):
    document = read_pdf(fixture_path("styled_a4"), codebook, invented_countries, "ZZZ")
    assert document.iso3 == "ZZZ"
    assert set(document.responses["iso3"]) == {"ZZZ"}

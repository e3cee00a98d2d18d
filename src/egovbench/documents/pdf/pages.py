"""Opens a PDF and gives its lines of text and pictures of parts of its pages."""

import math
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ctypes import byref, c_double, c_uint
from pathlib import Path

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from egovbench.base.errors import InputError
from egovbench.base.files import read_content
from egovbench.documents.pdf.direction import in_reading_order, is_turned, on_baselines
from egovbench.documents.pdf.lines import Box, Character, Line, lines_of
from egovbench.documents.pdf.marks import Picture

_LINKS = {pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP}
_SAMPLE = 500  # characters, which tell how a page is turned
_QUARTER = math.pi / 2
MAXIMUM_BYTES = 50_000_000
MAXIMUM_PAGES = 300
MAXIMUM_CHARACTERS = 1_000_000
MAXIMUM_SIDE = 4_000
_LEAST_CHARACTERS_A_PAGE = 20
_HYPHENS = {0x02: "-", 0xFFFE: "-"}  # how the library marks a hyphen at the end of a line
_SMALLEST = 1.0
_NO_TEXT = {"Cc", "Cs", "Zl", "Zp"}  # control characters, halves of others, line breaks


def _draw_fields(page: pypdfium2.PdfPage) -> bool:
    """Draw the fields and comments above `page` into it, and return whether there were any.

    The page must be opened anew if so. Raises PdfiumError where that is not possible.
    """
    kinds = set()
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        kinds.add(pdfium.FPDFAnnot_GetSubtype(annotation))
        pdfium.FPDFPage_CloseAnnot(annotation)
    if kinds <= _LINKS:
        return False
    if pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_FAIL:
        raise pypdfium2.PdfiumError("its fields cannot be drawn")
    return True


def _turn_upright(page: pypdfium2.PdfPage) -> int:
    """Turn `page` so that most of its text reads from left to right, whatever way it was turned.

    Returns the quarter turns, clockwise, from the page's own coordinates.
    """
    page.set_rotation(0)
    text = page.get_textpage()
    angles = (
        pdfium.FPDFText_GetCharAngle(text, index)
        for index in range(min(text.count_chars(), _SAMPLE))
        if pdfium.FPDFText_IsGenerated(text, index) != 1
    )
    turns = Counter(round(angle / _QUARTER) % 4 for angle in angles if angle >= 0)
    text.close()
    turn = -turns.most_common(1)[0][0] % 4 if turns else 0
    page.set_rotation(90 * turn)
    return turn


def _placed(
    box: tuple[float, float, float, float], frame: tuple[float, float, float, float], turn: int
) -> Box:
    """Return where `box` stands from the top left corner of a page after quarter turns.

    `box` and the page's `frame` are left, bottom, right and top, counted upwards as a PDF does.
    """
    left, right = box[0] - frame[0], box[2] - frame[0]
    low, high = box[1] - frame[1], box[3] - frame[1]
    width, height = frame[2] - frame[0], frame[3] - frame[1]
    if turn == 1:
        return Box(low, left, high, right)
    if turn == 2:
        return Box(width - right, low, width - left, high)
    if turn == 3:
        return Box(height - high, width - right, height - low, width - left)
    return Box(left, height - high, right, height - low)


class Pages:
    """An open PDF of a form: its lines, the styles of its characters, pictures of its pages."""

    def __init__(self, path: Path, document: pypdfium2.PdfDocument) -> None:
        self._path = path
        self._document = document
        count = len(document)
        if count > MAXIMUM_PAGES:
            raise InputError(path, f"found {count:,} pages; expected at most {MAXIMUM_PAGES:,}")
        self._pages: list[pypdfium2.PdfPage] = []
        self._texts: list[pypdfium2.PdfTextPage] = []
        total = 0
        lines: list[Line] = []
        for number in range(count):
            page = self._page(number)
            turn = _turn_upright(page)
            text = page.get_textpage()
            self._pages.append(page)
            self._texts.append(text)
            total += text.count_chars()
            if total > MAXIMUM_CHARACTERS:
                found = f"found more than {MAXIMUM_CHARACTERS:,} characters of text"
                raise InputError(path, f"{found}; expected at most that many")
            drawn = list(_characters(page, text, number, turn))
            if any(map(is_turned, drawn)):
                drawn = on_baselines(drawn, [_baseline(page, text, each, turn) for each in drawn])
            lines += lines_of(drawn, _spaces(page, turn))
        if total < _LEAST_CHARACTERS_A_PAGE * count:
            found = f"found {total:,} characters of text on {count:,} pages"
            expected = "a printed form (a scanned one needs text recognition first)"
            raise InputError(path, f"{found}; expected {expected}")
        self.lines: Sequence[Line] = in_reading_order(lines)
        self.heights: Sequence[float] = [page.get_height() for page in self._pages]

    def _page(self, number: int) -> pypdfium2.PdfPage:
        page = self._document[number]
        if max(page.get_size()) > MAXIMUM_SIDE:
            width, height = page.get_size()
            found = f"page {number + 1} measures {width:,.0f} by {height:,.0f} points"
            raise InputError(self._path, f"{found}; expected at most {MAXIMUM_SIDE:,} a side")
        if _draw_fields(page):
            page.close()
            page = self._document[number]
        return page

    def style(self, character: Character) -> tuple[int, ...]:
        """Return how a character is written: weight, and red, green, blue and opacity."""
        text = self._texts[character.page]
        tones = [c_uint() for _ in range(4)]
        pdfium.FPDFText_GetFillColor(text, character.index, *(byref(tone) for tone in tones))
        weight = int(pdfium.FPDFText_GetFontWeight(text, character.index))
        return (weight, *(tone.value for tone in tones))

    def picture(self, page: int, box: Box, scale: float) -> Picture:
        """Return what is drawn in `box` as height x width x 3 values, 0 (black) to 1 (white).

        There are `scale` pixels per point; what lies outside the page is left out.
        """
        shown = self._pages[page]
        width, height = shown.get_size()
        left, top = max(box.left, 0.0), max(box.top, 0.0)
        right, bottom = min(box.right, width), min(box.bottom, height)
        if min(right - left, bottom - top) * scale < 2:
            return np.ones((2, 2, 3))
        crop = (left, height - bottom, width - right, top)
        bitmap = shown.render(scale=scale, crop=crop)
        pixels: Picture = bitmap.to_numpy()[:, :, :3].astype(np.float64) / 255
        bitmap.close()
        return pixels


@contextmanager
def open_pages(path: Path) -> Iterator[Pages]:
    """Open the PDF at `path` for the time of the block.

    Raises InputError when it is missing, too large, encrypted or damaged, when it has more pages
    or characters than the limits of this module, and when it holds no text.
    """
    content = read_content(path, MAXIMUM_BYTES)
    document = None
    try:
        document = pypdfium2.PdfDocument(content)
        document.init_forms()
        yield Pages(path, document)
    except pypdfium2.PdfiumError as fault:
        if "password" in str(fault).lower() or "security" in str(fault).lower():
            found = "the PDF is encrypted; expected one that opens without a password"
            raise InputError(path, found) from None
        raise InputError(path, f"a damaged PDF ({fault})") from None
    finally:
        if document is not None:
            document.close()


def _characters(
    page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, number: int, turn: int
) -> Iterator[Character]:
    """Yield the characters that can be seen, in the page's own order, from its top left corner."""
    frame = left, low, right, top = page.get_bbox()
    box = pdfium.FS_RECTF()
    for index in range(text.count_chars()):
        if pdfium.FPDFText_IsGenerated(text, index) == 1:
            continue
        code = pdfium.FPDFText_GetUnicode(text, index)
        shown = _HYPHENS.get(code) or chr(code)
        if unicodedata.category(shown) in _NO_TEXT:
            continue
        if not pdfium.FPDFText_GetLooseCharBox(text, index, box):
            continue
        across, up = (box.left + box.right) / 2, (box.bottom + box.top) / 2
        if box.top - box.bottom < _SMALLEST or not (left <= across <= right and low <= up <= top):
            continue
        yield Character(
            text=shown,
            box=_placed((box.left, box.bottom, box.right, box.top), frame, turn),
            page=number,
            index=index,
        )


def _baseline(
    page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, character: Character, turn: int
) -> float:
    """Return how far below the top of its page the line is on which a character stands."""
    x, y = c_double(), c_double()
    pdfium.FPDFText_GetCharOrigin(text, character.index, byref(x), byref(y))
    return _placed((x.value, y.value, x.value, y.value), page.get_bbox(), turn).bottom


def _spaces(page: pypdfium2.PdfPage, turn: int) -> list[Box]:
    """Return where the page draws a text that leaves no trace, as browsers do at a wrapped line.

    The library leaves these spaces out of the page's characters.
    """
    frame = page.get_bbox()
    spaces = []
    for drawn in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
        try:
            start, low, end, high = drawn.get_bounds()
        except pypdfium2.PdfiumError:
            continue  # what has no bounds shows nothing
        if start == end and low == high:
            spaces.append(_placed((start, low, end, high), frame, turn))
    return spaces

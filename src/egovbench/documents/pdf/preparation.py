"""Prepares a page: what is filled in upon it becomes part of it, and its text stands upright.

Fields and comments lie above a page, and neither its text nor its picture would hold them.
"""

import math
from collections import Counter

import pypdfium2
import pypdfium2.raw as pdfium

from egovbench.documents.pdf.lines import Box

_LINKS = {pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP}
_SAMPLE = 500  # characters, which tell how a page is turned
_QUARTER = math.pi / 2


def draw_fields(page: pypdfium2.PdfPage) -> bool:
    """Draw the fields and comments above `page` into it, and return whether there were any.

    The page must be opened anew if so. Raises PdfiumError where that is not possible.
    """
    count = pdfium.FPDFPage_GetAnnotCount(page)
    if all(_kind(page, index) in _LINKS for index in range(count)):
        return False
    if pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_FAIL:
        raise pypdfium2.PdfiumError("its fields cannot be drawn")
    return True


def _kind(page: pypdfium2.PdfPage, index: int) -> int:
    annotation = pdfium.FPDFPage_GetAnnot(page, index)
    kind = int(pdfium.FPDFAnnot_GetSubtype(annotation))
    pdfium.FPDFPage_CloseAnnot(annotation)
    return kind


def turn_upright(page: pypdfium2.PdfPage) -> int:
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


def placed(
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

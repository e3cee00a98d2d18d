"""Words around a picture that is passed on without its page: on a slide, in a paper."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from egovbench.figures import style

_MARGIN = 0.15
_GAP = 0.14
_TITLE = 12.5
_LEADING = 1.25


@dataclass(frozen=True)
class _Block:
    """Lines of one look; `height` of a line in pixels."""

    lines: list[str]
    font: ImageFont.FreeTypeFont
    colour: str
    height: float


def captioned(
    picture: Image.Image, title: str, subtitle: str, notes: Sequence[str], dots: float
) -> Image.Image:
    """Return the picture with title and subtitle above it and notes below, on white.

    The words are wrapped to the picture's width, at `dots` pixels an inch; empty notes leave no
    room. The whole has a margin.
    """
    margin, gap = round(_MARGIN * dots), _GAP * dots
    above = [
        _block(title, _TITLE, True, style.INK, picture.width, dots),
        _block(subtitle, style.TEXT, False, style.MUTED, picture.width, dots),
    ]
    below = [
        _block(note, style.SMALL, False, style.MUTED, picture.width, dots) for note in notes if note
    ]
    top = round(margin + sum(map(_height, above)) + gap)
    height = top + picture.height + gap + sum(_height(block) + gap / 2 for block in below) + margin
    sheet = Image.new("RGB", (picture.width + 2 * margin, round(height)), style.PAPER)
    sheet.paste(picture, (margin, top))
    drawing = ImageDraw.Draw(sheet)
    y = float(margin)
    for block in above:
        y = _write(drawing, block, margin, y)
    y = top + picture.height + gap
    for block in below:
        y = _write(drawing, block, margin, y) + gap / 2
    return sheet


def _block(words: str, points: float, bold: bool, colour: str, width: float, dots: float) -> _Block:
    size = points / style.POINTS * dots
    font = _font(size, bold)
    return _Block(list(_wrapped(words, font, width)), font, colour, _LEADING * size)


def _wrapped(words: str, font: ImageFont.FreeTypeFont, width: float) -> Iterator[str]:
    """Yield lines of at most `width` pixels; a longer word stands alone, uncut."""
    space = font.getlength(" ")
    line: list[str] = []
    used = 0.0
    for word in words.split():
        length = font.getlength(word)
        if line and used + space + length > width:
            yield " ".join(line)
            line, used = [], 0.0
        used += length + (space if line else 0.0)
        line.append(word)
    if line:
        yield " ".join(line)


def _height(block: _Block) -> float:
    return len(block.lines) * block.height


def _write(drawing: ImageDraw.ImageDraw, block: _Block, x: float, y: float) -> float:
    """Write a block from height `y` on and return the height below it."""
    for line in block.lines:
        drawing.text((x, y), line, fill=block.colour, font=block.font)
        y += block.height
    return y


@cache
def _font(size: float, bold: bool) -> ImageFont.FreeTypeFont:
    # Laid out by Pillow itself, so that pictures are the same with and without further libraries.
    return ImageFont.truetype(style.font_file(bold), size, layout_engine=ImageFont.Layout.BASIC)

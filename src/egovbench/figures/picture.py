"""Drawings as figures of matplotlib, and as pictures for slides and papers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO

from matplotlib import rcParams
from matplotlib.artist import Artist
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb, to_rgba
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.transforms import Affine2D
from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

from egovbench.figures import style
from egovbench.figures.canvas import Boxes, Drawing, Line, Marks, Shape, Wedge, Words

_DISC = Path.unit_circle()
_NOWHERE = (0.0, 0.0, 0.0, 0.0)


def paint(drawing: Drawing) -> Figure:
    """Return the drawing as a figure of the same size, without axes."""
    with style.house_style():
        figure = Figure(figsize=(drawing.width, drawing.height))
        figure.add_artist(_Painting(drawing), clip=False)
    return figure


class _Painting(Artist):
    """The whole drawing as one artist.

    One for each shape would take several times as long: matplotlib lays every one of them out anew
    for each picture, and a drawing is laid out already.
    """

    def __init__(self, drawing: Drawing) -> None:
        super().__init__()
        self._drawing = drawing

    def draw(self, renderer: RendererBase) -> None:
        """Draw the shapes, the first at the back."""
        figure = self.get_figure()
        assert figure is not None
        inch = Affine2D().scale(1, -1).translate(0, self._drawing.height).scale(figure.dpi)
        with style.house_style():
            for shape in self._drawing.shapes:
                _draw(renderer, inch, shape)


def _draw(renderer: RendererBase, inch: Affine2D, shape: Shape) -> None:
    match shape:
        case Words():
            _write_words(renderer, inch, shape)
        case Line(points, colour, width):
            context = _context(renderer, colour, width)
            renderer.draw_path(context, Path(points), inch)
        case Marks(places, face, edge, size, edge_width):
            radius = size / 2 / style.POINTS
            for x, y in places:
                disc = Affine2D().scale(radius).translate(x, y) + inch
                context = _context(renderer, edge, edge_width)
                renderer.draw_path(context, _DISC, disc, to_rgb(face))
        case Boxes(boxes, face, edge, edge_width, hatch_colour):
            corners = [
                Path([(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y)], closed=True)
                for x, y, w, h in boxes
            ]
            context = _context(renderer, edge, edge_width)
            context.set_joinstyle("miter")
            if hatch_colour:
                context.set_hatch("////")
                context.set_hatch_color(to_rgba(hatch_colour))
                context.set_hatch_linewidth(rcParams["hatch.linewidth"])
            path = Path.make_compound_path(*corners)
            renderer.draw_path(context, path, inch, to_rgb(face) if face else None)
        case Wedge(points, colour):
            path = Path([*points, points[0]], closed=True)
            renderer.draw_path(_context(renderer, None, 0), path, inch, to_rgb(colour))


def _context(renderer: RendererBase, colour: str | None, width: float) -> GraphicsContextBase:
    """Return how a line is drawn; without a colour there is none."""
    context = renderer.new_gc()
    context.set_foreground(to_rgba(colour) if colour else _NOWHERE, isRGBA=True)
    context.set_linewidth(width if colour else 0)
    context.set_capstyle("butt")
    return context


def _write_words(renderer: RendererBase, inch: Affine2D, shape: Words) -> None:
    drop = style.baseline_drop(shape.size, shape.bold)
    width = style.text_width(shape.words, shape.size, shape.bold)
    back = {"left": 0.0, "center": width / 2, "right": width}[shape.align]
    upright = shape.rotation == 0
    start = (shape.x - back, shape.y + drop) if upright else (shape.x + drop, shape.y + back)
    x, y = inch.transform(start)
    if renderer.flipy():
        y = renderer.get_canvas_width_height()[1] - y
    context = renderer.new_gc()
    context.set_foreground(to_rgba(shape.colour), isRGBA=True)
    font = _letters(shape.size, shape.bold)
    renderer.draw_text(context, x, y, shape.words, font, shape.rotation)


@cache
def _letters(size: float, bold: bool) -> FontProperties:
    return FontProperties(family="DejaVu Sans", size=size, weight="bold" if bold else "normal")


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


_PIXELS_AN_INCH = 96
# More would take longer for some hundredths of the size.
_COMPRESSION = 3


def captioned_png(
    figure: Figure,
    title: str,
    subtitle: str,
    notes: Sequence[str],
    fields: Mapping[str, str],
    scale: float,
) -> bytes:
    """Return a figure as a PNG on white, at `scale` times 96 pixels an inch.

    Title, subtitle and notes stand around it, and `fields` in the file's own text fields, since a
    picture is passed on without its page. The same figure gives the same bytes.
    """
    dots = _PIXELS_AN_INCH * scale
    with style.house_style():
        figure.set_dpi(dots)
        canvas = FigureCanvasAgg(figure)
        canvas.draw()  # type: ignore[no-untyped-call]
        size = canvas.get_width_height()
        pixels = canvas.buffer_rgba()  # type: ignore[no-untyped-call]
        picture = Image.frombuffer("RGBA", size, pixels, "raw", "RGBA", 0, 1)
    sheet = captioned(picture.convert("RGB"), title, subtitle, notes, dots)
    told = PngInfo()
    for name, words in fields.items():
        if words:
            told.add_itxt(name, words)
    buffer = BytesIO()
    _in_few_colours(sheet).save(
        buffer, format="png", dpi=(dots, dots), pnginfo=told, compress_level=_COMPRESSION
    )
    return buffer.getvalue()


def _in_few_colours(picture: Image.Image) -> Image.Image:
    """Return the picture in 256 colours, which takes half the time and a third of the bytes.

    Only shades at the edges of letters and lines move, by some hundredths; the ground stays white.
    """
    few = picture.quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    ground, palette = few.tobytes()[0], few.getpalette()
    assert palette is not None
    palette[3 * ground : 3 * ground + 3] = [255, 255, 255]
    few.putpalette(palette)
    return few

"""A drawing as a figure of matplotlib, for PNG, PDF and whatever else it writes."""

from functools import cache

from matplotlib import rcParams
from matplotlib.artist import Artist
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.colors import to_rgb, to_rgba
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from egovbench.figures import style
from egovbench.figures.drawing import Boxes, Drawing, Line, Marks, Shape, Wedge, Words

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
            _write(renderer, inch, shape)
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


def _write(renderer: RendererBase, inch: Affine2D, shape: Words) -> None:
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
    font = _font(shape.size, shape.bold)
    renderer.draw_text(context, x, y, shape.words, font, shape.rotation)


@cache
def _font(size: float, bold: bool) -> FontProperties:
    return FontProperties(family="DejaVu Sans", size=size, weight="bold" if bold else "normal")

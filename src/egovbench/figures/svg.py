"""Charts as inline SVG: text as text, the page's own colours, ids that never clash.

A chart's shapes are written straight as elements of a page, in points: no document of its own, no
global style rule, no fixed size, colours by role, ids prefixed by a digest of the content.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby

from egovbench.figures import style
from egovbench.figures.canvas import Boxes, Drawing, Line, Marks, Point, Shape, Wedge, Words

FONT_FAMILY = "system-ui, 'Segoe UI', Roboto, Helvetica, Arial, 'DejaVu Sans', sans-serif"

_ROLES = {
    style.INK: ("currentColor", None),
    style.MUTED: ("currentColor", "0.76"),
    style.RULE: ("currentColor", "0.18"),
    style.PEER: ("var(--chart-peer, #868686)", None),
    style.PEER_SOFT: ("var(--chart-peer, #868686)", "0.6"),
    style.FOCAL: ("var(--chart-focal, #0072b2)", None),
    style.PAPER: ("var(--chart-paper, var(--jp-layout-color0, #ffffff))", None),
}
"""Paint and opacity that the page gives to each role; cells of matrices keep their own colours."""

CHART_CSS = """\
:root { --chart-focal: #0072b2; --chart-peer: #7d7d7d; --chart-paper: #ffffff; }
@media (prefers-color-scheme: dark) {
  :root { --chart-focal: #62b8ec; --chart-peer: #9a9a9a; --chart-paper: #16181b; }
}
"""
"""Values of the roles' variables for a page's style sheet; set --chart-paper to its background."""

# What is too wide for a telephone and has no narrow layout scrolls rather than shrinks; others grow
# up to a comfortable size of text.
_WIDE = style.NARROW * 1.2
_PIXELS_A_POINT = 1.5
_LEAST_PIXELS_A_POINT = 1.1
_ANCHORS = {"left": None, "center": "middle", "right": "end"}
# diagonals 6 points apart, as in the hatch "////" of matplotlib
_HATCH = "M-1 1L1 -1M0 6L6 0M5 7L7 5"
_HATCH_WIDTH = "1.1"

Attributes = tuple[tuple[str, str | None], ...]
Element = tuple[str, Attributes, str, str]
"""Tag, the attributes that are its look, those of its own, and what it holds."""


def drawings_svg(
    title: str, alternative_text: str, drawing: Drawing, narrow: Drawing | None
) -> str:
    """Return a drawing as one `<svg>` element for a page, or as two of which a page shows one.

    The same drawing gives the same bytes. Each element has role "img", the title and alternative
    text as `<title>` and `<desc>`, a transparent background and no fixed size. The narrow one, of
    class "narrow", is hidden until a style sheet shows it in place of the wide one.
    """
    words = (title, alternative_text)
    if narrow is None:
        least = _least_width(drawing) if needs_scrolling(drawing) else ""
        return _svg(words, drawing, least)
    return _svg(words, drawing, "", "wide") + _svg(words, narrow, "display:none;", "narrow")


def needs_scrolling(drawing: Drawing) -> bool:
    """Return whether a drawing without a narrow layout keeps a least width on a page."""
    return drawing.width > _WIDE


def _least_width(drawing: Drawing) -> str:
    return f"min-width:{drawing.width * style.POINTS * _LEAST_PIXELS_A_POINT:.0f}px;"


def _svg(
    words: tuple[str, str], drawing: Drawing, further_style: str, kind: str | None = None
) -> str:
    title, alternative_text = words
    content = repr((title, alternative_text, drawing)).encode()
    prefix = f"c{hashlib.sha256(content).hexdigest()[:10]}-"
    hatches = _hatches(drawing, prefix)
    elements = (element for shape in drawing.shapes for element in _elements(shape, hatches))
    return (
        f"<svg {_frame(drawing, prefix, further_style, kind)}>"
        f'<title id="{prefix}title">{escape(title, quote=False)}</title>'
        f'<desc id="{prefix}desc">{escape(alternative_text, quote=False)}</desc>'
        f"{_patterns(hatches)}{''.join(_grouped(elements))}</svg>"
    )


def _frame(drawing: Drawing, prefix: str, further_style: str, kind: str | None) -> str:
    width, height = drawing.width * style.POINTS, drawing.height * style.POINTS
    return _written(
        (
            ("xmlns", "http://www.w3.org/2000/svg"),
            ("class", kind),
            ("viewBox", f"0 0 {width:g} {height:g}"),
            ("width", "100%"),
            ("style", f"{further_style}max-width:{width * _PIXELS_A_POINT:.0f}px;height:auto"),
            ("role", "img"),
            ("aria-labelledby", f"{prefix}title"),
            ("aria-describedby", f"{prefix}desc"),
            ("font-family", FONT_FAMILY),
            ("stroke-linejoin", "round"),
            ("fill", "currentColor"),
        )
    )


def _elements(shape: Shape, hatches: dict[tuple[str | None, str], str]) -> Iterator[Element]:
    match shape:
        case Words():
            yield _text(shape)
        case Line(points, colour, width):
            look = (("fill", "none"), *_paint("stroke", colour), ("stroke-width", f"{width:g}"))
            yield "path", look, f'd="{_path(points)}"', ""
        case Marks(places, face, edge, size, edge_width):
            look = _paint("fill", face)
            if edge:
                look += (*_paint("stroke", edge), ("stroke-width", f"{edge_width:g}"))
            radius = _units(size / 2 / style.POINTS)
            for x, y in places:
                yield "circle", look, f'cx="{_units(x)}" cy="{_units(y)}" r="{radius}"', ""
        case Boxes(boxes, face, edge, edge_width, hatch_colour):
            look = _paint("fill", face or "none")
            if hatch_colour:
                look = (("fill", f"url(#{hatches[face, hatch_colour]})"),)
            if edge:
                look += (*_paint("stroke", edge), ("stroke-width", f"{edge_width:g}"))
                look += (("stroke-linejoin", "miter"),)
            path = "".join(
                f"M{_units(x)} {_units(y)}H{_units(x + width)}V{_units(y + height)}H{_units(x)}z"
                for x, y, width, height in boxes
            )
            yield "path", look, f'd="{path}"', ""
        case Wedge(points, colour):
            yield "path", _paint("fill", colour), f'd="{_path(points)}z"', ""


def _text(shape: Words) -> Element:
    look = (
        ("font-size", f"{shape.size:g}"),
        ("font-weight", "700" if shape.bold else None),
        ("text-anchor", _ANCHORS[shape.align]),
        *_paint("fill", shape.colour),
    )
    x = _units(shape.x)
    own = f'x="{x}" y="{_units(shape.y + style.baseline_drop(shape.size, shape.bold))}"'
    if shape.rotation:
        own += f' transform="rotate({-shape.rotation:g} {x} {_units(shape.y)})"'
    return "text", look, own, escape(shape.words, quote=False)


def _paint(kind: str, colour: str) -> Attributes:
    paint, opacity = _ROLES.get(colour, (colour, None))
    return (kind, paint), (f"{kind}-opacity", opacity)


def _grouped(elements: Iterable[Element]) -> Iterator[str]:
    """Write the elements, runs of three and more of one look as a group that has the look."""
    for (tag, look), run in groupby(elements, key=lambda element: element[:2]):
        members = [(own, content) for _, _, own, content in run]
        shared = _written(look)
        if len(members) < 3:
            yield from (f"<{tag} {own} {shared}>{words}</{tag}>" for own, words in members)
        else:
            written = "".join(f"<{tag} {own}>{words}</{tag}>" for own, words in members)
            yield f"<g {shared}>{written}</g>"


def _hatches(drawing: Drawing, prefix: str) -> dict[tuple[str | None, str], str]:
    """Return the id of the pattern for each hatched look: paper and ink."""
    looks = {
        (shape.face, shape.hatch_colour): None
        for shape in drawing.shapes
        if isinstance(shape, Boxes) and shape.hatch_colour
    }
    return {look: f"{prefix}hatch{number}" for number, look in enumerate(looks, start=1)}


def _patterns(hatches: dict[tuple[str | None, str], str]) -> str:
    patterns = "".join(
        f'<pattern id="{name}" patternUnits="userSpaceOnUse" width="6" height="6">'
        f'<rect width="6" height="6" fill="{face or "none"}"></rect>'
        f'<path d="{_HATCH}" stroke="{ink}" stroke-width="{_HATCH_WIDTH}"></path></pattern>'
        for (face, ink), name in hatches.items()
    )
    return f"<defs>{patterns}</defs>" if patterns else ""


def _written(attributes: Attributes) -> str:
    return " ".join(f'{name}="{value}"' for name, value in attributes if value is not None)


def _path(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{_units(x)} {_units(y)}" for x, y in points)


def _units(inches: float) -> str:
    """Return a length in points, to a hundredth."""
    return f"{inches * style.POINTS + 0.0:.2f}".rstrip("0").rstrip(".")

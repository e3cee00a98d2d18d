"""A figure as inline SVG for a page: text as text, the page's own colours, short.

matplotlib writes the figure; here its elements are read again and written shorter: coordinates to
a tenth of a point, colours by role, nothing that is not seen. What belongs to a row of a chart, by
the gid "row 3" of an artist or "rows 0,1,2" of a collection, becomes a group that says its values
to those who point at it or reach it by keyboard.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from html import escape
from io import StringIO
from itertools import groupby, repeat
from xml.etree import ElementTree

import matplotlib
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from egovbench.figures import style

FONT_FAMILY = "system-ui, 'Segoe UI', Roboto, Helvetica, Arial, 'DejaVu Sans', sans-serif"

_PIXELS_A_POINT = 1.5
_LEAST_PIXELS_A_POINT = 1.1
_NUMBER = re.compile(r"-?\d*\.?\d+(?:e-?\d+)?")
_STEP = re.compile(r"([A-Za-z])([^A-Za-z]*)")
_ANCHORS = {"start": "", "middle": ' text-anchor="middle"', "end": ' text-anchor="end"'}

Element = tuple[int | None, str, str, str, str]
"""The row that an element belongs to, if any; tag, look, own attributes, and what it holds."""


def inline_svg(
    figure: Figure,
    words: tuple[str, str],
    kind: str,
    told: Sequence[str],
    about: Sequence[str] = (),
    least: float = 0.0,
) -> str:
    """Return a figure as one `<svg>` element, the same bytes for the same figure.

    Args:
        figure: drawn at its own size; a point is a unit of the element.
        words: title and alternative text, its `<title>` and `<desc>`.
        kind: its class; a "narrow" one is hidden until a style sheet shows it.
        told: what each row says in words.
        about: what each is about, as its `data-about`.
        least: the width in inches that it keeps on a page too narrow for it.
    """
    with style.house_style(), matplotlib.rc_context({"svg.fonttype": "none"}):
        stream = StringIO()
        FigureCanvasSVG(figure).print_svg(stream)  # type: ignore[no-untyped-call]
    root = ElementTree.fromstring(stream.getvalue())
    elements = [
        (row if row is not None and row < len(told) else None, tag, look, at, words_in_it)
        for row, tag, look, at, words_in_it in _read(root, {}, repeat(None))
    ]
    width, height = (float(side) * style.POINTS for side in figure.get_size_inches())
    content = _written(elements, None)
    box = figure.axes[0].get_position()
    band = (box.y1 - box.y0) * height / max(len(told), 1)
    for row, words_of_row in enumerate(told):
        named = f' data-about="{escape(about[row])}"' if about else ""
        content += (
            f'<g tabindex="0" role="img"{named}><title>{escape(words_of_row, quote=False)}</title>'
            f'<rect y="{_short((1 - box.y1) * height + band * row)}" width="{_short(width)}" '
            f'height="{_short(band)}" fill-opacity="0"/>'
            f"{_written(elements, row)}</g>"
        )
    prefix = "c" + hashlib.sha256(repr((words, content)).encode()).hexdigest()[:10]
    looks = f"{style.SHEET};" + ("display:none;" if kind == "narrow" else "")
    looks += f"min-width:{least * style.POINTS * _LEAST_PIXELS_A_POINT:.0f}px;" if least else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{kind}" width="100%" '
        f'viewBox="0 0 {_short(width)} {_short(height)}" '
        f'style="{looks}max-width:{width * _PIXELS_A_POINT:.0f}px;height:auto" '
        f'role="{"group" if told else "img"}" aria-labelledby="{prefix}-title" '
        f'aria-describedby="{prefix}-desc" font-family="{FONT_FAMILY}" '
        f'font-size="{style.SMALL}" fill="currentColor">'
        f'<title id="{prefix}-title">{escape(words[0], quote=False)}</title>'
        f'<desc id="{prefix}-desc">{escape(words[1], quote=False)}</desc>{content}</svg>'
    )


def _read(
    node: ElementTree.Element, markers: dict[str, str], rows: Iterator[int | None]
) -> Iterator[Element]:
    """Yield what is seen of a node's content, in order; each element takes the next of `rows`."""
    for child in node:
        match child.tag.rpartition("}")[2]:
            case "defs":
                markers.update((f"#{each.get('id')}", each.get("d", "")) for each in child)
            case "g":
                kind, _, listed = (child.get("id") or "").partition(" ")
                inner = {
                    "row": repeat(int(listed) if kind == "row" else None),
                    "rows": iter([int(row) for row in listed.split(",")] if kind == "rows" else []),
                }.get(kind, rows)
                yield from _read(child, markers, inner)
            case "path" | "use" | "text" as tag:
                row = next(rows)
                found = _text(child) if tag == "text" else _shape(child, markers)
                if found:
                    yield row, *found


def _written(elements: Sequence[Element], row: int | None) -> str:
    """Write the elements of a row, runs of three and more of one look as a group that has it."""
    text = ""
    own = (rest for place, *rest in elements if place == row)
    for (tag, look), run in groupby(own, key=lambda element: element[:2]):
        members = [(at, f">{words}</{tag}>" if words else "/>") for _, _, at, words in run]
        if len(members) < 3:
            text += "".join(f"<{tag}{at}{look}{end}" for at, end in members)
        else:
            text += f"<g{look}>{''.join(f'<{tag}{at}{end}' for at, end in members)}</g>"
    return text


def _text(node: ElementTree.Element) -> tuple[str, str, str, str]:
    look = _look(node)
    points = float(_NUMBER.findall(look.get("font-size") or look["font"])[-1])
    size = "" if points == style.SMALL else f' font-size="{points:g}"'
    x, y, turn = node.get("x", ""), node.get("y", ""), node.get("transform", "")
    bold = ' font-weight="700"' if re.search("bold|700", node.get("style", "")) else ""
    turned = "" if turn.startswith("rotate(-0") else f' transform="{_shorter(turn)}"'
    anchor = _ANCHORS[look.get("text-anchor", "start")]
    return (
        "text",
        f"{size}{bold}{anchor}{_paint('fill', look)}",
        f' x="{_shorter(x)}" y="{_shorter(y)}"{turned}',
        escape(node.text or "", quote=False),
    )


def _shape(node: ElementTree.Element, markers: dict[str, str]) -> tuple[str, str, str, str] | None:
    """Return a path, or a circle where its path is one; None where nothing would be seen."""
    look = {"fill": "#000000"} | _look(node)
    href = node.get("{http://www.w3.org/1999/xlink}href")
    path = markers[href] if href else node.get("d", "")
    x, y = float(node.get("x", 0)), float(node.get("y", 0))
    if not path or {look["fill"], look.get("stroke", "none")} == {"none"}:
        return None
    paint = _paint("fill", look)
    if look.get("stroke", "none") != "none":
        width = look.get("stroke-width", "1")
        paint += _paint("stroke", look) + ("" if width == "1" else f' stroke-width="{width}"')
    steps = [(step, list(map(float, _NUMBER.findall(rest)))) for step, rest in _STEP.findall(path)]
    xs = [x + value for _, numbers in steps for value in numbers[::2]]
    ys = [y + value for _, numbers in steps for value in numbers[1::2]]
    if any(step == "C" for step, _ in steps):
        radius = (max(xs) - min(xs)) / 2
        centre = f' cx="{_short(min(xs) + radius)}" cy="{_short(min(ys) + radius)}"'
        return "circle", paint, f'{centre} r="{_short(radius)}"', ""
    written, last = "", ("", "")
    for step, numbers in steps:
        if not numbers:
            written += step
            continue
        place = (_short(x + numbers[0]), _short(y + numbers[1]))
        if step == "L" and place == last:
            continue
        if step == "L" and place[1] == last[1]:
            written += f"h{_short(float(place[0]) - float(last[0]))}"
        elif step == "L" and place[0] == last[0]:
            written += f"v{_short(float(place[1]) - float(last[1]))}"
        else:
            written += f"{step}{place[0]} {place[1]}"
        last = place
    return "path", paint, f' d="{written}"', ""


def _look(node: ElementTree.Element) -> dict[str, str]:
    pairs = (each.partition(":") for each in node.get("style", "").split(";") if each.strip())
    look = {name.strip(): value.strip() for name, _, value in pairs}
    unseen = {each: "none" for each in ("fill", "stroke") if look.get(f"{each}-opacity") == "0"}
    return look | unseen


def _paint(kind: str, look: dict[str, str]) -> str:
    """Return the attributes of a fill or stroke: the page's colour for the role."""
    colour = look.get(kind)
    if colour is None:
        return ""
    paint, opacity = style.ROLES.get(colour, (colour, None))
    if kind == "fill" and paint == "currentColor":
        paint = ""
    written = f' {kind}="{paint}"' if paint else ""
    return written + (f' {kind}-opacity="{opacity}"' if opacity else "")


def _shorter(numbers: str) -> str:
    return _NUMBER.sub(lambda found: _short(float(found[0])), numbers)


def _short(number: float) -> str:
    """Return a number to a tenth, without a zero that says nothing."""
    return f"{number + 0.0:.1f}".removesuffix(".0").replace("-0.", "-.")

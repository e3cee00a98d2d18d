"""Charts as inline SVG: text as text, the page's own colours, ids that never clash.

matplotlib writes a document for a file of its own. Here it becomes an element for a page: no
document type, no metadata, no global style rule, fixed size replaced by the view box, style
attributes as presentation attributes, colours by role, ids prefixed by a digest of the content.
"""

import hashlib
import re
import xml.etree.ElementTree as ElementTree
from io import BytesIO
from itertools import groupby

from egovbench.figures import style
from egovbench.figures.chart import Chart

_SVG = "{http://www.w3.org/2000/svg}"
ElementTree.register_namespace("", _SVG[1:-1])
_HREF = "{http://www.w3.org/1999/xlink}href"
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

# Wide figures scroll rather than shrink; others grow up to a comfortable size of text.
_WIDE = style.WIDTH * 1.2
_PIXELS_A_POINT = 1.5
_LEAST_PIXELS_A_POINT = 1.1
_NUMBER = re.compile(r"-?\d+\.\d+")
_RECTANGLE = re.compile(r"M (\S+) (\S+) L (\S+) \2 L \3 (\S+) L \1 \4 (?:L \1 \2 )?z ?")
_OWN_ATTRIBUTES = {"x", "y", "d", "href", "id", "transform", "width", "height", "clip-path"}
_FONT = re.compile(r"^font(-family)?$")


def chart_svg(chart: Chart) -> str:
    """Return the chart as one `<svg>` element for a page.

    The same chart gives the same bytes. The element has role "img", the chart's title and
    alternative text as `<title>` and `<desc>`, a transparent background and no fixed size.
    """
    root = ElementTree.fromstring(_matplotlib_svg(chart))
    _drop_parts(root)
    for element in root.iter():
        _rewrite(element)
    _drop_empty_groups(root)
    _share_attributes(root)
    _add_words(root, chart)
    _size(root, is_wide(chart))
    _prefix_ids(root)
    return ElementTree.tostring(root, encoding="unicode", short_empty_elements=True)


def is_wide(chart: Chart) -> bool:
    """Return whether the chart keeps a least width, and so needs a container that scrolls."""
    return float(chart.figure.get_figwidth()) > _WIDE


def chart_png(chart: Chart, scale: float = 2.0) -> bytes:
    """Return the chart as a PNG on white, at `scale` times 96 pixels an inch."""
    buffer = BytesIO()
    with style.house_style():
        chart.figure.savefig(
            buffer, format="png", dpi=96 * scale, facecolor="white", metadata={"Software": None}
        )
    return buffer.getvalue()


def _matplotlib_svg(chart: Chart) -> bytes:
    buffer = BytesIO()
    with style.house_style():
        chart.figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None})
    return buffer.getvalue()


def _drop_parts(root: ElementTree.Element) -> None:
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in (f"{_SVG}metadata", f"{_SVG}style"):
                parent.remove(child)


def _rewrite(element: ElementTree.Element) -> None:
    """Turn style into attributes, colours into roles, and shorten numbers; keep the look."""
    declarations = element.attrib.pop("style", "")
    for declaration in filter(None, (part.strip() for part in declarations.split(";"))):
        name, value = (part.strip() for part in declaration.split(":", 1))
        if not _FONT.match(name):
            element.set(name, value)
    for name in ("fill", "stroke"):
        role = _ROLES.get(element.get(name, "").lower())
        if role:
            element.set(name, role[0])
            if role[1]:
                element.set(f"{name}-opacity", role[1])
    if _HREF in element.attrib:
        element.set("href", element.attrib.pop(_HREF))
    if element.get("transform", "").startswith("rotate(-0 "):
        del element.attrib["transform"]
    if element.get("text-anchor") == "start":
        del element.attrib["text-anchor"]
    for name in ("d", "x", "y", "width", "height", "transform"):
        if name in element.attrib:
            value = " ".join(_NUMBER.sub(_shortened, element.attrib[name]).split())
            element.set(name, _RECTANGLE.sub(r"M\1 \2H\3V\4H\1z", value))
    if element.tag != f"{_SVG}text":
        element.text = None
    element.tail = None


def _shortened(found: re.Match[str]) -> str:
    return f"{float(found[0]) + 0.0:.2f}".rstrip("0").rstrip(".")


def _share_attributes(parent: ElementTree.Element) -> None:
    """Put runs of elements of one look into a group that carries the look once."""
    kept: list[ElementTree.Element] = []
    for (tag, look), run in groupby(parent, key=_look):
        members = list(run)
        if tag == f"{_SVG}defs" or not look or len(members) < 3:
            kept.extend(members)
            continue
        for member in members:
            for name, _ in look:
                del member.attrib[name]
        group = ElementTree.Element(f"{_SVG}g", dict(look))
        group.extend(members)
        kept.append(group)
    parent[:] = kept


def _look(element: ElementTree.Element) -> tuple[str, tuple[tuple[str, str], ...]]:
    shared = (item for item in element.attrib.items() if item[0] not in _OWN_ATTRIBUTES)
    return element.tag, tuple(shared)


def _drop_empty_groups(parent: ElementTree.Element) -> None:
    """Replace groups that carry nothing but matplotlib's name by their content."""
    kept: list[ElementTree.Element] = []
    for child in parent:
        _drop_empty_groups(child)
        invisible = child.tag == f"{_SVG}path" and child.get("fill") == "none"
        if child.tag == f"{_SVG}g" and set(child.attrib) <= {"id"}:
            kept.extend(child)
        elif not (invisible and "stroke" not in child.attrib) and not (
            child.tag == f"{_SVG}defs" and not len(child)
        ):
            kept.append(child)
    parent[:] = kept


def _add_words(root: ElementTree.Element, chart: Chart) -> None:
    for place, (tag, words) in enumerate(
        (("title", chart.title), ("desc", chart.alternative_text))
    ):
        element = ElementTree.Element(f"{_SVG}{tag}", {"id": tag})
        element.text = words
        root.insert(place, element)


def _size(root: ElementTree.Element, wide: bool) -> None:
    width, height = (float(value) for value in root.attrib["viewBox"].split()[2:])
    root.attrib.clear()
    least = f"min-width:{width * _LEAST_PIXELS_A_POINT:.0f}px;" if wide else ""
    root.attrib.update(
        {
            "viewBox": f"0 0 {width:g} {height:g}",
            "width": "100%",
            "style": f"{least}max-width:{width * _PIXELS_A_POINT:.0f}px;height:auto",
            "role": "img",
            "aria-labelledby": "title",
            "aria-describedby": "desc",
            "font-family": FONT_FAMILY,
            "stroke-linejoin": "round",
            "fill": "currentColor",
        }
    )


def _prefix_ids(root: ElementTree.Element) -> None:
    content = ElementTree.tostring(root, encoding="unicode")
    prefix = f"c{hashlib.sha256(content.encode()).hexdigest()[:10]}-"
    for element in root.iter():
        for name, value in element.attrib.items():
            if name in ("id", "aria-labelledby", "aria-describedby"):
                element.set(name, prefix + value)
            elif name == "href" and value.startswith("#"):
                element.set(name, f"#{prefix}{value[1:]}")
            elif "url(#" in value:
                element.set(name, value.replace("url(#", f"url(#{prefix}"))

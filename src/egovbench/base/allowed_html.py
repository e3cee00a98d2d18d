"""Whole pages of HTML, parsed as browsers do and written anew from lists of what they may hold."""

import re
from collections.abc import Collection, Mapping
from html import escape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from egovbench.base.errors import ExportError
from egovbench.base.visible_text import visible_lines

MAXIMUM_CHARACTERS = 50_000_000
MAXIMUM_DEPTH = 200
"""Of elements in each other. Browsers move elements below the 512th level, and read another page
than the one that was written."""
_MAXIMUM_OPEN = 5_000
_LONGEST_SHOWN = 60


def _names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_PICTURES = _names("image img")
_NAMED = _names("a meta")
"""What may have a name: by others' names a page's scripts would find an element in the place of
what the browser has."""
_EMPTY = _names("br col hr img input meta wbr")
_PAGE = _names("html head title meta style script body")
_HTML = _names("""
    a abbr address article aside b bdi bdo big blockquote br caption center cite code col
    colgroup data dd del details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5
    h6 header hgroup hr i img input ins kbd label li main mark math nav ol option output p pre q
    rp rt ruby s samp search section select small span strike strong style sub summary sup svg
    table tbody td tfoot th thead time tr tt u ul var wbr
    """)
_SVG = _names("""
    a circle clipPath defs desc ellipse g image line linearGradient marker mask path pattern polygon
    polyline radialGradient rect stop style svg switch symbol text textPath title tspan use
    """)
_MATH = _names("""
    annotation math menclose merror mfenced mfrac mi mmultiscripts mn mo mover mpadded mphantom
    mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder
    munderover none semantics
    """)
_TEXT_ALONE = _names("title desc style script annotation mi mn mo ms mtext")
_UNSEEN = frozenset(["metadata"])
"""What drawing programs say of an SVG, which no browser shows."""

_ATTRIBUTES = _names("""
    abbr align alt border cellpadding cellspacing checked class color cols colspan content datetime
    dir disabled download face headers height hidden href hreflang id lang name open rel reversed
    role rowspan scope size span src start style summary tabindex title translate type valign value
    width charset http-equiv
    """)
_SVG_ATTRIBUTES = _names("""
    alignment-baseline baseline-shift class clip-path clip-rule clipPathUnits color cx cy d
    dominant-baseline dx dy fill fill-opacity fill-rule font-family font-size font-style
    font-variant font-weight fx fy gradientTransform gradientUnits height href id lang
    letter-spacing lengthAdjust marker-end marker-mid marker-start markerHeight markerUnits
    markerWidth mask maskContentUnits maskUnits offset opacity orient overflow pathLength
    patternContentUnits patternTransform patternUnits points preserveAspectRatio r refX refY role
    rotate rx ry shape-rendering spreadMethod startOffset stop-color stop-opacity stroke
    stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit
    stroke-opacity stroke-width style tabindex text-anchor text-decoration text-rendering textLength
    transform transform-origin type vector-effect version viewBox visibility width word-spacing x x1
    x2 xlink:href xml:space xmlns xmlns:xlink y y1 y2
    """)
_MATH_ATTRIBUTES = _names("""
    accent accentunder align class close columnalign columnlines columnspacing columnspan depth dir
    display displaystyle encoding fence form frame height id lang largeop linethickness lspace
    mathbackground mathcolor mathsize mathvariant maxsize minsize movablelimits notation open
    rowalign rowlines rowspacing rowspan rspace scriptlevel separator separators stretchy style
    symmetric voffset width xmlns
    """)
_FREE_ATTRIBUTE = re.compile(r"(?:aria|data)-[a-z-]+")
_ACTING = _names(
    "action background data dynsrc formaction href lowsrc ping poster src srcdoc srcset"
)
"""Refused by name where they are not allowed; other attributes are left out."""

_KINDS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "page": (_PAGE, _ATTRIBUTES),
    "html": (_HTML, _ATTRIBUTES),
    "svg": (_SVG, _SVG_ATTRIBUTES),
    "math": (_MATH, _MATH_ATTRIBUTES),
    "text": (frozenset(), frozenset()),
}

_SCHEMES = ("http", "https", "mailto")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*+):", re.IGNORECASE)
_PICTURE = re.compile(r"data:image/(?:gif|jpeg|png|svg\+xml|webp)[;,]", re.IGNORECASE)
_CALL = re.compile(r"(?<![\w-])([\w-]*+)\((?:\s*['\"]?(#|data:image/))?", re.IGNORECASE)
_FUNCTIONS = _names("""
    attr calc circle clamp color-mix cubic-bezier ellipse fit-content has hsl hsla inset is
    light-dark linear-gradient matrix max min minmax not nth-child nth-last-child nth-of-type
    polygon radial-gradient rect repeat rgb rgba rotate scale scalex scaley skewx skewy steps
    translate translatex translatey var where
    """)
_RULES = frozenset(["charset", "keyframes", "media", "page", "supports"])
_RUNNING_HEAD = re.compile(
    r'@page \{ @top-left \{ content: "(?:[^"\\<\n]|\\[0-9a-f]+ )*"; \} \}', re.ASCII
)
"""What stands at the head of a printed page: a text alone, its special characters as escapes."""
_AT_RULE = re.compile(r"@([\w-]*)")
_OPENING = re.compile(r"<(/?)([a-zA-Z]+)")


def rebuilt(page: str, own: Collection[str] = ()) -> str:
    """Return a whole document with the elements, attributes and addresses that it may hold.

    What a browser makes of the result is what was checked: parsed again, it gives the same text.
    Comments, unknown attributes and the second use of an id are left out; characters that no one
    sees or that turn the order of others are shown as escapes. `own` are the program's scripts and
    style sheets, word for word.

    Raises ExportError for an element that is on no list, for whatever would be loaded or executed,
    for an address that is none of the web, and for markup that browsers may read in several ways.
    """
    _check_size(page)
    for _ in range(3):
        again = _written(page, own)
        if again == page:
            return page
        page = again
    raise ExportError("an output holds elements in an order that no page can have")


def _check_size(page: str) -> None:
    if len(page) > MAXIMUM_CHARACTERS:
        found = f"{len(page):,} characters; a page holds at most {MAXIMUM_CHARACTERS:,}"
        raise ExportError(f"the page has {found}")
    # The parser's time grows with the square of the elements that are open at once.
    opened: dict[str, int] = {}
    for closes, name in _OPENING.findall(page):
        if name not in _EMPTY:
            opened[name] = max(0, opened.get(name, 0) + (-1 if closes else 1))
    if sum(opened.values()) > _MAXIMUM_OPEN:
        raise ExportError(f"an output leaves more than {_MAXIMUM_OPEN:,} elements open")


def _written(page: str, own: Collection[str]) -> str:
    root = LexborHTMLParser(page).root
    if root is None:
        raise ExportError("the page is empty")
    parts = ["<!DOCTYPE html>\n"]
    used: set[str] = set()
    waiting: list[tuple[LexborNode | str, str, int]] = [(root, "page", 0)]
    while waiting:
        node, kind, depth = waiting.pop()
        if isinstance(node, str):
            parts.append(node)
        elif node.is_text_node:
            parts.append(_escaped(node.text_content or ""))
        elif node.is_element_node and (tag := node.tag or "") not in _UNSEEN:
            _check_element(node, tag, kind, depth, own)
            parts.append(f"<{tag}{_attributes(node, tag, kind, used)}")
            within = _kind_within(tag, kind)
            child = node.last_child
            if tag in _EMPTY and kind in ("page", "html"):
                parts.append(">")
            elif child is None and kind in ("svg", "math"):
                parts.append("/>")
            elif tag in ("style", "script") and kind != "svg":
                parts.append(f">{node.text(deep=True)}</{tag}>")
            else:
                parts.append(">")
                waiting.append((f"</{tag}>", kind, depth))
                while child is not None:
                    waiting.append((child, within, depth + 1))
                    child = child.prev
                first = node.first_child
                if tag == "pre" and first is not None and (first.text_content or "")[:1] == "\n":
                    parts.append("\n")  # which a parser leaves out
    return "".join(parts)


def _kind_within(tag: str, kind: str) -> str:
    """Return which of the lists holds for what stands within an element."""
    if tag in _TEXT_ALONE:
        return "text"
    return {"body": "html", "svg": "svg", "math": "math"}.get(tag, kind)


def _check_element(node: LexborNode, tag: str, kind: str, depth: int, own: Collection[str]) -> None:
    if depth > MAXIMUM_DEPTH:
        raise ExportError(f"an output holds more than {MAXIMUM_DEPTH} elements in each other")
    if tag in ("style", "script"):
        text = node.text(deep=True)
        if text in own:
            return
        if tag == "style" and not _is_plain_style(text):
            raise ExportError("a <style> loads something from outside the report")
        if tag == "style" and visible_lines(text) != text:
            raise ExportError("a <style> holds characters that no one sees")
    if tag not in _KINDS[kind][0] or tag == "script":
        held = "a report holds text, tables and figures only"
        raise ExportError(f"an output holds <{_shown(tag)}>; {held}")


def _attributes(node: LexborNode, tag: str, kind: str, used: set[str]) -> str:
    if tag in ("svg", "math"):
        kind = tag
    allowed = _KINDS[kind][1]
    parts = []
    for name, value in node.attributes.items():
        if name.startswith("on"):
            found = f"{_shown(name)}={_shown(value or '')!r}"
            raise ExportError(f"an output holds {found}; a report executes nothing")
        if (name == "name" and tag not in _NAMED) or (name == "id" and value in used):
            continue
        if name == "id" and value:
            used.add(value)
        if name in allowed or _FREE_ATTRIBUTE.fullmatch(name):
            if value is None:
                parts.append(f" {name}")
            else:
                parts.append(f' {name}="{_escaped(_checked(tag, kind, name, value))}"')
        elif name.rpartition(":")[2] in _ACTING and value:
            raise ExportError(
                f"an output loads {_shown(value)!r}; put what it shows into the report"
            )
    return "".join(parts)


def _checked(tag: str, kind: str, name: str, value: str) -> str:
    """Return the value of an attribute, of an address without what browsers pass over."""
    if name in ("href", "xlink:href", "src"):
        # Browsers pass over line breaks and tabs in an address, and blanks around it.
        value = re.sub(r"[\t\r\n]", "", value).strip("".join(map(chr, range(33))))
        if name == "src" or tag != "a":
            shows = tag in _PICTURES and _PICTURE.match(value)
            if value and not value.startswith("#") and not shows:
                shown = _shown(value)
                raise ExportError(f"an output loads {shown!r}; put what it shows into the report")
        elif not _is_harmless(value):
            shown = _shown(value)
            raise ExportError(f"an output leads to {shown!r}; expected a link to a web page")
    elif name == "style" or (kind == "svg" and "(" in value and not name.startswith("aria-")):
        if not _is_plain_style(value):
            raise ExportError(f"a style loads something from outside: {_shown(value)!r}")
    elif name == "http-equiv" and (kind != "page" or value != "Content-Security-Policy"):
        raise ExportError(f"an output holds http-equiv={_shown(value)!r}; a report leads nowhere")
    return value


def _is_harmless(address: str) -> bool:
    """Tell whether following an address does nothing but open a page or a mail."""
    scheme = _SCHEME.match(address)
    if scheme is not None:
        return scheme[1].lower() in _SCHEMES
    return not address.startswith(("/", "\\"))


def _is_plain_style(style: str) -> bool:
    """Tell whether all functions and rules of a style are known to load nothing."""
    if _RUNNING_HEAD.fullmatch(style):
        return True
    if any(each in style for each in "<\\"):
        return False
    if any(rule.lower() not in _RULES for rule in _AT_RULE.findall(style)):
        return False
    return all(
        bool(local) if name.lower() == "url" else not name or name.lower() in _FUNCTIONS
        for name, local in _CALL.findall(style)
    )


def _escaped(text: str) -> str:
    return escape(visible_lines(text)).replace("&#x27;", "'")


def _shown(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]} ..."

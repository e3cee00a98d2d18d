"""Whole pages, whatever an output holds: read by another parser, nothing in them acts or loads."""

import json
import re
from pathlib import Path

import pytest
from bleach._vendor import html5lib
from hypothesis import given
from hypothesis import strategies as st

from egovbench.base.allowed_html import rebuilt
from egovbench.base.errors import ExportError

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Invented</title>
<style>p { color: red }</style></head>
<body><main><p>before</p>{}<p>after</p></main><script>own()</script></body></html>"""
STYLE, SCRIPT = "p { color: red }", "own()"

CASES = json.loads((Path(__file__).parents[1] / "fixtures/hostile_markup.json").read_text("utf-8"))
ACTING = CASES["acting"]
"""Each acts or loads something where a browser reads it as an element."""
AROUND = CASES["around"]
"""Places where parsers differ, or that leave what a simpler reader takes for quoted."""

ACTIVE = frozenset(
    """
    animate animatemotion animatetransform applet audio base button embed feimage foreignobject form
    frame frameset iframe link maction noscript object portal script set source
    template textarea track video
    """.split()  # noqa: SIM905
)
ACTING_NAMES = ("background", "srcset", "poster", "action", "formaction", "ping", "srcdoc")
LOADING = re.compile(r"url\(\s*['\"]?(?!#|data:image)|image-set|@import|\\", re.IGNORECASE)
LEADING = re.compile(r"(?:https?:|mailto:|(?![a-z][a-z0-9+.-]*:)(?![/\\]))", re.IGNORECASE)


def faults(page):
    """Return what acts, loads or leads astray on a page, as html5lib reads it."""
    found = []
    for node in html5lib.parse(page, treebuilder="etree", namespaceHTMLElements=False).iter():
        if not isinstance(node.tag, str):
            found.append("comment")
            continue
        tag = node.tag.rpartition("}")[2].lower()
        if tag in ACTIVE and (tag, node.text) != ("script", SCRIPT):
            found.append(tag)
        if tag == "style" and LOADING.search(node.text or ""):
            found.append("style")
        for name, value in node.attrib.items():
            name = name.rpartition("}")[2].lower()
            leads = tag == "a" and name == "href"
            if (
                name.startswith("on")
                or name
                in ("background", "srcset", "poster", "action", "formaction", "ping", "srcdoc")
                or (name == "http-equiv" and value.lower() != "content-security-policy")
                or (leads and not LEADING.match(value))
                or (name in ("src", "href") and not leads and not re.match("#|data:image/", value))
                or (name not in ("title", "alt") and LOADING.search(value) and "(" in value)
            ):
                found.append(f"{tag} {name}={value}")
    return found


@pytest.mark.parametrize("around", AROUND)
def test_what_acts_is_refused_or_left_out_wherever_it_stands(around):
    for acting in ACTING:
        try:
            page = rebuilt(PAGE.replace("{}", around.replace("{}", acting)), own=[STYLE, SCRIPT])
        except ExportError as fault:
            assert "\n" not in str(fault)
            assert len(str(fault)) < 250
        else:
            assert faults(page) == [], (around, acting)
            assert rebuilt(page, own=[STYLE, SCRIPT]) == page


PIECES = [
    piece for text in (*ACTING, *AROUND) for piece in re.split(r"(?<=[>{}])|(?=<)", text) if piece
]


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_so_is_it_in_any_order_of_pieces(pieces):
    try:
        page = rebuilt(PAGE.replace("{}", "".join(pieces)), own=[STYLE, SCRIPT])
    except ExportError:
        return
    assert faults(page) == []


@pytest.mark.parametrize(
    "markup",
    [
        '<table class="dataframe" border="1"><thead><tr><th colspan="2">a</th></tr></thead>'
        "</table>",
        '<a href="https://example.org/?a=b&amp;c" rel="noopener">x</a> <a href="x.html#y">z</a>',
        '<svg viewBox="0 0 9 9" role="img" aria-label="a (b)"><defs><clipPath id="c">'
        '<path d="M0 0"/></clipPath></defs><g clip-path="url(#c)"><path fill="#fff"/></g></svg>',
        '<svg><style type="text/css">*{fill: red}</style><title>A &lt; B</title></svg>',
        '<math display="block"><msup><mi>x</mi><mn>2</mn></msup></math>',
        '<img src="data:image/png;base64,AAAA" alt="a">',
        '<p style="width: calc(1px + 2px); color: var(--ink)">&lt;script&gt; url(x)</p>',
        "<style>#T_1 td { color: rgb(1, 2, 3) }</style><td>x",
        "<pre>\n\n two lines</pre>",
    ],
)  # fmt: skip
def test_text_tables_figures_and_links_stay_as_they_are(markup):
    page = rebuilt(PAGE.replace("{}", markup), own=[STYLE, SCRIPT])
    assert markup.removesuffix("<td>x") in page
    assert f"<style>{STYLE}</style>" in page
    assert f"<script>{SCRIPT}</script>" in page


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("<p>abc\u202edcba\u2066</p>", "<p>abc\\u202edcba\\u2066</p>"),
        ("<p title='\u202e'>\x9b31m&#27;</p>", '<p title="\\u202e">\\x9b31m\\x1b</p>'),
        ("<p>a\u200cb\u00ad 中\tc\nd</p>", "<p>a\u200cb\u00ad 中\tc\nd</p>"),
        ("<p data-x=1 made-up=2 lang=fr>x</p>", '<p data-x="1" lang="fr">x</p>'),
        ("<svg><metadata><x:y/></metadata><path/></svg>", "<svg><path/></svg>"),
        ("<a href=' a\tb '>x</a>", '<a href="ab">x</a>'),
    ],
)
def test_what_no_one_sees_is_shown_or_left_out(markup, shown):
    assert shown in rebuilt(PAGE.replace("{}", markup), own=[STYLE, SCRIPT])


@pytest.mark.parametrize(
    "markup", ["<div>" * 300, "<div>" * 100_000, "<b><div></p>" * 3_000, "<p>" * 6_000]
)
def test_what_is_nested_too_deep_is_refused(markup):
    with pytest.raises(ExportError, match="elements"):
        rebuilt(PAGE.replace("{}", markup), own=[STYLE, SCRIPT])

import re
from html.parser import HTMLParser

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from egovbench.base.errors import ExportError
from egovbench.base.mime import FINDING_MIME as FINDING
from egovbench.figures import style
from egovbench.reports.pages import TEMPLATES
from egovbench.site.exporter import PageContext, findings
from egovbench.site.exporter import export as make
from egovbench.site.labels import Link, Ways

CONTEXT = PageContext(
    label="Section C: Legal framework",
    site="Luxembourg against the EU27",
    ways=Ways(
        Link("Overview", "overview.html", "en"),
        None,
        (Link("Français", "section-C-fr.html", "fr"),),
    ),
    pages=frozenset({"index.html", "section-C.html"}),
)
# One transparent pixel.
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABh6FO1AAAAABJRU5ErkJg"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><desc>A dot</desc><path/></svg>'


def shown(data, **metadata):
    return new_output("display_data", data=data, metadata=metadata)


def notebook(*cells):
    return new_notebook(cells=list(cells))


def code(*outputs, source="secret_source()", **metadata):
    return new_code_cell(source, outputs=list(outputs), execution_count=1, metadata=metadata)


def export(*cells):
    return make(notebook(*cells), CONTEXT)


def body(*cells):
    html = export(*cells).html
    return html[html.index("<main") : html.index("</main>")]


class Elements(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def test_page_is_a_complete_document_of_its_own():
    page = export(new_markdown_cell("# Invented title"), code())
    elements = Elements(page.html).found
    assert page.title == "Invented title"
    assert "<title>Invented title · Luxembourg against the EU27</title>" in page.html
    assert ("html", {"lang": "en"}) in elements
    metas = {
        each.get("name") or each.get("http-equiv"): each for tag, each in elements if tag == "meta"
    }
    assert metas["viewport"]["content"] == "width=device-width, initial-scale=1"
    policy = str(metas["Content-Security-Policy"]["content"])
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:;")
    assert "script-src" not in policy
    assert not {"script", "link", "iframe"} & {tag for tag, _ in elements}
    assert ("a", {"href": "index.html"}) in elements
    # nothing remote is named outside links
    html = export(new_markdown_cell("Costs $5$ and [a link](https://example.org/)"), code()).html
    assert re.findall(r"https?://[^\s\"'<]+", html) == ["https://example.org/"]
    assert not re.search(r"mathjax|require\.js|jquery|cdnjs|@import", html, re.IGNORECASE)
    # it leads to the pages before and after it, and to the same in other languages
    leads = {each.get("href"): each for tag, each in elements if tag == "a"}
    assert leads["overview.html"]["rel"] == "prev"
    assert leads["section-C-fr.html"]["hreflang"] == "fr"
    assert "next" not in {each.get("rel") for each in leads.values()}
    # label is the title where the notebook has none
    page = export(new_markdown_cell("No heading"))
    assert page.title == "Section C: Legal framework"
    assert "<h1>Section C: Legal framework</h1>" in page.html


def test_code_and_notebook_only_cells_are_left_out_and_html_wins():
    html = body(
        code(
            new_output("stream", name="stderr", text="noise <warning>"),
            new_output("stream", name="stdout", text="printed <text>"),
            new_output(
                "error",
                ename="ValueError",
                evalue="bad",
                traceback=["\x1b[31mValueError\x1b[0m: bad"],
            ),
        ),
    )
    assert "secret_source" not in html
    assert "noise" not in html
    assert '<pre class="output">printed &lt;text&gt;</pre>' in html
    assert re.search(r'<pre class="error">.*ValueError.*: bad', html)
    # cells for the notebook only are left out
    explained = new_markdown_cell("# Notebook\n\nChange the parameters below.")
    explained.metadata["tags"] = ["notebook-only"]
    executed = notebook(explained, new_markdown_cell("Read this."))
    page = make(executed, CONTEXT)
    assert "Change the parameters" not in page.html
    assert "Read this." in page.html
    assert page.title == "Section C: Legal framework"
    assert len(executed.cells) == 2
    # html outputs pass and win over plain text
    html = body(
        code(
            shown({"text/html": "<p class='finding'>Seen &amp; read</p>", "text/plain": "unseen"})
        ),
    )
    assert '<p class="finding">Seen &amp; read</p>' in html
    assert "unseen" not in html


def test_alternative_texts_of_all_kinds_of_images_survive():
    attached = new_markdown_cell("![Alternative of an attachment](attachment:dot.png)")
    attached["attachments"] = {"dot.png": {"image/png": PNG}}
    html = body(
        attached,
        code(shown({"image/png": PNG}, **{"image/png": {"alt": 'Of a "figure" < 1'}})),
        code(shown({"image/png": PNG}), alt="Of a cell"),
        code(shown({"image/svg+xml": SVG})),
        code(shown({"image/png": PNG})),
    )
    images = [attributes["alt"] for tag, attributes in Elements(html).found if tag == "img"]
    assert images == [
        "Alternative of an attachment",
        'Of a "figure" < 1',
        "Of a cell",
        "Figure without a description",
    ]
    assert html.count("data:image/png;base64,") == 4
    assert SVG in html


def test_headings_have_anchors_that_are_unique_and_listed():
    html = export(
        new_markdown_cell("# Title\n\nWords.\n\n## Same name"),
        code(shown({"text/html": '<h2 id="given">From a cell &amp; more</h2>'})),
        new_markdown_cell("## Same name\n\n### Deeper"),
        new_markdown_cell("# A second title"),
    ).html
    elements = Elements(html).found
    ids = [attributes["id"] for _, attributes in elements if attributes.get("id")]
    assert len(ids) == len(set(ids))
    assert [tag for tag, _ in elements].count("h1") == 1
    listed = html[html.index('<nav class="contents"') :]
    contents = listed[: listed.index("</nav>")]
    assert re.findall(r'<a href="#([^"]+)">([^<]+)</a>', contents) == [
        ("Same-name", "Same name"),
        ("given", "From a cell &amp; more"),
        ("Same-name-2", "Same name"),
        ("A-second-title", "A second title"),
    ]
    assert html.index("<h1") < html.index('<nav class="contents"') < html.index("<h2")
    assert '<a class="anchor" href="#given" aria-label="Link to: From a cell &amp; more">' in html


@pytest.mark.parametrize(
    ("html", "named"),
    [
        ('<script>alert("x")</script>', "<script>"),
        ('<img src="https://example.org/x.png" alt="">', "https://example.org/x.png"),
        ('<img src="chart.png" alt="">', "chart.png"),
        ('<link rel="stylesheet" href="x.css">', "<link>"),
        ('<iframe src="data:text/html,x"></iframe>', "<iframe>"),
        ("<style>@import url(x.css);</style>", "<style>"),
        ('<p style="background: url(//example.org/x)">x</p>', "//example.org/x"),
        ('<svg><image xlink:href="http://example.org/x"/></svg>', "http://example.org/x"),
        ('<svg><a><set attributeName="href" to="javascript:x"/></a></svg>', "<set>"),
        ('<a href="javascript:alert(1)">x</a>', "javascript:alert(1)"),
        ("<a href=' Java\tScript:alert(1)'>x</a>", "Java"),
        ("<a href=&#106;avascript:x>x</a>", "javascript:x"),
        ('<a href="data:text/html,x">x</a>', "data:text/html,x"),
        ('<svg><a xlink:href="vbscript:x">x</a></svg>', "vbscript:x"),
        ('<button formaction="javascript:x">x</button>', "<button>"),
        ("<p onmouseover = alert(1)>x</p>", "onmouseover="),
        ("<p title='x'onclick='y'>x</p>", "onclick="),
    ],
)
def test_outputs_that_need_something_from_outside_are_refused(html, named):
    with pytest.raises(ExportError) as caught:
        export(code(shown({"text/html": html})))
    assert named in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert('x'))",
        "[x](data:text/html,x)",
        "<javascript:alert('x')>",
        "[x]\n\n[x]: vbscript:x",
    ],
)
def test_a_link_in_markdown_that_would_act_is_refused(text):
    for cell in (new_markdown_cell(text), code(shown({"text/markdown": text}))):
        with pytest.raises(ExportError, match="expected a link to a web page"):
            export(cell)


def test_links_and_quotes_stay_and_remote_images_are_refused():
    text = "[a](https://example.org/a) [b](#b) [c](index.html) [d](tables/d.csv) [e](mailto:e)"
    shown_body = body(new_markdown_cell(text))
    for address in ("https://example.org/a", "#b", "index.html", "tables/d.csv", "mailto:e"):
        assert f'href="{address}"' in shown_body
    # quoted answers that look like markup are no fault
    answer = "<blockquote>&lt;script src=&quot;https://example.org&quot;&gt; url(x)</blockquote>"
    assert answer in body(code(shown({"text/html": answer})))
    # links to pages that the run lacks become text
    table = '<p><a href="section-C.html#item-37">here</a> <a href="section-D.html">there</a></p>'
    page = export(code(shown({"text/html": table}))).html
    assert '<a href="section-C.html#item-37">here</a> there' in page
    # remote image in markdown is refused
    with pytest.raises(ExportError, match=r"example\.org/x\.png"):
        export(new_markdown_cell("![x](https://example.org/x.png)"))


def test_findings_are_collected_and_an_exporter_is_used_again():
    executed = notebook(
        code(shown({"text/plain": "a", FINDING: {"text": "First\n finding"}})),
        new_markdown_cell("words"),
        code(shown({"text/plain": "b"}), shown({FINDING: {"text": "Second"}})),
    )
    assert list(findings(executed)) == ["First finding", "Second"]
    # an exporter gives the same page when used again
    first = notebook(new_markdown_cell("# One"), code(shown({"text/html": "<p>x</p>"})))
    other = notebook(new_markdown_cell("# Two"))
    before = make(first, CONTEXT).html
    make(other, CONTEXT)
    assert make(first, CONTEXT).html == before


def test_the_style_sheet_loads_nothing_and_has_contrast():
    sheet = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    assert f"--chart-focal: {style.FOCAL}" in sheet
    assert "url(" not in sheet
    assert "@import" not in sheet
    assert "<" not in sheet
    # text has contrast of at least 4 5 light and dark
    themes = re.findall(r":root \{(.*?)\}", sheet, re.DOTALL)[:2]
    assert len(themes) == 2
    for theme in themes:
        colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", theme))
        for ink in ("ink", "muted", "link"):
            for paper in ("paper", "soft", "warning-soft"):
                light, dark = sorted((_luminance(colours[ink]), _luminance(colours[paper])))[::-1]
                assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, paper)


def _luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

"""What a cell shows is on the page or an error that names cell, kind and what to use instead."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

from egovbench.base.errors import ExportError
from egovbench.site.outputs import check, shown

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABh6FO1AAAAABJRU5ErkJg"
GIF = "R0lGODlhAQABAAAAACw="
JPEG = "/9j/2wCEAAEB"
WEBP = "UklGRhoAAABXRUJQ"
SCRIPT = "<div></div><script>act()</script>"
PLOTLY, VEGA = "application/vnd.plotly.v1+json", "application/vnd.vegalite.v5+json"
WIDGET = "application/vnd.jupyter.widget-view+json"
BOKEH = "application/vnd.bokehjs_exec.v0+json"
RESOURCE = "application/vnd.dataresource+json"


def bundle(data):
    return new_code_cell("x", outputs=[new_output("display_data", data=data)], execution_count=1)


def printed(text, *tags):
    output = new_output("stream", text=text)
    return new_code_cell("x", outputs=[output], metadata={"tags": list(tags)}, execution_count=1)


def html(*cells):
    pieces = list(shown(new_notebook(cells=list(cells))))
    check(pieces)
    return "".join(piece.html for piece in pieces)


@pytest.mark.parametrize(
    ("data", "held"),
    [
        ({"text/plain": "a < b \x1b[31mred\x1b[0m"}, "a &lt; b red"),
        ({"text/plain": ["two ", "parts"]}, "two parts"),
        ({"text/html": "<p>x</p>", "text/plain": "unseen"}, "<p>x</p>"),
        ({"text/markdown": "**x** $y$"}, '<strong>x</strong> <math display="inline">'),
        ({"text/latex": "$y$", "text/plain": "unseen"}, '<math display="inline">'),
        ({"image/svg+xml": "<svg><path/></svg>"}, "<svg><path>"),
        *(
            ({f"image/{kind}": content}, f'src="data:image/{kind};base64,{content}"')
            for kind, content in (("png", PNG), ("gif", GIF), ("jpeg", JPEG), ("webp", WEBP))
        ),
        # The picture that came along with what needs a script.
        ({PLOTLY: {}, "text/html": SCRIPT, "image/png": PNG}, "data:image/png"),
        ({VEGA: {}, "image/svg+xml": "<svg><path/></svg>", "text/plain": "x"}, "<svg><path>"),
        ({WIDGET: {}, "text/html": f"<img src='data:image/png;base64,{PNG}'>"}, "data:image/png"),
        ({RESOURCE: {}, "text/html": "<table><tr><td>1</table>"}, "<td>1</td>"),
        ({}, ""),
    ],
)
def test_what_a_page_can_show_is_shown(data, held):
    found = html(bundle(data))
    assert held in found
    assert "unseen" not in found


@pytest.mark.parametrize(
    ("data", "named", "instead"),
    [
        ({PLOTLY: {}, "text/html": SCRIPT, "text/plain": "x"}, PLOTLY, "figure.show('svg')"),
        ({"text/html": "<script>Plotly.x()</script>"}, "<script>", "figure.show('svg')"),
        ({VEGA: {}, "text/plain": "x"}, VEGA, "alt.renderers.enable('svg')"),
        ({WIDGET: {}, "text/plain": "x"}, WIDGET, "the values themselves"),
        ({BOKEH: "", "application/javascript": "x"}, BOKEH, "a chart of matplotlib"),
        (
            {"application/vnd.holoviews_exec.v0+json": "", "text/html": "<div id='b'></div>"},
            "holoviews",
            "hv.extension('matplotlib')",
        ),
        ({"application/javascript": "x", "text/plain": "x"}, "application/javascript", "text, a"),
        ({"text/html": "<iframe src='x'></iframe>"}, "<iframe>", "a link to the page"),
        ({"text/html": "<video src='x'></video>"}, "<video>", "a link to the video"),
        ({"text/html": "<audio src='x'></audio>"}, "<audio>", "a link to the sound"),
        ({"application/pdf": "x", "text/plain": "x"}, "application/pdf", "a picture of the page"),
        ({"application/json": {}, "text/plain": "x"}, "application/json", "json.dumps"),
        ({"application/geo+json": {}, "text/plain": "x"}, "geo+json", "a map drawn"),
        ({"text/csv": "a,b", "text/plain": "x"}, "text/csv", "a data frame"),
        ({"image/bmp": "x", "text/plain": "x"}, "image/bmp", "PNG or SVG"),
        ({"image/png": "AAAA", "text/plain": "x"}, "no such picture", "PNG or SVG"),
        ({"image/png": "%%", "text/plain": "x"}, "no such picture", "PNG or SVG"),
    ],
)
def test_what_it_cannot_is_an_error_that_says_what_to_use_instead(data, named, instead):
    with pytest.raises(ExportError) as caught:
        html(new_markdown_cell("words"), bundle({"text/plain": "fine"}), bundle(data))
    assert named in str(caught.value)
    assert "instead use " in str(caught.value)
    assert instead in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.cell == 2


@pytest.mark.parametrize("spelled", [str, lambda tag: tag.replace("-", "_")])
def test_tags_of_jupyter_are_heeded_in_both_spellings(spelled):
    removed = ("remove-cell", "remove-output", "remove-stdout", "notebook-only")
    assert html(*(printed("unseen", spelled(tag)) for tag in removed)) == ""
    assert "seen" in html(printed("seen", spelled("hide-input"), spelled("remove-input")))
    for tag in ("hide-output", "hide-cell"):
        assert html(printed("seen", spelled(tag))).startswith("<details><summary>")


def test_each_output_ends_with_itself():
    cells = [bundle({"text/html": part}) for part in ("<table><tr><td>x", "</div></main>y<!--")]
    assert html(*cells, printed("last")).count("<") == html(*cells, printed("last")).count(">")
    assert html(*cells, printed("last")).endswith('<pre class="output">last</pre>\n')
    assert "x\n</td></tr></tbody></table></div>" in html(*cells)


def test_raw_cells_are_shown_but_for_those_of_other_formats():
    html_cell = new_raw_cell("<b>x</b>", metadata={"format": "text/html"})
    latex = new_raw_cell("unseen", metadata={"raw_mimetype": "text/latex"})
    found = html(new_raw_cell("a < b"), html_cell, latex)
    assert "a &lt; b" in found
    assert "<b>x</b>" in found
    assert "unseen" not in found

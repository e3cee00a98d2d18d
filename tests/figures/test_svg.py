import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import matplotlib
import pandas as pd

from egovbench.figures import style
from egovbench.figures.bars import coverage_bars
from egovbench.figures.canvas import Canvas
from egovbench.figures.cells import item_heat_map, letters
from egovbench.figures.chart import Chart
from egovbench.figures.svg import CHART_CSS

SVG = "{http://www.w3.org/2000/svg}"


def coverage(known: int = 3, title: str = "Message <script>alert(1)</script> & more") -> Chart:
    counts = pd.DataFrame(
        {"section": ["A <b>"], "n_known": [known], "n_unknown": [1], "n_not_asked": [2]}
    )
    return coverage_bars(counts, title=title, of="Aland")


def heat_map(n_items: int = 30) -> Chart:
    items = pd.DataFrame({"item": range(n_items), "label": "A portal", "indicator": "Portals"})
    codes = pd.DataFrame(
        [
            (iso3, item, list(letters())[(item + place) % 6])
            for place, iso3 in enumerate(("AAA", "BBB"))
            for item in range(n_items)
        ],
        columns=["iso3", "item", "code"],
    )
    return item_heat_map(codes, items, "AAA", {}, title="Message")


def test_same_chart_gives_the_same_bytes_whatever_the_notebook_has_set():
    first = coverage().svg
    with matplotlib.rc_context({"font.size": 30, "svg.fonttype": "path", "text.color": "red"}):
        assert coverage().svg == first
    chart = coverage()
    assert chart.svg == chart.svg == first


def test_a_fresh_process_gives_the_same_bytes():
    program = (
        "import pandas as pd\n"
        "from egovbench.figures.bars import coverage_bars\n"
        "counts = pd.DataFrame({'section': ['A <b>'], 'n_known': [3], 'n_unknown': [1],"
        " 'n_not_asked': [2]})\n"
        "print(coverage_bars(counts, title='Message', of='Aland').svg, end='')\n"
    )
    fresh = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert fresh.stdout == coverage(title="Message").svg


def test_element_stands_alone_in_a_page():
    text = coverage().svg
    for root in drawn(coverage()):
        assert root.tag == f"{SVG}svg"
        assert root.get("role") == "img"
        assert root.get("width") == "100%"
        assert "height" not in root.attrib
    assert not re.search(r"<!DOCTYPE|<\?xml|<metadata|<style|<script|xlink", text)
    assert set(re.findall(r"https?://[^\"'< ]+", text)) == {"http://www.w3.org/2000/svg"}


def test_title_and_description_are_the_charts_own_words():
    chart = coverage()
    for root in drawn(chart):
        title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert title is not None and title.text == chart.title
        assert description is not None and description.text == chart.alternative_text
        assert root.get("aria-labelledby") == title.get("id")
        assert root.get("aria-describedby") == description.get("id")


def test_text_stays_text_in_the_pages_own_colour():
    root, narrow = drawn(coverage())
    words = [element.text for element in root.iter(f"{SVG}text")]
    assert {"A <b>", "3", "3 of 6 known", "not asked"} <= set(words)
    assert sorted(filter(None, words)) == sorted(
        element.text for element in narrow.iter(f"{SVG}text") if element.text
    )
    assert "#1b1b1b" not in coverage().svg


def test_every_cell_of_the_heat_map_has_its_letter():
    root = ElementTree.fromstring(heat_map().svg)
    written = [element.text for element in root.iter(f"{SVG}text")]
    for letter in letters().values():
        assert written.count(letter) == 60 / 6 + 1  # and one in the legend


def test_ids_are_unique_in_a_page_of_several_charts_and_all_references_resolve():
    page = "".join(chart.svg for chart in (coverage(3), coverage(4), heat_map(6), heat_map(9)))
    ids = re.findall(r'\bid="([^"]+)"', page)
    # each coverage chart stands there twice, wide and narrow; a map has hatches of two kinds
    parts = ("title", "description", "hatch")
    assert len(ids) == len(set(ids)) == 4 * len(parts) + 2 * len((*parts, "another hatch"))
    references = re.findall(r'(?:href="#|url\(#)([^")]+)', page)
    assert references
    assert set(references) <= set(ids)


def test_shapes_stand_at_their_places_in_points():
    # an inch is 72 points; y grows downwards
    canvas = Canvas(4, 2)
    canvas.line([0, 1], [0.5, 0.5], "#123456", 0.8)
    canvas.marks([(1, 0.5)], face=style.FOCAL, size=7)
    canvas.boxes([(0.5, 0.25, 1, 0.5)], edge=style.RULE)
    canvas.wedge([(0, 0), (1, 0), (0, 1)], "#123456")
    canvas.text(2, 1, "a < b & c", bold=True, rotation=90)
    root = ElementTree.fromstring(chart_of(canvas).svg)
    line, circle, box, wedge, text = list(root)[2:]
    assert root.get("viewBox") == "0 0 288 144"
    assert (line.get("d"), line.get("stroke"), line.get("fill")) == (
        "M0 36L72 36",
        "#123456",
        "none",
    )
    assert [circle.get(name) for name in ("cx", "cy", "r")] == ["72", "36", "3.5"]
    assert box.get("d") == "M36 18H108V54H36z"
    assert (box.get("stroke"), box.get("stroke-opacity")) == ("currentColor", "0.18")
    assert wedge.get("d") == "M0 0L72 0L0 72z"
    assert text.text == "a < b & c"
    assert text.get("transform") == "rotate(-90 144 72)"


def test_runs_of_one_look_share_a_group_and_keep_their_order():
    canvas = Canvas(4, 2)
    for x in (1, 2, 3):
        canvas.text(x, 1, f"muted {x}", colour=style.MUTED)
    canvas.text(1, 1, "ink")
    canvas.text(2, 1, "more ink")
    root = ElementTree.fromstring(chart_of(canvas).svg)
    group, first, second = list(root)[2:]
    assert [text.text for text in group] == ["muted 1", "muted 2", "muted 3"]
    assert (group.get("fill-opacity"), group[0].get("fill-opacity")) == ("0.76", None)
    assert (first.text, second.text) == ("ink", "more ink")


def test_every_shape_and_word_of_a_chart_is_in_its_svg():
    chart = heat_map()
    root = ElementTree.fromstring(chart.svg)
    assert [element.text for element in root.iter(f"{SVG}text")] == chart.drawing.texts


def drawn(chart: Chart) -> list[ElementTree.Element]:
    """The chart's elements: the wide one, then the narrow one if there is one."""
    return list(ElementTree.fromstring(f"<p>{chart.svg}</p>"))


def chart_of(canvas: Canvas) -> Chart:
    return Chart(
        drawing=canvas.drawing, narrow=None, title="T", subtitle="", reading="", note="",
        alternative_text="D",
        data=pd.DataFrame({"value": [1]}),
    )  # fmt: skip


def test_only_charts_without_a_narrow_layout_keep_a_least_width():
    assert "min-width" in heat_map().svg
    assert "min-width" not in coverage().svg


def test_a_narrow_layout_is_hidden_until_a_style_sheet_shows_it():
    wide, narrow = drawn(coverage())
    assert (wide.get("class"), narrow.get("class")) == ("wide", "narrow")
    assert "display:none" in narrow.get("style", "")
    assert "display" not in wide.get("style", "")
    assert float(narrow.get("viewBox", "").split()[2]) <= 400 * 0.75


def test_heat_map_of_a_large_section_stays_small():
    assert len(heat_map(30).svg.encode()) < 20_000


def test_style_sheet_sets_every_variable_that_charts_use():
    used = set(re.findall(r"var\((--chart-[a-z]+)", coverage().svg + heat_map().svg))
    assert used <= set(re.findall(r"(--chart-[a-z]+):", CHART_CSS))

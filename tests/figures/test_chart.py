"""A chart as a figure of matplotlib, in a page, as a slide and in other formats."""

import doctest
import re
import subprocess
import sys
from io import BytesIO
from itertools import pairwise

import matplotlib
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image
from svg_elements import SVG, elements

from egovbench.figures import chart as chart_module
from egovbench.figures import style
from egovbench.figures.bars import coverage_bars
from egovbench.figures.cells import item_heat_map
from egovbench.figures.chart import Chart, in_short, legible
from egovbench.figures.intervals import caterpillar
from egovbench.reports.pages import TEMPLATES

EVIL = "Message <script>alert(1)</script> & more"
SOURCES = (
    "Sources: A Body, A Survey (an index), 2022 (CC BY 4.0; 27 countries); Another Body, B 2023, "
    "2024 (not stated in the copy read (CC BY 4.0 is stated elsewhere); 1 country)."
)


def coverage(known: int = 3, title: str = EVIL) -> Chart:
    counts = pd.DataFrame(
        {"section": ["A <b>"], "n_known": [known], "n_unknown": [1], "n_not_asked": [2]}
    )
    return coverage_bars(counts, title=title, of="Aland")


def ranking(n: int = 30) -> Chart:
    rows = [(f"C{i:02d}", "overall", "overall", 90.0 - i, 88.0 - i, 92.0 - i, 9) for i in range(n)]
    scores = pd.DataFrame(
        rows, columns=["iso3", "level", "id", "score", "lower", "upper", "n_items"]
    )
    return caterpillar(scores, "C01", {}, title="Message")


def heat_map(n_items: int = 6) -> Chart:
    items = pd.DataFrame({"item": range(n_items), "label": "A portal"})
    codes = pd.DataFrame(
        [(iso3, item, code) for iso3, code in (("AAA", "yes"), ("BBB", "unknown"))
         for item in items["item"]],
        columns=["iso3", "item", "code"],
    )  # fmt: skip
    return item_heat_map(codes, items, "AAA", {}, title="Message")


def test_examples_in_docstrings_hold() -> None:
    assert doctest.testmod(chart_module).failed == 0


def test_a_chart_is_a_figure_that_can_be_changed_and_saved() -> None:
    chart = coverage()
    assert isinstance(chart, Figure) and repr(chart) == f"<Chart {EVIL!r} (1, 4)>"
    before = chart.svg
    chart.suptitle("Another message")
    chart.axes[0].annotate("look here", (1, 0))
    assert chart.title == "Another message" and "Another message" in chart.html
    assert [svg.findtext(f"{SVG}title") for svg in elements(chart)] == ["Another message"] * 2
    assert chart.svg.count("look here") == 2 and "look here" not in before
    for kind, start in (("pdf", b"%PDF"), ("png", b"\x89PNG"), ("svg", b"<?xml")):
        saved = BytesIO()
        chart.savefig(saved, format=kind)
        assert saved.getvalue().startswith(start)


def test_a_changed_chart_is_saved_in_the_house_style() -> None:
    chart = ranking()
    chart.suptitle("Mine")
    chart.savefig(BytesIO(), format="png")
    (title,) = (text for text in chart.findobj(Text) if text.get_text() == "Mine")
    assert (title.get_size(), title.get_weight()) == (style.TITLE, "bold")
    (legend,) = chart.legends
    assert not legend.get_frame_on()


def test_the_page_does_not_depend_on_the_notebooks_settings_and_leaves_the_figure() -> None:
    first = coverage().svg
    chart = coverage()
    size = tuple(chart.get_size_inches())
    with matplotlib.rc_context({"font.size": 30, "svg.fonttype": "path", "text.color": "red"}):
        assert coverage().svg == chart.svg == chart.svg == first
        chart.slide()
    assert tuple(chart.get_size_inches()) == size


def test_a_fresh_process_gives_the_same_bytes() -> None:
    program = (
        "import sys; sys.path.insert(0, 'tests/figures')\n"
        "from test_chart import coverage\n"
        "sys.stdout.buffer.write(coverage().svg.encode() + coverage().slide('svg'))"
        ";sys.stdout.buffer.write(coverage().slide())"
    )
    fresh = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    own = coverage()
    assert fresh.stdout == own.svg.encode() + own.slide("svg") + own.slide()


@pytest.mark.parametrize("draw", [coverage, ranking, heat_map])
def test_an_element_stands_alone_in_a_page(draw) -> None:
    chart = draw()
    text = chart.svg
    assert not re.search(r"<!DOCTYPE|<\?xml|<metadata|<style|<script|xlink|\bdate\b", text)
    assert set(re.findall(r"https?://[^\"'< ]+", text)) == {"http://www.w3.org/2000/svg"}
    wide, narrow = elements(chart)
    assert (wide.get("class"), narrow.get("class")) == ("wide", "narrow")
    assert "display:none" in narrow.get("style", "") and "display" not in wide.get("style", "")
    assert float(narrow.get("viewBox", "").split()[2]) == pytest.approx(style.NARROW * 72, abs=0.1)
    for svg in (wide, narrow):
        title, description = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
        assert title is not None and title.text == chart.title
        assert description is not None and description.text == chart.words.alternative_text
        assert svg.get("aria-labelledby") == title.get("id")
        assert svg.get("aria-describedby") == description.get("id")
    ids = re.findall(r'\bid="([^"]+)"', text + coverage(4).svg)
    assert len(ids) == len(set(ids)) == 8


def test_every_row_says_its_values_and_can_be_reached_by_keyboard() -> None:
    for svg in elements(ranking(3)):
        assert svg.get("role") == "group"
        rows = [group for group in svg.iter(f"{SVG}g") if group.get("tabindex") == "0"]
        told = [row.findtext(f"{SVG}title") for row in rows]
        assert told == ["C00: 90 (88 to 92)", "C01: 89 (87 to 91)", "C02: 88 (86 to 90)"]
        for row, name in zip(rows, ("C00", "C01", "C02"), strict=True):
            assert row.get("role") == "img"
            words = [text.text for text in row.iter(f"{SVG}text")]
            assert words[0] == name and len(words) == 2
            assert len(list(row.iter(f"{SVG}circle"))) == 1  # all three overlap


def test_text_is_text_and_colours_are_the_pages_own() -> None:
    svg = coverage().svg + ranking().svg + heat_map().svg
    assert "A &lt;b&gt;" in svg and ">3<" in svg and ">not asked<" in svg
    colours = set(re.findall(r'(?:fill|stroke)="([^"]+)"', svg))
    assert all(each in ("none", "currentColor") or each.startswith("var(") for each in colours)
    sheet = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    for variable in set(re.findall(r"var\((--chart-[a-z-]+)", svg)):
        assert sheet.count(f"{variable}:") == 3, "light, dark and print each set it"


def test_pages_stay_small_and_only_wide_charts_scroll() -> None:
    assert len(ranking().svg.encode()) < 42_000
    assert "min-width" not in ranking().svg and "chart-region" not in ranking().html
    assert "min-width" in heat_map(30).svg and "chart-region" in heat_map(30).html


def test_a_slide_holds_title_and_sources_and_has_its_size() -> None:
    chart = coverage().sourced(SOURCES)
    picture = Image.open(BytesIO(chart.slide()))
    assert picture.size == (1920, 1080)
    assert (picture.info["Title"], picture.info["Source"]) == (EVIL, SOURCES)
    assert picture.info["Description"] == chart.words.alternative_text
    text = chart.slide("svg").decode()
    assert "&lt;script&gt;" in text and "<script" not in text and "Matplotlib" not in text
    assert "Sources: A Body 2022; Another Body 2024." in text


@pytest.mark.parametrize("n_sources", [1, 12])
def test_no_ink_reaches_the_edge_of_a_slide(n_sources) -> None:
    bodies = [f"Ministry of Wide Words and Measurements Number {n}" for n in range(n_sources)]
    sources = "; ".join(f"{body}, A Survey, 2022 (terms; 27 countries)" for body in bodies)
    chart = ranking().sourced(f"Sources: {sources}.")
    ink = np.asarray(Image.open(BytesIO(chart.slide())).convert("RGB")).astype(int)
    edges = [ink[:8], ink[-8:], ink[:, :8], ink[:, -8:]]
    assert all((abs(edge - ink[0, 0]) < 3).all() for edge in edges)


@pytest.mark.parametrize("draw", [coverage, ranking, heat_map])
@pytest.mark.parametrize("size", [style.SLIDE, (style.WIDTH, 9), (style.NARROW, 9)])
def test_labels_stay_within_the_figure_and_do_not_touch(draw, size) -> None:
    chart = draw()
    chart.set_size_inches(*size)
    chart.draw_without_rendering()
    width, height = chart.bbox.width, chart.bbox.height
    boxes = [
        text.get_window_extent() for text in chart.findobj(Text)
        if text.get_text() and text.get_visible()
    ]  # fmt: skip
    assert all(box.x0 >= 0 and box.x1 <= width and box.y0 >= 0 and box.y1 <= height
               for box in boxes)  # fmt: skip
    for place, box in enumerate(boxes):
        for other in boxes[place + 1 :]:
            beside = box.x1 <= other.x0 + 1 or other.x1 <= box.x0 + 1
            assert beside or min(box.y1, other.y1) - max(box.y0, other.y0) < 0.2 * box.height


@given(st.integers(1, 200), st.floats(0.02, 0.3), st.lists(st.integers(0, 199), max_size=5))
def test_labelled_rows_keep_apart_and_the_first_wanted_is_among_them(n, height, wanted) -> None:
    wanted = [place for place in wanted if place < n]
    shown = legible(n, height, wanted)
    gaps = [(b - a) * height for a, b in pairwise(shown)]
    assert all(gap > 0.92 * style.SMALL / 72 for gap in gaps)
    assert set(wanted[:1]) <= set(shown) <= set(range(n))


def test_sources_in_short_are_each_publisher_once_with_its_years() -> None:
    assert in_short(SOURCES) == "Sources: A Body 2022; Another Body 2024."
    assert in_short("Source : Une institution, Une enquête, 2021 (licence).") == (
        "Source : Une institution 2021."
    )

"""The table of shaded scores: what its cells say, and that its shades can be read."""

import math
import re
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from markupsafe import Markup

from egovbench.reports.matrix.table import Cell, Matrix, MatrixRow, matrix_html
from egovbench.reports.pages import TEMPLATES, content_policy

GAP = Cell(math.nan, math.nan, math.nan, "not comparable", shaded=False)


def cells(*scores, shaded=True):
    return tuple(Cell(score, score, 100.0, "1 of 2 known", shaded) for score in scores)


def table(*rows):
    html = matrix_html(Matrix("Invented", "Country", (("A", "two items"),), rows, ("Region",)), "m")
    return BeautifulSoup(html, "html.parser")


def test_a_cell_says_score_bounds_and_what_it_rests_on():
    page = table(MatrixRow("Alpha", cells(40.0), ("East",)))
    cell = page.select_one("tbody td")
    assert cell.get_text("|") == "40|40 to 100|1 of 2 known"
    assert cell["class"] == ["q2"]
    assert float(cell["data-value"]) == 40.0
    # a score on fewer items and a gap have no shade
    page = table(MatrixRow("Alpha", (*cells(90.0, shaded=False), GAP)))
    fewer, gap = page.select("tbody td")
    assert fewer["class"] == ["part"]
    assert gap["class"] == ["gap"]
    assert gap.get_text() == "not comparable"
    assert "data-value" not in gap.attrs
    # foreign text is escaped
    row = MatrixRow("<b>Alpha", (GAP,), ("<i>",), code='"QQA', other_names=("<u>",))
    assert not table(row).find_all(["b", "i", "u"])


@pytest.mark.parametrize(
    ("score", "shade"), [(0.0, "q0"), (19.9, "q0"), (80.0, "q4"), (100.0, "q4")]
)
def test_shades_are_fifths_of_the_scale(score, shade):
    assert table(MatrixRow("Alpha", cells(score))).select_one("tbody td")["class"] == [shade]


def _luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_shades_can_be_read_and_pages_execute_only_their_scripts():
    css = (TEMPLATES / "matrix.css").read_text(encoding="utf-8")
    inks = dict.fromkeys("01234", "#161616") | {"3": "#ffffff", "4": "#ffffff"}
    papers = re.findall(r"\.q(\d) \{ background: (#[0-9a-f]{6})", css)
    assert [shade for shade, _ in papers] == list("01234")
    lights = []
    for shade, paper in papers:
        light, dark = sorted((_luminance(paper), _luminance(inks[shade])), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, shade
        lights.append(_luminance(paper))
    assert all(before > after for before, after in pairwise(lights))
    # a page executes only the scripts that it needs
    policy = content_policy([Markup("invented()")])
    assert "script-src 'sha256-" in policy
    assert "script-src" not in content_policy([])
    assert "</" not in (TEMPLATES / "search.js").read_text(encoding="utf-8")

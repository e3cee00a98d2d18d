"""A run on several countries: its index, all countries by section, a change over time."""

import json
import re
from itertools import product

import pytest

pytestmark = pytest.mark.slow

CONFIG = """
run: several
parameters: {focal: LVA, peers: all, min_share: 0.5}
reports:
  - notebook: country
    matrix: {focal: [LVA, EST]}
  - notebook: overview
    include: [{focal: LVA}]
  - notebook: matrix
  - notebook: trend
"""


@pytest.fixture
def folder(make_run):
    return make_run("several", CONFIG)


def test_each_country_has_one_row_by_name_that_leads_to_its_first_report(folder, visit):
    page = visit(folder / "index.html")
    rows = page.eval_on_selector_all(
        ".table-region tbody tr",
        "all => all.filter(r => r.querySelector('a'))"
        ".map(r => [r.querySelector('th').innerText, r.querySelector('a').getAttribute('href')])",
    )
    # The overview hands over the same facts of Latvia as its profile, which comes first.
    assert rows == [["Estonia", "country-EST.html"], ["Latvia", "country-LVA.html"]]
    assert page.strayed == []


@pytest.mark.parametrize("name", ["index", "matrix", "trend"])
def test_axe_finds_no_violation(name, folder, violations):
    found = violations(folder / f"{name}.html", product((1280, 400), ("light", "dark")))
    assert not found, json.dumps(found, indent=1)


@pytest.mark.parametrize("name", ["index", "matrix", "trend"])
def test_pages_are_no_wider_than_the_window(name, folder, visit):
    for width, scheme in product((1280, 400), ("light", "dark")):
        page = visit(folder / f"{name}.html", width, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_countries_are_found_by_name_other_name_code_and_group(folder, visit):
    page = visit(folder / "matrix.html")

    def shown():
        rows = page.locator("#countries tbody tr:not([hidden]) th")
        return [text.split("\n")[0] for text in rows.all_inner_texts()]

    assert len(shown()) == 198
    field = page.get_by_label("Find a country")
    for words, expected in (("turkey", "Türkiye"), ("TURKI", "Türkiye"), ("lux", "Luxembourg")):
        field.fill(words)
        assert shown() == [expected]
    field.fill("")
    page.locator(".search select").first.select_option("Oceania")
    assert len(shown()) == 14
    assert page.locator(".search output").inner_text() == "Shown: 14 of 198"
    assert page.strayed == []


def test_countries_of_the_run_are_links_on_a_small_page(folder, visit):
    page = visit(folder / "matrix.html")
    links = page.eval_on_selector_all("#countries a", "all => all.map(a => a.textContent)")
    assert links == ["Estonia", "Latvia"]
    # the page is small and complete without its script
    text = (folder / "matrix.html").read_text(encoding="utf-8")
    assert len(text.encode()) <= 400_000
    assert text.count("<tr data-names=") == 198
    assert re.search(r' data-found="[^"]*" hidden(?:="")?><label>', text)

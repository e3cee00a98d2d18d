"""The page of all countries by section, and of a change over time, as a browser shows them."""

import json
from itertools import product

import pytest

CONFIG = """
run: matrix
parameters: {focal: LUX, peers: all, min_share: 0.5}
reports:
  - notebook: matrix
  - notebook: trend
  - notebook: country
    matrix: {focal: [EST]}
"""


@pytest.fixture
def folder(make_run):
    return make_run("matrix", CONFIG)


@pytest.mark.parametrize("name", ["index", "matrix", "trend"])
def test_axe_finds_no_violation(name, folder, violations):
    found = violations(folder / f"{name}.html")
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


def test_only_countries_of_the_run_are_links(folder, visit):
    page = visit(folder / "matrix.html")
    links = page.eval_on_selector_all("#countries a", "all => all.map(a => a.textContent)")
    assert links == ["Estonia"]


def test_the_page_is_small_and_complete_without_its_script(folder):
    text = (folder / "matrix.html").read_text(encoding="utf-8")
    assert len(text.encode()) <= 400_000
    assert text.count("<tr data-names=") == 198
    assert " data-found=" in text and " hidden><label>" in text

"""What axe-core finds on the pages of the default run, and what keyboards and readers need."""

import json
from itertools import pairwise

import pytest

PAGES = (
    "index",
    "overview",
    "country",
    "robustness",
    "evidence",
    *(f"section-{letter}" for letter in "ABCDEFG"),
)


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_violation(name, run_folder, violations):
    found = violations(run_folder / f"{name}.html")
    assert not found, json.dumps(found, indent=1)


@pytest.mark.parametrize("name", PAGES)
def test_headings_go_down_one_level_at_a_time(name, run_folder, visit):
    page = visit(run_folder / f"{name}.html")
    levels = page.eval_on_selector_all(
        "h1, h2, h3, h4, h5, h6", "all => all.map(each => Number(each.tagName[1]))"
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("name", PAGES)
def test_tables_have_captions_and_headers(name, run_folder, visit):
    page = visit(run_folder / f"{name}.html")
    bare = page.eval_on_selector_all(
        "table", "all => all.filter(t => !t.caption || !t.querySelector('th[scope=col]')).length"
    )
    assert bare == 0


@pytest.mark.parametrize("name", PAGES)
def test_pages_fetch_nothing_and_report_no_error(name, run_folder, visit):
    page = visit(run_folder / f"{name}.html")
    assert page.strayed == []


@pytest.mark.parametrize("name", PAGES)
def test_pages_do_not_scroll_sideways_on_a_telephone(name, run_folder, visit):
    page = visit(run_folder / f"{name}.html", 400)
    assert page.evaluate("document.documentElement.scrollWidth") <= 400

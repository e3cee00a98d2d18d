"""What axe-core finds on the pages of the default run, and what keyboards and readers need."""

import json
from itertools import pairwise

import pytest

KINDS = ("index", "method", "overview", "robustness", "evidence", "section-C")
PAGES = (
    *KINDS,
    *(pytest.param(f"section-{letter}", marks=pytest.mark.slow) for letter in "ABDEFG"),
)
VIEWS = ((1280, "light"), (400, "dark"))
OTHERS = ((1280, "dark"), (400, "light"))


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_violation(name, run_folder, violations):
    found = violations(run_folder / f"{name}.html", VIEWS)
    assert not found, json.dumps(found, indent=1)


@pytest.mark.slow
@pytest.mark.parametrize("name", KINDS)
def test_axe_finds_no_violation_in_other_colours(name, run_folder, violations):
    found = violations(run_folder / f"{name}.html", OTHERS)
    assert not found, json.dumps(found, indent=1)


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_complete_ordered_and_fit_a_telephone(name, run_folder, visit):
    page = visit(run_folder / f"{name}.html", 400)
    levels = page.eval_on_selector_all(
        "h1, h2, h3, h4, h5, h6", "all => all.map(each => Number(each.tagName[1]))"
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    without_caption_or_header = page.eval_on_selector_all(
        "table", "all => all.filter(t => !t.caption || !t.querySelector('th[scope=col]')).length"
    )
    assert without_caption_or_header == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    assert page.strayed == []

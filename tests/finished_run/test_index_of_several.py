"""The index of a run on several countries: their key facts as a table."""

import json
from pathlib import Path

import pytest

CONFIGURATION = """\
run: several
parameters: {focal: LVA, peers: [EST, LTU, LVA]}
reports:
  - notebook: country
    matrix: {focal: [LVA, EST]}
  - notebook: overview
    include: [{focal: LVA}]
"""


@pytest.fixture
def several(make_run) -> Path:
    """The index of a run with two profiles and, of one of the countries, an overview."""
    return make_run("several", CONFIGURATION) / "index.html"


def test_each_country_has_one_row_by_name_that_leads_to_its_first_report(several, visit):
    page = visit(several)
    rows = page.eval_on_selector_all(
        ".table-region tbody tr",
        "all => all.filter(r => r.querySelector('a'))"
        ".map(r => [r.querySelector('th').innerText, r.querySelector('a').getAttribute('href')])",
    )
    # The overview hands over the same facts of Latvia as its profile, which comes first.
    assert rows == [["Estonia", "country-EST.html"], ["Latvia", "country-LVA.html"]]
    assert page.strayed == []


def test_axe_finds_no_violation(several, violations):
    found = violations(several)
    assert not found, json.dumps(found, indent=1)

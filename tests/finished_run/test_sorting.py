"""Tables sort by script in a real browser, and no other script runs."""

import re
from html import unescape

import pandas as pd
import pytest
from markupsafe import Markup

from egovbench.reports.pages import render_page
from egovbench.reports.tables import TableStyle, table_html


def column(page, place):
    """The texts in a column of the first table."""
    cells = f"row.cells[{place}].textContent"
    return page.eval_on_selector("table tbody", f"body => [...body.rows].map(row => {cells})")


def sort_by(page, heading):
    page.get_by_role("button", name=heading, exact=True).first.press("Enter")


@pytest.fixture
def small(tmp_path, visit):
    """A page with invented countries: a number is missing, one is not known, words in three."""
    frame = pd.DataFrame(
        {
            "country": ["Bland", "Cland", "Aland", "Dland"],
            "score": [9.5, None, 100.0, -20.0],
            "bounds": ["83.3 (83.3 to 100)", "", "9 to 12", "100"],
        }
    )
    table = table_html(frame, "Invented", TableStyle())
    page = render_page(
        "side_by_side.html.j2", title="T", headline="H", difference="D", chart="",
        scores=Markup(table), items=Markup(""), notes=[], version="0",
    )  # fmt: skip
    address = tmp_path / "small.html"
    address.write_text(page, encoding="utf-8")
    return visit(address)


def test_numbers_and_readings_sort_by_value_and_words_by_the_alphabet(small):
    sort_by(small, "score")
    assert column(small, 0) == ["Dland", "Bland", "Aland", "Cland"]
    sort_by(small, "score")
    assert column(small, 0) == ["Aland", "Bland", "Dland", "Cland"]
    assert small.strayed == []
    # readings with bounds sort by the number they begin with
    sort_by(small, "bounds")
    assert column(small, 0) == ["Aland", "Bland", "Dland", "Cland"]
    # words sort by the alphabet and one heading at a time says how
    sort_by(small, "score")
    sort_by(small, "country")
    assert column(small, 0) == ["Aland", "Bland", "Cland", "Dland"]
    said = small.eval_on_selector_all("thead th", "all => all.map(h => h.ariaSort)")
    assert said == ["ascending", None, None]
    sort_by(small, "country")
    assert small.get_attribute("thead th", "aria-sort") == "descending"


@pytest.mark.parametrize("name", ["overview", "section-A"])
def test_tables_of_the_run_sort(name, run_folder, visit):
    page = visit(run_folder / f"{name}.html")
    before = column(page, 0)
    first = page.locator("table").first.locator("thead button").first
    first.click()
    first.click()
    assert sorted(column(page, 0)) == sorted(before)
    assert column(page, 0) != before
    assert page.strayed == []


def test_a_page_without_script_holds_every_row_and_the_script_is_allowed_by_its_hash(
    run_folder, visit
):
    with_script = visit(run_folder / "overview.html")
    without = visit(run_folder / "overview.html", java_script_enabled=False)
    assert without.locator("tbody tr").count() == with_script.locator("tbody tr").count() > 0
    assert without.locator("th button").count() == 0
    # the scripts, to sort and to light up a country's rows, are allowed by their hashes alone
    content = (run_folder / "overview.html").read_text(encoding="utf-8")
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', content)
    (allowed,) = re.findall(r"script-src ([^;]*)", unescape(policy))
    assert re.fullmatch(r"'sha256-[\w+/=]+' 'sha256-[\w+/=]+'", allowed)


@pytest.mark.parametrize(
    "foreign",
    [
        "<script>document.title = 'taken'</script>",
        "<img src=x onerror=\"document.title = 'taken'\">",
    ],
)
def test_a_foreign_script_is_refused_though_ours_runs(foreign, run_folder, tmp_path, visit):
    content = (run_folder / "overview.html").read_text(encoding="utf-8")
    page_file = tmp_path / "attacked.html"
    page_file.write_text(content.replace("</main>", f"{foreign}</main>"), encoding="utf-8")
    page = visit(page_file)
    page.wait_for_timeout(100)
    assert page.title() != "taken"
    assert any("Content Security Policy" in message for message in page.strayed)
    assert page.locator("th button").count() > 0

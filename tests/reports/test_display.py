import inspect
import re
from base64 import b64decode

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from egovbench.base.errors import MethodError
from egovbench.base.mime import PICTURES, RUN
from egovbench.base.sanitise import link, linkified, web_address
from egovbench.figures.bars import coverage_bars
from egovbench.reports import display
from egovbench.reports.section.answers import quoted

EVIL = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


def soup(part):
    return BeautifulSoup(part.html, "html.parser")


@pytest.fixture
def answers():
    columns = [
        "item", "wording", "answer", "code", "evidence", "rationale", "locator", "urls",
        "truncated",
    ]  # fmt: skip
    urls = "https://b.lu/y https://c.lu/z javascript:alert(1)"
    rows = [
        (62, "Link to the strategy?", "See www.a.lu/x, and https://b.lu/y.", "yes", "described",
         "Names it.", "lines 1-2", urls, False),
        (83, "Any?", " ", "unknown", "none", "", "", "", False),
        (111, EVIL, EVIL + " word" * 200, "no", "reviewed", EVIL, EVIL, "", True),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def test_findings_headings_and_paragraphs():
    bundle = display.finding("A < B")._repr_mimebundle_()
    assert bundle["application/vnd.egovbench.finding+json"] == {"text": "A < B"}
    assert "A &lt; B" in bundle["text/html"]
    assert bundle["text/plain"] == "A < B"
    with pytest.raises(MethodError, match="empty"):
        display.finding(" ")
    # heading has its level and anchor
    shown = display.heading("Laws & portals", level=3, anchor="laws")
    assert shown.html == '<h3 id="laws">Laws &amp; portals</h3>'
    with pytest.raises(MethodError, match="level 5"):
        display.heading("Laws", level=5)
    # paragraphs say nothing when there is nothing to say
    (one,) = display.paragraphs("", "One & two", " ")
    expected = {"text/html": "<p>One &amp; two</p>", "text/plain": "One & two"}
    assert one._repr_mimebundle_() == expected


COUNTS = pd.DataFrame({"section": ["A"], "n_known": [3], "n_unknown": [1], "n_not_asked": [2]})


def test_chart_shows_its_words_and_a_digest_of_its_data(monkeypatch):
    chart = coverage_bars(COUNTS, title=f"T {EVIL}", of="Aland", note="Source: invented")
    page = soup(chart)
    assert page.figcaption.strong.text == chart.title
    assert page.svg.desc.text == chart.words.alternative_text
    assert page.find(class_="note").text == "Source: invented."
    assert not page.find_all(["script", "img"])
    assert not page.find(class_="chart-region")
    bundle = chart._repr_mimebundle_()
    assert chart.words.alternative_text in bundle["text/plain"]
    assert bundle["text/plain"].endswith(f"Data: {chart.digest}")
    assert "image/png" not in bundle
    monkeypatch.setenv(PICTURES, "1")
    bundle = chart._repr_mimebundle_()
    assert b64decode(bundle["image/png"]) == chart.slide()
    assert bundle["image/svg+xml"].encode() == chart.slide("svg")
    assert bundle["text/csv"] == "section,n_known,n_unknown,n_not_asked\nA,3,1,2\n"
    assert repr(chart) == f"<Chart {chart.title!r} (1, 4)>"


@display.block
def invented_block(title):
    """Show something."""
    yield display.heading(title)
    yield from display.paragraphs("One.", "Two.")
    yield coverage_bars(COUNTS, title="C", of="Aland").sourced("Source: invented.")
    yield display.as_table(COUNTS.head(1), "Counts")


def test_a_block_holds_its_parts_and_shows_each_as_an_output(monkeypatch):
    block = invented_block("Title")
    assert repr(block) == "<Block invented_block: sentences 2, charts 1, tables 1>"
    assert block.sentences == ["One.", "Two."]
    assert block.data.equals(COUNTS.head(1))
    assert block.figure is block.parts[3] and block.figure.sources == "Source: invented."
    assert block.text.startswith("## Title\nOne.\nTwo.\nFigure: C")
    assert block._repr_mimebundle_()["text/plain"] == block.text
    outputs = []
    monkeypatch.setattr("IPython.display.display", outputs.append)
    block._ipython_display_()
    assert tuple(outputs) == block.parts
    assert str(inspect.signature(invented_block)).endswith("-> egovbench.reports.display.Block")
    # a block without table or chart has their data or none
    chart = coverage_bars(COUNTS, title="C", of="Aland")
    assert display.Block("b", (chart,)).data is chart.data
    empty = display.Block("b", ())
    assert (empty.data, empty.figure, empty.sentences, empty.text) == (None, None, [], "")


def test_table_has_caption_scopes_formats_and_no_nan():
    frame = pd.DataFrame(
        {
            "country": ["Aland", EVIL],
            "score": [62.345, float("nan")],
            "gap": [-1.25, 0.0],
            "coverage": [0.5, 1.0],
            "items": [3, 4],
            "remark": ["", "good"],
        }
    )
    table = display.as_table(
        frame,
        "Scores",
        headers={"score": "Score (0 to 100)"},
        formats={"gap": "+.1f", "coverage": ".0%"},
        note="Source: invented",
    )
    page = soup(table)
    assert page.caption.text == "Scores"
    region = page.find(class_="table-region")
    assert (region["role"], region["tabindex"], region["aria-label"]) == ("region", "0", "Scores")
    heads = page.thead.find_all("th")
    assert [head.text for head in heads][:2] == ["Country", "Score (0 to 100)"]
    assert {head["scope"] for head in heads} == {"col"}
    rows = [[cell.text for cell in row.find_all(["th", "td"])] for row in page.tbody.find_all("tr")]
    assert rows == [
        ["Aland", "62.3", "\u22121.2", "50 %", "3", "not known"],
        [EVIL, "not known", "0.0", "100 %", "4", "good"],
    ]
    first = page.tbody.tr
    assert first.th["scope"] == "row"
    assert first.find_all("td")[0]["data-value"] == "62.345"
    assert first.find_all("td")[0]["class"] == ["number"]
    assert not page.find_all(["script", "img"])
    plain = table.text
    assert "Score (0 to 100)" in plain and "not known" in plain and "Source: invented" in plain
    assert "nan" not in table.html.lower().replace("not known", "")


def test_text_stands_left_numbers_right_and_links_lead_to_the_web_and_the_site():
    table = display.as_table(pd.DataFrame({"country": ["Aland"], "score": [62.3]}), "Scores")
    cells = soup(table).find_all(["th", "td"])
    assert [cell["style"] for cell in cells] == ["text-align:left", "text-align:right"] * 2
    # table links only to the web and to the site
    frame = pd.DataFrame({"item": [12, 13], "link": ["https://a.lu/?x=1&y=2", "javascript:a.b()"]})
    places = {"item": [f"section-A.html#item-{item}" for item in frame["item"]]}
    table = display.as_table(frame, "Links", links=["link"], places=places)
    anchors = [anchor["href"] for anchor in soup(table).find_all("a")]
    assert anchors == ["section-A.html#item-12", "https://a.lu/?x=1&y=2", "section-A.html#item-13"]
    # empty table is refused
    with pytest.raises(MethodError, match="no rows"):
        display.as_table(pd.DataFrame({"item": []}), "Caption")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"formats": {"height": ".1f"}}, "no column height"),
        ({"places": {"item": ["https://evil.example/1"]}}, "no place in the site"),
    ],
)
def test_table_refuses_columns_and_places_that_do_not_exist(arguments, message):
    with pytest.raises(MethodError, match=message):
        display.as_table(pd.DataFrame({"item": [1]}), "Caption", **arguments)


def test_answers_stand_with_anchor_reason_and_source(answers):
    page = soup(quoted(answers, "Aland"))
    assert [article["id"] for article in page.find_all("article")] == [
        "item-62",
        "item-83",
        "item-111",
    ]
    first, second, third = page.find_all("article")
    assert first.find(class_="basis").text == "Names it. [lines 1-2]"
    assert "Nothing written." in second.text
    assert second.find(class_="basis") is None
    assert third.details.summary.text.startswith("Aland, ")
    assert "cut off in the source" in third.text


def test_answers_link_each_web_address_once_and_never_become_markup(answers):
    anchors = soup(quoted(answers, "Aland")).find(id="item-62").find_all("a")
    assert [anchor["href"] for anchor in anchors] == [
        "https://www.a.lu/x",
        "https://b.lu/y",
        "https://c.lu/z",
    ]
    assert {" ".join(anchor["rel"]) for anchor in anchors} == {"noopener noreferrer nofollow"}
    # answers never become markup
    page = soup(quoted(answers, EVIL))
    assert not page.find_all(["script", "img"])
    assert EVIL in page.find(id="item-111").blockquote.text
    assert not re.search(r"<[^>]*\son\w+=", str(page).replace("&lt;", ""))
    # answers as plain text say the same
    plain = quoted(answers, "Aland").text
    assert "62. Link to the strategy?\nAland: See www.a.lu/x" in plain
    assert "Aland: Nothing written." in plain
    # answers need their columns
    with pytest.raises(MethodError, match="lacks the columns locator"):
        quoted(answers.drop(columns="locator"), "Aland")
    # address in a sentence ends before its punctuation
    html = linkified("(see https://a.lu/b_(c)), or http://d.lu.")
    assert re.findall(r'href="([^"]+)"', html) == ["https://a.lu/b_(c)", "http://d.lu"]
    assert BeautifulSoup(html, "html.parser").text == "(see https://a.lu/b_(c)), or http://d.lu."


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "JaVaScRiPt://www.a.lu/%0aalert(1)",
        "data:text/html,x",
        "mailto:a@b.lu",
        "https://user:word@b.lu/",
        "https://b.lu/a b",
        "https://",
        "https://[b.lu",
        "ftp://b.lu",
        "www",
        "",
    ],
)
def test_what_is_no_web_address_is_never_linked(text):
    assert web_address(text) is None
    assert "<a" not in link(text)


def test_links_to_pages_are_text_unless_a_run_makes_these(monkeypatch):
    part = display.Part('<p><a href="section-C.html#item-37">37</a> <a href="#a">a</a></p>', "37 a")
    monkeypatch.delenv(RUN, raising=False)
    assert part._repr_mimebundle_()["text/html"] == '<p>37 <a href="#a">a</a></p>'
    monkeypatch.setenv(RUN, "1")
    assert part._repr_mimebundle_()["text/html"] == part.html

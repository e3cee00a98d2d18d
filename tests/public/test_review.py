"""What `eb.review` returns and shows of itself."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pandas as pd
import pytest

import egovbench as eb
from egovbench.base.errors import ParameterError
from egovbench.base.schemas import OTHERS_TABLE
from egovbench.comparison.review import said_by_others

COLUMNS = [
    "item", "section", "question", "answer", "selection", "code", "value", "lower", "upper",
    "evidence", "status", "rule", "rationale", "words", "needs_review", "reviewed", "decision",
    "decision_rationale", "reviewer", "date", "saw", "others",
]  # fmt: skip
ALLOWED = {
    "div", "p", "strong", "br", "table", "thead", "tbody", "tr", "th", "td", "mark", "details",
    "summary",
}  # fmt: skip


@pytest.fixture(scope="module")
def review():
    return eb.review("LUX")


def changed(review, item, **cells):
    """Return the review with cells of an item's row changed."""
    data = review.data.set_index("item", drop=False)
    for column, cell in cells.items():
        data.at[item, column] = cell
    return replace(review, data=data.reset_index(drop=True))


class Page(HTMLParser):
    """The tags, attributes and texts of a page; the rows of items in and out of what is folded."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.open = [], [], []
        self.marked, self.shown, self.folded = [], [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += attributes
        if tag != "br":
            self.open.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        tag, attributes = self.open[-1]
        if tag == "mark":
            self.marked.append(data)
        elif tag == "th" and attributes.get("scope") == "row":
            folded = any(each == "details" for each, _ in self.open)
            (self.folded if folded else self.shown).append(int(data))


def test_rows_decisions_and_marked_words(review):
    assert review.data.columns.tolist() == COLUMNS
    assert len(review.data) == 70
    assert not (review.data["needs_review"] & review.data["reviewed"]).any()
    decided = review.data["decision"] != ""
    assert (review.data.loc[decided, "decision_rationale"].str.len() >= 10).all()
    assert review.data["others"].str.contains(r"^(?:yes|partly|no|unknown|no or unknown): ").any()
    # what needs a decision is shown and the rest folded
    open_ = changed(changed(review, 7, needs_review=True, reviewed=False), 124, needs_review=True)
    page = Page(open_._repr_html_())
    data = open_.data
    assert page.shown == data.loc[data["needs_review"], "item"].tolist()
    assert {7, 124} <= set(page.shown)
    assert sorted([*page.shown, *page.folded]) == data["item"].tolist()
    assert set(page.tags) == ALLOWED
    assert {name for name, _ in page.attributes} == {"lang", "scope", "style"}
    # the marked words are those that decided
    words = [
        row["answer"][start:end]
        for row in review.data.to_dict("records")
        for start, end in row["words"]
    ]
    assert sorted(Page(review._repr_html_()).marked) == sorted(words)


HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)">&amp;'


@pytest.mark.parametrize(
    "column",
    ["answer", "question", "selection", "rationale", "rule", "others", "decision_rationale",
     "reviewer"],
)  # fmt: skip
@pytest.mark.parametrize("words", [(), ((0, 8),), ((3, 40),)], ids=str)
def test_foreign_text_is_escaped(review, column, words):
    cells = {"words": words, "decision": "no", column: HOSTILE}
    html = changed(review, 37, **cells)._repr_html_()
    page = Page(html)
    assert set(page.tags) <= ALLOWED
    assert HOSTILE not in html
    assert "onerror" not in {name for name, _ in page.attributes}
    shown = re.sub("</?mark>", "", html)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=" in shown
    assert "&amp;amp;" in shown


@pytest.mark.parametrize(
    ("lang", "title", "heading"),
    [
        ("en", "Review of Luxembourg (LUX), msq2024", "Proposed code"),
        ("fr", "Examen des réponses\N{NO-BREAK SPACE}: Luxembourg (LUX), msq2024", "Code proposé"),
        ("de", "Durchsicht der Antworten: Luxemburg (LUX), msq2024", "Vorgeschlagener Code"),
    ],
)
def test_a_review_shows_itself_in_its_language(lang, title, heading):
    review = eb.review("LUX", lang=lang)
    assert repr(review).splitlines()[0].replace("\N{NARROW NO-BREAK SPACE}", "\xa0") == title
    assert f'<div lang="{lang}">' in review._repr_html_()
    assert heading in review._repr_html_()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"country": "QQQ"}, "parameter country: found 'QQQ'"),
        ({"country": "EST"}, "survey: found 'msq2024'; expected nothing: EST has no table in"),
        ({"country": "LUX", "survey": "msq2022"}, "survey: found 'msq2022'; expected msq2024"),
        ({"country": "LUX", "lang": "xx"}, "lang"),
    ],
)
def test_what_cannot_be_reviewed_is_named(given, message):
    with pytest.raises(ParameterError, match=re.escape(message)):
        eb.review(**given)


def test_each_other_source_has_a_line_with_its_question_and_fidelity():
    rows = [
        ("gtmi2020", 37, "i_1", "yes", "close", False, 2020),
        ("gtmi2022", 37, "i_1", "no", "close", True, 2022),
        ("odm2023", 37, "q1", "partly", "proxy", False, 2023),
    ]
    names = ["survey", "item", "variable", "code", "fidelity", "no_or_unknown", "year"]
    table = pd.DataFrame(rows, columns=names).assign(
        iso3="ZZZ", value=[1.0, 0.0, 0.5], lower=0.0, upper=1.0, rank=1, instrument="", link="",
        collected_by="desk",
    )[list(OTHERS_TABLE.columns)]  # fmt: skip
    said = said_by_others(table, {"gtmi2022": "Invented index, 2022"})
    assert said == {
        37: "no or unknown: Invented index, 2022, i_1 (close)\npartly: odm2023, q1 (proxy)"
    }

"""What researchers import: its names, its tables, and what it shows of itself."""

import doctest
import importlib
import pydoc
import subprocess
import sys
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest

import egovbench as eb
from egovbench.base.errors import EgovbenchError, MethodError, ParameterError

NAMES = ["code_answer", "compare", "figures", "instruments", "lacking", "like_for_like",
         "load_answers", "narrative", "review", "score"]  # fmt: skip
COLUMNS = ["iso3", "item", "section", "code", "value", "lower", "upper", "evidence", "source",
           "rule", "rationale", "coder", "survey"]  # fmt: skip


@pytest.fixture(scope="module")
def answers():
    return eb.load_answers("LUX", peers="neighbours")


@pytest.fixture(scope="module")
def shared(answers):
    return eb.like_for_like(answers)


@pytest.mark.parametrize("name", ["", ".comparison.answers", ".comparison.benchmark",
                                  ".comparison.review", ".questionnaire.coding"])  # fmt: skip
def test_examples_give_what_they_say(name):
    found = doctest.testmod(importlib.import_module(f"egovbench{name}"))
    assert found.attempted > 3
    assert found.failed == 0


def test_what_is_public_is_listed_and_told_on_one_page_and_imports_no_other():
    assert set(NAMES) <= set(eb.__all__) <= set(dir(eb))
    page = pydoc.plain(pydoc.render_doc(eb))
    for name in NAMES:
        assert name in eb.__doc__
        assert f"    {name}" in page
    assert eb.figures.sections and eb.narrative.overview
    assert "DataFrame" in page
    with pytest.raises(AttributeError, match="no attribute 'sektion'"):
        eb.sektion  # noqa: B018
    # importing the package imports no other
    code = "import egovbench, sys; print(len({'pandas', 'numpy', 'typer'} & set(sys.modules)))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "0\n"


def test_answers_hold_a_row_per_country_and_scored_item_and_a_smaller_share_lets_in_more(answers):
    assert answers.columns.tolist() == COLUMNS
    assert answers["iso3"].unique().tolist() == ["LUX", "BEL", "DEU", "FRA"]
    assert len(answers) == 4 * 70
    assert not answers.duplicated(["iso3", "item"]).any()
    assert (answers["value"].isna() == answers["code"].isin(["unknown", "not_asked"])).all()
    assert (answers["lower"].isna() == (answers["code"] == "not_asked")).all()
    # a "no or unknown" of a source may be anything, and so may what is unknown
    open_ = answers[answers["lower"] < answers["upper"]]
    assert set(open_.loc[open_["lower"] == 0, "code"]) <= {"no", "unknown"}
    assert (open_["code"] == "no").any()
    # a smaller share lets in more items
    # The OECD put its question on item 77 to Luxembourg and Austria, and not to Romania.
    answers = eb.load_answers("LUX", peers="AUT,ROU")
    shared, more = eb.like_for_like(answers), eb.like_for_like(answers, min_share=0.6)
    assert set(more["item"]) - set(shared["item"]) == {77}
    of_romania = more[(more["item"] == 77) & (more["iso3"] == "ROU")]
    assert of_romania["code"].tolist() == ["not_asked"]


@pytest.mark.parametrize(
    "given",
    [{}, {"fidelity": "close"}, {"no_or_unknown": "unknown"}, {"fusion": "majority"}],
    ids=str,
)
def test_the_three_steps_give_what_the_comparison_gives(given):
    benchmark = eb.compare("LUX", peers="neighbours", **given)
    answers = eb.load_answers("LUX", peers="neighbours", **given)
    pd.testing.assert_frame_equal(answers, benchmark.answers)
    scores = eb.score(eb.like_for_like(answers))
    pd.testing.assert_frame_equal(scores, benchmark.scores, check_exact=True)


def overall(scores):
    return scores[scores["level"] == "overall"].set_index("iso3")["score"]


def test_weights_by_hand():
    # A: items 7 and 8 of indicator A.portals and 13 of A.leadership; C: item 37
    rows = [(7, "yes", 1.0), (8, "no", 0.0), (13, "yes", 1.0), (37, "no", 0.0)]
    answers = pd.DataFrame(rows, columns=["item", "code", "value"]).assign(iso3="QQA")

    def of(weights):
        return overall(eb.score(answers, weights=weights))["QQA"]

    section = eb.score(answers).set_index("id").loc["A", "score"]
    assert of("sections") == pytest.approx(section / 2)
    assert of("items") == pytest.approx(50)
    assert of({7: 1, 8: 1, 13: 1, 37: 1}) == of("sections")
    assert of({"A": 3, "C": 1}) == of(pd.Series({"A": 3})) == pytest.approx(section * 3 / 4)
    # within the indicator of 7 and 8 alone
    assert of({7: 3}) > of("sections")


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ("sektion", "found 'sektion'; expected sections or items, or numbers by id"),
        ({"Z": 1.0}, "weights: found 'Z'; expected a section, indicator or scored item"),
        ({38: 1.0}, "weights: found '38'; expected a section, indicator or scored item"),
        ({"A": "x"}, "weights: found 'x'; expected a number for 'A'"),
        (3, "weights: found 3; expected sections or items, or numbers by id"),
        ({"A": -1.0}, "weight of 'A' is -1"),
    ],
)
def test_weights_that_cannot_be_used_are_named(shared, weights, message):
    with pytest.raises(EgovbenchError, match=message):
        eb.score(shared, weights=weights)


def test_items_and_shares_that_cannot_be_used_are_named(answers):
    with pytest.raises(MethodError, match="item 38 is not a scored item"):
        eb.score(answers.assign(item=38))
    for share in (0, "half"):
        with pytest.raises(ParameterError, match=f"min_share: found {share!r}; expected a number"):
            eb.like_for_like(answers, min_share=share)
    for step in (eb.like_for_like, eb.score):
        with pytest.raises(MethodError, match="answers: column 'code' is missing"):
            step(answers.drop(columns="code"))
        with pytest.raises(MethodError, match="answers: found no rows"):
            step(answers.iloc[:0])
    with pytest.raises(MethodError, match="no item is comparable"):
        eb.like_for_like(answers.assign(code="not_asked"))


def test_a_text_is_coded_where_it_stands_on_the_form():
    text = "See https://law.lu/bill: the law on transparency is in force"
    found = eb.code_answer(item=37, text=text, under=38)
    assert (found.code, found.value, found.evidence) == ("yes", 1.0, "described")
    assert not found.needs_review
    assert [each.text for each in found.words] == ["law", "transparency"]
    assert all(text[each.start : each.end] == each.text for each in found.words)
    assert found.words[0].start > text.index("bill")  # not in the address
    assert eb.code_answer(37, text) == found
    # the answer to a choice stands under its follow-up, and nowhere else
    assert eb.code_answer(37, text, under=42).rationale == "nothing is written under item 42"


@pytest.mark.parametrize(
    ("item", "text", "code", "needs_review", "words"),
    [
        (37, "Not yet.", "no", False, ["Not yet"]),
        (
            39,
            "A data protection act is planned",
            "partly",
            False,
            ["planned", "data protection", "act"],
        ),
        (7, "Our portal: https://guichet.lu.", "yes", False, ["https://guichet.lu"]),
        (43, " n.a. ", "unknown", False, ["n.a."]),
        (41, "The weather is fine", "unknown", True, []),
        (41, "", "unknown", True, []),
    ],
)
def test_each_kind_of_answer_says_what_it_rests_on(item, text, code, needs_review, words):
    found = eb.code_answer(item, text)
    assert (found.code, found.needs_review) == (code, needs_review)
    assert [each.text for each in found.words] == words
    assert repr(found).startswith(f"<item {item}: {code}, ")


@pytest.mark.parametrize(
    ("item", "under"), [(38, None), (500, None), ([], None), (37, 500), (37, [])]
)
def test_an_item_that_is_not_scored_or_does_not_exist_is_refused(item, under):
    with pytest.raises(ParameterError, match="item" if under is None else "under"):
        eb.code_answer(item, "yes", under)


@pytest.mark.parametrize("wrong", [None, 7, float("nan"), b"LUX", {"a": 1}, [None], np.array([1])])
def test_what_has_no_type_that_fits_is_named_in_one_line(wrong):
    for call in (
        lambda: eb.compare(wrong),
        lambda: eb.compare("LUX", peers=wrong),
        lambda: eb.load_answers("LUX", lang=wrong),
        lambda: eb.like_for_like(wrong),
        lambda: eb.score(wrong),
        lambda: eb.instruments(wrong),
        lambda: eb.lacking(wrong),
        lambda: eb.review("LUX", survey=wrong),
        lambda: eb.review("LUX", lang=wrong),
    ):
        with pytest.raises(ParameterError) as raised:
            call()
        assert len(str(raised.value).splitlines()) == 1


class Card(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.texts = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += attributes

    def handle_data(self, data):
        self.texts.append(data)


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        (
            "en",
            "other 26 members of the EU27\n  18 questions compared like for like\n  Score 84 (84",
        ),
        ("fr", "de l’UE-27\n  18 questions comparées à périmètre égal\n  Score 84 (84"),
        ("de", "der EU-27\n  18 Fragen im gleichen Umfang verglichen\n  Punktzahl 84 (84"),
    ],
)
def test_a_comparison_shows_itself_in_its_language(lang, told):
    benchmark = eb.compare("LUX", peers="eu27", lang=lang)
    assert told in repr(benchmark)
    assert len(repr(benchmark).splitlines()) == 4
    card = Card(benchmark._repr_html_())
    assert set(card.tags) <= {
        "table",
        "caption",
        "strong",
        "br",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    }
    assert ("lang", lang) in card.attributes
    assert {name for name, _ in card.attributes} == {"lang", "scope", "style"}
    assert benchmark.sections["title"].iloc[0] in " ".join(card.texts)


def test_without_a_joint_ranking_none_is_shown():
    shown = repr(eb.compare("LUX", peers=["EST", "FIN"], items="pairwise"))
    assert "and 2 chosen countries" in shown
    assert shown.splitlines()[2].endswith("without a joint ranking")

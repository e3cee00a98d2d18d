"""What the index of a run says of countries, and its page on method of scores."""

import pytest

from egovbench.language import LANGUAGES, speaking
from egovbench.reports.summary import Fact, Summary
from egovbench.site.index import _several
from egovbench.site.method import method_notes


def reports(*weights):
    given = [{} if each is None else {"weights": each} for each in weights]
    return [{"parameters": parameters} for parameters in given]


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        (["sections", None], "into the overall score, with equal weights, from 0 (every"),
        (["items"], "with the same weight for every compared question, from"),
        (["data/items"], "with the weights of items, from"),
        (["sections", "items"], "with equal weights unless a report says otherwise, from"),
        ([None, "own/w.csv"], "with equal weights unless a report says otherwise, from"),
    ],
)
def test_the_sentence_on_scores_follows_the_weights(weights, said):
    assert said in method_notes(reports(*weights))[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_tells_the_weights_apart(language):
    cases = (["sections"], ["items"], ["w.csv"], ["items", "w.csv"])
    with speaking(language):
        assert len({method_notes(reports(*each))[0] for each in cases}) == len(cases)


def test_a_fact_that_only_some_countries_have_is_blank_for_the_others():
    def summary(country, **facts):
        told = tuple(Fact(key, key.upper(), value) for key, value in facts.items())
        return Summary(country, told, (), (), (), "", "", (), "", "", "", "")

    table = _several(
        [
            (summary("Alpha", score="90", peers="all"), "a.html", ""),
            (summary("Beta", score="80", own_answers="95", peers="all"), "b.html", ""),
        ]
    )
    assert table.names == ["SCORE", "OWN_ANSWERS"]
    assert [row.values for row in table.rows] == [["90", "–"], ["80", "95"]]
    assert table.same == "PEERS: all"


def test_the_page_on_method_says_whose_answers_compare_the_countries():
    def said(*bases):
        return method_notes([{"parameters": {"basis": basis}} for basis in bases])[3]

    assert said("both").startswith(
        "Every country is compared by other bodies' data; some of these governments gave too, "
        "as the list of sources says. Answers to this questionnaire stand beside them. "
    )
    assert said("own").startswith("Countries are compared by the questionnaires they answered ")
    assert said("mixed").startswith("Instruments are mixed: ")
    assert said("own", "both").startswith("Each report says whose answers ")

"""Years and gaps in words, from small invented tables."""

import pandas as pd

from egovbench.reports.evidence.sentences import gaps_headline, span_sentences


def test_the_span_of_years_and_what_lies_too_far_back():
    fused = pd.DataFrame({"year": [2019, 2022, 2022, 2022], "item": [37, 37, 39, 41]})
    assert span_sentences("Utopia", 2023, fused) == [
        "Utopia answered in 2023; the peers' codes are of 2019 to 2022.",
        "1 code of peers (25 %) lies more than 3 years from Utopia's answers, on 1 item: what was "
        "true then may not be now.",
    ]


def test_three_years_are_no_warning_and_nothing_says_nothing():
    fused = pd.DataFrame({"year": [2020], "item": [37]})
    assert span_sentences("Utopia", 2023, fused) == [
        "Utopia answered in 2023; the peers' codes are of 2020."
    ]
    assert span_sentences("Utopia", 2023, fused.iloc[:0]) == []


def test_a_country_that_did_not_answer_has_no_year():
    fused = pd.DataFrame({"year": [2015, 2020], "item": [37, 39]})
    assert span_sentences("Utopia", None, fused) == ["The peers' codes are of 2015 to 2020."]


def test_gaps_are_counted_by_section():
    unanswered = pd.DataFrame({"section": ["B", "B", "G"]})
    open_items = pd.DataFrame(
        {
            "label": ["37 Law", "39 Data"],
            "n_not_asked": [3, 1],
            "n_unknown": [0, 1],
            "countries": ["EST FRA LUX", "EST MLT"],
        }
    )
    assert gaps_headline(unanswered, open_items, 70) == (
        "No source answers 3 of 70 scored items (2 in B and 1 in G). On items that some source "
        "answers, 4 countries lack 5 answers between them, most of them on law (37) and data (39)."
    )
    assert gaps_headline(unanswered.iloc[:0], open_items.iloc[:0], 70) == (
        "Some source answers each of the 70 scored items."
    )

"""Sentences made from small invented tables; each number is checked against its table."""

import math
from types import SimpleNamespace

import pandas as pd
import pytest

from egovbench.base.parameters import Parameters
from egovbench.figures.words import comparison_note
from egovbench.language import say
from egovbench.questionnaire.agreement import agreement
from egovbench.reports import sources
from egovbench.reports import wording as unknown
from egovbench.reports.country import sentences as country
from egovbench.reports.evidence import sentences as evidence
from egovbench.reports.evidence.sentences import gaps_headline, span_sentences
from egovbench.reports.overview import sentences as overview
from egovbench.reports.robustness import sentences as robustness
from egovbench.reports.section import sentences as section
from egovbench.reports.wording import position, score_with_interval

COMPARED = {
    "score": 90.0,
    "lower": 85.0,
    "upper": 95.0,
    "n_items": 12,
    "n_peers": 3,
    "median": 70.0,
    "median_lower": 60.0,
    "median_upper": 80.0,
    "position": "above",
}
RANK = {"rank": 2, "best_rank": 1, "worst_rank": 4, "n_ranked": 5}


def test_headline_has_score_interval_position_and_rank_interval():
    assert overview.headline("Utopia", COMPARED, RANK, n_tied=0) == (
        "Utopia scores 90 (unknown answers leave it between 85 and 95) on 12 comparable items, "
        "above the median of 3 peers, which is 70 (60 to 80). Its rank is 2 of 5 by the known "
        "answers; what is unknown leaves any rank from 1 to 4."
    )


def test_headline_without_peers_and_without_ranking():
    alone = COMPARED | {"n_peers": 0, "median": math.nan, "position": "no peers"}
    assert overview.headline("Utopia", alone, None, 0).endswith("; no peer can be compared.")
    text = overview.headline("Utopia", COMPARED | {"position": "not distinguishable"}, None, 0)
    assert text.endswith("not distinguishable from the median of 3 peers, which is 70 (60 to 80).")
    assert "rank" not in text


def test_a_shared_rank_says_so():
    certain = RANK | {"rank": 1, "best_rank": 1, "worst_rank": 1}
    assert overview.rank_sentence(certain, 1) == "Its rank is 1 of 5, shared with 1 other."
    assert overview.rank_sentence(certain, 18) == "Its rank is 1 of 5, shared with 18 others."
    assert overview.rank_sentence(certain, 0) == "Its rank is 1 of 5."


def test_sections_that_differ_come_first_and_the_rest_in_one_sentence():
    sections = pd.DataFrame(
        [
            {"id": "A", "title": "Frame", "position": "below", "gap": -5, "score": 50,
             "lower": 50, "upper": 52, "median": 55, "median_lower": 55, "median_upper": 60,
             "n_items": 4},
            {"id": "C", "title": "Law", "position": "not distinguishable", "gap": 0, "score": 80,
             "lower": 70, "upper": 90, "median": 80, "median_lower": 80, "median_upper": 80,
             "n_items": 3},
            {"id": "D", "title": "Plan", "position": "below", "gap": -20, "score": 40,
             "lower": 40, "upper": 40, "median": 60, "median_lower": 50, "median_upper": 60,
             "n_items": 1},
        ]
    )  # fmt: skip
    by_section = pd.DataFrame(
        {"section": ["A", "B"], "title": ["Frame", "Crisis"], "n_included": [4, 0]}
    )
    items = pd.DataFrame(
        {
            "section": ["D", "A", "A", "A"],
            "label": ["59 Strategy", "7 Portal", "13 Agency", "19 CIOs"],
            "difference": [math.nan, -0.2, -0.5, 0.9],
        }
    )
    assert overview.section_sentences(sections, by_section, items) == [
        "Below the peers' median, the widest gap first: Plan (D), 40 against 60 (50 to 60) on 1 "
        "item; Frame (A), 50 (50 to 52) against 55 (55 to 60) on 4 items, mainly because of "
        "agency (13).",
        "Law (C) cannot be told apart from the peers' median.",
        "No item can be compared in Crisis (B).",
    ]


def test_the_side_with_the_widest_gap_comes_first():
    sections = pd.DataFrame(
        [
            {"id": "A", "title": "Frame", "position": "below", "gap": -5.0},
            {"id": "C", "title": "Law", "position": "above", "gap": 10.0},
        ]
    ).assign(score=50, lower=50, upper=50, median=45, median_lower=45, median_upper=45, n_items=2)
    nothing = pd.DataFrame({"section": [], "title": [], "n_included": []})
    items = pd.DataFrame({"section": [], "label": [], "difference": []})
    said = overview.section_sentences(sections, nothing, items)
    assert [text.split(":")[0] for text in said] == [
        "Above the peers' median", "Below the peers' median",
    ]  # fmt: skip
    weak = pd.DataFrame([ITEM | {"difference": -0.3}])
    strong = pd.DataFrame([ITEM | {"difference": 0.5}])
    first, second = overview.strengths_and_gaps("Utopia", strong, weak)
    assert first.startswith("Utopia has") and second.startswith("Utopia lacks")
    first, _ = overview.strengths_and_gaps("Utopia", strong.iloc[:0], weak)
    assert first.startswith("Utopia lacks")


def test_items_that_as_many_peers_have_stand_together():
    rows = pd.DataFrame(
        [ITEM, ITEM | {"label": "39 Data"}, ITEM | {"label": "7 Portal", "n_yes": 0}]
    )
    assert overview.strengths_sentence("Utopia", rows) == (
        "Utopia has what some peers lack: access to information law (37) and data (39), which 1 of "
        "4 peers has in full; portal (7), which none of 3 peers has in full."
    )


ITEM = {"label": "37 Access to information law", "n_yes": 1, "n_partly": 0, "n_no": 3}


def test_strengths_and_gaps_name_item_and_peers():
    rows = pd.DataFrame([ITEM])
    assert overview.strengths_sentence("Utopia", rows) == (
        "Utopia has what some peers lack: access to information law (37), which 1 of 4 peers has "
        "in full."
    )
    assert overview.gaps_sentence("Utopia", rows.assign(n_yes=3, n_no=1)) == (
        "Utopia lacks, or has only in part, what peers have: access to information law (37), "
        "which 3 of 4 peers have in full."
    )
    assert "sets Utopia apart" in overview.strengths_sentence("Utopia", rows.iloc[:0])
    assert "is known to lack" in overview.gaps_sentence("Utopia", rows.iloc[:0])


def test_unknown_items_are_counted_against_the_items_asked():
    codes = pd.DataFrame(
        {
            "label": ["37 Law", "39 Data", "41 Cyber"],
            "section": ["C", "C", "C"],
            "code": ["unknown", "yes", "not_asked"],
            "closed": [True, True, True],
            "no_or_unknown": False,
        }
    )
    assert unknown.unknown_sentences("Utopia", codes, own_form=True) == [
        "What Utopia wrote leaves 1 of 2 items open, counted as neither yes nor no: law (37).",
        "A copy of the form that shows the ticked options would settle it.",
    ]
    assert unknown.unknown_sentences("Utopia", codes, own_form=False) == [
        "What other sources say of Utopia leaves 1 of 2 items open, counted as neither yes nor no: "
        "law (37).",
        "The country's own questionnaire would settle it.",
    ]
    assert unknown.unknown_sentences("Utopia", codes.iloc[1:], own_form=True) == []
    assert unknown.not_asked_sentence(codes) == (
        "No source asked it 1 of 3 scored items; its own questionnaire would answer it."
    )
    assert unknown.not_asked_sentence(codes.iloc[:2]) == ""
    assert say("overview.unknown.none", focal="Utopia") == (
        "No scored item that Utopia was asked is unknown."
    )


def test_an_answer_that_may_be_no_or_unknown_is_neither_passed_over_nor_called_unknown():
    codes = pd.DataFrame(
        {
            "label": ["37 Law", "39 Data"],
            "section": "C",
            "code": ["no", "yes"],
            "closed": True,
            "no_or_unknown": [True, False],
        }
    )
    assert unknown.unknown_sentences("Utopia", codes, own_form=False) == [
        'On 1 item the source says "no or unknown" of Utopia, which counts as no in the score and '
        "as unknown in the bounds: law (37)."
    ]
    assert country.country_headline("Utopia", OWN | {"n_known": 4}, "others", 1) == (
        "Utopia scores 75 (60 to 80) on 4 scored items, all known from what other bodies' surveys "
        'say of it, 1 of them as "no or unknown".'
    )


def test_unknown_items_stand_by_section_the_one_with_most_first():
    codes = pd.DataFrame(
        {
            "label": ["37 Law", "59 Strategy", "61 Budget"],
            "section": ["C", "D", "D"],
            "code": "unknown",
            "closed": [True, True, False],
            "no_or_unknown": False,
        }
    )
    titles = {"C": "Legal", "D": "Plan"}
    assert unknown.unknown_sentences("Utopia", codes, True, titles) == [
        "What Utopia wrote leaves 3 of 3 items open, counted as neither yes nor no. Plan (D): "
        "strategy (59) and budget (61); Legal (C): law (37).",
        "A copy of the form that shows the ticked options would settle 2 of them.",
    ]


def test_items_answered_alike_carry_no_information():
    rows = pd.DataFrame({"label": ["37 Law", "39 Data", "41 Cyber"], "alike": [True, False, False]})
    assert overview.alike_sentence(rows) == (
        "All known answers are the same on 1 item (law (37)); the comparison rests on the other 2."
    )
    assert (
        overview.alike_sentence(rows.iloc[1:])
        == "Countries differ on each of the 2 comparable items."
    )


def test_like_for_like_note_counts_by_section():
    comparable = pd.DataFrame(
        {"item": [1, 2, 3, 4], "section": list("AACC"), "included": [True, False, True, True]}
    )
    benchmark = SimpleNamespace(
        comparable=comparable, peers=["XBB"] * 27, parameters=Parameters(fidelity="close")
    )
    assert comparison_note(benchmark) == (
        "Like for like: 3 of 4 scored items (75 %), by section A 1 of 2, C 2 of 2; 28 countries; "
        "exact and close links to other surveys."
    )


OWN = {"score": 75.0, "lower": 60.0, "upper": 80.0, "n_items": 4, "n_known": 3}


def test_section_headline_with_and_without_peers():
    assert section.section_headline("Utopia", "Law", OWN, None) == (
        "Law: on the 4 items it was asked, 3 of them known, Utopia scores 75 (60 to 80). No peer "
        "answered a comparable item, so it stands alone."
    )
    compared = COMPARED | {"n_items": 2, "position": "below"}
    assert section.section_headline("Utopia", "Law", OWN, compared) == (
        "Law: on the 2 items that can be compared Utopia scores 90 (85 to 95), below the peers' "
        "median of 70 (60 to 80); on the 4 items it was asked, 3 of them known, it scores 75 "
        "(60 to 80)."
    )
    all_compared = section.section_headline("Utopia", "Law", OWN, compared | {"n_items": 4})
    assert all_compared.endswith("median of 70 (60 to 80).")
    nothing = OWN | {"n_known": 0, "score": math.nan, "lower": 0.0, "upper": 100.0}
    assert "none of its 4 items can be coded" in section.section_headline(
        "Utopia", "Law", nothing, None
    )


def test_what_a_section_leaves_open_and_what_would_settle_it():
    codes = pd.DataFrame(
        {
            "code": ["unknown", "unknown", "yes"],
            "label": ["57 AI rules", "124 Other cooperation", "37 Law"],
            "closed": [True, False, True],
            "no_or_unknown": False,
        }
    )
    nothing = pd.DataFrame()
    assert section.section_item_sentences("Utopia", nothing, nothing, codes, True) == [
        "What Utopia wrote leaves 2 of 3 items open, counted as neither yes nor no: AI rules (57) "
        "and other cooperation (124).",
        "A copy of the form that shows the ticked options would settle 1 of them.",
    ]
    assert section.section_item_sentences("Utopia", nothing, nothing, codes.iloc[1:2], True) == [
        "What Utopia wrote leaves 1 of 1 item open, counted as neither yes nor no: other "
        "cooperation (124)."
    ]
    assert section.section_item_sentences("Utopia", nothing, nothing, codes.iloc[2:], True) == []


def test_country_headline_says_who_answered():
    assert country.country_headline("Utopia", OWN, "form", 0) == (
        "Utopia scores 75 (60 to 80) on 4 scored items, 3 of them known from its own answers to "
        "the questionnaire, as reported by the government."
    )
    assert "other bodies' surveys" in country.country_headline("Utopia", OWN, "others", 0)
    assert "a coding of the questionnaire by hand" in country.country_headline(
        "Utopia", OWN, "hand", 0
    )
    assert country.country_headline("Utopia", OWN | {"n_known": 0}, "form", 0) == (
        "Nothing is known of Utopia yet."
    )


def test_robustness_headline():
    overall = {"lower": 85.0, "upper": 95.0}
    assert robustness.robustness_headline("Utopia", overall, RANK, n_clear=1) == (
        "Whatever the unknown answers are, the score of Utopia is between 85 and 95 and its rank "
        "between 1 and 4 of 5; it is clearly apart from 1 of 4 peers."
    )


def test_choices_sentence_leaves_out_what_has_no_rank():
    choices = pd.DataFrame({"score": [90.0, 70.0, 10.0], "rank": [2, 5, None]})
    assert robustness.choices_sentence("Utopia", choices) == (
        "Over 2 choices of method Utopia has a score of 70 to 90 and a rank of 2 to 5."
    )


def test_evidence_headline_and_agreement():
    codes = pd.DataFrame(
        {"code": ["yes", "no", "unknown", "not_asked"],
         "evidence": ["described", "stated", "none", "none"]}
    )  # fmt: skip
    assert evidence.evidence_headline("Utopia", codes) == (
        "2 of 3 asked items of Utopia are known: 1 described with substance and 1 stated in words."
    )
    result = agreement(pd.Series(["yes", "no", "no"]), pd.Series(["yes", "no", "yes"]))
    # share 2/3; expected 1/3 * 2/3 + 2/3 * 1/3 = 4/9; kappa (6/9 - 4/9) / (5/9) = 0.4
    assert evidence.agreement_sentence("review", result, ["37 Law"]) == (
        "Agreement of rules and review: 67 % of 3 items (Cohen's kappa 0.40). They differ on law "
        "(37)."
    )
    others = evidence.agreement_sentence("others", result, [], country="Utopia")
    assert others.startswith("Agreement of Utopia's own answers and other sources: 67 %")


def test_placeholders_blanks_and_cut_answers_are_named():
    responses = pd.DataFrame(
        {
            "item": [1, 2, 3, 4],
            "status": ["answered", "blank", "answered", "answered"],
            "answer": ["xx", "", "a text", "n.a."],
            "truncated": [False, False, True, False],
        }
    )
    assert evidence.placeholder_sentence(responses) == (
        "Of the answers as given, items 1 and 4 only fill the field, item 3 breaks off at its "
        "limit and 1 question of 4 stayed blank."
    )
    assert evidence.placeholder_sentence(responses.iloc[:0]) == ""


def test_a_low_kappa_beside_a_high_share_is_explained():
    # 9 of 10 alike, both nearly always yes: expected 0.9 * 1 + 0.1 * 0 = 0.9, kappa 0.
    result = agreement(pd.Series(["yes"] * 9 + ["no"]), pd.Series(["yes"] * 10))
    assert "(Cohen's kappa 0.00, low for such a share because one code is so common" in (
        evidence.agreement_sentence("review", result, [])
    )


def resting_on(codes, answers, basis="others", names=None):
    """What the codes of Utopia's peers rest on, in sentences."""
    benchmark = SimpleNamespace(
        focal="UTO", focal_name="Utopia", focal_basis=basis, peers=list(codes["iso3"]), codes=codes,
        others=answers, source_titles={"s1": "A survey"}, names=names,
    )  # fmt: skip
    return sources.source_notes(benchmark)


@pytest.mark.parametrize(
    ("basis", "start"),
    [
        ("form", "Utopia: its own answers"),
        ("hand", "Utopia: the questionnaire coded by hand. Lilliput"),
        ("others", "Lilliput"),
    ],
)
def test_sources_say_who_answered(basis, start):
    codes = pd.DataFrame(
        {"iso3": ["XBB", "XBB", "XCC", "XEE"], "survey": ["s1", "s1", "msq2024", "msq2024"],
         "code": ["yes", "not_asked", "no", "yes"],
         "evidence": ["source", "none", "stated", "source"],
         "rule": ["crosswalk, close", "", "stated", "coded by hand"],
         "source": ["s1", "", "form.txt", "sheet.xlsx"]}
    )  # fmt: skip
    answers = pd.DataFrame(
        {"iso3": ["XBB", "XDD"], "survey": ["s1", "s1"],
         "collected_by": ["desk", "government"]}
    )  # fmt: skip
    names = {"XCC": "Lilliput", "XEE": "Erewhon"}
    text = " ".join(resting_on(codes, answers, basis, names))
    assert text.startswith(start)
    assert text.endswith(
        "Lilliput: own answers to the questionnaire. Erewhon: the questionnaire coded by hand. "
        "A survey: 1 code of peers (1 country by desk research)."
    )


def test_governments_desks_and_researchers_are_counted_apart():
    countries = ["XAA", "XBB", "XCC", "XDD", "XEE", "XFF"]
    codes = pd.DataFrame({"iso3": countries, "survey": "s1", "code": "yes", "evidence": "source"})
    codes = codes.assign(rule="crosswalk, close", source="s1")
    kinds = ["government", "government", "desk", "government", "desk", "researchers"]
    answers = pd.DataFrame({"iso3": countries, "survey": "s1", "collected_by": kinds})
    assert resting_on(codes, answers) == [
        "A survey: 6 codes of peers (3 countries by their government, 2 countries by desk "
        "research and 1 country by researchers)."
    ]
    alone = answers.assign(collected_by=["government"] + ["researchers"] * 5)
    (text,) = resting_on(codes, alone)
    assert text.endswith("(5 countries by researchers and 1 country by its government).")


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


def test_a_score_says_what_the_unknown_answers_leave_open():
    assert score_with_interval(80, 80, 80) == "80"
    assert score_with_interval(80, 70, 90) == "80 (unknown answers leave it between 70 and 90)"


def test_what_is_neither_above_nor_below_is_the_same():
    sides = ["above", "below", "not distinguishable", "no peers"]
    assert [position({"position": side}) for side in sides] == ["above", "below", "same", "same"]

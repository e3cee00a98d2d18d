"""Sentences made from small invented tables; each number is checked against its table."""

import math
from types import SimpleNamespace

import pandas as pd
import pytest

from egovbench.base.parameters import Parameters
from egovbench.figures.words import comparison_note
from egovbench.language import say, speaking
from egovbench.questionnaire.agreement import agreement
from egovbench.reports import sources, wording
from egovbench.reports.country import sentences as country
from egovbench.reports.evidence import sentences as evidence
from egovbench.reports.evidence.sentences import gaps_headline, span_sentences
from egovbench.reports.overview import sentences as overview
from egovbench.reports.robustness import sentences as robustness
from egovbench.reports.section import sentences as section

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
    "hangs_on": "",
    "gap": 20.0,
    "own_position": "",
    "own_hangs_on": "",
    "own_lower": math.nan,
}
NO_ITEMS = pd.DataFrame(
    {"item": [], "section": [], "label": [], "contradicted": pd.Series(dtype="bool")}
)
RANK = {
    "score": 90.0, "rank": 2, "best_rank": 1, "worst_rank": 4, "n_ranked": 5, "n_tied": 0,
    "n_left_out": 0,
}  # fmt: skip


def headline(overall, rank=None, items=NO_ITEMS, basis="others"):
    return overview.headline("Utopia", overall, items, basis, rank)


def test_headline_has_basis_score_position_and_rank_interval():
    assert headline(COMPARED, RANK) == (
        "By the sources used for all countries, Utopia scores 90 of 100 (85 to 95, depending on "
        "open answers) on 12 comparable questions. The median of its 3 peers is 70 (60 to 80): "
        "clearly above. With 90 it ranks 2 of 5; open answers allow ranks 1 to 4."
    )
    assert headline(COMPARED, basis="own").startswith("By the countries' own questionnaires, ")
    assert headline(COMPARED, basis="mixed").startswith("By own answers where there are any, else ")
    # headline without peers and without ranking
    alone = COMPARED | {"n_peers": 0, "median": math.nan, "position": "no peers"}
    assert headline(alone).endswith("but there is no peer to compare it with.")
    text = headline(COMPARED | {"position": "not distinguishable"})
    assert text.endswith("The median of its 3 peers is 70 (60 to 80): too close to call.")
    assert "rank" not in text
    # a score without bounds has none in brackets
    exact = headline(COMPARED | {"lower": 90.0, "upper": 90.0, "n_items": 1, "n_peers": 1})
    assert "Utopia scores 90 of 100 on one comparable question. Its one peer" in exact
    # a shared rank names who shares it
    certain = RANK | {"rank": 1, "best_rank": 1, "worst_rank": 1}
    names = ["Arcadia", "Netherlands", "Oz", "Poland", "Qatar"]
    said = [overview.rank_sentence(certain | {"n_tied": n}, names[:n]) for n in (0, 2, 5)]
    assert said == [
        "With 90 it ranks 1 of 5.",
        "With 90 it ranks 1 of 5, level with Arcadia and the Netherlands.",
        "With 90 it ranks 1 of 5, level with Arcadia, the Netherlands, Oz and 2 more.",
    ]


@pytest.mark.parametrize(
    ("language", "one", "three"),
    [
        ("en", "1 country that was not asked every question has no rank.",
               "3 countries that were not asked every question have no rank."),
        ("fr", "1 pays auquel toutes les questions n’ont pas été posées n’est pas classé.",
               "3 pays auxquels toutes les questions n’ont pas été posées ne sont pas classés."),
        ("de", "1 Land, dem nicht jede Frage gestellt wurde, hat keinen Rang.",
               "3 Länder, denen nicht jede Frage gestellt wurde, haben keinen Rang."),
    ],
)  # fmt: skip
def test_countries_that_were_not_asked_everything_are_said_not_to_be_ranked(language, one, three):
    with speaking(language):
        for n, said in ((1, one), (3, three)):
            assert overview.rank_sentence(RANK | {"n_left_out": n}).endswith(
                f"; {said}" if language != "fr" else f"\u202f; {said}"
            )


BY_SECTION = pd.DataFrame(
    {"section": ["A", "B"], "title": ["Frame", "Crisis"], "n_included": [4, 0]}
)


def section_rows(*rows):
    return pd.DataFrame([COMPARED | {"n_peers": 9} | row for row in rows])


def test_sections_that_differ_come_first_and_the_rest_in_one_sentence():
    sections = section_rows(
        {"id": "A", "title": "Frame", "position": "below", "gap": -5, "score": 50,
         "lower": 50, "upper": 52, "median": 55, "median_lower": 55, "median_upper": 60,
         "n_items": 4},
        {"id": "C", "title": "Law", "position": "not distinguishable", "gap": 0},
        {"id": "D", "title": "Plan", "position": "below", "gap": -20, "score": 40,
         "lower": 40, "upper": 40, "median": 60, "median_lower": 50, "median_upper": 60,
         "n_items": 5},
    )  # fmt: skip
    items = pd.DataFrame(
        {
            "item": [59, 7, 13, 19],
            "section": ["D", "A", "A", "A"],
            "label": ["59 Strategy", "7 Portal", "13 Agency", "19 CIOs"],
            "difference": [math.nan, -0.2, -0.5, 0.9],
            "contradicted": False,
        }
    )
    assert overview.section_sentences(sections, BY_SECTION, items) == [
        "Clearly below the peers: Plan (D), 40 against 60 (at least 50) on 5 questions; Frame (A), "
        "50 (up to 52) against 55 (up to 60) on 4 questions, mainly because of agency (13).",
        "Too close to call: Law (C).",
        "Nothing can be compared: Crisis (B).",
    ]


def test_each_reason_why_nothing_is_decided_has_its_own_sentence():
    sections = section_rows(
        {"id": "A", "title": "Frame", "position": "hangs on an item", "hangs_on": "13"},
        {"id": "C", "title": "Law", "position": "all alike"},
        {"id": "D", "title": "Plan", "position": "no peers"},
        {"id": "F", "title": "Use", "position": "too few items"},
    )
    items = pd.DataFrame([ITEM, ITEM | {"item": 13, "section": "A", "label": "13 Agency"}])
    items.loc[0, "section"] = "F"
    assert overview.section_sentences(sections, BY_SECTION.iloc[:0], items) == [
        "Not decided, since a slightly different answer to one question, such as partly for yes, "
        "would undo the difference: Frame (A), 90 (85 to 95) against 70 (60 to 80), on agency "
        "(13).",
        "All compared countries are alike: Law (C).",
        "Too few questions for a verdict: Use (F).",
        "No peer was asked the same questions: Plan (D).",
    ]


def test_the_side_with_the_widest_gap_comes_first():
    sections = section_rows(
        {"id": "A", "title": "Frame", "position": "below", "gap": -5.0},
        {"id": "C", "title": "Law", "position": "above", "gap": 10.0},
    )
    said = overview.section_sentences(sections, BY_SECTION.iloc[:0], NO_ITEMS.assign(difference=[]))
    assert [text.split(":")[0] for text in said] == [
        "Clearly above the peers", "Clearly below the peers",
    ]  # fmt: skip
    weak = pd.DataFrame([ITEM | {"difference": -0.3}])
    strong = pd.DataFrame([ITEM | {"difference": 0.5}])
    first, second = overview.strengths_and_gaps("Utopia", strong, weak)
    assert first.startswith("Utopia has") and second.startswith("Utopia lacks")
    first, _ = overview.strengths_and_gaps("Utopia", strong.iloc[:0], weak)
    assert first.startswith("Utopia lacks")


VERDICTS = {
    "above": ("clearly above", "nettement au-dessus", "klar darüber"),
    "below": ("clearly below", "nettement au-dessous", "klar darunter"),
    "not distinguishable": (
        "too close to call", "trop serré pour trancher", "zu knapp für ein Urteil",
    ),
    "hangs on an item": (
        "not decided, since a slightly different answer to agency (13) alone, such as partly for "
        "yes, would undo the difference",
        "non tranché, car une réponse un peu différente à une seule question, agency (13) (en "
        "partie au lieu de oui, par exemple), suffirait à effacer l’écart",
        "nicht entschieden, denn eine etwas andere Antwort auf eine einzige Frage, Agency (13) "
        "(etwa teilweise statt ja), würde den Unterschied aufheben",
    ),
    "all alike": (
        "all compared countries are alike",
        "réponses identiques dans tous les pays comparés",
        "in allen verglichenen Ländern gleich",
    ),
    "too few items": (
        "too few questions for a verdict",
        "trop peu de questions pour conclure",
        "zu wenige Fragen für ein Urteil",
    ),
}  # fmt: skip
AGENCY = pd.DataFrame(
    {"item": [13], "label": ["13 Agency"], "section": ["A"], "contradicted": [True]}
)


@pytest.mark.parametrize("position", VERDICTS)
@pytest.mark.parametrize(("language", "at"), [("en", 0), ("fr", 1), ("de", 2)])
def test_every_verdict_has_its_own_words_in_headline_and_section(position, language, at):
    row = COMPARED | {"position": position}
    row["hangs_on"] = "13" if position == "hangs on an item" else ""
    others = {each: words[at] for each, words in VERDICTS.items() if each != position}
    items = pd.DataFrame([ITEM | {"item": 13, "label": "13 Agency"}])
    with speaking(language):
        texts = (
            headline(row, items=items),
            section.section_headline("Utopia", "Law", OWN, row, items),
        )
        if position == "too few items":
            assert VERDICTS[position][at] in texts[0]
            texts = texts[:1]
        for text in texts:
            assert VERDICTS[position][at] in text.replace("\N{NARROW NO-BREAK SPACE}", " ")
            assert not any(words in text for words in others.values())


def test_tables_say_on_which_item_a_verdict_hangs():
    table = pd.DataFrame(
        {"position": ["hangs on an item", "too few items", "no peers"], "hangs_on": ["13", "", ""]}
    )
    assert wording.position_column(table) == [
        "hangs on question 13",
        "too few questions",
        "no peers",
    ]


OWN_ANSWERS = {
    "own_score": 60.0, "own_lower": 55.0, "own_upper": 65.0, "own_position": "below",
    "own_hangs_on": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "By the sources used for all countries, Utopia scores 90 of 100 (85 to 95, "
               "depending on open answers) on 12 comparable questions; by its own answers, 60 (55 "
               "to 65). The median of its 3 peers, by the same sources, is 70 (60 to 80): clearly "
               "above, but by its own answers clearly below."),
        ("fr", "D’après les sources communes à tous les pays, le score de l’Utopia est de 90 sur "
               "100 (85 à 95, selon les réponses ouvertes) pour les 12 questions identiques ; "
               "d’après ses propres réponses, il est de 60 (55 à 65). D’après les mêmes sources, "
               "la médiane des 3 pays de comparaison est de 70 (60 à 80) : nettement au-dessus, "
               "mais d’après ses propres réponses nettement au-dessous."),
        ("de", "Nach den Quellen, die für alle Länder gelten, beträgt die Punktzahl von Utopia bei "
               "den 12 Fragen, die sich vergleichen lassen, 90 von 100 (85 bis 95, je nach offenen "
               "Antworten); nach den eigenen Antworten 60 (55 bis 65). Nach denselben Quellen ist "
               "der Median der 3 Vergleichsländer 70 (60 bis 80): klar darüber, nach den eigenen "
               "Antworten aber klar darunter."),
    ],
)  # fmt: skip
def test_own_answers_stand_beside_the_compared_and_a_verdict_of_their_own_is_told(language, said):
    with speaking(language):
        text = headline(COMPARED | OWN_ANSWERS, items=AGENCY, basis="both")
    assert text.replace("\N{NARROW NO-BREAK SPACE}", " ") == said


def test_own_answers_that_agree_or_not_are_told():
    same = COMPARED | OWN_ANSWERS | {"own_position": "above"}
    assert headline(same, items=AGENCY, basis="both").endswith("(60 to 80): clearly above.")
    # sections whose own answers say otherwise name the items
    rows = section_rows(
        {"id": "A", "title": "Frame", "position": "not distinguishable"} | OWN_ANSWERS,
        {"id": "C", "title": "Law"} | OWN_ANSWERS | {"own_position": "above"},
        {"id": "F", "title": "Use", "position": "too few items"} | OWN_ANSWERS,
    )
    assert overview.own_sentence(rows, AGENCY) == (
        "Its own answers say otherwise: Frame (A), 60 (55 to 65) because of agency (13), clearly "
        "below."
    )
    agreeing = rows.assign(own_position=rows["position"])
    assert overview.own_sentence(agreeing, AGENCY.assign(contradicted=False)) == ""


PAIRWISE = COMPARED | {
    "median": math.nan, "median_lower": math.nan, "median_upper": math.nan, "gap": 5.0,
    "gap_lower": -1.0, "gap_upper": 7.5, "position": "not distinguishable",
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "the median difference of Utopia from 3 peers, each on the questions that both were "
               "asked, is +5 (−1 to +7.5) points: too close to call."),
        ("fr", "l’écart médian de l’Utopia avec 3 pays de comparaison, chacun sur les questions "
               "posées aux deux, est de +5 (−1 à +7,5) points : trop serré pour trancher."),
        ("de", "liegt der Unterschied von Utopia zu 3 Vergleichsländern, jeweils bei den Fragen, "
               "die beiden gestellt wurden, im Median bei +5 (−1 bis +7,5) Punkten: zu knapp für "
               "ein Urteil."),
    ],
)  # fmt: skip
def test_pairs_speak_of_the_median_difference(language, said):
    with speaking(language):
        assert said in headline(PAIRWISE).replace("\N{NARROW NO-BREAK SPACE}", " ")


def test_sections_of_pairs_speak_of_points():
    rows = section_rows(
        PAIRWISE | {"id": "A", "title": "Frame", "position": "above", "gap_lower": 2.0}
    )
    said = overview.section_sentences(rows, BY_SECTION.iloc[:0], NO_ITEMS.assign(difference=[]))
    assert said == ["Clearly above the peers: Frame (A), +5 (+2 to +7.5) points on 12 questions."]


ITEM = {
    "item": 37, "section": "C", "label": "37 Access to information law", "focal_code": "yes",
    "focal_upper": 1.0, "n_yes": 1, "n_partly": 0, "n_no": 3, "n_no_or_unknown": 2, "n_unknown": 0,
    "sure": True, "contradicted": False, "own_code": "", "reviewed": True,
}  # fmt: skip


def test_strengths_and_gaps_name_item_and_peers():
    rows = pd.DataFrame([ITEM])
    assert overview.strengths_sentences("Utopia", rows) == [
        "Utopia has what some peers lack: access to information law (37), in place in 1 of 4 peers."
    ]
    assert overview.gaps_sentences("Utopia", rows.assign(n_yes=3, n_no=1)) == [
        "Utopia lacks, in whole or in part, what peers have: access to information law (37), "
        "in place in 3 of 4 peers."
    ]
    assert "sets Utopia apart" in overview.strengths_sentences("Utopia", rows.iloc[:0])[0]
    assert "is known to be missing" in overview.gaps_sentences("Utopia", rows.iloc[:0])[0]
    # who has it in part is not counted among those who have it, and that is said
    assert overview.strengths_sentences("Utopia", rows.assign(n_partly=2)) == [
        "Utopia has what some peers lack: access to information law (37), fully in place in 1 of 6 "
        "peers."
    ]
    # items that as many peers have stand together
    rows = pd.DataFrame(
        [ITEM, ITEM | {"label": "39 Data"}, ITEM | {"label": "7 Portal", "n_yes": 0}]
    )
    assert overview.strengths_sentences("Utopia", rows) == [
        "Utopia has what some peers lack: access to information law (37) and data (39), in "
        "place in 1 of 4 peers; portal (7), in place in none of 3 peers."
    ]


@pytest.mark.parametrize(
    ("language", "may", "otherwise"),
    [
        ("en", "Utopia may have what some", "(its own answers say otherwise)"),
        ("fr", "Points forts possibles", "(ses propres réponses disent autre chose)"),
        ("de", "Mögliche Stärken", "(die eigenen Antworten sagen anderes)"),
    ],
)
def test_what_is_not_certain_may_be_and_what_is_contradicted_says_so(language, may, otherwise):
    rows = pd.DataFrame([ITEM, ITEM | {"sure": False, "contradicted": True}])
    with speaking(language):
        certain, open_ = overview.strengths_sentences("Utopia", rows)
    assert otherwise not in certain and may not in certain
    assert open_.startswith(may) and otherwise in open_.replace("\N{NARROW NO-BREAK SPACE}", " ")


def test_unknown_items_are_counted_by_section():
    codes = pd.DataFrame(
        {
            "label": ["37 Law", "39 Data", "41 Cyber"],
            "section": ["C", "C", "C"],
            "code": ["unknown", "yes", "not_asked"],
            "closed": [True, True, True],
            "no_or_unknown": False,
        }
    )
    assert wording.unknown_sentences("Utopia", codes, own_form=True) == [
        "What Utopia wrote leaves 1 of 2 questions open, counted as neither yes nor no: law (37).",
        "A copy of the form that shows the ticked options would settle it.",
    ]
    assert wording.unknown_sentences("Utopia", codes, own_form=False) == [
        "What other sources say of Utopia leaves 1 of 2 questions open, counted as neither yes nor "
        "no: law (37).",
        "The country's own questionnaire would settle it.",
    ]
    assert wording.unknown_sentences("Utopia", codes.iloc[1:], own_form=True) == []
    assert wording.not_asked_sentence(codes) == (
        "No source asked it 1 of 3 scored questions; its own questionnaire would answer it."
    )
    assert wording.not_asked_sentence(codes.iloc[:2]) == ""
    assert say("overview.unknown.none", focal="Utopia") == (
        "Of what Utopia was asked nothing is unknown."
    )
    # unknown items stand by section the one with most first
    codes = pd.DataFrame(
        {
            "label": ["37 Law", "59 Strategy", "61 Budget"],
            "section": ["C", "D", "D"],
            "code": "unknown",
            "closed": [True, True, False],
            "no_or_unknown": False,
        }
    )
    assert wording.unknown_sentences("Utopia", codes, True, by_section=True) == [
        "What Utopia wrote leaves 3 of 3 questions open, counted as neither yes nor no: 2 in "
        "section D and 1 in section C.",
        "A copy of the form that shows the ticked options would settle 2 of them.",
    ]
    # an answer that may be no or unknown is neither passed over nor called unknown
    codes = pd.DataFrame(
        {
            "label": ["37 Law", "39 Data"],
            "section": "C",
            "code": ["no", "yes"],
            "closed": True,
            "no_or_unknown": [True, False],
        }
    )
    assert wording.unknown_sentences("Utopia", codes, own_form=False) == [
        'On 1 question the source says "no or unknown" of Utopia; the score counts that as no, its '
        "lowest and highest values leave it open: law (37)."
    ]


def test_items_answered_alike_are_counted():
    rows = pd.DataFrame({"alike": [True, False, False], "n_no_or_unknown": 0})
    same = "questions all known answers are the same."
    assert overview.alike_sentence(rows) == f"On 1 of the 3 {same}"
    # what a source gives as "no or unknown" may differ from the rest
    assert (
        overview.alike_sentence(rows.assign(n_no_or_unknown=[1, 0, 0]))
        == f"On none of the 3 {same}"
    )


def test_like_for_like_note_counts_by_section():
    comparable = pd.DataFrame(
        {"item": [1, 2, 3, 4], "section": list("AACC"), "included": [True, False, True, True]}
    )
    benchmark = SimpleNamespace(
        comparable=comparable,
        peers=["XBB"] * 27,
        parameters=Parameters(fidelity="close"),
        items=pd.DataFrame({"own_code": ["yes"]}),
    )
    assert comparison_note(benchmark) == (
        "Compared: 3 of 4 scored questions (A 1 of 2, C 2 of 2), 28 countries; other bodies' "
        "data on every country, own answers beside them; their questions ask the same or "
        "nearly the same."
    )
    benchmark.parameters = Parameters(basis="own")
    assert comparison_note(benchmark).endswith("28 countries; the countries' own questionnaires.")


OWN = {"score": 75.0, "lower": 60.0, "upper": 80.0, "n_items": 4, "n_known": 3}


@pytest.mark.parametrize(
    ("language", "equal"),
    [
        ("en", "equal to the median."),
        ("fr", "score égal à la médiane."),
        ("de", "gleich dem Median."),
    ],
)
def test_scores_without_bounds_that_are_the_same_are_equal_and_not_too_close(language, equal):
    same = dict.fromkeys(["score", "lower", "upper", "median", "median_lower", "median_upper"], 100)
    row = COMPARED | same | {"position": "not distinguishable"}
    with speaking(language):
        assert headline(row).endswith(equal)
        assert not headline(row | {"median_upper": 100.5, "lower": 99}).endswith(equal)


def test_section_headlines():
    def said(own, compared, items=NO_ITEMS):
        return section.section_headline("Utopia", "Law", own, compared, items)

    assert said(OWN, None) == (
        "Law: no peer answered a question that can be compared. Utopia scores 75 of 100 (60 to 80, "
        "depending on open answers) on the 4 questions it was asked, 3 of them known."
    )
    compared = COMPARED | {"n_items": 3, "position": "below"}
    first = (
        "Law: Utopia scores 90 of 100 (85 to 95, depending on open answers) on 3 comparable "
        "questions. The median of its 3 peers is 70 (60 to 80): clearly below."
    )
    also = (
        "On all 4 questions it was asked, 3 of them known, it scores 75 of 100 (60 to 80, "
        "depending on open answers)"
    )
    assert said(OWN, compared) == f"{first} {also}."
    assert said(OWN, compared | {"n_items": 4}).endswith("(60 to 80): clearly below.")
    own = said(OWN, compared | OWN_ANSWERS, AGENCY)
    assert own.startswith("Law: by the sources used for all countries Utopia scores 90 of 100 ")
    assert own.endswith(f"{also} by its own answers.")
    nothing = OWN | {"n_known": 0, "score": math.nan, "lower": 0.0, "upper": 100.0}
    assert said(nothing, None).endswith("what Utopia answered to its 4 questions.")
    # a section of two items names them
    few = COMPARED | {"n_items": 2, "position": "too few items"}
    items = pd.DataFrame([ITEM, ITEM | {"label": "39 Data"}])
    assert said(OWN | {"n_items": 2}, few, items) == (
        "Law: only 2 questions can be compared, access to information law (37) and data "
        "(39): too few for a verdict."
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
        "What Utopia wrote leaves 2 of 3 questions open, counted as neither yes nor no: AI rules "
        "(57) and other cooperation (124).",
        "A copy of the form that shows the ticked options would settle 1 of them.",
    ]
    assert section.section_item_sentences("Utopia", nothing, nothing, codes.iloc[1:2], True) == [
        "What Utopia wrote leaves 1 of 1 question open, counted as neither yes nor no: other "
        "cooperation (124)."
    ]
    assert section.section_item_sentences("Utopia", nothing, nothing, codes.iloc[2:], True) == []


def test_a_profile_says_who_answered_and_how_it_stands():
    assert country.profile_sentence("Utopia", OWN, "form") == (
        "On all 4 questions asked of it, 3 of them known, Utopia scores 75 (60 to 80), by its own "
        "answers to the questionnaire, as reported by the government."
    )
    assert "other bodies' surveys" in country.profile_sentence("Utopia", OWN, "others")
    assert "a coding of the questionnaire by hand" in country.profile_sentence(
        "Utopia", OWN, "hand"
    )
    assert country.profile_sentence("Utopia", OWN | {"n_known": 0}, "form") == (
        "Nothing is known of Utopia yet."
    )
    assert country.country_headline("Utopia", OWN, {"rank": 12, "n": 97, "median": 74.7}) == (
        "Utopia ranks 12 of the 97 countries that were asked the same 4 questions, with a score of "
        "75 (60 to 80); the median of the others is 74.7."
    )


def test_choices_leave_out_other_links_and_what_has_no_rank():
    choices = pd.DataFrame(
        {"choice": ["default", "exact", "own", "majority"],
         "score": [90.0, 100.0, 70.0, 10.0], "rank": [2, 1, 5, None]}
    )  # fmt: skip
    assert robustness.choices_sentence(choices) == (
        "With the same links and one choice changed at a time, it scores 70 to 90 and ranks 2 to 5."
    )


def test_evidence_headline_and_agreement():
    codes = pd.DataFrame(
        {"code": ["yes", "no", "unknown", "not_asked"],
         "evidence": ["described", "stated", "none", "none"], "rule": ""}
    )  # fmt: skip
    assert evidence.evidence_headline("Utopia", codes) == (
        "Answers to 2 of 3 questions asked of Utopia are known: 1 described with substance and 1 "
        "stated in words."
    )
    by_hand = codes.assign(rule="coded by hand", evidence="source")
    assert evidence.evidence_headline("Utopia", by_hand).endswith("known: 2 coded by hand.")
    result = agreement(pd.Series(["yes", "no", "no"]), pd.Series(["yes", "no", "yes"]))
    # share 2/3; expected 1/3 * 2/3 + 2/3 * 1/3 = 4/9; kappa (6/9 - 4/9) / (5/9) = 0.4
    assert evidence.agreement_sentence("review", result, ["37 Law"]) == (
        "Rules and reviewers give the same code on 67 % of 3 questions (Cohen's kappa 0.40). They "
        "differ on law (37)."
    )
    others = evidence.agreement_sentence("others", result, [])
    assert others.startswith("Own answers and other sources give the same code on 67 %")
    # a low kappa beside a high share is explained
    # 9 of 10 alike, both nearly always yes: expected 0.9 * 1 + 0.1 * 0 = 0.9, kappa 0.
    result = agreement(pd.Series(["yes"] * 9 + ["no"]), pd.Series(["yes"] * 10))
    assert "(Cohen's kappa 0.00, low for such a share because one code is so common" in (
        evidence.agreement_sentence("review", result, [])
    )


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
        "In what was written, questions 1 and 4 hold only a placeholder, question 3 breaks off at "
        "its limit and 1 question of 4 stayed blank."
    )
    assert evidence.placeholder_sentence(responses.iloc[:0]) == ""


def resting_on(codes, answers, basis="others", names=None):
    """What the codes of Utopia's peers rest on, in sentences."""
    benchmark = SimpleNamespace(
        focal="UTO", focal_name="Utopia", focal_basis=basis, peers=list(codes["iso3"]),
        codes=codes.assign(item=7), compared_items=[7], others=answers,
        source_titles={"s1": "A survey"}, names=names,
    )  # fmt: skip
    return sources.source_notes(benchmark)


def test_only_codes_that_are_compared_are_counted_by_source():
    codes = pd.DataFrame(
        {"iso3": ["AAA", "AAA"], "item": [7, 8], "code": "yes", "rule": "crosswalk, close",
         "evidence": "source", "source": "s1"}
    )  # fmt: skip
    answers = pd.DataFrame({"survey": ["s1"], "iso3": ["AAA"], "collected_by": ["desk"]})
    benchmark = SimpleNamespace(
        focal="UTO", focal_basis="others", peers=["AAA"], codes=codes, compared_items=[7],
        others=answers, source_titles={"s1": "A survey"}, names={},
    )  # fmt: skip
    assert ["1 code" in each for each in sources.source_notes(benchmark)] == [True]


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
    text = " ".join(resting_on(codes.assign(source=codes["survey"]), answers, basis, names))
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
    assert span_sentences("Utopia", 2023, True, fused) == [
        "Utopia answered in 2023; the peers' codes are of 2019 to 2022.",
        "1 code of peers (25 %) lies more than 3 years from Utopia's answers, on 1 question: what "
        "was true then may not be now.",
    ]


def test_three_years_are_no_warning_and_nothing_says_nothing():
    fused = pd.DataFrame({"year": [2020], "item": [37]})
    assert span_sentences("Utopia", 2023, True, fused) == [
        "Utopia answered in 2023; the peers' codes are of 2020."
    ]
    assert span_sentences("Utopia", 2023, True, fused.iloc[:0]) == []


def test_a_country_that_did_not_answer_has_no_year():
    fused = pd.DataFrame({"year": [2015, 2020], "item": [37, 39]})
    assert span_sentences("Utopia", 2023, False, fused) == ["The peers' codes are of 2015 to 2020."]


def test_years_after_the_questionnaire_are_told():
    fused = pd.DataFrame({"year": [2022, 2025, 2025, 2023], "item": [37, 55, 55, 85]})
    later = (
        "2 codes of peers (50 %) are of 2025, after the questionnaire of 2023, on 1 question: what "
        "came in between could not be answered then."
    )
    assert span_sentences("Utopia", 2023, True, fused)[1:] == [later]
    assert span_sentences("Utopia", 2023, False, fused)[1:] == [later]


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
        "No source answers 3 of 70 scored questions (2 in B and 1 in G). On questions that some "
        "source answers, 4 countries lack 5 answers between them, most of them on law "
        "(37) and data (39)."
    )
    assert gaps_headline(unanswered.iloc[:0], open_items.iloc[:0], 70) == (
        "Some source answers each of the 70 scored questions."
    )

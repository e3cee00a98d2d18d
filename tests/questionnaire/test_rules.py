"""Each rule on a question of the real codebook, with invented answers."""

import pandas as pd
import pytest

from egovbench.base import paths
from egovbench.base.schemas import CODES_TABLE
from egovbench.questionnaire import read_codebook
from egovbench.questionnaire.assertion import found_groups
from egovbench.questionnaire.coding import code_responses, needing_review, with_reviews
from egovbench.questionnaire.cues import tokens
from egovbench.questionnaire.rules import RULES, evidence_places, is_placeholder, only_pages
from egovbench.questionnaire.sentences import stated

CODEBOOK = read_codebook(paths.CODEBOOK)


def responses(answers, selections=None, not_asked=()):
    """An invented country's responses: answers by item, everything else blank."""
    rows = []
    for question in CODEBOOK.questions:
        answer = answers.get(question.number, "")
        status = "answered" if answer else "blank"
        rows.append(
            {
                "iso3": "XAA",
                "survey": "msq2024",
                "item": question.number,
                "section": question.section,
                "answer": answer,
                "selection": (selections or {}).get(question.number, ""),
                "urls": " ".join(word for word in answer.split() if word.startswith("http")),
                "status": "not_asked" if question.number in not_asked else status,
                "truncated": False,
                "source": "invented.txt",
                "locator": "",
            }
        )
    return pd.DataFrame(rows)


def coded(item, answers, **more):
    codes = code_responses(responses(answers, **more), CODEBOOK)
    row = codes[codes["item"] == item].iloc[0]
    return row["code"], row["evidence"], row["rule"]


@pytest.mark.parametrize(
    ("item", "answers", "expected"),
    [
        (57, {}, ("unknown", "none", "blank")),
        (124, {124: "xx"}, ("unknown", "none", "placeholder")),
        (119, {119: "no"}, ("no", "stated", "stated")),
        (87, {87: "yes, p.15."}, ("yes", "stated", "stated")),
        (
            57,
            {58: "Not yet, a decree is being drafted"},
            ("partly", "stated", "planned"),
        ),
        (57, {58: "Maybe"}, ("unknown", "none", "stated unsure")),
        (57, {58: "Partly."}, ("partly", "stated", "stated in part")),
        (57, {58: "Yes. There is no law on AI."}, ("unknown", "none", "contradictory")),
        (81, {82: "p. 5/24/26"}, ("yes", "described", "page reference")),
        (37, {38: "p. 5"}, ("unknown", "none", "does not bear")),
        (67, {68: "Not at the moment."}, ("no", "stated", "stated")),
        (106, {107: "None in this edition."}, ("no", "stated", "denied alone")),
        (115, {116: "Absence of any such thing."}, ("no", "stated", "denied")),
        (
            110,
            {111: "SilverSurf, a club with cakes, tea and song, is to open in all halls in May."},
            ("partly", "stated", "planned alone"),
        ),
        (
            19,
            {20: "Finance: yes\nHealth: none\nJustice: none"},
            ("partly", "stated", "by entry"),
        ),
        (67, {68: "No change since the last edition."}, ("unknown", "none", "does not bear")),
        (53, {54: "Order 7 of 2020 on maps"}, ("yes", "described", "document named")),
        (53, {54: "Order 7 of 2020 is long"}, ("unknown", "none", "does not bear")),
        (47, {48: "Ther is no legislaton on e-procurment"}, ("no", "stated", "denied")),
        (47, {48: "There is no polcie in procession"}, ("unknown", "none", "does not bear")),
        (10, {10: "https://data.example"}, ("yes", "described", "link given")),
        (10, {10: "There is no such portal: https://example.org"}, ("no", "stated", "denied")),
        (7, {7: "The portal of Utopia"}, ("yes", "described", "named")),
        (14, {16: "Director"}, ("yes", "described", "named")),
        (98, {99: "a dashboard to monitor it is planned"}, ("partly", "stated", "planned")),
        (
            51,
            {52: "The Data Sharing Act was passed in May and will enter into force in 2026."},
            ("partly", "stated", "not in force"),
        ),
        (37, {38: "Law 7 on transparency is in force."}, ("yes", "described", "asserted")),
        (
            98,
            {99: "A dashboard to monitor it is planned. No fee is due."},
            ("partly", "stated", "planned with doubt"),
        ),
        (
            37,
            {38: "The law on transparency was adopted in 2015. No fee is due."},
            ("yes", "described", "asserted with doubt"),
        ),
        (37, {38: "A law on transparency"}, ("yes", "described", "mentioned with doubt")),
        (
            98,
            {99: "There is no dashboard to monitor it, which the auditors regret."},
            ("no", "stated", "denied with doubt"),
        ),
        (96, {97: "Sandboxes of 12 months"}, ("yes", "described", "mentioned")),
        (
            37,
            {38: "https://law.example/right-to-information"},
            ("yes", "described", "address alone"),
        ),
        (37, {38: "There is no law on transparency."}, ("no", "stated", "denied")),
        (37, {38: "As of today there is none."}, ("no", "stated", "denied")),
        (37, {38: "The law on transparency was repealed."}, ("no", "stated", "ended")),
        (
            37,
            {38: "The old act was repealed. The law on transparency of 2020 is in force."},
            ("yes", "described", "succeeded"),
        ),
        (
            37,
            {38: "The sectoral law on transparency was adopted in 2020."},
            ("partly", "stated", "limited"),
        ),
        (
            55,
            {56: "- 5G: the Spectrum Act of 2021 is in force\n- Robotics: no law"},
            ("partly", "stated", "denied in part"),
        ),
        (
            37,
            {38: "The weather is fine and the ministries are at work. There is none."},
            ("unknown", "none", "does not bear"),
        ),
        (
            37,
            {38: "There is no ministry without a law on transparency."},
            ("yes", "described", "mentioned with doubt"),
        ),
        (
            37,
            {38: "It is not true that a law on transparency was adopted."},
            ("unknown", "none", "unclear"),
        ),
        (37, {38: "Other countries have a law on transparency."}, ("unknown", "none", "of others")),
        (37, {38: "A law on transparency could be adopted."}, ("unknown", "none", "possible")),
        (
            37,
            {38: "legislation, law or regulation on access to information"},
            ("unknown", "none", "restated"),
        ),
        (
            37,
            {38: "W naszym kraju ustawa o dostępie do informacji obowiązuje od dawna."},
            ("unknown", "none", "other language"),
        ),
        (61, {62: "The strategy was adopted"}, ("unknown", "none", "does not bear")),
        (59, {62: "The strategy was adopted"}, ("yes", "related", "related")),
        (89, {85: "The strategy refers to AI and IoT"}, ("yes", "related", "related")),
        (86, {85: "The strategy refers to AI and IoT"}, ("unknown", "none", "blank")),
    ],
)
def test_rule_on_invented_answers(item, answers, expected):
    assert coded(item, answers) == expected


def test_every_rule_is_reached_above_or_below():
    tested = {
        mark[2][2]
        for parameters in test_rule_on_invented_answers.pytestmark
        for mark in parameters.args[1]
    }
    assert {rule.name for rule in RULES} - tested == {"selected", "not asked"}
    assert {
        f"{name} with doubt" for name in ("planned", "denied", "mentioned", "asserted")
    } <= tested


LAW = {38: "Law of 2018 on transparency https://law.example"}


@pytest.mark.parametrize(
    ("item", "answers", "more", "expected"),
    [
        # a ticked option wins over the text, but for one that is neither yes nor no
        (37, LAW, {"selections": {37: "No"}}, ("no", "selected", "selected")),
        (33, {}, {"selections": {33: "Other"}}, ("unknown", "none", "blank")),
        # the document lacks the question
        (37, {38: "Law"}, {"not_asked": {37}}, ("not_asked", "none", "not asked")),
        # a negative statement under the item wins over a related answer
        (
            77,
            {78: "No.", 76: "Principles: once only, digital by default"},
            {},
            ("no", "stated", "stated"),
        ),
    ],
)
def test_what_wins_where_an_answer_has_more_than_text(item, answers, more, expected):
    assert coded(item, answers, **more) == expected


def test_scored_and_personal_follow_ups_are_no_evidence_for_their_question():
    assert evidence_places(CODEBOOK, CODEBOOK.by_number[112]) == (113,)
    assert evidence_places(CODEBOOK, CODEBOOK.by_number[14]) == (16, 17)


def test_codes_have_the_schema_and_a_row_for_each_scored_item():
    codes = code_responses(responses({}), CODEBOOK)
    CODES_TABLE.validate(codes)
    assert codes["item"].tolist() == [question.number for question in CODEBOOK.scored]
    assert codes["value"].isna().all()


def test_a_review_replaces_the_code_and_says_so():
    codes = code_responses(responses({119: "no"}), CODEBOOK)
    reviews = pd.DataFrame(
        {
            "item": [37],
            "code": ["partly"],
            "lower": [0.5],
            "upper": [1.0],
            "saw": ["text"],
            "rationale": ["an invented reason"],
            "reviewer": ["project"],
            "date": ["2026-01-01"],
        }
    )
    reviewed = with_reviews(codes, reviews).set_index("item")
    assert reviewed.loc[37, ["code", "value", "evidence", "rule", "coder"]].tolist() == [
        "partly", 0.5, "reviewed", "review", "project",
    ]  # fmt: skip
    assert reviewed.loc[119, "code"] == "no"
    assert 37 in needing_review(codes)["item"].tolist()
    assert 37 not in needing_review(with_reviews(codes, reviews))["item"].tolist()
    assert 119 not in needing_review(codes)["item"].tolist()


@pytest.mark.parametrize(
    ("read", "said", "not_said"),
    [
        (
            is_placeholder,
            ["xx", "XXX", "n.a.", "N/A", "na", "-", "...", "TBD", "Not applicable"],
            ["no", "NAP", "none", "x-ray register", "n.a. before 2020", "Nauru"],
        ),
        (
            only_pages,
            ["p. 5/24/26", "p.15", "pages 3-7", "See chapter 4", "pp. 3, 7 and 9"],
            ["p.27 the strategy refers to it", "5", "part of the plan", ""],
        ),
        (
            stated,
            [],
            [
                "Regulation (EU) No 910/2014",
                "No 910/2014 of the European Parliament",
                "No. 7427 of 17 July 2020",
                "Yesterday the government",
                "Norway's law",
                "Planned obsolescence is banned by law",
                "Draft law on signatures",
                "",
            ],
        ),
    ],
)
def test_what_a_text_says_and_does_not(read, said, not_said):
    assert [text for text in said if not read(text)] == []
    assert [text for text in not_said if read(text)] == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("yes, p.15.", "yes"),
        ("yes p.15", "yes"),
        ("Yes, the national strategy refers to it", "yes"),
        ("Oui.", "yes"),
        ("Sí, desde 2015", "yes"),
        ("no", "no"),
        ("No, but see below", "no"),
        ("None.", "no"),
        ("Not yet, however we created a working group", "no"),
        ("Não.", "no"),
        ("Pas encore.", "no"),
        ("Partly, for two ministries", "partly"),
        ("Ja, teilweise.", "partly"),
        ("Vielleicht", "unsure"),
        ("Yes / No", "unsure"),
        ("Geplant", "planned"),
    ],
)
def test_stated(text, kind):
    assert stated(text).kind == kind


@pytest.mark.parametrize(
    ("text", "groups", "found"),
    [
        ("The law of 2018 on transparency", ("law", "access_to_information"), True),
        ("A lawful activity", ("law",), False),
        ("The Acts of 2018", ("law",), True),
        ("Das Informationsfreiheitsgesetz", ("law", "access_to_information"), True),
        ("They maintain a plan", ("ai",), False),
        ("AI and IoT", ("ai", "internet_of_things"), True),
        ("Chief ai officer", ("ai",), False),
        ("several CIOs", ("officer",), True),
        ("once  only", ("once_only",), True),
        ("The portal for procurement", ("law", "procurement"), False),
    ],
)
def test_found_groups(text, groups, found):
    assert all(found_groups(tokens(text), groups, CODEBOOK).values()) == found

"""Whatever is printed into an invented form is read back from it, and nothing else."""

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented_form import BASE_ANSWERS, assert_nobody_is_named, print_form

from egovbench.base.paths import CODEBOOK
from egovbench.questionnaire import read_codebook

FORM = read_codebook(CODEBOOK)
QUESTIONS = FORM.questions
PERSONAL = {question.number for question in QUESTIONS if question.personal}
OPEN_ITEMS = [each.number for each in QUESTIONS if each.number not in {1, *PERSONAL}]
TRAPS = [
    "yes, p.15.",
    "adopted in 2021.",
    "C. Legal Framework is described in chapter 2 of the report.",
    "C. Legal Framework",
    "Yes",
    "No",
    "Other",
    "12.",
    "Education",
    "1.10. Scope",
    "THANK YOU",
    "p. 5/24/26",
    "n.a.",
    "xx",
    "Please provide link and detail.",
    "The form says: If yes, please provide link and detail. We do so.",
    "Is there any legislation, law or regulation on digital identity?",
    "Note: This is related to SDG Indicator 16.6.1",
    "3/2/24, 9:00 AM a meeting took place",
    "https://example.org/dam-assets/politique-cooperation/documents-de-reference/strat%C3%A9gie.pdf",
    "See https://example.org/en/ and www.example.org/fr/index.html.",
    "• short- and long-term e-government, user-friendly and cross-border",
    "(a) first of all;",
    "- 2021-2025",
]
WORDS = (
    "the Ministry for digital affairs adopted a law on data in 2021, and No. 7427 was published; "
    "e-government long-term https://example.org/en/law-2021.html (see p. 5). 5G Yes No Title 37. "
    "interoperability administration Digitalisation “quoted” l’État É"
)
LINES = st.one_of(
    st.sampled_from(TRAPS),
    st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=60).map(" ".join),
    st.just(""),
)
ANSWERS = st.lists(LINES, min_size=1, max_size=8).map("\n".join).map(str.strip).filter(bool)
WIDTHS = st.integers(60, 160)
PAGES = st.one_of(st.none(), st.integers(17, 60))
REPEATABLE = settings(
    max_examples=settings.default.max_examples // 2,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def by_item(responses, column):
    return dict(zip(responses["item"], responses[column], strict=True))


def check_answers(responses, answers, left_out=frozenset()):
    status, found, locator = (by_item(responses, name) for name in ("status", "answer", "locator"))
    for item in OPEN_ITEMS:
        if item in left_out:
            assert (status[item], found[item], locator[item]) == ("not_asked", "", "")
        elif item in answers:
            assert status[item] == "answered", item
            assert str(found[item]).split() == answers[item].split(), item
        else:
            assert (status[item], found[item]) == ("blank", ""), item


@REPEATABLE
@given(
    answers=st.dictionaries(st.sampled_from(OPEN_ITEMS), ANSWERS, max_size=12),
    width=WIDTHS,
    lines_a_page=PAGES,
)
def test_every_answer_is_read_back_word_for_word(read_form, answers, width, lines_a_page):
    document = read_form(answers, width=width, lines_a_page=lines_a_page)
    check_answers(document.responses, answers)
    assert document.warnings == ()
    for item in PERSONAL:
        assert by_item(document.responses, "status")[item] == "withheld"
        assert by_item(document.responses, "answer")[item] == ""


@REPEATABLE
@given(
    answers=st.dictionaries(st.sampled_from(OPEN_ITEMS), ANSWERS, max_size=8),
    last_line=st.sampled_from(["The end of the answer.", "yes, p.15.", "Yes", "xx"]),
    dropped=st.frozensets(st.sampled_from([*OPEN_ITEMS, *PERSONAL]), min_size=1, max_size=3),
    width=WIDTHS,
    lines_a_page=PAGES,
)
def test_dropped_questions_are_not_asked_and_the_others_stay(
    read_form, answers, last_line, dropped, width, lines_a_page
):
    answers = {item: f"{answer}\n{last_line}" for item, answer in answers.items()}
    document = read_form(answers, width=width, lines_a_page=lines_a_page, dropped=dropped)
    check_answers(document.responses, answers, dropped)
    # A line that many answers share is kept and told too: it might stand at the edges of pages.
    missing = [each for each in document.warnings if "a line that is repeated there" not in each]
    for item, warning in zip(sorted(dropped), missing, strict=True):
        assert warning.startswith(f"question {item} was not found")


@REPEATABLE
@given(
    answers=st.dictionaries(st.sampled_from(OPEN_ITEMS), ANSWERS, max_size=8),
    mentioned=st.sampled_from(
        [*(BASE_ANSWERS[item] for item in sorted(PERSONAL)), "INVENTA Ada", "Fictief, Bo"]
    ),
    item=st.sampled_from(OPEN_ITEMS),
    width=WIDTHS,
    lines_a_page=PAGES,
)
def test_reading_the_masked_copy_gives_the_same_table(
    read_text_of_form, answers, mentioned, item, width, lines_a_page
):
    told = " ".join([answers.get(item, ""), *["please write to", mentioned] * 12])
    given = {**BASE_ANSWERS, **answers, item: told}
    text = print_form(FORM, given, width=width, lines_a_page=lines_a_page)
    first = read_text_of_form(text)
    assert first.masked_text.count("\n") == text.count("\n")
    again = read_text_of_form(first.masked_text)
    pd.testing.assert_frame_equal(again.responses, first.responses)
    assert again.masked_text == first.masked_text
    assert_nobody_is_named(first)
    assert "withheld]" in by_item(first.responses, "answer")[item]


def test_the_printed_form_holds_what_the_properties_rely_on():
    text = print_form(FORM, BASE_ANSWERS, width=60, lines_a_page=20)
    assert text.count("Invented Forms") == text.count("/Pages/DesignPageV2.aspx") > 30
    assert max(len(line) for line in text.split("\n") if "example.org" not in line) <= 66

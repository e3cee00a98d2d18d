"""Where the questions of a form stand, and what stands below each as its answer."""

from itertools import pairwise

import pytest
from invented_form import BASE_ANSWERS, print_form

from egovbench.documents.form import cut_answers
from egovbench.documents.locate import locate_questions


def located(text, codebook):
    return {each.number: each for each in locate_questions(text, codebook)}


@pytest.fixture(scope="module")
def form_text(codebook):
    return print_form(codebook, BASE_ANSWERS)


def test_all_questions_of_luxembourg_in_order_without_overlap(luxembourg, codebook):
    found = locate_questions(luxembourg.masked_text, codebook)
    assert [each.number for each in found] == list(range(1, 127))
    assert all(each.start < each.end for each in found)
    assert all(each.end <= following.start for each, following in pairwise(found))


@pytest.mark.parametrize(
    ("item", "line", "ending"),
    [
        (10, " - Open government data10.", "10."),
        (35, "Is there a specific national portal  addressing crisis/emergency? [NEW * 35.", "35."),
        (57, "", "[NEW]57."),
        (98, "Does the Government have any official tool/mechanism to monitor", "98."),
    ],
)
def test_numbers_glued_behind_marks_and_on_lines_of_their_own(
    luxembourg, codebook, item, line, ending
):
    text = luxembourg.masked_text
    place = located(text, codebook)[item]
    wording = text[place.start : place.end]
    assert wording.startswith(line)
    assert wording.endswith(ending)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Once upon a time there were 12. brothers.", []),
        ("", []),
        ("Education 1.22. Health 3.23.", []),  # inside a decimal
        ("Education 22.", [22]),
        ("Education\n\nHealth matters 23.", []),  # a short wording needs every word
    ],
)
def test_what_is_a_question_in_a_text_that_is_no_questionnaire(codebook, text, numbers):
    assert list(located(text, codebook)) == numbers


def test_edited_quoted_and_unnumbered_wordings_are_found(codebook, form_text):
    wording = codebook.by_number[43].wording
    text = print_form(codebook, {**BASE_ANSWERS, 42: f"You ask below:\n{wording}\nWe do."})
    place = located(text, codebook)[43]
    assert text.count(wording) == 2
    assert text.index(wording, place.start) == text.rindex(wording)
    # a small edit of a wording is tolerated and stays out of the answer before
    edited = form_text.replace(
        "Is there any legislation, law or regulation on digital identity?",
        "Does any legislation, law or regulation on digital identity exist?",
    )
    assert edited != form_text
    place = located(edited, codebook)[43]
    assert edited[place.start : place.end].startswith("Does any legislation")
    # a wording without its number is found when it is long
    question = codebook.by_number[119]
    start = form_text.index(question.wording)
    end = form_text.index("119.", start) + len("119.")
    place = located(form_text[:start] + question.wording + form_text[end:], codebook)[119]
    assert (place.start, place.end) == (start, start + len(question.wording))
    # a personal question is found by its number alone
    text = "Country name * 1.\n\nInventonia\n\nWho are you, please?\n\n2.\n\nAda\n\nTitle * 3.\n"
    places = located(text, codebook)
    assert sorted(places) == [1, 2, 3]
    assert text[places[2].start : places[2].end].startswith("Who are you")
    assert text[places[2].end : places[3].start].strip() == "Ada"


@pytest.fixture
def cut(codebook):
    def read(answers, edit=lambda text: text, **printing):
        return cut_answers(
            edit(print_form(codebook, {**BASE_ANSWERS, **answers}, **printing)), codebook
        )

    return read


def text_of(form, number):
    return form.answers[number].text.strip()


def test_options_headings_and_notes_of_the_form_stay_out(cut):
    answers = {
        36: "A portal.",  # before "C. Legal Framework", Yes, No
        48: "A law.",  # before Yes, No and the SDG note
        59: "Yes.",  # before a lead-in and five options
        84: "All.",  # before the question that opens the technologies
        124: "None.",
        126: "We authorise it.",  # before "THANK YOU"
    }
    form = cut(answers)
    assert {number: text_of(form, number) for number in answers} == answers
    assert form.missing == form.incomplete_options == ()
    assert text_of(cut({}), 126) == ""
    # a slightly edited note is still the forms
    form = cut({99: "A board."}, lambda text: text.replace("migrants, minorities", "minorities"))
    assert text_of(form, 99) == "A board."


@pytest.mark.parametrize("last", ["Yes", "No", "Yes\nNo", "No\nYes", "C. Legal Framework"])
@pytest.mark.parametrize("item", [36, 38])
def test_an_answer_may_end_with_what_an_option_or_a_heading_says(cut, last, item):
    for answer in (f"In short:\n{last}", last):
        assert text_of(cut({item: answer}), item) == answer


@pytest.mark.parametrize(
    ("item", "answer"),
    [(36, "C. Legal Framework is described in chapter 2."), (38, "The answer is Yes")],
)
def test_a_heading_or_an_option_that_shares_its_line_is_an_answer(cut, item, answer):
    assert text_of(cut({item: answer}), item) == answer


def test_missing_questions_are_named(cut, codebook):
    wording = codebook.by_number[39].wording
    dropped = cut({38: "A law."}, dropped=[39])
    kept = cut({38: "A law."}, lambda text: text.replace(f"{wording} *\n\n39.", ""))
    for form in (dropped, kept):
        assert form.missing == (39,)
        assert text_of(form, 38) == "A law."
    # a lone yes before a missing question is an answer
    for answer in ("Yes", "yes\nno"):
        assert text_of(cut({38: answer}, dropped=[39]), 38) == answer


def test_answers_know_their_place(cut, codebook):
    text = print_form(codebook, {**BASE_ANSWERS, 7: "A portal."})
    answer = cut_answers(text, codebook).answers[7]
    assert text[answer.start : answer.end] == answer.text
    assert answer.number == 7
    empty = cut_answers("", codebook)
    assert (empty.answers, empty.missing) == ({}, tuple(range(1, 127)))

from itertools import pairwise

import pytest
from invented_form import BASE_ANSWERS, print_form

from egovbench.documents.furniture import blank_page_furniture
from egovbench.documents.locate import locate_questions


def located(text, codebook):
    return {each.number: each for each in locate_questions(text, codebook)}


@pytest.fixture(scope="module")
def form_text(codebook):
    return print_form(codebook, BASE_ANSWERS)


def test_all_questions_of_luxembourg_in_order_without_overlap(luxembourg, codebook):
    found = locate_questions(blank_page_furniture(luxembourg.masked_text), codebook)
    assert [each.number for each in found] == list(range(1, 127))
    assert all(each.start < each.end for each in found)
    assert all(each.end <= following.start for each, following in pairwise(found))


@pytest.mark.parametrize(
    ("item", "line", "ending"),
    [
        (10, " - Open government data10.", "10."),
        (35, "Is there a specific national portal  addressing crisis/emergency? [NEW * 35.", "35."),
        (57, None, "[NEW]57."),
        (98, "Does the Government have any official tool/mechanism to monitor", "98."),
    ],
)
def test_numbers_glued_behind_marks_and_on_lines_of_their_own(
    luxembourg, codebook, item, line, ending
):
    text = blank_page_furniture(luxembourg.masked_text)
    place = located(text, codebook)[item]
    wording = text[place.start : place.end]
    assert wording.endswith(ending)
    if line:
        assert wording.startswith(line)


def test_no_question_in_a_text_that_is_no_questionnaire(codebook):
    assert locate_questions("Once upon a time there were 12. brothers.", codebook) == []
    assert locate_questions("", codebook) == []


def test_a_wording_quoted_in_an_answer_does_not_mislead(codebook):
    wording = codebook.by_number[43].wording
    text = print_form(codebook, {**BASE_ANSWERS, 42: f"You ask below:\n{wording}\nWe do."})
    place = located(text, codebook)[43]
    assert text.count(wording) == 2
    assert text.index(wording, place.start) == text.rindex(wording)


def test_a_small_edit_of_a_wording_is_tolerated_and_stays_out_of_the_answer_before(
    form_text, codebook
):
    edited = form_text.replace(
        "Is there any legislation, law or regulation on digital identity?",
        "Does any legislation, law or regulation on digital identity exist?",
    )
    assert edited != form_text
    place = located(edited, codebook)[43]
    assert edited[place.start : place.end].startswith("Does any legislation")


def test_a_wording_without_its_number_is_found_when_it_is_long(form_text, codebook):
    question = codebook.by_number[119]
    start = form_text.index(question.wording)
    end = form_text.index("119.", start) + len("119.")
    place = located(form_text[:start] + question.wording + form_text[end:], codebook)[119]
    assert (place.start, place.end) == (start, start + len(question.wording))


def test_a_number_inside_a_decimal_is_no_number(codebook):
    assert locate_questions("Education 1.22. Health 3.23.", codebook) == []
    assert [each.number for each in locate_questions("Education 22.", codebook)] == [22]


def test_a_short_wording_needs_every_word_and_its_number(codebook):
    assert locate_questions("Education\n\nHealth matters 23.", codebook) == []


def test_a_personal_question_is_found_by_its_number_alone(codebook):
    text = "Country name * 1.\n\nInventonia\n\nWho are you, please?\n\n2.\n\nAda\n\nTitle * 3.\n"
    places = located(text, codebook)
    assert sorted(places) == [1, 2, 3]
    assert text[places[2].start : places[2].end].startswith("Who are you")
    assert text[places[2].end : places[3].start].strip() == "Ada"


def test_a_dropped_question_is_not_found_and_the_others_are(codebook):
    text = print_form(codebook, BASE_ANSWERS, dropped=[2, 43, 85])
    assert set(range(1, 127)) - set(located(text, codebook)) == {2, 43, 85}

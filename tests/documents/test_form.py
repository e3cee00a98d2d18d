import pytest
from invented_form import BASE_ANSWERS, print_form

from egovbench.documents.form import cut_answers


@pytest.fixture
def cut(codebook):
    def read(answers, edit=lambda text: text, **printing):
        return cut_answers(
            edit(print_form(codebook, {**BASE_ANSWERS, **answers}, **printing)), codebook
        )

    return read


def text_of(form, number):
    return form.answers[number].text.strip()


def test_options_headings_and_notes_of_the_next_question_stay_out(cut):
    form = cut({36: "A portal.", 48: "A law.", 59: "Yes.", 84: "All.", 124: "None."})
    assert text_of(form, 36) == "A portal."  # before "C. Legal Framework", Yes, No
    assert text_of(form, 48) == "A law."  # before Yes, No and the SDG note
    assert text_of(form, 59) == "Yes."  # before a lead-in and five options
    assert text_of(form, 84) == "All."  # before the question that opens the technologies
    assert text_of(form, 124) == "None."  # before "THANK YOU"
    assert form.missing == form.incomplete_options == ()


def test_the_closing_text_stays_out_of_the_last_answer(cut, codebook):
    assert text_of(cut({126: "We authorise it."}), 126) == "We authorise it."
    assert text_of(cut({}), 126) == ""


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


def test_a_slightly_edited_note_is_still_the_forms(cut):
    form = cut({99: "A board."}, lambda text: text.replace("migrants, minorities", "minorities"))
    assert text_of(form, 99) == "A board."


def test_missing_questions_are_named_and_their_options_go_when_complete(cut, codebook):
    form = cut({38: "A law."}, dropped=[39])
    assert form.missing == (39,)
    assert text_of(form, 38) == "A law."
    wording = codebook.by_number[39].wording
    kept = cut({38: "A law."}, lambda text: text.replace(f"{wording} *\n\n39.", ""))
    assert kept.missing == (39,)
    assert text_of(kept, 38) == "A law."


def test_a_lone_yes_before_a_missing_question_is_an_answer(cut):
    assert text_of(cut({38: "Yes"}, dropped=[39]), 38) == "Yes"
    assert text_of(cut({38: "yes\nno"}, dropped=[39]), 38) == "yes\nno"


def test_a_question_with_some_of_its_options_is_reported(cut):
    form = cut({}, lambda text: text.replace("Four-Year\n", ""))
    assert form.incomplete_options == (60,)


def test_answers_know_their_place(cut, codebook):
    text = print_form(codebook, {**BASE_ANSWERS, 7: "A portal."})
    answer = cut_answers(text, codebook).answers[7]
    assert text[answer.start : answer.end] == answer.text
    assert answer.number == 7


def test_nothing_is_read_from_an_empty_text(codebook):
    form = cut_answers("", codebook)
    assert form.answers == {}
    assert form.missing == tuple(range(1, 127))

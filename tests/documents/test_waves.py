"""A document of another wave is told by its wordings, and mapped to items where those are equal."""

import re
from dataclasses import replace

import pytest
import yaml
from invented_form import (
    BASE_ANSWERS,
    DROPPED,
    ISO3,
    LOST_FOLLOW_UPS,
    NEW,
    RESPELLED,
    REWORDED,
    answers_of_wave,
    assert_nobody_is_named,
    like_2022,
    print_form,
)

from egovbench.base.paths import CODEBOOK
from egovbench.documents.waves import map_questions, wave_of
from egovbench.questionnaire import read_codebook

LOST = sorted([*DROPPED, *REWORDED, *LOST_FOLLOW_UPS])


@pytest.fixture(scope="module")
def wave(codebook):
    return like_2022(codebook)


@pytest.fixture(scope="module")
def answers(wave):
    return answers_of_wave(wave[1])


@pytest.fixture(scope="module", params=[False, True], ids=["number behind", "number first"])
def document(request, wave, answers, read_text_of_form):
    text = print_form(wave[0], answers, lines_a_page=45, number_first=request.param)
    return read_text_of_form(text)


def test_items_of_equal_wording_are_read_and_no_others(document, wave, answers, codebook):
    _, numbers = wave
    rows = document.responses.set_index("item")
    assert rows.index.tolist() == list(range(1, 127))
    for question in codebook.questions:
        item = question.number
        row = rows.loc[item]
        if item in LOST:
            assert (row["status"], row["answer"], row["locator"]) == ("not_asked", "", ""), item
        elif question.personal:
            assert row["status"] == "withheld", item
        else:
            assert row["answer"] == answers[numbers[item]], item
            assert row["locator"].endswith(f"(question {numbers[item]})")


@pytest.mark.parametrize("number_first", [False, True])
def test_no_unanswered_question_takes_the_next_one_for_its_own(
    wave, read_text_of_form, number_first
):
    other, _ = wave
    text = print_form(other, {1: "Inventonia"}, number_first=number_first)
    rows = read_text_of_form(text).responses.set_index("item")
    assert rows.index[rows["status"] == "not_asked"].tolist() == LOST
    assert rows.index[rows["answer"] != ""].tolist() == [1]


def test_the_survey_is_another_one_and_what_is_no_item_is_listed(document, wave):
    assert set(document.responses["survey"]) == {document.survey} == {"msq-other"}
    assert document.iso3 == ISO3
    assert_nobody_is_named(document)
    # what is no item is listed
    _, numbers = wave
    shown = {each.number: each.wording for each in document.unmapped}
    expected = {numbers[item - 1] + 1: wording for item, wording in REWORDED.items()}
    expected |= {numbers[item] + 1: wording for item, (wording, _) in NEW.items()}
    assert expected.items() <= shown.items()
    assert len(shown) == len(expected) + len(LOST_FOLLOW_UPS)
    signature = next(each for each in document.unmapped if "signature" in each.wording)
    assert (signature.nearest, signature.likeness < 0.95) == (45, True)
    first, second, third = document.warnings
    assert "by their wording 108 of its 117 questions are items of msq2024" in first
    assert f"its questions {', '.join(map(str, sorted(shown)))} are no items" in second
    assert "does not ask items 10, 33, " in third


def test_shared_and_respelled_wordings(codebook):
    for item, wording in RESPELLED.items():
        assert map_questions([(7, wording)], codebook).items == {7: item}
    # a shared wording is an item only behind what it follows up
    law, follow_up = codebook.by_number[45].wording, codebook.by_number[46].wording
    assert map_questions([(1, law), (2, follow_up)], codebook).items == {1: 45, 2: 46}
    assert map_questions([(1, "What is new?"), (2, follow_up)], codebook).items == {}
    assert map_questions([(2, follow_up)], codebook).items == {}
    # an item has one question
    law = codebook.by_number[45].wording
    mapped = map_questions([(1, law.lower()), (2, law)], codebook)
    assert mapped.items == {1: 45}
    assert [each.number for each in mapped.unmapped] == [2]


@pytest.mark.parametrize("item", [37, 39, 43, 45, 73, 104, 106, 119, 122])
@pytest.mark.parametrize(
    "change",
    [("digital", "military"), ("Is there", "Is there no"), ("women", "men"), ("law", "rumour"),
     ("usage data", "cost data"), ("provide any", "deny any"), ("identity", "signature")],
)  # fmt: skip
def test_one_word_that_asks_something_else_matters(codebook, item, change):
    wording = codebook.by_number[item].wording
    changed = wording.replace(*change)
    assert map_questions([(7, wording)], codebook).items == {7: item}
    if changed != wording:
        assert map_questions([(7, changed)], codebook).items.get(7) != item


def wave_file(folder, wave):
    content = yaml.safe_load(CODEBOOK.read_text(encoding="utf-8"))
    (folder / "msq2024.yml").write_text(
        yaml.safe_dump({**content, "waves": ["msq2022.yml"]}), encoding="utf-8"
    )
    questions = [
        {
            "number": each.number, "section": each.section, "block": each.block,
            "wording": each.wording, "kind": "single choice" if each.options else "text",
            "options": list(each.options), "personal": each.personal,
        }
        for each in wave.questions
    ]  # fmt: skip
    other = {**content, "id": "msq2022", "indicators": [], "questions": questions}
    (folder / "msq2022.yml").write_text(yaml.safe_dump(other), encoding="utf-8")
    return folder / "msq2024.yml"


def test_a_wave_that_is_described_gives_its_own_id(wave, answers, read_text_of_form, tmp_path):
    both = read_codebook(wave_file(tmp_path, wave[0]))
    assert [each.id for each in both.waves] == ["msq2022"]
    document = read_text_of_form(print_form(wave[0], answers), codebook=both)
    assert document.survey == "msq2022"
    rows = document.responses.set_index("item")["status"]
    assert rows[rows == "not_asked"].index.tolist() == LOST


def test_a_document_is_read_by_its_own_wave(codebook, wave):
    other, _ = wave
    both = replace(codebook, waves=(other,))
    assert wave_of(print_form(codebook, BASE_ANSWERS), both) is both
    assert wave_of(print_form(other, {}), both) is other
    assert wave_of("A letter. 1. Indeed.", both) is both
    # a few questions less are no other wave
    for dropped in ([], [119], range(100, 112)):
        assert wave_of(print_form(codebook, BASE_ANSWERS, dropped=dropped), codebook) is codebook


def test_a_reworded_question_of_the_same_wave_is_left_out_and_named(codebook, read_text_of_form):
    wording = codebook.by_number[43].wording
    text = print_form(codebook, {**BASE_ANSWERS, 42: "A law.", 43: "Of something else."})
    document = read_text_of_form(text.replace(wording, "Do people trust their neighbours?"))
    rows = document.responses.set_index("item")
    assert rows.loc[42, "answer"] == "A law."
    assert rows.loc[43, ["status", "answer"]].tolist() == ["not_asked", ""]
    (warning,) = document.warnings
    assert "question 43 is worded otherwise" in warning


def test_a_questionnaire_with_few_of_the_items_is_refused(codebook, read_text_of_form, refusal):
    questions = tuple(
        replace(each, number=number) for number, each in enumerate(codebook.questions[:60:2], 1)
    )
    text = print_form(replace(codebook, questions=questions), {1: "Inventonia"})
    message = refusal(read_text_of_form, text)
    assert re.search(r"recognised \d+ of 126 questions of msq2024; .* 50%", message)


@pytest.mark.parametrize(
    ("waves", "fault"),
    [
        (["../msq2022.yml"], "expected names of files in its folder"),
        ("msq2022.yml", "expected names of files in its folder"),
        (["nowhere.yml"], "nowhere.yml: the codebook does not exist"),
        (["msq2024.yml"], "the id msq2024 is another wave's"),
    ],
)
def test_waves_that_cannot_be_are_refused(tmp_path, refusal, waves, fault):
    content = yaml.safe_load(CODEBOOK.read_text(encoding="utf-8"))
    path = tmp_path / "msq2024.yml"
    path.write_text(yaml.safe_dump({**content, "waves": waves}), encoding="utf-8")
    assert fault in refusal(read_codebook, path)

import json
import re
from copy import deepcopy

import pytest

from egovbench.base.errors import InputError
from egovbench.base.paths import CODEBOOK, RAW
from egovbench.base.yaml_text import read_yaml
from egovbench.documents.furniture import without_furniture
from egovbench.documents.locate import locate_questions
from egovbench.questionnaire import read_codebook


@pytest.fixture(scope="module")
def codebook():
    return read_codebook(CODEBOOK)


@pytest.fixture(scope="module")
def printed(codebook):
    """The form's text of each question of the source, from its wording to its number."""
    text = without_furniture((RAW / "LUX-msq2024.txt").read_text(encoding="utf-8"), codebook)[0]
    return {
        each.number: " ".join(text[each.start : each.end].split())
        for each in locate_questions(text, codebook)
    }


def test_126_questions_in_order(codebook):
    assert [each.number for each in codebook.questions] == list(range(1, 127))
    assert codebook.id == "msq2024"
    assert codebook.answer_limit == 4000


def test_wordings_are_the_forms(codebook, printed):
    for question in codebook.questions:
        shown = re.sub(r"\[NEW\]?|\*", "", printed[question.number])
        shown = re.sub(rf"\s*:?\s*{question.number}\.$", "", shown).rstrip(" :")
        assert "".join(shown.split()) == "".join(question.wording.rstrip(":").split())


def test_new_marks_are_the_forms(codebook, printed):
    assert {each.number for each in codebook.questions if each.new} == {
        number for number, text in printed.items() if "[NEW" in text
    }


def test_required_marks_are_the_forms(codebook, printed):
    assert {each.number for each in codebook.questions if each.required} == {
        number for number, text in printed.items() if "*" in text
    }


def test_personal_items_are_names_and_e_mail_addresses(codebook):
    assert [each.number for each in codebook.questions if each.personal] == [2, 5, 15, 18]


@pytest.mark.parametrize(
    ("item", "options"),
    [
        (14, ("Yes", "No")),
        (33, ("Yes", "No", "Other")),
        (60, ("Two-year", "Three-year", "Five-year", "Ten-year", "Four-Year")),
        (81, ("Yes", "Maybe")),
        (119, ()),
        (126, ("Yes", "No")),
    ],
)
def test_options_in_the_forms_order(codebook, item, options):
    assert codebook.by_number[item].options == options


def test_follow_ups(codebook):
    follow_ups = {each.number: each.follows for each in codebook.questions if each.follows}
    assert follow_ups[38] == 37
    assert follow_ups[60] == 59
    assert follow_ups[62] == 61
    assert [each.number for each in codebook.follow_ups(112)] == [113, 114]
    assert [each.number for each in codebook.follow_ups(14)] == [15, 16, 17, 18]
    for number, followed in follow_ups.items():
        assert followed < number
        assert codebook.by_number[number].section == codebook.by_number[followed].section
    for number in follow_ups:
        if codebook.by_number[number].wording.startswith("If yes"):
            assert codebook.by_number[follow_ups[number]].kind == "single choice"


def test_sections_and_lead_in(codebook):
    section = {each.number: each.section for each in codebook.questions}
    firsts = {
        name: min(n for n, s in section.items() if s == name) for name in set(section.values())
    }
    assert firsts == {
        "front": 1, "A": 7, "B": 33, "C": 37, "D": 59, "E": 100, "F": 117, "G": 123, "closing": 125
    }  # fmt: skip
    assert codebook.by_number[37].lead_in == ("C. Legal Framework",)
    assert codebook.by_number[49].lead_in == ("Note: This is related to SDG Indicator 16.6.1",)
    assert codebook.by_number[38].lead_in == ()
    assert codebook.by_number[8].block == "portals"
    assert codebook.section_title("C") == "Legal framework"


def test_scored_items_are_those_of_the_indicators(codebook):
    scored = {each.number for each in codebook.scored}
    closed = {each.number for each in codebook.questions if each.kind == "single choice"} - {
        60,
        126,
    }
    assert closed | {*range(85, 91), 114, 119, 122, 123, 124} <= scored
    assert scored.isdisjoint({*range(1, 7), *range(15, 19), 12, 32, 91, 125, 126})
    assert len(scored) == sum(len(each.items) for each in codebook.indicators)
    table = codebook.item_table()
    assert table["item"].tolist() == sorted(scored)
    assert table.set_index("item").loc[59, "label"] == "59 National strategy"


def test_indicators_are_3_to_7_a_section_where_it_has_that_many_items(codebook):
    for section in codebook.sections:
        items = [each for each in codebook.scored if each.section == section.id]
        count = sum(each.section == section.id for each in codebook.indicators)
        assert min(3, len(items)) <= count <= 7 or not items
    assert all(each.name and each.rationale.endswith(".") for each in codebook.indicators)


def test_framework_has_every_item_indicator_and_section_under_one_overall(codebook):
    frame = codebook.framework()
    levels = frame["level"].value_counts().to_dict()
    assert levels == {
        1: len(codebook.scored), 2: len(codebook.indicators), 3: 7, 4: 1
    }  # fmt: skip
    assert frame["id"].is_unique
    assert set(frame.loc[frame["level"] < 4, "parent"]) <= set(frame["id"])
    assert frame.set_index("id").loc["39", "parent"] == "C.data"


def test_term_groups_hold_texts_and_are_all_used(codebook):
    used = {name for each in codebook.scored for name in (*each.key_terms, *each.objects)}
    used |= {name for each in codebook.scored for one in each.related for name in one.terms}
    assert used == set(codebook.term_groups)
    assert "GDPR" in codebook.term_groups["data_protection"]["en"]
    assert all(
        isinstance(term, str)
        for languages in codebook.term_groups.values()
        for terms in languages.values()
        for term in terms
    )


@pytest.mark.parametrize("place", ["key_terms", "objects"])
def test_a_group_of_terms_that_does_not_exist_is_named(tmp_path, place):
    def change(content):
        next(each for each in content["questions"] if each["number"] == 37)[place] = ["laws"]

    message = broken(tmp_path, change)
    assert "question 37: found the group 'laws'; expected one of term_groups" in message


CONTENT = read_yaml(CODEBOOK, "codebook")


def broken(tmp_path, change):
    content = deepcopy(CONTENT)
    change(content)
    path = tmp_path / "codebook.yml"
    path.write_text(json.dumps(content), encoding="utf-8")  # which is YAML too
    with pytest.raises(InputError) as caught:
        read_codebook(path)
    message = str(caught.value)
    assert "\n" not in message
    return message


@pytest.mark.parametrize(
    ("key", "value", "fault"),
    [
        ("number", 36, "numbered once and in order; found [36]"),
        ("section", "H", "question 37: section 'H' does not exist"),
        ("block", "nowhere", "question 37: block 'nowhere' does not exist"),
        ("kind", "choice", "question 37: found kind 'choice'"),
        ("options", [], "question 37: a choice has options, nothing else does"),
        ("follows", 200, "question 37: refers to question 200"),
        ("follows", 37, "question 37: refers to question 37"),
        ("colour", "red", "question 37: unknown key colour"),
        ("label", "", "question 37: a scored item needs a label"),
        ("related", [{"item": 900, "terms": []}], "question 37: refers to question 900"),
    ],
)
def test_a_question_that_contradicts_the_rest_is_refused(tmp_path, key, value, fault):
    assert fault in broken(tmp_path, lambda content: content["questions"][36].update({key: value}))


def test_an_indicator_with_a_foreign_or_repeated_item_is_refused(tmp_path):
    def indicator(content, name):
        return next(each for each in content["indicators"] if each["id"] == name)

    assert "item 59 is not in C" in broken(
        tmp_path, lambda content: indicator(content, "C.data")["items"].append(59)
    )
    assert "item 39 is counted twice" in broken(
        tmp_path, lambda content: indicator(content, "C.trust")["items"].append(39)
    )


def test_a_missing_key_a_missing_file_and_no_yaml_are_refused(tmp_path):
    assert "missing or malformed" in broken(
        tmp_path, lambda content: content["questions"][0].pop("wording")
    )
    with pytest.raises(InputError, match="does not exist"):
        read_codebook(tmp_path / "nowhere.yml")
    path = tmp_path / "broken.yml"
    for content in ("a: [b", "just text", ""):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(
            InputError, match=r"broken\.yml(, line \d: not a YAML|: an entry is missing)"
        ):
            read_codebook(path)

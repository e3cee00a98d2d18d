"""Codes of written answers: shares on invented ones, properties, and input of every shape."""

import csv
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import egovbench as eb
from egovbench.base import paths
from egovbench.base.errors import ParameterError
from egovbench.questionnaire import read_codebook

# All of these answers are invented, with the laws, bodies and addresses in them.
ANSWERS = Path(__file__).parents[1] / "fixtures" / "answers.csv"
SCORED = [question.number for question in read_codebook(paths.CODEBOOK).scored]
# Plain denials in the languages of the cues, and an item that each of them denies.
DENIALS = [
    (37, "There is no law on access to information."),
    (39, "The Republic lacks a data protection law."),
    (120, "User satisfaction is not measured."),
    (94, "Foresight tools are not used by the Government."),
    (43, "The Digital Identity Act was repealed in 2020."),
    (57, "Il n'existe aucune loi sur l'usage éthique de l'intelligence artificielle."),
    (120, "La satisfaction des usagers n'est pas mesurée."),
    (53, "No existe ninguna ley de datos abiertos."),
    (41, "La ley de ciberseguridad fue derogada en 2021."),
    (39, "Es gibt kein Datenschutzgesetz."),
    (98, "Ein Monitoring der Strategie findet nicht statt."),
    (49, "Não existe legislação sobre a publicação digital das despesas públicas."),
    (117, "As estatísticas de utilização não são recolhidas."),
]
# Denials of another matter than the item's, exceptions, and denied duties.
NO_DENIALS = [
    (37, "Although no English text exists, the Access to Information Act has applied since 2015."),
    (39, "The Data Protection Act of 2018 is in force. No fee is charged for complaints."),
    (53, "Despite a lack of staff, the Open Data Act was adopted in 2019."),
    (112, "Apart from one agency, which has no account, all ministries use social media."),
    (77, "By the once-only principle citizens should not have to give the same data twice."),
    (98, "Without the dashboard no ministry would know how far the strategy has come."),
    (98, "Bien que tout ne soit pas achevé, un tableau de bord assure le suivi de la stratégie."),
    (41, "Embora não haja agência própria, a Lei de Cibersegurança foi aprovada em 2021."),
]
# Assertions beside words that may end, limit or attribute what is asserted.
UNEXPLAINED = [
    (37, "The Access to Information Act was adopted in 2015. Much of it remains a dead letter."),
    (104, "Women get free internet in the villages, but the measures are a thing of the past."),
]
OF_OTHERS = [
    (94, "Foresight workshops were held in 2021 by firms."),
    (55, "In neighbouring economies robots are governed by special laws adopted in 2020."),
]
UNRELATED = [
    "The weather was mild last winter.",
    "Our capital lies on a river and has two bridges.",
    "The school year begins in September.",
    "Three new roads were opened in 2021.",
]
ADDRESS = "https://www.gov.example/acts/data-protection-law-2020"


def rows():
    with ANSWERS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def coded():
    """Each answer of the file with its code."""
    return [
        (row, eb.code_answer(int(row["item"]), row["text"], under=int(row["followup"])))
        for row in rows()
    ]


def accepted(row, found):
    return found.code in row["accept"].split("|")


def test_the_invented_answers_get_codes_that_a_careful_coder_accepts(coded):
    wrong = [row["id"] for row, found in coded if not accepted(row, found)]
    serious = [row["id"] for row, found in coded if found.code in row["never"].split("|")]
    assert len(wrong) <= 0.06 * len(coded), wrong
    assert len(serious) <= 0.02 * len(coded), serious


def test_half_of_the_codes_are_strong_and_strong_codes_are_accepted(coded):
    strong = [(row, found) for row, found in coded if not found.needs_review]
    assert len(strong) >= 0.5 * len(coded)
    assert sum(accepted(row, found) for row, found in strong) >= 0.98 * len(strong)


def test_words_have_their_places_and_bounds_hold_the_value(coded):
    for row, found in coded:
        assert all(row["text"][each.start : each.end] == each.text for each in found.words)
        assert 0 <= found.lower <= found.upper <= 1
        if found.value is not None:
            assert found.lower <= found.value <= found.upper
        if found.needs_review or found.code == "unknown" or found.status == "planned":
            assert (found.lower, found.upper) == (0, 1)
        elif found.code == "partly":
            assert (found.lower, found.upper) == (0.5, 1)
        else:
            assert found.lower == found.upper


@pytest.mark.parametrize(("item", "text"), DENIALS)
def test_a_plain_denial_is_no_and_needs_no_review(item, text):
    found = eb.code_answer(item, text)
    assert (found.code, found.needs_review) == ("no", False)
    assert found.status in ("denied", "ended")


@pytest.mark.parametrize(("item", "text"), NO_DENIALS)
def test_a_denial_of_another_matter_is_never_no(item, text):
    assert eb.code_answer(item, text).code != "no"


@pytest.mark.parametrize(("item", "text"), UNEXPLAINED)
def test_what_may_mean_something_else_needs_review(item, text):
    found = eb.code_answer(item, text)
    assert found.needs_review
    assert (found.lower, found.upper) == (0, 1)


@pytest.mark.parametrize(("item", "text"), OF_OTHERS)
def test_what_others_do_is_unknown(item, text):
    found = eb.code_answer(item, text)
    assert (found.code, found.lower, found.upper) == ("unknown", 0, 1)


@pytest.mark.parametrize(("item", "text"), DENIALS)
@pytest.mark.parametrize("sentence", UNRELATED)
def test_an_unrelated_sentence_never_turns_a_denial_into_yes(item, text, sentence):
    for whole in (f"{sentence} {text}", f"{text} {sentence}", f"{sentence}\n\n{text}"):
        assert eb.code_answer(item, whole).code != "yes"


@pytest.mark.parametrize(("item", "text"), DENIALS)
def test_an_address_never_outweighs_a_denial(item, text):
    for whole in (f"{text} {ADDRESS}", f"{ADDRESS} {text}", f"{text}\n{ADDRESS}"):
        assert eb.code_answer(item, whole).code == "no"


@pytest.mark.parametrize(("item", "text"), DENIALS)
def test_capitals_bullets_and_characters_not_seen_change_no_denial(item, text):
    for whole in (text.upper(), f"• {text}", text.replace(" ", " \u200b"), f"\u202b{text}\u202c"):
        assert eb.code_answer(item, whole).code != "yes"


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(max_size=400), item=st.sampled_from(SCORED))
def test_any_text_gets_a_code(text, item):
    found = eb.code_answer(item, text)
    assert found.code in ("yes", "partly", "no", "unknown")
    assert all(text[each.start : each.end] == each.text for each in found.words)


LONG = 4_000


@pytest.mark.parametrize(
    "text",
    [
        "no law on access to information and " * (LONG // 36),
        ("The law on transparency is in force. " * (LONG // 37)).upper(),
        "Act | Year | Link\n" * (LONG // 18),
        "- law\n" * (LONG // 6),
        "The law is in force. La loi est en vigueur. " * (LONG // 44),
        "قانون حماية البيانات الشخصية نافذ. " * (LONG // 35),
        "l\u200ba\u200bw " * (LONG // 6),
        "\n" * LONG,
        "\U0001f600" * LONG,
        "e\u0301\u0301\u0301" * (LONG // 4),
    ],
)
def test_a_long_answer_of_any_shape_gets_a_code(text):
    assert eb.code_answer(37, text).code in ("yes", "partly", "no", "unknown")


@pytest.mark.parametrize(
    "unit",
    ["a", "a ", "no ", "not not ", "n", ". ", "no law ", "n e que ", "(", "www.", "-\n", "é"],
)
@pytest.mark.parametrize("length", [10_000, pytest.param(50_000, marks=pytest.mark.slow)])
def test_the_time_for_a_text_grows_with_its_length(unit, length):
    def seconds(characters):
        text = unit * (characters // len(unit))
        start = time.process_time()
        eb.code_answer(37, text)
        return time.process_time() - start

    seconds(1_000)
    short, long = seconds(length), seconds(4 * length)
    assert long < 12 * short + 0.5 * length / 50_000


@pytest.mark.parametrize("item", SCORED)
def test_a_text_for_an_item_alone_is_read_as_its_answer(item):
    assert eb.code_answer(item, "No.").code == "no"


@pytest.mark.parametrize("text", [None, 5, float("nan"), b"law", ["law"]])
def test_what_is_no_text_is_refused(text):
    with pytest.raises(ParameterError, match="text"):
        eb.code_answer(37, text)

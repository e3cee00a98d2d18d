"""A questionnaire like that of 2022, made by editing the one of 2024, for tests only.

Questions are left out, put in and reworded, and all are numbered anew. No questionnaire was ever
like this; what matters is that numbers, wordings and questions differ as between real waves.
"""

from collections.abc import Mapping
from dataclasses import replace

from invented_form import BASE_ANSWERS

from egovbench.questionnaire import Codebook, Question

DROPPED = (10, 33, 34, 35, 36, 49, 50, 57, 58, 85, 114)
REWORDED = {
    43: "Is there any legislation, law or regulation on electronic signature of citizens?",
    61: "What share of the national budget goes to digital government?",
    117: "Does the Government count visits to its websites?",
}
# Spelling and little words, which do not change what is asked.
RESPELLED = {
    39: "Is there any legislation, law, or regulation on data-privacy and / or protection ?",
    94: "Does Government use any foresight tools such as scenario planning in visioning the future "
    "of the digital government?",
}
NEW = {
    38: ("Did the pandemic change how the Government provides services online?", ("Yes", "No")),
    104: ("Which services are most used? Please list them:", ()),
}
# What follows up a question that is not an item any more is no item either.
LOST_FOLLOW_UPS = (44, 62, 105, 118)


def like_2022(codebook: Codebook) -> tuple[Codebook, dict[int, int]]:
    """Return the edited wave and, for each item that it asks in the same words, its number there.

    Questions of NEW stand behind the item that they name.
    """
    questions: list[Question] = []
    numbers: dict[int, int] = {}
    for question in codebook.questions:
        if question.number in DROPPED:
            continue
        wording = {**REWORDED, **RESPELLED}.get(question.number, question.wording)
        number = len(questions) + 1
        if question.number not in REWORDED:
            numbers[question.number] = number
        questions.append(_renumbered(question, number, wording))
        if question.number in NEW:
            wording, options = NEW[question.number]
            kind = "single choice" if options else "text"
            added = replace(
                question, required=True, new=False, lead_in=(), kind=kind, options=options
            )
            questions.append(_renumbered(added, number + 1, wording))
    return replace(codebook, id="msq2022", indicators=(), questions=tuple(questions)), numbers


def answers_of_wave(numbers: Mapping[int, int]) -> dict[int, str]:
    """Return an invented answer to each question that is an item, by its number in the wave."""
    given = {number: f"Of item {item}, in words." for item, number in numbers.items()}
    return given | {numbers[item]: answer for item, answer in BASE_ANSWERS.items()}


def _renumbered(question: Question, number: int, wording: str) -> Question:
    return replace(question, number=number, wording=wording, follows=None, related=(), indicator="")

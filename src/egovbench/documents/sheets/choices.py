"""Tells which options of a question the parts of a cell select."""

from collections.abc import Sequence

from egovbench.documents.wording import word_texts
from egovbench.questionnaire import Question


def chosen_options(question: Question, parts: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the options that `parts` name, in printed order, and the parts that are no option.

    Case and punctuation do not matter; nothing else is taken for an option.
    """
    given = {word_texts(part) for part in parts}
    options = {word_texts(option) for option in question.options}
    chosen = [option for option in question.options if word_texts(option) in given]
    return chosen, [part for part in parts if word_texts(part) not in options]

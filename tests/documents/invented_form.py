"""Prints the form of an invented country as a browser does, for tests of the reader."""

import textwrap
from collections.abc import Collection, Mapping

from egovbench.questionnaire import Codebook, Question

COUNTRY = "Inventonia"
ISO3 = "ZZZ"
NAMES = {2: "Ada Inventa", 15: "Bo Van Fictief"}
EMAILS = {5: "ada.inventa@example.org", 18: "bo.fictief@digital.example.org"}
HEADER = "3/14/24, 9:26 AM Invented Forms"
ADDRESS = (
    "https://forms.example.org/Pages/DesignPageV2.aspx?subpage=design&id=invented-form-of-2024…"
)
BASE_ANSWERS = {1: COUNTRY, **NAMES, **EMAILS}


def print_form(
    codebook: Codebook,
    answers: Mapping[int, str],
    *,
    width: int = 100,
    lines_a_page: int | None = None,
    dropped: Collection[int] = (),
    number_first: bool = False,
) -> str:
    """Return the form with `answers` as text: options before wordings, numbers behind them.

    The number stands glued to the wording, behind a star, or on a line of its own, in turn. With
    `lines_a_page` a header and a footer are put in after every so many lines, whatever stands
    there. `dropped` questions are left out with their headings and options. With `number_first`
    each number stands before its wording and the options behind, as on the page.
    """
    lines = ["View results", "", "Respondent", ""]
    for question in codebook.questions:
        if question.number in dropped:
            continue
        printed = question.lead_in if number_first else _printed(question)
        for text in printed:
            lines += [*_wrapped(text, width), ""]
        lines += [*_wording(question, width, number_first), ""]
        for option in question.options if number_first else ():
            lines += [*_wrapped(option, width), ""]
        answer = answers.get(question.number, "")
        for line in answer.split("\n") if answer else ():
            lines += _wrapped(line, width) or [""]
        lines += [""] if answer else []
    lines += [*_wrapped(codebook.closing_text, width), ""]
    return "\n".join(_paged(lines, lines_a_page) if lines_a_page else lines)


def _printed(question: Question) -> list[str]:
    if question.number % 2:
        return [*question.lead_in, *question.options]
    return [*question.options, *question.lead_in]


def _wording(question: Question, width: int, number_first: bool) -> list[str]:
    mark = (" [NEW]" if question.new else "") + (" *" if question.required else "")
    if number_first:
        return _wrapped(f"{question.number}. {question.wording}{mark}", width)
    lines = _wrapped(question.wording + mark, width)
    style = question.number % 3
    if style == 0:
        return [*lines, "", f"{question.number}."]
    lines[-1] += ("" if style == 1 and not question.required else " ") + f"{question.number}."
    return lines


def _wrapped(line: str, width: int) -> list[str]:
    return textwrap.wrap(line, width, break_long_words=False)


def _paged(lines: list[str], lines_a_page: int) -> list[str]:
    starts = range(0, len(lines), lines_a_page)
    paged: list[str] = []
    for page, start in enumerate(starts, 1):
        paged += lines[start : start + lines_a_page]
        paged += ["", "", HEADER, "", f"{ADDRESS} {page}/{len(starts)}", "", "\f"]
    return paged

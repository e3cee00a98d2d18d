"""Invented answers, an invented wave, and a form printed as text, as a browser does.

No questionnaire was ever like the wave, which is the one of 2024 with questions left out, put in
and reworded, and all numbered anew; what matters is that numbers, wordings and questions differ as
between real waves.
"""

import textwrap
from collections.abc import Collection, Mapping
from dataclasses import replace

from egovbench.documents.readings import ReadDocument
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
PERSONAL_WORDS = ("Inventa", "INVENTA", "Fictief", "Ada", "Bo Van", "@", "ada.inventa")

_LONG = (
    "The Ministry of Digital Matters leads digital government. It sets the rules, keeps the "
    "registers and helps the ministries to build services that people can use without knowing "
    "which office is in charge."
)
EXTRACTED = BASE_ANSWERS | {
    3: "Adviser",
    4: "Ministry of Digital Matters",
    7: f"{_LONG}\nThe portal offers:\n• forms and guidance for families;\n• an inbox for letters "
    "of the administration, with a long line that has to be wrapped by whoever prints it.",
    8: "https://services.example.org/en/",
    9: "www.participate.example.org",
    10: "https://data.example.org/",
    11: "https://tenders.example.org/en/index.html",
    12: "https://example.org/en.html - Official portal\nhttps://law.example.org - Official journal",
    13: f"{_LONG}\n\nhttps://digital.example.org/en.html ; https://digital.example.org/axes.html",
    16: "Director",
    17: "Digital Agency",
    20: "Every ministry has a digital lead.\nThey meet each month.",
    21: "https://planning.example.org",
    22: "https://education.example.org",
    23: "n.a.",
    24: "https://welfare.example.org\nhttps://families.example.org",
    30: "https://goals.example.org/documents/reports-and-strategies/a-very-long-name-of-a-folder/"
    "another-very-long-name/Strat%C3%A9gie-2021-2025-EN.pdf",
    34: "The plan for crises was adopted in 2021. " + _LONG + "\n\n" + _LONG,
    36: "https://crisis.example.org",
    38: "Act No. 7 of 14 September 2018 on access to information.",
    40: "• Act of 1 August 2018\n• Regulation (EU) 2016/679 (GDPR)\n1) a first point\n2) a second",
    42: "yes",
    44: "In draft; see chapter 3.\n12.\nis the number of the bill.",
    46: "Loi du 17 juillet 2020 « relative à la signature »; l’État — É, œ, ß.",
    48: "No",
    54: "Yes, p. 15.",
    56: "Not yet, however " + _LONG[0].lower() + _LONG[1:],
    60: "The strategy runs from 2021 to 2025.",
    62: "https://strategy.example.org/2021-2025/digital-government-strategy-of-inventonia-for-"
    "everyone.html",
    64: " ".join([_LONG] * 6),
    68: "xx",
    85: "AI is named on p. 12",
    91: "There are none.",
    93: "3/2/24, 9:00 AM a meeting took place",
    95: "Scenario planning: see https://example.org/report.pdf 3/24",
    99: "A board meets twice a year.\n\nIts minutes are published.",
    111: "\n".join(f"Course {number}: basic skills for everyone." for number in range(1, 31)),
    113: "(i) yes; (ii) yes; (iii) no",
    119: "no",
    122: "no",
    123: "We work with UNDP.",
    124: "We are a member of the OECD.",
    125: "n.a.",
}
"""What the country answered on the form that extracted/make_fixtures.py prints."""

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


def assert_nobody_is_named(document: ReadDocument) -> None:
    """Check that no table, copy or warning shows anything of the two respondents."""
    cells = map(str, document.responses.to_numpy().ravel())
    for text in (document.masked_text, *document.warnings, *cells):
        assert not any(word in text for word in PERSONAL_WORDS)

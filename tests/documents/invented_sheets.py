"""Exports of the form and a coding sheet with what invented countries answered."""

import csv
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from html import escape
from io import BytesIO
from pathlib import Path
from random import Random

from openpyxl import Workbook, load_workbook

from egovbench.documents.sheets.coding_sheet import CODING_SHEET
from egovbench.questionnaire import Codebook, Question

FORM_HEADINGS = ("ID", "Start time", "Completion time", "Email", "Name")
ACCOUNT = ("ada.inventa@example.org", "Ada Inventa")
COMPLETED = datetime(2023, 5, 4, 12, 30)
NAME, ADDRESS = "Bo Van Fictief", "bo.fictief@digital.example.org"

Heading = Callable[[Question, Codebook], str]
HEADINGS: Mapping[str, Heading] = {
    "as printed": lambda question, _: question.wording,
    "number before": lambda question, _: f"{question.number}. {question.wording}",
    "number behind": lambda question, _: f"{question.wording}{question.number}.",
    "spaces and marks": lambda question, _: f" {question.wording.replace(' ', '  ')} * [NEW]\n",
    "group before": lambda question, codebook: with_group(question, codebook),
    "edited": lambda question, _: edited(question.wording),
    "HTML": lambda question, _: f"<p><b>{question.number}.</b>&nbsp;{escape(question.wording)}</p>",
    "program's code": lambda question, _: f"G01Q{question.number:02d}. {question.wording}",
    "section before": lambda question, _: f"Section B - Q{question.number}: {question.wording}",
    "as a cell holds it": lambda question, _: question.wording.replace(" ", "\n")[:255],
    "capitals": lambda question, _: question.wording.upper(),
}


def with_group(question: Question, codebook: Codebook) -> str:
    """Put the heading of a question's group before it."""
    printed = codebook.blocks[question.block].printed if question.block else ()
    return " ".join([*printed[-1:], question.wording])


def edited(wording: str) -> str:
    """Change a wording in a way that a secretariat might."""
    for start, changed in (
        ("Does the Government ", "Does the national Government "),
        ("Is there any ", "Is there currently any "),
        ("Does the national e-government strategy ", "Does the national E-Government strategy "),
        ("Please provide information about", "Please give information on"),
    ):
        if wording.startswith(start):
            return changed + wording.removeprefix(start).rstrip("?.")
    return wording.replace("If yes, please", "If yes please").replace(" - please", ": please")


def answer(question: Question, country: str) -> str:
    """The invented answer of a country to a question, as the form exports it."""
    random = Random(f"{country} {question.number}")
    if question.number == 1:
        return country
    if question.personal:
        return ADDRESS if "mail" in question.wording else NAME
    if random.random() < 0.2:
        return ""
    if question.kind == "single choice":
        return random.choice(question.options)
    if question.kind == "multiple choice":
        return "".join(f"{each};" for each in question.options if random.random() < 0.5)
    return f"Invented answer {question.number} of {country}.\nSee https://example.org/{country}."


def grid(
    codebook: Codebook,
    countries: Sequence[str],
    heading: Heading = HEADINGS["as printed"],
    *,
    shuffled: bool = False,
    dropped: Sequence[int] = (),
    form_columns: bool = True,
    added: Sequence[object] = (),
) -> list[list[object]]:
    """Return headings and one row per country, with the columns that a form puts before.

    What is `added` stands at the end of each row, headings included.
    """
    questions = [each for each in codebook.questions if each.number not in dropped]
    if shuffled:
        Random(0).shuffle(questions)
    before: Sequence[object] = FORM_HEADINGS if form_columns else ()
    rows: list[list[object]] = [[*before, *(heading(each, codebook) for each in questions), *added]]
    for number, country in enumerate(countries, 1):
        meta = (number, COMPLETED.replace(hour=9), COMPLETED, *ACCOUNT) if form_columns else ()
        rows.append([*meta, *(answer(each, country) for each in questions), *added])
    return rows


def save(path: Path, rows: Sequence[Sequence[object]], delimiter: str = ",") -> Path:
    """Write rows as a workbook or, by the name, as CSV."""
    if path.suffix == ".xlsx":
        book = Workbook()
        sheet = book.active
        for row in rows:
            sheet.append(list(row))
        book.save(path)
    else:
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            csv.writer(stream, delimiter=delimiter).writerows(rows)
    return path


def saved(book: Workbook) -> bytes:
    """Return the content of a workbook's file."""
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def expected(question: Question, country: str) -> tuple[str, str, str]:
    """Return the answer, selection and status that a reader must find."""
    given = answer(question, country)
    if not given:
        return "", "", "blank"
    if question.personal:
        return "", "", "withheld"
    if question.options:
        return "", "; ".join(part for part in given.split(";") if part), "answered"
    return given, "", "answered"


Coding = tuple[str, str, str, str]
"""Code, evidence, rationale and source address of an item."""
NOT_ASKED = 124


def coding(item: int) -> Coding:
    """Return the invented coding of an item; every code occurs."""
    if item == NOT_ASKED:
        return "not_asked", "none", "Invented: not looked for.", ""
    if item % 7 == 0:
        return "unknown", "none", "Invented: looked for and not found.", ""
    code = ("yes", "partly", "no")[item % 3]
    evidence = ("stated", "described", "source")[item % 4 % 3]
    return code, evidence, f"Invented reason of item {item}.", f"https://example.org/law/{item}"


def filled_in(template: bytes) -> bytes:
    """Return the workbook with the invented coding in every row."""
    book = load_workbook(BytesIO(template))
    sheet = book[CODING_SHEET]
    for row in range(2, sheet.max_row + 1):
        item = sheet.cell(row, 1).value
        assert isinstance(item, int)
        for column, value in enumerate(coding(item), 4):
            sheet.cell(row, column).value = value or None
    return saved(book)

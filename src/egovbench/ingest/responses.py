"""From a document to the responses table: one row for each question of the codebook."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from egovbench.codebook import Codebook
from egovbench.errors import InputError
from egovbench.ingest.country_names import find_country
from egovbench.ingest.form import Form, RawAnswer, cut_answers
from egovbench.ingest.furniture import blank_page_furniture
from egovbench.ingest.privacy import Mask, mask_for, ordinary_words, withhold
from egovbench.ingest.readings import ReadDocument
from egovbench.ingest.rows import response_row, responses_table, truncation_warnings
from egovbench.ingest.source import read_text
from egovbench.ingest.wrapping import page_width, rejoin

LEAST_RECOGNISED = 0.9
_COUNTRY_ITEM = 1
_LONGEST_SHOWN = 60


def read_document(
    path: Path, codebook: Codebook, countries: pd.DataFrame, iso3: str | None = None
) -> ReadDocument:
    """Return the answers of the questionnaire whose text is at `path`; see `read_form`."""
    return read_form(read_text(path), path, codebook, countries, iso3)


def read_form(
    document: str,
    path: Path,
    codebook: Codebook,
    countries: pd.DataFrame,
    iso3: str | None = None,
    selections: Mapping[int, str] = MappingProxyType({}),
) -> ReadDocument:
    """Return the answers of the questionnaire with the text `document`, one row a question.

    `path` is the file that the text came from, `selections` holds the ticked options by printed
    question number where the source shows them. `iso3` overrides the country that the first
    question names. The names and e-mail addresses of
    respondents are dropped from their own items (status "withheld") and masked everywhere else;
    the answers are those of the masked text, so reading that again gives the same table.
    Blank answers are rows with status "blank", questions that the document does not hold rows with
    status "not_asked"; both have an empty answer. `truncated` marks an answer that breaks off at
    the form's character limit. `locator` is the range of lines in the document. Raises InputError
    when less than nine tenths of the questions are recognised or the country is not known.
    """
    form = cut_answers(blank_page_furniture(document), codebook)
    recognised = len(form.answers) / len(codebook.questions)
    if recognised < LEAST_RECOGNISED:
        raise InputError(
            path,
            f"recognised {len(form.answers)} of {len(codebook.questions)} questions of "
            f"{codebook.id}; expected at least {LEAST_RECOGNISED:.0%} of them",
        )
    country = iso3 or _country(path, form, countries)
    if country not in set(countries["iso3"]):
        raise InputError(path, f"country {country!r} is not in the table of countries")
    mask = mask_for(_names(form, codebook), ordinary_words(codebook, countries))
    masked = _mask_document(document, form, codebook, mask)
    text = blank_page_furniture(masked)
    form = cut_answers(text, codebook)
    width = page_width(text)
    rows = []
    for question in codebook.questions:
        answer = form.answers.get(question.number)
        given = rejoin(answer.text.split("\n"), width) if answer else None
        locator = _locator(text, answer) if answer else ""
        selection = selections.get(question.number, "")
        rows.append(
            response_row(
                question, given, codebook.answer_limit, selection=selection, locator=locator
            )
        )
    responses = responses_table(rows, country, codebook, path)
    return ReadDocument(
        iso3=country,
        responses=responses,
        masked_text=masked,
        warnings=_warnings(path, form, codebook, responses),
    )


def _locator(text: str, answer: RawAnswer) -> str:
    """Return the range of lines of an answer, or the line of its question's number when blank."""
    content = text[answer.start : answer.end]
    lead = len(content) - len(content.lstrip())
    first = text.count("\n", 0, answer.start + (lead if content.strip() else 0)) + 1
    last = first + content.strip().count("\n")
    return f"lines {first}-{last}" if last > first else f"line {first}"


def _country(path: Path, form: Form, countries: pd.DataFrame) -> str:
    answer = form.answers.get(_COUNTRY_ITEM)
    name = " ".join(answer.text.split()) if answer else ""
    if not name:
        raise InputError(path, "names no country under item 1; give it with --country ISO3")
    found = find_country(name, countries)
    if found is None:
        one_line = answer and "\n" not in answer.text.strip() and len(name) <= _LONGEST_SHOWN
        shown = repr(name) if one_line else "the text"
        raise InputError(
            path, f"country {shown} under item 1 is not known; give it with --country ISO3"
        )
    return found


def _names(form: Form, codebook: Codebook) -> list[str]:
    return [
        " ".join(form.answers[question.number].text.split())
        for question in codebook.questions
        if question.personal and question.number in form.answers
    ]


def _mask_document(text: str, form: Form, codebook: Codebook, mask: Mask) -> str:
    """Return the document with personal answers and every name and address in it masked."""
    masked = text
    personal = [
        form.answers[question.number]
        for question in codebook.questions
        if question.personal and question.number in form.answers
    ]
    for answer in sorted(personal, key=lambda each: -each.start):
        hidden = withhold(text[answer.start : answer.end], answer.text)
        masked = masked[: answer.start] + hidden + masked[answer.end :]
    return mask.apply(masked)


def _warnings(
    path: Path, form: Form, codebook: Codebook, responses: pd.DataFrame
) -> tuple[str, ...]:
    warnings = [
        f"{path.name}: question {number} was not found "
        f"({codebook.by_number[number].wording[:60]}); its item is not_asked"
        for number in form.missing
    ]
    warnings += [
        f"{path.name}: question {number} shows only some of its options; the rest may have been "
        f"read as the answer before it"
        for number in form.incomplete_options
    ]
    return (*warnings, *truncation_warnings(path, codebook, responses))

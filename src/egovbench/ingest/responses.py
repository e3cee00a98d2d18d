"""From a document to the responses table: one row for each question of the codebook."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pycountry

from egovbench.codebook import Codebook, Question
from egovbench.errors import InputError
from egovbench.ingest.form import Form, RawAnswer, cut_answers
from egovbench.ingest.furniture import blank_page_furniture
from egovbench.ingest.links import find_links
from egovbench.ingest.privacy import Mask, mask_for, withhold
from egovbench.ingest.source import read_text
from egovbench.ingest.tables import checked
from egovbench.ingest.wording import word_texts
from egovbench.ingest.wrapping import page_width, rejoin
from egovbench.schemas import RESPONSES_TABLE

LEAST_RECOGNISED = 0.9
_COUNTRY_ITEM = 1
_LONGEST_SHOWN = 60
_NEAR_LIMIT = 0.97
_SENTENCE_ENDS = tuple(".!?)”\"'/")


@dataclass(frozen=True)
class ReadDocument:
    """A questionnaire as read: `responses` in RESPONSES_TABLE, the masked text, and warnings."""

    iso3: str
    responses: pd.DataFrame
    masked_text: str
    warnings: tuple[str, ...]


def read_document(
    path: Path, codebook: Codebook, countries: pd.DataFrame, iso3: str | None = None
) -> ReadDocument:
    """Return the answers of the questionnaire at `path`, one row for each of its questions.

    `iso3` overrides the country that the first question names. The names and e-mail addresses of
    respondents are dropped from their own items (status "withheld") and masked everywhere else;
    the answers are those of the masked text, so reading that again gives the same table.
    Blank answers are rows with status "blank", questions that the document does not hold rows with
    status "not_asked"; both have an empty answer. `truncated` marks an answer that breaks off at
    the form's character limit. `locator` is the range of lines in the document. Raises InputError
    when less than nine tenths of the questions are recognised or the country is not known.
    """
    document = read_text(path)
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
    masked = _mask_document(document, form, codebook, _mask(form, codebook, countries))
    text = blank_page_furniture(masked)
    form = cut_answers(text, codebook)
    width = page_width(text)
    rows = [
        _row(text, width, question, form.answers.get(question.number), codebook.answer_limit)
        for question in codebook.questions
    ]
    responses = pd.DataFrame(rows).assign(iso3=country, survey=codebook.id, source=path.name)
    responses = responses[list(RESPONSES_TABLE.columns)]
    return ReadDocument(
        iso3=country,
        responses=checked(responses, RESPONSES_TABLE, path),
        masked_text=masked,
        warnings=_warnings(path, form, codebook, responses),
    )


def _row(
    text: str, width: int, question: Question, answer: RawAnswer | None, limit: int
) -> dict[str, object]:
    given = rejoin(answer.text.split("\n"), width) if answer else ""
    truncated = len(given) >= _NEAR_LIMIT * limit and not given.endswith(_SENTENCE_ENDS)
    if answer is None:
        status = "not_asked"
    elif question.personal:
        status = "withheld" if given else "blank"
    else:
        status = "answered" if given else "blank"
    shown = given if status == "answered" else ""
    return {
        "item": question.number,
        "section": question.section,
        "answer": shown,
        "selection": "",
        "urls": " ".join(find_links(shown)),
        "status": status,
        "truncated": truncated,
        "locator": _locator(text, answer) if answer else "",
    }


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
    own = countries.loc[countries["name"].str.casefold() == name.casefold(), "iso3"]
    if len(own) == 1:
        return str(own.iloc[0])
    try:
        return str(pycountry.countries.lookup(name).alpha_3)
    except LookupError:
        one_line = answer and "\n" not in answer.text.strip() and len(name) <= _LONGEST_SHOWN
        found = repr(name) if one_line else "the text"
        raise InputError(
            path, f"country {found} under item 1 is not known; give it with --country ISO3"
        ) from None


def _mask(form: Form, codebook: Codebook, countries: pd.DataFrame) -> Mask:
    names = [
        " ".join(form.answers[question.number].text.split())
        for question in codebook.questions
        if question.personal and question.number in form.answers
    ]
    printed = [
        text
        for question in codebook.questions
        for text in (*question.lead_in, *question.options, question.wording)
    ]
    ordinary = " ".join([*printed, codebook.closing_text, *countries["name"]])
    return mask_for(names, word_texts(ordinary))


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
    warnings += [
        f"{path.name}: the answer to question {item} breaks off at the form's limit of "
        f"{codebook.answer_limit:,} characters"
        for item in responses.loc[responses["truncated"], "item"]
    ]
    return tuple(warnings)

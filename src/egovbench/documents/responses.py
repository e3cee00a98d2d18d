"""From a document to the responses table: one row for each question of the codebook."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from egovbench.base.country_names import check_country, find_country
from egovbench.base.errors import InputError
from egovbench.documents.form import Form, RawAnswer, cut_answers
from egovbench.documents.furniture import without_furniture
from egovbench.documents.locate import numbers_first
from egovbench.documents.privacy import Mask, mask_for, ordinary_words, withhold
from egovbench.documents.readings import Given, ReadDocument, document_of
from egovbench.documents.source import read_text
from egovbench.documents.waves import Mapped, map_questions, wave_of
from egovbench.documents.wording import word_texts
from egovbench.documents.wrapping import page_width, rejoin
from egovbench.questionnaire import Codebook

LEAST_RECOGNISED = 0.9
LEAST_MAPPED = 0.5  # of another wave
MAXIMUM_ANSWER = 100_000  # characters; the form takes 4,000
MAXIMUM_NAME = 500  # characters of an answer to a personal question
MOST_REPEATED = 0.5
MOST_STRAY = 0.25  # of the closed questions
_COUNTRY_ITEM = 1
_LONGEST_SHOWN = 60


def read_document(
    path: Path, codebook: Codebook, countries: pd.DataFrame, iso3: str | None = None
) -> ReadDocument:
    """Return the answers of the questionnaire whose text is at `path`; see `read_form`."""
    given = read_text(path)
    text, doubtful = without_furniture(given, codebook)
    lines = zip(given.split("\n"), text.split("\n"), strict=True)
    furniture = {n: own for n, (own, shown) in enumerate(lines) if own != shown}
    return read_form(text, path, codebook, countries, iso3, doubtful=doubtful, furniture=furniture)


def read_form(
    document: str,
    path: Path,
    codebook: Codebook,
    countries: pd.DataFrame,
    iso3: str | None = None,
    selections: Mapping[int, str] = MappingProxyType({}),
    pages: Sequence[int] = (),
    doubtful: Collection[int] = (),
    furniture: Mapping[int, str] = MappingProxyType({}),
) -> ReadDocument:
    """Return the answers of the questionnaire with the text `document`, a row for each question.

    `path` is the file that the text came from, `selections` holds the ticked options by printed
    question number where the source shows them, `pages` the page on which each line stands, where
    it has pages, `doubtful` the lines, from 0, that may be headers or footers, `furniture` those
    that are, which the masked text has again. `iso3` overrides the country that the first question
    names. Names and e-mail addresses of respondents are dropped
    from their own items
    (status "withheld") and masked everywhere else; the answers are those of the masked text, so
    reading that again gives the same table. A document of another wave gives the codebook's items
    whose wording it has, under that wave's id as survey; `unmapped` lists the other questions.
    Blank answers are rows with status "blank", questions that the document does not hold rows with
    status "not_asked"; both have an empty answer. `truncated` marks an answer that breaks off at
    the form's character limit. `locator` is the range of lines, or of pages, in the document.
    Raises InputError when less than LEAST_RECOGNISED of the questions (LEAST_MAPPED of another
    wave) are recognised, more than MOST_REPEATED of them stand there again, the options stand apart
    from more than MOST_STRAY of the closed ones, an answer is longer than MAXIMUM_ANSWER (one to a
    personal question: MAXIMUM_NAME), or the country is not known.
    """
    document = numbers_first(document, codebook)
    wave = wave_of(document, codebook)
    form = cut_answers(document, wave)
    mapped = _mapped(path, form, wave, codebook)
    if fault := _disorder(document, form, wave) or _repeats(form, wave) or _excess(form, wave):
        raise InputError(path, fault)
    every = [*form.answers.values(), *form.again]
    personal = [answer for answer in every if wave.by_number[answer.number].personal]
    mask = mask_for([answer.text for answer in personal], ordinary_words(wave, countries))
    country = iso3 or _country(path, form, mapped.items, countries, mask)
    check_country(path, country, countries)
    masked = document
    for each in sorted(personal, key=lambda each: -each.start):
        masked = masked[: each.start] + withhold(each.text) + masked[each.end :]
    text = mask.apply(masked)
    form = cut_answers(text, wave)
    width = page_width(text)
    given = {}
    for number, item in mapped.items.items():
        answer = form.answers.get(number)
        if answer is not None:
            own = "" if wave.id == codebook.id else f" (question {number})"
            given[item] = Given(
                answer=rejoin(answer.text.split("\n"), width),
                selection=selections.get(number, ""),
                locator=_locator(text, answer, pages) + own,
            )
    warnings = [
        *_wave_warnings(mapped, wave, codebook),
        *_warnings(text, form, wave),
        *_furniture_warning(text, form, doubtful),
    ]
    lines = text.split("\n")
    for n, line in zip(furniture, mask.apply_each(furniture.values()), strict=False):
        lines[n] = line
    return replace(
        document_of(given, codebook, path, country, wave.id, warnings),
        masked_text="\n".join(lines),
        unmapped=tuple(replace(each, wording=mask.apply(each.wording)) for each in mapped.unmapped),
    )


def _mapped(path: Path, form: Form, wave: Codebook, codebook: Codebook) -> Mapped:
    """Return the items that the wave's questions are, all of them in the codebook's own."""
    if wave.id == codebook.id:
        mapped = Mapped({number: number for number in codebook.by_number}, ())
        least = LEAST_RECOGNISED
    else:
        wordings = [(each.number, each.wording) for each in wave.questions]
        mapped = map_questions(wordings, codebook)
        least = LEAST_MAPPED
    recognised = len(set(mapped.items) & set(form.answers))
    if recognised < least * len(codebook.questions):
        raise InputError(
            path,
            f"recognised {recognised} of {len(codebook.questions)} questions of "
            f"{codebook.id}; expected at least {least:.0%} of them",
        )
    return mapped


def _disorder(text: str, form: Form, wave: Codebook) -> str:
    """Return what is wrong with a text in which all answers stand before all questions, else ""."""
    closed = [each for each in wave.questions if each.options and each.number in form.answers]
    pairs = {tuple(map(word_texts, each.options)) for each in closed if len(each.options) == 2}
    lines = [word_texts(line) for line in text.split("\n") if line.strip()]
    stray = sum(pair in pairs for pair in pairwise(lines)) - len(closed) + len(form.without_options)
    if min(len(form.without_options), stray) <= MOST_STRAY * len(closed):
        return ""
    return (
        "the options stand apart from their questions; expected the text in the order of the "
        "page, as pdftotext -layout takes it out, or the PDF itself"
    )


def _repeats(form: Form, wave: Codebook) -> str:
    repeated = len({each.number for each in form.again}) / len(wave.questions)
    found = f"{repeated:.0%} of the questions stand there more than once"
    return f"{found}; expected one questionnaire per file" if repeated > MOST_REPEATED else ""


def _excess(form: Form, wave: Codebook) -> str:
    """Return what is too long for a form, and runs over questions that were not found, else ""."""
    for answer in sorted((*form.answers.values(), *form.again), key=lambda each: each.number):
        length = len(" ".join(answer.text.split()))
        most = MAXIMUM_NAME if wave.by_number[answer.number].personal else MAXIMUM_ANSWER
        if length > most:
            found = f"the text under question {answer.number} has {length:,} characters"
            return f"{found}; expected at most {most:,}"
    return ""


def _locator(text: str, answer: RawAnswer, pages: Sequence[int] = ()) -> str:
    """Return the range of lines, or pages, of an answer, or that of its number when blank."""
    content = text[answer.start : answer.end]
    lead = len(content) - len(content.lstrip())
    first = text.count("\n", 0, answer.start + (lead if content.strip() else 0)) + 1
    last = first + content.strip().count("\n")
    if pages:
        first, last = pages[first - 1], pages[last - 1]
    unit = "page" if pages else "line"
    return f"{unit}s {first}-{last}" if last > first else f"{unit} {first}"


def _country(
    path: Path, form: Form, items: Mapping[int, int], countries: pd.DataFrame, mask: Mask
) -> str:
    number = next((number for number, item in items.items() if item == _COUNTRY_ITEM), 0)
    answer = form.answers.get(number)
    name = " ".join(answer.text.split()) if answer else ""
    if not name:
        raise InputError(path, "names no country under item 1; give it with --country ISO3")
    found = find_country(name, countries)
    if found is None:
        one_line = answer and "\n" not in answer.text.strip() and len(name) <= _LONGEST_SHOWN
        shown = repr(mask.apply(name)) if one_line else "the text"
        raise InputError(
            path, f"country {shown} under item 1 is not known; give it with --country ISO3"
        )
    return found


def _wave_warnings(mapped: Mapped, wave: Codebook, codebook: Codebook) -> list[str]:
    if wave.id == codebook.id:
        return []
    warnings = [
        f"a copy of {wave.title} ({wave.id}); by their wording {len(mapped.items)} of its "
        f"{len(wave.questions)} questions are items of {codebook.id}"
    ]
    if mapped.unmapped:
        numbers = ", ".join(str(each.number) for each in mapped.unmapped)
        warnings.append(f"its questions {numbers} are no items and are left out")
    held = set(mapped.items.values())
    absent = [str(each.number) for each in codebook.questions if each.number not in held]
    if absent:
        warnings.append(f"it does not ask items {', '.join(absent)} in their wording")
    return warnings


def _warnings(text: str, form: Form, wave: Codebook) -> Iterator[str]:
    wordings = {each.number: each.wording[:60] for each in wave.questions}
    for number in form.reworded:
        otherwise = f"is worded otherwise than {wordings[number]!r}"
        yield f"question {number} {otherwise}; its answer is left out"
    for number in form.missing:
        if number not in form.reworded:
            yield f"question {number} was not found ({wordings[number]}); its item is not_asked"
    for number in form.incomplete_options:
        rest = "the rest may have been read as the answer before it"
        yield f"question {number} shows only some of its options; {rest}"
    for answer in form.again:
        again = f"stands there again ({_locator(text, answer)})"
        yield f"question {answer.number} {again}; what follows there is left out"


def _furniture_warning(text: str, form: Form, doubtful: Collection[int]) -> Iterator[str]:
    """Name the questions under which a line stands that may be a header or footer."""
    found = []
    for number, answer in sorted(form.answers.items()):
        first = text.count("\n", 0, answer.start)
        lines = answer.text.split("\n")
        if any(line.strip() and first + n in doubtful for n, line in enumerate(lines)):
            found.append(number)
    if found:
        named = ", ".join(map(str, found))
        what = "a line that is repeated there may be a header or footer of the page"
        yield f"question {named}: {what}; it stays in the answer"

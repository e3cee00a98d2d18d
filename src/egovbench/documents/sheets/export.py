"""Reads an export of the form: one row a respondent, one column a question."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from egovbench.base.errors import InputError
from egovbench.base.schemas import SELECTION_SEPARATOR
from egovbench.documents.privacy import Mask, mask_for, ordinary_words
from egovbench.documents.readings import Documents, ReadDocument
from egovbench.documents.rows import response_row, responses_table, truncation_warnings
from egovbench.documents.sheets.cells import Sheet, reference, shown
from egovbench.documents.sheets.choices import chosen_options
from egovbench.documents.sheets.export_layout import Layout, find_layout
from egovbench.documents.sheets.respondents import Respondent, find_respondents
from egovbench.questionnaire import Codebook, Question

_CHOICE_SEPARATORS = (";", ", ", "\n")
_OF_YES_AND_NO = {"TRUE": "Yes", "FALSE": "No"}  # how a spreadsheet keeps a cell with two values
_LEAST_OF_ANOTHER_WAVE = 5  # columns without a question, and questions without a column
_EXACT = 99.5


def read_export(
    path: Path,
    sheets: Sequence[Sheet],
    codebook: Codebook,
    countries: pd.DataFrame,
    iso3: str | None = None,
) -> Documents:
    """Return the answers of every country in an export of the form, one document a country.

    The sheet with the most headings that are like a question's wording counts; how headings find
    their question says `match_headings`. Options of a choice become the selection; what is none of
    them stays in the answer, with a warning. A question without a column is "not_asked". Personal
    answers are dropped (status "withheld"), and every name and e-mail address of a country's
    respondents is masked in its answers. Notes name the columns matched by an edited heading with
    the likeness, those not used, the questions without a column, and the rows that do not count.
    `iso3` says whose answers a sheet with a single respondent holds. Raises InputError when less
    than half of the questions have a column, or no row is a country's.
    """
    layout = find_layout(path, sheets, codebook)
    respondents, notes = _respondents(path, layout, countries, iso3)
    if not respondents:
        raise InputError(path, "; ".join(["no row holds a country's answers", *notes]))
    ordinary = ordinary_words(codebook, countries)
    read = tuple(_document(path, layout, each, codebook, ordinary) for each in respondents)
    notes = [*_notes_on_columns(layout, codebook), *_notes_on_sheets(layout, sheets), *notes]
    return Documents(read=read, notes=tuple(f"{path.name}: {note}" for note in notes))


def _respondents(
    path: Path, layout: Layout, countries: pd.DataFrame, iso3: str | None
) -> tuple[list[Respondent], list[str]]:
    if iso3 is not None:
        if iso3 not in set(countries["iso3"]):
            raise InputError(path, f"country {iso3!r} is not in the table of countries")
        if len(layout.rows) != 1:
            found = f"found {len(layout.rows)} rows of answers"
            raise InputError(path, f"{found}; --country fits a sheet with one")
        row = next(iter(layout.rows))
        return [Respondent(iso3, row, None, (row,))], []
    if layout.country is None:
        expected = "expected a column 'Country name', or --country for a sheet with one row"
        raise InputError(path, f"no column names the country; {expected}")
    return find_respondents(layout.rows, layout.country, layout.completed, countries)


def _document(
    path: Path,
    layout: Layout,
    respondent: Respondent,
    codebook: Codebook,
    ordinary: Sequence[str],
) -> ReadDocument:
    texts = _masked(layout, respondent, _mask(layout, respondent, codebook, ordinary))
    column_of = layout.column_of
    rows, warnings = [], []
    for question in codebook.questions:
        column = column_of.get(question.number)
        given = None if column is None else texts.get(column, "")
        cell = "" if column is None else reference(respondent.row, column)
        selection = ""
        if given and question.options and not question.personal:
            selection, given = _selected(question, given)
            if given:
                warnings.append(
                    f"{path.name}: cell {cell}, question {question.number}: {shown(given)} is none "
                    f"of its options and selects nothing; expected "
                    f"{SELECTION_SEPARATOR.join(question.options)}"
                )
        locator = f"cell {cell}" if cell else ""
        rows.append(
            response_row(
                question, given, codebook.answer_limit, selection=selection, locator=locator
            )
        )
    responses = responses_table(rows, respondent.iso3, codebook, path)
    return ReadDocument(
        iso3=respondent.iso3,
        responses=responses,
        masked_text="",
        warnings=(*warnings, *truncation_warnings(path, codebook, responses)),
        completed=respondent.completed.isoformat() if respondent.completed else "",
    )


def _selected(question: Question, given: str) -> tuple[str, str]:
    """Return the options that a cell selects, in printed order, and the rest of its text.

    A single choice selects an option only when that is all the cell holds. Options are joined by
    semicolons; where some of the cell is none of them by another of _CHOICE_SEPARATORS, if then
    every part is one.
    """
    if {*_OF_YES_AND_NO.values()} == {*question.options}:
        given = _OF_YES_AND_NO.get(given.upper(), given)
    chosen: list[str] = []
    rest = [given]
    for separator in _CHOICE_SEPARATORS:
        parts = [part.strip() for part in given.split(separator) if part.strip()]
        if question.kind == "single choice" and len(parts) > 1:
            continue
        found, left = chosen_options(question, parts)
        if separator == _CHOICE_SEPARATORS[0] or not left:
            chosen, rest = found, left
        if not left:
            break
    return SELECTION_SEPARATOR.join(chosen), SELECTION_SEPARATOR.join(rest)


def _mask(
    layout: Layout, respondent: Respondent, codebook: Codebook, ordinary: Sequence[str]
) -> Mask:
    """Return a mask for the names in all rows of a country: each may speak of the others."""
    column_of = layout.column_of
    columns = [
        column_of[question.number]
        for question in codebook.questions
        if question.personal and question.number in column_of
    ]
    names = [
        " ".join(layout.sheet.text(row, column).split())
        for row in respondent.rows
        for column in (*columns, *layout.personal)
    ]
    return mask_for(names, ordinary)


def _masked(layout: Layout, respondent: Respondent, mask: Mask) -> dict[int, str]:
    row = layout.rows[respondent.row]
    return dict(zip(row, mask.apply_each(cell.text for cell in row.values()), strict=True))


def _notes_on_columns(layout: Layout, codebook: Codebook) -> list[str]:
    notes = [
        f"column {reference(layout.heading_row, column)} {shown(layout.headings[column])} is "
        f"question {match.item} (likeness {match.likeness:.0f} of 100)"
        for column, match in layout.matches.items()
        if match.likeness < _EXACT
    ]
    unused = layout.unused
    notes += [
        f"column {reference(layout.heading_row, column)} {shown(layout.headings[column])} matches "
        f"no question and is not used"
        for column in unused
    ]
    missing = [each.number for each in codebook.questions if each.number not in layout.column_of]
    if missing:
        listed = ", ".join(map(str, missing))
        notes.append(f"no column holds question {listed}: their items are not_asked")
    if min(len(unused), len(missing)) >= _LEAST_OF_ANOTHER_WAVE:
        notes.append(
            f"{len(unused)} columns match no question and {len(missing)} questions have no column: "
            f"this may be an export of another wave, and its answers would stand as {codebook.id}'s"
        )
    formulas = [
        reference(number, column)
        for number, row in layout.rows.items()
        for column, cell in row.items()
        if cell.formula
    ]
    if formulas:
        notes.append(f"{len(formulas)} formulas were read as text, the first in {formulas[0]}")
    return notes


def _notes_on_sheets(layout: Layout, sheets: Sequence[Sheet]) -> list[str]:
    return [f"sheet {shown(each.name)} is not used" for each in sheets if each is not layout.sheet]

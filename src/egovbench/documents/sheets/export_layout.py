"""Finds where an export of the form holds what: its headings, and the columns below them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from egovbench.base.errors import InputError
from egovbench.documents.sheets.cells import Row, Sheet
from egovbench.documents.sheets.headings import Match, like_a_question, match_headings
from egovbench.documents.wording import word_texts
from egovbench.questionnaire import Codebook

LEAST_MATCHED = 0.5
MAXIMUM_COLUMNS = 1_000
_COUNTRY_ITEM = 1
_LEAST_HEADINGS = 3
_MOST_TITLES = 10  # rows of a sheet among which the headings are looked for
_MOST_CELLS = 10_000  # of all sheets, among which they are
_COUNTRY_HEADINGS = ("country", "country name", "name of country", "member state", "iso3")
_COMPLETED_HEADINGS = (
    "completion time", "completed", "date completed", "submission date", "submission time",
    "submitted", "submitted at", "date submitted", "submitdate", "timestamp", "end date",
    "end time",
)  # fmt: skip
_PERSONAL_HEADINGS = (
    "name", "your name", "full name", "first name", "last name", "username", "user name",
    "respondent", "respondent name", "recipientfirstname", "recipientlastname", "recipientemail",
    "email", "e mail", "email address", "e mail address",
)  # fmt: skip
_OTHER_HEADINGS = (
    "id", "response id", "start time", "start date", "startdate", "last modified time", "language",
    "ip address", "total points", "quiz feedback", "grade posted time", "status", "progress",
)  # fmt: skip


@dataclass(frozen=True)
class Layout:
    """Where an export holds what: columns by their number, the heading row by its own."""

    sheet: Sheet
    heading_row: int
    headings: Mapping[int, str]
    matches: Mapping[int, Match]
    country: int | None
    completed: int | None
    personal: Sequence[int]

    @property
    def column_of(self) -> dict[int, int]:
        """The column of each item that has one."""
        return {match.item: column for column, match in self.matches.items()}

    @property
    def unused(self) -> list[int]:
        """The columns that hold neither a question nor what survey programs add to an export."""
        names = (*_PERSONAL_HEADINGS, *_OTHER_HEADINGS, *_COMPLETED_HEADINGS)
        known = {*_columns_called(self.headings, names), *self.matches}
        known |= {column for column in (self.country, self.completed) if column}
        return [column for column in self.headings if column not in known]

    @property
    def rows(self) -> dict[int, Row]:
        """The respondents' rows."""
        return {n: row for n, row in self.sheet.rows.items() if n > self.heading_row}


def _heading_row(sheets: Sequence[Sheet], codebook: Codebook) -> tuple[Sheet, int]:
    """Return the sheet and its row whose texts are most often like a question.

    Titles and the headings of groups may stand above it. Without any such row it is the first.
    """
    rows = [
        (place, sheet, number)
        for sheet in sheets
        for place, number in enumerate(_wide_rows(sheet)[:_MOST_TITLES])
    ]
    best, most, cells = (sheets[0], 1), 0, 0
    for _, sheet, number in sorted(rows, key=lambda each: each[0]):
        texts = [cell.text for cell in sheet.rows[number].values()]
        cells += len(texts)
        if max(sheet.rows[number]) > MAXIMUM_COLUMNS or cells > _MOST_CELLS:
            continue
        found = like_a_question(texts, codebook)
        if found > most:
            best, most = (sheet, number), found
    return best


def _wide_rows(sheet: Sheet) -> list[int]:
    return [number for number, row in sheet.rows.items() if len(row) >= _LEAST_HEADINGS]


def find_layout(path: Path, sheets: Sequence[Sheet], codebook: Codebook) -> Layout:
    """Return where the sheet with the most headings that are like a question holds what.

    Raises InputError when less than LEAST_MATCHED of the questions have a column, or the headings
    reach beyond MAXIMUM_COLUMNS.
    """
    sheet, row = _heading_row(sheets, codebook)
    cells = sheet.rows.get(row, {})
    if cells and max(cells) > MAXIMUM_COLUMNS:
        found = f"found a column {max(cells):,}"
        raise InputError(path, f"{found}; expected at most {MAXIMUM_COLUMNS:,} columns")
    headings = {column: cell.text for column, cell in cells.items()}
    personal = _columns_called(headings, _PERSONAL_HEADINGS)
    elsewhere = {*personal, *_columns_called(headings, _OTHER_HEADINGS)}
    matches = match_headings(headings, codebook, elsewhere=elsewhere)
    wanted = len(codebook.questions)
    if len(matches) < LEAST_MATCHED * wanted:
        raise InputError(
            path,
            f"matched the columns of {len(matches)} of {wanted} questions of {codebook.id}; "
            f"expected at least {LEAST_MATCHED:.0%} of them, one column a question, headed by its "
            "wording in the questionnaire's language",
        )
    column_of = {match.item: column for column, match in matches.items()}
    countries = [column_of[_COUNTRY_ITEM]] if _COUNTRY_ITEM in column_of else []
    countries += _columns_called(headings, _COUNTRY_HEADINGS)
    completed = _columns_called(headings, _COMPLETED_HEADINGS)
    return Layout(
        sheet=sheet,
        heading_row=row,
        headings=headings,
        matches=matches,
        country=countries[0] if countries else None,
        completed=completed[0] if completed else None,
        personal=[column for column in personal if column not in matches],
    )


def _columns_called(headings: Mapping[int, str], names: Sequence[str]) -> list[int]:
    """Return the columns with one of the names, in the order of the names."""
    words = {column: " ".join(word_texts(text)) for column, text in headings.items()}
    return [column for name in names for column, found in words.items() if found == name]

"""Tells whose answers each row of a sheet holds, and which of several rows of a country counts."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pandas as pd

from egovbench.documents.country_names import find_country
from egovbench.documents.sheets.cells import Cell, Row, shown

_DATE = re.compile(
    r"(?P<one>\d{1,2})[/.-](?P<two>\d{1,2})[/.-](?P<year>\d{4}|\d{2})"
    r"(?:,?\s+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?\s*(?:(?P<half>[ap])\.?m)?)?",
    re.IGNORECASE,
)
# A date as a spreadsheet counts it, in days, where its cell is not formatted as one.
_SERIAL = re.compile(r"\d{5}(?:\.\d{1,15})?")
_SERIALS = (36_526, 73_051)  # the years 2000 to 2099
_FIRST_DAY = datetime(1899, 12, 30)
_FORMS = tuple(
    f"{date}{time}"
    for date in ("%d %b %Y", "%d %B %Y", "%b %d %Y", "%B %d %Y", "%Y/%m/%d", "%d-%b-%Y")
    for time in ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")
)


@dataclass(frozen=True)
class Respondent:
    """A country's row: its number in the sheet, when it was completed, and all rows it has."""

    iso3: str
    row: int
    completed: datetime | None
    rows: tuple[int, ...]


def find_respondents(
    rows: Mapping[int, Row],
    country_column: int,
    completed_column: int | None,
    countries: pd.DataFrame,
) -> tuple[list[Respondent], list[str]]:
    """Return each country's respondent, in order of code, and notes on rows that do not count.

    Of several rows of a country the one with the latest completion counts, of several completed at
    once the last in the sheet; a row that says nothing of its completion does not count beside one
    that does. Where a completion cannot be read, or in two ways that differ in which is the latest,
    the last row in the sheet counts: forms append what they receive.
    """
    known = set(countries["iso3"])
    by_country: dict[str, list[int]] = defaultdict(list)
    notes = []
    for number, row in rows.items():
        cell = row.get(country_column)
        if cell is None:
            notes.append(f"row {number} names no country: skipped")
            continue
        iso3 = find_country(cell.text, countries)
        if iso3 in known:
            by_country[str(iso3)].append(number)
            continue
        what = "is not known" if iso3 is None else f"({iso3}) is not in the table of countries"
        name = shown(cell.text)
        notes.append(f"row {number}: country {name} {what}: skipped")
    respondents = []
    for iso3, numbers in sorted(by_country.items()):
        times = {number: rows[number].get(completed_column or 0) for number in numbers}
        completed = [number for number in numbers if times[number] is not None] or numbers
        cells = [times[number] for number in completed]
        place, reason = _latest(cells)
        chosen = completed[place]
        respondents.append(Respondent(iso3, chosen, _only_moment(cells[place]), tuple(numbers)))
        if len(numbers) > 1:
            listed = ", ".join(map(str, numbers))
            notes.append(f"{iso3} has rows {listed}; row {chosen} counts: {reason}")
    return respondents, notes


def _latest(cells: Sequence[Cell | None]) -> tuple[int, str]:
    """Return the place of the cell that counts, and why."""
    last = len(cells) - 1
    winners = set()
    for times in (_times(cells, day_first=False), _times(cells, day_first=True)):
        if times is not None:
            latest = max(times)
            winners.add(max(place for place, moment in enumerate(times) if moment == latest))
    if not winners:
        return last, "the last in the sheet, since it cannot be read when each was completed"
    if len(winners) > 1:
        return last, "the last in the sheet, since the dates can be read with day or month first"
    return winners.pop(), "the latest completed"


def _times(cells: Sequence[Cell | None], *, day_first: bool) -> list[datetime] | None:
    times = [_moment(cell, day_first=day_first) for cell in cells]
    return [time for time in times if time is not None] if None not in times else None


def _only_moment(cell: Cell | None) -> datetime | None:
    """Return the moment of a cell that can be read in one way only."""
    read = {_moment(cell, day_first=False), _moment(cell, day_first=True)} - {None}
    return read.pop() if len(read) == 1 else None


def _moment(cell: Cell | None, *, day_first: bool = False) -> datetime | None:
    if cell is None:
        return None
    if cell.moment is not None:
        return cell.moment
    return _stated(cell.text) or _in_figures(cell.text, day_first=day_first)


def _stated(text: str) -> datetime | None:
    """Return the moment of a text that can be read in one way; with a time zone, in UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        pass
    else:
        return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    if _SERIAL.fullmatch(text):
        days = float(text)
        return _FIRST_DAY + timedelta(days=days) if _SERIALS[0] <= days < _SERIALS[1] else None
    for form in _FORMS:
        try:
            return datetime.strptime(" ".join(text.replace(",", " ").split()), form)
        except ValueError:
            continue
    return None


def _in_figures(text: str, *, day_first: bool) -> datetime | None:
    match = _DATE.match(text)
    if match is None:
        return None
    one, two, year = int(match["one"]), int(match["two"]), int(match["year"])
    hour = int(match["hour"] or 0)
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    month, day = (two, one) if day_first else (one, two)
    try:
        return datetime(
            year if year > 99 else 2000 + year,
            month,
            day,
            hour,
            int(match["minute"] or 0),
            int(match["second"] or 0),
        )
    except ValueError:
        return None

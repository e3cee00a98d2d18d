"""Reads dates and times as people and programs write them, in many languages."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache

from babel import Locale

from egovbench.documents.sheets.cells import Cell

_YEAR_FIRST = re.compile(
    r"(?<!\d)(?P<y>\d{4})\s?[/.年년-]\s?(?P<m>\d{1,2})\s?[/.月월-]\s?(?P<d>\d{1,2})(?!\d)"
)
_YEAR_LAST = re.compile(
    r"(?<!\d)(?P<m>\d{1,2})\s?[/.-]\s?(?P<d>\d{1,2})\s?[/.-]\s?(?P<y>\d{4}|\d{2})(?!\d)"
)
_TIME = re.compile(
    r"(?<!\d)(\d{1,2})(?:[:.]|\s?[h時时點点시]\s?)(\d{2})(?:(?:[:.]|\s?(?:[分분]|min)\s?)(\d{2}))?(?!\d)"
)
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[^\s\d,:;/()\u060c-]+")
_LONGEST_DATE = 60
_LONGEST_WORD = 5  # beside a date and time: a zone, "Uhr"
_BEFORE_NOON = ("am", "morning", "night")
_NO_HALF = ("midnight", "night2")
_BUDDHIST = 543  # years before
# A date as a spreadsheet counts it, in days, where its cell is not formatted as one.
_SERIAL = re.compile(r"\d{5}(?:\.\d{1,15})?")
_SERIALS = (36_526, 73_051)  # the years 2000 to 2099
_FIRST_DAY = datetime(1899, 12, 30)
_LANGUAGES = (
    "af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fil fr ga gl gu he hi hr hu hy id "
    "is it ja ka kk km kn ko ky lb lo lt lv mk ml mn mr ms mt my nb ne nl nn pa pl ps pt ro ru si "
    "sk sl sq sr sv sw ta te th tr uk ur uz vi zh zh_Hant"
)

Moments = tuple[datetime | None, datetime | None]
"""What a cell says, read with the month first and with the day first."""


def moments_of(cell: Cell | None) -> Moments:
    """Return the two readings of a cell's date and time, in UTC where it states a time zone.

    They are alike where it can be read in one way, and None where it cannot be read.

    >>> moments_of(Cell("5/4/23 9:00 PM"))
    (datetime.datetime(2023, 5, 4, 21, 0), datetime.datetime(2023, 4, 5, 21, 0))
    >>> moments_of(Cell("24 juin 2024 à 15h03"))[0]
    datetime.datetime(2024, 6, 24, 15, 3)
    """
    if cell is None:
        return None, None
    stated = cell.moment or _stated(cell.text)
    return (stated, stated) if stated is not None else _in_words_or_figures(cell.text)


def _stated(text: str) -> datetime | None:
    """Return the moment of a text in ISO 8601, with a time zone in UTC, or of a serial number."""
    if _SERIAL.fullmatch(text):
        days = float(text)
        return _FIRST_DAY + timedelta(days=days) if _SERIALS[0] <= days < _SERIALS[1] else None
    try:
        moment = datetime.fromisoformat(text) if ":" in text or "." not in text else None
    except ValueError:
        return None
    if moment is None:
        return None
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def _in_words_or_figures(given: str) -> Moments:
    """Return the moment of a text as people write it in any of _LANGUAGES."""
    if len(given) > _LONGEST_DATE:
        return None, None
    text = "".join(
        str(unicodedata.decimal(each, each)) for each in unicodedata.normalize("NFKC", given)
    )
    found = _YEAR_FIRST.search(text) or _YEAR_LAST.search(text)
    if found is None or (len(found["y"]) == 2 and _YEAR.search(text)):
        return _with_month(text)
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    year, one, two = (int(found[name]) for name in "ymd")
    month_first = _moment(year, one, two, rest)
    if found.re is _YEAR_FIRST:
        return month_first, month_first
    day_first = _moment(year, two, one, rest)
    return (day_first if "." in found[0] else month_first), day_first


def _with_month(text: str) -> Moments:
    """Return the moment of a text that names the month, if but one has this name."""
    time = _TIME.search(text)
    rest = text.replace(time[0], " ") if time else text
    numbers = [int(each[:9]) for each in _NUMBER.findall(rest)]
    if len(numbers) != 2:
        return None, None
    calendar, _, _ = _calendar()
    named = {word: calendar[word] for word in _words(rest) if len(calendar.get(word, ())) == 1}
    months = set().union(*named.values())
    if len(months) != 1:
        return None, None
    day, year = sorted(numbers) if max(numbers) > 31 else numbers
    left = [word for word in _words(rest) if word not in named]
    moment = _moment(year, months.pop(), day, " ".join([*left, time[0] if time else ""]))
    return moment, moment


def _words(text: str) -> list[str]:
    """Return the words of a date, without the points of abbreviations."""
    return _WORD.findall(text.replace(".", "").casefold())


def _moment(year: int, month: int, day: int, rest: str) -> datetime | None:
    """Return the moment of a day and of the time in the rest of its text, None for other words."""
    time = _TIME.search(rest)
    hour, minute, second = (int(each or 0) for each in time.groups()) if time else (0, 0, 0)
    words = _words(rest.replace(time[0], " ") if time else rest)
    if words:
        _, before_noon, after_noon = _calendar()
        said = {*words, "".join(words)}
        if said & after_noon:
            hour = hour % 12 + 12
        elif said & before_noon and hour == 12:
            hour = 0
        elif max(map(len, words)) > _LONGEST_WORD:
            return None
    if year < 100:
        year += 2000 if year < 60 else 2500
    if year > 2400:
        year -= _BUDDHIST
    try:
        return datetime(year, month, day, hour, minute, second) if year > 1900 else None
    except ValueError:
        return None


@cache
def _calendar() -> tuple[Mapping[str, set[int]], set[str], set[str]]:
    """Return the months by their names, and the words for before and after noon."""
    months: dict[str, set[int]] = defaultdict(set)
    noon: dict[str, set[str]] = {"am": set(), "pm": set()}
    for language in _LANGUAGES.split():
        locale = Locale.parse(language)
        for width in ("wide", "abbreviated"):
            for use in ("format", "stand-alone"):
                for number, name in locale.months[use][width].items():
                    for word in _words(unicodedata.normalize("NFKC", name)):
                        if len(word) > 1:
                            months[word].add(number)
            for period, name in locale.day_periods["format"][width].items():
                if period not in _NO_HALF:
                    half = "am" if period.startswith(_BEFORE_NOON) else "pm"
                    noon[half].add("".join(_words(unicodedata.normalize("NFKC", name))))
    return months, noon["am"] - noon["pm"] - {*months}, noon["pm"] - noon["am"]

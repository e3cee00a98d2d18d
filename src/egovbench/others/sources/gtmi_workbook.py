"""Reads the workbooks in which the World Bank publishes its GovTech dataset, of 2022 and of 2025.

They are known from descriptions; the project has not seen either file. So nothing is taken for
granted: the sheet with the answers, its columns, and a legend that says of every question used what
it asks and what its levels mean have to be as they were described, or the workbook is refused.

GTMI_Data      edition of 2025: a row for each economy and year (2020, 2022, 2025), columns Year,
               Code, Economy, I-1, I-1.1 ... and Src
CG_GTMI_Data   edition of 2022: the same for 2020 and 2022
Metadata       a row for each question: its number, its words, "0= No, 1= In draft, 2= Yes"

The sheets of groups hold points in place of answers under the same headings, and are not read.
"""

import re
from collections.abc import Collection, Mapping
from pathlib import Path

import pandas as pd

from egovbench.base.errors import InputError
from egovbench.others.sources.workbook import Rows, read_sheets

LEGEND_SHEETS = ("Metadata",)
_OPTIONS = "Response options"
_OF_BOTH = {
    "I-12": ("procurement", 2),
    "I-19": ("service portal", 2),
    "I-29": ("open data", 1),
    "I-30": ("participate", 1),
    "I-31": ("feedback", 1),
    "I-33": ("entity", 2),
    "I-35": ("strategy", 3),
    "I-37": ("rti", 2),
    "I-38": ("data protection", 2),
    "I-42": ("signature", 3),
}
_OF_2022 = {"I-30.6": ("publicly", 2), "I-36.4": ("progress", 2), "I-45.6": ("citizens", 2)}
QUESTIONS = {
    "GTMI_Data": _OF_BOTH | {"I-41": ("ethic", 2)},
    "CG_GTMI_Data": _OF_BOTH | _OF_2022,
}
"""By the sheet of an edition: each question used, a word of it, and its highest level."""

_NUMBER = re.compile(r"I-\d+(?:\.\d+)*")
_LEVEL = re.compile(r"(\d)\s*=\s*(.*?)(?=[\s,;]*\d\s*=|$)", re.DOTALL)
_NEEDED = ("Year", "Code", "Src")
_MOST_ROWS_ABOVE = 10


def read_workbook(path: Path) -> pd.DataFrame:
    """Return the answers of the workbook at `path` as text: Year, Code, Src, and I-1, I-1.1 ...

    The index is the row of the sheet. Headings that are repeated below, footnotes and rows without
    a code are left out. Raises InputError, naming sheet, row and column, for a workbook without one
    of the sheets or columns, a heading that stands twice, and a legend by which a question or its
    levels are not those that the project knows.
    """
    sheets = read_sheets(path, [*QUESTIONS, *LEGEND_SHEETS])
    name = _only(path, sheets, tuple(QUESTIONS))
    headings_row, headings = _headings(path, name, sheets[name], "Code")
    used = {
        n: heading
        for n, heading in enumerate(headings)
        if heading in _NEEDED or _NUMBER.fullmatch(heading)
    }
    names = list(used.values())
    missing = [each for each in _NEEDED if each not in names]
    if missing:
        found = f"sheet {name}: columns missing: {', '.join(missing)}"
        raise InputError(path, found, row=headings_row)
    again = [each for each in names if names.count(each) > 1]
    if again:
        raise InputError(path, f"sheet {name}: column {again[0]} stands twice", row=headings_row)
    _check_legend(path, sheets, QUESTIONS[name], set(names))
    rows = {
        number: [row[n] if n < len(row) else "" for n in used]
        for number, row in sheets[name].items()
        if number > headings_row
    }
    table = pd.DataFrame(rows, index=names, dtype="str").T
    return table[~table["Code"].str.fullmatch(r"\d*|Code")]


def _only(path: Path, sheets: Mapping[str, Rows], names: Collection[str]) -> str:
    """Return the one of `names` that the workbook has as a sheet with something in it."""
    found = [name for name in names if sheets.get(name)]
    if len(found) == 1:
        return found[0]
    expected = f"expected one sheet {' or '.join(names)}"
    raise InputError(path, f"{expected}; found {', '.join(found or sheets)}")


def _headings(path: Path, name: str, rows: Rows, heading: str) -> tuple[int, list[str]]:
    """Return the number and the texts of the row of headings, which holds `heading`."""
    for number, texts in list(rows.items())[:_MOST_ROWS_ABOVE]:
        if any(text.startswith(heading) for text in texts):
            return number, texts
    raise InputError(
        path, f"sheet {name}: no heading {heading!r} in the first {_MOST_ROWS_ABOVE} rows"
    )


def _check_legend(
    path: Path, sheets: Mapping[str, Rows], questions: Mapping[str, tuple[str, int]], held: set[str]
) -> None:
    """Raise InputError where the legend of a question that is used and held is another one."""
    name = _only(path, sheets, LEGEND_SHEETS)
    _, headings = _headings(path, name, sheets[name], _OPTIONS)
    column = next(n for n, text in enumerate(headings) if text.startswith(_OPTIONS))
    legend = {row[0]: (number, row) for number, row in reversed(sheets[name].items())}
    for question, (word, highest) in questions.items():
        if question not in held:
            continue
        if question not in legend:
            raise InputError(path, f"sheet {name}: {question} is missing")
        number, row = legend[question]
        asked, options = " ".join(row[1:column]), row[column] if column < len(row) else ""
        if word not in asked.casefold():
            found = f"sheet {name}: {question} asks {asked!r}; expected a question with {word!r}"
            raise InputError(path, found, row=number)
        levels = [(int(level), text.casefold()) for level, text in _LEVEL.findall(options)]
        if (
            [level for level, _ in levels] != list(range(highest + 1))
            or not levels[0][1].startswith(("no", "unk"))
            or not levels[-1][1].startswith("yes")
        ):
            expected = f"levels from 0 (no or unknown) to {highest} (yes)"
            found = f"sheet {name}: {question} has {options!r}; expected {expected}"
            raise InputError(path, found, row=number)

"""A coding sheet: a workbook in which a country is coded by hand; writes it and reads it back."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from egovbench.base.addresses import find_links
from egovbench.base.errors import InputError
from egovbench.base.schemas import CODE_VALUES, CODES, CODES_TABLE, EVIDENCE, HAND_RULE
from egovbench.base.tables import checked, to_cell
from egovbench.documents.privacy import Mask
from egovbench.documents.readings import Documents
from egovbench.documents.sheets.cells import MAXIMUM_CELL_CHARACTERS, Sheet, reference, shown
from egovbench.documents.source import source_name
from egovbench.documents.wording import word_texts
from egovbench.questionnaire import Codebook, Question

COVER_SHEET = "Cover"
CODING_SHEET = "Coding"
COLUMNS = (
    "item", "section", "wording", "code", "evidence", "rationale", "source address",
    "from other sources",
)  # fmt: skip
ITEM, SECTION, WORDING, CODE, EVIDENCE_KIND, RATIONALE, ADDRESS = range(1, 8)  # from A
COUNTRY_LABEL = "Country"
SURVEY_LABEL = "Questionnaire"
CODER_LABEL = "Coded by"
HAND_CODER = "by hand"
LEAST_RATIONALE = 10  # characters, as of a reviewer's decision
KNOWN_CODES = CODES[:3]
KNOWN_EVIDENCE = tuple(each for each in EVIDENCE if each != "none")

HOW_TO_FILL_IN = (
    "Fill in the columns code, evidence, rationale and source address of the sheet Coding. "
    "The other cells are locked; do not move, insert or delete rows or columns.",
    "code: yes; partly (planned, in draft, or limited); no; unknown (looked for and not found); "
    "not_asked (not looked for: the item leaves every comparison of this country).",
    "An empty code counts as unknown: it never counts as no, lowers the coverage and widens the "
    "bounds.",
    "evidence: selected (the source shows the ticked option), stated (it says so), described (it "
    "names a law, a link, an institution), related (another answer settles it), reviewed (a person "
    "decided), source (another body's survey says so), none (for unknown and not_asked only).",
    f"rationale: why, in {LEAST_RATIONALE} characters or more. Needed for every yes, partly and no "
    "that has no source address, and wherever the evidence is reviewed.",
    "source address: one or more web addresses, separated by blanks.",
    "from other sources: what other bodies' surveys say on the item, by the project's crosswalks, "
    "with how faithfully they ask for the same. Where there is such an answer, it is filled in: "
    "check it, and change it where you know better.",
    "Coded by: an institution or a role. Write no person's name and no e-mail address anywhere.",
    "Then: egovbench ingest FILE.xlsx",
)

_WIDTHS = (7, 9, 60, 12, 12, 50, 40, 44)
_WRAPPED = {"text_wrap": True, "valign": "top"}
_TO_FILL_IN = {"bg_color": "#FFFBE6", "locked": False}
_UNPROTECTED = {"objects": True, "scenarios": True}  # which hold no text of the sheet
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_ADDRESSES = Mask(())
_ABSENT = {
    "code": "not_asked",
    "evidence": "none",
    "rationale": "the coding sheet does not hold the item",
    "source": "",
}


def _shown_wording(question: Question, codebook: Codebook) -> str:
    """Return what a question asks; "Education" is a question only behind its group's heading."""
    own = question.wording.lstrip("- ")
    heading = codebook.blocks[question.block].printed[-1] if question.block else ""
    return f"{heading.rstrip(': ')}: {own}" if heading else own


def coding_template(
    iso3: str,
    name: str,
    codebook: Codebook,
    answers: pd.DataFrame,
    source_titles: Mapping[str, str],
) -> bytes:
    """Return a workbook (.xlsx) with one row for each scored item of `codebook`.

    `answers` (OTHERS_TABLE, at most one per item) are what other sources say of the country; they
    are filled in as codes with evidence "source", and named by `source_titles`, which has a title
    for each survey. Cells to be filled in offer the allowed codes and kinds of evidence as lists;
    all others are locked. Foreign text never starts a formula.
    """
    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"author": "egovbench"})
        _write_cover(book, iso3, name, codebook)
        _write_items(book, codebook, answers, source_titles)
    return content.getvalue()


def _write_cover(book: Workbook, iso3: str, name: str, codebook: Codebook) -> None:
    sheet = book.add_worksheet(COVER_SHEET)
    rows = [
        (f"Coding sheet: {name}", ""),
        (COUNTRY_LABEL, iso3),
        (SURVEY_LABEL, codebook.id),
        (CODER_LABEL, ""),
        ("", ""),
        *((sentence, "") for sentence in HOW_TO_FILL_IN),
    ]
    title = book.add_format({**_WRAPPED, "bold": True, "font_size": 14})
    wrapped, plain = book.add_format(_WRAPPED), book.add_format()
    to_fill_in = book.add_format(_TO_FILL_IN)
    for row, (label, value) in enumerate(rows):
        _put(sheet, row, 0, label, wrapped if row else title)
        _put(sheet, row, 1, value, to_fill_in if label == CODER_LABEL else plain)
    sheet.set_column("A:A", 100)
    sheet.set_column("B:B", 30)
    sheet.protect(options=_UNPROTECTED)


def _write_items(
    book: Workbook, codebook: Codebook, answers: pd.DataFrame, source_titles: Mapping[str, str]
) -> None:
    sheet = book.add_worksheet(CODING_SHEET)
    locked = book.add_format(_WRAPPED)
    to_fill_in = book.add_format({**_WRAPPED, **_TO_FILL_IN})
    heading = book.add_format({"bold": True, "bg_color": "#DDE5EE"})
    for column, text in enumerate(COLUMNS):
        _put(sheet, 0, column, text, heading)
    by_item = {int(row["item"]): row for row in answers.to_dict("records")}
    for row, question in enumerate(codebook.scored, 1):
        found = by_item.get(question.number)
        filled = _filled_in(found, source_titles) if found else ("",) * 5
        sheet.write_number(row, 0, question.number, locked)
        cells = (question.section, _shown_wording(question, codebook), *filled)
        for column, text in enumerate(cells, 1):
            own = CODE - 1 <= column <= ADDRESS - 1
            _put(sheet, row, column, text, to_fill_in if own else locked)
    for column, values in ((CODE - 1, CODES), (EVIDENCE_KIND - 1, EVIDENCE)):
        offer = {
            "validate": "list",
            "source": list(values),
            "show_input": False,
            "error_title": "Not in the list",
            "error_message": f"One of: {', '.join(values)}",
        }
        sheet.data_validation(1, column, len(codebook.scored), column, offer)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.freeze_panes("D2")
    sheet.protect(options={**_UNPROTECTED, "format_columns": True, "format_rows": True})


def _filled_in(answer: Mapping[Any, Any], source_titles: Mapping[str, str]) -> tuple[str, ...]:
    """Return code, evidence, rationale, source address, and what the other source says."""
    survey = str(answer["survey"])
    said = f"{survey}, {answer['variable']}, {answer['fidelity']}: {answer['code']}"
    if answer["no_or_unknown"]:
        said += " (the source says: no or unknown)"
    instrument = f"; {answer['instrument']}" if answer["instrument"] else ""
    title = source_titles.get(survey, survey)
    return (
        str(answer["code"]),
        "source" if answer["code"] in KNOWN_CODES else "none",
        f"{title}: {answer['variable']}{instrument}",
        " ".join(find_links(str(answer["link"]))),
        said,
    )


def _put(sheet: Worksheet, row: int, column: int, text: str, style: Format) -> None:
    """Write a text, which is never a formula, or an empty cell."""
    cell = to_cell(_NOT_IN_XML.sub("", text))[:MAXIMUM_CELL_CHARACTERS]
    if cell:
        sheet.write_string(row, column, cell, style)
    else:
        sheet.write_blank(row, column, None, style)


def is_coding_sheet(sheets: Sequence[Sheet]) -> bool:
    """Return whether the sheets are those of a coding sheet, by their names or by the headings."""
    return {COVER_SHEET, CODING_SHEET} <= {each.name for each in sheets} or any(
        _headings(each) == COLUMNS for each in sheets
    )


def read_coding_sheet(
    path: Path,
    sheets: Sequence[Sheet],
    codebook: Codebook,
    countries: pd.DataFrame,
    iso3: str | None = None,
) -> Documents:
    """Return the codes of a filled-in coding sheet, as CODES_TABLE for every scored item.

    `rule` says that they were coded by hand, `coder` who did if the cover says so, `source` the
    addresses or the name of the file. A row without a code is unknown, since its question was put
    to whoever filled in the sheet; an item without a row is not_asked. E-mail addresses are masked.
    `iso3` must be the country that the cover names, if both are given. Raises InputError, naming
    the cell, for a heading, item or wording that was changed, a formula, a value that is not
    allowed, a known code without its evidence and reason, and for a sheet without any code.
    """
    sheet = next((each for each in sheets if each.name == CODING_SHEET), sheets[-1])
    cover = next((each for each in sheets if each.name == COVER_SHEET), None)
    country = _country(path, cover, codebook, countries, iso3)
    for column, (found, expected) in enumerate(zip(_headings(sheet), COLUMNS, strict=True), 1):
        if found != expected:
            raise _Row(path, sheet, 1).fault(column, found, f"{expected!r}, as in the template")
    items = [question.number for question in codebook.scored]
    rows: dict[int, dict[str, str]] = {}
    for number in sorted(sheet.rows):
        if number == 1:
            continue
        row = _Row(path, sheet, number)
        item = _item(row, codebook)
        if item in rows:
            raise row.fault(ITEM, None, "one row", said="found the item twice")
        rows[item] = _coded(row)
    if not any(row["code"] for row in rows.values()):
        raise InputError(path, f"no code is filled in; expected some in column D of {sheet.name}")
    codes = pd.DataFrame([{"item": item, **rows.get(item, _ABSENT)} for item in items])
    codes.loc[codes["code"] == "", "code"] = "unknown"
    codes["value"] = codes["code"].map(CODE_VALUES).astype("float64")
    codes["source"] = codes["source"].where(codes["source"] != "", source_name(path))
    codes = codes.assign(
        iso3=country, survey=codebook.id, rule=HAND_RULE, coder=_coder(path, cover)
    )
    table = checked(codes[list(CODES_TABLE.columns)], CODES_TABLE, path)
    missing = ", ".join(str(item) for item in items if item not in rows)
    notes = (f"{path.name}: no row has item {missing}: they are not_asked",) if missing else ()
    return Documents(codes=(table,), notes=notes)


@dataclass
class _Row:
    """A row of the sheet, whose cells are checked one by one; `item` is told in faults."""

    path: Path
    sheet: Sheet
    number: int
    item: int = 0

    def text(self, column: int) -> str:
        """Return the text of a cell; raises InputError for a formula."""
        cell = self.sheet.rows[self.number].get(column)
        if cell is not None and cell.formula:
            raise self.fault(column, None, "text", said=f"found the formula {shown(cell.text)}")
        return cell.text if cell else ""

    def one_of(self, column: int, allowed: Sequence[str]) -> str:
        """Return one of the allowed words or nothing; raises InputError for anything else."""
        text = self.text(column)
        plain = "_".join(text.casefold().split())
        if plain and plain not in allowed:
            raise self.fault(column, text, f"one of {', '.join(allowed)}, or nothing")
        return plain

    def fault(self, column: int, found: str | None, expected: str, *, said: str = "") -> InputError:
        """Return an error that names the cell, what was found there, and what would be right."""
        item = f", item {self.item}" if self.item else ""
        cell = reference(self.number, column)
        found = said or f"found {shown(found or '')}"
        return InputError(self.path, f"cell {cell}{item}: {found}; expected {expected}")


def _item(row: _Row, codebook: Codebook) -> int:
    """Return the item of a row after its section and wording were checked."""
    questions = {question.number: question for question in codebook.scored}
    found = row.sheet.text(row.number, ITEM)
    # The number of digits keeps the conversion short.
    number = int(found) if found.isascii() and found.isdigit() and len(found) < 4 else 0
    if number not in questions:
        expected = f"the number of a scored item, {min(questions)} to {max(questions)}"
        raise row.fault(ITEM, found, expected)
    row.item = number
    question = questions[number]
    section, wording = row.text(SECTION), row.text(WORDING)
    if section != question.section:
        raise row.fault(SECTION, section, f"{question.section}, as in the template")
    # A sheet may also hold the wording alone, without the heading of its group.
    whole = _shown_wording(question, codebook)
    if word_texts(wording) not in map(word_texts, (whole, question.wording)):
        raise row.fault(WORDING, wording, f"{shown(whole)}, as in the template")
    return number


def _coded(row: _Row) -> dict[str, str]:
    code, evidence = row.one_of(CODE, CODES), row.one_of(EVIDENCE_KIND, EVIDENCE)
    rationale, address = _ADDRESSES.apply(row.text(RATIONALE)), row.text(ADDRESS)
    if address.split() != find_links(address):
        expected = "web addresses (https://...), separated by blanks, or nothing"
        raise row.fault(ADDRESS, address, expected)
    if code in KNOWN_CODES:
        if evidence not in KNOWN_EVIDENCE:
            expected = f"one of {', '.join(KNOWN_EVIDENCE)}, since the code is {code}"
            raise row.fault(EVIDENCE_KIND, evidence, expected)
        needed = evidence == "reviewed" or not address
        if needed and len(rationale) < LEAST_RATIONALE:
            expected = f"a reason of {LEAST_RATIONALE} characters or more"
            expected += "" if evidence == "reviewed" else ", or a source address"
            raise row.fault(RATIONALE, rationale, expected)
    elif evidence not in ("", "none", "reviewed"):
        expected = f"one of {', '.join(KNOWN_CODES)}, since the evidence is {evidence}"
        raise row.fault(CODE, code, expected)
    return {
        "code": code,
        "evidence": evidence or "none",
        "rationale": rationale or ("" if code else "no code in the coding sheet"),
        "source": address,
    }


def _headings(sheet: Sheet) -> tuple[str, ...]:
    return tuple(sheet.text(1, column) for column in range(1, len(COLUMNS) + 1))


def _country(
    path: Path,
    cover: Sheet | None,
    codebook: Codebook,
    countries: pd.DataFrame,
    iso3: str | None,
) -> str:
    survey = _on_cover(path, cover, SURVEY_LABEL)
    if cover is not None and survey != codebook.id:
        raise InputError(path, f"found the questionnaire {shown(survey)}; expected {codebook.id}")
    named = _on_cover(path, cover, COUNTRY_LABEL)
    if not named and iso3 is None:
        raise InputError(path, "names no country on the cover; give it with --country ISO3")
    if iso3 is not None and named not in ("", iso3):
        raise InputError(path, f"is of {shown(named)} by its cover and of {iso3} by --country")
    country = iso3 or named
    if country not in set(countries["iso3"]):
        raise InputError(path, f"country {shown(country)} is not in the table of countries")
    return country


def _coder(path: Path, cover: Sheet | None) -> str:
    coder = _ADDRESSES.apply(_on_cover(path, cover, CODER_LABEL))
    return " ".join(coder.split()) or HAND_CODER


def _on_cover(path: Path, cover: Sheet | None, label: str) -> str:
    rows = cover.rows if cover else {}
    cells = [row.get(2) for row in rows.values() if 1 in row and row[1].text == label]
    if cells and cells[0] is not None:
        if cells[0].formula:
            raise InputError(path, f"{label} on the cover is a formula; expected text")
        return cells[0].text
    return ""

"""A coding sheet: a workbook in which a country is coded by hand; writes it and reads it back."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from egovbench.base.errors import InputError
from egovbench.base.links import find_links
from egovbench.base.schemas import CODE_VALUES, CODES, CODES_TABLE, EVIDENCE, HAND_RULE
from egovbench.base.spreadsheet_text import to_cell
from egovbench.base.tables import checked
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
ITEM, SECTION, WORDING, CODE, EVIDENCE_KIND, RATIONALE, ADDRESS, OTHER_SOURCES = range(1, 9)
FILLED_IN = (CODE, EVIDENCE_KIND, RATIONALE, ADDRESS)
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


def shown_wording(question: Question, codebook: Codebook) -> str:
    """Return what a question asks; "Education" is a question only behind its group's heading."""
    own = question.wording.lstrip("- ")
    heading = codebook.blocks[question.block].printed[-1] if question.block else ""
    return f"{heading.rstrip(': ')}: {own}" if heading else own


_WIDTHS = {"A": 7, "B": 9, "C": 60, "D": 12, "E": 12, "F": 50, "G": 40, "H": 44}
_HEADING = PatternFill("solid", fgColor="DDE5EE")
_OPEN = PatternFill("solid", fgColor="FFFBE6")


def coding_template(
    iso3: str,
    name: str,
    codebook: Codebook,
    answers: pd.DataFrame,
    source_titles: Mapping[str, str],
) -> bytes:
    """Return a workbook (.xlsx) with one row for each scored item of `codebook`.

    `answers` (PEERS_TABLE, at most one an item) are what other sources say of the country; they are
    filled in as codes with evidence "source", and named by `source_titles`, which has a title for
    each survey. Cells to be filled in offer the allowed codes and kinds of evidence as lists; all
    others are locked. Foreign text never starts a formula.
    """
    book = Workbook()
    book.properties.creator = "egovbench"
    cover = book.active
    assert isinstance(cover, Worksheet)
    cover.title = COVER_SHEET
    _write_cover(cover, iso3, name, codebook)
    _write_items(book.create_sheet(CODING_SHEET), codebook, answers, source_titles)
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).save()
    return content.getvalue()


def _write_cover(sheet: Worksheet, iso3: str, name: str, codebook: Codebook) -> None:
    rows = [
        (f"Coding sheet: {name}", ""),
        (COUNTRY_LABEL, iso3),
        (SURVEY_LABEL, codebook.id),
        (CODER_LABEL, ""),
        ("", ""),
        *((sentence, "") for sentence in HOW_TO_FILL_IN),
    ]
    for row, (label, value) in enumerate(rows, 1):
        _put(sheet, row, 1, label)
        _put(sheet, row, 2, value)
        sheet.cell(row, 1).alignment = Alignment(wrap_text=True, vertical="top")
    sheet["A1"].font = Font(bold=True, size=14)
    coder = next(row for row, (label, _) in enumerate(rows, 1) if label == CODER_LABEL)
    _open(sheet, coder, 2)
    sheet.column_dimensions["A"].width = 100
    sheet.column_dimensions["B"].width = 30
    sheet.protection.enable()


def _write_items(
    sheet: Worksheet,
    codebook: Codebook,
    answers: pd.DataFrame,
    source_titles: Mapping[str, str],
) -> None:
    for column, heading in enumerate(COLUMNS, 1):
        _put(sheet, 1, column, heading)
        sheet.cell(1, column).font = Font(bold=True)
        sheet.cell(1, column).fill = _HEADING
    by_item = {int(row["item"]): row for row in answers.to_dict("records")}
    for row, question in enumerate(codebook.scored, 2):
        found = by_item.get(question.number)
        filled = _filled_in(found, source_titles) if found else ("",) * 5
        _put(sheet, row, ITEM, question.number)
        for column, text in enumerate(
            (question.section, shown_wording(question, codebook), *filled), SECTION
        ):
            _put(sheet, row, column, text)
        for column in range(1, len(COLUMNS) + 1):
            sheet.cell(row, column).alignment = Alignment(wrap_text=True, vertical="top")
        for column in FILLED_IN:
            _open(sheet, row, column)
    last = len(codebook.scored) + 1
    _offer(sheet, f"D2:D{last}", CODES)
    _offer(sheet, f"E2:E{last}", EVIDENCE)
    for letter, width in _WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "D2"
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False
    sheet.protection.enable()


def _filled_in(answer: Mapping[Any, Any], source_titles: Mapping[str, str]) -> tuple[str, ...]:
    """Return code, evidence, rationale, source address, and what the other source says."""
    survey = str(answer["survey"])
    said = f"{survey}, {answer['variable']}, {answer['fidelity']}: {answer['code']}"
    if answer["zero_ambiguous"]:
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


def _put(sheet: Worksheet, row: int, column: int, value: str | int) -> None:
    cell = sheet.cell(row, column)
    if isinstance(value, int):
        cell.value = value
    elif value:
        text = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.value = to_cell(text)[:MAXIMUM_CELL_CHARACTERS]
        cell.data_type = "s"


def _open(sheet: Worksheet, row: int, column: int) -> None:
    sheet.cell(row, column).protection = Protection(locked=False)
    sheet.cell(row, column).fill = _OPEN


def _offer(sheet: Worksheet, cells: str, values: tuple[str, ...]) -> None:
    offer = DataValidation(
        type="list",
        formula1=f'"{",".join(values)}"',
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="Not in the list",
        error=f"One of: {', '.join(values)}",
    )
    sheet.add_data_validation(offer)
    offer.add(cells)


_ADDRESSES = Mask(())


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
    _check_headings(path, sheet)
    questions = {question.number: question for question in codebook.scored}
    wordings = {n: shown_wording(each, codebook) for n, each in questions.items()}
    rows: dict[int, dict[str, str]] = {}
    for number in sorted(sheet.rows):
        if number == 1:
            continue
        question = _question(path, sheet, number, questions, wordings)
        if question.number in rows:
            raise _fault(path, number, ITEM, question, "found the item twice", "one row")
        rows[question.number] = _coded(path, sheet, number, question)
    if not any(row["code"] for row in rows.values()):
        raise InputError(path, f"no code is filled in; expected some in column D of {sheet.name}")
    missing = [item for item in questions if item not in rows]
    codes = pd.DataFrame(
        [{"item": item, **(rows.get(item) or _absent("not_asked"))} for item in questions]
    )
    codes.loc[codes["code"] == "", "code"] = "unknown"
    codes["value"] = codes["code"].map(CODE_VALUES).astype("float64")
    codes["source"] = codes["source"].where(codes["source"] != "", source_name(path))
    codes = codes.assign(
        iso3=country, survey=codebook.id, rule=HAND_RULE, coder=_coder(path, cover)
    )
    notes = []
    if missing:
        listed = ", ".join(map(str, missing))
        notes.append(f"{path.name}: no row has item {listed}: they are not_asked")
    table = checked(codes[list(CODES_TABLE.columns)], CODES_TABLE, path)
    return Documents(codes=(table,), notes=tuple(notes))


def _coded(path: Path, sheet: Sheet, row: int, question: Question) -> dict[str, str]:
    code = _one_of(path, sheet, row, CODE, question, CODES)
    evidence = _one_of(path, sheet, row, EVIDENCE_KIND, question, EVIDENCE)
    rationale = _ADDRESSES.apply(_text(path, sheet, row, RATIONALE, question))
    address = _text(path, sheet, row, ADDRESS, question)
    if address.split() != find_links(address):
        expected = "web addresses (https://...), separated by blanks, or nothing"
        raise _fault(path, row, ADDRESS, question, f"found {shown(address)}", expected)
    if code in KNOWN_CODES:
        if evidence not in KNOWN_EVIDENCE:
            expected = f"one of {', '.join(KNOWN_EVIDENCE)}, since the code is {code}"
            found = f"found {shown(evidence)}"
            raise _fault(path, row, EVIDENCE_KIND, question, found, expected)
        needed = evidence == "reviewed" or not address
        if needed and len(rationale) < LEAST_RATIONALE:
            expected = f"a reason of {LEAST_RATIONALE} characters or more"
            expected += "" if evidence == "reviewed" else ", or a source address"
            found = f"found {shown(rationale)}"
            raise _fault(path, row, RATIONALE, question, found, expected)
    elif evidence not in ("", "none", "reviewed"):
        expected = f"one of {', '.join(KNOWN_CODES)}, since the evidence is {evidence}"
        found = f"found {shown(code)}"
        raise _fault(path, row, CODE, question, found, expected)
    return {
        "code": code,
        "evidence": evidence or "none",
        "rationale": rationale or ("" if code else "no code in the coding sheet"),
        "source": address,
    }


def _absent(code: str) -> dict[str, str]:
    rationale = "the coding sheet does not hold the item"
    return {"code": code, "evidence": "none", "rationale": rationale, "source": ""}


def _question(
    path: Path,
    sheet: Sheet,
    row: int,
    questions: dict[int, Question],
    wordings: dict[int, str],
) -> Question:
    found = sheet.text(row, ITEM)
    expected = f"the number of a scored item, {min(questions)} to {max(questions)}"
    # The number of digits keeps the conversion short.
    number = int(found) if found.isascii() and found.isdigit() and len(found) < 4 else 0
    if number not in questions:
        raise _fault(path, row, ITEM, None, f"found {shown(found)}", expected)
    question = questions[number]
    section = _text(path, sheet, row, SECTION, question)
    if section != question.section:
        expected = f"{question.section}, as in the template"
        raise _fault(path, row, SECTION, question, f"found {shown(section)}", expected)
    wording = _text(path, sheet, row, WORDING, question)
    # A sheet may also hold the wording alone, without the heading of its group.
    if word_texts(wording) not in map(word_texts, (wordings[number], question.wording)):
        expected = f"{shown(wordings[number])}, as in the template"
        raise _fault(path, row, WORDING, question, f"found {shown(wording)}", expected)
    return question


def _text(path: Path, sheet: Sheet, row: int, column: int, question: Question) -> str:
    cell = sheet.rows[row].get(column)
    if cell is not None and cell.formula:
        raise _fault(path, row, column, question, f"found the formula {shown(cell.text)}", "text")
    return cell.text if cell else ""


def _one_of(
    path: Path, sheet: Sheet, row: int, column: int, question: Question, allowed: Sequence[str]
) -> str:
    text = _text(path, sheet, row, column, question)
    plain = "_".join(text.casefold().split())
    if plain and plain not in allowed:
        expected = f"one of {', '.join(allowed)}, or nothing"
        raise _fault(path, row, column, question, f"found {shown(text)}", expected)
    return plain


def _fault(
    path: Path, row: int, column: int, question: Question | None, found: str, expected: str
) -> InputError:
    item = f", item {question.number}" if question else ""
    return InputError(path, f"cell {reference(row, column)}{item}: {found}; expected {expected}")


def _headings(sheet: Sheet) -> tuple[str, ...]:
    return tuple(sheet.text(1, column) for column in range(1, len(COLUMNS) + 1))


def _check_headings(path: Path, sheet: Sheet) -> None:
    pairs = zip(_headings(sheet), COLUMNS, strict=True)
    for column, (found, expected) in enumerate(pairs, 1):
        if found != expected:
            found = f"found {shown(found)}"
            raise _fault(path, 1, column, None, found, f"{expected!r}, as in the template")


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

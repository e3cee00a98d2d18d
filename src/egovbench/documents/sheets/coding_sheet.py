"""Reads a coding sheet back and checks every cell of it."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from egovbench.base.errors import InputError
from egovbench.base.links import find_links
from egovbench.base.schemas import CODE_VALUES, CODES, CODES_TABLE, EVIDENCE, HAND_RULE
from egovbench.base.tables import checked
from egovbench.documents.privacy import Mask
from egovbench.documents.readings import Documents
from egovbench.documents.sheets import coding_layout as layout
from egovbench.documents.sheets.cells import Sheet, reference, shown
from egovbench.documents.source import source_name
from egovbench.documents.wording import word_texts
from egovbench.questionnaire import Codebook, Question

_ADDRESSES = Mask(())


def is_coding_sheet(sheets: Sequence[Sheet]) -> bool:
    """Return whether the sheets are those of a coding sheet, by their names or by the headings."""
    return {layout.COVER_SHEET, layout.CODING_SHEET} <= {each.name for each in sheets} or any(
        _headings(each) == layout.COLUMNS for each in sheets
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
    sheet = next((each for each in sheets if each.name == layout.CODING_SHEET), sheets[-1])
    cover = next((each for each in sheets if each.name == layout.COVER_SHEET), None)
    country = _country(path, cover, codebook, countries, iso3)
    _check_headings(path, sheet)
    questions = {question.number: question for question in codebook.scored}
    wordings = {n: layout.shown_wording(each, codebook) for n, each in questions.items()}
    rows: dict[int, dict[str, str]] = {}
    for number in sorted(sheet.rows):
        if number == 1:
            continue
        question = _question(path, sheet, number, questions, wordings)
        if question.number in rows:
            raise _fault(path, number, layout.ITEM, question, "found the item twice", "one row")
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
    code = _one_of(path, sheet, row, layout.CODE, question, CODES)
    evidence = _one_of(path, sheet, row, layout.EVIDENCE_KIND, question, EVIDENCE)
    rationale = _ADDRESSES.apply(_text(path, sheet, row, layout.RATIONALE, question))
    address = _text(path, sheet, row, layout.ADDRESS, question)
    if address.split() != find_links(address):
        expected = "web addresses (https://...), separated by blanks, or nothing"
        raise _fault(path, row, layout.ADDRESS, question, f"found {shown(address)}", expected)
    if code in layout.KNOWN_CODES:
        if evidence not in layout.KNOWN_EVIDENCE:
            expected = f"one of {', '.join(layout.KNOWN_EVIDENCE)}, since the code is {code}"
            found = f"found {shown(evidence)}"
            raise _fault(path, row, layout.EVIDENCE_KIND, question, found, expected)
        needed = evidence == "reviewed" or not address
        if needed and len(rationale) < layout.LEAST_RATIONALE:
            expected = f"a reason of {layout.LEAST_RATIONALE} characters or more"
            expected += "" if evidence == "reviewed" else ", or a source address"
            found = f"found {shown(rationale)}"
            raise _fault(path, row, layout.RATIONALE, question, found, expected)
    elif evidence not in ("", "none", "reviewed"):
        expected = f"one of {', '.join(layout.KNOWN_CODES)}, since the evidence is {evidence}"
        found = f"found {shown(code)}"
        raise _fault(path, row, layout.CODE, question, found, expected)
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
    found = sheet.text(row, layout.ITEM)
    expected = f"the number of a scored item, {min(questions)} to {max(questions)}"
    # The number of digits keeps the conversion short.
    number = int(found) if found.isascii() and found.isdigit() and len(found) < 4 else 0
    if number not in questions:
        raise _fault(path, row, layout.ITEM, None, f"found {shown(found)}", expected)
    question = questions[number]
    section = _text(path, sheet, row, layout.SECTION, question)
    if section != question.section:
        expected = f"{question.section}, as in the template"
        raise _fault(path, row, layout.SECTION, question, f"found {shown(section)}", expected)
    wording = _text(path, sheet, row, layout.WORDING, question)
    # A sheet may also hold the wording alone, without the heading of its group.
    if word_texts(wording) not in map(word_texts, (wordings[number], question.wording)):
        expected = f"{shown(wordings[number])}, as in the template"
        raise _fault(path, row, layout.WORDING, question, f"found {shown(wording)}", expected)
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
    return tuple(sheet.text(1, column) for column in range(1, len(layout.COLUMNS) + 1))


def _check_headings(path: Path, sheet: Sheet) -> None:
    pairs = zip(_headings(sheet), layout.COLUMNS, strict=True)
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
    survey = _on_cover(path, cover, layout.SURVEY_LABEL)
    if cover is not None and survey != codebook.id:
        raise InputError(path, f"found the questionnaire {shown(survey)}; expected {codebook.id}")
    named = _on_cover(path, cover, layout.COUNTRY_LABEL)
    if not named and iso3 is None:
        raise InputError(path, "names no country on the cover; give it with --country ISO3")
    if iso3 is not None and named not in ("", iso3):
        raise InputError(path, f"is of {shown(named)} by its cover and of {iso3} by --country")
    country = iso3 or named
    if country not in set(countries["iso3"]):
        raise InputError(path, f"country {shown(country)} is not in the table of countries")
    return country


def _coder(path: Path, cover: Sheet | None) -> str:
    coder = _ADDRESSES.apply(_on_cover(path, cover, layout.CODER_LABEL))
    return " ".join(coder.split()) or layout.HAND_CODER


def _on_cover(path: Path, cover: Sheet | None, label: str) -> str:
    rows = cover.rows if cover else {}
    cells = [row.get(2) for row in rows.values() if 1 in row and row[1].text == label]
    if cells and cells[0] is not None:
        if cells[0].formula:
            raise InputError(path, f"{label} on the cover is a formula; expected text")
        return cells[0].text
    return ""

"""A coding sheet: a workbook in which a country is coded by hand; writes it and reads it back."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
from xlsxwriter import Workbook

from egovbench.base.addresses import find_links
from egovbench.base.cells import put_cell
from egovbench.base.errors import InputError
from egovbench.base.naming import source_name
from egovbench.base.schemas import CODE_VALUES, CODES, CODES_TABLE, EVIDENCE, HAND_RULE
from egovbench.base.tables import checked
from egovbench.documents.readings import Documents
from egovbench.documents.sheets.cells import Sheet, shown
from egovbench.documents.sheets.fill_in import (
    ADDRESSES,
    COUNTRY_LABEL,
    HEADING,
    LEAST_RATIONALE,
    TO_FILL_IN,
    WRAPPED,
    SheetRow,
    allow,
    country_of,
    on_cover,
    rows_of_items,
)
from egovbench.documents.source import kind_of
from egovbench.questionnaire import Codebook

COVER_SHEET = "Cover"
CODING_SHEET = "Coding"
FORMER_COLUMNS = (
    "item", "section", "wording", "code", "evidence", "rationale", "source address",
    "from other sources",
)  # fmt: skip
"""The columns of earlier sheets, which hold neither bounds nor where a code came from."""
_PREFILLED = ("code", "lower", "upper", "evidence", "rule", "rationale", "coder", "source")
COLUMNS = (
    *FORMER_COLUMNS, "lower", "upper", "origin", *(f"prefilled {name}" for name in _PREFILLED)
)  # fmt: skip
FILLED_IN = ("code", "evidence", "rationale", "source address", "lower", "upper")
SURVEY_LABEL = "Questionnaire"
CODER_LABEL = "Coded by"
HAND_CODER = "by hand"
KNOWN_CODES = CODES[:3]
KNOWN_EVIDENCE = tuple(each for each in EVIDENCE if each != "none")
HAND_BOUNDS = {"yes": (1.0, 1.0), "partly": (0.5, 1.0), "no": (0.0, 0.0), "unknown": (0.0, 1.0)}
"""The bounds of a code by hand for which none are given; not_asked has none."""

HOWTO_FILL_IN = (
    "Fill in the columns code, evidence, rationale, source address, lower and upper of the sheet "
    "Coding. The other cells are locked; do not move, insert or delete rows or columns.",
    "Rows may be filled in already; origin says from where: the country's own document (by rules, "
    "or reviewed), an earlier coding by hand, or another body's survey. A row that you leave as it "
    "is keeps its origin; one in which you change anything counts as coded by hand.",
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
    "with how faithfully they ask for the same.",
    "lower and upper: the least and the greatest value that the evidence leaves open, from 0 (no) "
    "to 1 (yes). Left empty, or left as they were beside a changed code: yes and no are exact, "
    "partly is 0.5 to 1, unknown 0 to 1. Something only planned is partly from 0 to 1.",
    "Coded by: an institution or a role. Write no person's name and no e-mail address anywhere.",
    "Then: egovbench ingest FILE.xlsx",
)

_WIDTHS = (7, 9, 60, 12, 12, 50, 40, 44, 8, 8, 40)
_UNPROTECTED = {"objects": True, "scenarios": True}  # which hold no text of the sheet
_NUMBER = re.compile(r"[01](?:[.,]\d{1,20})?")
_ABSENT = {
    "code": "not_asked",
    "evidence": "none",
    "rule": HAND_RULE,
    "rationale": "the coding sheet does not hold the item",
}


def coding_template(
    iso3: str,
    name: str,
    codebook: Codebook,
    codes: pd.DataFrame,
    said_by_others: pd.DataFrame,
    source_titles: Mapping[str, str],
) -> bytes:
    """Return a workbook (.xlsx) with one row for each scored item of `codebook`.

    `codes` (CODES_TABLE, at most one per item) are filled in, each with its origin. Beside them
    stands what other sources say of the country (OTHERS_TABLE, at most one per item); surveys are
    named by `source_titles`. Cells to be filled in offer the allowed codes and kinds of evidence as
    lists; all others are locked. Foreign text never starts a formula.
    """
    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"author": "egovbench"})
        _write_cover(book, iso3, name, codebook)
        _write_items(book, codebook, codes, said_by_others, source_titles)
    return content.getvalue()


def _write_cover(book: Workbook, iso3: str, name: str, codebook: Codebook) -> None:
    sheet = book.add_worksheet(COVER_SHEET)
    rows = [
        (f"Coding sheet: {name}", ""),
        (COUNTRY_LABEL, iso3),
        (SURVEY_LABEL, codebook.id),
        (CODER_LABEL, ""),
        ("", ""),
        *((sentence, "") for sentence in HOWTO_FILL_IN),
    ]
    title = book.add_format({**WRAPPED, "bold": True, "font_size": 14})
    wrapped, plain = book.add_format(WRAPPED), book.add_format()
    to_fill_in = book.add_format(TO_FILL_IN)
    for row, (label, value) in enumerate(rows):
        put_cell(sheet, row, 0, label, wrapped if row else title)
        put_cell(sheet, row, 1, value, to_fill_in if label == CODER_LABEL else plain)
    sheet.set_column("A:A", 100)
    sheet.set_column("B:B", 30)
    sheet.protect(options=_UNPROTECTED)


def _write_items(
    book: Workbook,
    codebook: Codebook,
    codes: pd.DataFrame,
    said_by_others: pd.DataFrame,
    source_titles: Mapping[str, str],
) -> None:
    sheet = book.add_worksheet(CODING_SHEET)
    locked = book.add_format(WRAPPED)
    to_fill_in = book.add_format({**WRAPPED, **TO_FILL_IN})
    heading = book.add_format(HEADING)
    for column, text in enumerate(COLUMNS):
        put_cell(sheet, 0, column, text, heading)
    coded = {int(row["item"]): row for row in codes.to_dict("records")}
    others = {int(row["item"]): row for row in said_by_others.to_dict("records")}
    for row, question in enumerate(codebook.scored, 1):
        cells: dict[str, Any] = {
            "item": question.number,
            "section": question.section,
            "wording": codebook.whole_wording(question),
        }
        if question.number in others:
            cells["from other sources"] = _said(others[question.number])
        if question.number in coded:
            cells |= _filled_in(coded[question.number], source_titles)
        for column, text in enumerate(COLUMNS):
            style = to_fill_in if text in FILLED_IN else locked
            put_cell(sheet, row, column, cells.get(text, ""), style)
    last = len(codebook.scored)
    for name, values in (("code", CODES), ("evidence", EVIDENCE)):
        listed = {"validate": "list", "source": list(values)}
        message = f"One of: {', '.join(values)}"
        allow(sheet, COLUMNS.index(name), last, listed, "Not allowed", message)
    between = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1}
    for name in ("lower", "upper"):
        message = "A number from 0 to 1"
        allow(sheet, COLUMNS.index(name), last, between, "Not allowed", message)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_column(len(_WIDTHS), len(COLUMNS) - 1, None, None, {"hidden": True})
    sheet.freeze_panes("D2")
    sheet.protect(options={**_UNPROTECTED, "format_columns": True, "format_rows": True})


def _filled_in(code: Mapping[Any, Any], source_titles: Mapping[str, str]) -> dict[str, Any]:
    """Return the cells of a code (a row of CODES_TABLE) by their columns."""
    held = {name: "" if pd.isna(code[name]) else code[name] for name in _PREFILLED}
    return {
        **{name: held[name] for name in FILLED_IN if name in held},
        "source address": _addresses(held["source"]),
        "origin": _origin(held, source_titles),
        **{f"prefilled {name}": value for name, value in held.items()},
    }


def _origin(code: Mapping[str, Any], source_titles: Mapping[str, str]) -> str:
    if code["rule"] == HAND_RULE:
        return f"coded by hand ({code['coder']})"
    if code["evidence"] == "source":
        source = code["source"]
        return f"another body's survey: {source_titles.get(source, source)} ({source})"
    how = f"reviewed ({code['coder']})" if code["evidence"] == "reviewed" else "by rules"
    return f"own document {code['source']}, {how}"


def _addresses(source: str) -> str:
    """Return the source of a code where it is one or more web addresses, else nothing."""
    return source if source.split() == find_links(source) else ""


def _said(answer: Mapping[Any, Any]) -> str:
    """Return what another source says of an item, with its survey, variable, link and address."""
    said = f"{answer['survey']}, {answer['variable']}, {answer['fidelity']}: {answer['code']}"
    if answer["no_or_unknown"]:
        said += " (the source says: no or unknown)"
    return "; ".join([said, *find_links(str(answer["link"]))])


def is_coding_sheet(sheets: Sequence[Sheet]) -> bool:
    """Return whether the sheets are those of a coding sheet, by their names or by the headings."""
    return {COVER_SHEET, CODING_SHEET} <= {each.name for each in sheets} or any(
        _headings(each)[: len(FORMER_COLUMNS)] == FORMER_COLUMNS for each in sheets
    )


def read_coding_sheet(
    path: Path,
    sheets: Sequence[Sheet],
    codebook: Codebook,
    countries: pd.DataFrame,
    iso3: str | None = None,
) -> Documents:
    """Return the codes of a filled-in coding sheet, as CODES_TABLE for every scored item.

    A row that is as the template had it keeps evidence, rule, rationale, coder, source and bounds
    of the code that was filled in. The `rule` of any other says that it was coded by hand, `coder`
    who did if the cover says so, `source` the addresses or the name of the file; its bounds are
    those given, else HAND_BOUNDS. A row without a code is unknown, since its question was put to
    whoever filled in the sheet; an item without a row is not_asked. E-mail addresses are masked.
    `iso3` must be the country that the cover names, if both are given. Raises InputError, naming
    the cell, for a heading, item or wording that was changed, a formula, a value that is not
    allowed, bounds that do not hold the code, a known code without its evidence and reason, and for
    a sheet without any code.
    """
    sheet = next((each for each in sheets if each.name == CODING_SHEET), sheets[-1])
    cover = next((each for each in sheets if each.name == COVER_SHEET), None)
    survey = on_cover(path, cover, SURVEY_LABEL).text
    if cover is not None and survey != codebook.id:
        raise InputError(path, f"found the questionnaire {shown(survey)}; expected {codebook.id}")
    country = country_of(path, cover, countries, iso3)
    later = set(COLUMNS) - set(FORMER_COLUMNS)
    names = COLUMNS if later & set(_headings(sheet)) else FORMER_COLUMNS
    columns = {name: column for column, name in enumerate(names, 1)}
    sheet = _within(sheet, len(columns))
    for found, expected in zip(_headings(sheet), names, strict=False):
        if found != expected:
            row = SheetRow(path, sheet, columns, 1)
            raise row.fault(expected, found, f"{expected!r}, as in the template")
    coder = " ".join(ADDRESSES.apply(on_cover(path, cover, CODER_LABEL).text).split())
    source = source_name(country, f"{codebook.id}-codes", kind_of(path))
    by_hand = {"rule": HAND_RULE, "coder": coder or HAND_CODER, "source": source}
    items = [question.number for question in codebook.scored]
    rows: dict[int, dict[str, Any]] = {}
    unexplained = []
    for row in rows_of_items(path, sheet, columns, "wording", codebook):
        rows[row.item], reason_kept = _coded(row, by_hand)
        if reason_kept:
            unexplained.append(row.item)
    if not any(sheet.text(number, columns["code"]) for number in sheet.rows if number > 1):
        raise InputError(
            path, f"no code is filled in; expected some in column D of sheet {sheet.label}"
        )
    codes = pd.DataFrame([{"item": item, **by_hand, **rows.get(item, _ABSENT)} for item in items])
    codes["value"] = codes["code"].map(CODE_VALUES)
    codes = codes.astype(dict.fromkeys(("value", "lower", "upper"), "float64"))
    table = checked(
        codes.assign(iso3=country, survey=codebook.id)[list(CODES_TABLE.columns)], CODES_TABLE, path
    )
    notes = []
    if missing := ", ".join(str(item) for item in items if item not in rows):
        notes.append(f"no row has item {missing}: they are not_asked")
    if unexplained:
        named = ", ".join(map(str, sorted(unexplained)))
        notes.append(f"the code of item {named} was changed, evidence and rationale were not")
    return Documents(codes=(table,), notes=tuple(notes))


def _within(sheet: Sheet, columns: int) -> Sheet:
    """Return the sheet without the cells beyond its columns, and the rows that hold only such."""
    rows = {
        number: {column: cell for column, cell in row.items() if column <= columns}
        for number, row in sheet.rows.items()
    }
    return replace(sheet, rows={number: row for number, row in rows.items() if row})


def _coded(row: SheetRow, by_hand: Mapping[str, str]) -> tuple[dict[str, Any], bool]:
    """Return the code of a row: as the template had it, or with what is `by_hand` if it differs.

    With it comes whether the code was changed, and what the former one rests on was not.
    """
    filled_in, evidence = row.one_of("code", CODES), row.one_of("evidence", EVIDENCE)
    rationale, address = ADDRESSES.apply(row.text("rationale")), row.text("source address")
    bounds: list[float | None] = [None, None]
    if "lower" in row.columns:
        bounds = [_bound(row, "lower"), _bound(row, "upper")]
    code, before, reason_kept = filled_in or "unknown", _prefilled(row), False
    if before and code != before["code"]:
        reason = before["evidence"], before["rationale"], _addresses(before["source"])
        reason_kept = (evidence, rationale, address) == reason
        # What the former code leaves open says nothing of another one.
        held = before["lower"], before["upper"]
        bounds = [None if new == old else new for new, old in zip(bounds, held, strict=True)]
    lower, upper = _checked_bounds(row, code, bounds)
    given = {
        "code": code, "lower": lower, "upper": upper, "evidence": evidence, "rationale": rationale
    }  # fmt: skip
    if before and given.items() <= before.items() and address == _addresses(before["source"]):
        return before, False
    if address.split() != find_links(address):
        expected = "web addresses (https://...), separated by blanks, or nothing"
        raise row.fault("source address", address, expected)
    if code in KNOWN_CODES:
        if evidence not in KNOWN_EVIDENCE:
            expected = f"one of {', '.join(KNOWN_EVIDENCE)}, since the code is {code}"
            raise row.fault("evidence", evidence, expected)
        needed = evidence == "reviewed" or not address
        if needed and len(rationale) < LEAST_RATIONALE:
            expected = f"a reason of {LEAST_RATIONALE} characters or more"
            expected += "" if evidence == "reviewed" else ", or a source address"
            raise row.fault("rationale", rationale, expected)
    elif evidence not in ("", "none", "reviewed", before and before["evidence"]):
        expected = f"one of {', '.join(KNOWN_CODES)}, since the evidence is {evidence}"
        raise row.fault("code", filled_in, expected)
    coded = {
        **by_hand,
        **given,
        "evidence": evidence if code in KNOWN_CODES or evidence == "reviewed" else "none",
        "rationale": rationale or ("" if filled_in else "no code in the coding sheet"),
        "source": address or by_hand["source"],
    }
    return coded, reason_kept


def _bound(row: SheetRow, name: str) -> float | None:
    """Return a number from 0 to 1, None for an empty cell; raises InputError for others."""
    text = row.text(name)
    number = float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else 2.0
    if text and number > 1:
        raise row.fault(name, text, "a number from 0 to 1, or nothing")
    return number if text else None


def _prefilled(row: SheetRow) -> dict[str, Any] | None:
    """Return the code that the template filled into a row, by _PREFILLED; None where it did not."""
    if "prefilled code" not in row.columns or not row.text("prefilled code"):
        return None
    texts = ("rule", "rationale", "coder", "source")
    return {
        "code": row.one_of("prefilled code", CODES),
        "evidence": row.one_of("prefilled evidence", EVIDENCE) or "none",
        **{name: _bound(row, f"prefilled {name}") for name in ("lower", "upper")},
        **{name: ADDRESSES.apply(row.text(f"prefilled {name}")) for name in texts},
    }


def _checked_bounds(
    row: SheetRow, code: str, given: Sequence[float | None]
) -> tuple[float | None, float | None]:
    """Return the bounds of a code, HAND_BOUNDS where none are given.

    Raises InputError for bounds that do not hold its value, other ones than 0 and 1 of what is
    unknown, and any of what was not asked.
    """
    default, value = HAND_BOUNDS.get(code, (None, None)), CODE_VALUES.get(code)
    # The lower bound of what is unknown is 0 and nothing else, the upper bound 1.
    allowed = {"lower": (0.0, value or 0.0), "upper": (1.0 if value is None else value, 1.0)}
    for (name, (least, most)), bound in zip(allowed.items(), given, strict=True):
        if bound is not None and (code == "not_asked" or not least <= bound <= most):
            numbers = f"a number from {least:g} to {most:g}" if least < most else f"{least:g}"
            expected = "nothing" if code == "not_asked" else numbers
            raise row.fault(name, row.text(name), f"{expected}, since the code is {code}")
    (lower, own_lower), (upper, own_upper) = zip(given, default, strict=True)
    return own_lower if lower is None else lower, own_upper if upper is None else upper


def _headings(sheet: Sheet) -> tuple[str, ...]:
    return tuple(sheet.text(1, column) for column in range(1, len(COLUMNS) + 1))

"""A coding sheet filled in with invented codes, as a person fills it in with a spreadsheet."""

from io import BytesIO

from openpyxl import load_workbook

from egovbench.documents.sheets.coding_sheet import CODING_SHEET, ITEM

Coding = tuple[str, str, str, str]
"""Code, evidence, rationale and source address of an item."""
NOT_ASKED = 124


def coding(item: int) -> Coding:
    """Return the invented coding of an item; every code occurs."""
    if item == NOT_ASKED:
        return "not_asked", "none", "Invented: not looked for.", ""
    if item % 7 == 0:
        return "unknown", "none", "Invented: looked for and not found.", ""
    code = ("yes", "partly", "no")[item % 3]
    evidence = ("stated", "described", "source")[item % 4 % 3]
    return code, evidence, f"Invented reason of item {item}.", f"https://example.org/law/{item}"


def filled_in(template: bytes) -> bytes:
    """Return the workbook with the invented coding in every row."""
    book = load_workbook(BytesIO(template))
    sheet = book[CODING_SHEET]
    for row in range(2, sheet.max_row + 1):
        item = sheet.cell(row, ITEM).value
        assert isinstance(item, int)
        for column, value in enumerate(coding(item), ITEM + 3):
            sheet.cell(row, column).value = value or None
    content = BytesIO()
    book.save(content)
    return content.getvalue()

"""Reads a workbook or CSV table by what it holds: a coding sheet, a long table, or an export."""

from pathlib import Path

import pandas as pd

from egovbench.documents.readings import Documents
from egovbench.documents.sheets.cells import read_sheets
from egovbench.documents.sheets.coding_sheet import is_coding_sheet, read_coding_sheet
from egovbench.documents.sheets.export import read_export
from egovbench.documents.sheets.long_table import is_long_table, read_long_table
from egovbench.questionnaire import Codebook


def read_sheet_file(
    path: Path, codebook: Codebook, countries: pd.DataFrame, iso3: str | None = None
) -> Documents:
    """Return what the workbook or CSV table at `path` holds.

    A coding sheet gives codes, a long table and an export of the form give one document a country.
    Raises InputError for a file that is none of these; see the reader of each.
    """
    sheets = read_sheets(path)
    if is_coding_sheet(sheets):
        return read_coding_sheet(path, sheets, codebook, countries, iso3)
    if is_long_table(sheets):
        return read_long_table(path, sheets, codebook, countries, iso3)
    return read_export(path, sheets, codebook, countries, iso3)

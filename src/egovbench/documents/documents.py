"""Reads any file that holds answers or codes, by the reader of its kind."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from egovbench.base.contacts import without_contacts
from egovbench.base.errors import InputError
from egovbench.documents.kinds import kind_of
from egovbench.documents.pdf import read_pdf
from egovbench.documents.readings import Documents, ReadDocument
from egovbench.documents.responses import read_document
from egovbench.documents.sheets.reader import read_sheet_file
from egovbench.questionnaire import Codebook

_LONGEST_WORDING = 300

Reader = Callable[[Path, Codebook, pd.DataFrame, str | None], Documents]


def _read_text(
    path: Path, codebook: Codebook, countries: pd.DataFrame, iso3: str | None
) -> Documents:
    return Documents(read=(read_document(path, codebook, countries, iso3),))


def _read_pdf(
    path: Path, codebook: Codebook, countries: pd.DataFrame, iso3: str | None
) -> Documents:
    return Documents(read=(read_pdf(path, codebook, countries, iso3),))


# A reader for each of kinds.KINDS.
READERS: Mapping[str, Reader] = {
    "text": _read_text,
    "pdf": _read_pdf,
    "workbook": read_sheet_file,
    "table": read_sheet_file,
}


def read_documents(
    path: Path, codebook: Codebook, countries: pd.DataFrame, iso3: str | None = None
) -> Documents:
    """Return what the file at `path` holds, recognised by its content.

    `iso3` says whose answers they are where the file does not. What is said of the file, and may
    quote it, shows no e-mail address, no telephone number and no wording of unusual length.

    Raises InputError for a file that cannot be read, or is none of the kinds that can.
    """
    kind = kind_of(path)
    if kind not in READERS:
        raise InputError(path, f"found a {kind}; expected one of {', '.join(READERS)}")
    found = READERS[kind](path, codebook, countries, iso3)
    return replace(
        found,
        read=tuple(map(_quoted_with_care, found.read)),
        notes=tuple(map(without_contacts, found.notes)),
    )


def _quoted_with_care(document: ReadDocument) -> ReadDocument:
    unmapped = tuple(
        replace(question, wording=_shortened(without_contacts(question.wording)))
        for question in document.unmapped
    )
    warnings = tuple(map(without_contacts, document.warnings))
    return replace(document, warnings=warnings, unmapped=unmapped)


def _shortened(wording: str) -> str:
    if len(wording) <= _LONGEST_WORDING:
        return wording
    return f"{wording[:_LONGEST_WORDING]} ..."

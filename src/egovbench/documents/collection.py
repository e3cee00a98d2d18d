"""Reads many files of several countries, and settles which of them counts for each country."""

import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from egovbench.base.errors import EgovbenchError, InputError
from egovbench.base.files import write_text
from egovbench.base.paths import country_table
from egovbench.base.schemas import CODES_TABLE, RESPONSES_TABLE
from egovbench.base.tables import write_table
from egovbench.documents.documents import read_documents
from egovbench.documents.kinds import kind_of
from egovbench.documents.readings import Documents
from egovbench.documents.source import source_name
from egovbench.questionnaire import Codebook

MAXIMUM_FILES = 5_000
RULE = (
    "of several files of one country and survey the one that was completed last counts; where that "
    "is not known, the one with more answers, then the first by its path; of several tables of one "
    "country's codes the one with more known codes, then the first by its path"
)
_HIDDEN = (".", "~$")  # and the lock files of office programs
_HIDDEN_NAMES = {"thumbs.db", "desktop.ini"}  # which Windows puts into folders and hides


@dataclass(frozen=True)
class FileResult:
    """What became of a file: its kind, "read", "skipped" or "failed", and why it was not read."""

    path: Path
    kind: str
    result: str
    reason: str = ""
    documents: Documents = field(default_factory=Documents)


def find_files(
    paths: Iterable[Path], written: Iterable[Path] = ()
) -> tuple[list[Path], list[FileResult]]:
    """Return the files given and those below the folders given, each once, and what is left out.

    Left out, unless they are given themselves, are hidden files and folders, the lock files of
    office programs, links to folders and to files that are read anyway, and the files and folders
    that are `written`, which hold what was read before. A folder that cannot be read has failed.
    Raises InputError for more than MAXIMUM_FILES files.
    """
    files: dict[str, Path] = {}
    left_out: list[FileResult] = []
    own = {os.path.realpath(path) for path in written}
    for given in paths:
        # A name that is too long, or a link to itself, is no folder; reading it says what it is.
        if not os.path.isdir(given):
            files.setdefault(os.path.realpath(given), given)
            continue
        for folder, folders, names in os.walk(given, onerror=_unreadable(left_out)):
            found, folders[:] = sorted(folders), []
            for name in found:
                path = Path(folder, name)
                if reason := _left_out(path, True, own):
                    left_out.append(FileResult(path, "", "skipped", reason))
                else:
                    folders.append(name)
            for name in sorted(names):
                path = Path(folder, name)
                if not (reason := _left_out(path, False, own)):
                    first = files.setdefault(os.path.realpath(path), path)
                    if os.path.abspath(first) != os.path.abspath(path):
                        reason = f"it is the file {first}"
                if reason:
                    left_out.append(FileResult(path, "", "skipped", reason))
            if len(files) + len(left_out) > MAXIMUM_FILES:
                raise InputError(given, f"more than {MAXIMUM_FILES:,} files; expected fewer")
    return list(files.values()), left_out


def _left_out(path: Path, is_folder: bool, own: Collection[str]) -> str:
    """Return why what was found in a folder is not read, or nothing where it is."""
    if path.name.startswith(_HIDDEN) or path.name.lower() in _HIDDEN_NAMES:
        return "a hidden folder" if is_folder else "a hidden file"
    if os.path.realpath(path) in own:
        return "this command writes it; it is no document"
    if is_folder and path.is_symlink():
        return "a link to a folder; give the folder itself to have it read"
    return ""


def _unreadable(results: list[FileResult]) -> Callable[[OSError], None]:
    """Return what tells `results` of a folder that cannot be read."""

    def tell(fault: OSError) -> None:
        reason = f"the folder cannot be read ({fault.strerror})"
        results.append(FileResult(Path(fault.filename), "", "failed", reason))

    return tell


def read_files(
    files: Sequence[Path],
    codebook: Codebook,
    countries: pd.DataFrame,
    iso3: str | None = None,
    on_file: Callable[[FileResult], None] = lambda result: None,
) -> list[FileResult]:
    """Read each file, go on after one that cannot be read, and settle each country's file.

    `on_file` is told of each file as it is done. Of several files of one country and survey, or of
    several tables of its codes, one counts by RULE; a file of which none counts is skipped.
    """
    results = []
    for path in files:
        results.append(_read(path, codebook, countries, iso3))
        on_file(results[-1])
    return settle(results)


def _read(path: Path, codebook: Codebook, countries: pd.DataFrame, iso3: str | None) -> FileResult:
    kind = ""
    try:
        kind = kind_of(path)
        documents = read_documents(path, codebook, countries, iso3)
    except EgovbenchError as fault:
        return FileResult(path, kind, "failed", str(fault).removeprefix(f"{path}: "))
    except Exception as fault:
        # A fault of ours; the other files are read all the same, and nothing foreign is shown.
        reason = f"an unforeseen fault ({type(fault).__name__}); please report it"
        return FileResult(path, kind, "failed", reason)
    return FileResult(path, kind, "read", documents=documents)


def settle(results: Sequence[FileResult]) -> list[FileResult]:
    """Return the results with one document a country and survey, and one table of codes each.

    What does not count by RULE is taken out of its file's documents and named in the notes.
    """
    best: dict[tuple[str, ...], tuple[tuple[str, int], Path]] = {}
    for result in sorted(results, key=lambda each: str(each.path)):
        for document in result.documents.read:
            answered = int((document.responses["status"] == "answered").sum())
            worth = document.completed, answered
            _keep(best, (document.iso3, document.survey), worth, result.path)
        for codes in result.documents.codes:
            _keep(best, (_country(codes),), ("", int(codes["value"].notna().sum())), result.path)
    return [_settled(result, {key: path for key, (_, path) in best.items()}) for result in results]


def _keep(
    best: dict[tuple[str, ...], tuple[tuple[str, int], Path]],
    key: tuple[str, ...],
    worth: tuple[str, int],
    path: Path,
) -> None:
    if key not in best or worth > best[key][0]:
        best[key] = worth, path


def _settled(result: FileResult, best: Mapping[tuple[str, ...], Path]) -> FileResult:
    notes = [
        f"{each.iso3} ({each.survey}) is taken from {best[each.iso3, each.survey].name}"
        for each in result.documents.read
        if best[each.iso3, each.survey] != result.path
    ]
    notes += [
        f"the codes of {_country(each)} are taken from {best[_country(each),].name}"
        for each in result.documents.codes
        if best[_country(each),] != result.path
    ]
    notes += [
        f"{iso3} has answers too, in {best[iso3, survey].name}; coding them replaces these codes"
        for each in result.documents.codes
        for iso3, survey in [(_country(each), str(each["survey"].iloc[0]))]
        if best[iso3,] == result.path and (iso3, survey) in best
    ]
    if not notes:
        return result
    documents = Documents(
        tuple(
            each for each in result.documents.read if best[each.iso3, each.survey] == result.path
        ),
        tuple(each for each in result.documents.codes if best[_country(each),] == result.path),
        (*result.documents.notes, *notes),
    )
    if documents.read or documents.codes:
        return replace(result, documents=documents)
    return replace(result, result="skipped", reason="; ".join(notes), documents=documents)


def _country(codes: pd.DataFrame) -> str:
    return str(codes["iso3"].iloc[0])


def write_results(
    results: Sequence[FileResult],
    own_survey: str,
    responses: Path,
    codes: Path,
    masked: Path | None = None,
) -> dict[tuple[str, ...], Path]:
    """Write each country's tables, and with `masked` the texts without personal data.

    Returns the table of each country and survey, or of each country alone for its codes. Raises
    WriteError for the first one that cannot be written; those before it stay.
    """
    written: dict[tuple[str, ...], Path] = {}
    copies: set[str] = set()
    for result in results:
        for document in result.documents.read:
            target = country_table(responses, document.iso3, document.survey, own_survey)
            write_table(document.responses, target, RESPONSES_TABLE)
            written[document.iso3, document.survey] = target
            if masked is not None and document.masked_text:
                name = source_name(result.path)
                if name in copies:
                    name = f"{document.iso3}-{document.survey}-{name}"
                copies.add(name)
                write_text(masked / name, document.masked_text)
        for table in result.documents.codes:
            target = codes / f"{_country(table)}.csv"
            write_table(table, target, CODES_TABLE)
            written[_country(table),] = target
    return written

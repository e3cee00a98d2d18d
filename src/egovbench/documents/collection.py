"""Reads files of several countries by their kind, settles which count, and reports on them."""

import json
import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import pandas as pd

from egovbench.base.addresses import without_contacts
from egovbench.base.confined import Content, read_confined, read_here
from egovbench.base.errors import EgovbenchError, InputError
from egovbench.base.files import write_text
from egovbench.base.naming import source_name
from egovbench.base.paths import country_table
from egovbench.base.schemas import CODES_TABLE, RESPONSES_TABLE
from egovbench.base.tables import write_table
from egovbench.base.visible_text import visible
from egovbench.documents.readings import Documents, ReadDocument
from egovbench.documents.responses import read_document
from egovbench.documents.sheets.cells import read_sheets
from egovbench.documents.sheets.coding_sheet import is_coding_sheet, read_coding_sheet
from egovbench.documents.sheets.export import read_export
from egovbench.documents.sheets.long_table import is_long_table, read_long_table
from egovbench.documents.sheets.review_sheet import is_review, read_reviews
from egovbench.documents.source import is_small_text, kind_of
from egovbench.questionnaire import Codebook

MAXIMUM_FILES = 5_000
RULE = (
    "of several files of one country and survey the one that was completed last counts; where that "
    "is not known, the one with more answers, then the first by its path; of several tables of one "
    "country's codes the one with more known codes, then the first by its path"
)
_HIDDEN = (".", "~$")  # and the lock files of office programs
_HIDDEN_NAMES = {"thumbs.db", "desktop.ini"}  # which Windows puts into folders and hides
_LONGEST_WORDING = 300


def read_documents(
    path: Path, codebook: Codebook, countries: pd.DataFrame, iso3: str | None = None
) -> Documents:
    """Return what the file at `path` holds, recognised by its content.

    `iso3` says whose answers they are where the file does not. What is said of the file, and may
    quote it, shows no e-mail address, no telephone number and no wording of unusual length.

    Raises InputError for a file that cannot be read, is none of the kinds that can, or takes more
    memory or time than `read_confined` allows.
    """
    return _apart(path, _documents, iso3, codebook, countries)


def _apart(
    path: Path,
    read: Callable[..., Content],
    iso3: str | None,
    codebook: Codebook,
    countries: pd.DataFrame,
) -> Content:
    """Read a file in a process with limits, but for a small text, which cannot take much."""
    run = read_here if is_small_text(path) else read_confined
    return run(path, read, iso3, shared=(codebook, countries))


def _documents(
    path: Path, codebook: Codebook, countries: pd.DataFrame, iso3: str | None, kind: str = ""
) -> Documents:
    kind = kind or kind_of(path)
    if kind == "text":
        found = Documents(read=(read_document(path, codebook, countries, iso3),))
    elif kind == "pdf":
        from egovbench.documents.pdf.reader import read_pdf  # whose libraries are large

        found = Documents(read=(read_pdf(path, codebook, countries, iso3),))
    else:
        sheets = read_sheets(path)
        kinds = (
            (is_review, read_reviews),
            (is_coding_sheet, read_coding_sheet),
            (is_long_table, read_long_table),
        )
        read = next((read for is_kind, read in kinds if is_kind(sheets)), read_export)
        found = read(path, sheets, codebook, countries, iso3)
    return replace(
        found,
        read=tuple(map(_quoted_with_care, found.read)),
        notes=tuple(map(without_contacts, found.notes)),
    )


def _quoted_with_care(document: ReadDocument) -> ReadDocument:
    unmapped = []
    for question in document.unmapped:
        wording = without_contacts(question.wording)
        cut = f"{wording[:_LONGEST_WORDING]} ..." if len(wording) > _LONGEST_WORDING else wording
        unmapped.append(replace(question, wording=cut))
    warnings = tuple(map(without_contacts, document.warnings))
    return replace(document, warnings=warnings, unmapped=tuple(unmapped))


@dataclass(frozen=True)
class FileResult:
    """What became of a file: its kind, "read", "skipped" or "failed", and why it was not read.

    `label` is what it is called wherever that is kept: its name may be somebody's.
    """

    path: Path
    kind: str
    result: str
    reason: str = ""
    documents: Documents = field(default_factory=Documents)
    label: str = ""


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

    def leave_out(path: str | Path, reason: str, result: str = "skipped") -> None:
        label = f"unread-of-folder-{len(left_out) + 1}"
        left_out.append(FileResult(Path(path), "", result, reason, label=label))

    def unreadable(fault: OSError) -> None:
        leave_out(fault.filename, f"the folder cannot be read ({fault.strerror})", "failed")

    for given in paths:
        # A name that is too long, or a link to itself, is no folder; reading it says what it is.
        if not os.path.isdir(given):
            files.setdefault(os.path.realpath(given), given)
            continue
        for folder, folders, names in os.walk(given, onerror=unreadable):
            entries = [(name, True) for name in sorted(folders)]
            entries += [(name, False) for name in sorted(names)]
            folders.clear()
            for name, is_folder in entries:
                path = Path(folder, name)
                reason = _left_out(path, is_folder, own)
                if not reason and is_folder:
                    folders.append(name)
                elif not reason:
                    first = files.setdefault(os.path.realpath(path), path)
                    if os.path.abspath(first) != os.path.abspath(path):
                        reason = "a link to a file that is read as well"
                if reason:
                    leave_out(path, reason)
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
    """Return what became of a file; after a fault of ours the others are read all the same."""
    try:
        return _apart(path, _file_result, iso3, codebook, countries)
    except InputError as fault:
        return _failed(path, "", fault)


def _file_result(
    path: Path, codebook: Codebook, countries: pd.DataFrame, iso3: str | None
) -> FileResult:
    kind = ""
    try:
        kind = kind_of(path)
        documents = _documents(path, codebook, countries, iso3, kind)
    except EgovbenchError as fault:
        return _failed(path, kind, fault)
    return FileResult(path, kind, "read", documents=documents)


def _failed(path: Path, kind: str, fault: EgovbenchError) -> FileResult:
    reason = str(fault).removeprefix(visible(str(path))).lstrip(",: ")
    return FileResult(path, kind, "failed", reason)


def settle(results: Sequence[FileResult]) -> list[FileResult]:
    """Return the results with one document per country and survey, and one table of codes.

    What does not count by RULE is taken out of its file's documents and named in the notes. Each
    gets its label, by country, survey and kind; a number tells those apart that are alike, first
    come those that count.
    """
    best: dict[tuple[str, ...], tuple[tuple[str, int], Path]] = {}
    for result in sorted(results, key=lambda each: str(each.path)):
        for key, rank in _claims(result.documents):
            if key not in best or rank > best[key][0]:
                best[key] = rank, result.path
    counting = {key: path for key, (_, path) in best.items()}
    first = sorted(results, key=lambda each: each.path not in counting.values())
    labels: dict[Path, str] = {}
    alike: Counter[str] = Counter()
    for result in first:
        name = _name(result)
        alike[name] += 1
        stem, dot, ending = name.partition(".")
        number = f"-{alike[name]}" if alike[name] > 1 else ""
        labels[result.path] = f"{stem}{number}{dot}{ending}"
    labelled = [replace(each, label=labels[each.path]) for each in results]
    return [_settled(result, counting, labels) for result in labelled]


def _name(result: FileResult) -> str:
    """Return what a file is called by what it holds, perhaps like others."""
    documents = result.documents
    held = {(each.iso3, each.survey) for each in documents.read}
    held |= {(_country(table), f"{table['survey'].iloc[0]}-codes") for table in documents.codes}
    held |= {(each.iso3, f"{each.survey}-review") for each in documents.reviews}
    iso3, survey = (
        held.pop() if len(held) == 1 else ("", min((each for _, each in held), default=""))
    )
    return source_name(iso3, survey or "unread", result.kind) if result.kind else "unread"


def _claims(documents: Documents) -> Iterator[tuple[tuple[str, ...], tuple[str, int]]]:
    """Yield what a file is of, a country and survey or a country's codes, and by what it counts."""
    for document in documents.read:
        answered = int((document.responses["status"] == "answered").sum())
        yield (document.iso3, document.survey), (document.completed, answered)
    for codes in documents.codes:
        yield (_country(codes),), ("", int(codes["value"].notna().sum()))


def _settled(
    result: FileResult, best: Mapping[tuple[str, ...], Path], labels: Mapping[Path, str]
) -> FileResult:
    read, codes, notes = [], [], []
    for document in result.documents.read:
        path = best[document.iso3, document.survey]
        if path == result.path:
            read.append(document)
        else:
            notes.append(f"{document.iso3} ({document.survey}) is taken from {labels[path]}")
    for table in result.documents.codes:
        iso3 = _country(table)
        path, answers = best[iso3,], best.get((iso3, str(table["survey"].iloc[0])))
        if path != result.path:
            notes.append(f"the codes of {iso3} are taken from {labels[path]}")
            continue
        codes.append(table)
        if answers is not None:
            notes.append(
                f"{iso3} has answers too, in {labels[answers]}; coding them replaces these codes, "
                "where --replace is given"
            )
    if not notes:
        return result
    documents = Documents(tuple(read), tuple(codes), (*result.documents.notes, *notes))
    if read or codes:
        return replace(result, documents=documents)
    return replace(result, result="skipped", reason="; ".join(notes), documents=documents)


def _country(codes: pd.DataFrame) -> str:
    return str(codes["iso3"].iloc[0])


def keeping(result: FileResult, documents: Documents, reasons: Sequence[str]) -> FileResult:
    """Return the result with those of its documents that are written, and why the others are not.

    Without any it is skipped.
    """
    if not reasons:
        return result
    held = documents.read or documents.codes or documents.reviews
    outcome = "read" if held else "skipped"
    return replace(result, result=outcome, reason="; ".join(reasons), documents=documents)


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
    for result in results:
        for document in result.documents.read:
            target = country_table(responses, document.iso3, document.survey, own_survey)
            write_table(document.responses, target, RESPONSES_TABLE)
            written[document.iso3, document.survey] = target
            if masked is not None and document.masked_text:
                write_text(masked_copy(masked, document), document.masked_text)
        for table in result.documents.codes:
            target = codes / f"{_country(table)}.csv"
            write_table(table, target, CODES_TABLE)
            written[_country(table),] = target
    return written


def masked_copy(folder: Path, document: ReadDocument) -> Path:
    """Return where in a folder the text of a document without personal data belongs."""
    return folder / source_name(document.iso3, document.survey, "text")


Targets = Mapping[tuple[str, ...], Path]


def report_json(results: Sequence[FileResult], targets: Targets) -> str:
    """Return the report as JSON: the rule, counts of results, and each file with what it held.

    Files are called by their labels. `targets` gives the table written for
    each country and survey, for each country's codes (by the country alone), and for reviews (by
    country, survey and "reviews").
    """
    counts = pd.Series([each.result for each in results], dtype="str").value_counts()
    content = {
        "rule": RULE,
        "counts": {name: int(counts.get(name, 0)) for name in ("read", "skipped", "failed")},
        "files": [_file(each, targets) for each in results],
    }
    text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
    return text.encode("utf-8", "replace").decode("utf-8")  # names that are no UTF-8


def summary(result: FileResult) -> str:
    """Return in a few words what a file held, or why it was not read."""
    if result.result != "read":
        return result.reason
    parts = [result.reason] if result.reason else []
    parts += [
        f"{each.iso3} ({each.survey}): {_words(each.responses['status'])}"
        for each in result.documents.read
    ]
    parts += [
        f"{_country(codes)}: codes, {_words(codes['code'])}" for codes in result.documents.codes
    ]
    parts += [
        f"{each.iso3} ({each.survey}): decisions, {_words(each.decisions['code'])}"
        for each in result.documents.reviews
    ]
    return "; ".join(parts)


def details(result: FileResult) -> list[str]:
    """Return lines on what was found in a file beyond its summary; they hold no answers."""
    lines = []
    for document in result.documents.read:
        ticked = int((document.responses["selection"] != "").sum())
        lines.append(f"{document.iso3}: {ticked} selections, completed {document.completed or '?'}")
        lines += [
            f"{document.iso3}: question {each.number} is no item ({each.wording}); "
            + (f"likest is item {each.nearest}, {each.likeness:.2f}" if each.nearest else "")
            for each in document.unmapped
        ]
    return lines


def _file(result: FileResult, targets: Targets) -> dict[str, object]:
    return {
        "file": result.label,
        "kind": result.kind,
        "result": result.result,
        "reason": result.reason,
        "documents": [
            {
                "iso3": each.iso3,
                "survey": each.survey,
                "completed": each.completed,
                "table": str(targets.get((each.iso3, each.survey), "")),
                "statuses": _counts(each.responses["status"]),
                "selections": int((each.responses["selection"] != "").sum()),
                "warnings": list(each.warnings),
                "unmapped": [asdict(question) for question in each.unmapped],
            }
            for each in result.documents.read
        ],
        "codes": [
            {
                "iso3": _country(codes),
                "table": str(targets.get((_country(codes),), "")),
                "codes": _counts(codes["code"]),
            }
            for codes in result.documents.codes
        ],
        "reviews": [
            {
                "iso3": each.iso3,
                "survey": each.survey,
                "table": str(targets.get((each.iso3, each.survey, "reviews"), "")),
                "codes": _counts(each.decisions["code"]),
            }
            for each in result.documents.reviews
        ],
        "notes": list(result.documents.notes),
    }


def _words(column: "pd.Series[str]") -> str:
    counts = _counts(column).items()
    return ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts)


def _counts(column: "pd.Series[str]") -> dict[str, int]:
    return {str(name): int(count) for name, count in column.value_counts().items()}

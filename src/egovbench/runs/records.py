"""A report's record: how it ended, from what it was made, and its files with their digests.

The record is written after all files of its report, so that a report with a record is whole. What
a record says is believed only as far as the files beside it agree.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from egovbench.base.files import write_text
from egovbench.runs.inputs import file_digest
from egovbench.runs.keys import Basis
from egovbench.runs.outcome import Outcome

FOLDER = "records"
ROOMS = ("tables", "figures")
"""Folders in which each report has one of its own, with files that its page does not hold."""

_FORMAT = 1


@dataclass(frozen=True)
class Record:
    """What is kept of a report that has ended.

    Attributes:
        key: the key of what it was made from.
        basis: that itself, as in keys.Basis.
        outcome: how it ended.
        made: when it ended, in ISO 8601.
        commit: the checkout's commit, and whether files differed from it; None without one.
        files: SHA-256 of its files, by path in the run's folder.
        pages: the pages its notebook names, and whether the run had them, so that links to them
            were kept.
    """

    key: str
    basis: Mapping[str, Any]
    outcome: Outcome
    made: str
    commit: Mapping[str, Any] | None
    files: Mapping[str, str]
    pages: Mapping[str, bool]


def record_path(folder: Path, name: str) -> Path:
    """Return where the record of the report `name` stands."""
    return folder / FOLDER / f"{name}.json"


def write_record(
    folder: Path,
    outcome: Outcome,
    basis: Basis,
    *,
    commit: Mapping[str, Any] | None,
    pages: Mapping[str, bool],
) -> None:
    """Write the record of a report that has just ended, whose files are all in place."""
    files = {name: file_digest(folder / name) for name in files_of_report(folder, outcome.name)}
    made = datetime.now(UTC).isoformat(timespec="seconds")
    record = Record(basis.key, asdict(basis), outcome, made, commit, files, pages)
    content = {"format": _FORMAT, **asdict(record)}
    text = json.dumps(content, indent=1, ensure_ascii=False)
    write_text(record_path(folder, outcome.name), text + "\n")


def read_record(folder: Path, name: str) -> Record | None:
    """Return the record of a report; None where there is none or it is not one of ours."""
    try:
        content = json.loads(record_path(folder, name).read_text(encoding="utf-8"))
        if content.pop("format") != _FORMAT:
            return None
        outcome = content.pop("outcome")
        ended = Outcome(**{**outcome, "findings": tuple(outcome["findings"])})
        record = Record(outcome=ended, **content)
        return record if _is_sound(record, name) else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def names_of_records(folder: Path) -> list[str]:
    """Return the names of the reports that have a record in the run's folder, sorted."""
    return sorted(
        path.stem for path in (folder / FOLDER).glob("*.json") if not path.name.startswith(".")
    )


def changed_file(folder: Path, record: Record) -> str | None:
    """Return the first file that is not as the record says, None where all are."""
    for name, digest in record.files.items():
        try:
            if file_digest(folder / name) != digest:
                return name
        except OSError:
            return name
    return None


def files_of_report(folder: Path, name: str) -> list[str]:
    """Return the paths of a report's files that are there, sorted.

    They are its page, its notebook, its tables and its figures.
    """
    found = [folder / f"{name}.html", folder / "notebooks" / f"{name}.ipynb"]
    found += [path for room in ROOMS for path in (folder / room / name).rglob("*")]
    within = (path.relative_to(folder) for path in found if path.is_file())
    return sorted(
        path.as_posix() for path in within if not any(part.startswith(".") for part in path.parts)
    )


def remove_report(folder: Path, name: str) -> None:
    """Remove a report's record, then its files, whatever its record says."""
    record_path(folder, name).unlink(missing_ok=True)
    for path in files_of_report(folder, name):
        (folder / path).unlink(missing_ok=True)
    clear_rooms(folder, name)


def clear_rooms(folder: Path, name: str) -> None:
    """Remove tables and figures of a report: none stays which the next run does not write."""
    for room in ROOMS:
        own = folder / room / name
        for path in sorted(own.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
        if own.is_dir():
            own.rmdir()


def _is_sound(record: Record, name: str) -> bool:
    """Whether parts have the types that others rely on; a foreign file may hold anything."""
    texts = [record.key, record.made, record.outcome.title, *record.outcome.findings]
    texts += [*record.files, *record.files.values(), *record.pages]
    relative = all(
        not Path(path).is_absolute() and ".." not in Path(path).parts for path in record.files
    )
    return (
        record.outcome.name == name
        and relative
        and isinstance(record.basis, dict)
        and all(isinstance(text, str) for text in texts)
        and isinstance(record.outcome.seconds, int | float)
        and isinstance(record.outcome.error, str | None)
        and isinstance(record.outcome.cell, int | None)
        and isinstance(record.outcome.summary, dict | None)
    )

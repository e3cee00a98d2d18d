"""manifest.json, the record of a run: what went in, what came out, with which versions, and when.

It is put together from the records of the reports, whenever and wherever those were made.
"""

import json
import platform
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from egovbench.base.files import write_text
from egovbench.runs.inputs import file_digest
from egovbench.runs.origin import Origin
from egovbench.runs.plan import Plan, Report
from egovbench.runs.records import FOLDER, ROOMS, Record

NAME = "manifest.json"
_ROOMS = (*ROOMS, "notebooks")


def write_manifest(
    plan: Plan,
    records: Sequence[Record | None],
    others: Iterable[Path],
    origin: Origin,
    now: datetime,
) -> Path:
    """Write manifest.json into the run's folder, whole or not at all, and return its path.

    `records` are in the plan's order, None for a report that was not made yet; `others` are the
    run's own files.
    """
    ended = [record for record in records if record is not None]
    files = {name: digest for record in ended for name, digest in record.files.items()}
    files |= {path.relative_to(plan.folder).as_posix(): file_digest(path) for path in others}
    content = {
        "run": plan.run,
        "title": plan.title,
        "status": _status(records),
        "started": min((record.made for record in ended), default=None),
        "finished": max((record.made for record in ended), default=None),
        "assembled": now.isoformat(timespec="seconds"),
        "parameters": dict(plan.parameters),
        "versions": origin.versions,
        "platform": platform.platform(),
        "git": origin.git,
        "inputs": origin.inputs,
        "reports": [
            _entry(report, record) for report, record in zip(plan.reports, records, strict=True)
        ],
        "files": dict(sorted(files.items())),
    }
    target = plan.folder / NAME
    write_text(target, json.dumps(content, indent=2, ensure_ascii=False) + "\n")
    return target


def _status(records: Sequence[Record | None]) -> str:
    if any(record is not None and record.outcome.failed for record in records):
        return "failed"
    return "incomplete" if None in records else "finished"


def _entry(report: Report, record: Record | None) -> dict[str, Any]:
    parameters = {name: value for name, value in report.parameters.items() if name != "output_dir"}
    entry: dict[str, Any] = {
        "name": report.name,
        "label": report.label,
        "notebook": report.notebook.name,
        "parameters": parameters,
    }
    if record is None:
        return {**entry, "status": "missing"}
    outcome = record.outcome
    error = {"cell": outcome.cell, "message": outcome.error} if outcome.failed else None
    return {
        **entry,
        "status": "failed" if outcome.failed else "finished",
        "title": outcome.title,
        "findings": list(outcome.findings),
        "error": error,
        "key": record.key,
        "made": record.made,
        "seconds": outcome.seconds,
        "git": record.commit,
        "record": f"{FOLDER}/{report.name}.json",
    }


def listed_files(folder: Path) -> tuple[Path, ...]:
    """Return the files that the manifest in `folder` lists and that lie in `folder`.

    No manifest, or one that cannot be read, lists nothing.
    """
    try:
        content = json.loads((folder / NAME).read_text(encoding="utf-8"))
        names = [str(name) for name in content["files"]]
    except (OSError, ValueError, KeyError, TypeError):
        return ()
    home = folder.resolve()
    return tuple(folder / name for name in names if _is_inside(folder / name, home))


def _is_inside(path: Path, home: Path) -> bool:
    """Whether a path is a page of the run at `home`, or lies in a folder that runs write to."""
    place = path.parent.resolve()
    return place == home or any(place.is_relative_to(home / room) for room in _ROOMS)

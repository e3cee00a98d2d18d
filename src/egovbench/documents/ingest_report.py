"""Says what became of the files of an ingest, for people and for machines."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import pandas as pd

from egovbench.documents.collection import RULE, FileResult
from egovbench.documents.readings import ReadDocument

Targets = Mapping[tuple[str, ...], Path]


def report_json(results: Sequence[FileResult], targets: Targets) -> str:
    """Return the report as JSON: the rule, counts of results, and each file with what it held.

    `targets` gives the table written for each country and survey, and for each country's codes
    (by the country alone).
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
    parts = [f"{each.iso3} ({each.survey}): {_statuses(each)}" for each in result.documents.read]
    parts += [f"{_iso3(codes)}: codes, {_codes(codes)}" for codes in result.documents.codes]
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
        "file": str(result.path),
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
                "iso3": _iso3(codes),
                "table": str(targets.get((_iso3(codes),), "")),
                "codes": _counts(codes["code"]),
            }
            for codes in result.documents.codes
        ],
        "notes": list(result.documents.notes),
    }


def _statuses(document: ReadDocument) -> str:
    return _words(document.responses["status"])


def _codes(codes: pd.DataFrame) -> str:
    return _words(codes["code"])


def _words(column: "pd.Series[str]") -> str:
    counts = _counts(column).items()
    return ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts)


def _counts(column: "pd.Series[str]") -> dict[str, int]:
    return {str(name): int(count) for name, count in column.value_counts().items()}


def _iso3(codes: pd.DataFrame) -> str:
    return str(codes["iso3"].iloc[0])

"""What a case must come to: 126 rows with the losses listed, or an error of our own."""

import re
import shutil
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from egovbench.base.errors import EgovbenchError
from egovbench.base.schemas import CODES_TABLE, RESPONSES_TABLE
from egovbench.base.tables import read_table
from egovbench.base.visible_text import visible
from egovbench.documents.collection import (
    FileResult,
    details,
    find_files,
    read_files,
    report_json,
    summary,
    write_results,
)
from egovbench.documents.readings import ReadDocument
from fuzzing.cases import Case
from fuzzing.sources import codebook, countries

UNFORESEEN = "an unforeseen fault"
LONGEST_REASON = 2_000
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{1,99}@[\w-]{1,99}\.[A-Za-z]{2,}")
_LOSS = re.compile(r"\d+")


@dataclass(frozen=True)
class Outcome:
    """What came of a case, and why where it is a finding."""

    name: str
    reason: str = ""


def write_case(case: Case, folder: Path) -> None:
    """Write the files of a case into an empty `folder`."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "in").mkdir(parents=True)
    for name, content in case.files.items():
        (folder / "in" / name).write_bytes(content)


def judge(folder: Path) -> Outcome:
    """Ingest the folder's files as the command does, and return what came of them."""
    try:
        files, skipped = find_files([folder / "in"])
        results = read_files(files, codebook(), countries())
        places = (folder / "responses", folder / "codes", folder / "masked")
        targets = write_results(results, codebook().id, *places)
        results = [*results, *skipped]
        report = report_json(results, targets)
    except EgovbenchError as fault:
        return Outcome("refused", str(fault))
    except Exception:
        return Outcome("traceback", traceback.format_exc())
    for result in results:
        if UNFORESEEN in result.reason:
            return Outcome("traceback", result.reason)
    lies = [lie for result in results for lie in _lies(result)]
    lies += _lies_of_tables(targets.values())
    written = [path for place in places for path in place.rglob("*") if path.is_file()]
    texts = [report, *(path.read_text(encoding="utf-8") for path in written)]
    lies += [f"an address is shown: {found[0]!r}" for found in map(_ADDRESS.search, texts) if found]
    if lies:
        return Outcome("untrue", "\n".join(lies))
    names = {_name(result) for result in results} or {"refused"}
    return Outcome(names.pop() if len(names) == 1 else "several")


def _name(result: FileResult) -> str:
    if result.result != "read":
        return {"failed": "refused"}.get(result.result, result.result)
    return "table" if result.documents.read else "codes"


def _lies(result: FileResult) -> list[str]:
    """Return what is wrong with what is said of a file."""
    lines = [result.reason, summary(result), *details(result), *result.documents.notes]
    found = [f"too long a message: {line[:200]!r}" for line in lines if len(line) > LONGEST_REASON]
    if any("\n" in visible(line) for line in lines):
        found.append("a message of several lines")
    if result.result == "failed" and not result.reason:
        found.append("no reason is given")
    if result.result == "read" and not (result.documents.read or result.documents.codes):
        found.append("nothing was read")
    for document in result.documents.read:
        items = document.responses["item"].tolist()
        if items != [question.number for question in codebook().questions]:
            found.append(f"{len(items)} rows, not one per question")
        unnamed = _unnamed_losses(document, [*document.warnings, *result.documents.notes])
        if unnamed and result.kind != "table":
            found.append(f"not_asked without a word of it: {unnamed}")
    return found


def _unnamed_losses(document: ReadDocument, lines: Sequence[str]) -> list[int]:
    """Return the items that are not_asked and that no line names."""
    absent = document.responses.loc[document.responses["status"] == "not_asked", "item"]
    if document.survey != codebook().id:
        return [] if lines or absent.empty else absent.tolist()
    named = {int(number) for line in lines for number in _LOSS.findall(line) if len(number) < 4}
    return [item for item in absent.tolist() if item not in named]


def _lies_of_tables(targets: Sequence[Path]) -> list[str]:
    found = []
    for target in targets:
        schema = CODES_TABLE if target.parent.name == "codes" else RESPONSES_TABLE
        try:
            read_table(target, schema)
        except EgovbenchError as fault:
            found.append(f"a table cannot be read again: {fault}")
    return found

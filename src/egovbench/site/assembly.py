"""A run's own files, put together from the records of its reports: index, downloads, manifest.

What they were put together from is kept beside them, so that a run in which nothing changed leaves
them as they are.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from egovbench.base.files import write_text
from egovbench.runs import manifest
from egovbench.runs.inputs import file_digest
from egovbench.runs.origin import Origin
from egovbench.runs.plan import Plan
from egovbench.runs.project import Project
from egovbench.runs.records import Record, names_of_records, read_record, remove_report
from egovbench.runs.states import State
from egovbench.site import PLAN
from egovbench.site.wording import made_on, run_facts

INDEX = "index.html"
_NOTE = ".assembled.json"


def is_assembled(plan: Plan, states: Sequence[State]) -> bool:
    """Whether the run's own files are there, as they were made from just these records."""
    try:
        note = json.loads((plan.folder / _NOTE).read_text(encoding="utf-8"))
        return note["made_from"] == _made_from(plan, states) and all(
            file_digest(plan.folder / name) == digest for name, digest in note["files"].items()
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def assemble(plan: Plan, states: Sequence[State], project: Project, origin: Origin) -> None:
    """Write the run's own files, and remove what earlier plans left that this one does not hold."""
    # All load packages that are of no use while nothing is to be written.
    from egovbench.site.crate import write_crate
    from egovbench.site.downloads import write_downloads
    from egovbench.site.index_page import write_index

    now = datetime.now(UTC)
    earlier = manifest.listed_files(plan.folder)
    records = [state.record for state in states]
    facts = run_facts(plan.parameters, project.countries, origin)
    downloads = write_downloads(plan, records, origin, project.data, now)
    index = write_index(plan, records, downloads, made_on(now), facts)
    files = [plan.folder / PLAN, index, *downloads.files]
    _remove_other_reports(plan, earlier, records, files)
    files.append(manifest.write_manifest(plan, records, files, origin, now))
    files.append(write_crate(plan, records, _digests(plan, files), origin, now))
    note = {"made_from": _made_from(plan, states), "files": _digests(plan, files)}
    write_text(plan.folder / _NOTE, json.dumps(note, indent=1) + "\n")


def _remove_other_reports(
    plan: Plan, earlier: Sequence[Path], records: Sequence[Record | None], files: Sequence[Path]
) -> None:
    """Remove reports that are not in the plan, and files of which an earlier manifest knows."""
    planned = {report.name for report in plan.reports}
    for name in names_of_records(plan.folder):
        # Records that are not ours are left alone, and so are the files they name.
        if name not in planned and read_record(plan.folder, name) is not None:
            remove_report(plan.folder, name)
    kept = {plan.folder / name for record in records if record for name in record.files}
    kept |= {*files, plan.folder / manifest.NAME}
    for path in earlier:
        if path not in kept:
            path.unlink(missing_ok=True)


def _digests(plan: Plan, files: Sequence[Path]) -> dict[str, str]:
    return {path.relative_to(plan.folder).as_posix(): file_digest(path) for path in files}


def _made_from(plan: Plan, states: Sequence[State]) -> str:
    reports = [
        (state.report.name, state.report.label, state.report.group)
        + ((state.record.key, state.record.made) if state.record else ())
        for state in states
    ]
    bases = [state.basis for state in states]
    surroundings = sorted({(each.code, each.templates, each.messages) for each in bases})
    text = json.dumps([plan.run, plan.title, dict(plan.parameters), reports, surroundings])
    return hashlib.sha256(text.encode()).hexdigest()

"""manifest.json: what came of a run, with its reports' outcomes, inputs, versions and times.

It is written last, after the index, the downloads and the crate: a run with the manifest of its
reports is whole, and one in which nothing changed leaves all of them as they are.
"""

import json
import platform
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from egovbench.base.files import write_text
from egovbench.language import speaking
from egovbench.language.countries import country_name
from egovbench.runs.keys import file_digest, input_digests, versions
from egovbench.runs.outcomes import (
    FORMAT,
    JOURNAL,
    State,
    changed_file,
    read_manifest,
    read_outcomes,
    remove_files,
)
from egovbench.runs.plan import Plan
from egovbench.runs.project import Project
from egovbench.site import MANIFEST, PLAN
from egovbench.site.labels import made_on, run_facts


def is_written(plan: Plan, states: Sequence[State]) -> bool:
    """Whether the run's own files are there, as they were made from just these outcomes."""
    manifest = read_manifest(plan.folder)
    present = json.loads(json.dumps(_described(plan, states)))
    files = manifest.get("files")
    if (plan.folder / JOURNAL).exists() or not present.items() <= manifest.items():
        return False
    return isinstance(files, dict) and changed_file(plan.folder, files) is None


def write_manifest(
    plan: Plan, states: Sequence[State], project: Project, git: Mapping[str, Any] | None
) -> None:
    """Write the run's own files, and remove what earlier plans left that this one does not hold.

    `git` is the checkout's commit, and whether files differ from it; None without one.
    """
    # All load packages that are of no use while nothing is to be written.
    from egovbench.site.crate import NAME as CRATE
    from egovbench.site.crate import write_crate
    from egovbench.site.downloads import write_downloads
    from egovbench.site.index import write_index
    from egovbench.site.method import write_method

    now, folder = datetime.now(UTC), plan.folder
    manifest = _described(plan, states) | {
        "assembled": now.isoformat(timespec="seconds"),
        "versions": versions(),
        "platform": platform.platform(),
        "git": git,
        "inputs": input_digests(project.data),
    }
    countries = {iso3 for report in plan.reports for iso3 in report.compared or ()}
    with speaking(plan.language):
        names = {iso3: country_name(iso3, each.name) for iso3, each in project.countries.items()}
        downloads = write_downloads(folder, manifest, project.data, names, now)
        facts = run_facts(manifest, project.countries)
        index = write_index(folder, manifest, made_on(now))
        method = write_method(folder, manifest, countries, downloads, project.data, facts)
    files = {
        name: digest
        for state in states
        if state.outcome
        for name, digest in state.outcome.files.items()
    }
    for path in (folder / PLAN, index, method, *downloads.files):
        files[path.relative_to(folder).as_posix()] = file_digest(path)
    written = read_manifest(folder).get("files")
    former = dict(written) if isinstance(written, dict) else {}
    for outcome in read_outcomes(folder).values():
        former |= outcome.files
    own = {*files, MANIFEST, CRATE}
    remove_files(folder, {name: former[name] for name in former if name not in own})
    manifest["files"] = dict(sorted(files.items()))
    crate = write_crate(folder, manifest, now)
    manifest["files"][crate.name] = file_digest(crate)
    text = json.dumps(manifest, indent=1, ensure_ascii=False)
    write_text(folder / MANIFEST, text + "\n")
    (folder / JOURNAL).unlink(missing_ok=True)


def _described(plan: Plan, states: Sequence[State]) -> dict[str, Any]:
    """Return what the manifest says of plan and outcomes, which is what makes it a new one."""
    ended = [state.outcome for state in states if state.outcome is not None]
    status = "finished" if len(ended) == len(states) else "incomplete"
    return {
        "format": FORMAT,
        "run": plan.run,
        "title": plan.title,
        "status": "failed" if any(outcome.failed for outcome in ended) else status,
        "started": min((outcome.made for outcome in ended), default=None),
        "finished": max((outcome.made for outcome in ended), default=None),
        "parameters": dict(plan.parameters),
        "reports": [_entry(state) for state in states],
    }


def _entry(state: State) -> dict[str, Any]:
    report, outcome = state.report, state.outcome
    parameters = {name: value for name, value in report.parameters.items() if name != "output_dir"}
    entry = {
        "name": report.name,
        "label": report.label,
        "group": report.group,
        "notebook": report.notebook.name,
        "parameters": parameters,
        "status": "missing",
    }
    if outcome is None:
        return entry
    return entry | vars(outcome) | {"status": "failed" if outcome.failed else "finished"}

"""ro-crate-metadata.json: makes a run's folder an RO-Crate of the Workflow Run Crate profile.

The workflow is the run's plan, its parts are the notebooks, its inputs the parameters and tables,
its result the files of the folder. See https://w3id.org/ro/wfrun/workflow.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from rocrate.model import ComputationalWorkflow, ContextEntity, File
from rocrate.rocrate import ROCrate

from egovbench import __version__
from egovbench.base.files import write_text
from egovbench.runs.origin import Origin
from egovbench.runs.plan import Plan
from egovbench.runs.records import Record, record_path
from egovbench.site import PLAN

NAME = "ro-crate-metadata.json"
_VERSION = "1.1"
_TERMS = "https://w3id.org/ro/terms/workflow-run/context"
_WORKFLOW = "https://w3id.org/workflowhub/workflow-ro-crate/1.0"
_PROFILES = {
    "https://w3id.org/ro/wfrun/process/0.5": ("Process Run Crate", "0.5"),
    "https://w3id.org/ro/wfrun/workflow/0.5": ("Workflow Run Crate", "0.5"),
    _WORKFLOW: ("Workflow RO-Crate", "1.0"),
}
_FORMATS = {
    ".html": "text/html",
    ".ipynb": "application/x-ipynb+json",
    ".json": "application/json",
    ".csv": "text/csv",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".png": "image/png",
    ".bib": "application/x-bibtex",
    ".txt": "text/plain",
}
_LICENCE = (
    "#licence",
    "MIT licence; data of others under their publishers' terms",
    "Notebooks, text and figures are under the MIT licence of egovbench. Numbers and answers taken "
    "from other bodies' data stay under the terms of those who publish them.",
)
_TYPES = {str: "Text", bool: "Boolean", int: "Integer", float: "Float"}
_NOT_CONTENT = "output_dir"


def write_crate(
    plan: Plan,
    records: Sequence[Record | None],
    own: Mapping[str, str],
    origin: Origin,
    now: datetime,
) -> Path:
    """Write ro-crate-metadata.json into the run's folder, and return its path.

    `records` are in the plan's order, None for a report that was not made yet; `own` are the
    SHA-256 of the run's own files by path.
    """
    crate = ROCrate(version=_VERSION)
    crate.metadata.extra_contexts.append(_TERMS)
    ended = [record for record in records if record is not None]
    _describe(crate, plan, now)
    digests = dict(own) | {name: digest for each in ended for name, digest in each.files.items()}
    workflow = _workflow(crate, plan, digests.pop(PLAN), origin)
    files = [_file(crate, plan.folder, name, digest) for name, digest in sorted(digests.items())]
    files += [_record(crate, plan.folder, record) for record in ended]
    inputs = [*_parameters(crate, plan, workflow), *_tables(crate, origin)]
    action = crate.add_action(workflow, "#run", inputs, files, _ending(plan, records, ended))
    crate.root_dataset["mentions"] = action
    target = plan.folder / NAME
    text = json.dumps(crate.metadata.generate(), indent=1, ensure_ascii=False)
    write_text(target, text + "\n")
    return target


def _describe(crate: ROCrate, plan: Plan, now: datetime) -> None:
    crate.name = plan.title or plan.run
    crate.description = (
        "Reports on governments' answers to the UN Member States Questionnaire, with the "
        "executed notebooks, their tables, and the record of what each was made from."
    )
    crate.datePublished = now
    identifier, name, description = _LICENCE
    words = {"@type": "CreativeWork", "name": name, "description": description}
    crate.license = crate.add(ContextEntity(crate, identifier, properties=words))
    profiles = [
        ContextEntity(
            crate, address, properties={"@type": "CreativeWork", "name": name, "version": version}
        )
        for address, (name, version) in _PROFILES.items()
    ]
    crate.add(*profiles)
    crate.root_dataset["conformsTo"] = profiles
    crate.metadata["conformsTo"] = [
        {"@id": address} for address in (f"https://w3id.org/ro/crate/{_VERSION}", _WORKFLOW)
    ]


def _workflow(crate: ROCrate, plan: Plan, digest: str, origin: Origin) -> ComputationalWorkflow:
    language = ContextEntity(
        crate,
        "#plan-of-egovbench",
        properties={"@type": "ComputerLanguage", "name": f"Plan of egovbench {__version__}"},
    )
    software = [_software(crate, *each) for each in origin.versions.items()]
    version = origin.commit or __version__
    notebooks = [
        ContextEntity(
            crate,
            f"#notebooks/{path.name}",
            properties={
                "@type": ["SoftwareSourceCode", "HowTo"],
                "name": path.name,
                "encodingFormat": _FORMATS[".ipynb"],
                "version": version,
            },
        )
        for path in dict.fromkeys(report.notebook for report in plan.reports)
    ]
    workflow = ComputationalWorkflow(
        crate,
        plan.folder / PLAN,
        PLAN,
        properties={
            "name": f"Plan of {plan.title or plan.run}",
            "description": "Which notebook with which parameters gives which report.",
            "encodingFormat": _FORMATS[".json"],
            "sha256": digest,
            "version": version,
        },
    )
    crate.add(language, *software, *notebooks, workflow)
    workflow["programmingLanguage"] = language
    workflow["softwareRequirements"] = software
    workflow["hasPart"] = notebooks
    crate.mainEntity = workflow
    return workflow


def _software(crate: ROCrate, package: str, version: str) -> ContextEntity:
    # Package URLs (purl) name a package and version wherever it is kept.
    known = {"python": f"pkg:generic/python@{version}", "egovbench": "#egovbench"}
    identifier = known.get(package, f"pkg:pypi/{package.lower().replace('_', '-')}@{version}")
    words = {"@type": "SoftwareApplication", "name": package, "version": version}
    return ContextEntity(crate, identifier, properties=words)


def _file(crate: ROCrate, folder: Path, name: str, digest: str | None, **words: Any) -> File:
    properties = {
        "name": name,
        "encodingFormat": _FORMATS.get(Path(name).suffix, "application/octet-stream"),
        "contentSize": str((folder / name).stat().st_size),
    }
    if digest is not None:
        properties["sha256"] = digest
    return crate.add_file(folder / name, name, properties=properties | words)


def _record(crate: ROCrate, folder: Path, record: Record) -> File:
    name = record_path(folder, record.outcome.name).relative_to(folder).as_posix()
    words = {"description": f"What the report {record.outcome.name} was made from."}
    return _file(crate, folder, name, None, dateCreated=record.made, **words)


def _parameters(
    crate: ROCrate, plan: Plan, workflow: ComputationalWorkflow
) -> Iterator[ContextEntity]:
    """Yield the values that the reports' parameters have, and let the workflow declare them."""
    names = dict.fromkeys(name for report in plan.reports for name in report.parameters)
    for name in names:
        if name == _NOT_CONTENT:
            continue
        found = [each.parameters[name] for each in plan.reports if name in each.parameters]
        values = list(dict.fromkeys(_plain(value) for value in found))
        parameter = crate.add_formal_parameter(
            name, _TYPES.get(type(values[0]), "Text"), f"#parameter-{name}"
        )
        value = ContextEntity(
            crate,
            f"#value-{name}",
            properties={
                "@type": "PropertyValue",
                "name": name,
                "value": values[0] if len(values) == 1 else values,
            },
        )
        crate.add(value)
        value["exampleOfWork"] = parameter
        parameter["workExample"] = value
        workflow.append_to("input", parameter)
        yield value


def _tables(crate: ROCrate, origin: Origin) -> Iterator[ContextEntity]:
    """Yield the inputs, which are not in the folder, by name and digest."""
    for name, digest in origin.inputs.items():
        properties = {"@type": "CreativeWork", "name": name, "sha256": digest}
        yield crate.add(ContextEntity(crate, f"#{name}", properties=properties))


def _ending(
    plan: Plan, records: Sequence[Record | None], ended: Sequence[Record]
) -> dict[str, Any]:
    failed = [record.outcome for record in ended if record.outcome.failed]
    words: dict[str, Any] = {
        "name": f"Run of {plan.run}",
        "description": f"{len(ended)} of {len(records)} reports ended; {len(failed)} failed",
    }
    if ended:
        words["startTime"] = min(record.made for record in ended)
        words["endTime"] = max(record.made for record in ended)
    if failed:
        words["error"] = "; ".join(f"{each.name}: {each.fault}" for each in failed)
    done = not failed and None not in records
    status = "CompletedActionStatus" if done else "FailedActionStatus"
    return words | {"actionStatus": f"http://schema.org/{status}"}


def _plain(value: object) -> Any:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value

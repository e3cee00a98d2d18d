"""ro-crate-metadata.json: makes a run's folder an RO-Crate of the Workflow Run Crate profile.

It is written from the run's plan and manifest: the workflow is the plan, its parts are the
notebooks, its inputs the parameters and tables, its result the files of the folder. See
https://w3id.org/ro/wfrun/workflow.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from rocrate.model import ComputationalWorkflow, ContextEntity, File
from rocrate.rocrate import ROCrate

from egovbench import __version__
from egovbench.base.files import write_text
from egovbench.site import MANIFEST, PLAN
from egovbench.site.labels import fault_in_words

NAME = "ro-crate-metadata.json"
_OF_MANIFEST = "What came of the run: versions, inputs, and what each report was made from."
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
    ".svg": "image/svg+xml",
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


def write_crate(folder: Path, manifest: Mapping[str, Any], now: datetime) -> Path:
    """Write ro-crate-metadata.json into the run's folder, and return its path.

    `manifest` holds what manifest.json, which is written last, will hold but for this file.
    """
    crate = ROCrate(version=_VERSION)
    crate.metadata.extra_contexts.append(_TERMS)
    _describe(crate, manifest, now)
    digests = dict(manifest["files"])
    workflow = _workflow(crate, folder, manifest, digests.pop(PLAN))
    files = [_file(crate, folder, name, digest) for name, digest in sorted(digests.items())]
    words = {"name": MANIFEST, "encodingFormat": _FORMATS[".json"], "description": _OF_MANIFEST}
    files.append(crate.add_file(None, MANIFEST, properties=words))
    inputs = [
        *_parameters(crate, manifest, workflow),
        # The tables, which are not in the folder.
        *(
            _entity(crate, f"#{name}", "CreativeWork", name, sha256=digest)
            for name, digest in manifest["inputs"].items()
        ),
    ]
    action = crate.add_action(workflow, "#run", inputs, files, _ending(manifest))
    crate.root_dataset["mentions"] = action
    target = folder / NAME
    text = json.dumps(crate.metadata.generate(), indent=1, ensure_ascii=False)
    write_text(target, text + "\n")
    return target


def _describe(crate: ROCrate, manifest: Mapping[str, Any], now: datetime) -> None:
    crate.name = manifest["title"] or manifest["run"]
    crate.description = (
        "Reports on governments' answers to the UN Member States Questionnaire, with the "
        "executed notebooks, their tables, and the record of what each was made from."
    )
    crate.datePublished = now
    identifier, name, description = _LICENCE
    crate.license = _entity(crate, identifier, "CreativeWork", name, description=description)
    crate.root_dataset["conformsTo"] = [
        _entity(crate, address, "CreativeWork", name, version=version)
        for address, (name, version) in _PROFILES.items()
    ]
    crate.metadata["conformsTo"] = [
        {"@id": address} for address in (f"https://w3id.org/ro/crate/{_VERSION}", _WORKFLOW)
    ]


def _workflow(
    crate: ROCrate, folder: Path, manifest: Mapping[str, Any], digest: str
) -> ComputationalWorkflow:
    version = manifest["git"]["commit"] if manifest["git"] else __version__
    workflow = ComputationalWorkflow(
        crate,
        folder / PLAN,
        PLAN,
        properties={
            "name": f"Plan of {manifest['title'] or manifest['run']}",
            "description": "Which notebook with which parameters gives which report.",
            "encodingFormat": _FORMATS[".json"],
            "sha256": digest,
            "version": version,
        },
    )
    crate.add(workflow)
    workflow["programmingLanguage"] = _entity(
        crate, "#plan-of-egovbench", "ComputerLanguage", f"Plan of egovbench {__version__}"
    )
    workflow["softwareRequirements"] = [
        _software(crate, *each) for each in manifest["versions"].items()
    ]
    kind, encoding = ["SoftwareSourceCode", "HowTo"], _FORMATS[".ipynb"]
    workflow["hasPart"] = [
        _entity(crate, f"#notebooks/{name}", kind, name, encodingFormat=encoding, version=version)
        for name in dict.fromkeys(report["notebook"] for report in manifest["reports"])
    ]
    crate.mainEntity = workflow
    return workflow


def _software(crate: ROCrate, package: str, version: str) -> ContextEntity:
    # Package URLs (purl) name a package and version wherever it is kept.
    known = {"python": f"pkg:generic/python@{version}", "egovbench": "#egovbench"}
    identifier = known.get(package, f"pkg:pypi/{package.lower().replace('_', '-')}@{version}")
    return _entity(crate, identifier, "SoftwareApplication", package, version=version)


def _entity(
    crate: ROCrate, identifier: str, kind: str | list[str], name: str, **more: Any
) -> ContextEntity:
    """Return what the crate names without holding it, added to it."""
    properties = {"@type": kind, "name": name, **more}
    return crate.add(ContextEntity(crate, identifier, properties=properties))


def _file(crate: ROCrate, folder: Path, name: str, digest: str) -> File:
    properties = {
        "name": name,
        "encodingFormat": _FORMATS.get(Path(name).suffix, "application/octet-stream"),
        "contentSize": str((folder / name).stat().st_size),
        "sha256": digest,
    }
    return crate.add_file(folder / name, name, properties=properties)


def _parameters(
    crate: ROCrate, manifest: Mapping[str, Any], workflow: ComputationalWorkflow
) -> Iterator[ContextEntity]:
    """Yield the values that the reports' parameters have, and let the workflow declare them."""
    found: dict[str, list[Any]] = {}
    for report in manifest["reports"]:
        for name, value in report["parameters"].items():
            found.setdefault(name, []).append(_plain(value))
    for name, given in found.items():
        values = list(dict.fromkeys(given))
        parameter = crate.add_formal_parameter(
            name, _TYPES.get(type(values[0]), "Text"), f"#parameter-{name}"
        )
        held = values[0] if len(values) == 1 else values
        value = _entity(crate, f"#value-{name}", "PropertyValue", name, value=held)
        value["exampleOfWork"] = parameter
        parameter["workExample"] = value
        workflow.append_to("input", parameter)
        yield value


def _ending(manifest: Mapping[str, Any]) -> dict[str, Any]:
    reports = manifest["reports"]
    n_ended = sum(report["status"] != "missing" for report in reports)
    failed = [report for report in reports if report["status"] == "failed"]
    words: dict[str, Any] = {
        "name": f"Run of {manifest['run']}",
        "description": f"{n_ended} of {len(reports)} reports ended; {len(failed)} failed",
    }
    if n_ended:
        words["startTime"] = manifest["started"]
        words["endTime"] = manifest["finished"]
    if failed:
        words["error"] = "; ".join(
            f"{each['name']}: {fault_in_words(each['cell'], each['error'])}" for each in failed
        )
    done = manifest["status"] == "finished"
    status = "CompletedActionStatus" if done else "FailedActionStatus"
    return words | {"actionStatus": f"http://schema.org/{status}"}


def _plain(value: object) -> Any:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value

"""A run's folder as an RO-Crate: what it refers to is there, and what is there is described."""

import hashlib
import json
from importlib.metadata import version

import pytest
from invented_project import SECTION, TABLES, files_below

from egovbench.site.crate import NAME


@pytest.fixture
def folder(instant):
    instant.run()
    return instant.plan().folder


def entities(folder):
    content = json.loads((folder / NAME).read_text("utf-8"))
    assert content["@context"] == [
        "https://w3id.org/ro/crate/1.1/context",
        "https://w3id.org/ro/terms/workflow-run/context",
    ]
    graph = content["@graph"]
    found = {entity["@id"]: entity for entity in graph}
    assert len(found) == len(graph)
    return found


def listed(value):
    return value if isinstance(value, list) else [value]


def identifiers(value):
    return [each["@id"] for each in listed(value) if isinstance(each, dict)]


def test_references_files_and_packages_are_described(folder):
    found = entities(folder)
    elsewhere = {
        each
        for entity in found.values()
        for value in entity.values()
        for each in identifiers(value)
        if each not in found
    }
    assert elsewhere == {
        "https://bioschemas.org/profiles/FormalParameter/1.0-RELEASE",
        "https://w3id.org/ro/crate/1.1",
    }
    # files are those of the folder with their digests
    files = {name: entity for name, entity in entities(folder).items() if is_file(entity)}
    there = {name for name in files_below(folder) if not name.startswith(".")}
    assert set(files) == there - {NAME}
    for name, entity in files.items():
        content = (folder / name).read_bytes()
        # The manifest is written after the crate, whose digest it holds.
        if name != "manifest.json":
            assert entity["sha256"] == hashlib.sha256(content).hexdigest()
    # packages are named by package url with their versions
    software = {
        name: entity
        for name, entity in entities(folder).items()
        if "SoftwareApplication" in listed(entity["@type"])
    }
    assert {"#egovbench", f"pkg:pypi/jupyter-client@{version('jupyter_client')}"} <= set(software)
    for name, entity in software.items():
        assert name.startswith(("pkg:", "#egovbench"))
        assert "#" in name or name.endswith(f"@{entity['version']}")


def is_file(entity):
    return "File" in listed(entity["@type"])


def test_the_run_is_an_action_with_workflow_inputs_and_results(folder):
    found = entities(folder)
    root = found["./"]
    assert root["name"] == "Luxembourg against Estonia and Denmark"
    assert set(identifiers(root["conformsTo"])) == {
        "https://w3id.org/ro/wfrun/process/0.5",
        "https://w3id.org/ro/wfrun/workflow/0.5",
        "https://w3id.org/workflowhub/workflow-ro-crate/1.0",
    }
    assert identifiers(root["mainEntity"]) == ["plan.json"]
    workflow = found["plan.json"]
    assert workflow["@type"] == ["File", "SoftwareSourceCode", "ComputationalWorkflow"]
    notebooks = identifiers(workflow["hasPart"])
    assert [found[each]["name"] for each in notebooks] == ["overview.ipynb", "section.ipynb"]
    assert all("SoftwareSourceCode" in found[each]["@type"] for each in notebooks)

    action = found["#run"]
    assert action["@type"] == "CreateAction"
    assert "agent" not in action
    assert identifiers(action["instrument"]) == ["plan.json"]
    assert action["actionStatus"] == "http://schema.org/CompletedActionStatus"
    assert action["startTime"] <= action["endTime"]
    inputs = identifiers(action["object"])
    assert {f"#data/{name}" for name in TABLES} <= set(inputs)
    text = TABLES["countries.csv"].encode()
    assert found["#data/countries.csv"]["sha256"] == hashlib.sha256(text).hexdigest()
    assert found["#value-section"]["value"] == ["A", "B"]
    assert found["#value-peers"]["value"] == "EST,DNK"
    parameter = found[identifiers(found["#value-focal"]["exampleOfWork"])[0]]
    assert parameter["name"] == "focal"
    assert identifiers(parameter["workExample"]) == ["#value-focal"]
    assert parameter["@id"] in identifiers(workflow["input"])
    results = identifiers(action["result"])
    assert "section-A.html" in results
    assert "tables/section-A/one.csv" in results


def test_a_failure_is_told(instant):
    instant.write("section", "raise ValueError('invented')", declared=SECTION)
    instant.run()
    action = entities(instant.plan().folder)["#run"]
    assert action["actionStatus"] == "http://schema.org/FailedActionStatus"
    assert action["error"].startswith("section-A: cell 3: ValueError: invented; section-B: cell 3")

"""Checks everything below data/: codebook, crosswalks, tables and the data package."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from frictionless import Package
from frictionless.errors import HeaderError

from egovbench.base import paths
from egovbench.base.addresses import without_contacts
from egovbench.base.errors import InputError
from egovbench.base.files import read_once, read_utf8
from egovbench.base.json_text import parse_json
from egovbench.base.schemas import COUNTRIES_TABLE
from egovbench.base.tables import read_table
from egovbench.data.datapackage import describe, tables
from egovbench.others.crosswalk import read_crosswalk
from egovbench.others.sources.text_table import read_text_table
from egovbench.questionnaire import Codebook, read_codebook
from egovbench.questionnaire.cues import read_language

_REMEDY = "describe the data again: egovbench validate --describe"


@dataclass(frozen=True)
class Fault:
    """Something wrong in a file: where (row and column where they are known) and what."""

    file: str
    row: int | None
    column: str | None
    message: str

    def __str__(self) -> str:
        row = "" if self.row is None else f", line {self.row}"
        column = "" if self.column is None else f", column {self.column}"
        return f"{self.file}{row}{column}: {self.message}"


def find_faults(data: Path = paths.DATA) -> list[Fault]:
    """Return every fault found below `data`, in order of file and row; an empty list is good news.

    Checked are the codebook with its cues; the crosswalks and that they link scored items only;
    each table's columns, types, keys and values; that the countries exist; and that
    datapackage.json describes the tables as they are. Where codebook, cues or crosswalks cannot be
    read, the tables are not checked.
    """
    try:
        codebook = read_once(read_codebook, data / paths.CODEBOOK.relative_to(paths.DATA))
        for path in sorted((data / paths.CUES.relative_to(paths.DATA)).glob("*.yml")):
            read_language(path)
        faults = _in_crosswalks(data, codebook)
        package = describe(data)
    except InputError as fault:
        return [_fault(data, fault)]
    faults += _in_tables(data, package)
    faults += _in_countries(data)
    faults += _in_description(data, package)
    faults = [_quoted_with_care(fault) for fault in faults]
    return sorted(faults, key=lambda each: (each.file, each.row or 0))


def _quoted_with_care(fault: Fault) -> Fault:
    column = None if fault.column is None else without_contacts(fault.column)
    return replace(fault, column=column, message=without_contacts(fault.message))


def _in_crosswalks(data: Path, codebook: Codebook) -> list[Fault]:
    scored = {question.number for question in codebook.scored}
    faults = []
    for path in sorted((data / paths.CROSSWALKS.name).glob("*.yml")):
        crosswalk = read_crosswalk(path)
        if crosswalk.id != path.stem:
            message = f"found id {crosswalk.id!r}; expected {path.stem!r}, as the file is named"
            faults.append(Fault(_name(data, path), None, None, message))
        for item in sorted({link.item for link in crosswalk.links} - scored):
            message = f"item {item} is linked and not scored; expected a scored item"
            faults.append(Fault(_name(data, path), None, None, message))
    return faults


def _in_tables(data: Path, package: dict[str, Any]) -> list[Fault]:
    """Each cell's faults as Frictionless finds them, else the first that our own schema finds."""
    report = Package.from_descriptor(package, basepath=str(data)).validate()
    paths_of = {resource["name"]: resource["path"] for resource in package["resources"]}
    faults = [
        Fault(
            paths_of[task.name],
            1 if isinstance(error, HeaderError) else getattr(error, "row_number", None),
            getattr(error, "label" if isinstance(error, HeaderError) else "field_name", None),
            error.message,
        )
        for task in report.tasks
        for error in task.errors
    ]
    at_fault = {fault.file for fault in faults}
    for table in tables(data):
        if table.path in at_fault:
            continue
        try:
            read_table(data / table.path, table.schema)
        except InputError as fault:
            faults.append(_fault(data, fault))
    return faults


def _in_countries(data: Path) -> list[Fault]:
    """Codes in the other tables that the table of countries does not hold."""
    try:
        known = set(read_table(data / paths.COUNTRIES.name, COUNTRIES_TABLE)["iso3"])
    except InputError as fault:
        return [] if (data / paths.COUNTRIES.name).exists() else [_fault(data, fault)]
    faults = []
    for table in tables(data):
        columns = [name for name in ("iso3", "neighbour") if name in table.schema.columns]
        try:
            cells = read_text_table(data / table.path)
        except InputError:
            continue  # already among the faults of the tables
        for column in set(columns) & set(cells.columns):
            strange = cells[~cells[column].isin(known)].drop_duplicates(column)
            faults += [
                Fault(table.path, int(str(line)), column, f"{code!r} is no country of ours")
                for line, code in strange[column].items()
            ]
    return faults


def _in_description(data: Path, package: dict[str, Any]) -> list[Fault]:
    name = paths.DATAPACKAGE.name
    try:
        stored = parse_json(read_utf8(data / name))
    except InputError as fault:
        found = _fault(data, fault)
        return [replace(found, message=f"{found.message}; {_REMEDY}")]
    except ValueError as fault:
        return [Fault(name, None, None, f"not a JSON file ({fault})")]
    if not isinstance(stored, dict) or not isinstance(stored.get("resources"), list):
        return [Fault(name, None, None, "not a data package: it has no list of resources")]
    described = {each.get("path"): each for each in stored["resources"]}
    expected = {each["path"]: each for each in package["resources"]}
    faults = []
    for path in sorted({str(path) for path in described.keys() | expected.keys()}):
        if path not in expected:
            faults.append(Fault(name, None, None, f"describes {path}, which does not exist"))
        elif path not in described:
            faults.append(Fault(name, None, None, f"does not describe {path}; {_REMEDY}"))
        else:
            differing = [
                key for key in expected[path] if described[path].get(key) != expected[path][key]
            ]
            if differing:
                message = f"{path}: {', '.join(differing)} differ from the table; {_REMEDY}"
                faults.append(Fault(name, None, None, message))
    return faults


def _fault(data: Path, fault: InputError) -> Fault:
    message = str(fault).removeprefix(fault.path).split(": ", 1)[1]
    return Fault(_name(data, Path(fault.path)), fault.row, fault.column, message)


def _name(data: Path, path: Path) -> str:
    return path.relative_to(data).as_posix() if path.is_relative_to(data) else str(path)

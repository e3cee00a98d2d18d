"""Describes the tables below data/ as a tabular data package (Frictionless, version 1)."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pandera.pandas as pa

from egovbench.base import paths
from egovbench.base.files import write_text
from egovbench.data.catalogue import COLUMN_NOTES, VALUE_NOTE_OF_INDICES, Table, tables

_TYPES = {"int64": "integer", "float64": "number", "bool": "boolean"}


def describe(data: Path = paths.DATA) -> dict[str, Any]:
    """Return the descriptor of the data package of all tables below `data`.

    It holds each table's path, schema, sources (publisher, title, edition, licence), size and
    sha256. It depends on the tables alone, so that the same tables give the same text.
    Raises InputError when the codebook or a crosswalk cannot be read.
    """
    return {
        "profile": "tabular-data-package",
        "name": "egovbench",
        "title": "Answers to the UN Member States Questionnaire and comparable answers",
        "resources": [_resource(data, table) for table in tables(data)],
    }


def write_datapackage(data: Path = paths.DATA) -> Path:
    """Write datapackage.json below `data` and return its path."""
    target = data / paths.DATAPACKAGE.name
    write_text(target, json.dumps(describe(data), indent=2, ensure_ascii=False) + "\n")
    return target


def _resource(data: Path, table: Table) -> dict[str, Any]:
    content = (data / table.path).read_bytes()
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": table.path,
        "title": table.title,
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": _schema(table.schema),
        "sources": list(table.sources),
    }


def _schema(schema: pa.DataFrameSchema) -> dict[str, Any]:
    keys = list(schema.unique or [])
    fields = []
    for name, column in schema.columns.items():
        field: dict[str, Any] = {
            "name": name,
            "type": _TYPES.get(str(column.dtype), "string"),
            "description": COLUMN_NOTES[name],
        }
        if schema.name == "indices" and name == "value":
            field["description"] = VALUE_NOTE_OF_INDICES
        constraints = _constraints(column)
        # An empty text cell is a missing value to Frictionless, and a text like any other here.
        if name in keys or (not column.nullable and field["type"] != "string"):
            constraints = {"required": True, **constraints}
        if constraints:
            field["constraints"] = constraints
        fields.append(field)
    return {"fields": fields, "missingValues": [""], "primaryKey": keys}


def _constraints(column: pa.Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    for check in column.checks:
        given = check.statistics
        if check.name == "isin":
            constraints["enum"] = list(given["allowed_values"])
        elif check.name == "str_matches":
            constraints["pattern"] = given["pattern"]
        if "min_value" in given and check.name != "str_length":
            constraints["minimum"] = given["min_value"]
        if "max_value" in given and check.name != "str_length":
            constraints["maximum"] = given["max_value"]
    return constraints

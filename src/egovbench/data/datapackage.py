"""The tables below data/, their columns and whose data they hold, as a tabular data package.

The description is a Frictionless data package of version 1.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandera.pandas as pa

from egovbench.base import paths, schemas
from egovbench.base.files import read_content, read_once, read_utf8, write_text
from egovbench.data.dictionary import find_column, read_columns
from egovbench.others import factsheets
from egovbench.others.crosswalk import read_crosswalk
from egovbench.others.index_tables import PUBLISHED
from egovbench.questionnaire import read_codebook

Citation = dict[str, str]


@dataclass(frozen=True)
class Table:
    """A table of the project: its path below data/, its schema, title and description."""

    path: str
    schema: pa.DataFrameSchema
    title: str
    description: str
    sources: Sequence[Citation]

    @property
    def name(self) -> str:
        """The table's name in the data package ("others-gtmi")."""
        return self.path.removesuffix(".csv").replace("/", "-").lower()


def _citation(title: str, publisher: str, edition: str, licence: str) -> Citation:
    return {"title": title, "publisher": publisher, "edition": edition, "licence": licence}


_PROJECT = _citation("compiled by the project", "egovbench", "of this release", "MIT")
_SURVEY = _citation(
    "E-Government Survey 2024, figure 1.6 and addendum on artificial intelligence",
    "United Nations Department of Economic and Social Affairs",
    "2024, Arabic, read from a transcription",
    "all rights reserved; single figures with their place",
)
_COUNTRY_SOURCES = (
    _citation(
        "Standard country or area codes for statistical use (M49): regions",
        "United Nations Statistics Division",
        "not stated in the copy read",
        "CC BY 4.0 (of the copy read)",
    ),
    _citation(
        "World Bank country classification by income",
        "World Bank",
        "by gross national income per head of 2022",
        "not stated in the copy read",
    ),
    _PROJECT,
)


_FACTSHEETS = _citation(factsheets.TITLE, "European Commission", factsheets.YEARS, "CC BY 4.0")


def tables(data: Path) -> list[Table]:
    """Return every table below `data`, in order of path.

    Raises InputError for a folder under a former name, and when the codebook or a crosswalk, which
    name the sources, cannot be read.
    """
    paths.check_data(data)
    found = [
        Table(
            paths.COUNTRIES.name,
            schemas.COUNTRIES_TABLE,
            "Countries",
            "193 UN members and five other economies, with regions and memberships as of now.",
            _COUNTRY_SOURCES,
        ),
        Table(
            paths.NEIGHBOURS.name,
            schemas.NEIGHBOURS_TABLE,
            "Neighbours",
            "Land borders of the home territory, each pair in both directions.",
            (_PROJECT,),
        ),
        Table(
            paths.REPORTED.name,
            schemas.REPORTED_TABLE,
            "Reported shares",
            "How many states said yes to some questions, as the E-Government Survey reports it.",
            (_SURVEY,),
        ),
    ]
    found = [table for table in found if (data / table.path).exists()]
    found += _of_questionnaire(data)
    for path in sorted((data / paths.OTHERS.name).glob("*.csv")):
        crosswalk = read_crosswalk(data / paths.CROSSWALKS.name / f"{path.stem}.yml")
        text, ids = read_utf8(path), [each.id for each in crosswalk.editions]
        editions = ", ".join([each for each in ids if f",{each}," in text] or ids)
        card = _citation(crosswalk.title, crosswalk.publisher, editions, crosswalk.licence)
        found.append(
            Table(
                _below(data, path),
                schemas.OTHERS_TABLE,
                f"Coded answers from {crosswalk.publisher}",
                f"Answers of {crosswalk.title}, coded by data/crosswalks/{crosswalk.id}.yml.",
                (card,),
            )
        )
    for name, schema, what in (
        ("codes", schemas.FACTSHEET_CODES_TABLE, "what two readers made of the text of 2023"),
        ("headings", schemas.FACTSHEET_HEADINGS_TABLE, "headings, and whether acts stand there"),
        ("instruments", schemas.FACTSHEET_INSTRUMENTS_TABLE, "acts and systems, by heading"),
    ):
        path = data / paths.FACTSHEETS.name / f"{name}.csv"
        if path.exists():
            title = f"{factsheets.TITLE}, {name}"
            description = f"{factsheets.TITLE} of {factsheets.YEARS}: {what}."
            found.append(Table(_below(data, path), schema, title, description, (_FACTSHEETS,)))
    for path in sorted((data / paths.INDICES.name).glob("*.csv")):
        cards = [
            _citation(each.title, each.publisher, each.edition, each.licence) for each in PUBLISHED
        ]
        title = "Published indices"
        description = "Indices of e-government that others publish, with their components."
        found.append(Table(_below(data, path), schemas.INDICES_TABLE, title, description, cards))
    return sorted(found, key=lambda table: table.path)


def _of_questionnaire(data: Path) -> list[Table]:
    kinds = (
        (paths.RESPONSES, schemas.RESPONSES_TABLE, "Responses", "Answers to the questionnaire"),
        (paths.CODES, schemas.CODES_TABLE, "Codes", "Coded answers to the questionnaire"),
        (paths.REVIEWS, schemas.REVIEWS_TABLE, "Reviews", "Reviewed decisions on codes"),
    )
    present = [
        (kind, path) for kind in kinds for path in sorted((data / kind[0].name).glob("*.csv"))
    ]
    if not present:
        return []
    codebook = read_once(read_codebook, data / paths.CODEBOOK.relative_to(paths.DATA))
    licence = "not stated in the document read"
    card = _citation(codebook.title, codebook.publisher, codebook.id, licence)
    return [
        Table(
            _below(data, path),
            schema,
            f"{title}, {path.stem}",
            f"{description}, {path.stem}.",
            (card,) if title == "Responses" else (card, _PROJECT),
        )
        for (_, schema, title, description), path in present
    ]


def _below(data: Path, path: Path) -> str:
    return path.relative_to(data).as_posix()


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
    content = read_content(data / table.path)
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
    columns, fields = read_columns(), []
    for name, column in schema.columns.items():
        field: dict[str, Any] = {
            "name": name,
            "type": _TYPES.get(str(column.dtype), "string"),
            "description": find_column(columns, name, str(schema.name)).means,
        }
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

"""What the columns of all tables mean: those below data/ and those that a run writes.

A column is described once, in columns.csv beside this file, and once more for a table in which its
name means something else. What a run writes is listed in run_tables.csv. `make docs` writes the
page.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandera.pandas as pa

from egovbench.base import schemas
from egovbench.base.files import write_text
from egovbench.base.paths import PROJECT_ROOT
from egovbench.base.plain_tables import read_rows

PAGE = PROJECT_ROOT / "docs" / "columns.md"

_HERE = Path(__file__).parent
_TABLES_OF_DATA: Mapping[str, pa.DataFrameSchema] = {
    "data/responses/<ISO3>.csv": schemas.RESPONSES_TABLE,
    "data/reviews/<ISO3>.csv": schemas.REVIEWS_TABLE,
    "data/codes/<ISO3>.csv": schemas.CODES_TABLE,
    "data/others/<source>.csv": schemas.OTHERS_TABLE,
    "data/factsheets/codes.csv": schemas.FACTSHEET_CODES_TABLE,
    "data/factsheets/headings.csv": schemas.FACTSHEET_HEADINGS_TABLE,
    "data/factsheets/instruments.csv": schemas.FACTSHEET_INSTRUMENTS_TABLE,
    "data/indices/indices.csv": schemas.INDICES_TABLE,
    "data/reported.csv": schemas.REPORTED_TABLE,
    "data/countries.csv": schemas.COUNTRIES_TABLE,
    "data/neighbours.csv": schemas.NEIGHBOURS_TABLE,
}
_SCHEMAS = {str(schema.name): schema for schema in _TABLES_OF_DATA.values()}
_TYPES = {"int64": "whole number", "float64": "number", "bool": "true or false"}
_HEAD = """# Every column of every table

Written by `make docs` from the schemas in `src/egovbench/base/schemas.py` and the descriptions in
`src/egovbench/data/`; a test compares the tables of runs with it.

All tables are UTF-8 CSV files with a line of headings. A missing number is an empty cell, never
zero; an empty text is an empty cell too. A text that a spreadsheet would take for a formula stands
behind an apostrophe. Nothing is rounded. *Focal* is the country that a report is about, *peers*
are those that it is compared with. A *node* is what has a score: an item, an indicator, a section,
or overall.
"""


@dataclass(frozen=True)
class Column:
    """What a column means, its unit or values, and when its cells are empty ("": never)."""

    means: str
    scale: str = ""
    missing: str = ""


Columns = Mapping[tuple[str, str], Column]
"""Descriptions by column and table; the table is "" where the name means one thing."""


def read_columns() -> Columns:
    """Return the descriptions of all columns."""
    _, rows = read_rows(_HERE / "columns.csv")
    return {(name, table): Column(*rest) for _, (name, table, *rest) in rows}


def find_column(columns: Columns, name: str, table: str) -> Column:
    """Return what a column means in a table ("pairs"). Raises KeyError where nothing says."""
    return columns.get((name, table)) or columns[name, ""]


@cache
def _described() -> Columns:
    return read_columns()


def explained(name: str, table: str) -> Column:
    """Return what a column means in a table, with its unit; without a word where nothing says."""
    columns = _described()
    column = columns.get((name, table)) or columns.get((name, ""))
    return _with_scale(column, name, table) if column else Column("")


def run_tables() -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """Yield report, table, what a row is for, and columns of each table that a run writes."""
    for _, (report, table, rows, columns) in read_rows(_HERE / "run_tables.csv")[1]:
        yield report, table, rows, tuple(columns.split())


def columns_page() -> str:
    """Return the page that lists all tables, then describes all columns, in Markdown."""
    described = read_columns()
    listed = [
        (path, str(schema.name), ", ".join(schema.unique or []), tuple(schema.columns))
        for path, schema in _TABLES_OF_DATA.items()
    ]
    of_runs = [
        (f"{report}/{table}", table, rows, columns) for report, table, rows, columns in run_tables()
    ]
    lines = [_HEAD, "## Tables below data/", "", *_overview(listed)]
    lines += ["", "## Tables that a run writes", ""]
    lines += [
        "By the report that writes them: `overview/ranks` is `tables/overview/ranks.csv`.",
        "",
    ]
    lines += [*_overview(of_runs), "", "## Columns", ""]
    lines += ["Where a name means one thing in one table and something else in others, the tables"]
    lines += ["are named.", "", "| column | means | unit or values | empty where | in |"]
    lines += ["| --- | --- | --- | --- | --- |"]
    found: dict[str, dict[Column, list[str]]] = defaultdict(lambda: defaultdict(list))
    for path, table, _, columns in [*listed, *of_runs]:
        for name in columns:
            column = _with_scale(find_column(described, name, table), name, table)
            found[name][column].append(path)
    for name in sorted(found, key=str.casefold):
        meanings = sorted(found[name].items(), key=lambda each: len(each[1]), reverse=True)
        for at, (column, paths) in enumerate(meanings):
            rest = len(meanings) == 1 or (at == 0 and len(paths) > 1)
            where = "" if rest else ", ".join(f"`{path}`" for path in paths)
            cells = (f"`{name}`", column.means, column.scale, column.missing or "never", where)
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _overview(tables: list[tuple[str, str, str, tuple[str, ...]]]) -> Iterator[str]:
    yield from ("| table | a row for each | columns |", "| --- | --- | --- |")
    for path, _, rows, columns in tables:
        yield f"| `{path}` | {rows} | {' '.join(f'`{name}`' for name in columns)} |"


def _with_scale(column: Column, name: str, table: str) -> Column:
    """Return the column with the unit or values that a schema states where it states none."""
    schema = _SCHEMAS.get(table)
    holding = [schema] if schema and name in schema.columns else _SCHEMAS.values()
    known = [each.columns[name] for each in holding if name in each.columns]
    if column.scale or not known:
        return Column(column.means, column.scale or "text", column.missing)
    return Column(column.means, _scale(known[0]), column.missing)


def _scale(column: pa.Column) -> str:
    kind = _TYPES.get(str(column.dtype), "text")
    for check in column.checks:
        given = check.statistics
        if check.name == "isin":
            return ", ".join(given["allowed_values"])
        if "min_value" in given and check.name != "str_length":
            end = f" to {given['max_value']:g}" if "max_value" in given else ""
            return f"{kind} from {given['min_value']:g}{end}"
    return kind


if __name__ == "__main__":
    write_text(PAGE, columns_page())

"""What a run's tables hold is what docs/columns.md lists."""

import csv
import re

import pytest
from test_matrix_page import CONFIG

from egovbench.data.dictionary import find_column, read_columns, run_tables


def as_listed(name):
    """Countries and nodes that head a column stand in the list as a placeholder."""
    name = re.sub(r"^value:[A-Z]{3}:\d+$", "value:<ISO3>:<item>", name)
    name = re.sub(r"^weight:[A-Za-z0-9._]+$", "weight:<id>", name)
    return re.sub(r"^[A-Z]{3}$", "<ISO3>", name)


def columns_of(folder):
    """The columns of all tables of a run by report, without its parameters, and table."""
    for path in sorted((folder / "tables").rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            header = next(csv.reader(lines))
        report = path.parent.name.partition("-")[0]
        yield (report, path.stem), tuple(dict.fromkeys(as_listed(name) for name in header))


LISTED = {(report, table): columns for report, table, _, columns in run_tables()}


def test_the_tables_of_the_default_run_are_listed_with_all_their_columns(run_folder):
    elsewhere = ("country", "trend", "matrix")
    assert dict(columns_of(run_folder)) == {
        at: columns for at, columns in LISTED.items() if at[0] not in elsewhere
    }


@pytest.mark.slow
def test_so_are_those_of_other_notebooks(make_run):
    written = dict(columns_of(make_run("several", CONFIG)))
    assert {report for report, _ in written} == {"country", "overview", "trend", "matrix"}
    assert written == {at: LISTED[at] for at in written}
    assert {at for at in LISTED if at[0] in ("trend", "matrix")} <= set(written)


@pytest.mark.parametrize(("report", "table", "columns"), [
    pytest.param(report, table, columns, id=f"{report}/{table}")
    for report, table, _, columns in run_tables()
])  # fmt: skip
def test_each_listed_column_is_described(report, table, columns):
    described = read_columns()
    for name in columns:
        assert len(find_column(described, name, table).means) > 5, (report, table, name)

"""What a run offers to take away: the workbook of its tables, and how to cite it."""

import csv
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
import yaml
from openpyxl import load_workbook

from egovbench import __version__
from egovbench.base.tables import write_csv
from egovbench.site import downloads
from egovbench.site.downloads import cite
from egovbench.site.workbook import Table, workbook

ROOT = Path(__file__).parents[2]
SOURCE = ("Invented office", "Invented survey", "2024", "CC BY 4.0", "others/x.csv")
MADE = datetime(2024, 3, 9, tzinfo=UTC)


def book_of(folder, tables):
    made = [
        Table(path, f"Report {n}", path.split("/")[1].split("-")[0])
        for n, path in enumerate(tables)
    ]
    names = {"AAA": "Aland", "BBB": "Bland"}
    written = workbook(folder, "Invented run", made, [SOURCE], ["how to cite"], names)
    return load_workbook(BytesIO(written))


@pytest.fixture
def write(tmp_path):
    def written(path, text):
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        return path

    return written


RANKS = "iso3,score,rank\nAAA,62.5,3\nBBB,-1.5,007\n"


def test_tables_for_readers_get_sheets_that_name_countries_and_explain_columns(tmp_path, write):
    path = write("tables/overview/ranks.csv", RANKS)
    other = write("tables/overview/distances.csv", "iso3,AAA\nAAA,0\n")
    empty = write("tables/overview/sections.csv", "id,score\n")
    book = book_of(tmp_path, [path, other, empty])
    # neither what nobody reads as a table nor what has no rows
    assert book.sheetnames == ["Cover", "Ranking", "Columns"]
    rows = list(book["Ranking"].values)
    assert rows[0][0] == "Ranking"
    assert rows[1][0].startswith("A row for each compared country")
    assert rows[3][2:] == ("0 to 100 points", "whole number from 1")
    assert rows[4:] == [
        ("iso3", "Country", "score", "rank"),
        ("AAA", "Aland", 62.5, 3),
        ("BBB", "Bland", -1.5, "007"),
    ]
    assert book["Ranking"]["C6"].number_format == "0.0"
    assert book["Ranking"].auto_filter.ref == "A5:D7"
    # the cover leads to each sheet and names the sources
    cover = book["Cover"]
    links = {cell.value: cell.hyperlink.location for row in cover for cell in row if cell.hyperlink}
    assert links == {"Ranking": "'Ranking'!A1", "Columns": "'Columns'!A1"}
    assert SOURCE in [tuple(filter(None, row)) for row in cover.values]
    # each column of each sheet is explained
    explained = {row[:2]: row[2] for row in book["Columns"].values}
    for head in rows[4]:
        assert explained["Ranking", head]


def test_the_same_table_of_several_reports_is_one_sheet(tmp_path, write):
    paths = [write(f"tables/overview-{each}/ranks.csv", RANKS) for each in ("AAA", "BBB")]
    book = book_of(tmp_path, paths)
    assert book.sheetnames == ["Cover", "Ranking", "Columns"]
    rows = list(book["Ranking"].values)[4:]
    assert rows[0] == ("Report", "iso3", "Country", "score", "rank")
    assert [row[:2] for row in rows[1:]] == [
        (f"Report {n}", iso3) for n in (0, 1) for iso3 in ("AAA", "BBB")
    ]


def test_a_formula_of_a_review_is_marked_once_in_csv_and_workbook(tmp_path):
    """A reviewer's reason, the code's rationale, is foreign text of a table for readers."""
    reasons = ["=1+1", "\u200b＝HYPERLINK(1)", "-1 to 1", "#REF!", "a\x07\u202eb", "'=1"]
    path = "tables/evidence/codes.csv"
    table = pd.DataFrame({"item": range(7, 13), "rationale": reasons, "=a": "x"})
    write_csv(table, tmp_path / path)
    marked = ["'=1+1", "\\u200b＝HYPERLINK(1)", "-1 to 1", "#REF!", "a\\x07\\u202eb", "''=1"]
    rows = list(csv.reader((tmp_path / path).read_text("utf-8").splitlines()))
    assert [row[1] for row in rows] == ["rationale", *marked]
    sheet = book_of(tmp_path, [path]).worksheets[1]
    assert [cell.value for cell in sheet["B"][5:]] == marked
    assert sheet["C5"].value == rows[0][2] == "'=a"
    assert {cell.data_type for row in sheet.rows for cell in row if cell.value} == {"s", "n"}
    # the same tables give the same bytes
    made = [Table(path, "A report", "evidence")]
    again = (workbook(tmp_path, "A run", made, [SOURCE], [], {}) for _ in range(2))
    assert len(set(again)) == 1


def test_runs_and_the_program_are_cited():
    cited = cite("a-run", "Aland against {Others} & more", {"min_share": 0.5}, MADE, "f" * 40)
    assert cited.plain == (
        "egovbench contributors: Aland against {Others} & more. Reports made with "
        f"{downloads.TITLE}, version {__version__}, 9 March 2024."
    )
    assert r"title = {{Aland against \{Others\} \& more}}" in cited.bibtex
    assert r"parameters: min\_share 0.5. Commit ffffffffffff." in cited.bibtex
    assert "@misc{egovbench-a-run-20240309," in cited.bibtex
    # the program is cited as its citation file says
    facts = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert facts["title"] == downloads.TITLE
    assert [author["name"] for author in facts["authors"]] == [downloads.AUTHORS]
    assert (facts["license"], facts["date-released"]) == (downloads.LICENCE, downloads.RELEASED)

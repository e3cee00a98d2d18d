"""What a run offers to take away: the workbook of its tables, and how to cite it."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
import yaml
from openpyxl import load_workbook

from egovbench import __version__
from egovbench.site import downloads
from egovbench.site.downloads import cite
from egovbench.site.workbook import MOST_BYTES, Table, workbook

ROOT = Path(__file__).parents[2]
SOURCE = ("Invented office", "Invented survey", "2024", "CC BY 4.0", "others/x.csv")
MADE = datetime(2024, 3, 9, tzinfo=UTC)


def book_of(folder, tables):
    made = [Table(path, "Invented report") for path in tables]
    return workbook(folder, "Invented run", made, [SOURCE], ["how to cite"])


@pytest.fixture
def write(tmp_path):
    def written(path, text):
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        return path

    return written


def test_tables_get_sheets_without_formulas_and_a_cover(tmp_path, write):
    path = write("tables/overview/ranks.csv", "iso3,score,rank,note\nAAA,62.5,3,\nBBB,-1.5,007,x\n")
    book = load_workbook(BytesIO(book_of(tmp_path, [path])))
    assert book.sheetnames == ["Cover", "overview ranks"]
    assert list(book["overview ranks"].values) == [
        ("iso3", "score", "rank", "note"),
        ("AAA", 62.5, 3, None),
        ("BBB", -1.5, "007", "x"),
    ]
    # no cell is a formula whatever a table holds
    evil = '"=1+1","=HYPERLINK(""https://example.org"")","#REF!","\'=2","a\x07b"'
    path = write("tables/evidence/responses.csv", f"=a,b,c,d,e\n{evil}\n")
    book = load_workbook(BytesIO(book_of(tmp_path, [path])))
    cells = [cell for row in book["evidence responses"].rows for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert cells[5].value == "=1+1"
    assert cells[9].value == "ab"
    # the cover names sources and what each sheet holds
    small = write("tables/a/small.csv", "x\n1\n")
    large = write("tables/a/large.csv", "x\n" + "1\n" * (MOST_BYTES // 2))
    book = load_workbook(BytesIO(book_of(tmp_path, [large, small])))
    assert book.sheetnames == ["Cover", "a small"]
    rows = [tuple(filter(None, row)) for row in book["Cover"].values]
    assert rows[0] == ("Invented run",)
    assert ("a small", "Invented report", small) in rows
    assert ("only as CSV", "Invented report", large) in rows
    assert SOURCE in rows
    # long names of sheets are cut and stay apart
    names = [f"tables/section-A-focal-AAA/{'indicator' * 3}_{n}.csv" for n in "ab"]
    book = load_workbook(BytesIO(book_of(tmp_path, [write(name, "x\n1\n") for name in names])))
    assert all(len(name) <= 31 for name in book.sheetnames)
    assert len(set(book.sheetnames)) == 3
    # the same tables give the same bytes
    path = write("tables/a/b.csv", "x,y\n1,z\n")
    assert book_of(tmp_path, [path]) == book_of(tmp_path, [path])


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

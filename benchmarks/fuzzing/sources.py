"""The documents that the fuzzer spoils: a fixture of every source, and what hypothesis invents."""

import csv
import sys
from dataclasses import dataclass
from functools import cache
from io import BytesIO, StringIO
from random import Random
from typing import Any

import pandas as pd
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from egovbench.base import paths
from egovbench.base.schemas import CODES_TABLE, COUNTRIES_TABLE, OTHERS_TABLE
from egovbench.base.tables import read_table
from egovbench.documents.sheets.coding_sheet import CODING_SHEET, coding_template
from egovbench.questionnaire import Codebook, read_codebook

TESTS = paths.PROJECT_ROOT / "tests" / "documents"
sys.path.insert(0, str(TESTS))
from invented_form import BASE_ANSWERS, like_2022, print_form  # noqa: E402
from invented_sheets import expected, grid  # noqa: E402

INVENTED = {"ZZZ": "Inventonia", "ZZY": "Fictivia", "ZZX": "Imaginaria"}
FAMILIES = {"text": 56, "table": 17, "workbook": 12, "pdf": 5, "generated": 10}
"""Of a hundred documents so many are of each family; printed forms cost a second each."""
BLOCK = 100
Grid = list[list[Any]]


@dataclass(frozen=True)
class Source:
    """A document to be spoilt; `rows` are its cells where it is a sheet."""

    name: str
    family: str
    content: bytes
    rows: Grid | None = None


@cache
def codebook() -> Codebook:
    """Return the project's codebook."""
    return read_codebook(paths.CODEBOOK)


@cache
def countries() -> pd.DataFrame:
    """Return the project's countries with those that the fixtures invent."""
    table = read_table(paths.COUNTRIES, COUNTRIES_TABLE)
    invented = pd.DataFrame({"iso3": list(INVENTED), "name": list(INVENTED.values())})
    return pd.concat([table, invented]).fillna({name: "" for name in table.columns})


@cache
def sources() -> dict[str, list[Source]]:
    """Return the sources by family."""
    book = codebook()
    wave, _ = like_2022(book)
    texts = {path.stem: path for path in (*paths.RAW.glob("*.txt"), *TESTS.glob("extracted/*.txt"))}
    printed = {
        "numbers behind": print_form(book, BASE_ANSWERS, lines_a_page=48),
        "numbers before": print_form(book, BASE_ANSWERS, lines_a_page=48, number_first=True),
        "another wave": print_form(wave, BASE_ANSWERS),
    }
    found = [Source(name, "text", path.read_bytes()) for name, path in sorted(texts.items())]
    found += [Source(name, "text", text.encode()) for name, text in printed.items()]
    found += [
        Source(path.stem, "pdf", path.read_bytes())
        for path in sorted(TESTS.glob("pdf/fixtures/*.pdf"))
    ]
    for name, rows in grids().items():
        found.append(Source(name, "table", as_table(rows), rows))
        found.append(Source(name, "workbook", as_workbook(rows), rows))
    found.append(Source("coding sheet", "workbook", _coding_sheet()))
    families: dict[str, list[Source]] = {}
    for source in found:
        families.setdefault(source.family, []).append(source)
    return families


def grids() -> dict[str, Grid]:
    """Return the rows of tables: exports, long tables, a coding sheet."""
    book = codebook()
    names = [*INVENTED.values(), "Georgia"]
    long = [["iso3", "survey", "item", "answer", "selection", "status"]]
    for iso3, name in INVENTED.items():
        for question in book.questions:
            long.append([iso3, book.id, question.number, *expected(question, name)])
    coding = load_workbook(BytesIO(_coding_sheet()))[CODING_SHEET]
    with (paths.RESPONSES / "LUX.csv").open(encoding="utf-8", newline="") as stream:
        own = list(csv.reader(stream))
    return {
        "export": grid(book, names),
        "export, numbered": grid(book, names, lambda each, _: f"{each.number}. {each.wording}"),
        "long table": long,
        "long table, own": own,
        "coding rows": [
            ["" if cell is None else cell for cell in row]
            for row in coding.iter_rows(values_only=True)
        ],
    }


@cache
def _coding_sheet() -> bytes:
    """Return a template that holds codes, of which half are coded anew."""
    columns = OTHERS_TABLE.columns.items()
    nothing = pd.DataFrame({name: pd.Series(dtype=str(each.dtype)) for name, each in columns})
    codes = read_table(paths.CODES / "LUX.csv", CODES_TABLE)
    content = coding_template("ZZZ", "Inventonia", codebook(), codes, nothing, {})
    book = load_workbook(BytesIO(content))
    sheet = book[CODING_SHEET]
    for row in range(2, sheet.max_row, 2):
        filled = ("yes", "stated", "An invented reason.", f"https://example.org/{row}")
        for column, value in enumerate(filled, 4):
            sheet.cell(row, column, value)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def as_table(rows: Grid, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """Return rows as CSV."""
    stream = StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue().encode(encoding, "replace")


def as_workbook(rows: Grid, name: str = "Sheet1") -> bytes:
    """Return rows as a workbook."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name)
    for row in rows:
        sheet.append(row)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


# What hypothesis invents: forms and exports with any characters as answers.

ANSWERS = st.dictionaries(st.integers(1, 126), st.text(max_size=300), max_size=30)


@st.composite
def _documents(draw: st.DrawFn) -> bytes:
    book = codebook()
    answers = draw(ANSWERS)
    form = draw(st.sampled_from(["form", "form", "form", "wave", "export", "long"]))
    if form in ("form", "wave"):
        wave = book if form == "form" else like_2022(book)[0]
        dropped = draw(st.frozensets(st.integers(1, 126), max_size=8))
        pages = draw(st.one_of(st.none(), st.integers(5, 80)))
        options = {"dropped": dropped, "number_first": draw(st.booleans()), "lines_a_page": pages}
        asked = {number: answers[number] for number in answers if number != 1}
        width = draw(st.integers(20, 300))
        text = print_form(wave, {**BASE_ANSWERS, **asked}, width=width, **options)
        return text.encode("utf-8", "surrogatepass")
    if form == "export":
        rows: Grid = [["Country name"], ["Inventonia"]]
        for question in book.questions:
            rows[0].append(question.wording)
            rows[1].append(answers.get(question.number, "Yes"))
        return as_table(
            rows, draw(st.sampled_from(",;\t")), draw(st.sampled_from(["utf-8", "utf-16"]))
        )
    rows = [["iso3", "survey", "item", "answer", "selection", "status"]]
    for number, answer in answers.items():
        status = "answered" if answer.strip() else "blank"
        rows.append(["ZZZ", book.id, number, answer, "", status])
    return as_table(rows)


@cache
def generated(number: int) -> tuple[bytes, ...]:
    """Return a block of documents that hypothesis invents, the same ones for the same number."""
    made: list[bytes] = []

    @seed(number)
    @settings(
        max_examples=BLOCK,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(_documents())
    def collect(document: bytes) -> None:
        made.append(document)

    collect()
    return tuple(made)


def hostile_name(random: Random, ending: str) -> str:
    """Return a file name as an attacker may choose it."""
    stems = ("answers", "=cmd", "a\x1b[31mb", "\u202etxt", "-rf", "'\"<b>", "n" * 200, "a\nb", " ")
    return f"{random.choice(stems)}{ending}"

"""Invented workbooks in the layout of the World Bank's editions of 2022 and 2025."""

import pytest
from openpyxl import Workbook

from egovbench.base.errors import InputError
from egovbench.others.sources import import_answers
from egovbench.others.sources.gtmi import read_answers

COUNTRIES = ["QAA", "QBB", "XKX"]
HEADINGS = [
    "Year", "Code", "Economy", "I-12", "I-12.1", "I-12.2", "I-12.3", "I-16", "I-37", "I-37.1",
    "I-37.2", "I-41", "Src", "Submitted by", "Grp",
]  # fmt: skip
ROWS = [
    [2020, "QAA", "First", 0, "-", "-", "-", 0.18, "New", "New", "New", 1, "R", "Somebody", "D"],
    [2022, "QAA", "First", 1, "Portal", "no address yet", 2024, 0.2, 0, "-", "-", 2, "R", "-", "C"],
    [2025, "QAA", "First", 2.0, "Portal", "https://example.org/buy", 2024.0, 0.3, 1,
     "https://example.org/bill", 2026, 2, "S", "Somebody", "B"],
    [2025, "KSV", "Kosovo", 0, "-", "-", "-", "-", 2, "https://example.org/law", 1999, 1, "R", "-",
     "A"],
    [2025, "QBB", "Second", "-", "-", "-", "-", "-", "-", "-", "-", "-", "R", "-", "-"],
    ["Year", "2025", "Economy", *HEADINGS[3:]],
    ["", 3, "A footnote"],
    ["Count", "", "", 2],
]  # fmt: skip
LEGEND = [
    ["#", "2025 GTMI Indicators & Sub-indicators", "Response options & Data format", 9, 2025],
    ["Economy", "Country name", "First"],
    [
        "I-12",
        "Is there an e-Procurement portal?",
        "0= No / Unknown, 1= In progress, 2= Yes (in use)",
    ],
    ["I-12.1", "Name of the portal", "Text"],
    ["I-37", "Are there RTI laws?", "0= Unknown / No, 1= Draft 2= Yes (Effective)"],
    ["I-41", "Are there ethical guidelines for AI?", "0= No, 1= In draft / Planned, 2= Yes"],
]


def book(folder, rows=ROWS, headings=HEADINGS, legend=LEGEND, name="GTMI_Data", title=True):
    workbook = Workbook()
    workbook.active.title = "README"
    workbook.active.append(["An invented workbook"])
    groups = workbook.create_sheet("GTMI_Groups")
    groups.append(["Year", "Code", "Code", "I-12"])
    groups.append([2025, "QAA", "QAA", 12])
    for sheet, content in ((name, [headings, *rows]), ("Metadata", legend)):
        if content[1:]:
            made = workbook.create_sheet(sheet)
            if title and sheet == name:
                made.append(["An invented title"])
            for row in content:
                made.append(row)
    path = folder / "book.xlsx"
    workbook.save(path)
    return path


def changed(rows, place, value):
    """The rows with one cell changed; `place` is its row and column, from 0."""
    copy = [list(row) for row in rows]
    copy[place[0]][place[1]] = value
    return copy


def test_answers_of_all_years_are_read_with_names_links_and_years(tmp_path):
    answers = read_answers([book(tmp_path)], COUNTRIES).set_index(["iso3", "year", "variable"])
    details = ["value", "instrument", "link", "collected_by"]
    assert answers.loc[("QAA", 2025, "i_12"), details].tolist() == [
        "2", "Portal (2024)", "https://example.org/buy", "government",
    ]  # fmt: skip
    assert answers.loc[("XKX", 2025, "i_37"), details].tolist() == [
        "2", "name not given (1999)", "https://example.org/law", "desk",
    ]  # fmt: skip
    assert answers.loc[("QAA", 2022, "i_12"), ["value", "link"]].tolist() == ["1", ""]
    # The third row of the sheet, below a title and the headings.
    assert answers.loc[("QAA", 2020, "i_12"), ["line", "column"]].tolist() == [3, "I-12"]
    assert set(answers.index.get_level_values("iso3")) == {"QAA", "QBB", "XKX"}
    assert "Somebody" not in answers.to_string()


def test_answers_of_2025_become_codes_and_a_number_with_another_question_before_does_not(tmp_path):
    imported = import_answers("gtmi", [book(tmp_path)], COUNTRIES)
    columns = ["iso3", "survey", "item", "variable", "code", "lower", "upper"]
    assert imported.answers[columns].values.tolist() == [
        ["QAA", "gtmi2020", 11, "i_12", "no", 0, 1],
        ["QAA", "gtmi2022", 11, "i_12", "partly", 0.5, 0.5],
        ["QAA", "gtmi2022", 37, "i_37", "no", 0, 1],
        ["QAA", "gtmi2025", 11, "i_12", "yes", 1, 1],
        ["QAA", "gtmi2025", 37, "i_37", "partly", 0.5, 0.5],
        ["QAA", "gtmi2025", 57, "i_41", "partly", 0.5, 1],
        ["XKX", "gtmi2025", 11, "i_12", "no", 0, 1],
        ["XKX", "gtmi2025", 37, "i_37", "yes", 1, 1],
        ["XKX", "gtmi2025", 57, "i_41", "no", 0, 1],
    ]
    assert "i_38" in imported.missing["gtmi2025"]
    assert "i_41" not in imported.missing["gtmi2025"]


def test_the_edition_of_2022_has_another_sheet_and_no_ethics_under_41(tmp_path):
    legend = changed(LEGEND, (5, 1), "Are records of identity digitised?")
    rows = [row for row in ROWS if row[0] in (2020, 2022)]
    path = book(tmp_path, rows=rows, legend=legend, name="CG_GTMI_Data", title=False)
    answers = import_answers("gtmi", [path], COUNTRIES).answers
    assert set(answers["survey"]) == {"gtmi2020", "gtmi2022"}
    assert set(answers["item"]) == {11, 37}


FAULTS = [
    ({"name": "Data_2025"},
     "expected one sheet GTMI_Data or CG_GTMI_Data; found README, GTMI_Groups, Data_2025, Metad"),
    ({"legend": LEGEND[:1]}, "expected one sheet Metadata; found README, GTMI_Groups, GTMI_Data"),
    ({"legend": changed(LEGEND, (0, 2), "Levels")},
     "sheet Metadata: no heading 'Response options' in the first 10 rows"),
    ({"headings": [each.replace("Code", "ISO") for each in HEADINGS]},
     "sheet GTMI_Data: no heading 'Code' in the first 10 rows"),
    ({"headings": changed([HEADINGS], (0, 0), "Edition")[0]},
     "line 2: sheet GTMI_Data: columns missing: Year"),
    ({"headings": changed([HEADINGS], (0, 12), "Source")[0]},
     "line 2: sheet GTMI_Data: columns missing: Src"),
    ({"headings": changed([HEADINGS], (0, 7), "I-12")[0]},
     "line 2: sheet GTMI_Data: column I-12 stands twice"),
    ({"legend": LEGEND[:5]}, "sheet Metadata: I-41 is missing"),
    ({"legend": changed(LEGEND, (5, 1), "Are records of identity digitised?")},
     "line 6: sheet Metadata: I-41 asks 'Are records .*'; expected a question with 'ethic'"),
    # Levels that begin one higher, that are one more, and that end in something else.
    ({"legend": changed(LEGEND, (2, 2), "0=Unknown;1=No;2=In progress;3=Yes (in use)")},
     r"line 3: sheet Metadata: I-12 has '0=Unk.*'; expected levels from 0 \(no or .*to 2 \(yes"),
    ({"legend": changed(LEGEND, (2, 2), "1= No, 2= In progress, 3= Yes")}, "line 3: .*I-12 has"),
    ({"legend": changed(LEGEND, (2, 2), "0= Yes, 1= In progress, 2= No")}, "line 3: .*I-12 has"),
    ({"legend": changed(LEGEND, (2, 2), "Text")}, "line 3: sheet Metadata: I-12 has 'Text'"),
    ({"rows": changed(ROWS, (2, 1), "QZZ")}, "line 5: found country 'QZZ'"),
    ({"rows": changed(ROWS, (2, 0), "")}, "line 5, column Year: found ''; expected a year"),
    ({"rows": changed(ROWS, (2, 12), "X")}, "line 5, column Src: found 'X'"),
    ({"rows": [*ROWS, ROWS[2]]}, "line 11: QAA 2025 i_12 occurs twice"),
    ({"rows": changed(ROWS, (2, 8), 3)}, "line 5, column I-37: found '3' for i_37; the crosswal"),
    ({"rows": changed(ROWS, (2, 0), 2027)}, "line 5: .* no edition of 2027"),
]  # fmt: skip


@pytest.mark.parametrize(("spoilt", "message"), FAULTS)
def test_a_workbook_that_is_not_as_described_is_refused(tmp_path, spoilt, message):
    with pytest.raises(InputError, match=rf"book\.xlsx.*{message}"):
        import_answers("gtmi", [book(tmp_path, **spoilt)], COUNTRIES)


def test_what_is_no_workbook_is_refused(tmp_path):
    path = book(tmp_path)
    for content in (b"", b"Year,Code\n", path.read_bytes()[:2000]):
        path.write_bytes(content)
        with pytest.raises(InputError, match=r"book\.xlsx: not a workbook, or damaged"):
            read_answers([path], COUNTRIES)


def test_nothing_is_written_where_the_legend_differs(egovbench, tmp_path):
    legend = changed(LEGEND, (2, 2), "0=Unknown;1=No;2=In progress;3=Yes")
    path, out = book(tmp_path, legend=legend), tmp_path / "out.csv"
    result = egovbench("import", "gtmi", path, "--out", out)
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "I-12 has" in result.stderr
    assert not out.exists()

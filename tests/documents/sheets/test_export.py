"""Exports of the form: which column is which question, and whose answers a row holds."""

import re
from datetime import datetime
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented_form import like_2022
from invented_sheets import ACCOUNT, COMPLETED, HEADINGS, NAME, expected, grid, save
from openpyxl import load_workbook

from egovbench.documents.collection import read_documents
from egovbench.documents.sheets.cells import read_sheets
from egovbench.documents.sheets.headings import LEAST_LIKENESS, match_headings

COUNTRIES = ("Inventonia", "Georgia")


@pytest.fixture
def read(codebook, countries, tmp_path):
    """Save rows as an export, change the workbook by `edit`, and read it."""

    def read_rows(rows, iso3=None, name="export.xlsx", edit=None):
        path = save(tmp_path / name, rows)
        if edit:
            book = load_workbook(path)
            edit(book)
            book.save(path)
        return read_documents(path, codebook, countries, iso3)

    return read_rows


@pytest.fixture
def put(codebook):
    """Put a value into the column of an item, in some rows of answers (from 1)."""

    def put_value(rows, item, value, *places):
        column = rows[0].index(codebook.by_number[item].wording)
        for place in places or (1,):
            rows[place][column] = value
        return rows

    return put_value


def rows_of(found, place=0):
    return found.read[place].responses.set_index("item")


def note_with(found, part):
    """Return the only note that holds some words."""
    (note,) = [note for note in found.notes if part in note]
    return note


def assert_all_right(found, codebook):
    """Every row of both countries is exactly as it must be."""
    names = {"GEO": "Georgia", "ZZZ": "Inventonia"}
    assert [document.iso3 for document in found.read] == list(names)
    for document in found.read:
        rows = document.responses.set_index("item")[["answer", "selection", "status"]]
        assert {item: tuple(row) for item, *row in rows.itertuples()} == {
            each.number: expected(each, names[document.iso3]) for each in codebook.questions
        }


@pytest.mark.parametrize("suffix", [".csv", pytest.param(".xlsx", marks=pytest.mark.slow)])
@pytest.mark.parametrize("kind", HEADINGS)
def test_every_answer_of_every_country_is_read(read, codebook, kind, suffix):
    found = read(grid(codebook, COUNTRIES, HEADINGS[kind]), name=f"export{suffix}")
    assert_all_right(found, codebook)
    assert not any("no column holds" in note for note in found.notes)
    assert found.read[0].completed == COMPLETED.isoformat()


@pytest.mark.parametrize("kind", ["number before", "number behind"])
def test_columns_in_any_order_are_told_by_their_numbers(read, codebook, kind):
    rows = grid(codebook, COUNTRIES, HEADINGS[kind], shuffled=True, form_columns=False)
    assert_all_right(read(rows), codebook)


def test_without_numbers_or_order_only_wordings_that_stand_once_are_matched(read, codebook):
    responses = rows_of(read(grid(codebook, COUNTRIES, shuffled=True)), 1)
    asked = responses.index[responses["status"] != "not_asked"]
    for item in asked:
        found = tuple(responses.loc[item, ["answer", "selection", "status"]])
        assert found == expected(codebook.by_number[item], "Inventonia")
    wordings = [question.wording for question in codebook.questions]
    once = {each.number for each in codebook.questions if wordings.count(each.wording) == 1}
    # 2 and 15, "Your name" and "Name", may be the account's; 34 and 99 have near twins.
    assert set(asked) == once - {2, 15, 34, 99}


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.integers(0, 10_000),
    left_out=st.floats(0, 0.5),
    put_in=st.floats(0, 0.2),
    moved=st.booleans(),
    shift=st.sampled_from([None, 0, 2]),
)
def test_no_column_is_ever_taken_for_another_question(
    codebook, seed, left_out, put_in, moved, shift
):
    """Whatever is left out, put in, edited or moved: what is matched is right."""
    random = Random(seed)
    kept = [each for each in codebook.questions if random.random() >= left_out]
    if moved:
        random.shuffle(kept)
    columns: list[tuple[int, str]] = []
    for question in kept:
        kind = random.choice(["as printed", "edited", "capitals", "spaces and marks"])
        number = "" if shift is None else f"{question.number + shift}. "
        columns.append((question.number, number + HEADINGS[kind](question, codebook)))
        if random.random() < put_in:
            columns.append((0, random.choice(OF_OTHERS)))
    headings = {place: heading for place, (_, heading) in enumerate(columns, 1)}
    matches = match_headings(headings, codebook)
    assert {place: match.item for place, match in matches.items()} == {
        place: columns[place - 1][0] for place in matches
    }
    assert len(matches) >= len(kept) / 2


# Headings that an export of an invented later wave might have; none is a question of ours.
OF_OTHERS = (
    "Is there any legislation, law or regulation on digital trade?",
    "Is there any legislation, law or regulation on quantum computing?",
    "Does the Government collect usage data with dis-aggregation by age?",
    "Does the national e-government strategy make specific reference to space?",
    "Please describe your favourite portal.",
    "Defence",
)


@pytest.mark.parametrize("heading", OF_OTHERS)
def test_a_new_question_is_not_taken_for_one_that_looks_like_it(codebook, heading):
    assert match_headings({1: heading}, codebook) == {}


def test_what_is_not_matched_is_told(read, codebook):
    rows = grid(codebook, COUNTRIES)
    place = rows[0].index(codebook.by_number[43].wording)
    rows[0][place] = "Is there any legislation, law or regulation on a digital identity (eID)?"
    note = note_with(read(rows), "is question 43")
    likeness = float(note.split("likeness ")[1].split(" of")[0])
    assert LEAST_LIKENESS <= likeness < 100
    assert "column AV1" in note
    # columns and questions without a counterpart are listed
    remark = "An invented remark"
    found = read(grid(codebook, COUNTRIES, dropped=[59, 61, 125], added=[remark]))
    assert note_with(found, f"'{remark}' matches no question and is not used")
    missing = "no column holds question 59, 61, 125: their items are not_asked"
    assert missing in found.notes
    # Whoever shows a note names the file.
    assert not any("export.xlsx" in note for note in found.notes)
    responses = rows_of(found)
    assert set(responses.loc[[59, 61, 125], "status"]) == {"not_asked"}
    assert responses.loc[60, "status"] != "not_asked"
    # an export that looks like another wave s is said to be one
    wave, _ = like_2022(codebook)
    said = "11 columns match no question and 20 questions have no column: this may be an export of"
    assert note_with(read(grid(wave, COUNTRIES)), said)
    remarks = [f"An invented remark {number}" for number in range(4)]
    found = read(grid(codebook, COUNTRIES, dropped=range(100, 127), added=remarks))
    assert not any("another wave" in note for note in found.notes)
    # an address in a heading is not shown
    found = read(grid(codebook, COUNTRIES, added=["Write to invented.person@example.org"]))
    assert "'Write to [e-mail withheld]'" in note_with(found, "matches no question")


def test_half_of_the_questions_are_enough_and_formulas_are_text(read, refusal, codebook, put):
    found = read(grid(codebook, COUNTRIES, dropped=range(64, 127)))
    assert (found.read[0].responses["status"] == "not_asked").sum() == 63
    message = "matched the columns of 39 of 126 questions of msq2024; expected at least 50%"
    assert message in refusal(read, grid(codebook, COUNTRIES, dropped=range(40, 127)))
    # formulas are read as text
    formula = '=HYPERLINK("https://example.org/portal")'
    found = read(put(grid(codebook, ["Inventonia"]), 7, formula))
    assert rows_of(found).loc[7, "answer"] == formula
    assert note_with(found, "1 formulas were read as text, the first in L2")


@pytest.mark.parametrize(
    ("times", "chosen", "reason"),
    [
        ([datetime(2023, 5, 4, 13), datetime(2023, 5, 4, 12)], 0, "the latest completed"),
        (["2023-05-04 09:00", "2023-05-03T10:00"], 0, "the latest completed"),
        (["5/14/23 9:00:01", "5/13/23 22:00"], 0, "the latest completed"),
        (["5/4/23 9:00 PM", "5/4/23 10:00 AM"], 0, "the latest completed"),
        (["5/4/23", "4/5/23"], 1, "day or month first"),
        (["5.3.2023 10.00", "7.2.2023 11.30"], 0, "the latest completed"),
        (["5/3/2023", "7/2/2023", "25/1/2023"], 0, "the latest completed"),
        (["25 juin 2023 à 9h05", "13 juin 2023 à 11h00"], 0, "the latest completed"),
        (["2023/6/25 下午1:05", "2023/6/25 上午11:30"], 0, "the latest completed"),
        (["٢٥/٦/٢٠٢٣ ٩:٠٥ ص", "١٣/٦/٢٠٢٣ ٣:٠٠ م"], 0, "the latest completed"),
        (["25/6/2566 09:05", "13/6/2566 11:30"], 0, "the latest completed"),
        (["2023-05-05 01:00+09:00", "2023-05-04 20:00-05:00"], 1, "the latest completed"),
        (["45051.2", "45050.7"], 0, "the latest completed"),
        ([45051.2, 45050.7], 0, "the latest completed"),
        (["5 May 2023 10:00", "4 May 2023, 11:00"], 0, "the latest completed"),
        (["May 5, 2023 9:00 AM", "May 4, 2023 10:00 AM"], 0, "the latest completed"),
        # Survey programs leave the time of an answer that was never submitted empty.
        (["5/4/23", None], 0, "the latest completed"),
        ([None, None], 1, "cannot be read when"),
        (["5/4/23", "soon"], 1, "cannot be read when"),
        (["5/4/23", "5/4/23"], 1, "the latest completed"),
    ],
)
def test_of_several_rows_of_a_country_the_latest_completed_counts(
    read, put, codebook, times, chosen, reason
):
    rows = grid(codebook, ["Inventonia"] * len(times))
    for place, time in enumerate(times, 1):
        rows[place][2] = time
        put(rows, 7, f"Invented portal of {time}", place)
    found = read(rows)
    (answers,) = (document.responses.set_index("item")["answer"] for document in found.read)
    assert answers[7] == f"Invented portal of {times[chosen]}"
    note = note_with(found, "ZZZ has rows 2, 3")
    assert f"row {chosen + 2} counts" in note
    assert reason in note


def test_countries_of_rows(read, codebook, refusal):
    names = ["Inventonia", "Atlantis", "", "Greenland", "LAND OF INVENTIONS", "ada@example.org"]
    rows = grid(codebook, names)
    place = rows[0].index("Country name")
    for row, name in zip(rows[1:], names, strict=True):
        row[place] = name
    found = read(rows)
    assert [document.iso3 for document in found.read] == ["ZZZ"]
    notes = "\n".join(found.notes)
    assert "row 3: country 'Atlantis' is not known: skipped" in notes
    assert "row 4 names no country: skipped" in notes
    assert "row 5: country 'Greenland' (GRL) is not in the table of countries: skipped" in notes
    assert "ZZZ has rows 2, 6; row 6 counts" in notes
    assert "ada@" not in notes
    # a sheet without a known country is refused
    message = refusal(read, grid(codebook, ["Atlantis"]))
    assert re.search(r"no row holds a country's answers; row 2: .*Atlantis", message)
    # a country can be given for a single row
    one, two = grid(codebook, ["Atlantis"], dropped=[1]), grid(codebook, COUNTRIES)
    assert read(one, "GEO").read[0].iso3 == "GEO"
    assert "no column names the country" in refusal(read, one)
    assert "'QQQ' is not in the table of countries" in refusal(read, one, "QQQ")
    message = "found 2 rows of answers; --country fits a sheet with one"
    assert message in refusal(read, two, "GEO")


@pytest.mark.parametrize(
    ("item", "cell", "selection", "answer"),
    [
        (37, "Yes", "Yes", ""),
        (37, " no. ", "No", ""),
        (37, "Yes;No", "", "Yes;No"),
        (37, "Yes, since 2018", "", "Yes, since 2018"),
        (81, "No", "", "No"),
        (60, "Four-Year", "Four-Year", ""),
        (6, "Other;I am authorized and fully knowledgeable to respond to this questionnaire.;",
         "I am authorized and fully knowledgeable to respond to this questionnaire.; Other", ""),
        (6, "Other;asked the ministry;", "Other", "asked the ministry"),
        (6, "A group of government agencies responded to the questionnaire collectively., Other",
         "A group of government agencies responded to the questionnaire collectively.; Other", ""),
        (6, "Other, the ministry", "", "Other, the ministry"),
        (37, True, "Yes", ""),
        (37, False, "No", ""),
        (37, 1, "Yes", ""),
        (37, 0, "No", ""),
        (37, 2, "", "2"),
        (37, "Peut-être", "", "Peut-être"),
        (81, True, "", "True"),
    ],
)  # fmt: skip
def test_only_an_option_is_selected(read, put, codebook, item, cell, selection, answer):
    (document,) = read(put(grid(codebook, ["Inventonia"]), item, cell)).read
    row = document.responses.set_index("item").loc[item]
    assert (row["selection"], row["answer"], row["status"]) == (selection, answer, "answered")
    assert any(f"question {item}:" in warning for warning in document.warnings) == bool(answer)


def test_names_and_addresses_reach_neither_answers_nor_messages(read, put, codebook):
    rows = grid(codebook, ["Inventonia", "Inventonia"])
    told = f"Ask {NAME} ({ACCOUNT[0]}), {ACCOUNT[1]} or Cy Erfunden for the portal"
    put(rows, 7, told, 1, 2)
    put(rows, 37, f"Ask {NAME}")
    rows[1][rows[0].index("Your name")] = "Cy Erfunden"  # of the row that does not count
    rows[2][2] = COMPLETED.replace(day=9)
    # headings that nobody asked for, and a country that is not known
    rows[0] += [f"Comment on {NAME}", "Comment of Erfunden on the questions before and behind it"]
    rows.append([*rows[1]])
    put(rows, 1, f"Nowhere, says {ACCOUNT[1]}", 3)
    found = read(rows)
    (document,) = found.read
    assert "'Comment on [name withheld]'" in "".join(found.notes)
    assert "row 4: country 'Nowhere, says [name withheld]'" in "".join(found.notes)
    seen = document.responses.to_csv() + "".join((*found.notes, *document.warnings))
    for word in ("Inventa", "Fictief", "Erfunden", "@"):
        assert word not in seen
    withheld = document.responses.set_index("item").loc[[2, 5, 15, 18], "status"]
    assert withheld.tolist() == ["withheld"] * 4


@pytest.mark.parametrize(
    ("above", "locator"),
    [
        ([["Invented export of 2023"], []], "cell L5"),
        ([["Invented export", "of", "2024-05-05", "by the secretariat"]], "cell L4"),
        (
            [["Answers"], [*[None] * 5, "Contact information", *[None] * 4, "A", "A", "A"]],
            "cell L5",
        ),
    ],
)
def test_titles_hidden_cells_and_other_sheets_do_not_matter(read, codebook, above, locator):
    def edit(book):
        book.active.column_dimensions["M"].hidden = True
        book.active.row_dimensions[len(above) + 3].hidden = True
        book.create_sheet("Notes", 0).append(["nothing", "of", "interest", "here"])

    found = read([*above, *grid(codebook, COUNTRIES)], edit=edit)
    assert_all_right(found, codebook)
    assert "sheet 1 is not used" in found.notes
    assert rows_of(found).loc[7, "locator"] == locator


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("stated", ["", "sep={}\r\n"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_other_delimiters_and_utf_16(codebook, tmp_path, delimiter, stated, encoding):
    """The cells are those of a workbook, of which every answer is read."""
    rows = grid(codebook, COUNTRIES, form_columns=False)
    (expected,) = read_sheets(save(tmp_path / "export.xlsx", rows))
    path = save(tmp_path / "export.csv", rows, delimiter)
    text = stated.format(delimiter) + path.read_bytes().decode("utf-8-sig")
    path.write_bytes(text.encode(encoding))
    (found,) = read_sheets(path)
    assert list(found.rows.values()) == list(expected.rows.values())


OWN_COLUMNS = {
    "fr": "ID;Heure de début;Heure de fin;Adresse de messagerie;Nom;Dernière modification",
    "de": "ID;Startzeit;Fertigstellungszeit;E-Mail;Name;Zeitpunkt der letzten Änderung",
    "fi": "Tunnus;Aloitusaika;Valmistumisaika;Sähköposti;Nimi;Viimeksi muokattu",
    "ar": "المعرّف;وقت البدء;وقت الإكمال;البريد الإلكتروني;الاسم;وقت آخر تعديل",
    "ja": "ID;開始時刻;完了時刻;メール;名前;最終変更時刻",
    "xx": "A;B;C;D;E;F",
}
ORDERS = ([0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0], [1, 2, 4, 3], [2, 3, 4], [0, 2, 3, 4, 5])


@pytest.mark.parametrize("behind", [False, True])
@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("language", OWN_COLUMNS)
def test_columns_of_the_survey_program_are_known_in_any_language_and_order(
    read, put, codebook, language, order, behind
):
    """The row that was completed first was changed last."""
    name = "Zoë Kontor" if len(order) > 4 else "Kontor"
    asked = grid(codebook, ["Inventonia", "Inventonia"], form_columns=False)
    put(asked, 7, f"Of the 25th, ask {name}", 1)
    put(asked, 7, "Of the 13th", 2)
    own = [OWN_COLUMNS[language].split(";")]
    for number, day in ((1, 25), (2, 13)):
        times = [f"2024-06-{day} {hour}:00" for hour in ("09", "11")]
        changed = "2024-07-01 10:00" if day == 13 else ""
        own.append([str(number), *times, "zoe.kontor@example.org", name, changed])
    chosen = [[cells[place] for place in order] for cells in own]
    pairs = zip(chosen, asked, strict=True)
    found = read([b + a if behind else a + b for a, b in pairs], name="export.csv")
    assert rows_of(found).loc[7, "answer"] == "Of the 25th, ask [name withheld]"
    assert found.read[0].completed == "2024-06-25T11:00:00"
    assert not any("is not used" in note for note in found.notes)


@pytest.mark.parametrize(
    ("word", "option"),
    [
        ("WAHR", "Yes"), ("FAUX", "No"), ("sí", "Yes"), ("SÌ", "Yes"), ("Nej", "No"),
        ("はい", "Yes"), ("Нет", "No"), ("HAYIR", "No"), ("ΑΛΗΘΗΣ", "Yes"), ("Όχι", "No"),
        ("không", "No"), ("예", "Yes"), ("так", "Yes"), ("N", "No"), ("1", "Yes"), ("ใช่", "Yes"),
        ("Yo‘q", "No"), ("დიახ", "Yes"),
    ],
)  # fmt: skip
def test_yes_and_no_in_other_languages_select_an_option(read, put, codebook, word, option):
    item = next(q.number for q in codebook.questions if q.options == ("Yes", "No"))
    found = read(put(grid(codebook, ["Inventonia"]), item, word))
    assert rows_of(found).loc[item, ["selection", "answer"]].tolist() == [option, ""]

"""What is larger than a limit is refused in one line that says how large it is and may be."""

from pathlib import Path

import pandas as pd
import pytest
from invented_form import BASE_ANSWERS, print_form

from egovbench.documents import collection, responses, source, waves
from egovbench.documents.collection import find_files, read_documents
from egovbench.documents.locate import MAXIMUM_PLACES, exact_places
from egovbench.documents.sheets.export import MAXIMUM_COLUMNS
from egovbench.documents.source import plain_text
from egovbench.documents.waves import derive_wave
from egovbench.documents.wording import word_index


def test_lines_files_and_places(refusal, tmp_path, monkeypatch):
    path = Path("form.txt")
    most = source.MAXIMUM_LINES
    assert plain_text("a\n" * (most - 1), path)
    assert refusal(plain_text, "a\n" * most, path) == (
        "form.txt: found 200,001 lines; expected at most 200,000"
    )
    # files of a folder
    monkeypatch.setattr(collection, "MAXIMUM_FILES", 2)
    for name in ("a.txt", ".hidden"):
        (tmp_path / name).touch()
    assert len(find_files([tmp_path])[0]) == 1
    (tmp_path / "b.txt").touch()
    assert refusal(find_files, [tmp_path]) == f"{tmp_path}: more than 2 files; expected fewer"
    # places of a wording that are looked at
    found = word_index("which agency " * (MAXIMUM_PLACES + 50))
    places = {"which": range(0, 300, 2), "agency": range(1, 300, 2)}
    assert len(exact_places(found, places, ("which", "agency"))) == MAXIMUM_PLACES == 100


@pytest.mark.parametrize(
    ("item", "most", "message"),
    [
        (10, responses.MAXIMUM_ANSWER, "10 has 100,001 characters; expected at most 100,000"),
        (2, responses.MAXIMUM_NAME, "2 has 501 characters; expected at most 500"),
    ],
)  # fmt: skip
def test_characters_of_an_answer_and_of_a_name(
    codebook, read_text_of_form, refusal, item, most, message
):
    longest, longer = (
        print_form(codebook, {**BASE_ANSWERS, item: "a" * length}, width=2 * most)
        for length in (most, most + 1)
    )
    shown = "" if codebook.by_number[item].personal else "a" * most
    rows = read_text_of_form(longest).responses.set_index("item")
    assert rows.loc[item, "answer"] == shown
    assert refusal(read_text_of_form, longer).endswith(f"the text under question {message}")


def test_characters_of_a_name_that_stands_again(codebook, read_text_of_form, refusal):
    form = print_form(codebook, BASE_ANSWERS)
    longest, longer = (
        f"{form}\n2. {codebook.by_number[2].wording}\n{'a' * length}\n" for length in (500, 501)
    )
    assert any(
        "question 2 stands there again" in each for each in read_text_of_form(longest).warnings
    )
    assert refusal(read_text_of_form, longer).endswith(
        "the text under question 2 has 501 characters; expected at most 500"
    )


def test_columns_of_an_export(codebook, countries, refusal, tmp_path):
    path = tmp_path / "export.csv"
    headings = [f"{each.number}. {each.wording}" for each in codebook.questions]
    headings += ["x"] * (MAXIMUM_COLUMNS + 1 - len(headings))
    pd.DataFrame([["a"] * len(headings)], columns=headings).to_csv(path, index=False)
    assert refusal(read_documents, path, codebook, countries).endswith(
        "found a column 1,001; expected at most 1,000 columns"
    )


def test_numbers_of_an_unknown_wave_that_are_looked_at(codebook, monkeypatch):
    text = "\n".join(f"{each.number}. {each.wording}" for each in codebook.questions)
    text += f"\n{waves.MAXIMUM_QUESTIONS + 1}. Which agency of your country is responsible?"
    found = word_index(text)
    assert max(each.number for each in derive_wave(found, codebook).questions) == 126
    monkeypatch.setattr(waves, "MAXIMUM_NUMBERS", 20)
    assert max(each.number for each in derive_wave(found, codebook).questions) == 20

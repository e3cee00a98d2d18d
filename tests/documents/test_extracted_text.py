"""The same form, taken from its PDF by several extractors, gives the same answers."""

import re
from pathlib import Path

import pandas as pd
import pytest
from invented_form import EXTRACTED, assert_nobody_is_named

from egovbench.base.addresses import find_links
from egovbench.documents.responses import read_document

FOLDER = Path(__file__).parent / "extracted"
TEXTS = sorted(FOLDER.glob("*.txt"))
# pdftotext joins a word at the hyphen that ends a line, and drops the hyphen with it.
LOST_BY_PDFTOTEXT = {30: ("another-very-long", "another-verylong")}


@pytest.fixture(scope="module", params=TEXTS, ids=lambda path: path.stem)
def extracted(request, codebook, countries):
    return request.param, read_document(request.param, codebook, countries)


def expected(path, item):
    answer = EXTRACTED.get(item, "")
    if path.stem.endswith("_pdftotext") and item in LOST_BY_PDFTOTEXT:
        return answer.replace(*LOST_BY_PDFTOTEXT[item])
    return answer


def test_two_pages_by_four_extractors():
    assert [path.stem for path in TEXTS] == [
        f"{page}_{extractor}"
        for page in ("layered", "plain")
        for extractor in ("pdfminer", "pdftotext", "pdftotext_layout", "pypdf")
    ]


def test_every_answer_and_address_is_whole(extracted, codebook):
    path, document = extracted
    rows = document.responses.set_index("item")
    assert rows.index.tolist() == list(range(1, 127))
    for question in codebook.questions:
        answer = expected(path, question.number)
        held = "withheld" if question.personal else "answered"
        assert rows.loc[question.number, "status"] == (held if answer else "blank"), question.number
        shown = "" if question.personal else answer
        assert rows.loc[question.number, "answer"].split() == shown.split(), question.number
    # every address whole
    for item in EXTRACTED:
        if rows.loc[item, "status"] == "answered":
            assert rows.loc[item, "urls"].split() == find_links(expected(path, item)), item


def test_nothing_is_odd_and_the_masked_copy_gives_the_same_table(extracted, read_text_of_form):
    _, document = extracted
    assert document.warnings == ()
    assert_nobody_is_named(document)
    # the masked copy gives the same table
    again = read_text_of_form(document.masked_text).responses
    pd.testing.assert_frame_equal(again, document.responses, check_dtype=False)


LAID_OUT = (FOLDER / "plain_pdftotext_layout.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("blank", ["   ", " "])
def test_numbers_beside_the_last_line_of_a_wording(read_text_of_form, blank):
    wrapped = re.compile(r"^( *)(\d{1,3}\.)( +)(\S.*\n)( +)(\S.*(?:\?|\.|\*) *)$", re.MULTILINE)
    moved, count = wrapped.subn(rf"\1    \3\4\1\2{blank}\6", LAID_OUT)
    assert count > 20
    document, expected = read_text_of_form(moved), read_text_of_form(LAID_OUT)
    assert document.warnings == ()
    pd.testing.assert_series_equal(document.responses["answer"], expected.responses["answer"])


def test_a_note_below_a_wording_and_text_beside_other_are_told_apart(codebook, read_text_of_form):
    note = codebook.by_number[49].sdg_note
    assert note
    text = LAID_OUT.replace("               Other\n", "               Other      Invented way\n")
    place = text.index("on digitally publishing government expenditure? *") + 49
    document = read_text_of_form(f"{text[:place]}\n               {note}{text[place:]}")
    assert document.warnings == ()
    answers = document.responses.set_index("item")["answer"]
    assert answers[[33, 49]].tolist() == ["Invented way", ""]


def test_a_text_in_the_order_of_drawing_is_refused(codebook, read_text_of_form, refusal):
    options = "\n".join("\n".join(each.options) for each in codebook.questions)
    wordings = "\n".join(f"{each.number}. {each.wording}" for each in codebook.questions)
    message = refusal(read_text_of_form, f"{options}\nn.a.\n{wordings}\n", "LUX")
    assert "the options stand apart from their questions" in message

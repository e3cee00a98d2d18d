"""The same form, taken from its PDF by several extractors, gives the same answers."""

from pathlib import Path

import pandas as pd
import pytest
from extracted_answers import ANSWERS

from egovbench.ingest.links import find_links
from egovbench.ingest.responses import read_document

TEXTS = sorted((Path(__file__).parent / "extracted").glob("*.txt"))
# pdftotext joins a word at the hyphen that ends a line, and drops the hyphen with it.
LOST_BY_PDFTOTEXT = {30: ("another-very-long", "another-verylong")}


@pytest.fixture(scope="module", params=TEXTS, ids=lambda path: path.stem)
def extracted(request, codebook, countries):
    return request.param, read_document(request.param, codebook, countries)


def expected(path, item):
    answer = ANSWERS.get(item, "")
    if path.stem.endswith("_pdftotext") and item in LOST_BY_PDFTOTEXT:
        return answer.replace(*LOST_BY_PDFTOTEXT[item])
    return answer


def test_two_pages_by_four_extractors():
    assert [path.stem for path in TEXTS] == [
        f"{page}_{extractor}"
        for page in ("layered", "plain")
        for extractor in ("pdfminer", "pdftotext", "pdftotext_layout", "pypdf")
    ]


def test_every_answer_word_for_word(extracted, codebook):
    path, document = extracted
    rows = document.responses.set_index("item")
    assert rows.index.tolist() == list(range(1, 127))
    for question in codebook.questions:
        answer = expected(path, question.number)
        held = "withheld" if question.personal else "answered"
        assert rows.loc[question.number, "status"] == (held if answer else "blank"), question.number
        shown = "" if question.personal else answer
        assert rows.loc[question.number, "answer"].split() == shown.split(), question.number


def test_every_address_whole(extracted):
    path, document = extracted
    rows = document.responses.set_index("item")
    for item in ANSWERS:
        if rows.loc[item, "status"] == "answered":
            assert rows.loc[item, "urls"].split() == find_links(expected(path, item)), item


def test_nothing_is_odd_and_nobody_is_named(extracted):
    _, document = extracted
    assert document.warnings == ()
    for text in (document.masked_text, *document.responses["answer"]):
        assert not any(word in text for word in ("Inventa ", "Ada", "Fictief", "@"))


def test_the_masked_copy_gives_the_same_table(extracted, codebook, countries, tmp_path):
    path, document = extracted
    copy = tmp_path / path.name
    copy.write_text(document.masked_text, encoding="utf-8")
    again = read_document(copy, codebook, countries)
    pd.testing.assert_frame_equal(again.responses, document.responses)

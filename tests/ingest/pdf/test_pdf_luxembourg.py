"""Luxembourg's answers, printed as a form and read from the PDF, are those of its text."""

import shutil
from pathlib import Path

import pytest

from egovbench.ingest.form import cut_answers
from egovbench.ingest.furniture import PAGE_BREAK, blank_page_furniture
from egovbench.ingest.pdf import read_pdf
from egovbench.ingest.source import read_text
from egovbench.paths import RAW
from egovbench.schemas import SELECTION_SEPARATOR

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")


@pytest.fixture(scope="module")
def answers(codebook):
    """The answers of the text, line by line as they stand there."""
    form = cut_answers(blank_page_furniture(read_text(RAW / "luxembourg_msq.txt")), codebook)
    return {
        number: "\n".join(
            line.strip() for line in answer.text.split("\n") if PAGE_BREAK not in line
        ).strip()
        for number, answer in form.answers.items()
    }


@pytest.fixture(scope="module")
def ticks(codebook):
    """Ticks made up for the test; the text shows none."""
    return {
        question.number: [question.options[question.number % len(question.options)]]
        for question in codebook.questions
        if question.options and question.number % 5
    }


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_pdf_gives_the_answers_of_the_text(
    paper, codebook, countries, luxembourg, answers, ticks, tmp_path, monkeypatch
):
    monkeypatch.syspath_prepend(Path(__file__).parent / "fixtures")
    from form_page import Filled, Look, Marks, form_html
    from printing import chromium

    html = form_html(codebook, Filled(answers, ticks), Look(Marks(), options_first=True))
    path = tmp_path / "luxembourg.pdf"
    with chromium(CHROMIUM) as browser:
        path.write_bytes(browser.print_pdf(html, paper))
    rows = read_pdf(path, codebook, countries).responses.set_index("item")
    expected = luxembourg.responses.set_index("item")
    assert rows["answer"].to_dict() == expected["answer"].to_dict()
    assert rows["truncated"].to_dict() == expected["truncated"].to_dict()
    assert rows["selection"].to_dict() == {
        item: SELECTION_SEPARATOR.join(ticks.get(item, [])) for item in range(1, 127)
    }

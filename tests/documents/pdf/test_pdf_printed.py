"""Forms printed here: Luxembourg's answers are those of its text, and another wave is mapped."""

import shutil
from pathlib import Path

import pytest
from invented_form import like_2022

from egovbench.base.paths import RAW
from egovbench.base.schemas import SELECTION_SEPARATOR
from egovbench.documents.form import cut_answers
from egovbench.documents.furniture import PAGE_BREAK, without_furniture
from egovbench.documents.pdf.reader import read_pdf
from egovbench.documents.source import read_text

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")


@pytest.fixture(scope="module")
def answers(codebook):
    """The answers of the text, line by line as they stand there."""
    form = cut_answers(without_furniture(read_text(RAW / "LUX-msq2024.txt"), codebook)[0], codebook)
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


@pytest.fixture
def read_printed(tmp_path, monkeypatch, codebook, countries):
    """Print answers and ticks as the form of a codebook, and read the PDF."""
    monkeypatch.syspath_prepend(Path(__file__).parent / "fixtures")
    from form_page import SVG_MARKS, Filled, Look, chromium, form_html, print_pdf

    def read(form, answers, ticks, paper):
        html = form_html(form, Filled(answers, ticks), Look(SVG_MARKS, options_first=True))
        path = tmp_path / "printed.pdf"
        with chromium(CHROMIUM) as browser:
            path.write_bytes(print_pdf(browser, html, paper))
        return read_pdf(path, codebook, countries)

    return read


def assert_ticked(rows, ticks):
    """Each item's selection is what is ticked, and there is none elsewhere."""
    assert rows["selection"].to_dict() == {
        item: SELECTION_SEPARATOR.join(ticks.get(item, [])) for item in range(1, 127)
    }


def written_lines(answer):
    """Return an answer's lines that are not blank."""
    return [line for line in answer.split("\n") if line]


@pytest.mark.parametrize("paper", ["a4", pytest.param("letter", marks=pytest.mark.slow)])
def test_the_pdf_gives_the_answers_of_the_text(
    paper, codebook, luxembourg, answers, ticks, read_printed
):
    rows = read_printed(codebook, answers, ticks, paper).responses.set_index("item")
    expected = luxembourg.responses.set_index("item")
    assert rows["answer"].map(written_lines).to_dict() == (
        expected["answer"].map(written_lines).to_dict()
    )
    # A blank line at the end of a page leaves nothing on paper; fonts decide where pages end.
    assert (rows["answer"] != expected["answer"]).sum() <= 2
    assert rows["truncated"].to_dict() == expected["truncated"].to_dict()
    assert_ticked(rows, ticks)


def test_ticks_of_another_wave_are_those_of_its_questions(codebook, read_printed):
    wave, numbers = like_2022(codebook)
    ticks = {
        question.number: [question.options[question.number % 2]]
        for question in wave.questions
        if question.options
    }
    document = read_printed(wave, {1: "Luxembourg"}, ticks, "a4")
    assert document.survey != codebook.id
    by_item = {item: ticks.get(number, []) for item, number in numbers.items()}
    assert_ticked(document.responses.set_index("item"), by_item)

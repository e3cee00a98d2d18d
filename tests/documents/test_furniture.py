"""Headers and footers of pages are blanked in every layout and language, and nothing else is."""

import pytest
from invented_form import ADDRESS, EXTRACTED, HEADER, print_form
from page_layouts import LAYOUTS, LOCALES, UNLIKE_LAYOUTS, paged

from egovbench.documents.furniture import PAGE_BREAK, Edge, find_furniture, without_furniture

DATED = "3/2/24, 9:00 AM a meeting took place"
CITED = "https://example.org/report.pdf 3/24"
MORE = [f"{letter} words" for letter in "abcdefghijklmnopqrstuvwxyz"]


def shown(text):
    return [line.strip() for line in text.split("\n") if line.strip(" \f")]


@pytest.mark.parametrize("breaks", [False, True])
@pytest.mark.parametrize("layout", {**LAYOUTS, **UNLIKE_LAYOUTS}.values())
def test_a_form_has_the_same_lines_whatever_stands_on_its_pages(codebook, layout, breaks):
    plain = print_form(codebook, EXTRACTED, number_first=True).split("\n")
    for locale in LOCALES:
        text = paged(plain, layout, locale, 45, breaks=breaks)
        found, doubtful = without_furniture(text, codebook)
        assert shown(found) == shown("\n".join(plain)), locale
        assert len(found) == len(text)
        assert not doubtful
        assert without_furniture(found, codebook)[0] == found


@pytest.mark.parametrize("layout", ["Chrome", "viewer", "Safari"])
def test_answers_are_those_of_the_form_without_pages(codebook, read_text_of_form, layout):
    plain = print_form(codebook, EXTRACTED)
    text = paged(plain.split("\n"), LAYOUTS[layout], "hu", 45, breaks=True)
    answers = [
        [" ".join(answer.split()) for answer in read_text_of_form(each).responses["answer"]]
        for each in (plain, text)
    ]
    assert answers[0] == answers[1]


def test_a_header_beside_a_footer_is_a_page_break_where_that_page_would_end(codebook):
    given = [*MORE, "", HEADER, "", f"{ADDRESS} 12/24", "", *MORE[::-1]]
    lines = without_furniture("\n".join(given), codebook)[0].split("\n")
    assert list(map(len, lines)) == list(map(len, given))  # every other character keeps its place
    assert [line for line in lines if line.startswith(PAGE_BREAK)] == [lines[27], lines[29]]
    assert shown("\n".join(lines)) == [*MORE, *MORE[::-1]]


@pytest.mark.parametrize(
    "lines",
    [
        [DATED, DATED],  # an answer may begin with a date, even twice
        [CITED, "", "https://example.org/report.pdf 5/24"],  # and cite a page
        ["one", *MORE, DATED, "", CITED, "two"],
        ["one", HEADER, "https://example.org/report 25/24", "two"],  # a page beyond the last
        [f"{number}. point" for number in range(1, 90)],  # a list
        [line for number in range(1, 9) for line in (f"{number}.", *MORE)],  # questions
        [line for _ in range(9) for line in (*MORE, "Yes", "\fNo")],  # options cut by pages
    ],
)
def test_what_only_looks_like_a_header_or_footer_stays(codebook, lines):
    assert without_furniture("\n".join(lines), codebook)[0].split("\n") == lines


REPEATED = (
    "https://strategy.example.org/2021", "3/12", "2024-03-02 10:00", "14 March 2024", "n.a.", "XII",
    "Law No. 12/2005 of 3 May 2005", "Page 3 of 12", "3/14/24, 9:26 AM",
)  # fmt: skip


@pytest.mark.parametrize("layout", ["", "Chrome", "viewer", "number alone", "title only"])
@pytest.mark.parametrize("text", REPEATED)
def test_what_a_government_answers_again_and_again_stays(codebook, text, layout):
    open_questions = [each.number for each in codebook.questions if not each.options]
    for step in (1, 3, 7):
        answers = EXTRACTED | dict.fromkeys(open_questions[::step], text)
        plain = print_form(codebook, answers, number_first=step == 3).split("\n")
        for breaks in (False, True):
            given = paged(plain, LAYOUTS[layout], "fi", 45, breaks=breaks) if layout else plain
            found, _ = without_furniture("\n".join(given) if given is plain else given, codebook)
            assert shown(found).count(text) == plain.count(text)


def test_answers_that_come_once_a_page_stay_and_are_named(codebook, read_text_of_form):
    answers = {n: "See the portal." for n in (7, 21, 38, 48, 60, 72, 82, 91, 99, 111, 125)}
    document = read_text_of_form(print_form(codebook, EXTRACTED | answers, number_first=True))
    (warning,) = [each for each in document.warnings if "header or footer" in each]
    assert "7, 21, 38" in warning
    held = document.responses.set_index("item")["answer"]
    assert held[[*answers]].tolist() == [*answers.values()]


def test_on_a_page_what_stands_at_the_height_of_a_header_and_says_something_else_is_in_doubt(
    codebook,
):
    pages = [
        [
            Edge(2 * page, "A chapter" if page == 3 else "Invented Forms", 15),
            Edge(2 * page + 1, each),
        ]
        for page, each in enumerate(MORE[:6])
    ]
    found = find_furniture(pages, codebook)
    assert found.lines == {0, 2, 4, 8, 10}
    assert found.doubtful == {6}


def test_the_source_of_luxembourg_has_two_page_breaks(codebook, luxembourg):
    text = without_furniture(luxembourg.masked_text, codebook)[0]
    found = [number for number, line in enumerate(text.split("\n"), 1) if PAGE_BREAK in line]
    assert found == [394, 396, 823, 825]

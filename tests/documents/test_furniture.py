"""Headers and footers of pages are blanked in every layout and language, and nothing else is."""

import pytest
from invented_form import ADDRESS, EXTRACTED, HEADER, print_form
from page_layouts import LAYOUTS, LOCALES, paged

from egovbench.documents.furniture import PAGE_BREAK, Edge, find_furniture, without_furniture

DATED = "3/2/24, 9:00 AM a meeting took place"
CITED = "https://example.org/report.pdf 3/24"
MORE = [f"{letter} words" for letter in "abcdefghijklmnopqrstuvwxyz"]


def shown(text):
    return [line.strip() for line in text.split("\n") if line.strip(" \f")]


@pytest.mark.parametrize("breaks", [False, True])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_form_has_the_same_lines_whatever_stands_on_its_pages(codebook, layout, breaks):
    plain = print_form(codebook, EXTRACTED, number_first=True).split("\n")
    for locale in LOCALES:
        text = paged(plain, LAYOUTS[layout], locale, 45, breaks=breaks)
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


def test_a_line_that_comes_once_a_page_without_saying_what_it_is_stays_and_is_named(
    codebook, read_text_of_form
):
    lines = print_form(codebook, {**EXTRACTED, 38: "Act No. 7"}, number_first=True).split("\n")
    place = lines.index("Act No. 7") + 1
    for start in range(place % 60, len(lines) + 20, 61):
        lines.insert(start, "Invented Forms")
    document = read_text_of_form("\n".join(lines))
    (warning,) = [each for each in document.warnings if "header or footer" in each]
    assert "38" in warning
    assert "Act No. 7" in document.responses.set_index("item").loc[38, "answer"]


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

"""Headers and footers that a browser prints are blanked, and nothing that looks like one."""

import pytest

from egovbench.documents.furniture import PAGE_BREAK, blank_page_furniture

HEADER = "3/14/24, 9:26 AM Invented Forms"
EUROPEAN = "14.03.2024, 17:05 Invented Forms"
DATED = "3/2/24, 9:00 AM a meeting took place"
CITED = "https://example.org/report.pdf 3/24"
MORE = ["more"] * 10


def footer(page):
    return f"https://forms.example.org/design?id=invented… {page}/24"


def blanked(*lines):
    return blank_page_furniture("\n".join(lines)).split("\n")


def test_a_header_beside_a_footer_is_blanked_and_marked_as_a_page_break():
    given = ["the answer goes", "", HEADER, "", footer(9), "", "on here"]
    lines = blanked(*given)
    assert [lines[0], lines[6]] == ["the answer goes", "on here"]
    assert list(map(len, lines)) == list(map(len, given))  # every other character keeps its place
    for place in (2, 4):
        assert lines[place].startswith(PAGE_BREAK)
        assert lines[place].strip() == ""


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        # The first header and the last footer stand alone and go too.
        ([HEADER, "one", HEADER, footer(1), "two", footer(2)], ["one", "two"]),
        (["one", EUROPEAN, footer(12), "two"], ["one", "two"]),
        (
            ["one", HEADER, footer(1), DATED, "two", HEADER, footer(2), "three"],
            ["one", DATED, "two", "three"],
        ),
        # A lone page break counts where its page would end.
        ([*MORE, HEADER, footer(12), *MORE], [*MORE, *MORE]),
        # Headers and footers on two lines each.
        (
            [
                line
                for page in (1, 2, 3)
                for line in ("14.03.2024, 17:05", "", "Invented Forms", "", f"text {page}", "",
                             "file:///form.html", "", f"{page}/3")
            ],
            ["text 1", "text 2", "text 3"],
        ),
        # A page number that is taken before its address.
        (
            [
                line
                for page in (1, 2)
                for line in (f"{page}/2", "https://example.org/form", "3/2/24, 9:00 AM", "Form",
                             f"text {page}")
            ],
            ["text 1", "text 2"],
        ),
    ],
)  # fmt: skip
def test_headers_and_footers_are_blanked(lines, left):
    assert [line for line in blanked(*lines) if line.strip()] == left


@pytest.mark.parametrize(
    "lines",
    [
        [DATED, DATED],  # an answer may begin with a date, even twice
        [CITED, "", "https://example.org/report.pdf 5/24"],  # and cite a page
        ["one", *MORE, DATED, "", CITED, "two"],
        ["one", HEADER, "https://example.org/report 25/24", "two"],  # a page beyond the last
    ],
)
def test_what_only_looks_like_a_header_or_footer_stays(lines):
    assert blanked(*lines) == lines


def test_the_source_of_luxembourg_has_two_page_breaks(luxembourg):
    lines = blanked(luxembourg.masked_text)
    found = [number for number, line in enumerate(lines, 1) if PAGE_BREAK in line]
    assert found == [394, 396, 823, 825]

from egovbench.documents.furniture import PAGE_BREAK, blank_page_furniture

HEADER = "3/14/24, 9:26 AM Invented Forms"
FOOTER = "https://forms.example.org/design?id=invented… {}/24"


def blanked(*lines: str) -> list[str]:
    return blank_page_furniture("\n".join(lines)).split("\n")


def test_a_header_beside_a_footer_is_blanked_and_marked_as_a_page_break():
    lines = blanked("the answer goes", "", HEADER, "", FOOTER.format(9), "", "on here")
    assert lines[0] == "the answer goes"
    assert lines[6] == "on here"
    for place in (2, 4):
        assert lines[place].startswith(PAGE_BREAK)
        assert lines[place].strip() == ""


def test_every_other_character_keeps_its_place():
    text = f"one\n{HEADER}\n\n{FOOTER.format(1)}\ntwo"
    shown = blank_page_furniture(text)
    assert len(shown) == len(text)
    assert shown.index("two") == text.index("two")


def test_the_first_header_and_the_last_footer_stand_alone_and_go_too():
    lines = blanked(HEADER, "one", HEADER, FOOTER.format(1), "two", FOOTER.format(2))
    assert [line for line in lines if line.strip()] == ["one", "two"]


def test_european_dates_and_a_24_hour_clock():
    lines = blanked("one", "14.03.2024, 17:05 Invented Forms", FOOTER.format(12), "two")
    assert [line for line in lines if line.strip()] == ["one", "two"]


def test_an_answer_may_begin_with_a_date_even_twice():
    dated = "3/2/24, 9:00 AM a meeting took place"
    assert blanked(dated, dated) == [dated, dated]


def test_an_answer_may_cite_a_page_of_a_document_even_twice():
    cited = "https://example.org/report.pdf 3/24"
    other = "https://example.org/report.pdf 5/24"
    assert blanked(cited, "", other) == [cited, "", other]


def test_a_dated_line_beside_a_page_break_stays():
    dated = "3/2/24, 9:00 AM a meeting took place"
    lines = blanked(
        "one", HEADER, FOOTER.format(1), dated, "two", HEADER, FOOTER.format(2), "three"
    )
    assert [line for line in lines if line.strip()] == ["one", dated, "two", "three"]


def test_a_date_beside_a_cited_page_in_one_answer_is_no_page_break():
    dated = "3/2/24, 9:00 AM a meeting took place"
    cited = "https://example.org/report.pdf 3/24"
    lines = ["one", *["more"] * 10, dated, "", cited, "two"]
    assert blanked(*lines) == lines


def test_a_lone_page_break_counts_where_its_page_would_end():
    lines = ["more"] * 10
    shown = blanked(*lines, HEADER, FOOTER.format(12), *lines)
    assert [line for line in shown if line.strip()] == lines * 2


def test_headers_and_footers_on_two_lines_each():
    pages = [
        ["14.03.2024, 17:05", "", "Invented Forms", "", f"text {page}", "", "file:///form.html", "",
         f"{page}/3"]
        for page in (1, 2, 3)
    ]  # fmt: skip
    lines = blanked(*[line for page in pages for line in page])
    assert [line for line in lines if line.strip()] == ["text 1", "text 2", "text 3"]


def test_a_page_number_that_is_taken_before_its_address():
    pages = [[f"{page}/2", "https://example.org/form", "3/2/24, 9:00 AM", "Form", f"text {page}"]
             for page in (1, 2)]  # fmt: skip
    lines = blanked(*[line for page in pages for line in page])
    assert [line for line in lines if line.strip()] == ["text 1", "text 2"]


def test_a_page_beyond_the_last_is_no_footer():
    text = f"one\n{HEADER}\nhttps://example.org/report 25/24\ntwo"
    assert blank_page_furniture(text) == text


def test_the_source_of_luxembourg_has_two_page_breaks(luxembourg):
    lines = blank_page_furniture(luxembourg.masked_text).split("\n")
    assert [number for number, line in enumerate(lines, 1) if PAGE_BREAK in line] == [
        394,
        396,
        823,
        825,
    ]

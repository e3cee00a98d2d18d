"""The document line by line, where figures come from, and figures as files."""

import re
from base64 import b64encode
from itertools import accumulate

import nbformat
import pytest

from egovbench.base.files import write_text
from egovbench.base.mime import CSV_MIME, FIGURE_MIME, PNG_MIME, SVG_MIME, TABLE_MIME
from egovbench.base.typography import typeset
from egovbench.comparison import compare
from egovbench.figures.words import figure_sources
from egovbench.reports.evidence.document import masked_document, passages
from egovbench.site.pictures import find_tables, take_pictures


@pytest.fixture(scope="module")
def default():
    return compare("LUX", peers="eu27")


def test_the_document_of_the_answers_alone_is_shown_line_by_line(default, tmp_path, monkeypatch):
    document = masked_document(default)
    assert document is not None
    assert document.answers[78] == (770, 771)
    cut = passages(default, document)
    html = "".join(cut.values())
    assert html.count('class="line"') == document.text.rstrip("\n").count("\n") + 1
    # each part goes on with the number of its first line
    starts = [int(start) for start in re.findall(r"counter-reset:line (\d+)", html)]
    assert starts[0] == 0
    assert len(starts) == len(cut)
    counts = [part.count('class="line"') for part in cut.values()]
    assert starts[1:] == list(accumulate(counts))[:-1]
    # 78 follows 77, which is scored; 2 asks for a name and tells about no scored item
    assert (
        'id="document-78"><a class="back" href="section-D.html#item-77">Question 78</a>' in cut[77]
    )
    assert 'id="document-2"><span class="back">Question 2</span>' in cut[2]
    # no document is shown for answers of other bodies
    assert masked_document(compare("EST", peers="eu27")) is None
    # a document that is not the one the answers came from is not shown
    text = (masked_document(default)).text
    (tmp_path / "LUX-msq2024.txt").write_text("\n" + text, encoding="utf-8")
    monkeypatch.setattr("egovbench.base.paths.RAW", tmp_path)
    assert masked_document(default) is None


def test_sources_of_a_figure_name_publisher_edition_licence_and_countries(default):
    # Item 11, procurement portal, is answered for all countries by the GovTech dataset alone.
    assert figure_sources(default, [11]) == (
        "Source: World Bank, GovTech Dataset (GovTech Maturity Index), 2022 (CC BY 4.0; 27 "
        "countries)."
    )
    mixed = compare("LUX", peers="eu27", basis="mixed")
    assert figure_sources(mixed, [11]) == (
        "Sources: United Nations Department of Economic and Social Affairs, Member States "
        "Questionnaire, United Nations E-Government Survey 2024 (Luxembourg, own answers); World "
        "Bank, GovTech Dataset (GovTech Maturity Index), 2022 (CC BY 4.0; 26 countries)."
    )
    assert figure_sources(mixed, [11], peers=False).startswith("Source: United Nations")
    assert "World Bank" not in figure_sources(mixed, [11], peers=False)
    assert "United Nations" not in figure_sources(mixed, [11], own=False)
    assert figure_sources(mixed, [], further=["An index"]) == "Source: An index."


def test_a_table_leads_to_its_file_where_the_run_wrote_one(tmp_path):
    write_text(tmp_path / "tables" / "section-A" / "items.csv", "item\n")
    outputs = [
        nbformat.v4.new_output("display_data", {TABLE_MIME: {"name": name}})
        for name in ("items", "others")
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("", outputs=outputs)])
    find_tables(notebook, "section-A", tmp_path)
    written, missing = (output.data[TABLE_MIME] for output in outputs)
    assert written == {"name": "items", "file": "tables/section-A/items.csv"}
    assert missing == {"name": "others"}


def test_pictures_leave_the_notebook_and_numbers_keep_their_percent_sign():
    content = b64encode(b"png").decode()
    files = {PNG_MIME: content, SVG_MIME: "<svg/>", CSV_MIME: "a,b"}
    ours = {"text/html": "<figure></figure>", FIGURE_MIME: {"title": "T"}}
    foreign = {PNG_MIME: content, "text/plain": "a user's own plot"}
    outputs = [
        nbformat.v4.new_output("display_data", data) for data in (ours | files, foreign, ours)
    ]
    cell = nbformat.v4.new_code_cell("", outputs=outputs)
    notebook = nbformat.v4.new_notebook(cells=[cell])
    pictures = take_pictures(notebook, "section-A")
    assert {each.address: each.content for each in pictures} == {
        "figures/section-A/section-A-1.png": b"png",
        "figures/section-A/section-A-1.svg": b"<svg/>",
        "figures/section-A/section-A-1.csv": b"a,b",
    }
    first, second, third = (output.data for output in cell.outputs)
    assert first[FIGURE_MIME]["files"]["svg"] == "figures/section-A/section-A-1.svg"
    assert third[FIGURE_MIME] == {"title": "T", "files": {}}
    assert not {PNG_MIME, SVG_MIME, CSV_MIME} & set(first)
    assert second[PNG_MIME] == content
    # numbers stay with their percent sign
    assert typeset("97 % <b>") == "97\N{NO-BREAK SPACE}% &lt;b&gt;"
    assert typeset("a : b %") == "a : b %"

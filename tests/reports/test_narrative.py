"""Figures and narratives of a benchmark, as a notebook of one's own would ask for them."""

import doctest
from dataclasses import replace

import pytest

from egovbench import figures, narrative
from egovbench.base.errors import MethodError
from egovbench.comparison import compare
from egovbench.language import use_language
from egovbench.reports.overview import blocks as overview
from egovbench.reports.section import blocks as section


@pytest.fixture(scope="module")
def benchmark():
    return compare("LUX")


@pytest.mark.parametrize("module", [figures, narrative], ids=lambda module: module.__name__)
def test_examples_in_docstrings_hold(module):
    assert doctest.testmod(module) == (0, 5 if module is figures else 8)


def test_a_figure_is_the_one_that_the_report_shows(benchmark):
    assert figures.sections(benchmark).html == overview.overview_sections(benchmark).figure.html
    assert figures.items(benchmark, "C").html == section.section_items(benchmark, "C").figure.html
    assert "United Nations" not in figures.ranking(benchmark).sources
    assert "(Luxembourg, own answers)" in figures.sections(benchmark).sources
    with pytest.raises(MethodError, match="no item of section B can be compared"):
        figures.items(benchmark, "B")


def test_a_narrative_is_what_the_report_says_in_the_language_of_the_benchmark(benchmark):
    said = narrative.section(benchmark, "C")
    assert said[: len(section.section_finding(benchmark, "C").sentences)] == (
        section.section_finding(benchmark, "C").sentences
    )
    french = replace(benchmark, parameters=replace(benchmark.parameters, lang="fr"))
    use_language("en")
    assert narrative.country(french)[0].startswith("Le Luxembourg\u202f: ")

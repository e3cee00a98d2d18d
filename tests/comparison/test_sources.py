"""Choosing among the sources of the project's own tables."""

import pytest

from egovbench.base.errors import ParameterError
from egovbench.comparison import compare


def test_a_source_that_does_not_exist_is_named_with_those_that_do():
    with pytest.raises(
        ParameterError, match=r"sources: found 'gmti'; expected all, or some of .*gtmi"
    ):
        compare(sources="gmti")


def test_one_source_alone():
    benchmark = compare(sources="gtmi")
    peers = benchmark.codes[benchmark.codes["iso3"] != "LUX"]
    assert set(peers.loc[peers["code"] != "not_asked", "survey"]) <= {"gtmi2020", "gtmi2022"}


def test_old_answers_are_left_out():
    benchmark = compare(max_age=1)
    assert benchmark.others["year"].min() >= 2022


def test_answers_of_governments_only():
    benchmark = compare(peers="EST,DEU", answered_by="government")
    assert set(benchmark.others["collected_by"]) == {"government"}


def test_fused_answers_hold_one_row_a_country_and_item():
    benchmark = compare()
    assert not benchmark.fused.duplicated(["iso3", "item"]).any()
    assert set(benchmark.fused["witnesses"]) <= {"single", "agree", "differ"}

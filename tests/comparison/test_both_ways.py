"""Luxembourg by its own answers and by what other sources say of it."""

import pytest

from egovbench.comparison import compare


def test_both_ways_stand_on_the_same_items():
    benchmark = compare(sources="gtmi", fidelity="close", items="pairwise")
    table = benchmark.both_ways().set_index("way")
    assert table["n_items"].nunique() == 1
    # Close links of the GovTech Dataset give eleven items; Luxembourg's own answers are yes on all,
    # while the dataset says for 2022 that responses to participation (115) are internal only.
    assert table.loc["own", ["n_items", "score"]].tolist() == [11, 100]
    # A 100, C 100, D 100 and E 0 (its only item): 75.
    assert table.loc["others", "score"] == pytest.approx(75)


def test_a_country_without_a_form_has_no_two_ways():
    assert compare(focal="EST", peers="LUX").both_ways().empty
    # The Global Data Barometer does not cover Luxembourg.
    assert compare(sources="gdb", items="pairwise").both_ways().empty

"""The narratives of three countries, read and kept; made by tests/reports/reading.py."""

import pytest
from reading import COUNTRIES, GOLDEN, reading

from egovbench.comparison import compare


@pytest.mark.parametrize("iso3", COUNTRIES)
def test_a_narrative_is_the_one_that_was_read(iso3):
    assert reading(compare(focal=iso3)) == (GOLDEN / f"{iso3}.txt").read_text("utf-8")

"""A slice of what benchmarks/fuzz.py makes: spoilt documents of every source, always the same."""

import sys
from collections import Counter

import pytest

from egovbench.base import paths

sys.path.insert(0, str(paths.PROJECT_ROOT / "benchmarks"))
from fuzzing.cases import make_case
from fuzzing.judging import judge, write_case
from fuzzing.sources import FAMILIES

SEED = 7
SLOW = {9, 31, 56, 58, 60, 65, 67, 68, 82, 86, 88, 105, 114}
NUMBERS = [number for number in range(120) if number not in SLOW]
HARMLESS = {"table", "codes", "refused", "several"}


@pytest.mark.slow
def test_spoilt_documents_come_to_a_table_with_its_losses_or_to_an_error(tmp_path):
    outcomes: Counter[str] = Counter()
    families: Counter[str] = Counter()
    found = []
    for number in NUMBERS:
        case = make_case(SEED, number)
        families.update(case.families)
        write_case(case, tmp_path)
        outcome = judge(tmp_path)
        outcomes[outcome.name] += 1
        if outcome.name not in HARMLESS:
            found.append((number, outcome.name, outcome.reason))
    assert not found
    assert set(families) == set(FAMILIES)
    assert families.total() >= 100
    assert min(outcomes["table"], outcomes["refused"]) > 20
